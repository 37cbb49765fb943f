"""What --debug tells: enough to follow what happened, and no word that anybody typed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from trainer import debug_log

from .gui import Room, opened, press, say, type_text

SECRET = "My secret sister"


def test_the_notes_follow_a_talk_and_a_workshop_without_a_word_of_it(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = io.StringIO()
    monkeypatch.setattr(debug_log, "_out", None)
    debug_log.begin(told)
    gui = opened(qtbot, tmp_path / "history.sqlite")
    gui.library.start.click()
    say(qtbot, gui, f"{SECRET} would like a coffee with you.")
    gui.program.settings.set("pause", "off")
    room = Room(gui)
    room.begin("coffee_new_acquaintance")
    press(gui, Qt.Key.Key_PageDown)
    press(gui, Qt.Key.Key_PageDown)
    type_text(gui, SECRET)
    press(gui, Qt.Key.Key_Return)
    gui.close()
    notes = told.getvalue()
    for part in (
        "page  name=practice",
        "turn stored  number=1",
        "decision  decision=",
        "reply chosen  event=",
        "setting  name=pause value=off",
        "does=forward",
        "audience window placed",
    ):
        assert part in notes, part
    assert "secret" not in notes.lower() and "sister" not in notes.lower() and str(tmp_path) not in notes


def test_without_it_nothing_is_told(qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gui = opened(qtbot, tmp_path / "history.sqlite")
    gui.library.start.click()
    gui.close()
    assert capsys.readouterr().err == ""
