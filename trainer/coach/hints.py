"""Hints before a line, in three grades: what they may be feeling, which kind of move fits, a line.

They use only what a good listener could know: the concerns voiced so far, what is on the table and the answer to the
last ask. No line is suggested that was said before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..counterpart import ConcernStatus, State, respond
from ..counterpart.dynamics import nearly
from ..counterpart.understand import line_key
from ..language import MoveKind, read
from ..safe_text import spaced
from ..scenario import Outcome, Scenario, rules

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

GRADES = 3
#: From this many points of resistance at the opening, the counterpart is on guard.
_WARY = 56
#: So many lines are tried: more take longer than a hint may.
_TRIED = 4
_LOST = (Outcome.COUNTERFEIT_YES, Outcome.POSTPONED, Outcome.REFUSED, Outcome.WALKED_AWAY)


@dataclass(frozen=True, slots=True)
class HintRow:
    """A row of the table, for one place in a session; the table explains its columns."""

    at: str
    feeling: str
    move: str
    kinds: tuple[MoveKind, ...]
    lines: tuple[str, ...]
    examples: str = ""
    otherwise: str = ""


@cache
def rows() -> dict[str, HintRow]:
    """Return the table by place."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        table = tomllib.load(file)["hint"]
    return {row["at"]: HintRow(**{**row, "kinds": tuple(map(MoveKind, row["kinds"]))}) for row in table}


def hints(scenario: Scenario, state: State, meaning: Meaning | None = None) -> tuple[str, str, str]:
    """Return the three hints for this moment, the vaguest first; all empty in a held-back scenario."""
    if scenario.held_back:
        return "", "", ""
    place, worry = _place(scenario, state)
    filled = _filled(scenario, state, worry)
    row = rows()[place]
    while not (line := _line(scenario, state, row, worry, filled, meaning)) and row.otherwise:
        row = rows()[row.otherwise]
    return row.feeling.format(**filled), row.move, line


def _place(scenario: Scenario, state: State) -> tuple[str, str]:
    """Return (where the session is, id of the concern it is about)."""
    if state.firm_no:
        return "after_no", ""
    acknowledged, voiced = state.having(ConcernStatus.ACKNOWLEDGED), state.having(ConcernStatus.VOICED)
    if _bargains(scenario, state):
        return _at_the_table(scenario, state), next(iter((*acknowledged, *voiced)), "")
    if not state.asked_for_goal:
        return ("wary" if state.turn == 0 and state.resistance >= _WARY else "unasked"), ""
    if acknowledged:
        return "acknowledged", acknowledged[0]
    if voiced:
        return "voiced", voiced[0]
    enough = len(state.having(ConcernStatus.SETTLED)) >= rules(scenario.level).settled_first
    return ("near" if enough and nearly(scenario, state) else "hidden"), ""


def _bargains(scenario: Scenario, state: State) -> bool:
    """Tell whether they have answered a figure with one of theirs."""
    return scenario.bargain is not None and state.offer > 0 and (state.owed or state.count("moved") > 0)


def _at_the_table(scenario: Scenario, state: State) -> str:
    """Return where a talk is in which a figure of theirs is on the table."""
    assert scenario.bargain is not None
    if state.offer >= min(scenario.bargain.limit, scenario.bargain.wanted):
        return "last_offer"
    return "waits_for_something" if state.owed else "can_move"


def _filled(scenario: Scenario, state: State, worry: str) -> dict[str, str]:
    """Return what stands for the place-holders of a row."""
    bargain = scenario.bargain
    more = (state.offer + bargain.wanted) / 2 if bargain else 0.0
    step = bargain.steps[-1] if bargain else 1.0
    return {
        "worry": scenario.concern(worry).thought if worry else "",
        "goal": scenario.goal.what,
        "offer": bargain.shown(state.offer) if bargain else "",
        "more": bargain.shown(max(state.offer + step, step * round(more / step))) if bargain else "",
    }


def _line(
    scenario: Scenario, state: State, row: HintRow, worry: str, filled: dict[str, str], meaning: Meaning | None
) -> str:
    """Return a line that fits, was not said yet and does no harm in a dry run; "" if there is none."""
    fresh = [line for line in _fitting(scenario, row, worry, filled) if line_key(line) not in state.heard]
    if not fresh:
        return ""
    # Others stand first every turn, so that a hint which was not taken is not given again.
    first = (state.seed + state.turn) % len(fresh)
    in_turn = (*fresh[first:], *fresh[:first])
    return next((line for line in in_turn[:_TRIED] if not _harms(scenario, state, line, meaning)), "")


def _fitting(scenario: Scenario, row: HintRow, worry: str, filled: dict[str, str]) -> Iterator[str]:
    """Yield the lines that a row allows: those of the concern, of the scenario, and its own."""
    if worry and row.examples:
        yield from filter(_is_well_put, getattr(scenario.concern(worry), row.examples))
    yield from (line for line in scenario.model_lines if read(line).kind in row.kinds)
    yield from (line.format(**filled) for line in row.lines)


def _is_well_put(line: str) -> bool:
    """Tell whether an example could be suggested: a whole sentence, which neither presses nor wants a yes."""
    whole = line[:1].isupper() and line[-1:] in ".?!"
    return whole and read(line).kind not in (MoveKind.PRESSURE, MoveKind.YES_ORIENTED_ASK)


def _harms(scenario: Scenario, state: State, line: str, meaning: Meaning | None) -> bool:
    """Tell whether a line would lose the talk, or make matters worse, in a dry run."""
    after = respond(scenario, state, read(spaced(line), after=state.said[-1]), meaning).state
    return after.outcome in _LOST or (after.resistance > state.resistance and after.outcome is None)
