"""The window when its file is moved, deleted or replaced: it is said by itself, and the person decides where the work goes."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.left_files import unsaved_files
from trainer.history.rescue import take_up

from .gui import Answers, Gui, opened, plain, say
from .test_trouble import held
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
    assert gui.program.stored._look.isActive() and gui.program.stored._look.interval() < 2_000
    path.unlink()
    qtbot.waitUntil(lambda: "no longer there" in gui.practice.notice.text.text(), timeout=10_000)
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
    told = plain(gui.practice.notice.text.text())
    (rescued,) = unsaved_files(path)
    assert gui.window.isVisible() and f"{rescued} now" in told and told.endswith("Close again to quit.")
    left(gui)
    assert unsaved_files(path) == [rescued] and lines_in(rescued) == ["Said before.", "Said after."]
    path.parent.unlink()
    with closing(History.open(path)) as history:
        assert "What could not be saved before is in your history now" in take_up(history, path)
        assert unsaved_files(path) == []


def test_every_page_goes_on_from_memory_while_another_program_holds_the_file(
    qtbot: QtBot, gui: Gui, path: Path
) -> None:
    with held(path):
        for page in ("library", "progress", "drills", "workshop", "debrief", "practice"):
            gui.go(page)
        assert gui.program.stored.keeper.held
        assert len(gui.history.sessions()) == 2, "with all that the file held"
        say(qtbot, gui, "Said while it was held.")
        assert "Not saved yet" in gui.practice.notice.text.text()
    qtbot.waitUntil(lambda: not gui.program.stored.keeper.trouble, timeout=15_000)
    left(gui)
    assert lines_in(path) == ["Said yesterday.", "Said before.", "Said while it was held."]


def test_a_page_that_is_damaged_while_it_is_open_stops_no_line(qtbot: QtBot, gui: Gui, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("select rootpage from sqlite_master where name = 'commitments'").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(os.urandom(4096))
    with contextlib.suppress(TrainerError):  # it is told in a box of its own
        gui.history.notes.last_commitment()
    say(qtbot, gui, "Said after.")
    session = gui.program.practice.session
    assert session is not None and session.turns[-1].line == "Said after."
    assert not gui.history._connection.in_transaction
    gui.program.stored.keeper.give_up()
    gui.window.close()


def test_what_a_second_window_erased_stays_erased(qtbot: QtBot, gui: Gui, path: Path) -> None:
    with closing(History.open(path)) as other:
        other.erasing.everything()
    say(qtbot, gui, "Said after.")
    assert "erased" in gui.practice.notice.text.text()
    left(gui)
    assert lines_in(path) == []


def test_a_restore_that_fails_lets_nothing_flow_into_another_file(
    qtbot: QtBot, gui: Gui, path: Path, tmp_path: Path
) -> None:
    another(tmp_path / "other").replace(path)
    qtbot.waitUntil(gui.program.stored.is_lost, timeout=10_000)
    gui.program.messages.attempt(lambda: gui.program.data_file._put_back(path, tmp_path / "no backup"))
    qtbot.wait(5_000)
    assert gui.program.stored.is_lost() and lines_in(path) == ["Said elsewhere."]
    with Answers(QUIT):
        left(gui)


def test_an_export_never_takes_the_place_of_the_history(gui: Gui, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is chosen itself, which gets another ending, or by a link that has the right one."""
    before = lines_in(path)
    for ending, ask in ((".json", gui.program.data_file.export_data), (".html", gui.program.data.save_report)):
        link = path.with_name(f"link{ending}")
        link.symlink_to(path)
        for chosen, told in ((path, f"{path.name}{ending}"), (link, "database")):
            monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, chosen=chosen: (str(chosen), ""))
            with Answers(*(["JSON: everything, for other programs"] if ending == ".json" else [])):
                ask()
            assert told in gui.practice.notice.text.text().replace("\u200b", "")
    left(gui)
    assert lines_in(path) == before


@pytest.mark.parametrize("lets_go", [False, True])
def test_a_backup_restored_while_another_program_holds_the_file_keeps_each_line_once(
    qtbot: QtBot, gui: Gui, path: Path, lets_go: bool
) -> None:
    gui.program.data_file.back_up()
    (backup,) = (path.parent / "backups").iterdir()
    with held(path):
        say(qtbot, gui, "Said while it was held.")
        if not lets_go:
            gui.program.data_file._put_back(path, backup)
    if lets_go:
        gui.program.data_file._put_back(path, backup)
    gui.go("practice")
    say(qtbot, gui, "Said afterwards.")
    left(gui)
    assert lines_in(path) == ["Said yesterday.", "Said before.", "Said while it was held.", "Said afterwards."]
    (aside,) = (one for one in path.parent.glob("*.set-aside-*") if not one.name.endswith("-journal"))
    assert lines_in(aside) == ["Said yesterday.", "Said before."]
