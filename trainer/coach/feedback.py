"""Feedback on one line: at most two remarks, and one better line that the program itself scores higher."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..counterpart import Cause, Response, State, respond
from ..counterpart.matcher import matcher_for
from ..counterpart.understand import understand
from ..language import Reading, read
from ..language.flipping.flip import flip
from ..language.topics import spoken_of
from ..safe_text import spaced
from ..scenario import Outcome, Scenario

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

MOST_REMARKS = 2
_GOOD_ENDINGS = (Outcome.AGREED, Outcome.AGREED_IN_PART, Outcome.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on a line. `text`: one sentence. `delta`: what its cause did to resistance, in points."""

    cause: str
    text: str
    delta: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """The feedback on a line. `better`: one for that moment, "" if none scores higher; `better_delta`: its effect."""

    remarks: tuple[Remark, ...]
    better: str = ""
    better_delta: int = 0


@cache
def remarks() -> dict[str, tuple[int, str]]:
    """Map each cause id to (weight, sentence)."""
    with Path(__file__).with_name("remarks.toml").open("rb") as file:
        return {row["cause"]: (row["weight"], row["text"]) for row in tomllib.load(file)["remark"]}


def feedback(
    scenario: Scenario, before: State, line: str, response: Response, meaning: Meaning | None = None
) -> Feedback:
    """Make the feedback on a line, from what it did and what other lines would have done at that moment. Pure."""
    said = tuple(_said(response.causes))
    better, delta = _better(scenario, before, line, response, meaning)
    return Feedback(said, better, delta)


def _said(causes: tuple[Cause, ...]) -> list[Remark]:
    table = remarks()
    seen: dict[str, Remark] = {}
    for cause in sorted(causes, key=lambda c: -table[c.id][0]):
        known = seen.get(cause.id)
        seen[cause.id] = Remark(cause.id, table[cause.id][1], cause.resistance + (known.delta if known else 0))
    found = list(seen.values())
    return [remark for remark in found if remark.cause not in _PASSING][:MOST_REMARKS] or found[:1]


#: Causes that every line has; they are remarked on only if there is no other.
_PASSING = ("turn", "turn_terms")


def _better(
    scenario: Scenario, before: State, line: str, response: Response, meaning: Meaning | None
) -> tuple[str, int]:
    """Return (a better line, its change of resistance): the best flip of the line's ask, or else the best model line.

    Only a line that ends with lower resistance than the learner's is offered.
    """
    # A held-back scenario is for testing oneself, without help.
    if response.outcome in _GOOD_ENDINGS or before.firm_no or scenario.held_back:
        return "", 0
    own = response.state.resistance
    # The learner's own content comes first. A model line is offered only if the line made things worse and no flip
    # helps; at any other moment it would seem out of place. Once an amount is on offer, no model line fits.
    fits = own > before.resistance and not before.offer
    models = [text for text in scenario.model_lines if text != line] if fits else []
    for candidates in (flip(line) if _asks_goal(scenario, before, line, meaning) else [], models):
        scored = [
            (_resistance_after(scenario, before, text, meaning), place, text) for place, text in enumerate(candidates)
        ]
        if scored and min(scored)[0] < own:
            resistance, _, text = min(scored)
            return text, resistance - before.resistance
    return "", 0


def _asks_goal(scenario: Scenario, before: State, line: str, meaning: Meaning | None) -> bool:
    """Tell whether the line asks for the goal by name; flipping any other question helps nobody."""
    reading = _reading(line, before.said[-1])
    named = spoken_of(reading.proposal or "", scenario.goal.cues)
    return bool(named) and understand(scenario, before, reading, matcher_for(scenario, meaning)).goal is not None


def _resistance_after(scenario: Scenario, before: State, line: str, meaning: Meaning | None) -> int:
    """Return what resistance would be after this line, in a dry run."""
    return respond(scenario, before, _reading(line, before.said[-1]), meaning).state.resistance


@lru_cache(maxsize=256)
def _reading(line: str, after: str) -> Reading:
    """Read a line, cached because the same model lines are tried turn after turn."""
    return read(spaced(line), after=after)
