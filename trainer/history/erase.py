"""Erasing for good: deleted rows are overwritten, then the file is rebuilt without the gaps."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from ..errors import TrainerError
from ..plain_files import FileRefused
from .connection import closed_on_error
from .erased_rows import Everybody, FileTables, Learner, Talks
from .errors import UNREADABLE, unusable
from .file_identity import Identity, identity_of
from .holdings import count_erasures, erasures_of
from .read_only import refuse_odd_neighbours

What = Talks | Learner | Everybody
#: A copy in whose transaction the same is erased: where it is, which file that is, and a connection to it.
Copy = tuple[Path, Identity | None, sqlite3.Connection]
#: Seconds that a copy which another program uses is waited for.
_PATIENCE = 0.3
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
        path: Path | None,
    ) -> None:
        self._connection, self._written, self._copies, self._erased = connection, written, copies, erased
        self._path = path
        #: Why nothing can be erased now; "" if it can.
        self.refused = ""

    def session(self, session_id: int) -> None:
        """Erase a session and all attempts branched off it, with their turns, reflections and commitments."""
        self._everywhere(lambda rows: Talks(rows, session_id))

    def profile(self, profile_id: int) -> None:
        """Erase everything of one learner, and the profile itself unless it is the first."""

        def whose(rows: FileTables) -> Learner:
            known = dict(rows.owners())
            if profile_id not in known:
                raise TrainerError("This learner was erased already.")
            return Learner(known.pop(profile_id), list(known.values()))

        self._everywhere(whose)

    def everything(self) -> None:
        """Erase everything of all learners; only the first profile stays."""
        self._everywhere(lambda _: Everybody())

    def _everywhere(self, what: Callable[[FileTables], What]) -> None:
        if self.refused:
            raise TrainerError(self.refused)
        if not _log_is_empty(self._connection):
            raise TrainerError(f"{_NOT_YET} another program reads your file. Please close it, and erase again.")
        with contextlib.ExitStack() as opened:
            known = {identity_of(self._path)} if self._path is not None else set()
            with self._written():
                found = self._found(what)
                # All copies before one of them is final: while one refuses, nothing is erased anywhere.
                copies = self._erased_in_copies(found, opened, known)
                found.erase_in(FileTables(self._connection))
                erasures = erasures_of(self._connection) + 1
                count_erasures(self._connection, erasures)
                for *_, copy in copies:
                    count_erasures(copy, erasures)
                    copy.execute("commit")
            self._erased()
            _pack(self._connection)
            _pack_copies(copies)
            # Another program may have put one there meanwhile, which it had begun before.
            late = self._erased_in_copies(found, opened, known)
            for *_, copy in late:
                count_erasures(copy, erasures)
                copy.execute("commit")
            _pack_copies(late)

    def _erased_in_copies(self, what: What, opened: contextlib.ExitStack, known: set[Identity | None]) -> list[Copy]:
        """Erase in the copies that are not `known`, and return connections to them, each in its transaction."""
        made = []
        for copy in self._copies():
            if (identity := identity_of(copy)) not in known:
                known.add(identity)
                made.append((copy, identity, opened.enter_context(contextlib.closing(_erased_in(copy, what)))))
        return made

    def _found(self, what: Callable[[FileTables], What]) -> What:
        try:
            return what(FileTables(self._connection))
        except UNREADABLE as error:
            raise unusable(self._path, error) from error


def _erased_in(copy: Path, what: What) -> sqlite3.Connection:
    """Erase the same in a copy, and return the connection to it, in whose transaction that is.

    Raises TrainerError with what to do where it refuses. No copy is deleted for it: it may hold what is nowhere else.
    """
    try:
        refuse_odd_neighbours(copy)
        connection = sqlite3.connect(copy, isolation_level=None, timeout=_PATIENCE)
        with closed_on_error(connection):
            connection.execute("pragma foreign_keys = on")
            connection.execute("pragma secure_delete = on")
            connection.execute("begin exclusive")
            what.erase_in(FileTables(connection))
            return connection
    except FileRefused as refusal:
        why = f"{copy}: {refusal.sentence}. Please take that away"
    except (*UNREADABLE, OSError) as error:
        why = f"{copy} cannot be changed ({error}). Please put that right, or delete it if nothing in it is wanted"
        if "locked" in str(error):
            why = f"{copy} is in use by another program. Please close that one"
    raise TrainerError(f"{_NOT_YET} {why}, and erase again.")


def _log_is_empty(connection: sqlite3.Connection) -> bool:
    """Empty the log that another program may have begun; False where one that reads keeps it from being emptied."""
    with contextlib.suppress(sqlite3.Error):  # the write that follows meets the same, and tells it
        return not connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
    return True


def _pack_copies(copies: Iterable[Copy]) -> None:
    """Pack copies, but for those that are gone: another program has just put one in their place."""
    for copy, identity, connection in copies:
        try:
            _pack(connection)
        except TrainerError:
            if identity_of(copy) == identity:
                raise


def _pack(connection: sqlite3.Connection) -> None:
    """Empty the journal and rebuild the file, so that no freed page is left. Raises TrainerError if SQLite refuses."""
    try:
        connection.execute("pragma wal_checkpoint(truncate)")
        connection.execute("vacuum")
        connection.execute("pragma wal_checkpoint(truncate)")
    except sqlite3.Error as error:
        raise TrainerError(
            f"It is erased, but not every file could be packed ({error}). Close other programs that use it and erase again."
        ) from error
