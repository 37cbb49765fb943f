"""The stage with real keys: nothing private reaches the wall in any state, and a whole workshop runs by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from trainer.errors import TrainerError
from trainer.gui.kit.widgets import ScrollArea
from trainer.gui.shell.actions import ACTIONS
from trainer.gui.shell.bug_report import tell_of_bug
from trainer.gui.workshop.audience_window import Audience, AudienceWindow
from trainer.gui.workshop.hiding_keys import HIDE
from trainer.history import History
from trainer.scenario import files, load
from trainer.workshop import Phase
from trainer.workshop.displays import audience_display, distinct

from .conftest import SCENARIOS
from .gui import Answers, Gui, Room, child, opened, plain, press, proposed, seen, turn_wheel, type_text

PRIVATE = "PRIVATE"


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """A scenario in which every private text carries a mark."""
    folder = tmp_path / "marked"
    folder.mkdir()
    text = (SCENARIOS / "meeting_busy_manager.yaml").read_text(encoding="utf-8")
    text = re.sub(r'(    thought: ")', rf"\g<1>{PRIVATE} ", text)
    text, notes = re.subn(r'(^note:\n  text: ")', rf"\g<1>{PRIVATE} ", text, flags=re.MULTILINE)
    assert notes == 1, "the facilitator's note is not marked, so the walk would not see it on the wall"
    text = re.sub(r'(questions:\n    - ")', rf"\g<1>{PRIVATE} ", text)
    text = re.sub(r'(tempting_lines:\n  - ")', rf"\g<1>{PRIVATE} ", text)
    assert text.count(PRIVATE) >= 6
    (folder / "private_folder_name.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, marked: Path) -> Iterator[Room]:
    made = opened(qtbot, tmp_path / "history.sqlite", (marked, SCENARIOS))
    made.history.profiles.add("PRIVATE learner", "learner", datetime.now(UTC))
    yield Room(made)
    made.close()


def texts_on(shown: AudienceWindow, path: Path) -> str:
    """All texts of the window: of its widgets, and as they are drawn."""
    found = [shown.windowTitle(), shown.toolTip(), shown.accessibleName()]
    for widget in shown.findChildren(QWidget):
        found += [
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.toolTip(),
            widget.windowTitle(),
            widget.statusTip(),
        ]
        if isinstance(widget, QLabel):
            found.append(widget.text())
    paper = QSvgGenerator()
    paper.setFileName(str(path))
    paper.setSize(shown.view.size())
    paper.setViewBox(shown.view.rect())
    painter = QPainter(paper)
    shown.view.painter.paint(painter, QRectF(shown.view.rect()))
    painter.end()
    drawn = path.read_text(encoding="utf-8")
    return "\n".join([*found, *re.findall(r">([^<>]+)</text>", drawn)])


def states(room: Room) -> Iterator[str]:
    """Every state of a workshop, one after the other."""
    stage = room.running
    yield "before the start"
    room.begin()
    yield "brief"
    stage.forward()
    yield "talk"
    for line in (
        "Could you give me half an hour on Tuesday?",
        "It sounds like there's hardly a minute left.",
        "Would it be a bad idea to meet on Tuesday?",
    ):
        stage.step(proposed(line))
    yield "proposals"
    stage.forward()
    stage.step(lambda w: w.voted(0, 9).voted(1, 4))
    yield "voting"
    stage.forward()
    yield "discussing"
    stage.forward()
    stage.step(lambda w: w.voted(1, 12))
    yield "voting again"
    stage.forward()
    stage.step(lambda w: w.guessed(-5))
    yield "predicting"
    stage.forward()
    yield "revealing"
    stage.step(lambda w: w.showing(meter=False, causes=False))
    yield "without meter and causes"
    stage.step(lambda w: w.showing(meter=True, causes=True, blank=True))
    yield "blank"
    stage.step(lambda w: w.showing(blank=False))
    stage.freeze()
    room.say("PRIVATE line said while the window is frozen.")
    yield "frozen"
    stage.rewind(2)
    yield "rewinding while frozen"
    stage.freeze()
    yield "rewound"
    room.gui.program.workshop_model().trouble_told.emit("PRIVATE error with /a/private/path")
    yield "an error raised on purpose"
    stage.step(lambda w: w.proposed(""))
    yield "a refused line"
    stage.start_timer(60)
    yield "timer"
    stage.step(lambda w: w.with_teams(True))
    yield "teams"
    room.audience.close()
    room.running.workshop = None
    room.running.resume()
    room.audience.open()
    yield "resumed"


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_no_private_word_is_shown_to_the_audience_in_any_state(room: Room, tmp_path: Path, dark: bool) -> None:
    walked = []
    for state in states(room):
        if room.running.workshop is not None:
            room.running.step(lambda w: w.showing(dark=dark))
        if room.audience.window is None:
            walked.append(state)
            continue
        shown = texts_on(room.audience.window, tmp_path / "wall.svg")
        assert PRIVATE not in shown and "private_folder_name" not in shown and str(tmp_path) not in shown, state
        assert "trainer" not in shown.lower(), state
        walked.append(state)
    assert len(walked) == 19


def test_the_proof_can_fail(room: Room, tmp_path: Path) -> None:
    """Thoughts that are shown on purpose are found by the same means."""
    room.begin()
    room.running.forward()
    room.say("Could you give me half an hour on Tuesday?")
    room.running.step(lambda w: w.showing(thoughts=True))
    assert room.audience.window is not None
    assert PRIVATE in texts_on(room.audience.window, tmp_path / "wall.svg")


def test_a_workshop_by_keyboard_alone(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Brief, four voted rounds with second votes, rewind and compare, papers, end: wherever the keyboard is."""
    gui, running = room.gui, room.running
    start = room.page.start
    start.scenario.setCurrentIndex(start.scenario.findData("coffee_new_acquaintance"))
    press(gui, Qt.Key.Key_Return)
    assert room.phase() is Phase.BRIEF
    press(gui, Qt.Key.Key_F5)
    assert room.audience.window is not None and room.audience.window.isVisible()
    press(gui, Qt.Key.Key_PageDown)
    press(gui, Qt.Key.Key_PageDown)
    rounds = (
        ("You choose the day, and you can call it off.", "Hello there."),
        ("Can we have a coffee?", "It sounds like your weeks are full."),
        ("I could bring the old maps, half an hour is plenty.", "You have to come."),
        ("Would it be a bad idea to have a coffee?", "Shall we have a coffee, please?"),
    )
    for lines in rounds:
        assert room.phase() is Phase.PROPOSE
        for line in lines:
            type_text(gui, line)
            press(gui, Qt.Key.Key_Return)
        assert [one.line for one in room.workshop.candidates] == list(lines)
        press(gui, Qt.Key.Key_PageDown)
        type_text(gui, "1" * 7 + "2" * 9)
        press(gui, Qt.Key.Key_Right)
        press(gui, Qt.Key.Key_Right)
        best = 1 if lines is rounds[1] else 0
        type_text(gui, "12"[best] * 11)
        press(gui, Qt.Key.Key_PageDown)
        assert room.phase() is Phase.PREDICT
        type_text(gui, "-8")
        press(gui, Qt.Key.Key_Return)
        assert room.console.round.guessed.text() == "The room guesses −8."
        press(gui, Qt.Key.Key_PageDown)
        assert room.phase() is Phase.REVEAL and room.workshop.guess == -8
        press(gui, Qt.Key.Key_PageDown)
        press(gui, Qt.Key.Key_PageDown)
    assert [(done.played, done.candidates[0].first, done.candidates[1].first) for done in room.workshop.rounds] == [
        (0, 7, 9), (1, 7, 9), (0, 7, 9), (0, 7, 9),
    ]  # fmt: skip
    assert running.session is not None and str(running.session.outcome) == "agreed"
    running.rewind(2)
    room.say("Come on, just say yes.")
    child(room.console, QAbstractButton, "compareAttempts").click()
    assert len(running.scene().curves) == 2 and running.scene().heading == "Two attempts at the same talk"
    for name in ("cards", "notes", "handout"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / f"{name}.pdf"), ""))
        child(room.console, QAbstractButton, f"paper_{name}").click()
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        assert plain(room.console.notice.text.text()) == f"Saved as {tmp_path / name}.pdf."
    end = child(room.console, QAbstractButton, "endWorkshop")
    with Answers(Qt.Key.Key_Escape):
        end.click()
    assert running.workshop is not None
    with Answers("Keep them"):
        end.click()
    assert running.workshop is None and room.audience.window is None and not running.unfinished()


@pytest.mark.parametrize(
    "place", ["next", "field", "candidates", "pool", "timer", "freeze", "attempt", "audience window"]
)
def test_the_keys_of_a_remote_work_wherever_the_keyboard_is(room: Room, place: str) -> None:
    room.begin("coffee_new_acquaintance")
    room.running.forward()
    room.running.forward()
    room.running.step(lambda w: w.proposed("Can we have a coffee?").proposed("It sounds like your weeks are full."))
    assert room.audience.window is not None
    console = room.console
    widgets = {
        "next": console.round.next, "field": console.round.field, "candidates": console.round.candidates,
        "pool": console.round.pool, "timer": console.audience.timer, "freeze": console.audience.switches["freeze"],
        "attempt": console.notes.rewind,
    }  # fmt: skip
    handle = room.audience.window.windowHandle() if place == "audience window" else room.gui.window.windowHandle()
    if place in widgets:
        widgets[place].setFocus()
    for key, phase in ((Qt.Key.Key_PageDown, Phase.VOTE), (Qt.Key.Key_PageUp, Phase.PROPOSE)):
        QTest.keyClick(handle, key)
        assert room.workshop.phase is phase, place
        if place in widgets:
            widgets[place].setFocus()
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    assert room.workshop.shown.blank
    QTest.keyClick(handle, Qt.Key.Key_Escape)
    assert not room.workshop.shown.blank
    if place != "field":
        for key in (Qt.Key.Key_B, Qt.Key.Key_Period):
            room.console.round.next.setFocus()
            QTest.keyClick(handle, key)
            assert room.workshop.shown.blank
            QTest.keyClick(handle, key)
            assert not room.workshop.shown.blank


def test_what_is_typed_while_the_audience_window_has_the_keyboard_is_not_lost(room: Room) -> None:
    room.begin("coffee_new_acquaintance")
    room.running.forward()
    room.running.forward()
    assert room.audience.window is not None
    handle = room.audience.window.windowHandle()
    for char in "Would it be a bad idea?":
        QTest.keyClick(handle, ord(char))
    QTest.keyClick(handle, Qt.Key.Key_Return)
    assert [one.line for one in room.workshop.candidates] == ["Would it be a bad idea?"]


def test_a_b_within_a_line_is_typed_and_one_alone_hides_the_picture(qtbot: QtBot, room: Room) -> None:
    moment = [100.0]
    keys = room.controller.keys
    keys._clock = lambda: moment[0]
    keys.alone.setInterval(30)
    room.begin("coffee_new_acquaintance")
    room.running.forward()
    room.running.forward()
    field = room.console.round.field
    type_text(room.gui, "Would it b")
    moment[0] += 0.2
    type_text(room.gui, "e")
    qtbot.wait(60)
    assert field.text() == "Would it be" and not room.workshop.shown.blank
    moment[0] += 5
    type_text(room.gui, "b")
    moment[0] += 0.1
    type_text(room.gui, "a")
    qtbot.wait(60)
    assert field.text() == "Would it beba" and not room.workshop.shown.blank
    moment[0] += 5
    type_text(room.gui, "b")
    qtbot.waitUntil(lambda: room.workshop.shown.blank)
    assert field.text() == "Would it beba", "the letter of the remote is taken out again"


@pytest.mark.parametrize("percent", [100, 200])
def test_hide_and_the_picture_in_small_stay_in_sight_wherever_the_console_is_scrolled(room: Room, percent: int) -> None:
    room.begin("coffee_new_acquaintance")
    room.gui.program.appearance.set_text_size(percent)
    room.gui.window.resize(1024, 700)
    for area in room.console.findChildren(ScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    QApplication.processEvents()
    for one in (room.console.audience.hide_, room.console.round.next)[: 1 if percent == 200 else 2]:
        assert one.visibleRegion().boundingRect().size() == one.size()
    if percent == 200:  # side by side the panels scroll, each by itself
        small = room.console.audience.small
        assert small.visibleRegion().boundingRect().size() == small.size()
    QTest.mouseClick(room.console.audience.hide_, Qt.MouseButton.LeftButton)
    assert room.workshop.shown.blank
    room.gui.program.appearance.text_usual()
    room.gui.window.resize(1366, 768)
    QApplication.processEvents()
    assert room.console.audience.isAncestorOf(room.console.audience.small)


def test_all_candidates_are_seen_and_a_vote_says_how_it_is_counted(room: Room) -> None:
    room.begin("coffee_new_acquaintance")
    room.gui.window.resize(1024, 700)
    room.running.forward()
    room.running.forward()
    rows = room.console.round.candidates
    empty = rows.height()
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday"):
        room.running.step(
            proposed(f"Would it be a bad idea to find half an hour next {day}, at a time that suits you best?")
        )
    QApplication.processEvents()
    last = rows.visualItemRect(rows.item(3))
    assert rows.count() == 4 and rows.viewport().rect().contains(last) and rows.height() > empty
    assert "1 to 4 count a vote" not in " ".join(seen(room.gui.window))
    room.running.forward()
    assert "1 to 4 count a vote" in " ".join(seen(room.gui.window))


def test_a_b_in_a_field_that_has_gone_since_hides_nothing(qtbot: QtBot, room: Room) -> None:
    keys = room.controller.keys
    keys.alone.setInterval(30)
    room.begin("coffee_new_acquaintance")
    room.running.forward()
    room.running.forward()
    room.running.step(lambda w: w.proposed("Can we have a coffee?").proposed("Hello."))
    room.console.round.candidates.setCurrentRow(0)
    room.console.round.next.setFocus()
    press(room.gui, Qt.Key.Key_F2)
    keys._typed_at = float("-inf")
    type_text(room.gui, "b")
    assert keys.alone.isActive()
    room.console.round.next.setFocus()  # a click elsewhere: the field of the row is gone
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qtbot.wait(80)
    assert not keys.alone.isActive() and not room.workshop.shown.blank


def test_a_change_of_screen_is_answered_once_however_often_the_page_was_entered(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in ("library", "workshop", "library", "workshop"):
        room.gui.go(page)
    placed: list[str] = []
    monkeypatch.setattr(room.audience, "place", lambda: placed.append("placed"))
    handle = room.gui.window.windowHandle()
    handle.screenChanged.emit(handle.screen())
    assert placed == ["placed"]


def test_f2_edits_the_line_alone_and_nothing_private_gets_into_it(room: Room) -> None:
    room.begin("coffee_new_acquaintance")
    room.running.forward()
    room.running.forward()
    room.running.step(lambda w: w.proposed("Can we have a cofee?").proposed("Hello."))
    room.console.round.candidates.setCurrentRow(0)
    room.console.round.next.setFocus()
    press(room.gui, Qt.Key.Key_F2)
    editor = room.console.round.candidates.findChild(QLineEdit, "editLine")
    assert editor is not None and editor.text() == "Can we have a cofee?" and editor.hasFocus()
    assert editor.height() >= editor.sizeHint().height()
    room.running.toggle("meter")
    assert editor.isVisible(), "what else happens leaves a line that is being edited alone"
    editor.setText("Can we have a coffee?   [0 votes · +4]")
    press(room.gui, Qt.Key.Key_Return)
    assert room.workshop.candidates[0].line == "Can we have a coffee? [0 votes · +4]"
    press(room.gui, Qt.Key.Key_F2)
    editor = room.console.round.candidates.findChild(QLineEdit, "editLine")
    assert editor is not None
    editor.setText("Can we have a coffee?")
    press(room.gui, Qt.Key.Key_PageDown)
    assert room.workshop.candidates[0].line == "Can we have a coffee?" and room.workshop.phase is Phase.VOTE


def test_the_wheel_changes_no_box(room: Room) -> None:
    room.begin("coffee_new_acquaintance")
    room.say("Hello!")
    for box in room.gui.window.findChildren(QComboBox):
        before = box.currentIndex()
        for delta in (-120, 120):
            turn_wheel(box, delta)
            assert box.currentIndex() == before, box.objectName()
    assert room.workshop.lines == ("Hello!",)


def test_going_back_can_be_undone_and_leaves_no_empty_attempt(room: Room) -> None:
    room.begin("coffee_new_acquaintance")
    room.say("Hello!")
    room.running.step(lambda w: w.proposed("Can we have a coffee?").proposed("Hello again."))
    before = room.workshop
    room.running.rewind(1)
    assert room.workshop.lines == () and room.console.notes.undo.isVisible()
    assert room.workshop.told_attempts() == (0,), "an attempt that says nothing of its own is not compared"
    press(room.gui, Qt.Key.Key_Z, control=True)
    assert room.workshop == before and not room.console.notes.undo.isVisible()
    room.running.rewind(1)
    room.say("Something else.")
    assert not room.running.can_undo() and room.workshop.told_attempts() == (0, 1)


def test_a_line_played_without_a_vote_is_the_selected_one_and_is_played_once(room: Room) -> None:
    room.begin("coffee_new_acquaintance")
    for line in ("First line.", "Second line."):
        room.running.step(proposed(line))
    room.running.step(lambda w: w.guessed(-6))
    room.console.round.candidates.setCurrentRow(1)
    room.console.round.say.click()
    assert room.workshop.lines == ("Second line.",) and room.workshop.candidates == ()
    assert room.workshop.phase is Phase.REVEAL and room.running.scene().heading == ""
    room.console.round.say.click()
    assert room.workshop.lines == ("Second line.",)


def test_the_two_windows_have_titles_of_their_own_and_one_never_covers_the_other(room: Room) -> None:
    room.begin("coffee_new_acquaintance")
    assert room.audience.window is not None
    assert (room.gui.window.windowTitle(), room.audience.window.windowTitle()) == ("Safe No", "Safe No – audience")
    assert audience_display(["eDP", "Beamer"], "eDP", {"Beamer | eDP": "eDP"}) == "Beamer"
    assert audience_display(["eDP", "Beamer"], "Beamer", {"Beamer | eDP": "eDP"}) == "eDP"
    assert distinct(["DELL", "eDP", "DELL"]) == ["DELL", "eDP", "DELL (2)"]


def test_swapping_the_displays_asks_first_and_hides_the_picture(room: Room) -> None:
    room.begin("coffee_new_acquaintance")
    here = room.console.screen().name()
    screens = [FakeScreen(here, QRect(0, 0, 800, 800)), FakeScreen("Beamer", QRect(800, 0, 1024, 768))]
    room.audience._screens = lambda: screens
    room.audience.place()
    asked: list[str] = []
    with Answers(Qt.Key.Key_Return) as answers:  # Enter, out of habit, changes nothing
        press(room.gui, Qt.Key.Key_S)
        asked = answers.said
    assert asked[0] == f"Show the audience window on “{here}”?" and not room.workshop.shown.blank
    with Answers("Swap"):
        press(room.gui, Qt.Key.Key_S)
    assert room.workshop.shown.blank


def test_after_a_power_cut_the_workshop_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    first = opened(qtbot, path)
    before_the_cut = Room(first)
    stage = before_the_cut.running
    stage.begin("coffee_new_acquaintance", "easy", 5, 45)
    stage.forward()
    before_the_cut.say("Hello!")
    stage.step(lambda w: w.proposed("Can we have a coffee?").proposed("It sounds like your weeks are full."))
    stage.forward()
    stage.step(lambda w: w.voted(1, 6))
    stage.start_timer(300)
    before = stage.workshop
    before_the_cut.audience.close()
    # No goodbye: the file is opened by the next start.
    second = opened(qtbot, path)
    room = Room(second)
    assert room.page.start.resume.isVisible()
    room.page.start.resume.click()
    after = room.running.workshop
    assert before is not None and after is not None
    assert after.shown.blank, "nothing comes up by surprise"
    assert after.showing(blank=False) == before
    assert room.audience.window is not None and room.running.timer_left() > 250
    history = History.open(path)
    assert [profile.kind for profile in history.profiles.all()] == ["learner", "workshop"]
    assert history.sessions() == []
    history.profiles.choose(2)
    assert [turn.line for turn in history.turns(history.sessions()[0].id)] == ["Hello!"]
    history.close()
    second.close()
    first.close()


@dataclass(frozen=True)
class FakeScreen:
    label: str
    place: QRect

    def name(self) -> str:
        return self.label

    def geometry(self) -> QRect:
        return self.place


def test_displays_are_chosen_changed_over_and_may_be_unplugged(room: Room, tmp_path: Path) -> None:
    room.begin()
    room.audience.close()
    here = room.console.screen().name()
    screens = [FakeScreen(here, QRect(0, 0, 800, 600)), FakeScreen("Beamer", QRect(800, 0, 1024, 768))]
    said: list[str] = []
    wall = Audience(room.running, room.console, tmp_path / "displays.json", lambda: screens)
    wall.displays_told.connect(said.append)
    wall.open()
    assert wall.window is not None and "Beamer" in said[-1] and wall.window.isFullScreen()
    wall.swap()
    assert here in (tmp_path / "displays.json").read_text(encoding="utf-8")
    wall.swap()
    assert "Beamer" in said[-1]
    beamer = screens.pop()
    wall.place()
    assert "one display" in said[-1] and not wall.window.isFullScreen()
    before = texts_on(wall.window, tmp_path / "w.svg").split()  # the breaks between lines depend on the size
    screens.append(beamer)
    wall.place()
    assert wall.window.isFullScreen() and texts_on(wall.window, tmp_path / "w.svg").split() == before
    wall.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (3840, 2160)])
def test_the_longest_lines_fit_at_every_size(room: Room, width: int, height: int) -> None:
    room.begin()
    room.running.forward()
    longest = max((line.say for path in files((SCENARIOS,)) for line in load(path).lines), key=len)
    room.running.step(lambda w: w.proposed("x" * 60 + " " + "y" * 70).proposed("Hello."))
    room.running.forward()
    assert room.audience.window is not None
    view = room.audience.window.view
    view.resize(width, height)
    shown = view.painter.view
    view.show_scene(
        replace(shown, bubbles=(("Priscilla", longest), ("You", longest[:130]), ("Priscilla", longest)), options=()),
        True,
        100,
    )
    view.grab()
    assert view.painter.least_drawn() >= 28 * 96 / 72 * height / 1080 - 1


def test_workshops_begun_in_one_second_are_told_apart(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 11, 24, 9, tzinfo=tz)

    monkeypatch.setattr("trainer.workshop.stored.datetime", Stopped)
    for _ in range(2):
        room.running.begin("private_folder_name", "medium", 3)
        assert room.running.workshop is not None, room.page.notice.text.text()
        room.running.end(erase=False)


def test_errors_stay_on_the_console(room: Room) -> None:
    room.begin()
    room.running.forward()
    room.running.step(lambda w: w.voting())
    assert "two lines" in room.console.notice.text.text()
    with pytest.raises(TrainerError):
        assert room.running.workshop is not None
        room.running.workshop.voting()


def test_the_workshop_page_opens_by_key(gui: Gui) -> None:
    press(gui, Qt.Key.Key_5, control=True)
    assert gui.shown == "workshop"
    assert QApplication.focusWidget() is gui.workshop.start.begin


def test_a_chosen_line_that_is_removed_is_told_and_the_next_one_can_be_played(room: Room) -> None:
    room.begin()
    for line in ("Would it be bad to meet?", "Can we meet on Tuesday?", "You have to come."):
        room.running.step(proposed(line))
    page_down, rows = Qt.Key.Key_PageDown, room.console.round.candidates
    room.console.round.next.setFocus()
    for key in (page_down, page_down, page_down, Qt.Key.Key_3, Qt.Key.Key_3, Qt.Key.Key_1, page_down):
        press(room.gui, key)
    assert (room.phase(), room.workshop.chosen) == (Phase.PREDICT, 2)
    rows.setFocus()
    rows.setCurrentRow(1)
    press(room.gui, Qt.Key.Key_Delete)
    assert (room.phase(), room.workshop.chosen) == (Phase.PREDICT, 1) and not room.page.notice.isVisible()
    rows.setFocus()
    rows.setCurrentRow(1)
    press(room.gui, Qt.Key.Key_Delete)
    assert room.phase() is Phase.VOTE_AGAIN
    assert room.page.notice.text.text().startswith("The line that was chosen is gone.")
    for _ in range(2):
        press(room.gui, page_down)
    assert room.workshop.lines == ("Would it be bad to meet?",)


def test_no_line_of_strangers_acts_on_the_console(room: Room) -> None:
    """In no row of a list or box, and in no field that is opened on one; what is only looked at stays as it was typed."""
    evil = "Can we meet\u202e on\u2066 Tues\u00adday\u3164?"
    room.begin()
    room.say(evil)
    room.running.step(proposed(f"{evil} Or not?"))
    console = room.page.console
    boxes, lists = console.findChildren(QComboBox), console.findChildren(QListWidget)
    texts = [box.itemText(row) for box in boxes for row in range(box.count())]
    texts += [rows.item(row).text() for rows in lists for row in range(rows.count())]
    console.round.edit()
    field = console.findChild(QLineEdit, "editLine")
    assert field is not None
    texts.append(field.text())
    assert sum("Can we meet\ufffd on\ufffd Tuesday?" in text for text in texts) == 3
    assert not [text for text in texts if set(text) & set("\u202e\u2066\u00ad\u3164")]
    console.round.finish_editing()
    assert [one.line for one in room.workshop.candidates] == [f"{evil} Or not?"]


def _open_question(room: Room) -> None:
    room.controller._end()


def _open_palette(room: Room) -> None:
    room.gui.window.request("show_palette")


def _open_learners(room: Room) -> None:
    room.gui.program.data.choose_profile()


def _open_bug(_: Room) -> None:
    tell_of_bug(TrainerError, TrainerError("A sentence."), None)


def _open_menu(room: Room) -> None:
    child(room.gui.window, QMenu).popup(room.gui.window.pos())


OPENED = (_open_question, _open_palette, _open_learners, _open_bug, _open_menu)


@pytest.mark.parametrize("open_it", OPENED)
@pytest.mark.parametrize("key", [Qt.Key.Key_F9, Qt.Key.Key_B, Qt.Key.Key_Period])
@pytest.mark.parametrize("on_the_wall", [True, False], ids=["in the audience window", "in the dialog"])
def test_the_picture_is_hidden_whatever_is_open(
    qtbot: QtBot, room: Room, open_it: Callable[[Room], None], key: Qt.Key, on_the_wall: bool
) -> None:
    """Typed in a field a B is text, F9 is none anywhere."""
    room.begin()
    done: list[bool] = []

    def press_it() -> None:
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        assert above is not None and room.audience.window is not None
        handle = (room.audience.window if on_the_wall else above).windowHandle()
        QTest.keyClick(handle, key)
        done.append(room.running.scene().blank)
        above.close()

    QTimer.singleShot(50, press_it)
    open_it(room)
    qtbot.waitUntil(lambda: bool(done))
    text = key != HIDE and not on_the_wall and open_it is _open_palette
    assert done == [not text]


def test_the_audience_window_hides_on_every_page(room: Room) -> None:
    room.begin()
    room.gui.go("progress")
    assert room.audience.window is not None
    for key in (Qt.Key.Key_B, Qt.Key.Key_Period, Qt.Key.Key_F9):
        before = room.running.scene().blank
        QTest.keyClick(room.audience.window.windowHandle(), key)
        assert room.running.scene().blank != before, key
    assert next(row.keys for row in ACTIONS if row.name == "hide_audience") == QKeySequence(HIDE).toString()
