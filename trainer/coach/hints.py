"""Hints before a line, in three grades: what they may be feeling, which kind of move fits, a line.

They look at what a good listener could know: worries that were said, the answer given to the last ask.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..counterpart import ConcernStatus, State, respond
from ..counterpart.dynamics import nearly
from ..language import MoveKind, read
from ..scenario import Scenario

GRADES = 3
#: From so many points of resistance at the opening on they are on their guard.
_WARY = 56


@dataclass(frozen=True, slots=True)
class HintRow:
    """A row of the table: one place a talk can be at."""

    at: str
    feeling: str
    move: str
    kinds: tuple[MoveKind, ...]
    line: str


@cache
def rows() -> dict[str, HintRow]:
    """The table by place."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        table = tomllib.load(file)["hint"]
    return {row["at"]: HintRow(**{**row, "kinds": tuple(MoveKind(kind) for kind in row["kinds"])}) for row in table}


def hints(scenario: Scenario, state: State) -> tuple[str, str, str]:
    """The three hints of this moment, the vaguest first; none at all for a scenario kept for testing oneself."""
    if scenario.held_back:
        return "", "", ""
    place, worry = _place(scenario, state)
    row = rows()[place]
    thought = scenario.concern(worry).thought if worry else ""
    return row.feeling.format(worry=thought), row.move, _line(scenario, state, row)


def _place(scenario: Scenario, state: State) -> tuple[str, str]:
    """(where the talk is, the id of the worry it is about)."""
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


def _line(scenario: Scenario, state: State, row: HintRow) -> str:
    """The line of these kinds that lowers resistance most in a dry run; the table's own where none does better."""
    own = row.line.format(goal=scenario.goal.what)
    models: Sequence[str] = [line for line in scenario.model_lines if read(line).kind in row.kinds]
    scored = [
        (respond(scenario, state, read(line, after=state.said[-1])).state.resistance, line) for line in (*models, own)
    ]
    return min(scored, key=lambda pair: pair[0])[1]
