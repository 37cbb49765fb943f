"""What the room sees, decided only here: nothing gets into the audience window ("wall") but what is in a WallView.

Private are: the facilitator's note and questions; thoughts and concerns, unless they are shown; the dry runs of
candidates; names of learners; paths of files; errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..counterpart.respond import mood
from ..session import Session
from .workshop import LETTERS, Candidate, Phase, Workshop

#: How many speech bubbles fit on the wall.
LAST_LINES = 3


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate on the wall. `first`, `second`: its share of the votes, 0–1; None while that vote is not shown."""

    letter: str
    line: str
    first: float | None
    second: float | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class WallView:
    """All that may be drawn; empty strings and None are left out.

    `curves`: (name, points) of the attempts, the current one first.
    """

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


def wall(workshop: Workshop, sessions: Sequence[Session]) -> WallView:
    """Return the view of a moment. `sessions`: one for each attempt, as it stands."""
    shown = workshop.wall
    if shown.blank:
        return WallView(blank=True)
    session = sessions[workshop.way]
    scenario, person = session.scenario, session.scenario.counterpart
    team = f"Team {workshop.team}" if workshop.team else ""
    if workshop.phase is Phase.BRIEF:
        return WallView(title=scenario.title, text=scenario.brief, name=person.name, role=person.role,
                        portrait=person.portrait, mood="listening", team=team)  # fmt: skip
    if workshop.phase in (Phase.COMPARE, Phase.END):
        return _compared(workshop, sessions)
    last = session.turns[-1] if session.turns else None
    revealing = last is not None and workshop.phase in (Phase.REVEAL, Phase.TALK)
    return WallView(
        title=scenario.title, name=person.name, role=person.role, portrait=person.portrait, mood=mood(session.state),
        bubbles=_bubbles(session), thought=last.thought if last is not None and shown.thoughts else "",
        resistance=session.state.resistance if shown.meter else None,
        change=last.after.resistance - last.before.resistance if last is not None and shown.meter else 0,
        causes=_causes(session) if revealing and shown.causes else (),
        options=_options(workshop), heading=_heading(workshop, session), team=team,
    )  # fmt: skip


def _bubbles(session: Session) -> tuple[tuple[str, str], ...]:
    """Return the end of the conversation as (who, what)."""
    name = session.scenario.counterpart.name
    said = [(name, session.scenario.opening)]
    for turn in session.turns:
        said += [("You", turn.line), (name, turn.reply)]
    return tuple(said[-LAST_LINES:])


def _causes(session: Session) -> tuple[str, ...]:
    return tuple(f"{cause['delta']:+d}  {cause['cause']}" for cause in session.turns[-1].cause_list() if cause["delta"])


def _options(workshop: Workshop) -> tuple[Option, ...]:
    """Return the candidates. Votes are shown only after the count, so that nobody follows the crowd."""
    if workshop.phase in (Phase.TALK, Phase.PROPOSE):
        return ()  # candidates are still being worded and put in order
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
    """Return what the room is asked to do now."""
    if workshop.phase is Phase.REVEAL and workshop.guess is not None and session.turns:
        last = session.turns[-1]
        return f"You guessed {workshop.guess:+d}. It was {last.after.resistance - last.before.resistance:+d}."
    return {
        Phase.PROPOSE: "What would you say?",
        Phase.VOTE: "Which line would you say? Vote.",
        Phase.DISCUSS: "Turn to your neighbour: why this one?",
        Phase.VOTE_AGAIN: "Vote again.",
        Phase.PREDICT: "Up or down, and by how much?",
    }.get(workshop.phase, "")


def _compared(workshop: Workshop, sessions: Sequence[Session]) -> WallView:
    """Return a view of the attempts, one curve over the other, with their endings."""
    order = [workshop.way, *(place for place in range(len(sessions)) if place != workshop.way)]
    names = [f"Team {place + 1}" if workshop.team else f"Way {place + 1}" for place in order]
    looks = [sessions[place].debrief() for place in order]
    fork = _fork(workshop.ways)
    lines = [f"“{workshop.ways[place][fork]}” " if len(workshop.ways[place]) > fork else "" for place in order]
    return WallView(
        title=sessions[0].scenario.title,
        heading="Two ways through the same talk" if len(sessions) > 1 else "The talk as it went",
        curves=tuple((name, look.curve) for name, look in zip(names, looks, strict=True))[:3],
        endings=tuple(
            f"{name}: {line}{look.headline}. {look.ending}".strip()
            for name, line, look in zip(names, lines, looks, strict=True)
        )[:3],
    )


def _fork(ways: Sequence[Sequence[str]]) -> int:
    """Return how many lines all attempts share, 0 for a single one."""
    if len(ways) < 2:
        return 0
    shared = 0
    for lines in zip(*ways, strict=False):
        if len(set(lines)) > 1:
            break
        shared += 1
    return shared
