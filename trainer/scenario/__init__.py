"""Files → Scenario. This package does not know how a scenario is played."""

from .faults import Fault
from .levels import Level, rules
from .load import Entry, check, examine, files, find, glance, in_order, load, one_of_each_name, scenario_of
from .model import (
    AMOUNT,
    AMOUNT_EVENTS,
    Bargain,
    Concern,
    Counterpart,
    CounterpartLine,
    Effect,
    Event,
    Fact,
    Goal,
    Kind,
    Outcome,
    Question,
    Reaction,
    Scenario,
    Side,
    Tone,
    When,
)

__all__ = [
    "AMOUNT", "AMOUNT_EVENTS", "Bargain", "Concern", "Counterpart", "CounterpartLine", "Effect", "Entry", "Event", "Fact", "Fault", "Goal", "Kind", "Level",
    "Outcome", "Question", "Reaction", "Scenario", "Side", "Tone", "When",
    "check", "examine", "files", "find", "glance", "in_order", "load", "one_of_each_name", "rules", "scenario_of",
]  # fmt: skip
