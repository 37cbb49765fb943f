"""What the audience sees: the only place that decides it. Nothing private can be shown that is not put into a Scene here.

Private are: the facilitator's note and questions, hidden thoughts and worries unless they are shown, the dry runs of
candidates, names of learners, paths of files, errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..counterpart.respond import mood
from ..safe_text import signed
from ..session import Session
from .state import LETTERS, Candidate, Phase, Workshop

#: Bubbles of the talk that fit on the audience window.
LAST_LINES = 3
#: Attempts that can be told apart when they are drawn over each other.
_MOST_CURVES = 3
_COUNTED = {2: "Two", 3: "Three"}


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate as it is shown. `first`, `second`: shares of the votes, 0–1, None where that vote is not shown."""

    letter: str
    line: str
    first: float | None
    second: float | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """All that may be drawn. Empty strings and None are left out. `curves`: (name, points) of attempts, oldest first."""

    blank: bool = False
    title: str = ""
    text: str = ""
    name: str = ""
    role: str = ""
    portrait: str = ""
    mood: str = ""
    bubbles: tuple[tuple[str, str], ...] = ()
    thought: str = ""
    resistance: int | None = None
    change: int = 0
    causes: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    heading: str = ""
    curves: tuple[tuple[str, tuple[int, ...]], ...] = ()
    endings: tuple[str, ...] = ()
    team: str = ""


def scene(workshop: Workshop, sessions: Sequence[Session]) -> Scene:
    """Return what is shown at a moment. `sessions`: one for each attempt, as it stands."""
    shown = workshop.shown
    if shown.blank:
        return Scene(blank=True)
    session = sessions[workshop.attempt]
    scenario, person = session.scenario, session.scenario.counterpart
    team = f"Team {workshop.team}" if workshop.team else ""
    if workshop.phase is Phase.BRIEF:
        return Scene(title=scenario.title, text=scenario.brief, name=person.name, role=person.role,
                        portrait=person.portrait, mood="listening", team=team)  # fmt: skip
    if workshop.phase in (Phase.COMPARE, Phase.END):
        return _compared(workshop, sessions)
    last = session.turns[-1] if session.turns else None
    revealing = last is not None and workshop.phase in (Phase.REVEAL, Phase.TALK)
    return Scene(
        title=scenario.title, name=person.name, role=person.role, portrait=person.portrait, mood=mood(session.state),
        bubbles=_bubbles(session), thought=last.thought if last is not None and shown.thoughts else "",
        resistance=session.state.resistance if shown.meter else None,
        change=last.after.resistance - last.before.resistance if last is not None and shown.meter else 0,
        causes=_causes(session) if revealing and shown.causes else (),
        options=_options(workshop), heading=_heading(workshop, session), team=team,
    )  # fmt: skip


def _bubbles(session: Session) -> tuple[tuple[str, str], ...]:
    """The end of the talk: (who, what)."""
    name = session.scenario.counterpart.name
    said = [(name, session.scenario.opening)]
    for turn in session.turns:
        said += [("You", turn.line), (name, turn.reply)]
    return tuple(said[-LAST_LINES:])


def _causes(session: Session) -> tuple[str, ...]:
    return tuple(
        f"{signed(int(cause['delta']))}  {cause['cause']}" for cause in session.turns[-1].cause_list() if cause["delta"]
    )


def _options(workshop: Workshop) -> tuple[Option, ...]:
    """The candidates; votes are shown only once they are counted, so that nobody follows the crowd."""
    if workshop.phase in (Phase.TALK, Phase.PROPOSE):
        return ()  # they are still being put in order and in words
    counted = workshop.phase in (Phase.DISCUSS, Phase.PREDICT)
    after = workshop.phase is Phase.PREDICT
    first, second = (_shares(workshop.candidates, again) for again in (False, True))
    return tuple(
        Option(
            LETTERS[place], candidate.line,
            first[place] if counted or workshop.phase is Phase.VOTE_AGAIN else None,
            second[place] if after and second else None, place == workshop.chosen,
        )
        for place, candidate in enumerate(workshop.candidates)
    )  # fmt: skip


def _shares(candidates: Sequence[Candidate], again: bool) -> list[float | None]:
    votes = [candidate.second if again else candidate.first for candidate in candidates]
    total = sum(votes)
    return [vote / total if total else None for vote in votes]


def _heading(workshop: Workshop, session: Session) -> str:
    """What the room is asked to do now."""
    if workshop.phase is Phase.REVEAL and workshop.guess is not None and session.turns:
        last = session.turns[-1]
        return f"You guessed {signed(workshop.guess)}. It was {signed(last.after.resistance - last.before.resistance)}."
    return {
        Phase.PROPOSE: "What would you say?",
        Phase.VOTE: "Which line would you say? Vote.",
        Phase.DISCUSS: "Turn to your neighbour: why this one?",
        Phase.VOTE_AGAIN: "Vote again.",
        Phase.PREDICT: "Up or down, and by how much?",
    }.get(workshop.phase, "")


def _compared(workshop: Workshop, sessions: Sequence[Session]) -> Scene:
    """The attempts over each other, with their endings."""
    order = workshop.told_attempts()
    names = [f"Team {place + 1}" if workshop.team else f"Attempt {place + 1}" for place in order]
    looks = [sessions[place].debrief() for place in order]
    fork = _fork([workshop.attempts[place] for place in order])
    lines = [f"“{workshop.attempts[place][fork]}” " if len(workshop.attempts[place]) > fork else "" for place in order]
    return Scene(
        title=sessions[0].scenario.title,
        heading=f"{_COUNTED[min(len(order), _MOST_CURVES)]} attempts at the same talk"
        if len(order) > 1
        else "The talk as it went",
        curves=tuple((name, look.curve) for name, look in zip(names, looks, strict=True))[:_MOST_CURVES],
        endings=tuple(
            f"{name}: {line}{look.headline}. {look.ending}".strip()
            for name, line, look in zip(names, lines, looks, strict=True)
        )[:_MOST_CURVES],
    )


def _fork(attempts: Sequence[Sequence[str]]) -> int:
    """How many lines all attempts share, 0 for a single one."""
    if len(attempts) < 2:
        return 0
    shared = 0
    for lines in zip(*attempts, strict=False):
        if len(set(lines)) > 1:
            break
        shared += 1
    return shared
