"""Hints before a line, in three grades: what they may be feeling, which kind of move fits, a line.

They use only what a good listener could know: the concerns voiced so far and the answer to the last ask.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..counterpart import ConcernStatus, State, respond
from ..counterpart.dynamics import nearly
from ..language import MoveKind, read
from ..scenario import Scenario

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

GRADES = 3
#: From this many points of resistance at the opening, the counterpart is on guard.
_WARY = 56


@dataclass(frozen=True, slots=True)
class HintRow:
    """A row of the table, for one place in a session."""

    at: str
    feeling: str
    move: str
    kinds: tuple[MoveKind, ...]
    line: str


@cache
def rows() -> dict[str, HintRow]:
    """Return the table by place."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        table = tomllib.load(file)["hint"]
    return {row["at"]: HintRow(**{**row, "kinds": tuple(MoveKind(kind) for kind in row["kinds"])}) for row in table}


def hints(scenario: Scenario, state: State, meaning: Meaning | None = None) -> tuple[str, str, str]:
    """Return the three hints for this moment, the vaguest first; all empty in a held-back scenario."""
    if scenario.held_back:
        return "", "", ""
    place, worry = _place(scenario, state)
    row = rows()[place]
    thought = scenario.concern(worry).thought if worry else ""
    return row.feeling.format(worry=thought), row.move, _line(scenario, state, row, meaning)


def _place(scenario: Scenario, state: State) -> tuple[str, str]:
    """Return (where the session is, id of the concern it is about)."""
    if state.firm_no:
        return "after_no", ""
    acknowledged, voiced = state.having(ConcernStatus.ACKNOWLEDGED), state.having(ConcernStatus.VOICED)
    settled = state.having(ConcernStatus.SETTLED)
    if settled and nearly(scenario, state):
        return "near", ""
    if acknowledged:
        return "acknowledged", acknowledged[0]
    if voiced:
        return "voiced", voiced[0]
    return ("wary" if state.turn == 0 and state.resistance >= _WARY else "hidden"), ""


def _line(scenario: Scenario, state: State, row: HintRow, meaning: Meaning | None) -> str:
    """Return the model line of these kinds, or the row's own line, that lowers resistance most in a dry run."""
    own = row.line.format(goal=scenario.goal.what)
    models: Sequence[str] = [line for line in scenario.model_lines if read(line).kind in row.kinds]
    scored = [
        (respond(scenario, state, read(line, after=state.said[-1]), meaning).state.resistance, line)
        for line in (*models, own)
    ]
    return min(scored, key=lambda pair: pair[0])[1]
