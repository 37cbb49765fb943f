"""The valid rows of a file that anybody may have made: another history, a backup, a file that was set aside.

Only the tables and columns of ours are read, by names that stand here; whatever else is in the file reaches no SQL.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .read_only import careful
from .valid_rows import COLUMNS, InvalidRow, check_row

Row = dict[str, Any]
#: Seconds that reading the rows of a file may take: for each of its bytes, and for any file.
SECONDS_A_BYTE, LEAST_SECONDS = 2e-6, 1.0


class Refused(ValueError):
    """A file whose tables are not ours. Its text says why, as the end of a sentence."""


@dataclass
class Rows:
    """The rows of a file by table, each valid. `left_out`: those that are not, told in words for each."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    left_out: list[str] = field(default_factory=list)

    def add(self, table: str, row: Row, number: object) -> bool:
        """Add a row if it is valid, otherwise note it as left out. Return whether it was added."""
        try:
            check_row(table, row)
        except InvalidRow as error:
            self.left_out.append(f"row {number} of {table} ({error.column}: {error.why})")
            return False
        self.tables[table].append(row)
        return True


def refuse_foreign_schema(connection: sqlite3.Connection) -> None:
    """Raise Refused for a schema with more in it than tables and indexes: views, triggers, virtual or computed values."""
    for kind, name, sql in connection.execute("select type, name, sql from sqlite_master limit 1000"):
        shown = f"“{str(name)[:60]}”"
        if kind not in ("table", "index"):
            raise Refused(f"it holds a {str(kind)[:20]} {shown}, which no file of Safe No has")
        if kind == "table" and str(sql).lower().lstrip().startswith("create virtual"):
            raise Refused(f"its table {shown} is a virtual one, which no file of Safe No has")
    for table in COLUMNS:
        for column in connection.execute(f"pragma table_xinfo({table})"):
            if column[6]:
                raise Refused(f"a column of its table {table} is computed, which no file of Safe No has")


def rows_of(connection: sqlite3.Connection) -> Rows:
    """Return the valid rows of a file that can be read from end to end. Raises sqlite3.Error where it cannot."""
    found = Rows()
    for table in COLUMNS:
        for number, row in _read(connection, table):
            found.add(table, row, number)
    return found


def _read(connection: sqlite3.Connection, table: str) -> Iterator[tuple[int, Row]]:
    """Yield (number, row) for each row of a table; the values that its version lacks are the defaults."""
    columns = COLUMNS[table]
    there = {row[1] for row in connection.execute(f"pragma table_info({table})")}
    names = [name for name in columns if name in there and name != "id"]
    if not names:
        return
    chosen = ", ".join(f'"{name}"' for name in names)
    rows = _decoded(connection, f"select rowid, {chosen} from {table} order by rowid")
    defaults = {name: column.default for name, column in columns.items()}
    for number, *values in rows:
        row = defaults | dict(zip(names, values, strict=True))
        if "id" in columns:
            row["id"] = number
        yield number, fitted(table, row)


def _decoded(connection: sqlite3.Connection, sql: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows; bytes that are no text become characters that no text has, so that only their own row is left out."""
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    try:
        yield from connection.execute(sql)
    finally:
        connection.text_factory = str


def fitted(table: str, row: Row) -> Row:
    """Return a row as this version writes it: a session of an older version gets a uid, a garbled state is dropped."""
    if table == "sessions" and not row.get("uid"):
        # Made from the row itself, so that reading it again finds the same session.
        begun = f"{row['started']} {row['scenario']} {row['seed']} {row['id']}"
        row["uid"] = hashlib.sha256(begun.encode("utf-8", "replace")).hexdigest()[:32]
    if table == "turns" and row["state"]:
        try:
            COLUMNS["turns"]["state"].check(row["state"])
        except (ValueError, TypeError):
            row["state"] = ""  # it is only needed to take the talk up again; the line is worth more
    return row


def size_on_disk(path: Path) -> int:
    """Return how many bytes of a file there are; one with holes seems larger. Raises OSError."""
    found = path.stat()
    return min(found.st_size, getattr(found, "st_blocks", found.st_size) * 512)


def seconds_for(size: int) -> float:
    """Return how many seconds reading a file of `size` bytes may take."""
    return LEAST_SECONDS + size * SECONDS_A_BYTE


def careful_rows(connection: sqlite3.Connection, size: int) -> Rows:
    """Return the valid rows of a file of `size` bytes, held to limits. Raises Refused, or sqlite3.Error."""
    with careful(connection, seconds_for(size)):
        refuse_foreign_schema(connection)
        return rows_of(connection)
