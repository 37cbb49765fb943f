"""Many talks of one player with one counterpart: how they end, and which lines were never spoken."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any

from ..counterpart import ConcernStatus, State, opening_state, respond
from ..language import read
from ..safe_text import spaced
from ..scenario import AMOUNT, Outcome, Scenario
from .players import LONGEST_TALK, PLAYERS, Player

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

#: The step between the seeds of successive talks, so large that runs begun with other seeds do not share any.
_SPREAD = 1_000_003


@dataclass(frozen=True, slots=True)
class Row:
    """The results of a player.

    Outcomes are shares of 1; `mean_resistance` and `mean_settled`: points and settled concerns at the end.
    """

    scenario: str
    level: str
    player: str
    runs: int
    agreed: float
    agreed_in_part: float
    postponed: float
    counterfeit_yes: float
    refused: float
    walked_away: float
    withdrawn: float
    unfinished: float
    mean_turns: float
    mean_resistance: float
    mean_settled: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Talk:
    """One run: the state at its end, and everything that was said to the player."""

    state: State
    replies: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        return self.state.outcome or Outcome.UNFINISHED


def talk(scenario: Scenario, player: str, seed: int, meaning: Meaning | None = None) -> Talk:
    """Play one talk to its end, or until the player gives up. Pure: the seed decides everything."""
    speaker = Player(scenario.goal.what, str(scenario.kind), random.Random(f"{player}|{seed}"))
    state = opening_state(scenario, seed)
    replies = [scenario.opening]
    while state.outcome is None and len(replies) <= LONGEST_TALK:
        line = PLAYERS[player](speaker, replies)
        response = respond(scenario, state, read(spaced(line), after=replies[-1]), meaning)
        state = response.state
        replies.append(response.reply)
    return Talk(state, tuple(replies))


def _is_in(say: str, reply: str) -> bool:
    """Tell whether a reply holds a line, whatever amount stands in it."""
    return all(part in reply for part in say.split(AMOUNT))


def simulate(
    scenario: Scenario, player: str, runs: int, seed: int = 0, meaning: Meaning | None = None
) -> tuple[Row, frozenset[str]]:
    """Return the results of one player, and the ids of the scenario's lines that were spoken in its talks."""
    talks = [talk(scenario, player, seed + number * _SPREAD, meaning) for number in range(runs)]
    ends = Counter(str(one.outcome) for one in talks)
    said = {reply for one in talks for reply in one.replies}
    spoken = frozenset(line.id for line in scenario.lines if any(_is_in(line.say, reply) for reply in said))
    shares = {str(outcome): ends[str(outcome)] / runs for outcome in Outcome}
    row = Row(
        scenario=scenario.id,
        level=str(scenario.level),
        player=player,
        runs=runs,
        mean_turns=fmean(len(one.replies) - 1 for one in talks),
        mean_resistance=fmean(one.state.resistance for one in talks),
        mean_settled=fmean(len(one.state.having(ConcernStatus.SETTLED)) for one in talks),
        **shares,
    )
    return row, spoken
