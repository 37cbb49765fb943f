"""Whole rows as plain dictionaries, for importing other files, salvage, and the return from memory to the file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import sqlite_utils

from .errors import reads

#: The tables of the file, in an order in which they can be filled.
TABLES = ("profiles", "sessions", "turns", "reflections", "commitments", "reviews", "workshops")


class Raw:
    """Reads and writes rows without interpreting them. `written` opens a transaction, or joins the open one."""

    def __init__(
        self, database: sqlite_utils.Database, written: Callable[[], AbstractContextManager[None]], path: Path | None
    ) -> None:
        self._database, self._written, self.path = database, written, path

    @reads
    def query(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Return the rows a query selects."""
        return list(self._database.query(sql, values))

    def columns(self) -> dict[str, set[str]]:
        """Map each table to the names of its columns."""
        return {name: {column.name for column in self._database[name].columns} for name in TABLES}

    def marks(self) -> dict[str, int]:
        """Map each table that is only appended to, to its newest id; `tables` can skip the rows up to there."""
        found = {
            name: self.query(f"select max(id) as newest from {name}")[0]["newest"] for name in ("turns", "reviews")
        }
        return {name: newest or 0 for name, newest in found.items()}

    def tables(self, after: dict[str, int]) -> dict[str, list[dict[str, Any]]]:
        """Return all rows of each table; where `after` holds a mark for a table (see `marks`), only the newer ones."""
        return {
            name: self.query(f"select * from {name} where rowid > ? order by rowid", after.get(name, -1))
            for name in TABLES
        }

    def insert(self, table: str, row: dict[str, Any], keep_id: bool = False) -> int:
        """Insert a row and return its id: a new one, or with `keep_id` the row's own if that is free."""
        if not keep_id or self.query(f"select 1 from {table} where id = ?", row["id"]):
            row = {key: value for key, value in row.items() if key != "id"}
        return self.add(table, row)

    def add(self, table: str, row: dict[str, Any], replacing: bool = False) -> int:
        """Insert a row as it is and return its id; with `replacing`, overwrite a row with the same key."""
        names, marks = ", ".join(row), ", ".join("?" for _ in row)
        verb = "insert or replace" if replacing else "insert"
        with self._written():
            cursor = self._database.conn.execute(f"{verb} into {table} ({names}) values ({marks})", list(row.values()))
        return int(cursor.lastrowid or 0)

    def update(self, table: str, row_id: int, values: dict[str, Any]) -> None:
        """Change some values of a row."""
        names = ", ".join(f"{name} = ?" for name in values)
        with self._written():
            self._database.conn.execute(f"update {table} set {names} where id = ?", [*values.values(), row_id])

    def keep_last_state(self, session_id: int) -> None:
        """Clear the stored state of every turn of a session but the last, the only one needed to resume."""
        with self._written():
            self._database.conn.execute(
                "update turns set state = '' where session_id = :id and number < (select max(number) from turns where session_id = :id)",
                {"id": session_id},
            )
