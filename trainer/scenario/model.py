"""What a scenario is: plain values that never change, read from one file each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    COFFEE = "coffee"
    MEETING = "meeting"
    SALARY = "salary"
    OTHER = "other"


class Level(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Tone(StrEnum):
    """How the counterpart talks; picks the shared bank of small replies."""

    WARM = "warm"
    BRISK = "brisk"
    FORMAL = "formal"
    DRY = "dry"


class Outcome(StrEnum):
    """How a session ends."""

    AGREED = "agreed"
    AGREED_IN_PART = "agreed_in_part"
    POSTPONED = "postponed"
    COUNTERFEIT_YES = "counterfeit_yes"
    REFUSED = "refused"
    WALKED_AWAY = "walked_away"
    WITHDRAWN = "withdrawn"
    UNFINISHED = "unfinished"


class Event(StrEnum):
    """What a reply of the counterpart answers. Explained, one by one, in `scenarios/README.md`."""

    AGREE = "agree"
    NOT_YET = "not_yet"
    COUNTERFEIT = "counterfeit"
    REFUSE = "refuse"
    POSTPONE = "postpone"
    WALK_AWAY = "walk_away"
    WITHDRAW = "withdraw"
    SIDE_ASK = "side_ask"
    QUESTION = "question"
    VOICE = "voice"
    ACKNOWLEDGE = "acknowledge"
    SETTLE = "settle"
    ANSWER = "answer"
    OPEN_ANSWER = "open_answer"
    WRONG_LABEL = "wrong_label"
    MIRROR = "mirror"
    AUDIT = "audit"
    AUTONOMY = "autonomy"
    PRESSURE = "pressure"
    REPEAT = "repeat"
    REASON = "reason"
    OFFER = "offer"
    THANKS = "thanks"
    SMALL_TALK = "small_talk"
    UNCLEAR = "unclear"


#: Events that speak of one concern; their lines name it.
CONCERN_EVENTS = frozenset({Event.VOICE, Event.ACKNOWLEDGE, Event.SETTLE, Event.ANSWER})


@dataclass(frozen=True, slots=True)
class Concern:
    """A worry of the counterpart.

    `thought`: as they think it; `cues`: words by which a line is recognised as speaking to it;
    `settled_by`: words of an offer, reason or open choice that lay it to rest.
    """

    id: str
    thought: str
    cues: tuple[str, ...]
    settled_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CounterpartLine:
    """Something the counterpart can say: which `event` it answers and when it fits.

    `resistance`: inclusive band, 0–100 points. `concern`: the id it speaks of, "" for any.
    """

    id: str
    event: Event
    say: str
    concern: str = ""
    resistance: tuple[int, int] = (0, 100)
    no_means: str = ""

    @property
    def specificity(self) -> int:
        """How many conditions it names: the more, the better it fits when it does."""
        return bool(self.concern) + (self.resistance != (0, 100)) + bool(self.no_means)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The simulated person. `warmth`, `pride`: 0–100, 50 is ordinary. The rest: their state at the opening."""

    name: str
    role: str
    tone: Tone
    warmth: int
    pride: int
    resistance: int
    trust: int
    patience: int


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be agreed; `cues`: words by which an ask is recognised as asking for it."""

    what: str
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One practice talk. `id`: the name of its file without ending."""

    id: str
    title: str
    kind: Kind
    level: Level
    brief: str
    goal: Goal
    counterpart: Counterpart
    opening: str
    concerns: tuple[Concern, ...]
    lines: tuple[CounterpartLine, ...]
    endings: dict[Outcome, str] = field(hash=False)
    model_lines: tuple[str, ...] = ()

    def concern(self, concern_id: str) -> Concern:
        """The concern of that id; KeyError where there is none."""
        for concern in self.concerns:
            if concern.id == concern_id:
                return concern
        raise KeyError(concern_id)
