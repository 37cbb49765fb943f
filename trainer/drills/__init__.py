"""Drill cards, how an answer is judged, and when a card comes again. Pure: no clock, and no file of the learner's."""

from .cards import Card, DrillKind, Skill
from .judge import judge
from .verdict import Verdict

__all__ = ["Card", "DrillKind", "Skill", "Verdict", "judge"]
