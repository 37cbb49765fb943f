"""Answers to drill cards in the file, and the profiles whose they are."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlite_utils

from .rows import stamp


@dataclass(frozen=True, slots=True)
class Profile:
    """`kind`: learner, or workshop: nameless, and erased at its end when asked."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One stored answer. `seconds`: from the card to the answer."""

    card: str
    kind: str
    skill: str
    right: bool
    failed: str
    seconds: float
    hinted: bool
    rating: int
    reviewed: datetime


class Reviews:
    """The answers of one learner at a time. `written`: opens one transaction; `profile`: whose they are."""

    def __init__(
        self,
        database: sqlite_utils.Database,
        written: Callable[[], AbstractContextManager[None]],
        profile: Callable[[], int],
    ) -> None:
        self._database, self._written, self._profile = database, written, profile

    def add(self, row: ReviewRow, memory: dict[str, Any]) -> None:
        """Commit an answer. `memory`: the scheduler's card after it."""
        with self._written():
            self._database.conn.execute(
                "insert into reviews (uid, profile, card, kind, skill, right, failed, seconds, hinted, rating, memory, reviewed_at) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    secrets.token_hex(16), self._profile(), row.card, row.kind, row.skill, row.right, row.failed, row.seconds,
                    row.hinted, row.rating, json.dumps(memory), stamp(row.reviewed),
                ],
            )  # fmt: skip

    def memories(self) -> dict[str, dict[str, Any]]:
        """Card id → the scheduler's card after its last answer."""
        rows = self._database.query(
            "select card, memory from reviews where id in (select max(id) from reviews where profile = ? group by card)",
            [self._profile()],
        )
        return {row["card"]: json.loads(row["memory"]) for row in rows}

    def memories_of(self, cards: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The same for some cards only."""
        found = {}
        for card in cards:
            rows = self._database.conn.execute(
                "select memory from reviews where profile = ? and card = ? order by id desc limit 1",
                [self._profile(), card],
            )
            for (memory,) in rows:
                found[card] = json.loads(memory)
        return found

    def last(self, card: str) -> ReviewRow | None:
        """The last answer to a card."""
        rows = list(
            self._database.query(
                "select * from reviews where profile = ? and card = ? order by id desc limit 1", [self._profile(), card]
            )
        )
        return _row(rows[0]) if rows else None

    def last_time(self) -> datetime | None:
        """When a card was answered last, None for never."""
        rows = self._database.conn.execute("select max(reviewed_at) from reviews where profile = ?", [self._profile()])
        (moment,) = next(iter(rows))
        return datetime.fromisoformat(moment) if moment else None

    def all(self) -> list[ReviewRow]:
        """All answers, the oldest first."""
        rows = self._database.query("select * from reviews where profile = ? order by reviewed_at", [self._profile()])
        return [_row(row) for row in rows]

    def first_met_since(self, moment: datetime) -> int:
        """How many cards were met for the first time since then."""
        rows = self._database.query(
            "select count(*) as n from (select min(reviewed_at) as met from reviews where profile = ? group by card) where met >= ?",
            [self._profile(), stamp(moment)],
        )
        return int(next(iter(rows))["n"])


def _row(row: dict[str, Any]) -> ReviewRow:
    return ReviewRow(
        row["card"], row["kind"], row["skill"], bool(row["right"]), row["failed"], row["seconds"], bool(row["hinted"]),
        row["rating"], datetime.fromisoformat(row["reviewed_at"]),
    )  # fmt: skip
