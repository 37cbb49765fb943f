"""The window when its file is moved, deleted or replaced: it is said by itself, and the person decides where the work goes."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from trainer.history import History

from .gui import Answers, Gui, opened, say
from .trust.identity import another, lines_in

TODAY, ALL, QUIT, STAY = "Save today's work", "Save everything", "Quit without saving", "Keep the window open"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


@pytest.fixture
def gui(qtbot: QtBot, path: Path) -> Gui:
    """A talk of today, in a file that was used before."""
    another(path.parent, "Said yesterday.").rename(path)
    gui = opened(qtbot, path)
    gui.library.start.click()
    say(qtbot, gui, "Said before.")
    return gui


def left(gui: Gui) -> None:
    gui.window.close()
    assert not gui.window.isVisible()


def test_it_is_said_without_a_key_being_pressed(qtbot: QtBot, gui: Gui, path: Path) -> None:
    begun = time.monotonic()
    path.unlink()
    qtbot.waitUntil(lambda: "no longer there" in gui.practice.notice.text.text(), timeout=10_000)
    assert time.monotonic() - begun < 5
    for page in ("library", "progress", "drills", "practice"):
        gui.go(page)
    say(qtbot, gui, "Said after.")
    assert "Not saved yet" in gui.practice.notice.text.text()
    with Answers(TODAY):
        left(gui)
    assert lines_in(path) == ["Said before.", "Said after."]


def test_the_file_comes_back_by_itself(qtbot: QtBot, gui: Gui, path: Path) -> None:
    away = path.with_name("away")
    path.rename(away)
    qtbot.waitUntil(gui.program.stored.is_lost, timeout=10_000)
    say(qtbot, gui, "Said while it was gone.")
    away.rename(path)
    qtbot.waitUntil(lambda: not gui.program.stored.is_lost(), timeout=15_000)
    assert "everything is saved" in gui.practice.notice.text.text()
    say(qtbot, gui, "Said afterwards.")
    left(gui)
    assert lines_in(path) == ["Said yesterday.", "Said before.", "Said while it was gone.", "Said afterwards."]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (TODAY, ["Said elsewhere.", "Said before.", "Said after."]),
        (ALL, ["Said elsewhere.", "Said yesterday.", "Said before.", "Said after."]),
        (QUIT, ["Said elsewhere."]),
    ],
)
def test_closing_asks_what_becomes_of_it(
    qtbot: QtBot, gui: Gui, path: Path, tmp_path: Path, answer: str, kept: list[str]
) -> None:
    another(tmp_path / "other").replace(path)
    say(qtbot, gui, "Said after.")
    with Answers(Qt.Key.Key_Escape):
        gui.window.close()
    assert gui.window.isVisible(), "Esc keeps the window open"
    with Answers(answer) as asked:
        left(gui)
    assert any("Another file has taken the place" in told for told in asked.said)
    assert sorted(lines_in(path)) == sorted(kept)


def test_enter_saves_the_work_of_today(qtbot: QtBot, gui: Gui, path: Path) -> None:
    path.unlink()
    say(qtbot, gui, "Said after.")
    with Answers(Qt.Key.Key_Return):
        left(gui)
    assert lines_in(path) == ["Said before.", "Said after."]


def test_the_menu_puts_it_there(qtbot: QtBot, gui: Gui, path: Path, tmp_path: Path) -> None:
    another(tmp_path / "other").replace(path)
    qtbot.waitUntil(gui.program.stored.is_lost, timeout=10_000)
    gui.window.refresh()
    assert gui.window.actions_["save_memory"].isEnabled()
    with Answers(ALL):
        gui.program.data_file.save_memory()
    assert "is in" in gui.practice.notice.text.text()
    gui.window.refresh()
    assert not gui.window.actions_["save_memory"].isEnabled()
    say(qtbot, gui, "Said afterwards.")
    left(gui)
    assert sorted(lines_in(path)) == sorted(["Said elsewhere.", "Said yesterday.", "Said before.", "Said afterwards."])


def test_a_talk_goes_on_with_all_its_lines_and_attempts(qtbot: QtBot, gui: Gui, path: Path, tmp_path: Path) -> None:
    gui.program.talk.step_back()
    gui.practice.composer.start_anew()
    say(qtbot, gui, "Said instead.")
    path.write_bytes(another(tmp_path / "other").read_bytes())  # as `cp` does
    say(qtbot, gui, "Said after.")
    with Answers(TODAY):
        left(gui)
    with closing(History.open(path)) as history:
        newest = max(row.id for row in history.sessions())
        assert [turn.line for turn in history.turns(newest)] == ["Said instead.", "Said after."]
        assert sorted(lines_in(path)) == sorted(["Said elsewhere.", "Said before.", "Said instead.", "Said after."])


def test_where_it_cannot_be_saved_the_window_can_still_be_closed(qtbot: QtBot, gui: Gui, path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("no folder")
    say(qtbot, gui, "Said after.")
    with Answers(TODAY):
        gui.window.close()
    assert gui.window.isVisible() and gui.practice.notice.text.text()
    with Answers(QUIT):
        left(gui)
