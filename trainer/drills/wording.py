"""The sentences around a card: what it asks, and its right answer."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from .cards import Card, DrillKind
from .judge import words


@cache
def table() -> dict[str, dict[str, str]]:
    """Load `wording.toml`: "asked" by kind of card, "find" by kind of move."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


def question(card: Card) -> str:
    """Return what a card asks, in one sentence."""
    find = table()["find"].get(card.find, card.find)
    return table()["asked"][card.kind].format(find=find)


def right_answer(card: Card) -> str:
    """Return the right answer as a sentence, to be shown after the learner's own."""
    if card.kind is DrillKind.SPOT:
        return f"{card.answer}: “{card.lines[int(card.answer) - 1]}”"
    if card.kind is DrillKind.NO_MEANS:
        return f"A plain “no” {words()[card.answer]}."
    return f"For example: “{card.model}”"
