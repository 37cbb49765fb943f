"""When a card comes again: FSRS-6 with its defaults, nothing to set. The rating follows from the result alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fsrs import Card as Memory
from fsrs import Rating, Scheduler, State

from .cards import DrillKind
from .day import day_of

#: Seconds up to which an answer is quick; and from which it is slow.
QUICK = {DrillKind.FLIP: 14.0, DrillKind.NAME: 14.0, DrillKind.NO_MEANS: 4.0, DrillKind.SPOT: 7.0, DrillKind.SAY: 20.0}
SLOW = {DrillKind.FLIP: 60.0, DrillKind.NAME: 60.0, DrillKind.NO_MEANS: 15.0, DrillKind.SPOT: 25.0, DrillKind.SAY: 90.0}
#: Seconds for an answer when drilling against the clock.
IN_TIME = 15.0

#: How far ahead of now an answer may lie before the clock was wrong then; and the longest time away that counts.
AHEAD, _LONGEST_AWAY = timedelta(days=1), timedelta(days=365)

# Without fuzzing, the same answers give the same dates on every machine.
_SCHEDULER = Scheduler(enable_fuzzing=False)


@dataclass(frozen=True, slots=True)
class Result:
    """How one card was answered. `seconds`: after the card; `quick_before`: the last answer was right and quick."""

    right: bool
    seconds: float
    hinted: bool = False
    quick_before: bool = False


def grade(kind: DrillKind, result: Result) -> Rating:
    """Rate a result.

    Wrong: again. Right with a hint or slowly: hard. Right and quick twice running: easy. Otherwise good.
    """
    if not result.right:
        return Rating.Again
    if result.hinted or result.seconds >= SLOW[kind]:
        return Rating.Hard
    return Rating.Easy if is_quick(kind, result) and result.quick_before else Rating.Good


def is_quick(kind: DrillKind, result: Result) -> bool:
    return result.right and not result.hinted and result.seconds <= QUICK[kind]


def review(memory: Mapping[str, Any] | None, rating: Rating, now: datetime) -> dict[str, Any]:
    """Return the scheduler's card after an answer, as plain values; `memory` is the card before, None for a new one.

    Pure. If the clock was set back, no time counts as gone by; an answer from the future is drawn back to now, since
    otherwise the card would not come again before that day.
    """
    card = Memory.from_dict(dict(memory)) if memory else Memory(card_id=0)  # type: ignore[arg-type]
    moment = now.astimezone(UTC)
    if card.last_review is not None:
        # A little back is a clock that was put right, and counts as no time; far ahead or behind is one that was wrong.
        if moment < card.last_review <= moment + AHEAD:
            moment = card.last_review
        card.last_review = min(max(card.last_review, moment - _LONGEST_AWAY), moment)
    card, _ = _SCHEDULER.review_card(card, rating, moment)
    return dict(card.to_dict())


def due(memory: Mapping[str, Any]) -> datetime:
    """Return when a card comes again, in UTC."""
    return datetime.fromisoformat(str(memory["due"]))


def day_due(memory: Mapping[str, Any]) -> date:
    """Return the learner's day on which a card comes again."""
    return day_of(due(memory))


def is_due(memory: Mapping[str, Any], now: datetime) -> bool:
    """Tell whether a card comes now: its time or, for one that is learned, its day has come.

    One that was answered on a day that is yet to come is due, too.
    """
    last = memory["last_review"]
    if last is not None and datetime.fromisoformat(str(last)) > now + AHEAD:
        return True
    if memory["state"] == State.Review:
        return day_due(memory) <= day_of(now)
    return due(memory) <= now


def gap(before: Mapping[str, Any], after: Mapping[str, Any]) -> int:
    """Return how many of the learner's days lay between two answers to a card."""
    last, now = (datetime.fromisoformat(str(memory["last_review"])) for memory in (before, after))
    return max(0, (day_of(now) - day_of(last)).days)


#: A missed card that is due again within this time is shown once more in the same sitting.
SAME_SITTING = timedelta(minutes=15)
