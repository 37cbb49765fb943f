"""A practice session: each line is read, answered and coached.

Pure but for the session's own list of turns: no clock, no file, no randomness besides the seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .coach import Debrief, Feedback, debrief, feedback
from .counterpart import Cause, Decision, Point, State, opening_state, respond
from .errors import TrainerError
from .language import Reading, read
from .safe_text import heard, is_blank
from .scenario import Outcome, Scenario

if TYPE_CHECKING:
    from .meaning.nearest import Meaning

#: The longest line in characters. Nobody says more in one breath.
LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class Turn:
    """One line and all that followed from it. `number`: from 1."""

    number: int
    line: str
    reading: Reading
    before: State
    after: State
    causes: tuple[Cause, ...]
    decision: Decision
    reply: str
    thought: str
    feedback: Feedback
    #: What the line said, point by point, and where the parts of the reply come from.
    points: tuple[Point, ...] = ()
    pools: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        return self.after.outcome

    def cause_list(self) -> list[dict[str, str | int]]:
        """Return its causes with the change each made to resistance, in points; they add up to the whole change."""
        return [{"cause": cause.name, "delta": cause.resistance} for cause in self.causes]


@dataclass
class Session:
    """One run of a scenario: `say` adds a turn, `rewind` takes turns back, `branch` starts another attempt."""

    scenario: Scenario
    seed: int
    turns: list[Turn] = field(default_factory=list)
    #: The state a resumed session continues from, None for the opening.
    resumed_from: State | None = None
    #: The model of meaning; None for words alone.
    meaning: Meaning | None = None

    @property
    def state(self) -> State:
        if self.turns:
            return self.turns[-1].after
        return self.resumed_from or opening_state(self.scenario, self.seed)

    @property
    def outcome(self) -> Outcome | None:
        """How the session ended, None while it goes on."""
        return self.state.outcome

    def left_as(self) -> Outcome:
        """Return the outcome if the learner leaves now: after a firm no it is REFUSED."""
        return self.outcome or (Outcome.REFUSED if self.state.firm_no else Outcome.UNFINISHED)

    def say(self, line: str) -> Turn:
        """Read, answer and coach a line, and add the turn to `turns`.

        Raises TrainerError, and changes nothing, for an empty line, one longer than LONGEST_LINE, or any after the end.
        """
        turn = self.answer(line)
        self.turns.append(turn)
        return turn

    def answer(self, line: str) -> Turn:
        """Return the turn a line would make, without adding it. Raises as `say` does."""
        check_line(line)
        before = self.state
        if before.outcome is not None:
            raise TrainerError("This talk is over. Start it again to try another way.")
        reading = read(line, after=before.said[-1])
        # What nobody sees, how an accent was typed, and what kind of space it is, is stored as typed, but nobody hears it.
        plain = heard(line)
        said = reading if plain == line else read(plain, after=before.said[-1])
        response = respond(self.scenario, before, said, self.meaning)
        coached = feedback(self.scenario, before, plain, response, self.meaning)
        return Turn(
            number=before.turn + 1,
            line=line,
            reading=reading,
            before=before,
            after=response.state,
            causes=response.causes,
            decision=response.decision,
            reply=response.reply,
            thought=response.thought,
            feedback=coached,
            points=response.points,
            pools=response.pools,
        )

    def rewind(self, number: int) -> None:
        """Go back to the moment before turn `number`: remove it and all later turns."""
        self.turns = [turn for turn in self.turns if turn.number < number]

    def branch(self, number: int) -> Session:
        """Return a new session that shares the turns before `number`; its state there is the same, byte for byte."""
        earlier = [turn for turn in self.turns if turn.number < number]
        return Session(self.scenario, self.seed, earlier, self.resumed_from, self.meaning)

    def curve(self) -> list[int]:
        """Return resistance at the opening (or where the session was resumed) and after each turn."""
        first = self.turns[0].before if self.turns else self.state
        return [first.resistance, *(turn.after.resistance for turn in self.turns)]

    def debrief(self) -> Debrief:
        """Make the debrief of the session as it stands."""
        lines = [(turn.line, turn.reading.kind) for turn in self.turns]
        return debrief(
            self.scenario, self.left_as(), self.curve(), lines, self.state.concerns, self.state.terms, self.state.swaps
        )


def check_line(line: str) -> None:
    """Raise TrainerError, in words for the learner, for a line that cannot be said."""
    if is_blank(line):
        raise TrainerError("There is nothing in the line yet. Type what you would say, then press Enter.")
    if len(line) > LONGEST_LINE:
        raise TrainerError(
            f"The line has {len(line):,} characters; {LONGEST_LINE:,} are the most. Please say it shorter."
        )


__all__ = ["LONGEST_LINE", "Session", "Turn", "check_line"]
