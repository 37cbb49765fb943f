"""The list of backups is there at once; a program beside the window looks them through, and may die, hang or babble."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from trainer.gui.background import backup_reader
from trainer.gui.background.backup_reader import BackupReader, LookedAt
from trainer.gui.frame.sheets import Choice
from trainer.history import History, backups
from trainer.history.backups import look_into

from .conftest import ROOT
from .gui import Gui, child, opened
from .trust.identity import another

#: Says nothing, until somebody writes into the pipe that has its path for its only argument.
HELD = "import sys; open(sys.argv[1]).read()"
OLD, FULL, NEW = (
    "01 Jan 2026   1 talk, 1 line, 0 answers",
    "02 Jan 2026   1 talk, 2 lines, 0 answers",
    "03 Jan 2026   damaged",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with three backups, of which the second holds most, and the last is damaged."""
    file = tmp_path / "history.sqlite"
    folder = backups.folder_of(file)
    folder.mkdir()
    for day, lines in (("01", ["One."]), ("02", ["One.", "Two."])):
        another(tmp_path / day, *lines).rename(folder / f"history-2026-01-{day}.sqlite")
    another(tmp_path / "now", "Said today.").rename(file)
    (folder / "history-2026-01-03.sqlite").write_bytes(b"hello" * 9_000)
    return file


@pytest.fixture
def gui(qtbot: QtBot, path: Path) -> Gui:
    return opened(qtbot, path)


def rows(dialog: Choice) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def reader_of(dialog: Choice) -> BackupReader:
    found: BackupReader | None = dialog.findChild(BackupReader)
    assert found is not None
    return found


def in_hand(dialog: Choice) -> str:
    return dialog.list.currentItem().text()


def restore(gui: Gui, look: Callable[[Choice], object]) -> None:
    """Ask for the list, and look at it while it is open. What goes wrong there is told when it has gone."""
    wrong: list[BaseException] = []

    def come_up() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, Choice)
        try:
            look(dialog)
        except BaseException as error:
            wrong.append(error)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, come_up)
    gui.program.data_file.restore_backup()
    if wrong:
        raise wrong[0]


def by_another(monkeypatch: pytest.MonkeyPatch, code: str, *arguments: str) -> None:
    """Put a program in the place of the one that looks through."""
    monkeypatch.setattr(backup_reader, "command", lambda *_: [sys.executable, "-c", code, *arguments])


def test_the_backups_come_one_by_one_from_the_other_program(qtbot: QtBot, path: Path) -> None:
    parent, told = QObject(), list[LookedAt]()
    reader = BackupReader(parent)
    reader.found.connect(told.append)
    with qtbot.waitSignal(reader.ended, timeout=20_000):
        reader.look_into(path)
    assert [one.path.stem[-2:] for one in told] == ["03", "02", "01"] and not reader.reading
    assert [
        (one.path, one.told, one.sound) for one in sorted(told, key=lambda one: (one.sound, one.rank), reverse=True)
    ] == [(one.path, one.told(), one.sound) for one in look_into(path)]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names there are texts")
def test_the_file_may_have_any_name(tmp_path: Path, path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\n"))
    path.parent.joinpath("backups").rename(odd.parent / "kept")
    odd.mkdir()
    (odd.parent / "kept").rename(odd / "backups")
    done = subprocess.run(
        [sys.executable, "-m", "trainer", "restore", "--json", "--db", "-"],
        input=os.fsencode(odd / "history.sqlite"), capture_output=True, check=True, cwd=ROOT,
    )  # fmt: skip
    told = [json.loads(row) for row in done.stdout.splitlines()]
    assert [row["told"] for row in told] == [NEW, FULL, OLD]
    assert [Path(row["file"]).parent for row in told] == [odd / "backups"] * 3


def test_the_fullest_comes_first_when_all_are_known_and_a_damaged_one_is_told(qtbot: QtBot, gui: Gui) -> None:
    def look(dialog: Choice) -> None:
        take = child(dialog, QPushButton, "choiceTake")
        assert rows(dialog) == [f"0{day} Jan 2026   looking it through …" for day in (3, 2, 1)]
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)
        assert dialog.isVisible() and not take.isEnabled(), "which is the fullest is not known yet"
        reader = reader_of(dialog)
        qtbot.waitUntil(lambda: not reader.reading, timeout=20_000)
        assert rows(dialog) == [FULL, OLD, NEW] and in_hand(dialog) == FULL and take.isEnabled()
        dialog.list.setCurrentRow(2)
        assert not take.isEnabled()
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)
        assert dialog.isVisible()
        QTest.keyClick(dialog.list, Qt.Key.Key_Up)
        assert take.isEnabled() and in_hand(dialog) == OLD

    restore(gui, look)


def test_the_row_that_one_went_to_stays_in_hand_and_is_the_one_that_is_restored(qtbot: QtBot, gui: Gui) -> None:
    def look(dialog: Choice) -> None:
        QTest.keyClick(dialog.list, Qt.Key.Key_End)
        reader = reader_of(dialog)
        qtbot.waitUntil(lambda: not reader.reading, timeout=20_000)
        assert in_hand(dialog) == OLD
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)

    restore(gui, look)
    assert "history-2026-01-01.sqlite is in its place" in gui.library.notice.text.text().replace("\u200b", "")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes")
def test_the_window_reads_no_backup_before_one_is_chosen(
    qtbot: QtBot, gui: Gui, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much there is to look through: as long as that lasts, the list is there, and works."""
    pipe = path.parent / "pipe"
    os.mkfifo(pipe)
    by_another(monkeypatch, HELD, str(pipe))
    read: list[object] = []
    for name in ("_looked", "_counted"):
        monkeypatch.setattr(backups, name, lambda *given: read.append(given))

    def look(dialog: Choice) -> None:
        reader = reader_of(dialog)
        turns: list[int] = []
        ticking = QTimer(dialog, interval=0)
        ticking.timeout.connect(lambda: turns.append(1))
        ticking.start()
        qtbot.waitUntil(lambda: len(turns) > 3)
        assert reader.reading and len(rows(dialog)) == 3
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
        assert in_hand(dialog).startswith("02 Jan 2026") and child(dialog, QPushButton, "choiceTake").isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible() and not reader.reading, "the other program has ended with it"

    restore(gui, look)
    assert read == []


@pytest.mark.parametrize(
    "code",
    [
        "import os; os._exit(9)",
        "raise LookupError('a bug')",
        "print('hello'); print('{}'); print('[' * 100_000); print('{\"file\": 1, \"told\": 2, \"sound\": 3, \"rank\": [4]}')",
        'print(\'{"file": "/elsewhere", "told": "", "sound": true, "rank": [1, 1, "", 1]}\')',
    ],
)
def test_where_the_other_program_tells_nothing_a_backup_can_be_restored_all_the_same(
    qtbot: QtBot, gui: Gui, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    by_another(monkeypatch, code)

    def look(dialog: Choice) -> None:
        reader = reader_of(dialog)
        qtbot.waitUntil(lambda: not reader.reading, timeout=20_000)
        assert rows(dialog) == [f"0{day} Jan 2026   not looked through" for day in (3, 2, 1)]
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)

    restore(gui, look)
    assert "history-2026-01-02.sqlite is in its place" in gui.library.notice.text.text().replace("\u200b", "")


def test_a_backup_that_was_not_looked_through_is_before_it_is_put_in_place(
    gui: Gui, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_another(monkeypatch, "")

    def look(dialog: Choice) -> None:
        QTest.mouseClick(
            dialog.list.viewport(),
            Qt.MouseButton.LeftButton,
            pos=dialog.list.visualItemRect(dialog.list.item(0)).center(),
        )
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)

    restore(gui, look)
    assert "cannot be restored (damaged)" in gui.library.notice.text.text()
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("select line from turns").fetchall() == [("Said today.",)]


def test_without_a_backup_no_list_comes_up(qtbot: QtBot, tmp_path: Path) -> None:
    History.open(tmp_path / "other.sqlite").close(backed_up=False)
    gui = opened(qtbot, tmp_path / "other.sqlite")
    gui.program.data_file.restore_backup()
    assert "There is no backup yet" in gui.library.notice.text.text()
    gui.close()
