"""The levels: how they change a person, and when that person agrees (`levels.toml`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any


class Level(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Rules:
    """When a person of one level agrees; the table explains each. `agree_at`, `yes_costs`: points of resistance, 0–100."""

    agree_at: int
    settled_first: int
    lines_first: int
    yes_costs: int
    setback_after: int


def rules(level: Level) -> Rules:
    """Return the row of a level."""
    return _rules()[level]


def harder() -> dict[str, int]:
    """Return by how many points each number of a person changes one level up."""
    return _table()["harder"]


@cache
def _rules() -> dict[Level, Rules]:
    return {level: Rules(**_table()[level]) for level in Level}


@cache
def _table() -> dict[str, dict[str, Any]]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)
