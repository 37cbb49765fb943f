"""The talk behind a "say it" card: how it stands there, and what the counterpart makes of a line. Nothing of it is kept.

The counterpart is the one of the scenario, with its own words: no card says what it would answer, so none can be wrong.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..counterpart import Readiness
from ..errors import TrainerError
from ..safe_text import is_blank
from ..scenario import Outcome, Scenario, files, load
from ..scenario.load import named
from ..session import Session, Turn
from .cards import Card
from .verdict import Told, Verdict, sentences

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

#: The seed of every dry run: one card is one moment, for everybody.
SEED = 0
#: A line counts if it brings resistance down by so many points; less is what small talk does.
LEAST = 3
_LOST = (Outcome.REFUSED, Outcome.WALKED_AWAY, Outcome.COUNTERFEIT_YES)
_WON = (Outcome.AGREED, Outcome.AGREED_IN_PART)


@dataclass(frozen=True, slots=True)
class Moment:
    """A talk right before the line that a card asks for."""

    session: Session

    @property
    def name(self) -> str:
        return self.session.scenario.counterpart.name

    @property
    def says(self) -> str:
        """Return what the counterpart said last."""
        return self.session.turns[-1].reply if self.session.turns else self.session.scenario.opening

    @property
    def resistance(self) -> int:
        return self.session.state.resistance


#: Gives the moment of a card, or the scenario of an id. Both raise TrainerError, in words for the learner, where that cannot be played.
MomentOf = Callable[[Card], Moment]
ScenarioOf = Callable[[str], Scenario]


def scenarios_in(folders: Sequence[Path], read: Callable[[Path], Scenario] = load) -> ScenarioOf:
    """Return what finds scenarios by id in some folders, the learner's own last, and reads them.

    A card names no path: a stranger may have made it.
    """

    def scenario_of(name: str) -> Scenario:
        path = named(files(folders), folders).get(name)
        if path is None:
            raise TrainerError(f"There is no scenario “{name}” here.")
        return read(path)

    return scenario_of


class Moments:
    """Gives the moments of cards: by meaning too, where the scenario is ready for that, which takes a second the first time."""

    def __init__(self, scenario_of: ScenarioOf, meaning: Meaning | None) -> None:
        self._scenario_of, self._meaning = scenario_of, meaning
        self._known: dict[str, tuple[Scenario, Readiness]] = {}

    def get_ready(self, cards: Iterable[Card]) -> None:
        """Begin, in threads, to make the scenarios of some cards ready. One that cannot be played is told when its card comes."""
        for card in cards:
            if card.scenario:
                with contextlib.suppress(TrainerError):
                    self._ready(card.scenario)

    def __call__(self, card: Card) -> Moment:
        """Return the moment of a card. Raises TrainerError where its scenario cannot be played up to there."""
        scenario, readiness = self._ready(card.scenario)
        return moment(card, scenario, readiness.soon())

    def _ready(self, name: str) -> tuple[Scenario, Readiness]:
        if name not in self._known:
            scenario = self._scenario_of(name)
            self._known[name] = scenario, Readiness(scenario, self._meaning)
        return self._known[name]


def rehearsal(moment_of: MomentOf) -> Callable[[Card], Verdict]:
    """Return what judges the model answer of a card."""
    return lambda card: judge_line(moment_of(card), card.model)


def moment(card: Card, scenario: Scenario, meaning: Meaning | None = None) -> Moment:
    """Play a scenario up to the moment of a card. Raises TrainerError if the talk is over before."""
    session = Session(scenario, SEED, meaning=meaning)
    for line in card.after:
        session.say(line)
    if session.outcome is not None:
        raise TrainerError(f"The talk “{scenario.title}” is over before the moment of the card “{card.id}”.")
    return Moment(session)


def judge_line(at: Moment, line: str) -> Verdict:
    """Judge a line by what it does to the counterpart: right if resistance falls by LEAST points, or they agree."""
    if is_blank(line):
        return _verdict("unmoved", at, at.resistance)
    turn = at.session.answer(line)
    return _verdict(_fails(turn), at, turn.after.resistance, turn)


def _fails(turn: Turn) -> str:
    fallen = turn.before.resistance - turn.after.resistance
    if turn.outcome in _LOST:
        return "ended"
    if turn.outcome in _WON or fallen >= LEAST:
        return ""
    return "little" if fallen > 0 else "closed" if fallen < 0 else "unmoved"


def _verdict(failed: str, at: Moment, after: int, turn: Turn | None = None) -> Verdict:
    said = sentences()[failed or "opened"].format(name=at.name, before=at.resistance, after=after, least=LEAST)
    if turn is None:
        return Verdict(not failed, failed, said)
    causes = tuple((cause.name, cause.resistance) for cause in turn.causes if cause.resistance)
    return Verdict(not failed, failed, said, Told(at.name, turn.reply, causes))
