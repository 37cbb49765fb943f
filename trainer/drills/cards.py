"""The parts of a drill card: plain values that never change, from YAML files or from the learner's own lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..language import MoveKind


class DrillKind(StrEnum):
    FLIP = "flip"
    NO_MEANS = "no_means"
    SPOT = "spot"
    NAME = "name"
    SAY = "say"


class Skill(StrEnum):
    """The skill a card trains."""

    NO_ORIENTED_ASK = "no_oriented_ask"
    NO_MEANS = "no_means"
    LABEL = "label"
    ACCUSATION_AUDIT = "accusation_audit"
    PRESSURE = "pressure"
    NEXT_LINE = "next_line"


#: Kinds of move that a "spot it" card can ask for.
FINDABLE = (MoveKind.NO_ORIENTED_ASK, MoveKind.LABEL, MoveKind.ACCUSATION_AUDIT, MoveKind.PRESSURE)


@dataclass(frozen=True, slots=True)
class Card:
    """One micro-exercise. Which fields are filled depends on `kind`, see `scenarios/README.md`.

    `difficulty`: 1 easy to 3 hard. `answer`: accept, refuse or none; or the number of the right line, from 1. `feels`:
    words, one of which a label has to use. `scenario`: the id of the one a "say it" card is a moment of; `after`: the
    learner's lines up to there, none for its opening.
    """

    id: str
    kind: DrillKind
    skill: Skill
    difficulty: int
    explanation: str
    prompt: str = ""
    situation: str = ""
    model: str = ""
    answer: str = ""
    find: str = ""
    lines: tuple[str, ...] = ()
    says: str = ""
    feels: tuple[str, ...] = ()
    scenario: str = ""
    after: tuple[str, ...] = ()

    @property
    def typed(self) -> bool:
        """Whether the answer is typed rather than chosen by a key."""
        return self.kind in (DrillKind.FLIP, DrillKind.NAME, DrillKind.SAY)
