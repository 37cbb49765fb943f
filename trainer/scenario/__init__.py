"""Files → Scenario. This package does not know how a scenario is played."""

from .faults import Fault
from .load import Entry, check, examine, files, find, glance, in_order, load, one_of_each_name, scenario_of
from .model import (
    AMOUNT,
    Bargain,
    Concern,
    Counterpart,
    CounterpartLine,
    Event,
    Goal,
    Kind,
    Level,
    Outcome,
    Scenario,
    Tone,
)

__all__ = [
    "AMOUNT", "Bargain", "Concern", "Counterpart", "CounterpartLine", "Entry", "Event", "Fault", "Goal", "Kind", "Level", "Outcome", "Scenario", "Tone",
    "check", "examine", "files", "find", "glance", "in_order", "load", "one_of_each_name", "scenario_of",
]  # fmt: skip
