"""What can still be read of a damaged file, row by row, taken into a sound one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
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
    """The rows of a table that can be read; those on a damaged page are passed over.

    A damaged page may name rows out of order; only what goes forward is believed, so that this comes to an end.
    """
    number, missed = 0, 0
    while missed < _GAP:
        try:
            row = connection.execute(f"select * from {table} where id > ? order by id limit 1", [number]).fetchone()
            if row is None:
                return
        except sqlite3.DatabaseError:
            row = None
        if row is None or not isinstance(row["id"], int) or row["id"] <= number:
            number, missed = number + 1, missed + 1
            continue
        number, missed = row["id"], 0
        if _whole(dict(row)):
            yield dict(row)


def _whole(row: dict[str, Any]) -> bool:
    """Whether the times and the JSON of a row can be read; a row that lost a part would trip every page that shows it."""
    try:
        for key, value in row.items():
            if value and (key in ("started", "ended") or key.endswith("_at")):
                datetime.fromisoformat(value)
            elif value and key in ("causes", "concerns", "state"):
                json.loads(value)
    except (TypeError, ValueError):
        return False
    return not any(isinstance(value, str) and "\0" in value for value in row.values())
