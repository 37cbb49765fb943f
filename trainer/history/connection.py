"""From a path to a usable connection: what is there is looked at without touching it, then opened and upgraded."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..plain_files import FileRefused, make_folder
from . import backups, swap
from .errors import ANOTHER_FILE, UNREADABLE, Damaged, Newer, Unusable, damaged, refused, unusable
from .file_identity import OpenFile, identity_of
from .holdings import begun_of, erasures_of, holdings_of, lasting, missing
from .image import JOURNALS, beside, connected, has_journal, image_of
from .migrations import MIGRATIONS, VERSION, is_ours
from .other_file import Refused, refuse_foreign_schema
from .read_only import HEAD, head_of, is_database, read_only, refuse_odd_neighbours
from .salvage import holds_rows

#: Files up to this many bytes are checked at every start; larger ones only by "trainer doctor".
CHECKED_AT_START = 250_000_000
#: How often a file that another program may be writing to is looked at, and seconds between.
_LOOKS, _BETWEEN = 3, 0.1
#: How many times opening starts over when the file is replaced in between.
_TRIES = 5


def opened(path: Path | None, patience: float) -> tuple[sqlite3.Connection, OpenFile | None]:
    """Return a connection to the file at `path`, created or upgraded as needed, and which file that is; memory for None.

    `patience` is how many seconds a write waits for another program. Raises TrainerError, and leaves the file as it is,
    if it cannot be opened, is damaged, is no file of Safe No, or comes from a newer version.
    """
    if path is None:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        with closed_on_error(connection):
            _prepare(connection, None)
        return connection, None
    for _ in range(_TRIES):
        connection = _connected(path, patience)
        with closed_on_error(connection):
            before = identity_of(path)
            try:
                _prepare(connection, path)
            except (*UNREADABLE, OSError) as error:
                raise unusable(path, error) from error
            if before is not None and identity_of(path) == before:
                with contextlib.suppress(OSError):
                    path.chmod(path.stat().st_mode & 0o700)  # for its owner only, with no right the owner has removed
                return connection, OpenFile(path, before)
            connection.close()
    raise Unusable(f"{path} is being replaced again and again. Please close other programs that use it.")


@contextmanager
def closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Around what has to succeed before somebody owns a connection, and closes it."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _connected(path: Path, patience: float) -> sqlite3.Connection:
    """Return a connection to the file, which has been looked at and can be used; a missing one is made."""
    try:
        swap.finish(path)
        if is_missing(path):
            _refuse_left_journal(path)
            make_folder(path.parent)
            # SQLite would create it with the default rights.
            with contextlib.suppress(FileExistsError):
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        look_at(path, patience)
        uri = f"{path.absolute().as_uri()}?mode=rw"
        return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=patience)
    except (*UNREADABLE, OSError) as error:
        raise unusable(path, error) from error


def _refuse_left_journal(path: Path) -> None:
    """Raise Unusable if a journal lies where no file is: SQLite would apply it to the new one."""
    left = [file for ending in JOURNALS if os.path.lexists(file := path.with_name(path.name + ending))]
    if left:
        raise Unusable(
            f"{path} is not there, but {left[0].name} is, which belongs to the file that was. Please put that file back, or "
            f"{ANOTHER_FILE} Without it, move {left[0].name} away and try again."
        )


def is_missing(path: Path) -> bool:
    """Tell whether nothing is at a path. Raises Unusable for a link to nothing, a folder, a pipe or a device."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        if path.is_symlink():
            raise Unusable(f"{path} is a link to a file that is not there. Please {ANOTHER_FILE}") from None
        return True
    except OSError as error:
        raise unusable(path, error) from error
    except ValueError as error:  # a name that no file can have
        raise Unusable(f"{str(path)!r} is no name of a file. Please {ANOTHER_FILE}") from error
    if not stat.S_ISREG(mode):
        raise Unusable(f"{path} is no plain file but a folder, a pipe or a device. Please {ANOTHER_FILE}")
    return False


# -- looked at without touching it -----------------------------------------------------------------------------------


def look_at(path: Path, patience: float) -> None:
    """Raise TrainerError if the file at `path` is damaged, is no file of Safe No, or comes from a newer version.

    Not a byte of it, or beside it, changes.
    """
    for number in range(_LOOKS):
        last = number == _LOOKS - 1
        try:
            _look_once(path, patience)
            return
        except UNREADABLE as error:
            # While another program writes, its pages and its journal may not belong together.
            if "locked" in str(error):
                raise _refusal(path, error) from error
            if last or not has_journal(path):
                _refuse_journal_of_a_sound_file(path)
                raise _refusal(path, error) from error
        except Damaged:
            if last or not has_journal(path):
                _refuse_journal_of_a_sound_file(path)
                raise
        time.sleep(_BETWEEN)


def _look_once(path: Path, patience: float) -> None:
    try:
        head = head_of(path)
        refuse_odd_neighbours(path)
        if not head:
            if has_journal(path):
                raise Damaged(damaged(path))
            return
        if len(head) < HEAD:
            raise sqlite3.DatabaseError("file is not a database")
        if _first_write_was_cut(path):
            return
        with read_only(path, patience) as connection:
            _refuse_unless_ours(connection, path)
    except FileRefused as refusal:
        raise refused(path, refusal) from refusal
    if has_journal(path):
        _refuse_foreign_journal(path)


def _refuse_unless_ours(connection: sqlite3.Connection, path: Path) -> None:
    version = int(connection.execute("pragma user_version").fetchone()[0])
    tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    if version > VERSION:
        raise Newer(
            f"{path} was written by a newer version of Safe No (its format is {version}, this program knows {VERSION}). "
            f"Please update Safe No, or {ANOTHER_FILE}"
        )
    if (version or tables) and not is_ours(version, tables):
        raise Unusable(_not_ours(path, "is a database of another program"))
    if version:
        try:
            refuse_foreign_schema(connection, views=True)
        except Refused as refusal:
            raise Unusable(f"{path} cannot be used: {refusal}. Please {ANOTHER_FILE}") from refusal
    if version and path.stat().st_size <= CHECKED_AT_START:
        (told,) = connection.execute("pragma quick_check(1)").fetchone()
        if told != "ok":
            raise Damaged(damaged(path))


def _refuse_foreign_journal(path: Path) -> None:
    """Raise Unusable if a journal would take something away that the file holds, and not by undoing its last write."""
    try:
        apart, brought_together = image_of(path, with_journal=False), image_of(path)
        alone, together = connected(apart), connected(brought_together)
    except UNREADABLE:
        return
    with contextlib.closing(alone), contextlib.closing(together):
        try:
            if not _is_sound(alone):
                return  # the journal belongs to it
            less = missing(holdings_of(together), lasting(holdings_of(alone)))
            same, erased = begun_of(together) == begun_of(alone), erasures_of(together) > erasures_of(alone)
        except UNREADABLE:
            return
    # A write that was cut is undone, whatever it wrote: an import can be of any size.
    cut = not beside(path, "-wal").exists() and 0 <= _writes(apart) - _writes(brought_together) <= 1
    if less and not (same and (cut or erased)):
        raise Unusable(_not_ours(path, "would lose talks by the journal beside it"))


def _refuse_journal_of_a_sound_file(path: Path) -> None:
    """Raise Unusable if the file alone can be read: what spoils it is a journal of another one."""
    if not has_journal(path):
        return
    try:
        with contextlib.closing(connected(image_of(path, with_journal=False))) as alone:
            sound = _is_sound(alone)
    except UNREADABLE:
        return
    if sound:
        raise Unusable(_not_ours(path, "cannot be read with the journal beside it"))


def _first_write_was_cut(path: Path) -> bool:
    """Tell whether a journal leaves nothing of a file that so far only has its tables."""
    if not has_journal(path) or image_of(path):
        return False
    apart = image_of(path, with_journal=False)
    with contextlib.closing(connected(apart)) as alone:
        return _writes(apart) <= 1 and all(what == "learner" for what, *_ in holdings_of(alone))


def _is_sound(connection: sqlite3.Connection) -> bool:
    """Tell whether all of a file of ours can be read."""
    refuse_foreign_schema(connection)
    return bool(connection.execute("pragma integrity_check(1)").fetchone() == ("ok",))


def _writes(image: bytearray) -> int:
    """Return the count of writes in the head of a file, which SQLite raises with each one."""
    return int.from_bytes(image[24:28], "big")


def _not_ours(path: Path, what: str) -> str:
    """Return the sentence for a file that is refused; where a journal lies beside it, that may be what is not ours."""
    found = [beside(path, ending).name for ending in JOURNALS if beside(path, ending).exists()]
    if not found:
        return f"{path} {what}. Please {ANOTHER_FILE}"
    return (
        f"{path} {what}. Beside it lies {found[0]}, which may belong to another file: move that away and try again, "
        f"or {ANOTHER_FILE} Both were left untouched."
    )


def _refusal(path: Path, error: Exception) -> Unusable:
    """Return the error for a file that SQLite cannot read; one of ours whose head is damaged is no stranger's, and neither is
    one of which there are backups.
    """
    try:
        head = head_of(path)
    except FileRefused:
        head = b""
    if "not a database" in str(error) and (
        backups.found(path) or (not is_database(head) and (head[21:24] == b"\x40\x20\x20" or holds_rows(path)))
    ):
        return Damaged(damaged(path))
    return unusable(path, error)


# -- opened to be written --------------------------------------------------------------------------------------------


def _prepare(connection: sqlite3.Connection, path: Path | None) -> None:
    """Apply the settings, and migrate; a file of an older version is copied first."""
    version = connection.execute("pragma user_version").fetchone()[0]
    # One file, whole after every write: a log beside it would stay behind when it is copied, moved or synchronised.
    with contextlib.suppress(sqlite3.OperationalError):  # another program has it open with a log
        connection.execute("pragma journal_mode = delete")
    connection.execute("pragma synchronous = extra")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma secure_delete = on")
    if 0 < version < VERSION and path is not None:
        backups.keep_before(connection, path, VERSION)
    if version < VERSION:
        _migrate(connection, version)


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    """Run all missing steps in one transaction, so that a file is either of its old version or of this one."""
    connection.execute("begin immediate")
    try:
        version = connection.execute("pragma user_version").fetchone()[0]  # another program may just have done it
        for step in MIGRATIONS[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"pragma user_version = {VERSION}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
