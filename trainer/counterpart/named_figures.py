"""Which segment of a line asks for a figure, and which only speaks of the one on offer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..language import Reading, read
from ..scenario import Bargain, Scenario
from .figures import figures, numbers, present_figures, with_offer_named
from .points import Point
from .segments import Form, Segment
from .state import State

#: How what is only supposed begins: "if I got seven, the others would ask too".
_SUPPOSES = re.compile(r"(?:(?:so|and|but|then|well|ok|now|even|only) )*if (?:i|we|you|they|he|she|it|that|this)\b")


def names_the_offer(scenario: Scenario, state: State, reading: Reading, point: Point) -> bool:
    """Tell whether a segment says no more than what is on offer: "one percent!" asks for nothing."""
    bargain = scenario.bargain
    named = figures(bargain, within(reading, point.segment)) if bargain and state.offer else []
    return bool(named) and max(named) <= state.offer


def asks_for_a_figure(scenario: Scenario, reading: Reading, about: Point | None) -> bool:
    """Tell whether the segment of an ask names a figure: "what would you say to six percent?" asks for it."""
    bargain = scenario.bargain
    return bool(bargain and about and figures(bargain, within(reading, about.segment)))


def names_a_figure(scenario: Scenario, state: State, reading: Reading, points: Iterable[Point]) -> Segment | None:
    """Return the segment that names a figure they have not offered; None where none is named, or one only asked about."""
    bargain = scenario.bargain
    named = figures(bargain, reading) if bargain else []
    if (
        bargain is None
        or not named
        or named[-1] <= state.offer
        or named[-1] in present_figures(bargain, scenario.brief)
        or (reading.ask is None and _echoes(state, bargain, named))
    ):
        return None
    for point in points:
        open_question = point.segment.form.asks and point.segment.form is not Form.YES_NO
        supposed = reading.ask is None and _SUPPOSES.match(point.segment.said)
        if not open_question and not supposed and figures(bargain, within(reading, point.segment)):
            return point.segment
    return None


def _echoes(state: State, bargain: Bargain, named: Sequence[float]) -> bool:
    """Tell whether a figure is one that they have named themselves in their last reply: of pay, or of anything else."""
    last = state.said[-1] if state.said else ""
    theirs = {*figures(bargain, read(last)), *numbers(last)}
    return all(figure in theirs for figure in named)


def within(reading: Reading, segment: Segment) -> Reading:
    """Return a reading of one segment alone, with its terms only."""
    inside = tuple(
        replace(term, start=term.start - segment.start, end=term.end - segment.start)
        for term in reading.terms
        if segment.start <= term.start and term.end <= segment.end + 1
    )
    return Reading(reading.text[segment.start : segment.end], reading.kind, reading.no_means, terms=inside)


def offer_named(scenario: Scenario, state: State, segment: Segment) -> Segment:
    """Return an open question with their offer in it as one about that figure, not about as many of anything."""
    bargain, form = scenario.bargain, segment.form
    if bargain is None or not form.asks or form in (Form.YES_NO, Form.HOW_MUCH):
        return segment
    return replace(segment, said=with_offer_named(bargain, state.offer, segment.said))
