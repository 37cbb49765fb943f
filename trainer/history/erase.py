"""Erasing for good: deleted rows are overwritten, then the file is rebuilt without the gaps."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from ..errors import TrainerError
from ..plain_files import FileRefused
from .read_only import refuse_odd_neighbours

#: Tables whose rows belong to a profile, in an order in which they can be deleted.
_OF_PROFILE = ("reviews", "commitments", "workshops", "sessions")
_NOT_YET = "Nothing is erased in your file yet:"


class Erasing:
    """Deletes rows for good, here and in the copies beside the file, which hold the same words.

    `secure_delete` overwrites them; then the file is packed. `written` opens a transaction; `copies` lists the files
    beside this one that may hold its rows; `erased` is called once rows are gone.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        written: Callable[[], AbstractContextManager[None]],
        copies: Callable[[], Iterable[Path]],
        erased: Callable[[], None],
    ) -> None:
        self._connection, self._written, self._copies, self._erased = connection, written, copies, erased
        #: Why nothing can be erased now; "" if it can.
        self.refused = ""

    def session(self, session_id: int) -> None:
        """Erase a session and all attempts branched off it, with their turns, reflections and commitments."""
        (uid,) = self._connection.execute("select uid from sessions where id = ?", [session_id]).fetchone() or ("",)
        self._everywhere(lambda connection: _session(connection, uid))

    def profile(self, profile_id: int) -> None:
        """Erase everything of one learner, and the profile itself unless it is the first."""
        # In copies made of another file the same number can be somebody else's.
        row = self._connection.execute("select name, kind from profiles where id = ?", [profile_id]).fetchone()
        if row is None:
            raise TrainerError("This learner was erased already.")
        self._everywhere(lambda connection: _profile(connection, row))

    def everything(self) -> None:
        """Erase everything of all learners; only the first profile stays."""
        self._everywhere(_everything)

    def _everywhere(self, erase: Callable[[sqlite3.Connection], None]) -> None:
        if self.refused:
            raise TrainerError(self.refused)
        if not _log_is_empty(self._connection):
            raise TrainerError(f"{_NOT_YET} another program reads your file. Please close it, and erase again.")
        with self._written():
            # The copies first: while one of them refuses, there is something here to be erased again.
            for trouble in [told for copy in self._copies() if (told := _erase_in(copy, erase))][:1]:
                raise TrainerError(trouble)
            erase(self._connection)
            _count(self._connection)
            self._erased()
        _pack(self._connection)


def _session(connection: sqlite3.Connection, uid: str) -> None:
    tree = """
        with recursive tree(id) as (
            select id from sessions where uid = ? union select s.id from sessions s join tree on s.parent = tree.id
        )
    """
    connection.execute(f"{tree} delete from commitments where session_id in (select id from tree)", [uid])
    connection.execute("delete from sessions where uid = ?", [uid])


def _profile(connection: sqlite3.Connection, whose: tuple[str, str]) -> None:
    """Erase the learner of this name and kind."""
    found = connection.execute("select id from profiles where name = ? and kind = ?", whose).fetchone()
    if found is None:
        return
    number = found[0]
    for table in _OF_PROFILE:
        connection.execute(f"delete from {table} where profile = ?", [number])
    connection.execute("delete from profiles where id = ? and id <> 1", [number])


def _everything(connection: sqlite3.Connection) -> None:
    for table in (*_OF_PROFILE, "reflections", "turns"):
        connection.execute(f"delete from {table}")
    connection.execute("delete from profiles where id <> 1")


def _count(connection: sqlite3.Connection) -> None:
    """Note in the file that something was erased, for programs that have it open: nothing else tells this from damage."""
    (count,) = connection.execute("pragma application_id").fetchone()
    connection.execute(f"pragma application_id = {(count + 1) % 2**31}")


def _erase_in(copy: Path, erase: Callable[[sqlite3.Connection], None]) -> str:
    """Erase the same rows in a copy; delete the whole copy if that fails, for example because its format is older.

    While another program uses it nothing is deleted, and the reason is returned.
    """
    try:
        refuse_odd_neighbours(copy)
    except FileRefused as refusal:
        return f"{_NOT_YET} {copy}: {refusal.sentence}. Please take that away, and erase again."
    try:
        connection = sqlite3.connect(copy, isolation_level=None)
        try:
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma secure_delete = on")
            erase(connection)
            _pack(connection)
        finally:
            connection.close()
    except (sqlite3.Error, TrainerError) as error:
        if "locked" in str(error):
            return f"{_NOT_YET} {copy} is in use by another program. Please close that one, and erase again."
        copy.unlink(missing_ok=True)
    return ""


def _log_is_empty(connection: sqlite3.Connection) -> bool:
    """Empty the log that another program may have begun; False where one that reads keeps it from being emptied."""
    with contextlib.suppress(sqlite3.Error):  # the write that follows meets the same, and tells it
        return not connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
    return True


def _pack(connection: sqlite3.Connection) -> None:
    """Empty the journal and rebuild the file, so that no freed page is left. Raises TrainerError if SQLite refuses."""
    try:
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
    except sqlite3.Error as error:
        raise TrainerError(
            f"It is erased, but the file could not be packed ({error}). Close other programs that use it and erase again."
        ) from error
