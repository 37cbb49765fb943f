"""Whether a point asks for the goal by its meaning, in whatever words: "you want to grab a coffee sometime"."""

from __future__ import annotations

import re
from dataclasses import replace

from ..language import read
from ..language.topics import spoken_of
from ..scenario import Scenario
from .acts import GOAL_ACTS, MEETS, NAMES
from .figures import figures, present_figures
from .matcher import Matcher
from .points import Point
from .segments import Form

#: From which nearness on a point asks for the goal, and how much nearer another topic must be.
_ASKS_GOAL, _CLOSE, _TOO_LOW = 0.59, 0.04, 0.59

#: What speaks of a worry asks for nothing, whatever words of the goal are in it.
_OF_WHAT_STANDS_IN_THE_WAY = (NAMES, MEETS, "asks_worry", "asks_need", "asks_if_right", "asks_if_helps")
#: How a question begins that proposes something: "what if we make it breakfast", "how about Tuesday".
_PROPOSES = re.compile(
    r"(?:(?:so|and|or|but|ok|then|well|anyway|,) )*(?:what if|how about|what about (?:a|an|one|just|half|some|we|you and me|meeting|having))\b"
)
#: Words of what one of the two would do.
_OF_THE_TWO = re.compile(r"\b(?:i|we|us|me|you|let|my|your|our|come|join|have|grab|get|meet|please)\b|\d|percent")


def for_goal(scenario: Scenario, matcher: Matcher, point: Point) -> Point:
    """Mark a point that asks for the goal by its meaning, in whatever words: "you want to grab a coffee sometime"."""
    act = GOAL_ACTS.get(scenario.kind)
    open_question = point.segment.form.asks and point.segment.form is not Form.YES_NO
    if open_question and _PROPOSES.match(point.segment.said) and spoken_of(point.segment.said, scenario.goal.cues):
        return replace(point, asks_goal=True)
    if point.act in GOAL_ACTS.values() and open_question:
        # "What would make eight percent possible?" asks what they need.
        return replace(point, act="asks_need")
    if act is None or open_question or not spoken_of(point.segment.said, scenario.goal.cues):
        return point
    said, form = point.segment.said, point.segment.form
    if not form.asks and _tells_what_is_now(scenario, said):
        return point
    if scenario.bargain and not form.asks and matcher.nearness(said, "act", "too_low") >= _TOO_LOW:
        return replace(point, act="too_low", topic="terms")
    if point.act in _OF_WHAT_STANDS_IN_THE_WAY:
        return point
    if not form.asks and not _OF_THE_TWO.search(said):
        return point  # "from ghost trams to machine coffee" proposes nothing
    near = matcher.nearness(said, "act", act)
    means = near >= _ASKS_GOAL and near + _CLOSE >= point.score
    return replace(point, asks_goal=True) if means else point


def _tells_what_is_now(scenario: Scenario, said: str) -> bool:
    """Tell whether the figures that are named are all those of the present: "it has been 52 for six years"."""
    bargain = scenario.bargain
    named = figures(bargain, read(said)) if bargain else []
    return bargain is not None and bool(named) and present_figures(bargain, scenario.brief).issuperset(named)
