"""Reviews (answers to drill cards) in the file, and the profiles they belong to."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from .errors import reads
from .row_types import stamp, text
from .stored_rows import Raw
from .valid_rows import check_row, memory_of
from .valid_values import moment

#: The longest time an answer is said to have taken, in seconds: a clock can be set while one thinks.
_LONGEST = 86_400.0
#: The order of answers to a card. Not that of the rows: those of another file come in later. What is yet to come was
#: answered under a wrong clock, and is older than anything.
_NEWEST_FIRST = "order by reviewed_at > ?, reviewed_at desc, id desc"


@dataclass(frozen=True, slots=True)
class Profile:
    """A learner, or a workshop: nameless, and erased at its end on request. `kind` says which."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One stored review.

    `failed`: the check that failed first, "" for none; `seconds`: from showing the card to the answer; `rating`: 1
    again, 2 hard, 3 good, 4 easy.
    """

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
    """The reviews of one profile at a time. `profile` returns the id of that profile, and so does `expect` if it is there."""

    def __init__(
        self,
        database: sqlite_utils.Database,
        raw: Raw,
        profile: Callable[[], int],
        expect: Callable[[], int],
        path: Path | None,
    ) -> None:
        self._database, self._raw, self._profile, self.path = database, raw, profile, path
        self._expect = expect

    def add(self, row: ReviewRow, memory: dict[str, Any]) -> None:
        """Store a review, and in `memory` the scheduler's own card after it."""
        self._raw.add("reviews", {
            "uid": secrets.token_hex(16), "profile": self._expect(), "card": row.card, "kind": row.kind, "skill": row.skill,
            "right": int(row.right), "failed": row.failed, "seconds": min(max(row.seconds, 0.0), _LONGEST), "hinted": int(row.hinted),
            "rating": int(row.rating), "memory": json.dumps(memory), "reviewed_at": stamp(row.reviewed),
        })  # fmt: skip

    @reads
    def memories(self) -> dict[str, dict[str, Any]]:
        """Map each card id to the scheduler's card after the last review."""
        rows = self._database.query(
            f"""select card, memory from (select card, memory, row_number() over (partition by card {_NEWEST_FIRST}) as place
                from reviews where profile = ?) where place = 1""",
            [stamp(datetime.now(UTC)), self._profile()],
        )
        return {text(row["card"]): memory_of(row["memory"]) for row in rows}

    @reads
    def memories_of(self, cards: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Do the same as `memories`, for some cards only."""
        found = {}
        for card in cards:
            rows = self._database.conn.execute(
                f"select memory from reviews where profile = ? and card = ? {_NEWEST_FIRST} limit 1",
                [self._profile(), card, stamp(datetime.now(UTC))],
            )
            for (memory,) in rows:
                found[card] = memory_of(memory)
        return found

    @reads
    def last(self, card: str) -> ReviewRow | None:
        """Return the last review of a card."""
        rows = list(
            self._database.query(
                f"select * from reviews where profile = ? and card = ? {_NEWEST_FIRST} limit 1",
                [self._profile(), card, stamp(datetime.now(UTC))],
            )
        )
        return review_row(rows[0]) if rows else None

    @reads
    def last_time(self) -> datetime | None:
        """Return when any card was last answered, None for never."""
        rows = self._database.conn.execute("select max(reviewed_at) from reviews where profile = ?", [self._profile()])
        (last,) = next(iter(rows))
        return moment(last) if last else None

    @reads
    def all(self) -> list[ReviewRow]:
        """Return all reviews, the oldest first."""
        rows = self._database.query("select * from reviews where profile = ? order by reviewed_at", [self._profile()])
        return [review_row(row) for row in rows]

    @reads
    def first_met_between(self, since: datetime, until: datetime) -> int:
        """Count the cards that were answered for the first time in a span, both ends in it."""
        rows = self._database.query(
            "select count(*) as n from (select min(reviewed_at) as met from reviews where profile = ? group by card) where met between ? and ?",
            [self._profile(), stamp(since), stamp(until)],
        )
        return int(next(iter(rows))["n"])


def review_row(row: dict[str, Any]) -> ReviewRow:
    """Turn a stored row into a ReviewRow. Raises InvalidRow for values that this program never writes."""
    check_row("reviews", row)
    return ReviewRow(
        text(row["card"]), text(row["kind"]), text(row["skill"]), bool(row["right"]), text(row["failed"]), float(row["seconds"]),
        bool(row["hinted"]), int(row["rating"]), moment(row["reviewed_at"]),
    )  # fmt: skip
