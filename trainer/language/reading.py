"""What the program hears in a line: the types that every later step works on.

Offsets are always characters of the line as typed (Python string indices), end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MoveKind(StrEnum):
    """One thing a line does. The names are the ones used on screen, in files and in JSON."""

    NO_ORIENTED_ASK = "no_oriented_ask"
    YES_ORIENTED_ASK = "yes_oriented_ask"
    OPEN_QUESTION = "open_question"
    LABEL = "label"
    MIRROR = "mirror"
    ACCUSATION_AUDIT = "accusation_audit"
    SUMMARY = "summary"
    AUTONOMY = "autonomy"
    PRESSURE = "pressure"
    OFFER = "offer"
    REASON = "reason"
    ACKNOWLEDGEMENT = "acknowledgement"
    STATEMENT = "statement"
    OTHER = "other"


class NoMeans(StrEnum):
    """What a plain "No" would do to the request; NONE if the line requests nothing by yes or no."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    NONE = "none"


class Polarity(StrEnum):
    """The answer an ask hopes for."""

    NO_ORIENTED = "no_oriented"
    YES_ORIENTED = "yes_oriented"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Move:
    """One thing a line does, with its evidence.

    `start`, `end`: the characters that decided, also given as the text `cue`. `rule`: the id of the table row that
    matched, or the name of a rule in code, in round brackets.
    """

    kind: MoveKind
    start: int
    end: int
    cue: str
    rule: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A request: its frame ("would it be crazy if"), its proposal ("we had coffee"), and what "No" would mean.

    `family` groups frames that feel alike to the other person; a repeated family wears out. `proposal_start` equals
    `proposal_end` if the frame stands alone ("Any objections?"). `negated`: the proposal itself is negative ("not to
    meet").
    """

    frame_start: int
    frame_end: int
    proposal_start: int
    proposal_end: int
    family: str
    rule: str
    no_means: NoMeans
    negated: bool = False

    @property
    def polarity(self) -> Polarity:
        """No-oriented if, and only if, a plain "No" grants the request."""
        return Polarity.NO_ORIENTED if self.no_means is NoMeans.ACCEPT else Polarity.YES_ORIENTED

    @property
    def kind(self) -> MoveKind:
        return MoveKind(f"{self.polarity}_ask")


@dataclass(frozen=True, slots=True)
class Term:
    """A specific in a line, such as an amount or a time.

    `what`: money, percent, number, time, date, day or duration. `value` in the unit of that kind (money: units of the
    currency; percent: points; duration: minutes; time: minutes after midnight; date: month * 100 + day), otherwise
    None. `high`: the upper end of a range. `currency`: its three letters, "" if none is said.
    """

    what: str
    start: int
    end: int
    text: str
    value: float | None = None
    high: float | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything heard in one line; equal for equal lines. `ask`: of several asks, the one that decides `no_means`."""

    text: str
    kind: MoveKind
    no_means: NoMeans
    moves: tuple[Move, ...] = ()
    asks: tuple[Ask, ...] = ()
    terms: tuple[Term, ...] = ()
    ask: Ask | None = None

    @property
    def proposal(self) -> str | None:
        """What the deciding ask proposes, in the learner's words; None without an ask, or if the frame stands alone."""
        ask = self.ask
        if ask is None or ask.proposal_start == ask.proposal_end:
            return None
        return self.text[ask.proposal_start : ask.proposal_end]

    def has(self, *kinds: MoveKind) -> bool:
        """Tell whether the line makes a move of any of these kinds."""
        return any(move.kind in kinds for move in self.moves)
