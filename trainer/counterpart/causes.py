"""The published table of causes, and how a cause changes the state.

The amounts hold for an ordinary person; warmth scales what lowers resistance, pride what raises it. Every number stays
within 0–100, and the causes of a turn add up exactly to the change shown.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ..scenario import Counterpart
from .state import State


@dataclass(frozen=True, slots=True)
class CauseRow:
    """A row of the table; amounts in points. `grade`: evidence A, B or C, or – for a rule of the game."""

    id: str
    name: str
    grade: str
    source: str
    example: str
    resistance: int = 0
    trust: int = 0
    patience: int = 0


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause as it worked in one turn; amounts in points, as they were added to the state."""

    id: str
    name: str
    resistance: int
    trust: int
    patience: int
    grade: str


@cache
def table() -> dict[str, CauseRow]:
    """Return all rows by id, in the order of the file."""
    with Path(__file__).with_name("causes.toml").open("rb") as file:
        rows = [CauseRow(**row) for row in tomllib.load(file)["cause"]]
    return {row.id: row for row in rows}


def apply(state: State, person: Counterpart, ids: Sequence[str]) -> tuple[State, tuple[Cause, ...]]:
    """Apply causes in order; return the new state, and what each of them did."""
    causes: list[Cause] = []
    for cause_id in ids:
        row = table()[cause_id]
        resistance = _within(state.resistance, _scaled(row.resistance, person))
        trust = _within(state.trust, row.trust)
        patience = _within(state.patience, row.patience)
        causes.append(
            Cause(
                row.id,
                row.name,
                resistance - state.resistance,
                trust - state.trust,
                patience - state.patience,
                row.grade,
            )
        )
        state = replace(state, resistance=resistance, trust=trust, patience=patience)
    return state, tuple(causes)


def _scaled(amount: int, person: Counterpart) -> int:
    """Scale an amount by warmth or pride: half of it for a trait of 0, one and a half times for 100."""
    trait = person.warmth if amount < 0 else person.pride
    size = (abs(amount) * (50 + trait) + 50) // 100
    return -size if amount < 0 else size


def _within(value: int, change: int) -> int:
    return min(100, max(0, value + change))
