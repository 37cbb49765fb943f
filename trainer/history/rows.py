"""What comes out of the file: plain values that never change. Times are UTC."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..counterpart import table
from ..scenario import Outcome


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A stored session. `outcome` is None while it can be resumed; `turns`: how many lines of its own.

    `parent`, `branched_at`: for another way that was tried, the session it left and the number of its first own turn;
    0 for none.
    """

    id: int
    scenario: str
    title: str
    kind: str
    level: str
    seed: int
    started: datetime
    ended: datetime | None
    outcome: Outcome | None
    opening_resistance: int
    turns: int
    no_oriented: int
    yes_oriented: int
    last_resistance: int
    parent: int = 0
    branched_at: int = 0
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A stored turn, as much of it as a transcript shows. `hints`: grades of hint looked at before it, 0–3."""

    number: int
    line: str
    kind: str
    no_means: str
    resistance_before: int
    resistance_after: int
    causes: tuple[tuple[str, int], ...]
    reply: str
    thought: str
    hints: int = 0
    tone: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """What a learner said they would do. `status`: done, not_yet, dropped, or "" while nobody has asked."""

    id: int
    session_id: int
    text: str
    made: datetime
    status: str
    how: str


def stamp(moment: datetime) -> str:
    """A moment as it is stored: UTC, ISO 8601, milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def session_row(row: dict[str, Any]) -> SessionRow:
    return SessionRow(
        id=row["id"],
        scenario=row["scenario"],
        title=row["title"],
        kind=row["kind"],
        level=row["level"],
        seed=row["seed"],
        started=datetime.fromisoformat(row["started"]),
        ended=datetime.fromisoformat(row["ended"]) if row["ended"] else None,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        opening_resistance=row["opening_resistance"],
        turns=row["turns"],
        no_oriented=row["no_oriented"],
        yes_oriented=row["yes_oriented"],
        last_resistance=row["last_resistance"],
        parent=row["parent"] or 0,
        branched_at=row["branched_at"] or 0,
        held_back=bool(row["held_back"]),
    )


def turn_row(row: dict[str, Any]) -> TurnRow:
    causes = tuple(_cause(cause) for cause in json.loads(row["causes"]))
    return TurnRow(
        number=row["number"],
        line=row["line"],
        kind=row["kind"],
        no_means=row["no_means"],
        resistance_before=row["resistance_before"],
        resistance_after=row["resistance_after"],
        causes=causes,
        reply=row["reply"],
        thought=row["thought"],
        hints=row["hints"],
        tone=row["tone"] or "",
    )


def _cause(stored: Any) -> tuple[str, int]:
    """(name, change) of a stored cause: [id, change]; files of the first versions hold the name."""
    if isinstance(stored, dict):
        return str(stored["cause"]), int(stored["delta"])
    cause_id, delta = stored
    row = table().get(cause_id)
    return (row.name if row else str(cause_id)), int(delta)


def commitment_row(row: dict[str, Any]) -> CommitmentRow:
    return CommitmentRow(
        row["id"],
        row["session_id"] or 0,
        row["text"],
        datetime.fromisoformat(row["made_at"]),
        row["status"] or "",
        row["how"],
    )
