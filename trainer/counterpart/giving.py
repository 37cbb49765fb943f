"""Whether a line gives something: an offer, a reason, a free choice, a promise."""

from __future__ import annotations

import re

from ..language import Ask, MoveKind, Reading

#: Words of one who speaks of oneself: a question with them can offer something, what is told with them is no remark on the other.
FIRST_PERSON = re.compile(r"\b(?:i|we|us|me|my|mine|our)\b")
#: Words of a question that offers something.
OFFERS = re.compile(r"(?i)\b(?:would you like|do you want|would it help|shall|should) (?:me to|if i|i)\b")
#: Words by which one speaks of the other.
THEIRS = re.compile(r"\b(?:you|your|yours)\b")

#: Moves in which the learner gives something: these can settle a voiced concern.
_GIVING = (
    MoveKind.OFFER,
    MoveKind.REASON,
    MoveKind.AUTONOMY,
    MoveKind.NO_ORIENTED_ASK,
    MoveKind.ACKNOWLEDGEMENT,  # "I'm sorry I never called"
)
#: Those of them that can also meet a concern nobody has voiced yet.
_OFFERING = (MoveKind.OFFER, MoveKind.REASON, MoveKind.AUTONOMY, MoveKind.NO_ORIENTED_ASK)
#: Words by which a plain statement gives something: what somebody would do, or how little it takes.
_PROMISE = re.compile(
    r"(?i)\b(?:i|we|you)(?:['’](?:d|ll)| (?:would|will|can(?!['’]t)|could|shall|am happy to|promise))\b"
    r"|\b(?:only|just) (?:a|an|one|two|ten|\d+|half)\b|\b(?:at no|free of) (?:cost|charge)\b|\bfor free\b"
)


def gives(reading: Reading) -> bool:
    """Tell whether the line offers, explains, leaves free or promises something, without pressure."""
    if reading.kind in (MoveKind.LABEL, MoveKind.OPEN_QUESTION):
        return False
    if OFFERS.search(reading.text):
        return True
    if reading.kind is MoveKind.YES_ORIENTED_ASK:
        # "Let's take a day after your busy weeks" gives more than it asks; a question wants a yes.
        proposes = reading.ask is not None and reading.ask.family in ("imperative", "suggestion", "wish", "request")
        return proposes and "?" not in reading.text
    return reading.has(*_GIVING) or _PROMISE.search(reading.text) is not None


def gives_besides(reading: Reading, ask: Ask | None) -> bool:
    """Tell whether the line gives something outside the words of its ask."""
    if ask is None or reading.has(MoveKind.OFFER, MoveKind.REASON):
        return True
    rest = reading.text[: ask.frame_start] + " " + reading.text[max(ask.frame_end, ask.proposal_end) :]
    return _PROMISE.search(rest) is not None


def tells(reading: Reading) -> bool:
    """Tell whether the line only tells something: no question, no pressure."""
    asking_moves = (MoveKind.PRESSURE, MoveKind.OPEN_QUESTION, MoveKind.LABEL, MoveKind.MIRROR)
    return not reading.asks and not reading.has(*asking_moves) and "?" not in reading.text


def offers(reading: Reading) -> bool:
    """Tell whether a line holds something that can meet a worry before it is voiced."""
    return reading.has(*_OFFERING) or _PROMISE.search(reading.text) is not None
