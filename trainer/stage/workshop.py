"""A workshop as one value that can be saved, restored and compared: its attempts ("ways"), candidates and votes.

Every method returns a new value. What the room may see of it is decided in `wall.py` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from ..errors import TrainerError

LETTERS = "ABCD"
#: The fewest and the most candidates in one vote.
FEWEST, MOST = 2, 4
LONGEST_LINE = 140


class Phase(StrEnum):
    """Where a round is: talk → propose → vote → discuss → vote again → predict → reveal, then talk again."""

    BRIEF = "brief"
    TALK = "talk"
    PROPOSE = "propose"
    VOTE = "vote"
    DISCUSS = "discuss"
    VOTE_AGAIN = "vote_again"
    PREDICT = "predict"
    REVEAL = "reveal"
    COMPARE = "compare"
    END = "end"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line put to the vote. `first`, `second`: votes before and after the discussion."""

    line: str
    first: int = 0
    second: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """A finished vote. `played`: index of the candidate that was said; `way`, `turn`: where it was said."""

    candidates: tuple[Candidate, ...]
    played: int
    way: int
    turn: int


@dataclass(frozen=True, slots=True)
class Wall:
    """What the facilitator has chosen to show. `size`: of the text, in percent."""

    thoughts: bool = False
    meter: bool = True
    causes: bool = True
    blank: bool = False
    frozen: bool = False
    dark: bool = True
    size: int = 100


@dataclass(frozen=True, slots=True)
class Workshop:
    """The state of a workshop.

    `ways`: the lines of each attempt; `way`: the index of the current one. `chosen`: the index of the candidate to be
    played, −1 for none; `guess`: what the room thinks it will do, in points. `team`: 0 without teams, otherwise 1 or 2,
    whose turn it is. `plan`: its minutes, 0 for none; `part`: index of its current part; `started`, `timer_ends`:
    seconds of the wall clock, 0 for none.
    """

    scenario: str
    level: str
    seed: int
    ways: tuple[tuple[str, ...], ...] = ((),)
    #: For each attempt the id of its stored session, 0 until its first own line.
    ids: tuple[int, ...] = (0,)
    way: int = 0
    phase: Phase = Phase.BRIEF
    candidates: tuple[Candidate, ...] = ()
    chosen: int = -1
    guess: int | None = None
    rounds: tuple[Round, ...] = ()
    wall: Wall = Wall()
    team: int = 0
    plan: int = 0
    part: int = 0
    started: float = 0.0
    timer_ends: float = 0.0

    # -- the talk ----------------------------------------------------------------------------------------------

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the current attempt."""
        return self.ways[self.way]

    def said(self, line: str) -> Workshop:
        """Add a line to the current attempt; with teams the other one is next."""
        ways = (*self.ways[: self.way], (*self.lines, line), *self.ways[self.way + 1 :])
        return replace(self, ways=ways, team=3 - self.team if self.team else 0)

    def rewound(self, turn: int) -> Workshop:
        """Start another attempt from before a turn, keeping this one. Raises TrainerError for no such turn."""
        if not 1 <= turn <= len(self.lines):
            raise TrainerError("There is no such line to go back to.")
        ways = (*self.ways, self.lines[: turn - 1])
        return replace(
            self, ways=ways, ids=(*self.ids, 0), way=len(ways) - 1, phase=Phase.TALK, candidates=(), chosen=-1
        )

    def on_way(self, way: int) -> Workshop:
        """Switch to another attempt; with teams each has its own. Raises TrainerError if there is no such attempt."""
        if not 0 <= way < len(self.ways):
            raise TrainerError("There is no such way.")
        return replace(self, way=way, team=way % 2 + 1 if self.team else 0)

    def stored_as(self, session_id: int) -> Workshop:
        """Note the id under which the current attempt is stored."""
        return replace(self, ids=(*self.ids[: self.way], session_id, *self.ids[self.way + 1 :]))

    def with_teams(self, on: bool) -> Workshop:
        return replace(self, team=1 if on else 0)

    # -- candidates and votes ----------------------------------------------------------------------------------

    def proposed(self, line: str) -> Workshop:
        """Add a candidate. Raises TrainerError for a fifth one, an empty, too long or known line."""
        line = " ".join(line.split())
        if not line or len(line) > LONGEST_LINE:
            raise TrainerError(f"A line for the wall has 1 to {LONGEST_LINE} characters.")
        if len(self.candidates) >= MOST:
            raise TrainerError("Four lines are on the wall already; take one away first.")
        if any(candidate.line == line for candidate in self.candidates):
            raise TrainerError("That line is on the wall already.")
        return replace(self, candidates=(*self.candidates, Candidate(line)), phase=Phase.PROPOSE)

    def edited(self, place: int, line: str) -> Workshop:
        """Reword a candidate, which loses its votes; an empty text removes it."""
        kept = list(self.candidates)
        if line.strip():
            kept[place] = Candidate(" ".join(line.split())[:LONGEST_LINE])
        else:
            del kept[place]
        return replace(self, candidates=tuple(kept))

    def moved(self, place: int, by: int) -> Workshop:
        """Move a candidate in the list by so many places."""
        kept = list(self.candidates)
        target = max(0, min(len(kept) - 1, place + by))
        kept.insert(target, kept.pop(place))
        return replace(self, candidates=tuple(kept))

    def voting(self) -> Workshop:
        """Open the vote, or the second one after the discussion. Raises TrainerError with fewer than two candidates."""
        if len(self.candidates) < FEWEST:
            raise TrainerError("A vote needs at least two lines on the wall.")
        again = self.phase in (Phase.VOTE, Phase.DISCUSS, Phase.VOTE_AGAIN)
        return replace(self, phase=Phase.VOTE_AGAIN if again else Phase.VOTE)

    def voted(self, place: int, by: int) -> Workshop:
        """Add votes for a candidate in the open vote; `by` may be negative."""
        if not 0 <= place < len(self.candidates):
            return self
        kept = list(self.candidates)
        one = kept[place]
        if self.phase is Phase.VOTE_AGAIN:
            kept[place] = replace(one, second=max(0, one.second + by))
        else:
            kept[place] = replace(one, first=max(0, one.first + by))
        return replace(self, candidates=tuple(kept))

    def discussing(self) -> Workshop:
        return replace(self, phase=Phase.DISCUSS)

    def leading(self) -> int:
        """Return the index of the candidate with the most votes, the first one without votes, −1 without candidates.

        The second vote counts if it has any votes, otherwise the first.
        """
        if not self.candidates:
            return -1
        second = any(candidate.second for candidate in self.candidates)
        votes = [candidate.second if second else candidate.first for candidate in self.candidates]
        return votes.index(max(votes))

    def choosing(self, place: int) -> Workshop:
        """Choose the candidate that will be played; the room may guess its effect first."""
        return replace(self, chosen=place, phase=Phase.PREDICT, guess=None)

    def guessed(self, points: int | None) -> Workshop:
        return replace(self, guess=points)

    def played(self) -> Workshop:
        """Close the round after the chosen line was said: keep the votes and reveal the answer."""
        done = Round(self.candidates, self.chosen, self.way, len(self.lines))
        return replace(self, rounds=(*self.rounds, done), phase=Phase.REVEAL, candidates=(), chosen=-1)

    # -- the wall ----------------------------------------------------------------------------------------------

    def showing(self, **changed: Any) -> Workshop:
        """Change some settings of the wall."""
        return replace(self, wall=replace(self.wall, **changed))

    def at(self, phase: Phase) -> Workshop:
        return replace(self, phase=phase)

    def timed(self, ends: float) -> Workshop:
        """Set the end of the timer, in seconds of the wall clock; 0 for none."""
        return replace(self, timer_ends=ends)

    def in_part(self, part: int) -> Workshop:
        """Go to another part of the plan."""
        return replace(self, part=max(0, part))

    # -- saving ------------------------------------------------------------------------------------------------

    def as_dict(self) -> dict[str, Any]:
        """Return plain values, from which `from_dict` rebuilds an equal workshop."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Workshop:
        """Rebuild a workshop from stored values. Raises KeyError, TypeError or ValueError if they do not make one."""
        data = dict(values)
        data["ways"] = tuple(tuple(lines) for lines in data["ways"])
        data["ids"] = tuple(int(one) for one in data["ids"])
        data["candidates"] = tuple(Candidate(**one) for one in data["candidates"])
        data["rounds"] = tuple(
            Round(tuple(Candidate(**one) for one in done["candidates"]), done["played"], done["way"], done["turn"])
            for done in data["rounds"]
        )
        data["wall"] = Wall(**data["wall"])
        data["phase"] = Phase(data["phase"])
        return cls(**data)
