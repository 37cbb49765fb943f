"""Bargaining over an amount: how a figure is answered, and how far they move.

They never say their limit, never move twice in a row without getting something, and can give other things as well. They
get something when a concern is settled, the figure comes down, or a reason or an offer comes with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..language import MoveKind, Reading
from ..language.topics import spoken_of
from ..scenario import Bargain, Scenario
from .figures import figure
from .points import Point
from .pressing import point_at
from .segments import Form
from .state import Decision, State
from .understand import Heard

#: A figure above this many times what is wanted is out of reach.
FAR = 1.35
#: An agreement at their offer is whole from this share of the way between first offer and limit, otherwise in part.
MOST = 0.75
#: A figure of money is precise if it is no multiple of this many units.
_ROUND = 100


@dataclass(frozen=True, slots=True)
class Move:
    """Their answer to a figure, and the state with what is now on offer or agreed."""

    decision: Decision
    state: State
    swap: str = ""


def figure_causes(bargain: Bargain, state: State, reading: Reading) -> list[str]:
    """Return the causes of naming a new figure."""
    asked = figure(bargain, reading)
    if not asked or asked in (state.asked, state.offer):
        return []
    if asked > bargain.wanted * FAR:
        return ["figure_far"]
    if comes_down(bargain, state, reading):
        return ["figure_comes_down"]
    if reading.has(MoveKind.REASON) or reading.has(MoveKind.OFFER):
        return ["figure_reasoned"]
    precise = bargain.unit == "money" and asked > _ROUND and asked % _ROUND != 0
    return ["figure_precise"] if precise else []


def bargained(
    scenario: Scenario, before: State, now: State, reading: Reading, heard: Heard, base: Decision, warm: bool
) -> Move:
    """Answer an ask for the goal when an amount has to be settled.

    `base`: the decision without bargaining. `warm`: they are near agreeing and a concern is settled.
    """
    bargain = scenario.bargain
    assert bargain is not None
    asked = figure(bargain, reading)
    now = replace(now, asked=asked or now.asked)
    if asked > bargain.wanted * FAR and base in (Decision.AGREE, Decision.NOT_YET):
        return Move(Decision.TOO_HIGH, now)
    moved = before.count("moved") > 0 or before.offer > bargain.offer
    if base is not Decision.AGREE and not (base is Decision.NOT_YET and warm and not moved and not before.owed):
        return Move(base, now)
    swap = asked_for_swap(bargain, now, reading, heard.points)
    if swap and not asked:
        return Move(Decision.SWAP, replace(now, swaps=(*now.swaps, swap)), swap)
    return _moved(bargain, before, now, asked)


def taken(scenario: Scenario, state: State) -> Move:
    """Close the bargain at their offer."""
    assert scenario.bargain is not None
    return Move(_closing(scenario.bargain, state.offer), replace(state, terms=state.offer))


def _closing(bargain: Bargain, terms: float) -> Decision:
    """Return AGREE if most of what they could do was reached, otherwise PART."""
    most = bargain.offer + (bargain.limit - bargain.offer) * MOST
    return Decision.AGREE if terms >= most else Decision.PART


def _moved(bargain: Bargain, before: State, now: State, asked: float) -> Move:
    if before.offer and asked and asked <= before.offer:
        return Move(_closing(bargain, asked), replace(now, terms=asked))
    if not before.offer:
        return _first(bargain, now, asked)
    if before.offer >= bargain.limit:
        return Move(Decision.LAST_OFFER, now)
    if now.owed:
        return Move(Decision.TRADE, now)
    step = bargain.steps[min(now.count("moved"), len(bargain.steps) - 1)]
    offer = min(bargain.limit, before.offer + step)
    if asked and asked <= offer:
        return Move(Decision.AGREE, replace(now, terms=asked, offer=asked))
    decision = Decision.LAST_OFFER if offer >= bargain.limit else Decision.COUNTER_OFFER
    return Move(decision, replace(now.counted("moved"), offer=offer, owed=True))


def _first(bargain: Bargain, now: State, asked: float) -> Move:
    if asked and asked <= bargain.offer:
        return Move(Decision.AGREE, replace(now, terms=asked, offer=asked))
    return Move(Decision.COUNTER_OFFER, replace(now, offer=bargain.offer, owed=True))


def gets_something(bargain: Bargain, before: State, reading: Reading, heard: Heard) -> bool:
    """Tell whether they get something for moving on: a concern settled, a reason or an offer, a lower figure."""
    return bool(heard.met) or heard.gives or comes_down(bargain, before, reading)


def comes_down(bargain: Bargain, before: State, reading: Reading) -> bool:
    """Tell whether a line asks for less than the one before; whoever speaks of what is on offer asks for nothing."""
    asked = figure(bargain, reading)
    return bool(before.asked and before.offer < asked < before.asked)


#: What wants to know something, and asks for nothing: "how many books a year do you save with that?".
_WANTS_TO_KNOW = (Form.WHO, Form.WHEN, Form.WHERE, Form.WHY, Form.HOW_MUCH)


def asked_for_swap(bargain: Bargain, state: State, reading: Reading, points: Sequence[Point]) -> str:
    """Return the id of another thing a line asks for and they have not given yet; "" for none."""
    if not reading.asks or reading.has(MoveKind.PRESSURE):
        return ""
    # Only the sentence that asks counts: "I took a course this year. Does it help?" asks for no course.
    asking = [(ask, point_at(points, ask.frame_start)) for ask in reading.asks]
    asked = " ".join(
        _sentence(reading.text, ask.frame_start)
        for ask, point in asking
        if point is None
        or (point.segment.form not in _WANTS_TO_KNOW and point.act not in ("asks_if_helps", "asks_if_right"))
    )
    for swap in bargain.swaps:
        if swap.id not in state.swaps and spoken_of(asked, swap.cues):
            return swap.id
    return ""


def _sentence(text: str, place: int) -> str:
    """Return the sentence of a text that a place lies in, up to the end of the text."""
    return text[max(text.rfind(mark, 0, place) for mark in ".!?") + 1 :]
