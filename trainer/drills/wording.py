"""The sentences around a card: what it asks, and its right answer."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from ..coach.marks import rows
from ..language import MoveKind
from .cards import Card, DrillKind
from .verdict import words

#: Words of the model answer that a hint shows.
HINTED_WORDS = 4


@cache
def table() -> dict[str, dict[str, str]]:
    """Load `wording.toml`."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


def question(card: Card) -> str:
    """Return what a card asks, in one sentence."""
    find = table()["find"].get(card.find, card.find)
    return table()["asked"][card.kind].format(find=find)


def asked_of(card: Card) -> str:
    """Return what a card is about, in one row: its prompt, what was said to it, or what is to be found."""
    return f"“{card.prompt or card.says}”" if card.prompt or card.says else card.situation or question(card)


def hint(card: Card) -> str:
    """Return how the model answer begins; what it shares with the prompt ("if the bank agrees, …") alone would tell nothing."""
    model, prompt = card.model.split(), card.prompt.split()
    shared = next((i for i, (one, other) in enumerate(zip(model, prompt, strict=False)) if one != other), 0)
    return f"It could begin: “{' '.join(model[: shared + HINTED_WORDS])} …”"


def right_answer(card: Card) -> str:
    """Return the right answer as a sentence, to be shown after the learner's own."""
    if card.kind is DrillKind.SPOT:
        return f"{card.answer}: “{card.lines[int(card.answer) - 1]}”"
    if card.kind is DrillKind.NO_MEANS:
        return f"A plain “no” {words()[card.answer]}."
    return f"For example: “{card.model}”"


def explained(*texts: str) -> tuple[str, ...]:
    """Explain the terms in some texts, a sentence each, in the order of the table; a term inside a longer one is not told."""
    left = " ".join(texts).lower()
    found = []
    for term, told in _terms().items():
        pattern = rf"\b{term}s?\b"
        if re.search(pattern, left):
            left = re.sub(pattern, " ", left)
            if told not in found:
                found.append(told)
    return tuple(found)


@cache
def _terms() -> dict[str, str]:
    """Return what each term means, the longer ones first."""
    moves = {term: rows()[MoveKind(kind)] for term, kind in table()["moves"].items()}
    meant = {
        **{term: f"{row.does}, as in “{row.example}”" for term, row in moves.items()},
        **table()["terms"],
    }
    named = {term: f"{term.capitalize()}: {told}" for term, told in meant.items()}
    return dict(sorted(named.items(), key=lambda row: -len(row[0])))
