"""The parts of a reply, and all that they can depend on."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import Reading
from ..scenario import Scenario
from .matcher import Matcher
from .state import State
from .understand import Heard


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a reply. `pool`: where its words come from; `topic`: what it speaks of; `voiced`: a worry it lets out;
    `question`: the id of their own question in it."""

    text: str
    pool: str
    topic: str = ""
    voiced: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """All that a part can depend on. `state`: after the line's causes; `matcher`: tells which text answers best."""

    scenario: Scenario
    state: State
    reading: Reading
    heard: Heard
    matcher: Matcher
