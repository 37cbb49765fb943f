"""Whole rows as plain dictionaries, for importing other files, salvage, and the return from memory to the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlite_utils

from ..errors import TrainerError
from .errors import Moved
from .sameness import PAST_LAST_LINE
from .transactions import Transactions
from .valid_rows import COLUMNS, InvalidRow, check_values
from .valid_values import storable

#: The largest id that is taken over from another file: SQLite gives the next row the id after it.
_LARGEST_KEPT = 1_000_000_000
#: What is said of a row that is gone, and what a person calls a row of a table.
_ERASED = "This {0} is not in the file any more: it was erased. Nothing can be added to it; please begin a new one."
_CALLED = {"sessions": "talk", "workshops": "workshop", "commitments": "commitment"}


#: Before a query of turns: `way` are a talk and those it left, as far as their lines are its own too; a talk whose own row is
#: gone is there as well.
WAY = f"""
    with recursive way(id, parent, branched_at, before) as (
        select asked.id, s.parent, s.branched_at, {PAST_LAST_LINE}
        from (select ? as id) asked left join sessions s on s.id = asked.id
        union
        select s.id, s.parent, s.branched_at, min(way.branched_at, way.before)
        from sessions s join way on s.id = way.parent
    )
"""
#: Behind it: turns that belong to it.
OF_WAY = "from turns join way on turns.session_id = way.id and turns.number < way.before"


class Raw:
    """Reads rows, and writes valid ones: the one place that does. `writes` runs them in transactions."""

    def __init__(self, database: sqlite_utils.Database, writes: Transactions) -> None:
        self._database, self._writes, self.path = database, writes, writes.path

    def query(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Return the rows a query selects."""
        return self._writes.query(sql, *values)

    def marks(self) -> dict[str, int]:
        """Map each table that is only appended to, to its newest id; `tables` can skip the rows up to there."""
        found = {
            name: self.query(f"select max(id) as newest from {name}")[0]["newest"] for name in ("turns", "reviews")
        }
        return {name: newest or 0 for name, newest in found.items()}

    def tables(self, after: Mapping[str, int]) -> dict[str, list[dict[str, Any]]]:
        """Return all rows of each table; where `after` holds a mark for a table (see `marks`), only the newer ones."""
        return {
            name: self.query(f"select * from {name} where rowid > ? order by rowid", after.get(name, -1))
            for name in COLUMNS
        }

    def insert(self, table: str, row: dict[str, Any], keep_id: bool = False) -> int:
        """Insert a row and return its id: a new one, or with `keep_id` the row's own if that is free."""
        if not keep_id or row["id"] > _LARGEST_KEPT or self.query(f"select 1 from {table} where id = ?", row["id"]):
            row = {key: value for key, value in row.items() if key != "id"}
        return self.add(table, row)

    def add(self, table: str, row: dict[str, Any]) -> int:
        """Insert a row and return its id. Raises TrainerError for a row that could not be read again."""
        values = _storable(table, row)
        names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" for _ in values)
        with self._writes.written():
            cursor = self._database.conn.execute(
                f"insert into {table} ({names}) values ({marks})", list(values.values())
            )
            row_id = int(cursor.lastrowid or 0)
            self._writes.sitting.wrote(table, row_id, values, new=True)
        return row_id

    def update(self, table: str, row_id: int, values: dict[str, Any]) -> None:
        """Change some values of a row. Raises TrainerError for values that could not be read again, or where it was erased."""
        values = _storable(table, values)
        names = ", ".join(f'"{name}" = ?' for name in values)
        with self._writes.written():
            done = self._database.conn.execute(
                f"update {table} set {names} where rowid = ?", [*values.values(), row_id]
            )
            if not done.rowcount:
                raise erased(_CALLED.get(table, "row"))
            self._writes.sitting.wrote(table, row_id, values)

    def uid_of(self, session_id: int) -> str:
        """Return what tells a session in every copy of the file, "" for one that is not there."""
        return next((row["uid"] for row in self.query("select uid from sessions where id = ?", session_id)), "")

    def id_of(self, uid: str) -> int:
        """Return the id that a session has in this file, 0 for one that is not there."""
        return next((row["id"] for row in self.query("select id from sessions where uid = ?", uid)), 0)

    def expect_talk(self, session_id: int, uid: str = "") -> None:
        """Make sure that a talk is in the file before something is added to it. `uid`: what it had when it was read, if known.

        Raises Moved if the file holds another one under its id: its contents were replaced. Raises TrainerError if it
        was erased.
        """
        noted, here = self._writes.sitting.uid_of(session_id), self.uid_of(session_id)
        known = uid or noted
        if here and known in ("", here):
            self._writes.sitting.note_talk(session_id)
        elif noted and noted == known and self.path is not None:
            raise Moved(self.path, replaced=True, inside=True)
        else:
            raise erased(_CALLED["sessions"])

    def keep_last_state(self, session_id: int) -> None:
        """Clear the stored state of every turn of a session but the last, the only one needed to resume."""
        with self._writes.written():
            self._database.conn.execute(
                "update turns set state = '' where session_id = :id and number < (select max(number) from turns where session_id = :id)",
                {"id": session_id},
            )


def erased(what: str) -> TrainerError:
    """Return the error for something that is to be added to, and is gone."""
    return TrainerError(_ERASED.format(what))


def _storable(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a row as they are stored, under the names of our own columns. Raises TrainerError."""
    values = {
        name: storable(row[name]) if isinstance(row[name], str) else row[name] for name in COLUMNS[table] if name in row
    }
    try:
        check_values(table, values)
    except InvalidRow as error:
        raise TrainerError(f"This cannot be stored: {error.column.replace('_', ' ')} is {error.why}.") from error
    return values
