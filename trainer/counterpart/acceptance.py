"""Whether a line takes what is on offer where an amount is being bargained over."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from ..language import MoveKind, Reading
from ..language.topics import spoken_of
from ..scenario import Bargain
from .figures import figure, figures
from .giving import THEIRS
from .points import Point
from .segments import Form, is_declarative
from .state import State
from .understand import Heard

#: Who accepts and nothing else says so in up to so many words.
_FEW = 6
#: A question that only wants the hand to shake: "is that all right with you?", "shall we shake on it?".
_SEALS = re.compile(
    r"\b(?:is|would|are|does|do|shall|can) (?:that|this|it|you|we) (?:be )?(?:all right|ok|okay|fine|good|agreed|happy|work|shake|"
    r"say that|agree|settled|a deal)\b|^(?:ok|okay|all right|deal|agreed|right|done)$"
)


def accepts(bargain: Bargain, state: State, reading: Reading, heard: Heard) -> bool:
    """Tell whether a line accepts what is on offer; one that asks for more, or for something else, does not.

    One that sums it up and asks whether that is right does: "so it's three from January, have I got that right?".
    """
    if not state.offer or heard.pressure:
        return False
    if not heard.goal and any(map(_takes_it, heard.points)):
        return True  # whatever is asked besides: "I'll take it. When do I begin?"
    if any(point.segment.form.asks and point.segment.form is not Form.YES_NO for point in heard.points):
        return False  # "I see. How did you arrive at the one?" is not through with it
    if _takes_the_figure(bargain, state, reading) and not any(map(_asks_what_they_mean, heard.points)):
        return True
    if heard.goal:
        return False
    reads_back = bool({"summarises", "accepts_terms"} & heard.acts()) and figure(bargain, reading) == state.offer
    if reads_back:
        return True
    asks = _still_asks(heard) or figure(bargain, reading) > state.offer
    if asks or reading.has(MoveKind.AUTONOMY):
        return False
    return bool(spoken_of(reading.text, _words("accepting"))) and not spoken_of(reading.text, _words("refusing"))


def _takes_it(point: Point) -> bool:
    """Tell whether a segment does nothing but accept: "I'll take it", "it's a deal"."""
    said, short = point.segment.said, not point.segment.form.asks and point.segment.size <= _FEW
    return short and bool(spoken_of(said, _words("taking"))) and not spoken_of(said, _words("refusing"))


def _takes_the_figure(bargain: Bargain, state: State, reading: Reading) -> bool:
    """Tell whether a line names what is on offer, nothing above it, and is content: "fine, three it is"."""
    named = figures(bargain, reading)
    if not named or any(amount != state.offer for amount in named):
        return False
    against = (*_words("refusing"), *_words("not_content"))
    return bool(spoken_of(reading.text, _words("content"))) and not spoken_of(reading.text, against)


def _asks_what_they_mean(point: Point) -> bool:
    """Tell whether a segment asks about the offer, rather than to shake hands on it or for what comes later: "you'd do three now?"."""
    asks = point.segment.form.asks and not _SEALS.search(point.segment.said)
    return asks and not (is_declarative(point.segment) and not THEIRS.search(point.segment.said))


def _still_asks(heard: Heard) -> bool:
    """Tell whether a line asks anything but to shake hands on it."""
    return any(point.segment.form.asks and not _SEALS.search(point.segment.said) for point in heard.points)


@cache
def _words(key: str) -> tuple[str, ...]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tuple(tomllib.load(file)[key])
