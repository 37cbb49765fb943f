"""Feedback on one line: at most two remarks, and one better line that the program itself scores higher."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from ..counterpart import Cause, Response, State, respond
from ..counterpart.listen import listen
from ..language import Reading, read
from ..language.cues import spoken_of
from ..language.flip import flip
from ..scenario import Outcome, Scenario

MOST_REMARKS = 2
_GOOD_ENDINGS = (Outcome.AGREED, Outcome.AGREED_IN_PART, Outcome.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Remark:
    """`text`: one sentence about the line. `delta`: what its cause did to resistance, in points."""

    cause: str
    text: str
    delta: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """`better`: a line for the same moment, "" where none scores higher; `better_delta`: what it would have done."""

    remarks: tuple[Remark, ...]
    better: str = ""
    better_delta: int = 0


@cache
def remarks() -> dict[str, tuple[int, str]]:
    """Cause id → (weight, sentence)."""
    with Path(__file__).with_name("remarks.toml").open("rb") as file:
        return {row["cause"]: (row["weight"], row["text"]) for row in tomllib.load(file)["remark"]}


def feedback(scenario: Scenario, before: State, line: str, response: Response) -> Feedback:
    """What the coach says of a line. Pure; looks only at what the line did and at lines for the same moment."""
    said = tuple(_said(response.causes))
    better, delta = _better(scenario, before, line, response)
    return Feedback(said, better, delta)


def _said(causes: tuple[Cause, ...]) -> list[Remark]:
    table = remarks()
    seen: dict[str, Remark] = {}
    for cause in sorted(causes, key=lambda c: -table[c.id][0]):
        known = seen.get(cause.id)
        seen[cause.id] = Remark(cause.id, table[cause.id][1], cause.resistance + (known.delta if known else 0))
    found = list(seen.values())
    return [remark for remark in found if remark.cause not in _PASSING][:MOST_REMARKS] or found[:1]


#: Causes of every line, which say something only where nothing else does.
_PASSING = ("turn", "turn_terms")


def _better(scenario: Scenario, before: State, line: str, response: Response) -> tuple[str, int]:
    """The flip of the line's ask, or else a model line, whichever lowers resistance most; it must beat the line."""
    # A held-back scenario is for testing oneself.
    if response.outcome in _GOOD_ENDINGS or before.firm_no or scenario.held_back:
        return "", 0
    own = response.state.resistance
    # The learner's own content comes first. A model line is shown only where the line made things worse and nothing
    # of it can be flipped: it would be a stranger to any other moment.
    # Once an amount is on the table, none of them fits any more.
    fits = own > before.resistance and not before.offer
    models = [text for text in scenario.model_lines if text != line] if fits else []
    for candidates in (flip(line) if _asks_goal(scenario, before, line) else [], models):
        scored = [(_resistance_after(scenario, before, text), place, text) for place, text in enumerate(candidates)]
        if scored and min(scored)[0] < own:
            resistance, _, text = min(scored)
            return text, resistance - before.resistance
    return "", 0


def _asks_goal(scenario: Scenario, before: State, line: str) -> bool:
    """Whether the line asks for what the talk is about; turning round any other question helps nobody."""
    reading = _reading(line, before.said[-1])
    named = spoken_of(reading.proposal or "", scenario.goal.cues)
    return bool(named) and listen(scenario, before, reading).goal is not None


def _resistance_after(scenario: Scenario, before: State, line: str) -> int:
    """A dry run: what resistance would be after this line."""
    return respond(scenario, before, _reading(line, before.said[-1])).state.resistance


@lru_cache(maxsize=256)
def _reading(line: str, after: str) -> Reading:
    """Model lines come back turn after turn."""
    return read(line, after=after)
