"""Promises of the window, kept with real keys and looked at on the screen: each row of the tables does what it says."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from trainer import folders
from trainer.drills import DrillKind
from trainer.gui.app import Program, prepare
from trainer.gui.frame.sheets import Choice, Line
from trainer.gui.kit import style
from trainer.gui.practice.transcript import Transcript
from trainer.gui.shell.actions import ACTIONS
from trainer.gui.shell.bug_report import tell_of_bug
from trainer.gui.shell.geometry import on_screen
from trainer.gui.shell.help import OTHER_KEYS
from trainer.history import History
from trainer.packs import look_into
from trainer.scenario import Outcome, load
from trainer.session import Session

from .conftest import ROOT, SCENARIOS
from .gui import Answers, Gui, opened, press, say, seen, top_windows, type_text
from .test_packs import SOUND, zipped

LABEL = "It sounds like your weeks are full."
AGREED = (
    "What do you do all week?",
    LABEL,
    "I could bring the old maps, half an hour is plenty.",
    "Would it be a bad idea to have a coffee?",
)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


# -- what can be seen ------------------------------------------------------------------------------------------------------


def in_sight(widget: QWidget, window: QWidget) -> bool:
    """Tell whether a widget is on the screen, in this window."""
    return widget.isVisible() and widget.window() is window and not widget.visibleRegion().isEmpty()


def buttons(window: QWidget) -> dict[str, QAbstractButton]:
    """Return the buttons in sight by their text."""
    return {
        made.text(): made for made in window.findChildren(QAbstractButton) if made.text() and in_sight(made, window)
    }


def text_of(gui: Gui) -> str:
    """Return all that can be read in the window, as one text."""
    settle()
    return "\n".join(seen(gui.window))


def in_hand() -> QWidget:
    """Return the control that has the keyboard."""
    held = QApplication.focusWidget()
    assert held is not None
    return held


def has_keyboard() -> str:
    """Return what the control that has the keyboard is called."""
    held = QApplication.focusWidget()
    if held is None:
        return ""
    return held.text() if isinstance(held, QAbstractButton) else held.accessibleName()


def click(gui: Gui, text: str) -> None:
    QTest.mouseClick(buttons(gui.window)[text], Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def settle() -> None:
    for _ in range(4):
        QApplication.processEvents()


class Clicks(Answers):
    """Answers dialogs by the buttons with these texts only."""

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None and dialog.isVisible() and self.left:
            wanted = self.left.pop(0)
            self.said += seen(dialog)
            assert isinstance(wanted, str)
            found = {made.text().replace("&", ""): made for made in dialog.findChildren(QAbstractButton)}
            QTest.mouseClick(found[wanted], Qt.MouseButton.LeftButton)


def dialog(title: str) -> QDialog:
    """Return the dialog of this title that is on the screen."""
    settle()
    found = [window for window in top_windows() if isinstance(window, QDialog) and window.windowTitle() == title]
    assert found, [window.windowTitle() for window in top_windows()]
    return found[0]


@pytest.fixture(autouse=True)
def usual_look(qapp: QApplication) -> None:
    """Other tests may have left the text large."""
    if (style.LOOK.percent, style.LOOK.colours) != (style.USUAL, style.LIGHT):
        style.apply(qapp, style.LIGHT)


@pytest.fixture
def talk(qtbot: QtBot, gui: Gui) -> Gui:
    """A talk with one line said."""
    gui.library.start.click()
    say(qtbot, gui, "Can we have a coffee this week?")
    return gui


@contextmanager
def started(qtbot: QtBot, folder: Path, pause: int | None = 0) -> Iterator[Gui]:
    """Start the program with a file and settings in a folder, and close it."""
    gui = Gui(
        Program(folder / "history.sqlite", [SCENARIOS, folder / "own"], folder / "settings.json", pause, lambda: 1)
    )
    gui.library.fill()
    qtbot.addWidget(gui.window)
    gui.program.appearance.apply()
    gui.program.talk.show_first()
    gui.window.show()
    qtbot.waitExposed(gui.window)
    gui.program.library.offer_resume()
    yield gui
    gui.close()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, style.LIGHT)


# -- the end of a talk -----------------------------------------------------------------------------------------------------


def test_a_talk_that_is_over_takes_no_further_line(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    for line in AGREED:
        assert in_sight(gui.practice.composer, gui.window)
        say(qtbot, gui, line)
    assert not in_sight(gui.practice.composer, gui.window)
    assert "Say it" not in buttons(gui.window) and has_keyboard() == "Debrief"


def test_a_line_half_typed_at_the_end_stays_to_be_read(qtbot: QtBot, tmp_path: Path) -> None:
    gui = opened(qtbot, tmp_path / "history.sqlite", pause=600)
    gui.library.start.click()
    for line in AGREED[:3]:
        say(qtbot, gui, line)
        qtbot.waitUntil(lambda: gui.practice._waiting is None)
    say(qtbot, gui, AGREED[3])
    type_text(gui, "And would you like")
    qtbot.waitUntil(lambda: "Debrief" in buttons(gui.window))
    type_text(gui, " to")
    press(gui, Qt.Key.Key_Space)
    assert gui.practice.composer.toPlainText() == "And would you like to "
    assert in_sight(gui.practice.composer, gui.window) and gui.shown == "practice"
    gui.close()


def test_a_half_typed_line_is_kept_into_another_attempt_and_not_into_another_talk(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    type_text(gui, "And would you like")
    gui.program.practice.try_from(1)
    assert gui.practice.composer.toPlainText() == "And would you like"
    assert len(gui.program.practice.attempts) == 2
    gui.program.practice.again()
    assert gui.practice.composer.toPlainText() == ""


def test_keys_of_a_running_text_press_nothing_and_a_second_later_they_do(gui: Gui) -> None:
    moment = [100.0]
    gui.window.guard.clock = lambda: moment[0]
    for later, pressed in ((0.0, False), (0.95, False), (1.05, True)):
        gui.go("library")
        gui.library.start.click()
        moment[0] += 50
        type_text(gui, "Would it")
        gui.program.talk.end_talk()
        assert (gui.shown, has_keyboard()) == ("debrief", "Try it again")
        moment[0] += later
        press(gui, Qt.Key.Key_Space)
        assert (gui.shown == "practice") is pressed, later


def test_letters_that_nothing_on_a_page_wants_are_running_text_too(gui: Gui) -> None:
    moment = [100.0]
    gui.window.guard.clock = lambda: moment[0]
    gui.library.start.click()
    gui.program.talk.end_talk()
    type_text(gui, "x ")
    assert gui.shown == "debrief"
    moment[0] += 2
    press(gui, Qt.Key.Key_Space)
    assert gui.shown == "practice"


# -- keys of the table of actions ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "page", "tab"),
    [
        (Qt.Key.Key_1, "library", "Scenarios"), (Qt.Key.Key_2, "practice", "Practice"), (Qt.Key.Key_3, "drills", "Drills"),
        (Qt.Key.Key_4, "progress", "Progress"), (Qt.Key.Key_5, "workshop", "Workshop"),
        (Qt.Key.Key_6, "evidence", "Evidence"), (Qt.Key.Key_Comma, "settings", "Settings"),
        (Qt.Key.Key_N, "own_talk", "Scenarios"), (Qt.Key.Key_L, "debrief", "Practice"),
    ],
)  # fmt: skip
def test_every_page_has_its_key_and_its_tab(talk: Gui, key: Qt.Key, page: str, tab: str) -> None:
    talk.go("welcome" if page != "practice" else "library")
    press(talk, key, control=True)
    assert talk.shown == page and in_sight(talk.page(page), talk.window)
    marked = [text for text, made in buttons(talk.window).items() if made.isCheckable() and made.isChecked() and made.property("tab")]  # fmt: skip
    assert marked == [tab]


def test_the_tabs_can_be_read_and_pressed(talk: Gui) -> None:
    for tab, page in (
        ("Drills", "drills"),
        ("Evidence", "evidence"),
        ("Practice", "practice"),
        ("Scenarios", "library"),
    ):
        click(talk, tab)
        assert talk.shown == page


def test_the_key_to_quit_closes_the_window_for_good(qtbot: QtBot, gui: Gui) -> None:
    with qtbot.waitSignal(gui.window.closed):
        press(gui, Qt.Key.Key_Q, control=True)
    assert gui.window not in top_windows()


def test_the_key_for_thoughts_shows_what_they_do_not_say(talk: Gui) -> None:
    thought = talk.program.practice.session.turns[-1].thought  # type: ignore[union-attr]
    assert thought and thought not in text_of(talk) and "Trust" not in text_of(talk)
    press(talk, Qt.Key.Key_T, control=True)
    assert thought in text_of(talk) and "Trust" not in text_of(talk)
    press(talk, Qt.Key.Key_T, control=True)
    assert thought not in text_of(talk)


def test_the_key_for_details_shows_trust_patience_and_worries(talk: Gui) -> None:
    press(talk, Qt.Key.Key_I, control=True)
    told = text_of(talk)
    assert "Trust" in told and "Patience" in told
    press(talk, Qt.Key.Key_I, control=True)
    assert "Patience" not in text_of(talk)


def test_the_key_for_a_hint_gives_one_and_leaves_the_composer_alone(talk: Gui) -> None:
    before = seen(talk.window)
    press(talk, Qt.Key.Key_H, control=True)
    assert len(seen(talk.window)) == len(before) + 1 and talk.practice.composer.toPlainText() == ""


def test_the_key_for_the_coachs_line_puts_it_over_what_is_typed_and_undo_brings_that_back(talk: Gui) -> None:
    offered = talk.practice.coach.better.text().strip("“”")
    assert f"“{offered}”" in text_of(talk)
    type_text(talk, "Half a li")
    press(talk, Qt.Key.Key_U, control=True)
    assert talk.practice.composer.toPlainText() == offered
    press(talk, Qt.Key.Key_Z, control=True)
    assert talk.practice.composer.toPlainText() == "Half a li"


def test_the_keys_for_attempts_go_back_and_change_between_them(qtbot: QtBot, talk: Gui) -> None:
    assert "Attempt 1" not in buttons(talk.window)
    press(talk, Qt.Key.Key_Z, control=True)
    assert "Can we have a coffee this week?" not in text_of(talk)
    assert talk.practice.composer.toPlainText() == "Can we have a coffee this week?"
    talk.practice.composer.start_anew()
    say(qtbot, talk, "Hello!")
    assert {"Attempt 1", "Attempt 2"} <= set(buttons(talk.window))
    press(talk, Qt.Key.Key_Tab, control=True)
    settle()
    assert "Can we have a coffee this week?" in text_of(talk) and "Hello!" not in text_of(talk)
    press(talk, Qt.Key.Key_Tab, control=True)
    settle()
    assert "Can we have a coffee this week?" not in text_of(talk) and "Hello!" in text_of(talk)
    click(talk, "Attempt 1")
    assert "Can we have a coffee this week?" in text_of(talk)


def test_another_line_can_be_tried_at_every_line_of_ones_own(qtbot: QtBot, talk: Gui) -> None:
    say(qtbot, talk, "Hello!")
    settle()
    assert text_of(talk).count("You") >= 2
    click(talk, "Try another line here")
    assert "Attempt 2" in buttons(talk.window)


def test_the_key_to_end_a_talk_ends_it_and_the_key_for_the_debrief_does_not(talk: Gui) -> None:
    press(talk, Qt.Key.Key_L, control=True)
    assert talk.shown == "debrief" and talk.history.sessions()[0].outcome is None
    press(talk, Qt.Key.Key_2, control=True)
    press(talk, Qt.Key.Key_E, control=True)
    assert talk.shown == "debrief" and talk.history.sessions()[0].outcome is Outcome.UNFINISHED


def test_the_keys_for_the_text_size_go_from_100_to_200_percent(gui: Gui) -> None:
    title = next(label for label in gui.library.findChildren(QLabel) if label.text().startswith("What would you"))
    sizes = [title.fontMetrics().height()]
    for _ in range(6):
        press(gui, Qt.Key.Key_Plus, control=True)
        sizes.append(title.fontMetrics().height())
    assert sizes[:5] == sorted(set(sizes)) and sizes[4:] == [sizes[4]] * 3
    assert sizes[4] == pytest.approx(2 * sizes[0], rel=0.06)
    press(gui, Qt.Key.Key_Minus, control=True)
    assert title.fontMetrics().height() == sizes[3]
    press(gui, Qt.Key.Key_0, control=True)
    assert title.fontMetrics().height() == sizes[0]
    press(gui, Qt.Key.Key_Minus, control=True)
    assert title.fontMetrics().height() == sizes[0]


def test_f1_lists_every_key(gui: Gui) -> None:
    press(gui, Qt.Key.Key_F1)
    listed = dialog("Keys")
    told = [label.text() for label in listed.findChildren(QLabel)]
    for keys, text in [*((row.keys, row.text) for row in ACTIONS if row.keys), *OTHER_KEYS]:
        assert keys in told and text in told, text
    QTest.mouseClick(buttons(listed)["Close"], Qt.MouseButton.LeftButton)
    settle()
    assert [window.windowTitle() for window in top_windows()] == ["Safe No"]


def test_the_palette_is_walked_with_arrow_keys_while_one_types(gui: Gui) -> None:
    press(gui, Qt.Key.Key_K, control=True)
    palette = dialog("Commands")
    listed = palette.findChild(QListWidget)
    assert isinstance(listed, QListWidget)
    QTest.keyClicks(in_hand(), "text")
    shown = [listed.item(row).text() for row in range(listed.count()) if not listed.item(row).isHidden()]
    assert [text.split("  ")[0] for text in shown] == ["Larger text", "Smaller text", "Reset text size"]
    assert listed.currentItem().text().startswith("Larger text")
    QTest.keyClick(in_hand(), Qt.Key.Key_Down)
    assert listed.currentItem().text().startswith("Smaller text")
    QTest.keyClick(in_hand(), Qt.Key.Key_Up)
    QTest.keyClick(in_hand(), Qt.Key.Key_Return)
    assert style.LOOK.percent == 125
    press(gui, Qt.Key.Key_0, control=True)


def chosen(gui: Gui, name: str) -> None:
    """Choose a row of a menu."""
    action = gui.window.findChild(QAction, name)
    assert isinstance(action, QAction) and action.isEnabled()
    action.trigger()


def test_the_menu_tells_what_the_program_is(gui: Gui) -> None:
    chosen(gui, "show_about")
    told = dialog("About Safe No")
    assert "It opens no network connection, ever." in seen(told)
    told.reject()


@pytest.mark.parametrize(("request_", "left"), [("erase_profile", {"learner": 1, "Ada": 0}), ("erase_all", {"learner": 0, "Ada": 0})])  # fmt: skip
def test_one_learner_is_erased_or_everybody(qtbot: QtBot, gui: Gui, request_: str, left: dict[str, int]) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    ada = gui.history.profiles.add("Ada", "learner", NOW)
    gui.history.profiles.choose(ada.id)
    gui.go("library")
    gui.library.start.click()
    say(qtbot, gui, "Good morning!")
    with Clicks("Erase for good") as asked:
        chosen(gui, request_)
    assert ("“Ada”" in asked.said[0]) is (request_ == "erase_profile")
    rows = [row["profile"] for row in gui.history.raw.query("select profile from sessions")]
    assert rows == [1] * left["learner"] + [ada.id] * left["Ada"]


def test_the_menu_takes_in_another_file(gui: Gui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = History.open(tmp_path / "other.sqlite")
    session = Session(load(SCENARIOS / "coffee_new_acquaintance.yaml"), 1)
    other.add_turn(other.start(session, NOW), session.say("Hello!"), NOW)
    other.close()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "other.sqlite"), ""))
    chosen(gui, "import_file")
    assert "Imported: " in text_of(gui) and len(list(gui.history.raw.query("select id from sessions"))) == 1
    chosen(gui, "import_file")
    assert "Everything in that file is here already." in text_of(gui)


#: Actions that ask for a talk on the page in hand, and for one that goes on.
PRACTISING = {"toggle_thoughts", "toggle_details", "next_attempt"}
GOING = {"next_hint", "use_better", "end_talk"}
TALK = {"show_practice", "show_debrief"}


def test_what_cannot_be_asked_for_now_is_greyed_out(qtbot: QtBot, gui: Gui) -> None:
    def grey() -> set[str]:
        gui.window.refresh()
        return {row.name for row in ACTIONS if not gui.window.actions_[row.name].isEnabled()}

    assert grey() == PRACTISING | GOING | TALK | {"hide_audience", "save_memory"}
    gui.library.start.click()
    assert grey() == {"hide_audience", "save_memory"}
    gui.go("library")
    assert grey() == PRACTISING | GOING | {"hide_audience", "save_memory"}
    gui.go("practice")
    for line in AGREED:
        say(qtbot, gui, line)
    assert grey() == GOING | {"hide_audience", "save_memory"}


# -- settings --------------------------------------------------------------------------------------------------------------


def set_(gui: Gui, name: str, word: str) -> None:
    """Choose a word on the settings page, by keyboard."""
    press(gui, Qt.Key.Key_Comma, control=True)
    box = gui.child(f"setting_{name}")
    assert isinstance(box, QComboBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(box.count()):
        if box.currentText() != word:
            QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == word
    settle()


def ground(gui: Gui) -> str:
    return gui.window.grab().toImage().pixelColor(3, gui.window.height() - 3).name().upper()


def test_colours_and_text_size_are_as_set_and_there_at_the_next_start(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path) as gui:
        set_(gui, "theme", "light")
        height = gui.child("setting_theme").fontMetrics().height()
        assert ground(gui) == style.LIGHT.page
        set_(gui, "theme", "dark")
        assert ground(gui) == style.DARK.page
        set_(gui, "text_size", "150 %")
        assert gui.child("setting_theme").fontMetrics().height() == pytest.approx(1.5 * height, rel=0.1)
    with started(qtbot, tmp_path) as again:
        again.go("settings")
        settle()
        shown = [box.currentText() for box in again.page("settings").boxes.values()]
        assert shown[:2] == ["dark", "150 %"] and ground(again) == style.DARK.page
        assert shown[2:] == [
            "a natural pause", "show what it does", "send at once", "as text", "take your time", "five minutes",
        ]  # fmt: skip


def test_they_think_as_long_as_is_set_and_never_long(qtbot: QtBot, tmp_path: Path) -> None:
    waited = {}
    with started(qtbot, tmp_path, pause=None) as gui:

        def answered() -> bool:
            return text_of(gui).count("Marta Lindqvist") >= 3  # above the meter, and at each of her lines

        for word in ("a natural pause", "a short pause", "no pause"):
            set_(gui, "pause", word)
            gui.go("library")
            gui.library.start.click()
            begun = time.monotonic()
            say(qtbot, gui, LABEL)
            assert answered() is (word == "no pause")
            qtbot.waitUntil(answered)
            waited[word] = time.monotonic() - begun
    natural, short, none = waited.values()
    assert none < short < natural < 3


def test_nothing_is_underlined_when_one_tests_oneself(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path) as gui:
        for word, read in (("show what it does", True), ("test yourself", False)):
            set_(gui, "live_reading", word)
            gui.go("library")
            gui.library.start.click()
            type_text(gui, "Would it be crazy if we had a coffee?")
            qtbot.wait(150)
            assert bool(gui.practice.composer.extraSelections()) is read
            assert ("grants it" in text_of(gui)) is read


@pytest.mark.parametrize(
    ("button", "tone"),
    [("1  Calm", "calm"), ("2  Friendly", "friendly"), ("3  Flat", "flat"), ("4  Hurried", "hurried"), ("5  No note", "")],
)  # fmt: skip
def test_a_line_is_said_aloud_first_and_stored_as_it_sounded(
    qtbot: QtBot, tmp_path: Path, button: str, tone: str
) -> None:
    with started(qtbot, tmp_path) as gui:
        set_(gui, "say_first", "say it aloud first")
        gui.go("library")
        gui.library.start.click()
        say(qtbot, gui, "Hello!")
        assert "Say the line aloud, slowly. How did it sound to you?" in text_of(gui)
        assert gui.history.sessions() == []
        click(gui, f"&{button}")
        session = gui.history.sessions()[0]
        assert [(turn.line, turn.tone) for turn in gui.history.turns(session.id)] == [("Hello!", tone)]


class Listened:
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)

    def stop(self) -> None:
        pass


def test_replies_are_read_aloud_only_when_that_is_set(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    voice = gui.practice.voice = Listened()
    say(qtbot, gui, "Hello!")
    assert voice.said == []
    set_(gui, "speak_replies", "as text and aloud")
    press(gui, Qt.Key.Key_2, control=True)
    say(qtbot, gui, LABEL)
    assert len(voice.said) == 1 and voice.said[0] in text_of(gui)


def test_the_clock_of_a_drill_runs_out_after_fifteen_seconds_and_only_when_it_is_set(qtbot: QtBot, gui: Gui) -> None:
    moment = [0.0]
    set_(gui, "drill_clock", "against the clock")
    press(gui, Qt.Key.Key_3, control=True)
    gui.drills._clock = lambda: moment[0]
    press(gui, Qt.Key.Key_Space)
    assert in_sight(gui.drills.view.clock, gui.window)
    moment[0] = 14.9
    qtbot.wait(400)
    assert "Time is up" not in text_of(gui)
    moment[0] = 15.0
    qtbot.waitUntil(lambda: "Time is up" in text_of(gui))
    set_(gui, "drill_clock", "take your time")
    press(gui, Qt.Key.Key_3, control=True)
    press(gui, Qt.Key.Key_Space)
    moment[0] = 500.0
    qtbot.wait(400)
    assert "Time is up" not in text_of(gui) and not in_sight(gui.drills.view.clock, gui.window)


def test_the_short_form_asks_less_than_the_long_one(talk: Gui) -> None:
    asked = {}
    for word in ("five minutes", "twenty minutes"):
        set_(talk, "look_back", word)
        press(talk, Qt.Key.Key_L, control=True)
        fields = talk.debrief.reflection.findChildren(QLineEdit)
        asked[word] = [field.accessibleName() for field in fields if field.isVisibleTo(talk.debrief)]
    short, long = asked.values()
    assert len(short) < len(long) and set(short) < set(long)


def test_the_welcome_greets_once(qtbot: QtBot, tmp_path: Path) -> None:
    with started(qtbot, tmp_path) as first:
        assert first.shown == "welcome"
        qtbot.waitUntil(lambda: has_keyboard() == "Begin with a coffee")
        click(first, "Look around first")
        assert first.shown == "library"
    with started(qtbot, tmp_path) as second:
        assert second.shown == "library"


# -- dialogs ---------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("gui")
def test_a_bug_is_told_without_words_and_copied_when_one_asks() -> None:
    def tell(*presses: str | Qt.Key) -> list[str]:
        with (Clicks if isinstance(presses[0], str) else Answers)(*presses) as answers:
            try:
                raise RuntimeError("my secret line")
            except RuntimeError as error:
                tell_of_bug(RuntimeError, error, error.__traceback__)
        return answers.said

    clipboard = QGuiApplication.clipboard()
    clipboard.setText("before")
    for way in ("Close", Qt.Key.Key_Escape):
        said = "\n".join(tell(way))
        assert "RuntimeError" in said and "secret" not in said
        assert clipboard.text() == "before"
    tell("Copy")
    assert "RuntimeError" in clipboard.text() and "secret" not in clipboard.text()
    kept = folders.log().read_text(encoding="utf-8")
    assert kept.count("RuntimeError") == 3 and "secret" not in kept


def learners(gui: Gui) -> tuple[list[str], str]:
    profiles = gui.history.profiles
    return [one.name for one in profiles.all()], profiles.current().name


def test_cancel_makes_and_changes_no_learner_and_the_button_does(gui: Gui) -> None:
    gui.history.profiles.add("Ben", "learner", NOW)
    chosen_before = learners(gui)

    class Left(Answers):
        """Chooses a row or types a line, and then thinks better of it."""

        def _look(self) -> None:
            shown = QApplication.activeModalWidget()
            if isinstance(shown, Choice) and shown.isVisible() and self.left[0] == "Ben":
                shown.list.setCurrentRow(1)
            elif isinstance(shown, Line) and shown.isVisible():
                QTest.keyClicks(shown.field, str(self.left[0]))
            else:
                return super()._look()
            self.left.pop(0)
            QTest.mouseClick(buttons(shown)["Cancel"], Qt.MouseButton.LeftButton)
            return None

    for way in (
        Clicks("Cancel"),
        Left("Ben"),
        Left("A new learner …", "Ada"),
        Answers("A new learner …", Qt.Key.Key_Escape),
    ):
        with way:
            chosen(gui, "choose_profile")
        assert learners(gui) == chosen_before and gui.shown == "library"
    with Answers("A new learner …", "Ada"):
        chosen(gui, "choose_profile")
    assert learners(gui) == ([*chosen_before[0], "Ada"], "Ada") and "Ada" in text_of(gui)
    first = chosen_before[1]
    with Answers(first):
        chosen(gui, "choose_profile")
    assert learners(gui)[1] == first
    with Clicks("Continue"):  # with the row that is selected: the learner in use
        chosen(gui, "choose_profile")
    assert gui.shown == "progress" and learners(gui)[1] == first


COMMITMENT = {"done": "Done", "not_yet": "Not yet", "dropped": "I let it go"}


@pytest.mark.parametrize("status", COMMITMENT)
def test_how_a_commitment_went_is_stored_as_it_was_answered(qtbot: QtBot, gui: Gui, status: str) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    gui.history.notes.commit(1, "On Thursday I will ask Ben.", NOW)
    gui.go("library")
    settle()
    assert "On Thursday I will ask Ben" in text_of(gui)
    made = [made for made in gui.child("reminder").findChildren(QAbstractButton) if in_sight(made, gui.window)]
    assert sorted(one.text() for one in made) == sorted(COMMITMENT.values())
    click(gui, COMMITMENT[status])
    assert "On Thursday I will ask Ben" not in text_of(gui)
    last = gui.history.notes.last_commitment()
    assert last is not None and last.status == status


def test_the_list_of_packs_closes_by_its_button(gui: Gui) -> None:
    chosen(gui, "show_packs")
    listed = dialog("Scenario packs")
    assert "No packs are installed yet." in seen(listed)
    QTest.mouseClick(buttons(listed)["Close"], Qt.MouseButton.LeftButton)
    settle()
    assert [window.windowTitle() for window in top_windows()] == ["Safe No"]


@pytest.mark.parametrize(("button", "installed"), [("Cancel", False), ("Install", True)])
def test_a_pack_is_installed_by_one_button_only(gui: Gui, tmp_path: Path, button: str, installed: bool) -> None:
    gui.program.packs._offer(look_into(zipped(tmp_path / "walks.zip", {"walk.yaml": SOUND})))
    offer = dialog("Install a pack")
    assert "Scenario: “A short walk” (coffee, easy)" in seen(offer)
    QTest.mouseClick(buttons(offer)[button], Qt.MouseButton.LeftButton)
    settle()
    assert folders.packs().exists() is installed and ("A short walk" in text_of(gui)) is installed


# -- pages -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "control"),
    [
        ("library", "Scenarios"), ("practice", "Your line"), ("drills", "Begin"), ("workshop", "Begin"), ("settings", "Colours"),
        ("own_talk", "Who is it?"), ("debrief", "Try it again"), ("welcome", "Begin with a coffee"), ("progress", "QTabBar"),
        ("evidence", "Evidence cards"),
    ],
)  # fmt: skip
def test_a_page_that_is_shown_has_the_keyboard_where_people_begin(talk: Gui, page: str, control: str) -> None:
    talk.window.tabs["library"].setFocus()
    talk.go(page)
    held = in_hand()
    assert talk.page(page).isAncestorOf(held)
    if control == "QTabBar":
        assert type(held).__name__ == control
    elif control != "Evidence cards":
        assert has_keyboard() == control
    else:
        assert isinstance(held, QListWidget)


def test_beside_the_talk_stand_the_brief_the_change_and_why(talk: Gui) -> None:
    session = talk.program.practice.session
    assert session is not None
    talk.window.resize(1180, 1400)
    settle()
    told = text_of(talk)
    assert session.scenario.brief.strip() in told
    assert "+4  the question wants a yes" in told
    assert "62 of 100, guarded, +4 by the last line" in talk.practice.person.meter.accessibleDescription()


def test_the_library_tells_of_the_scenario_that_is_selected(gui: Gui) -> None:
    for _ in range(2):
        press(gui, Qt.Key.Key_Down)
        entry = gui.library._entries[gui.library.list.currentRow()]
        assert entry.title in text_of(gui) and entry.brief in text_of(gui)


@pytest.mark.parametrize(("level", "resistance"), [("easy", 58), ("medium", 63), ("hard", 68)])
def test_a_talk_is_as_hard_as_is_chosen(gui: Gui, level: str, resistance: int) -> None:
    click(gui, level)
    click(gui, "Start the talk")
    assert gui.practice.person.meter.accessibleDescription().startswith(f"{resistance} of 100")


def test_every_card_of_evidence_shows_its_title(gui: Gui) -> None:
    gui.go("evidence")
    listed = QApplication.focusWidget()
    assert isinstance(listed, QListWidget) and listed.count() > 3
    for row in range(listed.count()):
        assert listed.currentRow() == row
        assert listed.currentItem().text().split("  (")[0] in seen(gui.window)
        press(gui, Qt.Key.Key_Down)
        settle()


def form_of(page: QWidget) -> list[str]:
    """Return what stands in the fields and boxes of a form."""
    fields = [field.text() for field in page.findChildren(QLineEdit) if field.objectName()]
    return [*fields, *(box.currentText() for box in page.findChildren(QComboBox))]


@pytest.mark.parametrize("leave", ["Make it a talk", "Back"])
def test_a_talk_of_ones_own_begins_with_an_empty_form(qtbot: QtBot, tmp_path: Path, leave: str) -> None:
    gui = opened(qtbot, tmp_path / "h.sqlite", (SCENARIOS, tmp_path / "own"))
    press(gui, Qt.Key.Key_N, control=True)
    page = gui.page("own_talk")
    empty = form_of(page)
    for field in page.findChildren(QLineEdit):
        field.setFocus()
        type_text(gui, "Something")
    for box in page.findChildren(QComboBox):
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_End if box.currentIndex() == 0 else Qt.Key.Key_Home)
    filled = form_of(page)
    assert all(one != other for one, other in zip(empty, filled, strict=True))
    buttons_of = {made.text(): made for made in page.findChildren(QAbstractButton)}
    buttons_of[leave].click()
    press(gui, Qt.Key.Key_N, control=True)
    assert form_of(page) == empty
    gui.close()


def test_in_a_narrow_window_the_coach_stands_below_them(talk: Gui) -> None:
    def left_of_composer() -> bool:
        coach, composer = talk.practice.coach, talk.practice.composer
        return coach.mapTo(talk.window, coach.rect().center()).x() < composer.mapTo(talk.window, composer.rect().center()).x()  # fmt: skip

    for width, narrow in ((1180, False), (800, True), (1180, False)):
        talk.window.resize(width, 760)
        settle()
        assert left_of_composer() is narrow, width
        assert in_sight(talk.practice.composer, talk.window) and talk.practice.composer.width() > 250


class Spoken:
    """Stands in for the bridge to a screen reader, and keeps what it is told."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def updateAccessibility(self, event: object) -> None:
        self.said.append(event.message())  # type: ignore[attr-defined]


def test_a_screen_reader_is_told_of_every_reply_and_verdict(
    qtbot: QtBot, gui: Gui, monkeypatch: pytest.MonkeyPatch
) -> None:
    from trainer.gui.drills import page as drills_page
    from trainer.gui.practice import page as practice_page

    spoken = Spoken()
    monkeypatch.setattr(practice_page, "QAccessible", spoken)
    monkeypatch.setattr(drills_page, "QAccessible", spoken)
    gui.library.start.click()
    say(qtbot, gui, LABEL)
    assert len(spoken.said) == 1
    name, reply = spoken.said[0].split(": ", 1)
    assert name == "Marta Lindqvist" and reply in text_of(gui)
    press(gui, Qt.Key.Key_3, control=True)
    press(gui, Qt.Key.Key_Space)
    assert gui.drills.view.asked.text() in spoken.said[1] and len(spoken.said) == 2


def bubbles(transcript: Transcript) -> list[str]:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return [label.text() for label in transcript.findChildren(QLabel) if label.text().startswith("line ")]


def test_a_talk_of_usual_length_stays_on_the_page_and_a_very_long_one_keeps_its_newest_lines(qtbot: QtBot) -> None:
    transcript = Transcript()
    qtbot.addWidget(transcript)
    for number in range(1, 121):
        transcript.add("You", f"line {number}", "mine")
    assert len(bubbles(transcript)) == 120
    for number in range(121, 140):
        transcript.add("You", f"line {number}", "mine")
    assert bubbles(transcript) == [f"line {number}" for number in range(20, 140)]


@pytest.mark.parametrize(("count", "findable"), [(20, False), (21, True)])
def test_above_more_than_twenty_scenarios_there_is_a_field_to_find_one(
    qtbot: QtBot, tmp_path: Path, count: int, findable: bool
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    text = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    for number in range(count):
        (folder / f"walk_{number}.yaml").write_text(text.replace("A short walk", f"Walk number {number}"), "utf-8")
    gui = opened(qtbot, tmp_path / "h.sqlite", (folder,))
    assert in_sight(gui.library.seek, gui.window) is findable
    if findable:
        gui.library.seek.setFocus()
        type_text(gui, "number 17")
        listed = gui.library.list
        assert [listed.item(row).text().split("\n")[0] for row in range(count) if not listed.isRowHidden(row)] == [
            "Walk number 17"
        ]
    gui.close()


# -- controls --------------------------------------------------------------------------------------------------------------


def test_enter_presses_the_button_in_hand(talk: Gui) -> None:
    press(talk, Qt.Key.Key_L, control=True)
    buttons(talk.window)["Your progress"].setFocus()
    press(talk, Qt.Key.Key_Return)
    assert talk.shown == "progress"


def test_shift_and_enter_begin_a_new_row_enter_sends_and_tab_leaves(gui: Gui) -> None:
    gui.library.start.click()
    type_text(gui, "Hello!")
    QTest.keyClick(gui.window.windowHandle(), Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    type_text(gui, "It is late.")
    assert gui.practice.composer.toPlainText() == "Hello!\nIt is late."
    press(gui, Qt.Key.Key_Return)
    assert gui.practice.composer.toPlainText() == "" and "Hello!\nIt is late." in text_of(gui)
    type_text(gui, "x")
    press(gui, Qt.Key.Key_Tab)
    assert gui.practice.composer.toPlainText() == "x" and not isinstance(QApplication.focusWidget(), QPlainTextEdit)


@pytest.fixture
def drilled(gui: Gui) -> Callable[[DrillKind], Gui]:
    """Bring up a card of a kind."""

    def show(kind: DrillKind) -> Gui:
        from trainer.drills.load import load_cards
        from trainer.drills.queue import Queue

        gui.go("drills")
        card = next(card for card in load_cards((SCENARIOS / "drills",)) if card.kind is kind)
        gui.program.drills.begin_with(Queue((card,), 1, 0))
        gui.window.resize(1180, 900)
        settle()
        return gui

    return show


ANSWERS = {
    DrillKind.FLIP: {"Check"},
    DrillKind.NAME: {"Check"},
    DrillKind.NO_MEANS: {"A   grants it", "R   turns it down", "N   neither"},
    DrillKind.SPOT: set(),
    DrillKind.SAY: {"Check"},
}


@pytest.mark.parametrize("kind", DrillKind)
def test_a_card_shows_what_it_asks_and_one_way_to_answer(drilled: Callable[[DrillKind], Gui], kind: DrillKind) -> None:
    gui = drilled(kind)
    card = gui.drills._sitting.card  # type: ignore[union-attr]
    assert card is not None
    every = set().union(*ANSWERS.values())
    assert set(buttons(gui.window)) & every == ANSWERS[kind]
    fields = [field for field in gui.drills.findChildren(QLineEdit) if in_sight(field, gui.window)]
    assert len(fields) == (kind in (DrillKind.FLIP, DrillKind.NAME, DrillKind.SAY))
    told = text_of(gui)
    for line in (*card.lines, card.prompt, card.says, card.situation):
        assert line in told
    numbers = [text for text in seen(gui.window) if text in ("1", "2", "3", "4")]
    assert numbers == (["1", "2", "3", "4"] if kind is DrillKind.SPOT else [])


@pytest.mark.parametrize("kind", [DrillKind.FLIP, DrillKind.NAME])
def test_a_typed_answer_is_judged_by_the_button_too(drilled: Callable[[DrillKind], Gui], kind: DrillKind) -> None:
    gui = drilled(kind)
    card = gui.drills._sitting.card  # type: ignore[union-attr]
    assert card is not None
    type_text(gui, card.model)
    click(gui, "Check")
    assert "Right." in text_of(gui) and card.explanation in text_of(gui)
    assert "Check" not in buttons(gui.window)


@pytest.mark.parametrize("kind", DrillKind)
def test_only_the_card_in_hand_is_answered(drilled: Callable[[DrillKind], Gui], kind: DrillKind) -> None:
    gui = drilled(kind)
    before = seen(gui.window)
    for control in gui.drills.view.controls:
        if not control.isVisible():
            for made in control.buttons:
                made.click()
            control.given.emit("accept")
    settle()
    assert seen(gui.window) == before


@pytest.mark.parametrize(
    ("key", "answer"), [(Qt.Key.Key_A, "accept"), (Qt.Key.Key_R, "refuse"), (Qt.Key.Key_N, "none")]
)
def test_the_letters_of_a_drill_answer_as_they_say(
    drilled: Callable[[DrillKind], Gui], key: Qt.Key, answer: str
) -> None:
    gui = drilled(DrillKind.NO_MEANS)
    card = gui.drills._sitting.card  # type: ignore[union-attr]
    assert card is not None
    press(gui, key)
    assert ("Right." in text_of(gui)) is (card.answer == answer)


# -- the window ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def prepared(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], Program]]:
    """Start the program as a person does, on a file in a folder of its own."""
    made: list[Program] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def start() -> Program:
        made.append(prepare(tmp_path / "history.sqlite"))
        qtbot.addWidget(made[-1].window)
        settle()
        return made[-1]

    yield start
    for program in made:
        program.window.close()
        program.window.deleteLater()
    settle()


@pytest.mark.usefixtures("qapp")
def test_the_window_comes_back_where_it_was(prepared: Callable[[], Program]) -> None:
    first = prepared()
    room = first.window.screen().availableGeometry()
    place = QRect(room.left() + 30, room.top() + 60, 640, 520)
    first.window.setMinimumSize(0, 0)
    first.window.setGeometry(place)
    settle()
    place = first.window.geometry()
    first.window.close()
    assert prepared().window.geometry() == place


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("kept", "full"),
    [({"x": 5000, "y": 4000, "width": 640, "height": 520}, False), ({"x": 0, "y": 0, "width": 640, "height": 520, "maximized": True}, True)],
)  # fmt: skip
def test_the_window_comes_back_on_a_screen_that_is_there(
    prepared: Callable[[], Program], kept: dict[str, int], full: bool
) -> None:
    folders.window().parent.mkdir(parents=True, exist_ok=True)
    folders.window().write_text(json.dumps(kept), encoding="utf-8")
    window = prepared().window
    assert window.isMaximized() is full
    assert full or window.screen().availableGeometry().contains(window.geometry().topLeft())


@pytest.mark.parametrize(
    ("place", "inside"),
    [
        (QRect(5000, 100, 800, 600), QRect(0, 0, 1024, 768)), (QRect(-900, -700, 800, 600), QRect(0, 0, 1024, 768)),
        (QRect(50, 50, 4000, 3000), QRect(0, 0, 1024, 768)), (QRect(1100, 100, 800, 600), QRect(1024, 0, 1920, 1080)),
    ],
)  # fmt: skip
def test_a_place_is_moved_whole_onto_the_screen_that_has_most_of_it(place: QRect, inside: QRect) -> None:
    screens = [QRect(0, 0, 1024, 768), QRect(1024, 0, 1920, 1080)] if inside.x() else [QRect(0, 0, 1024, 768)]
    found = on_screen(place, screens)
    assert inside.contains(found)
    if place.width() <= inside.width():
        assert found.size() == place.size()


def test_with_the_main_window_the_program_ends_whatever_else_is_open(
    qapp: QApplication, prepared: Callable[[], Program]
) -> None:
    program = prepared()
    other = QWidget()
    other.show()
    QTimer.singleShot(50, program.window.close)
    too_late = QTimer(other, singleShot=True, interval=8_000)
    too_late.timeout.connect(lambda: qapp.exit(3))
    too_late.start()
    code = qapp.exec()
    too_late.stop()
    other.close()
    other.deleteLater()
    settle()
    # What else asks to quit would end every loop of the next tests at once: this one takes it.
    QTimer.singleShot(0, lambda: qapp.exit(0))
    qapp.exec()
    assert code == 0
