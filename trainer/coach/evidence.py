"""Evidence cards: for each technique what is known about it, its limits, and when not to use it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Card:
    """An evidence card. `grade`: A pooled and robust, B some controlled evidence, C craft or a single weak source."""

    id: str
    title: str
    what: str
    good: str
    bad: str
    grade: str
    known: str
    limits: str
    leave: str
    source: str


@cache
def cards() -> tuple[Card, ...]:
    """Return all cards, in the order in which they are shown."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tuple(Card(**row) for row in tomllib.load(file)["card"])
