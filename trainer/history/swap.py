"""One file put in the place of another, so that a kill at any moment loses nothing and the next start finishes it.

The new file is made ready under a name that holds a stamp, `history.sqlite.restored-STAMP`. From then on the swap is
decided: the old file and what lies beside it are renamed to `history.sqlite.set-aside-STAMP`, and the new one takes its
place. Whoever opens the file first looks for a swap that was cut, and goes through the same steps; each can be repeated.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ..errors import TrainerError
from .image import BESIDE, beside

_READY, _ASIDE = "restored-", "set-aside-"
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?")


def put_in_place(path: Path, write: Callable[[Path], None], now: datetime) -> Path | None:
    """Put a new file, which `write` makes at the path it is given, in the place of the one at `path`.

    Return where the old file was set aside, None if there was none. Raises TrainerError, with the old file still in its
    place, where the system refuses.
    """
    stamp = _free_stamp(path, now)
    ready = _named(path, _READY, stamp)
    half = ready.with_name(f"{ready.name}.half")
    try:
        write(half)
        _synced(half)
        half.replace(ready)
        _synced(path.parent)
        return _finish_one(path, ready)
    except OSError as error:
        _undo(path, _named(path, _ASIDE, stamp))
        for left in (half, ready):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
        raise TrainerError(
            f"{path} cannot be replaced ({error.strerror}). Please make room, or close other programs that use it; nothing is lost."
        ) from error


def finish(path: Path) -> None:
    """Finish a swap that was cut, if there is one. Raises OSError where the system refuses."""
    for ready in ready_files(path):
        # Where both the file and what was set aside for this one are there, no swap was cut: a ready file has come back
        # from somewhere, as from a folder that is kept in step with another machine's.
        if not (path.exists() and _aside_of(path, ready).exists()):
            _finish_one(path, ready)


def ready_files(path: Path) -> list[Path]:
    """Return the files that were made ready to take the place of `path`, the oldest first; hardly ever is there one."""
    return _with(path, _READY)


def set_aside_files(path: Path) -> list[Path]:
    """Return the files that have been set aside from `path`, the oldest first."""
    return _with(path, _ASIDE)


def _with(path: Path, kind: str) -> list[Path]:
    start = f"{path.name}.{kind}"
    try:
        names = [one.name for one in path.parent.iterdir()]
    except (OSError, ValueError):
        return []
    return sorted(
        path.with_name(name) for name in names if name.startswith(start) and _STAMP.fullmatch(name[len(start) :])
    )


def _named(path: Path, kind: str, stamp: str) -> Path:
    return path.with_name(f"{path.name}.{kind}{stamp}")


def _free_stamp(path: Path, now: datetime) -> str:
    """Return a stamp under which nothing lies yet: what was set aside in the same second must not be replaced."""
    stamp = f"{now.astimezone():%Y-%m-%d-%H%M%S}"
    number = 0
    while True:
        made = f"{stamp}-{number}" if number else stamp
        taken = [_named(path, kind, made) for kind in (_READY, _ASIDE)]
        if not any(os.path.lexists(one) for one in (*taken, *(beside(taken[1], ending) for ending in BESIDE))):
            return made
        number += 1


def _finish_one(path: Path, ready: Path) -> Path | None:
    """Set aside what is at `path`, and put the ready file there. Each step is left out where it was done before."""
    aside = _aside_of(path, ready)
    for ending in (*BESIDE, ""):  # the file itself last: until then a program that opens it finds all or nothing moved
        with contextlib.suppress(FileNotFoundError):
            if not os.path.lexists(beside(aside, ending)):
                beside(path, ending).rename(beside(aside, ending))
    with contextlib.suppress(FileNotFoundError):  # another program has finished it
        ready.rename(path)
    _synced(path.parent)
    return aside if aside.exists() else None


def _aside_of(path: Path, ready: Path) -> Path:
    return _named(path, _ASIDE, ready.name[len(f"{path.name}.{_READY}") :])


def _undo(path: Path, aside: Path) -> None:
    """Move back what was set aside for a swap that the system has refused."""
    for ending in ("", *BESIDE):
        with contextlib.suppress(OSError):
            if not os.path.lexists(beside(path, ending)):
                beside(aside, ending).rename(beside(path, ending))


def _synced(path: Path) -> None:
    """Have a file or folder written to the disk; where the system has no such thing for folders, nothing is done."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
