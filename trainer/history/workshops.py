"""Workshops in the file: saved at every step, so that a power cut loses nothing."""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from .errors import reads
from .row_types import number, stamp, text
from .stored_rows import Raw, erased
from .valid_rows import workshop_of
from .valid_values import plain

#: What tells a workshop from others.
_BEGINNING = ("started", "scenario", "seed")


class Workshops:
    """The stored workshops."""

    def __init__(self, database: sqlite_utils.Database, raw: Raw, path: Path | None) -> None:
        self._database, self._raw, self.path = database, raw, path

    def begin(self, profile: int, state: dict[str, Any], now: datetime) -> int:
        """Store a new workshop and return its id."""
        return self._raw.add("workshops", {"profile": profile, "state": json.dumps(state), "saved_at": stamp(now)})

    def like(self, state: dict[str, Any]) -> tuple[int, int, str] | None:
        """Return (id, profile, when it was saved) of the workshop that began as one of this state did; None for none."""
        for row in self._raw.query("select * from workshops order by ended_at is not null, id desc"):
            if (found := _readable(row["state"])) is not None and _began(found) == _began(state):
                return number(row["id"]), number(row["profile"]), text(row["saved_at"])
        return None

    def expect_talk(self, session_id: int, profile: int) -> None:
        """Make sure that a talk of a workshop is its own still. Raises TrainerError if it was erased."""
        if not self._raw.query("select 1 from sessions where id = ? and profile = ?", session_id, profile):
            raise erased("talk")

    def save(self, workshop_id: int, state: dict[str, Any], now: datetime) -> None:
        """Store a workshop as it stands now."""
        self._raw.update("workshops", workshop_id, {"state": json.dumps(state), "saved_at": stamp(now)})

    def end(self, workshop_id: int, now: datetime) -> None:
        """Mark a workshop as over, so that it is no longer offered to be resumed."""
        self._raw.update("workshops", workshop_id, {"ended_at": stamp(now)})

    @reads
    def unfinished(self, like: dict[str, Any] | None = None) -> tuple[int, int, dict[str, Any]] | None:
        """Return (id, profile, state) of the newest workshop that has not ended and can be run, None for none.

        `like`: only the one that began as one of this state did.
        """
        rows = self._database.query("select id, profile, state from workshops where ended_at is null order by id desc")
        for row in list(rows):
            state = _readable(row["state"])
            if state is not None and (like is None or _began(state) == _began(like)):
                return number(row["id"]), number(row["profile"]), state
        return None


def _began(state: dict[str, Any]) -> list[Any]:
    return [state.get(name) for name in _BEGINNING]


def _readable(stored: object) -> dict[str, Any] | None:
    """Return a stored workshop, None for one that cannot be run: older versions took such in from files of strangers.

    Raises ValueError or TypeError for what is no JSON object: that is damage, and is told.
    """
    plain(stored)
    with contextlib.suppress(ValueError, TypeError):
        return workshop_of(stored)
    return None
