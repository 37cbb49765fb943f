"""The valid rows of a file that anybody may have made: another history, a backup, a file that was set aside.

Only the tables and columns of ours are read, by names that stand here; whatever else is in the file reaches no SQL.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .migrations import MIGRATIONS
from .read_only import careful
from .valid_rows import COLUMNS, DEEPEST_ATTEMPT, InvalidRow, check_row

Row = dict[str, Any]
#: Seconds that reading the rows of a file may take: for each of its bytes, and for any file.
SECONDS_A_BYTE, LEAST_SECONDS = 2e-6, 1.0
#: Bytes of text that may be read out of a file: for each of its bytes, and for any file.
_TIMES_AS_MUCH, _AND_SO_MUCH = 2, 1_000_000
#: Tables and indexes of a file; ours have some thirty.
_MOST_PARTS = 200
#: Characters of what describes one of them; ours have some thousand.
_LONGEST_PART = 10_000
_COMMENT = re.compile(r"--[^\n]*")
#: What stands in quotes or is a comment in SQL, to the end where it has none; the rest are names and words of the language.
_QUOTED = re.compile(
    r"--[^\n]*|/\*.*?(?:\*/|\Z)|'[^']*(?:'|\Z)|\"[^\"]*(?:\"|\Z)|`[^`]*(?:`|\Z)|\[[^\]]*(?:\]|\Z)", re.DOTALL
)
#: What SQLite works out for each row: a condition on a table; an index of more than columns, or of some rows only.
_CONDITION, _COMPUTED_INDEX = re.compile(r"\bcheck\s*\("), re.compile(r"\(.*\(|\bwhere\b", re.DOTALL)


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


def refuse_foreign_schema(connection: sqlite3.Connection, views: bool = False) -> None:
    """Raise Refused for a schema with more in it than tables and indexes: whatever SQLite would run by itself.

    That is views, triggers, virtual tables, computed values, conditions. `views`: let those be that have names of their own.
    """
    parts = connection.execute(
        f"select type, substr(name, 1, 100), substr(sql, 1, {_LONGEST_PART + 1}) from sqlite_master limit {_MOST_PARTS + 1}"
    ).fetchall()
    if len(parts) > _MOST_PARTS:
        raise Refused(f"it has more than {_MOST_PARTS} tables and indexes, which no file of Safe No has")
    if any(len(str(sql or "")) > _LONGEST_PART for _, _, sql in parts):
        raise Refused(
            f"a table of it takes more than {_LONGEST_PART:,} characters to describe, which none of Safe No does"
        )
    for kind, name, sql in parts:
        shown, bare = f"“{str(name)[:60]}”", _QUOTED.sub("''", str(sql or "")).lower()
        if kind not in ("table", "index") and not (views and kind == "view" and str(name).lower() not in COLUMNS):
            raise Refused(f"it holds a {str(kind)[:20]} {shown}, which no file of Safe No has")
        if kind == "table" and bare.lstrip().startswith("create virtual"):
            raise Refused(f"its table {shown} is a virtual one, which no file of Safe No has")
        if (kind == "table" and _CONDITION.search(bare)) or (kind == "index" and _COMPUTED_INDEX.search(bare)):
            raise Refused(f"its {kind} {shown} has a condition, which none of Safe No has")
    for table in COLUMNS:
        for column in connection.execute(f"pragma table_xinfo({table})"):
            if column[6]:
                raise Refused(f"a column of its table {table} is computed, which no file of Safe No has")


def is_as_we_make_it(connection: sqlite3.Connection) -> bool:
    """Tell whether the tables and indexes of a file are those that its version has, with nothing added or taken away."""
    (version,) = connection.execute("pragma user_version").fetchone()
    with contextlib.closing(sqlite3.connect(":memory:")) as ours:
        for step in MIGRATIONS[:version]:
            for statement in step:
                ours.execute(statement)
        return _schema(connection) == _schema(ours)


def _schema(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    parts = connection.execute("select type, name, sql from sqlite_master where name not like 'sqlite_stat%'")
    return sorted((kind, name, " ".join(_COMMENT.sub(" ", str(sql or "")).split())) for kind, name, sql in parts)


def rows_of(connection: sqlite3.Connection, most: float = math.inf) -> Rows:
    """Return the valid rows of a file that can be read from end to end. Raises sqlite3.Error where it cannot.

    `most`: raise Refused after so many bytes of text; a value that a schema gives to each row stands in the file but once.
    """
    found, text = Rows(), _Text(most)
    for table in COLUMNS:
        for number, row in _read(connection, table, text):
            found.add(table, row, number)
    _leave_out_too_deep(found)
    return found


def _leave_out_too_deep(rows: Rows) -> None:
    """Leave out attempts that go back over more others than any of ours: each is compared with all lines it shares with these."""
    parents = {row["id"]: row["parent"] for row in rows.tables["sessions"]}
    depths: dict[int | None, int] = {}
    for one in parents:
        way: dict[int | None, None] = {}
        talk: int | None = one
        while talk in parents and talk not in depths and talk not in way:  # garbled numbers may make a ring
            way[talk] = None
            talk = parents[talk]
        depth = depths.get(talk, -1)
        for passed in reversed(way):
            depth = depths[passed] = depth + 1
    deep = {talk for talk in parents if depths[talk] > DEEPEST_ATTEMPT}
    rows.left_out += [f"row {talk} of sessions (parent: goes back over too many attempts)" for talk in sorted(deep)]
    for name, column in (("sessions", "id"), ("turns", "session_id"), ("reflections", "session_id")) if deep else ():
        rows.tables[name] = [row for row in rows.tables[name] if row[column] not in deep]


class _Text:
    """Decodes texts; bytes that are no text become characters that no text has, so that only their own row is left out."""

    def __init__(self, most: float) -> None:
        self._left = most

    def __call__(self, data: bytes) -> str:
        self._left -= len(data)
        if self._left < 0:
            raise Refused("it stands for far more than it holds")
        return data.decode("utf-8", "surrogateescape")


def _read(connection: sqlite3.Connection, table: str, text: _Text) -> Iterator[tuple[int, Row]]:
    """Yield (number, row) for each row of a table; the values that its version lacks are the defaults."""
    columns = COLUMNS[table]
    there = {row[1] for row in connection.execute(f"pragma table_info({table})")}
    names = [name for name in columns if name in there and name != "id"]
    if not names:
        return
    chosen = ", ".join(f'"{name}"' for name in names)
    rows = _decoded(connection, text, f"select rowid, {chosen} from {table} order by rowid")
    defaults = {name: column.default for name, column in columns.items()}
    for number, *values in rows:
        row = defaults | dict(zip(names, values, strict=True))
        if "id" in columns:
            row["id"] = number
        yield number, fitted(table, row)


def _decoded(connection: sqlite3.Connection, text: _Text, sql: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, with their texts decoded by `text`."""
    connection.text_factory = text
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


def careful_rows(connection: sqlite3.Connection, size: int, views: bool = False) -> Rows:
    """Return the valid rows of a file of `size` bytes, held to limits. `views`: as in `refuse_foreign_schema`.

    Raises Refused, or sqlite3.Error.
    """
    with careful(connection, seconds_for(size)):
        refuse_foreign_schema(connection, views)
        return rows_of(connection, _TIMES_AS_MUCH * size + _AND_SO_MUCH)
