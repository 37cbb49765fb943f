"""Erasing for good: deleted rows are overwritten, then the file is rebuilt without the gaps."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from ..errors import TrainerError
from ..plain_files import FileRefused
from .erased_rows import Everybody, Learner, Rows, Talks
from .errors import UNREADABLE
from .read_only import refuse_odd_neighbours

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
        self._everywhere(Talks(Rows(self._connection), session_id))

    def profile(self, profile_id: int) -> None:
        """Erase everything of one learner, and the profile itself unless it is the first."""
        found = Rows(self._connection).query("select * from profiles where id = ?", profile_id)
        if not found:
            raise TrainerError("This learner was erased already.")
        self._everywhere(Learner(found[0]))

    def everything(self) -> None:
        """Erase everything of all learners; only the first profile stays."""
        self._everywhere(Everybody())

    def _everywhere(self, what: Talks | Learner | Everybody) -> None:
        if self.refused:
            raise TrainerError(self.refused)
        if not _log_is_empty(self._connection):
            raise TrainerError(f"{_NOT_YET} another program reads your file. Please close it, and erase again.")
        with self._written():
            # The copies first: while one of them refuses, there is something here to be erased again.
            refusals = [why for copy in self._copies() if (why := _why_not_in(copy, what))]
            if refusals:
                raise TrainerError(f"{_NOT_YET} {refusals[0]}, and erase again.")
            what.erase_in(Rows(self._connection))
            _count(self._connection)
            self._erased()
        _pack(self._connection)


def _count(connection: sqlite3.Connection) -> None:
    """Note in the file that something was erased, for programs that have it open: nothing else tells this from damage."""
    (count,) = connection.execute("pragma application_id").fetchone()
    connection.execute(f"pragma application_id = {(count + 1) % 2**31}")


def _why_not_in(copy: Path, what: Talks | Learner | Everybody) -> str:
    """Erase the same in a copy. Return why that cannot be done, with what to do, "" if it is done.

    No copy is deleted for it: it may hold what is nowhere else.
    """
    try:
        refuse_odd_neighbours(copy)
        with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma secure_delete = on")
            connection.execute("begin immediate")
            what.erase_in(Rows(connection))
            connection.execute("commit")
            _packed(connection)
    except FileRefused as refusal:
        return f"{copy}: {refusal.sentence}. Please take that away"
    except (*UNREADABLE, OSError) as error:
        if "locked" in str(error):
            return f"{copy} is in use by another program. Please close that one"
        return f"{copy} cannot be changed ({error}). Please put that right, or delete it if nothing in it is wanted"
    return ""


def _log_is_empty(connection: sqlite3.Connection) -> bool:
    """Empty the log that another program may have begun; False where one that reads keeps it from being emptied."""
    with contextlib.suppress(sqlite3.Error):  # the write that follows meets the same, and tells it
        return not connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
    return True


def _pack(connection: sqlite3.Connection) -> None:
    """Do as `_packed` does. Raises TrainerError if SQLite refuses."""
    try:
        _packed(connection)
    except sqlite3.Error as error:
        raise TrainerError(
            f"It is erased, but the file could not be packed ({error}). Close other programs that use it and erase again."
        ) from error


def _packed(connection: sqlite3.Connection) -> None:
    """Empty the journal and rebuild the file, so that no freed page is left."""
    connection.execute("pragma wal_checkpoint(truncate)")
    connection.execute("vacuum")
    connection.execute("pragma wal_checkpoint(truncate)")
