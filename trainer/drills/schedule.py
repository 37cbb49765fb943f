"""When a card comes again: FSRS-6 with its defaults, no knobs. The grade comes from the result alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from fsrs import Card as Memory
from fsrs import Rating, Scheduler, State

from .cards import DrillKind

#: Seconds: up to so many an answer is quick, from so many on it is slow.
QUICK = {DrillKind.FLIP: 14.0, DrillKind.NAME: 14.0, DrillKind.NO_MEANS: 4.0, DrillKind.SPOT: 7.0}
SLOW = {DrillKind.FLIP: 60.0, DrillKind.NAME: 60.0, DrillKind.NO_MEANS: 15.0, DrillKind.SPOT: 25.0}
#: Seconds an answer has when one drills against the clock.
IN_TIME = 15.0

# Without fuzz: the same answers give the same dates on every machine.
_SCHEDULER = Scheduler(enable_fuzzing=False)


@dataclass(frozen=True, slots=True)
class Result:
    """How one card was answered. `seconds`: from card to answer. `quick_before`: the last answer was right and quick."""

    right: bool
    seconds: float
    hinted: bool = False
    quick_before: bool = False


def grade(kind: DrillKind, result: Result) -> Rating:
    """Wrong: again. Right with a hint or slowly: hard. Right and quick twice running: easy. Right: good."""
    if not result.right:
        return Rating.Again
    if result.hinted or result.seconds >= SLOW[kind]:
        return Rating.Hard
    return Rating.Easy if is_quick(kind, result) and result.quick_before else Rating.Good


def is_quick(kind: DrillKind, result: Result) -> bool:
    return result.right and not result.hinted and result.seconds <= QUICK[kind]


def review(memory: Mapping[str, Any] | None, rating: Rating, now: datetime) -> dict[str, Any]:
    """The memory of a card after an answer, as plain values. `memory`: as it was, None for a new card. Pure.

    A clock that was set back counts as no time at all, so that nothing is lost and nothing comes due in a storm.
    """
    card = Memory.from_dict(dict(memory)) if memory else Memory(card_id=0)  # type: ignore[arg-type]
    moment = now.astimezone(UTC)
    if card.last_review is not None and moment < card.last_review:
        moment = card.last_review
    card, _ = _SCHEDULER.review_card(card, rating, moment)
    return dict(card.to_dict())


def due(memory: Mapping[str, Any]) -> datetime:
    """When a card comes again, UTC."""
    return datetime.fromisoformat(str(memory["due"]))


def retention(memory: Mapping[str, Any], now: datetime) -> float:
    """How likely it is that the card is still known now, 0–1."""
    return float(_SCHEDULER.get_card_retrievability(Memory.from_dict(dict(memory)), now.astimezone(UTC)))  # type: ignore[arg-type]


def is_learned(memory: Mapping[str, Any]) -> bool:
    """Whether the card has left the first steps of learning."""
    return int(memory["state"]) == State.Review


#: What the scheduler aims at.
TARGET = _SCHEDULER.desired_retention
#: A card that comes again within so long still belongs to the same sitting.
SAME_SITTING = timedelta(minutes=15)
