"""The cards to practise now: what is due, then a few new ones, the skills taking turns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .cards import Card, Skill
from .schedule import due, is_due

#: New cards a day; and how many due cards to begin with after a long time away.
NEW, START_WITH = 10, 5
#: More due cards than this are too many for one sitting.
HEAP = 12


@dataclass(frozen=True, slots=True)
class Queue:
    """The cards of one sitting, in order. `due`: how many are due, not new; `waiting`: due cards left for later."""

    cards: tuple[Card, ...]
    due: int
    waiting: int = 0


def queue(
    cards: Sequence[Card], memories: Mapping[str, Mapping[str, Any]], now: datetime, new_today: int = 0, new: int = NEW
) -> Queue:
    """Choose the cards of a sitting. `memories`: the scheduler's cards by id; `new_today`: new cards met today."""
    ready = sorted(
        (card for card in cards if card.id in memories and is_due(memories[card.id], now)),
        key=lambda card: (due(memories[card.id]), card.id),
    )
    fresh = sorted((card for card in cards if card.id not in memories), key=lambda card: (card.difficulty, card.id))
    new_ones = interleaved(fresh)[: max(0, new - new_today)]
    return Queue((*interleaved(ready), *new_ones), len(ready))


def start_small(whole: Queue) -> Queue:
    """Reduce more than HEAP due cards to the first few; the others are counted as waiting."""
    if whole.due <= HEAP:
        return whole
    return Queue(whole.cards[:START_WITH], START_WITH, whole.due - START_WITH)


def interleaved(cards: Iterable[Card]) -> list[Card]:
    """Order cards so that skills take turns; within a skill the order stays."""
    by_skill: dict[tuple[Skill, str], list[Card]] = {}
    for card in cards:
        by_skill.setdefault((card.skill, card.kind), []).append(card)
    rows = [list(reversed(row)) for row in by_skill.values()]
    mixed: list[Card] = []
    while rows:
        mixed += [row.pop() for row in rows]
        rows = [row for row in rows if row]
    return mixed


def greeting(whole: Queue, days_away: int) -> str:
    """Return the sentence that begins a sitting; it never counts missed days."""
    if not whole.cards:
        return "Nothing is due, and there are no new cards for today."
    welcome = "Welcome back. " if days_away > 1 and whole.due else ""
    due, fresh = whole.due + whole.waiting, len(whole.cards) - whole.due
    if due > HEAP:
        return f"{welcome}{due} cards are due. Start with {START_WITH}?"
    parts = [_counted(many, what) for many, what in ((due, "due"), (fresh, "new")) if many]
    return f"{welcome}{' and '.join(parts)}."


def _counted(many: int, what: str) -> str:
    """Say how many cards are due or new."""
    return f"{many} card{'s are' if many != 1 else ' is'} {what}"
