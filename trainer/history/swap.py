"""One file put in the place of another, so that a kill at any moment loses nothing and the next start finishes it.

The new file is made ready under a name of its own, `history.sqlite.restored-STAMP`. Then a note is written beside it,
`history.sqlite.swap`, which says which file takes the place of which, by their numbers on the disk, and in what state the old
one was read: from then on nobody writes to that, and the swap is decided unless somebody just had. The old file and what lies beside it are renamed to `history.sqlite.set-aside-STAMP`, the new one takes its
place, the note goes. Whoever opens the file first goes on with a swap that was cut; a note that fits nothing is ignored.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import stat
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ..errors import TrainerError
from ..plain_files import FileRefused, is_folder, is_plain, read_json, write_whole
from .errors import ANOTHER_FILE, UNREADABLE, Unusable
from .file_identity import Identity, identity_of, state_of
from .image import BESIDE, beside, has_journal
from .left_files import HALF, READY, SET_ASIDE, STAMP, files_beside, free_stamp, is_older, named
from .migrations import is_ours
from .read_only import head_of, is_database, read_only

#: How often a file is made ready whose old one is written to meanwhile, and seconds that such a write is waited for.
_TRIES, _PATIENCE = 5, 0.5
#: Seconds after which what a killed program has left is deleted.
_OLD = 3600.0
#: What may stand in a name behind its stamp: of a half, of the copy of one from before its upgrade, and of their journals.
_REST = re.compile(r"(?:\.half)?(?:\.before-version-\d+(?:-\d+)?)?(?:-wal|-journal|-shm)?")
_HALF = re.compile(r"\.safe-no-[0-9a-f]{8}\.new")


@dataclass(frozen=True, slots=True)
class _Swap:
    """What is put in the place of what. `old`: None where nothing was there; `state`: of that, when it was read for the last time."""

    stamp: str
    new: Identity
    old: Identity | None
    state: tuple[int, ...] | None


def put_in_place(path: Path, write: Callable[[Path], None], now: datetime) -> Path | None:
    """Put a new file, which `write` makes at the path it is given, in the place of the one at `path`.

    Return where the old file was set aside, None if there was none. Raises TrainerError, with the old file still in its
    place, where the system refuses.
    """
    half = path
    try:
        finish(path)
        path = _replaced_at(path)
        if not is_folder(path.parent):
            raise TrainerError(f"{path.parent} is no folder, so nothing can be put there. Please put that right.")
        stamp = free_stamp(path, now)
        ready = named(path, READY, stamp)
        half = ready.with_name(f"{ready.name}{HALF}")
        before = identity_of(path, of_link=True)
        try:
            return _put(path, stamp, half, write)
        except BaseException:
            _undo(path, stamp, before)
            note = (_note_of(path),) if _noted(path) is not None else ()
            for left in (*note, *(beside(one, ending) for one in (half, ready) for ending in ("", *BESIDE))):
                with contextlib.suppress(OSError):
                    left.unlink(missing_ok=True)
            raise
    except Unusable as error:  # it names the half, of which nobody has heard
        raise Unusable(str(error).replace(f"{half}", f"{path}")) from error
    except FileExistsError as error:
        raise TrainerError(
            f"Another program has just put a file at {path}. Nothing is lost; please look, and try again."
        ) from error
    except OSError as error:
        raise TrainerError(
            f"{path} cannot be replaced ({error.strerror}). Please make room, or close other programs that use it; nothing is lost."
        ) from error


def _replaced_at(path: Path) -> Path:
    """Return the path that is to be replaced: of a link to a history, that history's, and of any other link its own.

    What a link leads to may be anything, and somebody else's. Raises TrainerError for a device or a socket.
    """
    real = Path(os.path.realpath(path))
    if not path.is_symlink() or _is_history(real):
        path = real
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return path
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise TrainerError(f"{path} is a device or a socket, which is not moved away. Please {ANOTHER_FILE}")
    return path


def _is_history(path: Path) -> bool:
    """Tell whether a file of ours is at a path, and can be read."""
    try:
        with read_only(path) as connection:
            (version,) = connection.execute("pragma user_version").fetchone()
            tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    except (*UNREADABLE, FileRefused):
        return False
    return is_ours(version, tables)


def _number(path: Path) -> int | None:
    found = identity_of(path, of_link=True)
    return found.number if found is not None else None


def _put(path: Path, stamp: str, half: Path, write: Callable[[Path], None]) -> Path | None:
    for _ in range(_TRIES):
        before = state_of(path)
        write(half)
        try:
            _synced(half)
            ready = half.rename(named(path, READY, stamp))
        except FileNotFoundError:  # another program has erased something, and swept up
            continue
        new = identity_of(ready, of_link=True)
        if new is None:
            continue
        swap = _Swap(stamp, new, identity_of(path, of_link=True), before)
        _write_note(path, swap)
        # From now on nobody writes to the old file any more; what somebody wrote before would come again, or be missing.
        if _is_settled(path, swap):
            _synced(path.parent)
            return _done(path, swap)
        if _number(path) == new.number:  # another program has finished it by then
            return _aside_of(path, swap)
        for left in (_note_of(path), *(beside(ready, ending) for ending in ("", *BESIDE))):
            left.unlink(missing_ok=True)
    raise TrainerError(
        f"{path} is written to again and again. Please close other programs that use it; nothing is lost."
    )


def _is_settled(path: Path, swap: _Swap) -> bool:
    """Wait for whoever was writing to the old file before the note was there, and tell whether it is as it was read."""
    if swap.state is None:
        return True
    try:
        # Not with a journal or a log, which SQLite would bring into the file: it is set aside untouched.
        if is_database(head := head_of(path)) and not has_journal(path) and head[18:20] == b"\x01\x01":
            uri = f"{path.absolute().as_uri()}?mode=rw"
            with contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_PATIENCE)) as file:
                file.execute("begin immediate")
                file.execute("rollback")
    except (*UNREADABLE, FileRefused) as error:
        if "locked" in str(error):
            return False
    return state_of(path) == swap.state


def _write_note(path: Path, swap: _Swap) -> None:
    if os.path.lexists(_note_of(path)) and _noted(path) is None:
        raise TrainerError(f"{_note_of(path)} is in the way, and not of Safe No. Please move it, and try again.")
    try:
        write_whole(_note_of(path), json.dumps(asdict(swap)))
    except TrainerError as error:
        raise TrainerError(f"{error} cannot be written, so {path} was left as it is. Please put that right.") from error


def finish(path: Path) -> None:
    """Finish a swap that was cut, if there is one. Raises OSError where the system refuses."""
    real = Path(os.path.realpath(path))
    for place in (real, path) if path.is_symlink() else (real,):
        _finish_at(place)


def is_decided(path: Path) -> bool:
    """Tell whether another file is about to take the place of the one at a path, so that nothing is to be written to that."""
    return _noted(Path(os.path.realpath(path))) is not None


def _finish_at(path: Path) -> None:
    swap = _noted(path)
    if swap is None:
        return
    ready, aside = named(path, READY, swap.stamp), named(path, SET_ASIDE, swap.stamp)
    # By their numbers alone: all are in one folder, and a disk can have another number after the machine was started anew.
    new, old, there = swap.new.number, swap.old and swap.old.number, _number(path)
    if there == new:  # it is in its place already, under two names
        ready.unlink(missing_ok=True)
        _note_of(path).unlink(missing_ok=True)
        return
    # Not where a file has come to the place that this swap knows nothing of, or either of the two is not what it was.
    whole = there == old or (there is None and _number(aside) == old)
    if _number(ready) == new and whole and _is_settled(aside if there is None else path, swap):
        _done(path, swap)
    else:
        _note_of(path).unlink(missing_ok=True)


def _done(path: Path, swap: _Swap) -> Path | None:
    """Set aside what is at `path`, and put the ready file there. Each step is left out where it was done before."""
    ready, aside = named(path, READY, swap.stamp), named(path, SET_ASIDE, swap.stamp)
    # The file itself last: until then a program that opens it finds all or nothing moved. What lies beside a missing one
    # belonged to one that is gone.
    for ending in (*BESIDE, ""):
        part = path.with_name(path.name + ending)
        target = aside.with_name(aside.name + ending)
        with contextlib.suppress(FileNotFoundError):
            if not os.path.lexists(target) and (ending or (swap.old and _number(path) == swap.old.number)):
                part.rename(target)
    with contextlib.suppress(OSError):
        if is_plain(aside) and not aside.is_symlink():
            aside.chmod(aside.stat().st_mode & 0o700)
    try:
        _moved_to_free(ready, path)
    except (FileNotFoundError, FileExistsError):  # another program has finished it, or taken it away
        if _number(path) != swap.new.number:
            raise
    # It is in its place: whatever fails from here on, the next start puts right.
    with contextlib.suppress(OSError):
        _note_of(path).unlink(missing_ok=True)
        _synced(path.parent)
    return _aside_of(path, swap)


def _aside_of(path: Path, swap: _Swap) -> Path | None:
    """Return where the old file of a swap that was done is, None if there was none."""
    aside = named(path, SET_ASIDE, swap.stamp)
    return aside if os.path.lexists(aside) else None


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
        with contextlib.suppress(OSError):  # under two names, which is no harm
            ready.unlink()


def _noted(path: Path) -> _Swap | None:
    """Return the swap that was decided and not finished, None if there is none."""
    try:
        said = read_json(_note_of(path))
        old = Identity(**said["old"]) if said["old"] else None
        state = tuple(said["state"]) if said.get("state") else None
        swap = _Swap(str(said["stamp"]), Identity(**said["new"]), old, state)
    except (FileRefused, KeyError, TypeError):
        return None
    return swap if STAMP.fullmatch(swap.stamp) else None


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.swap")


def _undo(path: Path, stamp: str, before: Identity | None) -> None:
    """Move back what was set aside for a swap that the system has refused: the file first, and what lay beside it only to it."""
    aside = named(path, SET_ASIDE, stamp)
    for ending in ("", *BESIDE):
        part = path.with_name(path.name + ending)
        with contextlib.suppress(OSError):
            if not os.path.lexists(part):
                aside.with_name(aside.name + ending).rename(part)
        if not ending and identity_of(path, of_link=True) != before:
            return


def tidy(path: Path, now: float, age: float = _OLD) -> None:
    """Delete what programs that were killed have left beside a file: halves, and files made ready for a swap that never came.

    `now`: seconds since 1970; `age`: only what is as old as that, since another program may be at it just now.
    """
    real = Path(os.path.realpath(path))
    if real != path:
        tidy(real, now, age)
    noted = _noted(path)
    for file in files_beside(path):
        kind, stamp = _kind_of(path, file.name)
        is_left = (
            _HALF.fullmatch(file.name) or kind == "half" or (kind == READY and (noted is None or noted.stamp != stamp))
        )
        with contextlib.suppress(OSError):
            if is_left and is_plain(file) and is_older(file, now, age):
                file.unlink()


def _kind_of(path: Path, name: str) -> tuple[str, str]:
    """Return what a file beside another one is, READY or "half", and its stamp; "" for anything else."""
    start = f"{path.name}.{READY}"
    if not name.startswith(start):
        return "", ""
    stamp = STAMP.match(name[len(start) :])
    rest = name[len(start) + len(stamp.group()) :] if stamp else ""
    if stamp is None or not _REST.fullmatch(rest):
        return "", ""
    return ("half" if rest else READY), stamp.group()


def _synced(path: Path) -> None:
    """Have a file or folder written to the disk; where the system has no such thing for folders, nothing is done."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
