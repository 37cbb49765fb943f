"""The end of a sitting: what was learned, what to look at again, and when the cards come next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .cards import Card
from .day import day_of, told
from .schedule import day_due, due, gap, is_due
from .sitting import Answered
from .wording import table

#: What comes within this time is told in minutes.
_SOON = timedelta(hours=1)
#: So many times of a plan are told one by one.
_MOST_DAYS = 4


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sitting came to. `right`, `answered`: answers; `learned`, `coming`: sentences; `missed`: cards, each once."""

    right: int
    answered: int
    learned: tuple[str, ...]
    missed: tuple[Card, ...]
    coming: tuple[str, ...]
    #: Whether some cards are due at once.
    more: bool = False


def summary(
    done: Sequence[Answered], memories: Mapping[str, Mapping[str, Any]], cards: Iterable[Card], now: datetime
) -> Summary:
    """Sum up a sitting. `memories`: the scheduler's cards after it; `cards`: all there are, of which some were never met."""
    missed = {one.card.id: one.card for one in done if not one.result.right}
    known = {card.id for card in cards} | {one.card.id for one in done}
    kept = {id_: memory for id_, memory in memories.items() if id_ in known}
    waiting = sum(is_due(memory, now) for memory in kept.values())
    return Summary(
        right=sum(one.result.right for one in done),
        answered=len(done),
        learned=(*_by_skill(done), *_new_and_known(done)),
        missed=tuple(missed.values()),
        coming=(*_coming(done, now), _next(kept, len(known - set(kept)), waiting, now)),
        more=waiting > 0,
    )


def _by_skill(done: Sequence[Answered]) -> list[str]:
    """Say for each skill how many answers were right, in the order of the cards."""
    total, right = Counter[str](), Counter[str]()
    for one in done:
        total[one.card.skill] += 1
        right[one.card.skill] += one.result.right
    names = table()["skills"]
    return [f"{names[skill]}: {right[skill]} of {many} right" for skill, many in total.items()]


def _new_and_known(done: Sequence[Answered]) -> list[str]:
    """Say how many cards were new, and how many were still known after the longest time."""
    first = {one.card.id: one for one in reversed(done)}.values()
    new = sum(one.before is None for one in first)
    rows = [f"{_cards(new)} met for the first time"] if new else []
    known = [gap(one.before, one.memory) for one in first if one.before is not None and one.result.right]
    longest = max(known, default=0)
    if longest:
        rows.append(f"{_cards(len(known))} still known, after up to {_days(longest)}")
    return rows


def _coming(done: Sequence[Answered], now: datetime) -> list[str]:
    """Say when the cards of a sitting come again, the nearest times one by one."""
    last = {one.card.id: one.memory for one in done}
    times = Counter(_when(memory, now) for memory in sorted(last.values(), key=due))
    if not times:
        return []
    rows = list(times.items())
    near, later = rows[:_MOST_DAYS], sum(many for _, many in rows[_MOST_DAYS:])
    parts = [f"{many} {when}" for when, many in near] + ([f"{later} later"] if later else [])
    return [f"These cards come again: {', '.join(parts)}."]


def _when(memory: Mapping[str, Any], now: datetime) -> str:
    """Say when a card comes: in some minutes, or on a day."""
    left = due(memory) - now
    if left < _SOON:
        minutes = max(1, -(-left // timedelta(minutes=1)))
        return f"in {minutes} minute{'s' * (minutes != 1)}"
    return told(day_due(memory), day_of(now))


def _next(memories: Mapping[str, Mapping[str, Any]], fresh: int, waiting: int, now: datetime) -> str:
    """Say when there is something to do again: now, if cards are `waiting`, or on which day."""
    if waiting:
        return f"{_cards(waiting)} more {'is' if waiting == 1 else 'are'} due now."
    if not memories:
        return "New cards come tomorrow." if fresh else ""
    times = [_when(memory, now) for memory in sorted(memories.values(), key=due)]
    many = times.count(times[0])
    first = f"The next {_cards(many)} {'comes' if many == 1 else 'come'} {times[0]}"
    return f"{first}; new ones come tomorrow." if fresh else f"{first}."


def _cards(many: int) -> str:
    return f"{many} card{'s' * (many != 1)}"


def _days(many: int) -> str:
    return f"{many} day{'s' * (many != 1)}"
