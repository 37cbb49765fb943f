"""Erasing for good: the rows go, and the space they took is written over and given back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager

from ..errors import TrainerError

#: Tables whose rows belong to a profile, in the order in which they can go.
_OF_PROFILE = ("reviews", "commitments", "workshops", "sessions")


class Erasing:
    """Deletes with `secure_delete`, then packs the file. `written`: opens one transaction."""

    def __init__(self, connection: sqlite3.Connection, written: Callable[[], AbstractContextManager[None]]) -> None:
        self._connection, self._written = connection, written

    def session(self, session_id: int) -> None:
        """One talk with its other ways, its answers and its commitment."""
        with self._written():
            self._connection.execute(
                """
                with recursive tree(id) as (select ? union all select s.id from sessions s join tree on s.parent = tree.id)
                delete from commitments where session_id in (select id from tree)
                """,
                [session_id],
            )
            self._connection.execute("delete from sessions where id = ?", [session_id])
        self._pack()

    def profile(self, profile_id: int) -> None:
        """Everything of one learner, and the profile unless it is the first."""
        with self._written():
            for table in _OF_PROFILE:
                self._connection.execute(f"delete from {table} where profile = ?", [profile_id])
            self._connection.execute("delete from profiles where id = ? and id <> 1", [profile_id])
        self._pack()

    def everything(self) -> None:
        """All talks and answers of all learners."""
        with self._written():
            for table in (*_OF_PROFILE, "reflections", "turns"):
                self._connection.execute(f"delete from {table}")
            self._connection.execute("delete from profiles where id <> 1")
        self._pack()

    def _pack(self) -> None:
        """Give the space back: the journal emptied, the file written anew without the gaps."""
        try:
            self._connection.execute("pragma wal_checkpoint(truncate)")
            self._connection.execute("vacuum")
            self._connection.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.Error as error:
            raise TrainerError(
                f"It is erased, but the file could not be packed ({error}). Close other programs that use it and erase again."
            ) from error
