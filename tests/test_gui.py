"""The whole path with real keys, off screen."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtSvg import QSvgGenerator, QSvgRenderer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from trainer import folders
from trainer.counterpart.bands import MOODS
from trainer.gui.app import Program
from trainer.gui.debrief.curve import Curve
from trainer.gui.drills.answers import TypedAnswer
from trainer.gui.kit import style
from trainer.gui.kit.line_by_line import write_lines
from trainer.gui.kit.meter import Meter
from trainer.gui.kit.portrait_widget import Portrait
from trainer.gui.kit.stack import Stack
from trainer.gui.practice.composer import MOST_PASTED
from trainer.gui.shell.actions import ACTIONS
from trainer.gui.shell.bug_report import tell_of_bug
from trainer.gui.shell.page_registry import PAGES
from trainer.history import History
from trainer.language import flip
from trainer.progress.talk_debrief import DebriefLine, of_session
from trainer.safe_text import visible
from trainer.scenario import Outcome
from trainer.scenario.model import PORTRAITS

from .conftest import ROOT, SCENARIOS
from .gui import Gui, child, opened, press, say, seen
from .test_scenario import BROKEN, PLAYED, WARNED


def test_the_names_that_scripts_rely_on(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    gui.program.talk.end_talk()
    gui.go("progress")
    for name in (
        "library",
        "startButton",
        "composer",
        "sendButton",
        "transcript",
        "resistanceMeter",
        "thoughtToggle",
        "coachPanel",
        "debrief",
        "progressPage",
    ):
        gui.child(name)


def test_a_whole_talk_by_keyboard_alone(qtbot: QtBot, gui: Gui, tmp_path: Path) -> None:
    library = gui.child("library")
    qtbot.waitUntil(library.hasFocus)
    qtbot.keyClick(library, Qt.Key.Key_Return)
    composer = gui.child("composer")
    assert isinstance(composer, QPlainTextEdit)
    qtbot.waitUntil(composer.hasFocus)
    assert "Oh, hello!" in gui.practice.transcript.text()

    say(qtbot, gui, "It sounds like your weeks are full.")
    assert gui.practice.person.meter.value == 50
    assert "really on their mind" in gui.practice.coach.remarks.text()
    assert composer.toPlainText() == ""

    assert not gui.practice.person.bubble.isVisible()
    press(gui, Qt.Key.Key_T, control=True)
    assert gui.practice.person.bubble.isVisible() and gui.practice.person.thought.text()

    say(qtbot, gui, "I could bring the old maps, half an hour is plenty.")
    say(qtbot, gui, "What do you do all week?")
    say(qtbot, gui, "Would it be a bad idea to have a coffee?")
    look_back = gui.practice.debrief
    qtbot.waitUntil(look_back.hasFocus)
    qtbot.keyClick(look_back, Qt.Key.Key_Space)
    assert gui.shown == "debrief"
    assert gui.debrief.headline.text() == "Agreed"
    assert gui.debrief.curve.points[0] == 58 and len(gui.debrief.curve.points) == 5

    press(gui, Qt.Key.Key_4, control=True)
    tabs = gui.progress.parts.tabBar()
    qtbot.waitUntil(tabs.hasFocus)
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    qtbot.keyClick(tabs, Qt.Key.Key_Right)
    table = gui.child("sessions")
    assert isinstance(table, QTableView)
    model = table.model()
    assert model.rowCount() == 1 and model.data(model.index(0, 6)) == "Agreed"
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert gui.shown == "debrief"
    assert gui.debrief.title.text().startswith("Coffee with someone you just met, ")
    assert gui.debrief.curve.points == gui.session.curve()

    history = History.open(tmp_path / "history.sqlite")
    assert history.sessions()[0].outcome is Outcome.AGREED
    history.close()


def test_a_talk_broken_off_is_there_tomorrow(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    first = opened(qtbot, path)
    first.library.start.click()
    say(qtbot, first, "It sounds like your weeks are full.")
    first.close()
    second = opened(qtbot, path)
    assert second.library.resume.isVisible()
    second.library.resume.click()
    assert second.practice.person.meter.value == 50
    say(qtbot, second, "Would it be a bad idea to have a coffee?")
    assert second.program.practice.session is not None and second.program.practice.session.turns[-1].number == 2
    second.close()
    history = History.open(path)
    assert [row.turns for row in history.sessions()] == [2]
    history.close()


def test_a_turn_is_stored_before_its_reply_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    gui = opened(qtbot, path, pause=60_000)
    gui.library.start.click()
    say(qtbot, gui, "Can we have a coffee?")
    assert "I leave at six" not in gui.practice.transcript.text()
    other = History.open(path)
    assert len(other.turns(other.sessions()[0].id)) == 1
    other.close()
    gui.close()


def test_the_better_line_goes_into_the_composer(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Can we have a coffee this week?")
    assert gui.practice.coach.use.isVisible()
    press(gui, Qt.Key.Key_U, control=True)
    assert gui.practice.composer.toPlainText() in flip("Can we have a coffee this week?")


def test_bad_lines_lose_nothing(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    composer = gui.practice.composer
    qtbot.keyClick(composer, Qt.Key.Key_Return)
    assert "nothing in the line" in gui.practice.notice.text.text()
    composer.setPlainText("x" * 100_000)
    qtbot.keyClick(composer, Qt.Key.Key_Return)
    assert "100,000 characters" in gui.practice.notice.text.text()
    assert len(composer.toPlainText()) == 100_000
    for line in ("a\x00b", "\u202eabc", "😀 <b>hi</b>", "שלום"):
        composer.setPlainText(line)
        qtbot.keyClick(composer, Qt.Key.Key_Return)
        assert not gui.practice.notice.isVisible()


def test_broken_files_are_greyed_out_with_their_first_fault(qtbot: QtBot, tmp_path: Path) -> None:
    gui = opened(qtbot, tmp_path / "history.sqlite", (SCENARIOS, ROOT / "tests" / "broken"))
    listed = gui.child("library")
    assert isinstance(listed, QListWidget)
    # Some are faulty only in play, which opening does not try; of some there is only a warning.
    broken = len({path.stem for path in BROKEN} - PLAYED - WARNED)

    def grey() -> int:
        return sum(listed.item(row).flags() == Qt.ItemFlag.NoItemFlags for row in range(listed.count()))

    qtbot.waitUntil(lambda: grey() == broken, timeout=20_000)
    texts = [listed.item(row).text() for row in range(listed.count())]
    assert any("[unknown-value]" in text for text in texts)
    gui.library.start.click()
    assert gui.program.practice.session is not None
    gui.close()


def test_text_is_never_markup(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    text = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    text = (
        text.replace("Ida Bergan", '"<b>Ida</b>"')
        .replace("Hello, you.", "<img src=x> & hello")
        .replace("A short walk", '"<i>walk</i>"')
    )
    (folder / "markup.yaml").write_text(text, encoding="utf-8")
    gui = opened(qtbot, tmp_path / "history.sqlite", (folder,))
    gui.library.start.click()
    say(qtbot, gui, "<b>hi</b>")
    assert "<img src=x> & hello" in gui.practice.transcript.text() and "<b>hi</b>" in gui.practice.transcript.text()
    for label in gui.window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
    gui.close()


def test_a_file_that_cannot_be_used_is_told_and_practice_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_bytes(b"a letter to my aunt, not a database. " * 40)
    gui = opened(qtbot, path)
    assert "nothing is saved" in gui.library.notice.text.text()
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    assert len(gui.practice.transcript.text().splitlines()) == 3
    gui.close()
    assert path.read_bytes().startswith(b"a letter to my aunt")


def test_a_scenario_that_vanished_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    file = folder / "walk.yaml"
    file.write_text((ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    gui = opened(qtbot, tmp_path / "history.sqlite", (folder,))
    file.unlink()
    gui.library.start.click()
    assert "gone already" in gui.library.notice.text.text()
    gui.close()


def test_an_empty_progress_page_says_what_will_be_there(gui: Gui) -> None:
    gui.go("progress")
    assert gui.progress.empty.isVisible() and not gui.progress.table.isVisible()


def test_every_action_of_the_table_has_its_request_its_menu_and_keys_of_its_own(gui: Gui) -> None:
    assert set(gui.window._requests) >= {row.name for row in ACTIONS}
    for row in ACTIONS:
        menu = next(action.menu() for action in gui.window.menuBar().actions() if action.text() == row.menu)
        assert isinstance(menu, QMenu) and row.name in [action.objectName() for action in menu.actions()], row.name
        assert not row.needs or row.needs in gui.window._ready, row.name
    assert len({row.keys for row in ACTIONS if row.keys}) == sum(bool(row.keys) for row in ACTIONS)


def test_controls_have_names_for_a_screen_reader(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    for widget in gui.window.findChildren(QWidget):
        if isinstance(widget, QAbstractButton) and widget.objectName() and not widget.objectName().startswith("qt_"):
            assert widget.text() or widget.accessibleName(), widget.objectName()
        if isinstance(widget, Meter | Portrait):
            assert widget.accessibleName() and widget.accessibleDescription()
    assert "57 of 100, guarded, -1" in gui.practice.person.meter.accessibleDescription()
    gui.program.talk.end_talk()
    curve = gui.window.findChild(Curve)
    assert curve is not None and curve.accessibleDescription().endswith("58, 57")


def test_text_size_grows_and_shrinks_within_bounds(gui: Gui) -> None:
    for _ in range(10):
        gui.program.appearance.text_larger()
    assert style.LOOK.percent == style.LARGEST
    for _ in range(20):
        gui.program.appearance.text_smaller()
    assert style.LOOK.percent == style.SMALLEST


def test_another_text_size_keeps_the_choice_in_the_library(gui: Gui) -> None:
    gui.library.list.setCurrentRow(1)
    gui.program.appearance.text_larger()
    assert gui.library.list.currentRow() == 1
    gui.program.appearance.text_usual()


def test_what_is_sized_by_hand_follows_the_text_at_once(qtbot: QtBot, gui: Gui) -> None:
    """As it would be after a new start: the width of a column, and one column of the debrief instead of two."""
    gui.window.resize(1180, 780)
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    gui.program.talk.end_talk()
    gui.go("settings")
    column = gui.page("settings").findChild(QWidget, "column")
    gui.go("debrief")
    page = gui.debrief
    assert column is not None and page._walk.direction() is QBoxLayout.Direction.LeftToRight
    before = column.maximumWidth()
    gui.program.appearance.set_text_size(200)
    assert page._walk.direction() is QBoxLayout.Direction.TopToBottom
    assert (column.maximumWidth(), page.curve.minimumHeight()) == (style.LOOK.pixels(900), style.LOOK.pixels(170))
    assert column.maximumWidth() > before
    gui.program.appearance.text_usual()


def test_a_bug_is_logged_without_the_learners_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QMessageBox

    monkeypatch.setattr(folders, "log", lambda: tmp_path / "trainer.log")
    monkeypatch.setattr(QMessageBox, "exec", lambda _: 0)
    try:
        raise RuntimeError("my secret line")
    except RuntimeError as error:
        tell_of_bug(RuntimeError, error, error.__traceback__)
    report = (tmp_path / "trainer.log").read_text(encoding="utf-8")
    assert "RuntimeError" in report and "test_gui.py" in report and "secret" not in report


def _contrast(one: str, two: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("c", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_text_stands_out(c: style.Colours) -> None:
    for ink in (c.ink, c.quiet, c.calm, c.warm):
        for ground in (c.page, c.surface, c.raised):
            assert _contrast(ink, ground) >= 4.5, (ink, ground)
    assert _contrast(c.on_accent, c.calm) >= 4.5


def test_characters_that_would_act_are_made_harmless() -> None:
    assert visible("a\u202eb\x00c\nd") == "a\ufffdb\ufffdc\nd"


def test_signals_keep_the_references_of_python(gui: Gui) -> None:
    """PySide6 6.12.0 lost one reference to a bool with each emit, until Python aborted."""
    before = sys.getrefcount(True), sys.getrefcount(False)
    for _ in range(300):
        gui.program.practice.trouble_told.emit("")
    after = sys.getrefcount(True), sys.getrefcount(False)
    assert after[0] > before[0] - 100 and after[1] > before[1] - 100


# -- the practice window of today ---------------------------------------------------------------------------------


def underlined(edit: QPlainTextEdit | QTextBrowser) -> list[str]:
    """The words that are marked in an editor."""
    marked = edit.extraSelections()
    return [selection.cursor.selectedText() for selection in marked]


def paste(qtbot: QtBot, composer: QWidget, text: str) -> None:
    QApplication.clipboard().setText(text)
    qtbot.keyClick(composer, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_what_is_pasted_beyond_all_measure_is_cut_with_a_sentence(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    composer = gui.practice.composer
    qtbot.keyClicks(composer, "Can we ")
    paste(qtbot, composer, "x" * 20)
    assert composer.toPlainText() == "Can we " + "x" * 20 and composer.room.told is None
    paste(qtbot, composer, "y" * 200_000)
    assert composer.toPlainText() == "Can we " + "x" * 20 + "y" * (MOST_PASTED - 27)
    told = composer.room.told
    assert told is not None and told.isVisible()
    assert "200,000 characters" in told.text() and "first 9,973 of them" in told.text()
    paste(qtbot, composer, "z")
    assert "z" not in composer.toPlainText() and "none of them" in told.text()
    composer.undo()
    assert composer.toPlainText() == "Can we " + "x" * 20  # one step, and nothing of what stood there
    assert not told.isVisible()
    composer.selectAll()
    paste(qtbot, composer, "😀" * MOST_PASTED)
    assert composer.toPlainText() == "😀" * MOST_PASTED  # what is selected makes room


def test_the_composer_underlines_what_the_line_does_while_it_is_typed(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    composer = gui.practice.composer
    qtbot.keyClicks(composer, "Would it be crazy if we had a coffee?")
    qtbot.waitUntil(lambda: len(composer.extraSelections()) == 1)
    assert underlined(composer) == ["Would it be crazy"]
    assert "grants it" in gui.practice.live_hint.text()
    composer.start_anew("😀😀 You have to come.")
    qtbot.waitUntil(lambda: "no safe" in gui.practice.live_hint.text())
    assert underlined(composer) == ["You have to"]
    gui.program.settings.set("live_reading", "off")
    qtbot.keyClicks(composer, " Can we meet?")
    qtbot.waitUntil(lambda: not composer.extraSelections())
    assert not gui.practice.live_hint.isVisible()
    gui.program.settings.set("live_reading", "on")


def test_the_debrief_underlines_the_words_whatever_nobody_sees_between_them(gui: Gui) -> None:
    gui.library.start.click()
    gui.session.say("😀.\u200b W\u00adould it be\u200f crazy if we had a coffee?")
    document = QTextDocument()
    write_lines(document, of_session(gui.session))
    shown = QTextCursor(document)
    underlined_words = ""
    while shown.movePosition(QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor):
        if shown.charFormat().underlineStyle() is not QTextCharFormat.UnderlineStyle.NoUnderline:
            underlined_words += shown.selectedText()
        shown.clearSelection()
    assert underlined_words.strip() == "Would it be crazy"


def test_a_scenario_kept_for_testing_oneself_shows_no_reading_and_no_hints(qtbot: QtBot, gui: Gui) -> None:
    gui.program.practice.start(SCENARIOS / "coffee_competitor.yaml")
    qtbot.keyClicks(gui.practice.composer, "Would it be crazy if we had a coffee?")
    qtbot.wait(120)
    assert not gui.practice.composer.extraSelections() and not gui.practice.live_hint.isVisible()
    assert not gui.practice.coach.hint_card.isVisible()


def test_hints_come_in_three_grades_and_are_stored_with_the_line(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    coach = gui.practice.coach
    for grade in (1, 2, 3):
        press(gui, Qt.Key.Key_H, control=True)
        assert [bool(shown.text()) for shown in coach.hints] == [number <= grade for number in (1, 2, 3)]
    coach.use_hint.click()
    line = gui.practice.composer.toPlainText()
    assert line and f"“{line}”" == coach.hints[2].text()
    qtbot.keyClick(gui.practice.composer, Qt.Key.Key_Return)
    say(qtbot, gui, "Hello.")
    history = gui.history
    assert [turn.hints for turn in history.turns(history.sessions()[0].id)] == [3, 0]
    assert not coach.hints[0].text()


def test_another_way_is_two_keys_away_and_both_are_kept(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    for line in ("Hello!", "Can we have a coffee?"):
        say(qtbot, gui, line)
    before = gui.session.turns[1].before.as_dict()
    press(gui, Qt.Key.Key_Z, control=True)
    assert gui.session.state.as_dict() == before
    assert gui.practice.composer.toPlainText() == "Can we have a coffee?"
    press(gui, Qt.Key.Key_Z, control=True)  # there is nothing typed to undo, so it steps back once more
    assert gui.session.turns == [] and len(gui.program.practice.attempts.all) == 2
    gui.practice.composer.start_anew()
    say(qtbot, gui, "It sounds like your weeks are full.")
    press(gui, Qt.Key.Key_Tab, control=True)
    assert [turn.line for turn in gui.session.turns] == ["Hello!", "Can we have a coffee?"]
    again = gui.window.findChild(QAbstractButton, "anotherTry2")
    assert again is not None
    qtbot.keyClick(again, Qt.Key.Key_Space)
    say(qtbot, gui, " Would it be a bad idea to have a coffee?")
    assert len(gui.program.practice.attempts.all) == 3
    press(gui, Qt.Key.Key_L, control=True)
    assert gui.debrief.curve.other and "Dashed: attempt" in gui.debrief.other.text()
    rows = {row.id: row for row in gui.history.sessions()}
    assert sorted((row.parent, row.branched_at) for row in rows.values()) == [(0, 0), (1, 1), (1, 2)]


def test_what_is_typed_is_undone_before_a_line_is(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    composer = gui.practice.composer
    qtbot.keyClicks(composer, "Can we")
    qtbot.keyClick(composer, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(gui.program.practice.attempts.all) == 1 and composer.toPlainText() != "Can we"


def test_the_curve_and_the_lines_walk_together(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    for line in ("Hello!", "You have to come.", "It sounds like your weeks are full."):
        say(qtbot, gui, line)
    gui.program.talk.end_talk()
    curve, script = gui.debrief.curve, gui.debrief.script
    curve.setFocus()
    qtbot.keyClick(curve, Qt.Key.Key_End)
    assert "It sounds like your weeks are full." in underlined(script)[0]
    qtbot.keyClick(curve, Qt.Key.Key_Left)
    (marked,) = underlined(script)
    assert "You have to come." in marked and "It sounds like" not in marked
    gui.debrief.again_here.click()
    assert gui.program.practice.session is not None and len(gui.session.turns) == 1
    assert gui.practice.composer.toPlainText() == "You have to come."


def test_a_look_back_becomes_a_pdf_and_a_picture(
    qtbot: QtBot, gui: Gui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Can we have a coffee? <b>&")
    gui.program.talk.end_talk()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "talk.pdf"), ""))
    gui.debrief.pdf_asked.emit()
    assert (tmp_path / "talk.pdf").read_bytes().startswith(b"%PDF")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "curve.png"), ""))
    gui.debrief.picture_asked.emit()
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "talk.pdf"), ""))
    gui.debrief.pdf_asked.emit()
    assert "cannot be written" in gui.debrief.notice.text.text()


def test_a_talk_of_ones_own_is_made_and_begun_by_keyboard(qtbot: QtBot, tmp_path: Path) -> None:
    gui = opened(qtbot, tmp_path / "h.sqlite", (SCENARIOS, tmp_path / "own"))
    press(gui, Qt.Key.Key_N, control=True)
    page = gui.page("own_talk")
    qtbot.keyClick(page.make, Qt.Key.Key_Space)
    assert "still empty" in page.notice.text.text() and page.name.hasFocus()
    qtbot.keyClicks(page.name, "Nobody yet")
    qtbot.keyClick(page.make, Qt.Key.Key_Space)
    assert "Who are they to you?" in page.notice.text.text() and page.role.hasFocus()
    page.name.clear()
    for field, text in ((page.name, "Ms Okafor"), (page.role, "my team lead"), (page.want, "two days from home")):
        qtbot.keyClicks(field, text)
    qtbot.keyClick(page.make, Qt.Key.Key_Space)
    assert gui.shown == "practice"
    assert gui.practice.person.name.text() == "Ms Okafor"
    say(qtbot, gui, "Would you be against two days from home?")
    assert gui.session.turns[0].reading.no_means == "accept"
    assert (tmp_path / "own" / "own_ms_okafor.yaml").exists()
    gui.close()


def test_the_line_can_be_said_aloud_first(qtbot: QtBot, gui: Gui) -> None:
    gui.program.settings.set("say_first", "on")
    gui.library.start.click()
    say(qtbot, gui, "Can we have a coffee?")
    assert gui.practice.tone.isVisible() and not gui.session.turns
    assert not gui.practice.send.isEnabled()
    qtbot.keyClick(gui.practice.tone.buttons[0], Qt.Key.Key_Space)
    history = gui.history
    assert history.turns(history.sessions()[0].id)[0].tone == "calm"
    assert not gui.practice.tone.isVisible() and gui.practice.send.isEnabled()


def test_undoing_a_line_keeps_the_half_typed_one_under_undo(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    composer = gui.practice.composer
    qtbot.keyClicks(composer, "And besides")
    gui.window.request("step_back")
    assert composer.toPlainText() == "Hello!" and not gui.session.turns
    composer.undo()
    assert composer.toPlainText() == "And besides"


def test_the_end_of_a_talk_is_told_where_it_was_led(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    for line in (
        "What do you do all week?",
        "It sounds like your weeks are full.",
        "I could bring the old maps, half an hour is plenty.",
        "Would it be a bad idea to have a coffee?",
    ):
        assert "The talk is over" not in " ".join(seen(gui.window))
        say(qtbot, gui, line)
    assert gui.session.outcome is Outcome.AGREED
    assert gui.practice.transcript.text().endswith("The talk is over: agreed. They said yes, and they meant it.")
    qtbot.waitUntil(lambda: "The talk is over: agreed. They said yes, and they meant it." in seen(gui.window))


@pytest.mark.parametrize(("size", "percent"), [((1024, 700), 100), ((1366, 768), 200), ((1920, 1080), 200)])
def test_a_page_opens_at_its_beginning_where_the_row_in_hand_can_be_seen_from_there(
    gui: Gui, size: tuple[int, int], percent: int
) -> None:
    gui.program.appearance.set_text_size(percent)
    gui.window.resize(*size)
    gui.library.notice.say("“Long walks” was installed. You can remove it under Data → Scenario packs.")
    gui.library.remind("On Thursday I will ask Ben whether a coffee would be a bad idea, before the meeting starts.")
    gui.go("library")
    for _ in range(6):
        QApplication.processEvents()
    assert gui.library.list.hasFocus()
    assert "What would you like to ask for?" in seen(gui.window)
    gui.program.appearance.text_usual()


def test_a_stack_is_as_wide_as_the_page_in_hand(qtbot: QtBot) -> None:
    stack = Stack()
    qtbot.addWidget(stack)
    wide, narrow = QWidget(), QWidget()
    wide.setMinimumWidth(900)
    narrow.setMinimumWidth(300)
    pages = [QWidget(), QWidget()]
    for page, held in zip(pages, (wide, narrow), strict=True):
        QVBoxLayout(page).addWidget(held)
        stack.addWidget(page)
    first = stack.minimumSizeHint().width()
    stack.setCurrentWidget(pages[1])
    assert stack.minimumSizeHint().width() < 400 < 900 <= first


def test_the_words_of_a_narrow_meter_do_not_run_into_each_other(qtbot: QtBot) -> None:
    meter = Meter()
    qtbot.addWidget(meter)
    meter.set_compact(True)
    meter.show_value(62, 4)
    heights = {}
    for width in (400, 100):
        meter.resize(width, 100)
        heights[width] = meter.sizeHint().height()
    assert heights[100] > heights[400], "the word goes below the number"


def test_what_is_typed_stays_in_sight_when_something_above_it_grows(qtbot: QtBot, gui: Gui) -> None:
    """A sentence for the person on a scaled screen with large text: the whole page scrolls then."""
    gui.program.appearance.set_text_size(200)
    gui.library.start.click()
    gui.window.resize(683, 466)
    composer = gui.practice.composer
    composer.setFocus()
    qtbot.waitUntil(lambda: composer.visibleRegion().boundingRect().size() == composer.size())
    gui.practice.notice.say(
        "Not saved yet: the file cannot be used. You can go on practising, but nothing is saved for now."
    )
    qtbot.wait(50)
    assert composer.visibleRegion().boundingRect().size() == composer.size()
    gui.program.appearance.text_usual()


@pytest.mark.parametrize(("name", "test"), [("coffee_new_acquaintance", False), ("coffee_competitor", True)])
def test_a_test_says_that_it_is_one(gui: Gui, name: str, test: bool) -> None:
    gui.program.practice.start(SCENARIOS / f"{name}.yaml", "")
    assert any("No hints here" in text for text in seen(gui.window)) is test
    assert gui.practice.coach.hint.isVisible() is not test


def test_the_words_around_a_curve_keep_apart_and_go_on_to_the_end_of_the_other(qtbot: QtBot, tmp_path: Path) -> None:
    curve = Curve()
    qtbot.addWidget(curve)
    curve.resize(500, 300)
    curve.show_curve([58, 69], [58, 50, 54, 47])
    paper = QSvgGenerator()
    paper.setFileName(str(tmp_path / "curve.svg"))
    paper.setSize(curve.size())
    curve.render(paper)
    drawn = re.findall(r">([^<>]+)</text>", (tmp_path / "curve.svg").read_text(encoding="utf-8"))
    assert [text for text in ("start", "1", "2", "3", "69", "47") if text not in drawn] == []
    scale = curve.fontMetrics().horizontalAdvance("100")
    first = curve._places(curve._area(), curve.points)[0].x()
    assert first - curve.fontMetrics().horizontalAdvance("start") / 2 > scale


def test_replies_are_spoken_where_there_is_a_voice(qtbot: QtBot, gui: Gui) -> None:
    class Listened:
        said: list[str] = []  # noqa: RUF012

        def say(self, text: str) -> None:
            self.said.append(text)

        def stop(self) -> None:
            pass

    gui.library.start.click()
    assert gui.practice.voice is not None or not gui.practice.hear.isVisible()
    gui.practice.voice = Listened()
    gui.program.settings.set("speak_replies", "on")
    say(qtbot, gui, "Hello!")
    assert Listened.said == [gui.session.state.said[-1]]


def test_settings_are_kept_and_come_back(qtbot: QtBot, tmp_path: Path) -> None:
    kept = tmp_path / "settings.json"
    first = Gui(Program(None, [SCENARIOS], kept, None, lambda: 1))
    qtbot.addWidget(first.window)
    first.go("settings")
    box = first.page("settings").boxes["text_size"]
    box.setCurrentIndex(box.findData("150"))
    box.activated.emit(box.currentIndex())
    assert style.LOOK.percent == 150
    first.program.appearance.text_larger()
    second = Gui(Program(None, [SCENARIOS], kept, None, lambda: 1))
    qtbot.addWidget(second.window)
    second.program.appearance.apply()
    assert style.LOOK.percent == 175
    second.program.appearance.text_usual()
    first.close()
    second.close()


def test_anything_can_be_done_by_its_name(qtbot: QtBot, gui: Gui) -> None:
    press(gui, Qt.Key.Key_K, control=True)
    field, listed = gui.child("paletteField"), gui.child("paletteList")
    assert isinstance(listed, QListWidget)
    qtbot.keyClicks(field, "evid")
    assert [listed.item(row).text() for row in range(listed.count()) if not listed.item(row).isHidden()] == [
        "Evidence    Ctrl+6"
    ]
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert gui.shown == "evidence"


def test_a_strangers_path_from_the_first_start_to_the_second(qtbot: QtBot, tmp_path: Path) -> None:
    path, kept = tmp_path / "history.sqlite", tmp_path / "settings.json"

    def started() -> Gui:
        gui = Gui(Program(path, [SCENARIOS], kept, 0, lambda: 1))
        gui.library.fill()
        qtbot.addWidget(gui.window)
        gui.program.talk.show_first()
        gui.window.show()
        qtbot.waitExposed(gui.window)
        gui.program.library.offer_resume()
        return gui

    first = started()
    assert "grade C" in child(first.welcome, QLabel, "welcomeText").text()
    qtbot.waitUntil(first.welcome.begin.hasFocus)
    qtbot.keyClick(first.welcome.begin, Qt.Key.Key_Space)
    for line in (
        "What do you do all week?",
        "It sounds like your weeks are full.",
        "I could bring the old maps, half an hour is plenty.",
        "Would it be a bad idea to have a coffee?",
    ):
        say(qtbot, first, line)
    qtbot.waitUntil(first.practice.debrief.hasFocus)
    qtbot.keyClick(first.practice.debrief, Qt.Key.Key_Space)
    form = first.debrief.reflection
    assert form.fields["next"].isVisible() and not form.fields["why"].isVisible()
    form.fields["next"].setFocus()
    qtbot.keyClicks(form.fields["next"], "Ask sooner what is in their way.")
    qtbot.keyClick(form.fields["next"], Qt.Key.Key_Return)
    form.commitment.setFocus()
    qtbot.keyClicks(form.commitment, "On Thursday I will ask Ben.")
    qtbot.keyClick(form.commitment, Qt.Key.Key_Return)
    first.close()

    second = started()
    assert second.shown == "library"
    reminder, text = second.child("reminder"), child(second.window, QLabel, "reminderText").text()
    assert reminder.isVisible() and "On Thursday I will ask Ben" in text
    qtbot.keyClicks(second.child("reminderHow"), "He said no, not at all.")
    qtbot.keyClick(second.child("reminderDone"), Qt.Key.Key_Space)
    assert not reminder.isVisible()
    last = second.history.notes.last_commitment()
    assert last is not None and (last.status, last.how) == ("done", "He said no, not at all.")
    assert second.history.notes.reflections(1) == {"next": "Ask sooner what is in their way."}
    second.close()


def every_page(gui: Gui) -> Iterator[QWidget]:
    """Each page in turn, filled where it can be."""
    yield gui.library
    gui.library.start.click()
    gui.practice.composer.setPlainText("Can we have a coffee?")
    gui.practice.send.click()
    yield gui.practice
    gui.go("debrief")
    yield gui.debrief
    for row in PAGES:
        if not row.needs:
            gui.go(row.name)
            yield gui.page(row.name)


def test_every_control_of_every_page_speaks_to_a_screen_reader(gui: Gui) -> None:
    spoken = (
        QAbstractButton,
        QComboBox,
        QLineEdit,
        QListWidget,
        QPlainTextEdit,
        QTableView,
        QTextBrowser,
        Meter,
        Portrait,
        Curve,
    )
    for page in every_page(gui):
        for widget in page.findChildren(QWidget):
            if isinstance(widget, spoken) and widget.isVisible() and not widget.objectName().startswith("qt_"):
                if isinstance(widget.parent(), QComboBox | QTableView) or type(widget).__name__ == "QTableCornerButton":
                    continue
                named = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
                assert named.strip(), f"{type(page).__name__}: {type(widget).__name__} {widget.objectName()}"


@pytest.mark.parametrize("percent", [100, 200])
def test_no_button_is_cut_at_any_text_size(gui: Gui, percent: int) -> None:
    gui.window.resize(1024, 700)
    gui.program.appearance.set_text_size(percent)
    for page in every_page(gui):
        for _ in range(5):
            QApplication.processEvents()
        for made in page.findChildren(QAbstractButton):
            if made.isVisible() and made.text():
                assert made.width() >= made.sizeHint().width() - 2, f"{type(page).__name__}: {made.text()}"
    gui.program.appearance.text_usual()


def test_longer_words_of_another_language_are_not_cut_either(gui: Gui) -> None:
    """German takes about a third more room than English."""
    gui.window.resize(1180, 780)
    for page in every_page(gui):
        buttons = [made for made in page.findChildren(QAbstractButton) if made.isVisible() and made.text()]
        for made in buttons:
            made.setText(made.text() + "n" * (len(made.text()) * 35 // 100 + 1))
        for _ in range(5):
            QApplication.processEvents()
        for made in buttons:
            assert made.width() >= made.sizeHint().width() - 2, f"{type(page).__name__}: {made.text()}"


def test_focus_leaves_the_composer_and_comes_round(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    qtbot.waitUntil(gui.practice.composer.hasFocus)
    seen = []
    for _ in range(40):
        held = QApplication.focusWidget()
        assert held is not None
        seen.append(held)
        qtbot.keyClick(held, Qt.Key.Key_Tab)
    assert gui.practice.send in seen and seen.count(gui.practice.composer) >= 2


def test_a_scenario_that_vanished_while_open_stops_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    copied = folder / "mine.yaml"
    copied.write_bytes((ROOT / "tests" / "sound.yaml").read_bytes())
    gui = opened(qtbot, tmp_path / "h.sqlite", (folder,))
    gui.library.start.click()
    copied.unlink()
    say(qtbot, gui, "Would you be against a walk?")
    assert len(gui.session.turns) == 1
    gui.go("progress")
    gui.program.debrief.show_stored(gui.history.raw.uid_of(1))
    assert "no scenario “mine”" in gui.progress.notice.text.text()
    gui.close()


def test_a_very_long_talk_can_be_looked_back_at(gui: Gui) -> None:
    lines = tuple(
        DebriefLine(number, f"Line {number}, would it be odd to meet?", "Well.", 50, 50, (("asks", -1),), ())
        for number in range(1, 501)
    )
    gui.library.start.click()
    back = gui.program.practice.debrief()
    assert back is not None
    long = replace(back, lines=lines, look=replace(back.look, curve=(50,) * 501))
    gui.go("debrief")
    gui.debrief.show_debrief(long, repeatable=False)
    gui.debrief.curve.choose(500)
    assert "Line 500" in underlined(gui.debrief.script)[0]


@pytest.mark.parametrize("colours", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_colours_can_be_read(colours: style.Colours) -> None:
    pairs = [
        (ink, ground)
        for ink in (colours.ink, colours.quiet, colours.calm, colours.warm)
        for ground in (colours.page, colours.surface, colours.raised)
    ]
    pairs += [(colours.on_accent, colours.calm)]
    for ink, ground in pairs:
        assert contrast(ink, ground) >= 4.5, (ink, ground)
    # The two accents differ in lightness as well as in hue, so that nobody has to tell green from red.
    assert contrast(colours.calm, colours.warm) >= 1.05


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("face", PORTRAITS)
@pytest.mark.usefixtures("qapp")
def test_every_face_has_every_mood(face: str) -> None:
    drawn = QSvgRenderer(str(ROOT / "assets" / "portraits" / f"{face}.svg"))
    assert drawn.isValid()
    for mood in MOODS:
        assert drawn.elementExists(mood) and drawn.boundsOnElement(mood).size().toSize().width() == 200


def test_a_check_with_nothing_typed_says_what_to_do(qtbot: QtBot) -> None:
    answer = TypedAnswer()
    qtbot.addWidget(answer)
    given: list[str] = []
    answer.given.connect(given.append)
    answer.check.click()
    assert given == [] and "first" in answer.field.placeholderText()
    answer.field.setText("Would it be a bad idea?")
    answer.check.click()
    assert given == ["Would it be a bad idea?"]
