"""The figures behind the progress page, counted by the database from the stored turns; none is stored itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from ..scenario import Level, Outcome
from .errors import reads
from .row_types import number, points, stamp, text
from .valid_values import moment

_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as a list shows it.

    `started`: UTC, ISO 8601; `branch`: it is another attempt; `first`, `last`: resistance, 0–100 points; `uid`: what tells
    it in every copy of the file.
    """

    id: int
    started: str
    scenario: str
    title: str
    kind: str
    level: str
    outcome: str
    held_back: bool
    branch: bool
    turns: int
    no_oriented: int
    yes_oriented: int
    first: int
    last: int
    uid: str


@dataclass(frozen=True, slots=True)
class Effect:
    """All lines of one month with the same main kind and moves.

    `month`: "2026-11"; `moves`: kinds, sorted; `change`: the sum of the changes of resistance, in points.
    """

    month: str
    held_back: bool
    kind: str
    moves: tuple[str, ...]
    lines: int
    change: int


class Figures:
    """Counts over the sessions and reviews of one profile, whose id `profile` returns."""

    def __init__(self, database: sqlite_utils.Database, profile: Callable[[], int], path: Path | None) -> None:
        self._database, self._profile, self.path = database, profile, path

    @reads
    def own_asks(self, limit: int) -> list[tuple[str, str, datetime]]:
        """Return (line, title of the session, when) of the learner's newest yes-oriented asks, at most `limit`."""
        rows = self._database.query(
            "select t.line, s.title, t.said_at from turns t join sessions s on s.id = t.session_id "
            "where s.profile = ? and t.kind = 'yes_oriented_ask' order by t.id desc limit ?",
            [self._profile(), limit],
        )
        return [(text(row["line"]), text(row["title"]), moment(row["said_at"])) for row in rows]

    @reads
    def sessions(self) -> list[SessionLine]:
        """List every session that has turns, the newest first."""
        rows = self._database.conn.execute(
            """
            select s.id, s.started, s.scenario, s.title, s.kind, s.level, coalesce(s.outcome, 'unfinished'), s.held_back,
                   s.parent is not null, t.n, t.no_oriented, t.yes_oriented, s.opening_resistance,
                   (select resistance_after from turns where session_id = s.id order by number desc limit 1), s.uid
            from sessions s join (
                select session_id, count(*) as n, sum(kind = 'no_oriented_ask') as no_oriented,
                       sum(kind = 'yes_oriented_ask') as yes_oriented
                from turns group by session_id
            ) t on t.session_id = s.id
            where s.profile = ? order by s.started desc, s.id desc
            """,
            [self._profile()],
        )
        return [_line(row) for row in rows]

    @reads
    def days(self, since: datetime) -> dict[date, int]:
        """Map each day (UTC) since then to how many sessions and reviews it had."""
        rows = self._database.conn.execute(
            """
            select day, sum(n) from (
                select substr(started, 1, 10) as day, count(*) as n from sessions where profile = :p and started >= :since group by day
                union all
                select substr(reviewed_at, 1, 10) as day, count(*) as n from reviews where profile = :p and reviewed_at >= :since group by day
            ) group by day
            """,
            {"p": self._profile(), "since": stamp(since)},
        )
        return {date.fromisoformat(day): int(n) for day, n in rows}

    @reads
    def asks(self) -> tuple[int, int, int]:
        """Count (lines, no-oriented asks, yes-oriented asks) over all sessions."""
        counted = (
            "count(*), coalesce(sum(t.kind = 'no_oriented_ask'), 0), coalesce(sum(t.kind = 'yes_oriented_ask'), 0)"
        )
        others = self._database.conn.execute(
            "select exists (select 1 from sessions where profile <> ?)", [self._profile()]
        )
        # If no other profile has sessions, the turns can be counted without a join.
        whose = "join sessions s on s.id = t.session_id where s.profile = :p" if next(others)[0] else "where :p = :p"
        (row,) = self._database.conn.execute(f"select {counted} from turns t {whose}", {"p": self._profile()})
        return int(row[0]), int(row[1]), int(row[2])

    @reads
    def effects(self, since: datetime | None = None) -> list[Effect]:
        """Sum up what lines with the same moves did, by month; with `since`, only in sessions begun then or later."""
        rows = self._database.conn.execute(
            """
            select substr(s.started, 1, 7) as month, s.held_back, t.kind, t.moves, count(*), sum(t.resistance_after - t.resistance_before)
            from turns t join sessions s on s.id = t.session_id where s.profile = ? and s.started >= ?
            group by month, s.held_back, t.kind, t.moves
            """,
            [self._profile(), stamp(since) if since else ""],
        )
        return [
            Effect(_month(month), bool(held), text(kind), _moves(moves), int(n), int(change or 0))
            for month, held, kind, moves, n, change in rows
        ]

    @reads
    def sessions_by_month(self) -> dict[str, int]:
        """Count the sessions of each month."""
        rows = self._database.conn.execute(
            "select substr(started, 1, 7) as month, count(*) from sessions where profile = ? group by month order by month",
            [self._profile()],
        )
        return {_month(month): int(n) for month, n in rows}

    @reads
    def outcomes(self) -> list[tuple[bool, str, int]]:
        """Count the ended sessions by (held back, outcome)."""
        rows = self._database.conn.execute(
            "select held_back, outcome, count(*) from sessions where profile = ? and outcome is not null group by 1, 2",
            [self._profile()],
        )
        return [(bool(held), str(Outcome(outcome)), int(n)) for held, outcome, n in rows]

    @reads
    def lines_since(self, moment: datetime) -> list[str]:
        """Return the learner's lines in sessions begun since then."""
        rows = self._database.conn.execute(
            "select t.line from sessions s join turns t on t.session_id = s.id where s.profile = ? and s.started >= ?",
            [self._profile(), stamp(moment)],
        )
        return [text(line) for (line,) in rows]

    @reads
    def families_since(self, moment: datetime) -> dict[str, int]:
        """Count the asks by family of their frame, in sessions begun since then, the most frequent first."""
        rows = self._database.conn.execute(
            "select t.family, count(*) from sessions s join turns t on t.session_id = s.id "
            "where s.profile = ? and s.started >= ? and t.family is not null group by t.family order by 2 desc",
            [self._profile(), stamp(moment)],
        )
        return {text(family): int(n) for family, n in rows}

    @reads
    def answers_by_month(self) -> list[tuple[str, str, int, int]]:
        """Count (month, skill, reviews, right ones), leaving out the first review of each card."""
        rows = self._database.conn.execute(
            """
            select substr(r.reviewed_at, 1, 7) as month, r.skill, count(*), sum(r.right) from reviews r
            where r.profile = :p and r.id not in (select min(id) from reviews where profile = :p group by card)
            group by month, r.skill order by month
            """,
            {"p": self._profile()},
        )
        return [(_month(month), text(skill), int(n), int(right or 0)) for month, skill, n, right in rows]


def _month(value: Any) -> str:
    """Check a stored month. Raises ValueError for anything else."""
    if not _MONTH.fullmatch(text(value)):
        raise ValueError("no month")
    return str(value)


def _moves(stored: Any) -> tuple[str, ...]:
    return tuple(part for part in text(stored).split(",") if part)


def _line(row: Sequence[Any]) -> SessionLine:
    moment(row[1])
    return SessionLine(
        number(row[0]), text(row[1]), text(row[2]), text(row[3]), text(row[4]), str(Level(row[5])), str(Outcome(row[6])),
        bool(row[7]), bool(row[8]), number(row[9]), number(row[10]), number(row[11]), points(row[12]), points(row[13]),
        text(row[14]),
    )  # fmt: skip
