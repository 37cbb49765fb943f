"""The files that are left for a history, by their names: what was set aside, made ready, or could not be saved.

Most lie beside it; what could not be saved there lies where a file could be written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ..folders import data
from ..plain_files import is_folder
from .image import BESIDE

#: What a file beside the history is called: made ready to take its place; what stood there before; what could not be saved.
READY, SET_ASIDE, UNSAVED = "restored-", "set-aside-", "unsaved-"
#: What the name of each ends with until all of it is written.
HALF = ".half"
#: Bytes of the longest name that more is written behind, and of what is kept of a longer one.
_LONGEST_NAME, _SHORT_NAME = 190, 60
STAMP = re.compile(r"\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?")


def left_files(path: Path, kinds: Iterable[str] = (SET_ASIDE, READY, UNSAVED)) -> list[Path]:
    """Return the files that were set aside from `path`, could not be saved in it, or were made ready for it, the oldest first."""
    return sorted(with_stamps(path, kinds))


def unsaved_files(path: Path) -> list[Path]:
    """Return the files with what could not be saved at `path`, wherever they were written.

    One of the places is open to everybody on the machine: what somebody else has put there, or a link, is none of ours.
    """
    return _own_files(path, (UNSAVED,))


def cut_files(path: Path, kinds: Iterable[str] = (SET_ASIDE, UNSAVED)) -> list[Path]:
    """Return the files of these kinds that a program was writing, or had not yet named, when it was killed."""
    return _own_files(path, kinds, HALF)


def _own_files(path: Path, kinds: Iterable[str], ending: str = "") -> list[Path]:
    found = [file for place in places_for(path) for file in with_stamps(written_for(path, place), kinds, ending)]
    return [file for file in found if _is_own(file)]


def _is_own(file: Path) -> bool:
    try:
        found = file.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and (os.name == "nt" or found.st_uid == os.geteuid())


def places_for(path: Path) -> list[Path]:
    """Return the folders where what cannot be saved at `path` may be written, the one beside it first."""
    places = [path.parent, data()]
    with contextlib.suppress(RuntimeError):  # nobody knows where it is
        places.append(Path.home())
    with contextlib.suppress(OSError):  # no folder for temporary files takes a byte
        places.append(Path(tempfile.gettempdir()))
    return [place for place in dict.fromkeys(places) if is_folder(place)]


def written_for(path: Path, place: Path) -> Path:
    """Return what the names of files for `path` begin with in a folder; in another folder than its own, whose they are.

    Histories of one name lie in many places, and a long name leaves no room for more.
    """
    if place == path.parent and not is_long(path.name):
        return path
    return place / shortened(path.name, os.path.realpath(path))


def shortened(name: str, whose: str) -> str:
    """Return a name that leaves room for more behind it, with a mark of `whose` it is."""
    mark = hashlib.sha256(os.fsencode(whose)).hexdigest()[:8]
    return f"{os.fsdecode(os.fsencode(name)[:_SHORT_NAME])}-of-{mark}"


def is_long(name: str) -> bool:
    """Tell whether a name leaves too little room for more behind it."""
    return len(os.fsencode(name)) > _LONGEST_NAME


def with_stamps(path: Path, kinds: Iterable[str], ending: str = "") -> list[Path]:
    """Return the files of some kinds beside `path`, those of a kind the oldest first. `ending`: of names, behind the stamp.

    The folder is listed once: it may be somebody's home, or hold what all programs have left for the moment.
    """
    form = re.compile(
        f"{re.escape(path.name)}\\.(?:{'|'.join(map(re.escape, kinds))}){STAMP.pattern}{re.escape(ending)}", re.DOTALL
    )
    return sorted(path.with_name(one.name) for one in files_beside(path) if form.fullmatch(one.name))


def named(path: Path, kind: str, stamp: str) -> Path:
    """Return the path of a file of a kind beside another one."""
    return path.with_name(f"{path.name}.{kind}{stamp}")


def free_stamp(path: Path, now: datetime) -> str:
    """Return a stamp under which nothing lies yet: what was set aside in the same second must not be replaced."""
    stamp = f"{now.astimezone():%Y-%m-%d-%H%M%S}"
    number = 0
    while True:
        made = f"{stamp}-{number}" if number else stamp
        kinds = [named(path, kind, made) for kind in (READY, SET_ASIDE, UNSAVED)]
        if not any(os.path.lexists(f"{one}{ending}") for one in kinds for ending in ("", HALF, *BESIDE)):
            return made
        number += 1


def is_older(file: Path, now: float, age: float) -> bool:
    """Tell whether a file was last written at least `age` seconds before `now`, or that long after it: by a wrong clock.

    Raises OSError.
    """
    return abs(now - file.stat().st_mtime) >= age


def files_beside(path: Path) -> list[Path]:
    """Return all that lies in the folder of a path."""
    try:
        return list(path.parent.iterdir())
    except (OSError, ValueError):
        return []
