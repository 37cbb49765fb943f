"""What is under discussion: the topic of the last reply, as far as the scenario still knows it."""

from __future__ import annotations

from ..scenario import Scenario
from .segments import Segment, segments
from .state import State

#: Words of more letters say what a segment is about.
_SMALL = 3


def topic_now(scenario: Scenario, state: State) -> str:
    """Return what the last reply spoke of, as in `Point.topic`; "" if that is gone from a file that has changed since."""
    topic = state.memory.topic
    kind, _, name = topic.partition(":")
    known = {
        "fact": lambda: [fact.id for fact in scenario.facts],
        "concern": lambda: [concern.id for concern in scenario.concerns],
        "question": lambda: [question.id for question in scenario.questions],
    }
    return topic if kind not in known or name in known[kind]() else ""


def name_of(scenario: Scenario, topic: str) -> str:
    """Return the name of a fact that is under discussion ("my uncle's workshop"), "" for any other topic."""
    kind, _, name = topic.partition(":")
    return scenario.fact(name).about if kind == "fact" else ""


def last_words(state: State) -> frozenset[str]:
    """Return the words of the last reply, in plain spelling; none before the first."""
    last = segments(state.said[-1]) if state.said else ()
    return frozenset(word for part in last for word in part.words)


def given_back(segment: Segment, last: frozenset[str]) -> float:
    """Return which share of what a segment is about are words of the last reply, given back: 0–1."""
    words = [word for word in segment.words if len(word) > _SMALL]
    return sum(word in last for word in words) / len(words) if words else 0.0
