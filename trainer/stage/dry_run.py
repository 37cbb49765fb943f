"""The effect of a candidate, tried on a copy of the state, for the facilitator only."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import TrainerError
from ..session import Session


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a line would do. `change`: of resistance, in points; `outcome`: "" if the session would go on."""

    change: int
    causes: tuple[str, ...]
    reply: str
    outcome: str


def dry_run(session: Session, line: str) -> DryRun | None:
    """Return the effect of a line without saying it; None if it cannot be said."""
    try:
        turn = session.answer(line)
    except TrainerError:
        return None
    causes = tuple(f"{cause['delta']:+d} {cause['cause']}" for cause in turn.cause_list() if cause["delta"])
    return DryRun(turn.after.resistance - turn.before.resistance, causes, turn.reply, str(turn.outcome or ""))


def sessions_of(session: Session, ways: tuple[tuple[str, ...], ...]) -> list[Session]:
    """Replay each attempt ("way"), given by its lines, in a session of its own; equal lines give an equal session.

    `session` gives scenario and seed. Lines that come after the end of a session are left out.
    """
    made = []
    for lines in ways:
        one = Session(session.scenario, session.seed)
        for line in lines:
            if one.outcome is None:
                one.say(line)
        made.append(one)
    return made
