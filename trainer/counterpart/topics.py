"""What is under discussion: the topic of the last reply, as far as the scenario still knows it."""

from __future__ import annotations

from ..scenario import Scenario
from .state import State


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
