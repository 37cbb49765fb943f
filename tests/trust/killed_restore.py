"""A restore that is killed before any line of its code, or before any of its system calls: the next start has every line."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from trainer.history import History
from trainer.history.restoration import put_back

from ..everything import NOW, talk
from .outcome import Outcome

#: The code whose every line is a moment to be killed at.
_CODE = (
    "/history/swap.py",
    "/history/restoration.py",
    "/history/backups.py",
    "/history/read_only.py",
    "/history/salvage.py",
)
_OF_BACKUP, _SINCE = "Said before the backup.", "Said since."


def prepare(folder: Path, how: str) -> Path:
    """Make a file with a backup and a line since. `how`: sound, damaged, or with a journal of an earlier version beside it."""
    path = folder / "history.sqlite"
    history = History.open(path)
    talk(history, _OF_BACKUP)
    history.back_up(date(2026, 11, 20))
    if how == "log":
        history._connection.execute("pragma journal_mode = wal")
    talk(history, _SINCE, now=NOW + timedelta(days=1), seed=9)
    if how == "log":  # as a program leaves it that is killed
        kept = {file.name: file.read_bytes() for file in folder.glob("history.sqlite*")}
        history.close(backed_up=False)
        for name, data in kept.items():
            (folder / name).write_bytes(data)
    else:
        history.close(backed_up=False)
    if how == "damaged":
        image = bytearray(path.read_bytes())
        image[100:400] = os.urandom(300)
        path.write_bytes(image)
    return path


def lines_after(path: Path) -> list[str]:
    """Return the lines that the next start finds."""
    with closing(History.open(path)) as history:
        return sorted(row["line"] for row in history.raw.query("select line from turns"))


def killed_at(path: Path, moment: int) -> bool:
    """Restore in a child that is killed before the line of that number; tell whether it came so far."""
    child = os.fork()
    if child == 0:
        left = moment

        def trace(frame: FrameType, event: str, _: Any) -> Callable[..., Any] | None:
            nonlocal left
            if not frame.f_code.co_filename.endswith(_CODE):
                return None
            if event in ("line", "return"):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        put_back(path, path.parent / "backups" / "history-2026-11-20.sqlite")
        sys.settrace(None)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def run(seed: int, step: int) -> Outcome:
    """Kill it at every `step`-th line, from line `seed` on, for each kind of file."""
    outcome = Outcome()
    for how in ("sound", "damaged", "log"):
        with tempfile.TemporaryDirectory() as name:
            fresh = Path(name) / "fresh"
            fresh.mkdir()
            prepare(fresh, how)
            moment = seed
            while True:
                folder = Path(name) / "tried"
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(fresh, folder)
                killed = killed_at(folder / "history.sqlite", moment)
                outcome.count(_fault(folder, how, moment))
                if not killed:
                    break
                moment += step
    return outcome


def _fault(folder: Path, how: str, moment: int) -> str:
    """Return what is wrong after a kill; a damaged file may still be in its place, and is restored once more then."""
    path = folder / "history.sqlite"
    try:
        if how == "damaged":
            aside = list(folder.glob("*.set-aside-*"))
            if not aside and not (folder / "history.sqlite.swap").exists():
                put_back(path, folder / "backups" / "history-2026-11-20.sqlite")
        found = lines_after(path)
    except Exception as error:
        return f"{how} {moment}: {type(error).__name__}: {error}"
    wanted = sorted([_OF_BACKUP, _SINCE])
    # Of a damaged file the line since may be on the page that is gone; never the one in the backup.
    return "" if found == wanted or (how == "damaged" and _OF_BACKUP in found) else f"{how} {moment}: {found}"
