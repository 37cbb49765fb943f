"""A workshop as one value that can be saved, restored and compared: the talk with its attempts, candidates, votes, what is shown.

Every request gives a new value. What the room may see of it is decided in `audience.py` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from ..errors import TrainerError
from ..history.valid_rows import check_workshop
from ..history.valid_values import storable
from ..history.workshop_limits import (
    FEWEST,
    LARGEST,
    LETTERS,
    LONGEST_LINE,
    MOST,
    MOST_ATTEMPTS,
    MOST_LINES,
    MOST_PART,
    MOST_POINTS,
    MOST_VOTES,
    SMALLEST,
    STEP,
    Phase,
)
from ..safe_text import is_blank

__all__ = [
    "FEWEST", "LARGEST", "LETTERS", "LONGEST_LINE", "MOST", "SMALLEST", "STEP", "Candidate", "Phase", "Round", "Shown",
    "Workshop",
]  # fmt: skip

#: Field → its name in the learner's file, which older programs wrote and read.
_STORED = {"attempts": "ways", "attempt": "way", "shown": "wall"}
_FULL = "This workshop is full: it holds {0} attempts and {1} lines at most. Please end it and begin another."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line put to the vote. `first`, `second`: votes before and after the discussion."""

    line: str
    first: int = 0
    second: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """A finished vote: the candidates with their votes, the place of the line that was played, and the turn it became."""

    candidates: tuple[Candidate, ...]
    played: int
    attempt: int
    turn: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What the facilitator has chosen to show. `size`: of the text, in percent."""

    thoughts: bool = False
    meter: bool = True
    causes: bool = True
    blank: bool = False
    frozen: bool = False
    dark: bool = True
    size: int = 100

    def resized(self, steps: int) -> int:
        """Return the size of the text after so many steps larger or smaller."""
        return max(SMALLEST, min(LARGEST, self.size + steps * STEP))


@dataclass(frozen=True, slots=True)
class Workshop:
    """`attempts`: the lines of each attempt at the talk; `guess`: what the room thinks the line in hand will do, in points.

    `team`: whose turn it is, 0 without teams, else 1 or 2. `part`, `started`, `timer_ends`: of the plan and the timer,
    in seconds of the wall clock. `plan`: its minutes, 0 for none.
    """

    scenario: str
    level: str
    seed: int
    attempts: tuple[tuple[str, ...], ...] = ((),)
    #: Of each attempt the id under which it is stored, 0 until its first own line.
    ids: tuple[int, ...] = (0,)
    attempt: int = 0
    phase: Phase = Phase.BRIEF
    candidates: tuple[Candidate, ...] = ()
    chosen: int = -1
    guess: int | None = None
    rounds: tuple[Round, ...] = ()
    shown: Shown = Shown()
    team: int = 0
    plan: int = 0
    part: int = 0
    started: float = 0.0
    timer_ends: float = 0.0

    # -- the talk ----------------------------------------------------------------------------------------------

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the attempt in hand."""
        return self.attempts[self.attempt]

    def said(self, line: str) -> Workshop:
        """The attempt in hand with one line more; a team hands over. Raises TrainerError when there are very many lines."""
        attempts = (*self.attempts[: self.attempt], (*self.lines, line), *self.attempts[self.attempt + 1 :])
        return replace(self, attempts=_with_room(attempts), team=3 - self.team if self.team else 0)

    def rewound(self, turn: int) -> Workshop:
        """A new attempt from before this turn; the one so far is kept."""
        if not 1 <= turn <= len(self.lines):
            raise TrainerError("There is no such line to go back to.")
        attempts = (*self.attempts, self.lines[: turn - 1])
        return replace(
            self,
            attempts=_with_room(attempts),
            ids=(*self.ids, 0),
            attempt=len(attempts) - 1,
            phase=Phase.TALK,
            candidates=(),
            chosen=-1,
        )

    def on_attempt(self, place: int) -> Workshop:
        """Another of the attempts; with teams each has its own. What the room guessed was about the last line of the one before."""
        if not 0 <= place < len(self.attempts):
            raise TrainerError("There is no such attempt.")
        other = replace(self, attempt=place, team=place % 2 + 1 if self.team else 0)
        revealed = self.phase is Phase.REVEAL and place != self.attempt
        return replace(other, phase=Phase.TALK, guess=None) if revealed else other

    def told_attempts(self) -> tuple[int, ...]:
        """The places of the attempts worth comparing: one that says nothing of its own is left out."""

        def adds_nothing(place: int) -> bool:
            lines = self.attempts[place]
            return any(
                others[: len(lines)] == lines and (len(others) > len(lines) or other < place)
                for other, others in enumerate(self.attempts)
                if other != place
            )

        return tuple(place for place in range(len(self.attempts)) if not adds_nothing(place))

    def stored_as(self, session_id: int) -> Workshop:
        """The attempt in hand is stored under this id."""
        return replace(self, ids=(*self.ids[: self.attempt], session_id, *self.ids[self.attempt + 1 :]))

    def with_teams(self, on: bool) -> Workshop:
        return replace(self, team=1 if on else 0)

    # -- candidates and votes ----------------------------------------------------------------------------------

    def proposed(self, line: str) -> Workshop:
        """One candidate more. Raises TrainerError for a fifth one, an empty or a very long one."""
        line = _in_one_line(line)
        if is_blank(line) or len(line) > LONGEST_LINE:
            raise TrainerError(f"A line for the audience has 1 to {LONGEST_LINE} characters; this one has {len(line)}.")
        if len(self.candidates) >= MOST:
            raise TrainerError("Four lines are on the list already. Please remove one first.")
        if any(candidate.line == line for candidate in self.candidates):
            raise TrainerError("That line is on the list already.")
        return replace(self, candidates=(*self.candidates, Candidate(line)), phase=Phase.PROPOSE, chosen=-1)

    def edited(self, place: int, line: str) -> Workshop:
        """A candidate in other words; its votes are gone. A text of which nothing is seen removes it.

        The choice stays with its line; where that is removed itself, it is open again.
        """
        if not 0 <= place < len(self.candidates):
            return self
        kept = list(self.candidates)
        if not is_blank(line):
            kept[place] = Candidate(_in_one_line(line)[:LONGEST_LINE])
            return replace(self, candidates=tuple(kept))
        del kept[place]
        if place == self.chosen:
            return replace(self, candidates=tuple(kept), chosen=-1, guess=None, phase=Phase.VOTE_AGAIN)
        return replace(self, candidates=tuple(kept), chosen=self.chosen - (place < self.chosen))

    def moved(self, place: int, by: int) -> Workshop:
        """A candidate up or down the list; the choice stays with its line."""
        order = list(range(len(self.candidates)))
        if place not in order:
            return self
        order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
        chosen = order.index(self.chosen) if self.chosen >= 0 else -1
        return replace(self, candidates=tuple(self.candidates[one] for one in order), chosen=chosen)

    def voting(self) -> Workshop:
        """Open the vote, or the second one after the discussion. Raises TrainerError with fewer than two lines."""
        if len(self.candidates) < FEWEST:
            raise TrainerError("A vote needs at least two lines on the list.")
        again = self.phase in (Phase.VOTE, Phase.DISCUSS, Phase.VOTE_AGAIN)
        return replace(self, phase=Phase.VOTE_AGAIN if again else Phase.VOTE)

    def voted(self, place: int, by: int) -> Workshop:
        """So many votes more or fewer for a candidate, in the vote that is open."""
        if not 0 <= place < len(self.candidates):
            return self
        kept = list(self.candidates)
        one = kept[place]
        if self.phase is Phase.VOTE_AGAIN:
            kept[place] = replace(one, second=_votes(one.second + by))
        else:
            kept[place] = replace(one, first=_votes(one.first + by))
        return replace(self, candidates=tuple(kept))

    def leading(self) -> int:
        """The place of the line with most votes in the newest vote that has any, -1 for none."""
        if not self.candidates:
            return -1
        second = any(candidate.second for candidate in self.candidates)
        votes = [candidate.second if second else candidate.first for candidate in self.candidates]
        return votes.index(max(votes))

    def choosing(self, place: int) -> Workshop:
        """The line that will be played; the room may guess first. Raises TrainerError where there is none."""
        if not 0 <= place < len(self.candidates):
            raise TrainerError("There is no line left to choose. Go back to the proposals and put one on the list.")
        return replace(self, chosen=place, phase=Phase.PREDICT, guess=None)

    def guessed(self, points: int | None) -> Workshop:
        """What the room thinks the line will do; None for nothing. Raises TrainerError for a number beyond all sense."""
        if points is not None and abs(points) > MOST_POINTS:
            raise TrainerError("The guess is a whole number of points, such as −8.")
        return replace(self, guess=points)

    def played(self) -> Workshop:
        """After the chosen line was said: the vote is kept, the answer is revealed."""
        done = Round(self.candidates, self.chosen, self.attempt, len(self.lines))
        return replace(self, rounds=(*self.rounds, done), phase=Phase.REVEAL, candidates=(), chosen=-1)

    def said_without_vote(self) -> Workshop:
        """After a line was said without a vote: nobody guessed, and the list is cleared as after a vote."""
        return replace(self, phase=Phase.REVEAL, candidates=(), chosen=-1, guess=None)

    # -- the audience window -----------------------------------------------------------------------------------

    def showing(self, **changed: Any) -> Workshop:
        """The audience window with some of its settings changed."""
        return replace(self, shown=replace(self.shown, **changed))

    def at(self, phase: Phase) -> Workshop:
        """Another phase. A line is chosen for the prediction alone: before and after it the choice is open."""
        return replace(self, phase=phase, chosen=self.chosen if phase is Phase.PREDICT else -1)

    def timed(self, ends: float) -> Workshop:
        """The timer runs until then, in seconds of the wall clock; 0 for none."""
        return replace(self, timer_ends=ends)

    def in_part(self, part: int) -> Workshop:
        """Another part of the plan is in hand."""
        return replace(self, part=max(0, min(part, MOST_PART)))

    # -- saving ------------------------------------------------------------------------------------------------

    def as_dict(self) -> dict[str, Any]:
        """Plain values; `from_dict` gives an equal workshop back."""
        values = asdict(self)
        for name, stored in _STORED.items():
            values[stored] = values.pop(name)
        values["rounds"] = [{"way": done.pop("attempt"), **done} for done in values["rounds"]]
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Workshop:
        """The workshop of stored values. Raises TypeError or ValueError when they are not ours."""
        check_workshop(values)
        data = {**values, **{name: values[stored] for name, stored in _STORED.items()}}
        for stored in _STORED.values():
            data.pop(stored)
        data["attempts"] = tuple(tuple(lines) for lines in data["attempts"])
        data["ids"] = tuple(int(one) for one in data["ids"])
        data["candidates"] = tuple(Candidate(**one) for one in data["candidates"])
        data["rounds"] = tuple(
            Round(tuple(Candidate(**one) for one in done["candidates"]), done["played"], done["way"], done["turn"])
            for done in data["rounds"]
        )
        data["shown"] = Shown(**data["shown"])
        data["phase"] = Phase(data["phase"])
        return cls(**data)


def _in_one_line(text: str) -> str:
    """A line as it is put on the list: one space between words, and nothing that cannot be stored."""
    return storable(" ".join(text.split()))


def _votes(count: int) -> int:
    return max(0, min(count, MOST_VOTES))


def _with_room(attempts: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The same attempts. Raises TrainerError when they are more than a workshop holds."""
    if len(attempts) > MOST_ATTEMPTS or sum(map(len, attempts)) > MOST_LINES:
        raise TrainerError(_FULL.format(MOST_ATTEMPTS, MOST_LINES))
    return attempts
