"""While they think about their answer: with the pause a new learner has, nothing is lost and nothing is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from trainer.gui.controllers.talk import PAUSES

from .gui import Gui, opened, press, type_text

LINE = "Can we have a coffee this week?"


@pytest.fixture
def thinking(qtbot: QtBot, tmp_path: Path) -> Iterator[Gui]:
    """A talk whose first line was just said, with the pause of the settings."""
    gui = opened(qtbot, tmp_path / "history.sqlite", pause=None)
    gui.library.start.click()
    type_text(gui, LINE)
    press(gui, Qt.Key.Key_Return)
    assert gui.practice.pause == PAUSES["natural"] == 700
    assert waits(gui)
    yield gui
    gui.close()


def waits(gui: Gui) -> bool:
    """Whether the reply has not come yet."""
    return gui.practice._timer.isActive() and gui.session.turns[-1].reply not in gui.practice.transcript.text()


def answered(qtbot: QtBot, gui: Gui) -> None:
    qtbot.waitUntil(lambda: gui.session.turns[-1].reply in gui.practice.transcript.text())


def stored_lines(gui: Gui) -> list[str]:
    return [turn.line for turn in gui.history.turns(gui.history.sessions()[0].id)]


def test_the_line_is_seen_at_once_and_the_reply_after_the_pause(qtbot: QtBot, thinking: Gui) -> None:
    assert LINE in thinking.practice.transcript.text() and stored_lines(thinking) == [LINE]
    qtbot.wait(PAUSES["natural"] // 2)
    assert waits(thinking)
    answered(qtbot, thinking)


def test_what_is_typed_on_stays_and_is_said_with_the_next_enter(qtbot: QtBot, thinking: Gui) -> None:
    composer = thinking.practice.composer
    type_text(thinking, "I could ")
    press(thinking, Qt.Key.Key_Return)  # too early: nothing is said, and nothing is lost
    assert composer.toPlainText() == "I could " and stored_lines(thinking) == [LINE]
    type_text(thinking, "bring the maps.")
    answered(qtbot, thinking)
    assert composer.hasFocus() and composer.toPlainText() == "I could bring the maps."
    press(thinking, Qt.Key.Key_Return)
    assert stored_lines(thinking) == [LINE, "I could bring the maps."] and composer.toPlainText() == ""
    answered(qtbot, thinking)


def test_a_page_that_is_left_gets_its_reply_and_takes_no_key(qtbot: QtBot, thinking: Gui) -> None:
    type_text(thinking, "I could ")
    press(thinking, Qt.Key.Key_1, control=True)
    listed = thinking.child("library")
    qtbot.waitUntil(listed.hasFocus)
    answered(qtbot, thinking)
    assert thinking.shown == "library" and listed.hasFocus()
    press(thinking, Qt.Key.Key_2, control=True)
    assert thinking.practice.composer.hasFocus()
    assert thinking.practice.composer.toPlainText() == "I could " and stored_lines(thinking) == [LINE]


def test_a_talk_ended_while_they_think_keeps_its_line_and_its_reply(qtbot: QtBot, thinking: Gui) -> None:
    press(thinking, Qt.Key.Key_E, control=True)
    assert thinking.shown == "debrief"
    script = thinking.debrief.script
    turn = thinking.session.turns[-1]
    assert LINE in script.toPlainText() and turn.reply in script.toPlainText()
    held = thinking.window.focusWidget()
    answered(qtbot, thinking)
    assert thinking.shown == "debrief" and thinking.window.focusWidget() is held
    assert stored_lines(thinking) == [LINE] and len(thinking.history.sessions()) == 1


def test_a_line_taken_back_while_they_think_gets_no_late_reply(qtbot: QtBot, thinking: Gui) -> None:
    reply = thinking.session.turns[-1].reply
    press(thinking, Qt.Key.Key_Z, control=True)
    qtbot.wait(PAUSES["natural"] + 100)
    assert thinking.session.turns == [] and reply not in thinking.practice.transcript.text()
    assert thinking.practice.composer.toPlainText() == LINE and stored_lines(thinking) == [LINE]


def test_another_talk_begun_while_they_think_gets_no_reply_of_the_first(qtbot: QtBot, thinking: Gui) -> None:
    reply = thinking.session.turns[-1].reply
    press(thinking, Qt.Key.Key_1, control=True)
    thinking.library.list.setCurrentRow(1)
    thinking.library.start.click()
    qtbot.wait(PAUSES["natural"] + 100)
    assert reply not in thinking.practice.transcript.text() and thinking.practice.composer.isVisible()


def test_the_end_of_a_talk_presses_nothing_that_somebody_types_into(qtbot: QtBot, tmp_path: Path) -> None:
    gui = opened(qtbot, tmp_path / "history.sqlite", pause=None)
    gui.library.start.click()
    for line in (
        "What do you do all week?",
        "It sounds like your weeks are full.",
        "I could bring the old maps, half an hour is plenty.",
        "Would it be a bad idea to have a coffee?",
    ):
        type_text(gui, line)
        press(gui, Qt.Key.Key_Return)
        assert waits(gui)
        if gui.session.outcome is None:
            answered(qtbot, gui)
    type_text(gui, "So would ")
    answered(qtbot, gui)
    type_text(gui, "Tuesday suit you? ")
    press(gui, Qt.Key.Key_Return)
    assert gui.shown == "practice" and gui.practice.composer.toPlainText() == "So would Tuesday suit you? "
    assert len(gui.session.turns) == 4 and gui.practice.debrief.isVisible()
    gui.close()


def test_a_window_closed_while_they_think_has_kept_the_line(thinking: Gui, qtbot: QtBot, tmp_path: Path) -> None:
    thinking.close()
    again = opened(qtbot, tmp_path / "history.sqlite")
    again.library.resume.click()
    assert (
        LINE in again.practice.transcript.text() and again.session.turns[-1].reply in again.practice.transcript.text()
    )
    again.close()
