"""One file put in the place of another, so that a kill at any moment loses nothing and the next start finishes it.

The new file is made ready under a name of its own, `history.sqlite.restored-STAMP`. Then a note is written beside it,
`history.sqlite.swap`, which says which file takes the place of which, by their numbers on the disk: from then on the swap
is decided. The old file and what lies beside it are renamed to `history.sqlite.set-aside-STAMP`, the new one takes its
place, the note goes. Whoever opens the file first goes on with a swap that was cut; a note that fits nothing is ignored.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ..errors import TrainerError
from ..plain_files import FileRefused, read_json, write_whole
from .file_identity import Identity, identity_of
from .image import BESIDE

_READY, _ASIDE = "restored-", "set-aside-"
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?")


@dataclass(frozen=True, slots=True)
class _Swap:
    """What is put in the place of what. `old`: None where nothing was there."""

    stamp: str
    new: Identity
    old: Identity | None


def put_in_place(path: Path, write: Callable[[Path], None], now: datetime) -> Path | None:
    """Put a new file, which `write` makes at the path it is given, in the place of the one at `path`.

    Return where the old file was set aside, None if there was none. Raises TrainerError, with the old file still in its
    place, where the system refuses.
    """
    path = Path(os.path.realpath(path))
    try:
        finish(path)
        stamp = _free_stamp(path, now)
        ready = _named(path, _READY, stamp)
        half = ready.with_name(f"{ready.name}.half")
        try:
            return _put(path, stamp, half, write)
        except BaseException:
            _undo(path, stamp)
            for left in (half, ready, _note_of(path)):
                with contextlib.suppress(OSError):
                    left.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise TrainerError(
            f"{path} cannot be replaced ({error.strerror}). Please make room, or close other programs that use it; nothing is lost."
        ) from error


def _put(path: Path, stamp: str, half: Path, write: Callable[[Path], None]) -> Path | None:
    write(half)
    _synced(half)
    ready = half.rename(_named(path, _READY, stamp))
    new = identity_of(ready)
    assert new is not None
    swap = _Swap(stamp, new, identity_of(path))
    write_whole(_note_of(path), json.dumps(asdict(swap)))
    _synced(path.parent)
    return _done(path, swap)


def finish(path: Path) -> None:
    """Finish a swap that was cut, if there is one. Raises OSError where the system refuses."""
    path = Path(os.path.realpath(path))
    swap = _noted(path)
    if swap is None:
        return
    ready, aside = _named(path, _READY, swap.stamp), _named(path, _ASIDE, swap.stamp)
    there = identity_of(path)
    if there == swap.new:  # it is in its place already, under two names
        ready.unlink(missing_ok=True)
        _note_of(path).unlink(missing_ok=True)
        return
    # Not where a file has come to the place that this swap knows nothing of, or the ready one is not what it was.
    if identity_of(ready) == swap.new and (there == swap.old or (there is None and identity_of(aside) == swap.old)):
        _done(path, swap)
    else:
        _note_of(path).unlink(missing_ok=True)


def _done(path: Path, swap: _Swap) -> Path | None:
    """Set aside what is at `path`, and put the ready file there. Each step is left out where it was done before."""
    ready, aside = _named(path, _READY, swap.stamp), _named(path, _ASIDE, swap.stamp)
    if swap.old is not None:
        for ending in (
            *BESIDE,
            "",
        ):  # the file itself last: until then a program that opens it finds all or nothing moved
            part = path.with_name(path.name + ending)
            target = aside.with_name(aside.name + ending)
            with contextlib.suppress(FileNotFoundError):
                if not os.path.lexists(target) and (ending or identity_of(path) == swap.old):
                    part.rename(target)
    with contextlib.suppress(FileNotFoundError):  # another program has finished it
        _moved_to_free(ready, path)
    _note_of(path).unlink(missing_ok=True)
    _synced(path.parent)
    return aside if aside.exists() else None


def _moved_to_free(ready: Path, path: Path) -> None:
    """Move a file to a path where nothing is. Raises FileExistsError if something has come there."""
    try:
        path.hardlink_to(ready)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:  # a disk without links
        if os.path.lexists(path):
            raise FileExistsError(0, "another file has come into its place") from None
        ready.rename(path)
    else:
        ready.unlink()


def _noted(path: Path) -> _Swap | None:
    """Return the swap that was decided and not finished, None if there is none."""
    try:
        said = read_json(_note_of(path))
        old = Identity(**said["old"]) if said["old"] else None
        swap = _Swap(str(said["stamp"]), Identity(**said["new"]), old)
    except (FileRefused, KeyError, TypeError):
        return None
    return swap if _STAMP.fullmatch(swap.stamp) else None


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.swap")


def left_files(path: Path) -> list[Path]:
    """Return the files that were set aside from `path`, or made ready for it and left, the oldest first."""
    return sorted([*_with(path, _ASIDE), *_with(path, _READY)])


def _with(path: Path, kind: str) -> list[Path]:
    start = f"{path.name}.{kind}"
    try:
        names = [one.name for one in path.parent.iterdir()]
    except (OSError, ValueError):
        return []
    return [path.with_name(name) for name in names if name.startswith(start) and _STAMP.fullmatch(name[len(start) :])]


def _named(path: Path, kind: str, stamp: str) -> Path:
    return path.with_name(f"{path.name}.{kind}{stamp}")


def _free_stamp(path: Path, now: datetime) -> str:
    """Return a stamp under which nothing lies yet: what was set aside in the same second must not be replaced."""
    stamp = f"{now.astimezone():%Y-%m-%d-%H%M%S}"
    number = 0
    while True:
        made = f"{stamp}-{number}" if number else stamp
        ready, aside = _named(path, _READY, made), _named(path, _ASIDE, made)
        if not any(os.path.lexists(f"{one}{ending}") for one in (ready, aside) for ending in ("", ".half", *BESIDE)):
            return made
        number += 1


def _undo(path: Path, stamp: str) -> None:
    """Move back what was set aside for a swap that the system has refused."""
    aside = _named(path, _ASIDE, stamp)
    for ending in ("", *BESIDE):
        part = path.with_name(path.name + ending)
        with contextlib.suppress(OSError):
            if not os.path.lexists(part):
                aside.with_name(aside.name + ending).rename(part)


def _synced(path: Path) -> None:
    """Have a file or folder written to the disk; where the system has no such thing for folders, nothing is done."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
