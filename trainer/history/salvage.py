"""What can still be read of a damaged file, row by row, taken into a sound one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .store import History

#: Rows are tried one by one up to this many beyond the last that could be read.
_GAP = 200


def salvage(damaged: Path, into: History) -> tuple[int, int]:
    """Take in every row of a damaged file that can be read and is not there yet: (talks, lines). The file is only read."""
    try:
        connection = sqlite3.connect(f"file:{damaged.as_posix()}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0, 0
    connection.row_factory = sqlite3.Row
    try:
        sessions = {row["id"]: row for row in _rows(connection, "sessions")}
        turns = list(_rows(connection, "turns"))
    finally:
        connection.close()
    known = {row["uid"] for row in into.tables()["sessions"]}
    ids: dict[int, int] = {}
    columns = into.columns()
    with into.batch():
        for old, row in sessions.items():
            if row.get("uid") and row["uid"] not in known:
                kept = {key: value for key, value in row.items() if key in columns["sessions"]}
                ids[old] = into.insert("sessions", {**kept, "parent": None, "branched_at": None}, renumbered=True)
        lines = 0
        for row in turns:
            if row.get("session_id") in ids and row.get("line") is not None:
                kept = {key: value for key, value in row.items() if key in columns["turns"]}
                into.insert("turns", {**kept, "session_id": ids[row["session_id"]]}, renumbered=True)
                lines += 1
    return len(ids), lines


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table that can be read; those on a damaged page are passed over."""
    number, missed = 0, 0
    while missed < _GAP:
        try:
            row = connection.execute(f"select * from {table} where id > ? order by id limit 1", [number]).fetchone()
            if row is None:
                return
            number, missed = row["id"], 0
            yield dict(row)
        except sqlite3.DatabaseError:
            number += 1
            missed += 1
