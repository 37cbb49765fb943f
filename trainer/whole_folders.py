"""A folder put into its place, or taken from it, whole and at once; and what a program left that was ended in between.

Beside the place, hidden, lies what is not in it, under names of its own, so that no two programs share one: `.new` is
being written, `.old` was in the place before, `.gone` is only to be deleted. An `.old` is always whole, since nothing is
deleted before it is called `.gone`: so it can be put back, by whoever finds its place empty.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import time
from pathlib import Path

from .plain_files import make_folder

#: Names that are ours; `name` is that of the place.
_OURS = re.compile(r"\.(?:(?P<name>.+)\.)?safe-no-[0-9a-f]{8}\.(?P<what>new|old|gone)", re.DOTALL)
#: Seconds after which nobody is writing a new one any more.
_ABANDONED = 3600
#: So often another program may come first; and what is told when it did.
_TRIES, _BUSY = 9, "another program is at work there"


def made_beside(place: Path) -> Path:
    """Make an empty folder, for its owner only, in which what comes into a place can be written. Raises OSError."""
    new = place.with_name(_name(place, "new"))
    for _ in range(_TRIES):
        make_folder(place.parent)
        with contextlib.suppress(
            FileNotFoundError
        ):  # another program has just taken the last pack away, and the folder
            new.mkdir(mode=0o700)
            return new
    raise OSError(errno.EBUSY, _BUSY)


def put_in(new: Path, place: Path) -> None:
    """Put a folder that was written into its place; what was there goes.

    Raises OSError if that cannot be done; what was there is there again then, or will be after `put_right`.
    """
    for _ in range(_TRIES):
        old = _taken_out(place)
        try:
            new.rename(place)
        except OSError:
            # What another program has put there meanwhile gives way next time, as whatever was there before.
            came_first = os.path.lexists(place) and os.path.lexists(new)
            _settle(old, place)
            if not came_first:
                raise
        else:
            with contextlib.suppress(OSError):
                if old is not None:
                    take_away(old)
            return
    raise OSError(errno.EBUSY, _BUSY)


def take_away(place: Path) -> None:
    """Delete a folder; whatever happens meanwhile, no half of it is seen.

    Raises OSError: FileNotFoundError if nothing is there; another one with nothing in the place if not all of it can be
    deleted.
    """
    gone = place.with_name(_name(place, "gone"))
    place.rename(gone)
    clear(gone)


def put_right(folder: Path) -> None:
    """Put back what stands for a place that is empty, and delete what else was left in a folder, as far as that can be done.

    What another program is writing now is left to it.
    """
    for left, name, what in _left_in(folder):
        if what == "old":
            _settle(left, folder / name)
        elif what == "gone":
            with contextlib.suppress(OSError):
                clear(left)
        elif _is_abandoned(left):
            with contextlib.suppress(OSError):
                take_away(left)


def _name(place: Path, what: str) -> str:
    """Return a name of its own beside a place; of what is to be deleted nobody asks which place it was in."""
    of = "" if what == "gone" else f".{place.name}"
    return f"{of}.safe-no-{os.urandom(4).hex()}.{what}"


def _taken_out(place: Path) -> Path | None:
    """Take out what is in a place and return where it is now; None if there was nothing."""
    old = place.with_name(_name(place, "old"))
    try:
        place.rename(old)
    except FileNotFoundError:
        return None
    return old


def _settle(old: Path | None, place: Path) -> None:
    """Put what was in a place back if that is empty, and delete it otherwise."""
    if old is None:
        return
    with contextlib.suppress(OSError):
        if os.path.lexists(place):
            take_away(old)
        else:
            old.rename(place)


def _left_in(folder: Path) -> list[tuple[Path, str, str]]:
    """Return what of ours lies beside the places in a folder: where, of which place, and what it is."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except (OSError, ValueError):
        return []
    found = filter(None, map(_OURS.fullmatch, names))
    return [(folder / one[0], one["name"] or "", one["what"]) for one in found]


def _is_abandoned(new: Path) -> bool:
    try:
        return time.time() - new.lstat().st_mtime > _ABANDONED
    except OSError:
        return False


def clear(place: Path) -> None:
    """Delete a folder nobody looks into, with all that is in it; of a link or any other file of its name, only the name.

    Raises OSError; nothing if it is gone.
    """
    if place.is_symlink() or not place.is_dir():
        place.unlink(missing_ok=True)
        return
    from shutil import rmtree  # the first window does without it

    for _ in range(_TRIES):
        with contextlib.suppress(FileNotFoundError):  # another program deletes it too
            rmtree(place)
            return
