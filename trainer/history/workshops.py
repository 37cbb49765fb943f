"""Workshops in the file: saved at every step, so that a power cut loses nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from .errors import reads
from .row_types import number, plain, stamp


class Workshops:
    """The stored workshops. `written` opens a transaction."""

    def __init__(
        self, database: sqlite_utils.Database, written: Callable[[], AbstractContextManager[None]], path: Path | None
    ) -> None:
        self._database, self._written, self.path = database, written, path

    def begin(self, profile: int, state: dict[str, Any], now: datetime) -> int:
        """Store a new workshop and return its id."""
        with self._written():
            cursor = self._database.conn.execute(
                "insert into workshops (profile, state, saved_at) values (?, ?, ?)",
                [profile, json.dumps(state), stamp(now)],
            )
        return int(cursor.lastrowid or 0)

    def save(self, workshop_id: int, state: dict[str, Any], now: datetime) -> None:
        """Store a workshop as it stands now."""
        with self._written():
            self._database.conn.execute(
                "update workshops set state = ?, saved_at = ? where id = ?",
                [json.dumps(state), stamp(now), workshop_id],
            )

    def end(self, workshop_id: int, now: datetime) -> None:
        """Mark a workshop as over, so that it is no longer offered to be resumed."""
        with self._written():
            self._database.conn.execute("update workshops set ended_at = ? where id = ?", [stamp(now), workshop_id])

    @reads
    def unfinished(self) -> tuple[int, int, dict[str, Any]] | None:
        """Return (id, profile, state) of the newest workshop that has not ended, None for none."""
        rows = list(
            self._database.query(
                "select id, profile, state from workshops where ended_at is null order by id desc limit 1"
            )
        )
        return (number(rows[0]["id"]), number(rows[0]["profile"]), plain(rows[0]["state"])) if rows else None
