"""What a candidate would do, tried on a copy of the state: for the facilitator's eyes."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import TrainerError
from ..session import Session


@dataclass(frozen=True, slots=True)
class DryRun:
    """`change`: of resistance, in points; `outcome`: "" while the talk would go on."""

    change: int
    causes: tuple[str, ...]
    reply: str
    outcome: str


def dry_run(session: Session, line: str) -> DryRun | None:
    """The effect of a line without saying it; None where it cannot be said."""
    try:
        turn = session.answer(line)
    except TrainerError:
        return None
    causes = tuple(f"{cause['delta']:+d} {cause['cause']}" for cause in turn.cause_list() if cause["delta"])
    return DryRun(turn.after.resistance - turn.before.resistance, causes, turn.reply, str(turn.outcome or ""))


def sessions_of(session: Session, attempts: tuple[tuple[str, ...], ...]) -> list[Session]:
    """A session for each attempt: the same lines always give the same talk. `session`: at its opening.

    A line that cannot be said any more, since the talk is over, is left out.
    """
    made = []
    for lines in attempts:
        one = Session(session.scenario, session.seed, meaning=session.meaning)
        for line in lines:
            if one.outcome is None:
                one.say(line)
        made.append(one)
    return made
