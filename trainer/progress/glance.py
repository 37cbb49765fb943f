"""Progress at a glance: practice days, what is due, one suggestion with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..history.figures import Effect
from .skills import share_of_asks

#: Weeks in the practice calendar.
WEEKS = 53
_FEW_ASKS, _LOW_SHARE, _MUCH_PRESSURE, _FEW_LABELS, _MANY_DUE = 4, 60.0, 0.3, 0.7, 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The next thing to practise, and why. `go`: the page that helps: drills, library or evidence."""

    text: str
    reason: str
    go: str


def heat_map(days: Mapping[date, int], today: date) -> list[list[tuple[date, int]]]:
    """Return weeks of seven (day, how much was done), each from Monday; the last week holds today."""
    monday = today - timedelta(days=today.weekday()) - timedelta(weeks=WEEKS - 1)
    return [
        [
            (monday + timedelta(weeks=week, days=day), days.get(monday + timedelta(weeks=week, days=day), 0))
            for day in range(7)
        ]
        for week in range(WEEKS)
    ]


def suggest(effects: Sequence[Effect], sessions: int, due: int, tried_unseen: bool) -> Suggestion:
    """Return one thing to practise next, from what the learner's own lines did: the first that applies."""
    if not sessions:
        return Suggestion("Begin with an easy coffee invite.", "There is no talk here yet.", "library")
    recent = _latest(effects)
    lines = sum(effect.lines for effect in recent)
    asks = share_of_asks(recent).points
    if due >= _MANY_DUE:
        return Suggestion(
            f"Start with five of the {due} cards that are due.",
            "A little, often, keeps what you have learned.",
            "drills",
        )
    pressure = sum(effect.lines for effect in recent if "pressure" in effect.moves)
    if lines and pressure / lines >= _MUCH_PRESSURE:
        return Suggestion(
            "Try the same talk once more, leaving them a way out.",
            f"{pressure} of your last {lines} lines pressed.",
            "library",
        )
    if asks and asks[-1].count >= _FEW_ASKS and asks[-1].value < _LOW_SHARE:
        return Suggestion(
            "Two minutes of “flip it”.",
            f"{asks[-1].value:.0f} % of your last {asks[-1].count} asks could be granted with a “no”.",
            "drills",
        )
    labels = sum(effect.lines for effect in recent if "label" in effect.moves)
    if lines and labels / lines < _FEW_LABELS / 5:
        return Suggestion(
            "Name what they may feel before you ask.", f"{labels} of your last {lines} lines were labels.", "evidence"
        )
    if not tried_unseen:
        return Suggestion(
            "Test yourself on a scenario kept for that.", "You have not tried one of them yet.", "library"
        )
    return Suggestion("A harder talk.", "Your asks, labels and questions are all there.", "library")


def _latest(effects: Sequence[Effect]) -> list[Effect]:
    """Return the effects of the last two months that have any."""
    months = sorted({effect.month for effect in effects})[-2:]
    return [effect for effect in effects if effect.month in months]
