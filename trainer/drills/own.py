"""Cards from the learner's own yes-oriented asks: "you wrote this on Tuesday: flip it"."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime

from ..language import MoveKind, read
from ..language.flipping.flip import flip
from .cards import Card, DrillKind, Skill
from .judge import judge

#: The longest line that makes a card, in characters; and how many of the newest lines are tried.
LONGEST, NEWEST = 140, 40
_OWN = "own-"


def own_cards(lines: Iterable[tuple[str, str, datetime]]) -> tuple[Card, ...]:
    """Make cards from (line, title of the session, when), the newest first, where the program can flip the line."""
    found: dict[str, Card] = {}
    for line, title, said in list(lines)[:NEWEST]:
        card = _card(line, title, said)
        if card is not None and card.id not in found:
            found[card.id] = card
    return tuple(found.values())


def is_own(card: Card) -> bool:
    """Tell whether a card was made of a line of the learner's."""
    return card.id.startswith(_OWN)


def _card(line: str, title: str, said: datetime) -> Card | None:
    if len(line) > LONGEST or read(line).kind is not MoveKind.YES_ORIENTED_ASK:
        return None
    flips = flip(line)
    if not flips:
        return None
    card = Card(
        id=f"{_OWN}{zlib.crc32(line.encode('utf-8', 'surrogatepass')):08x}",
        kind=DrillKind.FLIP,
        skill=Skill.NO_ORIENTED_ASK,
        difficulty=2,
        explanation="It is your own line; the next one like it will come out the other way.",
        prompt=line,
        situation=f"You wrote this on {said.astimezone():%A} in “{title}”. Flip it.",
        model=flips[0],
    )
    return card if judge(card, card.model).right else None
