"""The learner's progress from their sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..history import SessionRow
from ..scenario import Outcome


@dataclass(frozen=True, slots=True)
class Week:
    """`monday`: its first day (local time). `share`: no-oriented asks among all asks, 0–1; None without an ask."""

    monday: date
    sessions: int
    no_oriented: int
    asks: int

    @property
    def share(self) -> float | None:
        return self.no_oriented / self.asks if self.asks else None


@dataclass(frozen=True, slots=True)
class Review:
    """`outcomes`: how often each, most frequent first. `weeks`: oldest first, without gaps."""

    sessions: int
    lines: int
    no_oriented: int
    asks: int
    outcomes: tuple[tuple[Outcome, int], ...]
    weeks: tuple[Week, ...]


def review(rows: Sequence[SessionRow]) -> Review:
    """Figures over all sessions with at least one line."""
    spoken = [row for row in rows if row.turns]
    outcomes = Counter(row.outcome or Outcome.UNFINISHED for row in spoken)
    return Review(
        sessions=len(spoken),
        lines=sum(row.turns for row in spoken),
        no_oriented=sum(row.no_oriented for row in spoken),
        asks=sum(row.no_oriented + row.yes_oriented for row in spoken),
        outcomes=tuple(outcomes.most_common()),
        weeks=_weeks(spoken),
    )


def _weeks(rows: Sequence[SessionRow]) -> tuple[Week, ...]:
    by_monday: dict[date, list[SessionRow]] = {}
    for row in rows:
        day = row.started.astimezone().date()
        by_monday.setdefault(day - timedelta(days=day.weekday()), []).append(row)
    if not by_monday:
        return ()
    monday, weeks = min(by_monday), []
    while monday <= max(by_monday):
        held = by_monday.get(monday, [])
        no_oriented = sum(row.no_oriented for row in held)
        asks = no_oriented + sum(row.yes_oriented for row in held)
        weeks.append(Week(monday, len(held), no_oriented, asks))
        monday += timedelta(days=7)
    return tuple(weeks)
