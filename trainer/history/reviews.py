"""Answers to drill cards in the file, and the profiles whose they are."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from .errors import reads
from .row_types import moment, plain, stamp, text


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
        path: Path | None,
    ) -> None:
        self._database, self._written, self._profile, self.path = database, written, profile, path

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

    @reads
    def memories(self) -> dict[str, dict[str, Any]]:
        """Card id → the scheduler's card after its last answer."""
        rows = self._database.query(
            "select card, memory from reviews where id in (select max(id) from reviews where profile = ? group by card)",
            [self._profile()],
        )
        return {text(row["card"]): memory_of(row["memory"]) for row in rows}

    @reads
    def memories_of(self, cards: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The same for some cards only."""
        found = {}
        for card in cards:
            rows = self._database.conn.execute(
                "select memory from reviews where profile = ? and card = ? order by id desc limit 1",
                [self._profile(), card],
            )
            for (memory,) in rows:
                found[card] = memory_of(memory)
        return found

    @reads
    def last(self, card: str) -> ReviewRow | None:
        """The last answer to a card."""
        rows = list(
            self._database.query(
                "select * from reviews where profile = ? and card = ? order by id desc limit 1", [self._profile(), card]
            )
        )
        return review_row(rows[0]) if rows else None

    @reads
    def last_time(self) -> datetime | None:
        """When a card was answered last, None for never."""
        rows = self._database.conn.execute("select max(reviewed_at) from reviews where profile = ?", [self._profile()])
        (last,) = next(iter(rows))
        return moment(last) if last else None

    @reads
    def all(self) -> list[ReviewRow]:
        """All answers, the oldest first."""
        rows = self._database.query("select * from reviews where profile = ? order by reviewed_at", [self._profile()])
        return [review_row(row) for row in rows]

    @reads
    def first_met_since(self, since: datetime) -> int:
        """How many cards were met for the first time since then."""
        rows = self._database.query(
            "select count(*) as n from (select min(reviewed_at) as met from reviews where profile = ? group by card) where met >= ?",
            [self._profile(), stamp(since)],
        )
        return int(next(iter(rows))["n"])


def review_row(row: dict[str, Any]) -> ReviewRow:
    """Raises TypeError or ValueError for what nobody wrote."""
    return ReviewRow(
        text(row["card"]), text(row["kind"]), text(row["skill"]), bool(row["right"]), text(row["failed"]), float(row["seconds"]),
        bool(row["hinted"]), int(row["rating"]), moment(row["reviewed_at"]),
    )  # fmt: skip


def memory_of(stored: Any) -> dict[str, Any]:
    """The scheduler's card as it was stored. Raises an error of UNREADABLE for one that the scheduler could not go on from."""
    memory = plain(stored)
    moment(memory["due"])
    if memory["last_review"] is not None:
        moment(memory["last_review"])
    for name in ("stability", "difficulty"):
        if memory[name] is not None:
            float(memory[name])
    if (
        memory["state"] not in (1, 2, 3)
        or not isinstance(memory["card_id"], int)
        or not isinstance(memory["step"], int | None)
    ):
        raise ValueError("no memory of a card")
    return memory
