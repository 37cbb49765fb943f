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
    """What a plain "No" would do to the request."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    NONE = "none"


class Polarity(StrEnum):
    """Which answer an ask reaches for."""

    NO_ORIENTED = "no_oriented"
    YES_ORIENTED = "yes_oriented"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Move:
    """A move with its evidence.

    `start`, `end`: the characters that decided. `cue`: those characters. `rule`: the id of the table
    entry that spoke (or the name of the rule in code, in round brackets).
    """

    kind: MoveKind
    start: int
    end: int
    cue: str
    rule: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A request: its frame ("would it be crazy if"), its proposal ("we had coffee") and what "No" means.

    `family` groups frames that feel alike to the other person; repeating a family wears it out.
    `proposal_start` equals `proposal_end` when the frame stands alone ("Any objections?").
    `negated` says that the proposal itself is denied ("not to meet").
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
        """No-oriented exactly when a plain "No" grants the request."""
        return Polarity.NO_ORIENTED if self.no_means is NoMeans.ACCEPT else Polarity.YES_ORIENTED

    @property
    def kind(self) -> MoveKind:
        return MoveKind(f"{self.polarity}_ask")


@dataclass(frozen=True, slots=True)
class Term:
    """A specific in a line.

    `what`: money, percent, number, time, date, day or duration. `value` in that unit (money: units of the currency;
    percent: points; duration: minutes; time: minutes after midnight; date: month * 100 + day), else None.
    `high`: the upper end of a range. `currency`: its three letters, "" where none is said.
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
    """The whole reading of one line. The same line always gives an equal reading. `ask`: the one that decides."""

    text: str
    kind: MoveKind
    no_means: NoMeans
    moves: tuple[Move, ...] = ()
    asks: tuple[Ask, ...] = ()
    terms: tuple[Term, ...] = ()
    ask: Ask | None = None

    @property
    def proposal(self) -> str | None:
        """What is asked for, in the learner's own words; None where nothing is or it stands elsewhere."""
        ask = self.ask
        if ask is None or ask.proposal_start == ask.proposal_end:
            return None
        return self.text[ask.proposal_start : ask.proposal_end]

    def has(self, *kinds: MoveKind) -> bool:
        """Whether the line makes a move of any of these kinds."""
        return any(move.kind in kinds for move in self.moves)
