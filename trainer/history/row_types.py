"""Row types (immutable plain values) and the checks that turn stored values into them. Times are UTC."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ..counterpart import table
from ..language import MoveKind
from ..scenario import Level, Outcome

#: Numbers and years that this program can have written.
_NUMBERS, _YEARS = range(-(2**31), 2**31), range(1970, 3000)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A stored session. `outcome` is None while it can be resumed; `turns` counts only its own turns.

    For an attempt, `parent` is the session it branched off and `branched_at` the number of its first own turn;
    otherwise both are 0.
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
    """The part of a stored turn that a transcript shows. `hints`: how many grades of hint were looked at first, 0–3."""

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
    """Format a moment as it is stored: UTC, ISO 8601, milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


# The functions below raise TypeError or ValueError for what this program never writes, so that damaged bytes never
# reach a page.


def text(value: Any) -> str:
    """Check a stored text."""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def number(value: Any) -> int:
    """Check a stored number; null becomes 0."""
    if value is not None and (not isinstance(value, int) or value not in _NUMBERS):
        raise ValueError("no number of ours")
    return value or 0


def points(value: Any) -> int:
    """Check a stored resistance, 0–100 points."""
    if not isinstance(value, int) or not 0 <= value <= 100:
        raise ValueError("no points")
    return value


def moment(value: Any) -> datetime:
    """Parse a stored time."""
    found = datetime.fromisoformat(value)
    if found.tzinfo is None or found.year not in _YEARS:
        raise ValueError("no time of ours")
    return found


def plain(value: Any) -> dict[str, Any]:
    """Parse a stored JSON object."""
    found = json.loads(value)
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found


def session_row(row: dict[str, Any]) -> SessionRow:
    return SessionRow(
        id=number(row["id"]),
        scenario=text(row["scenario"]),
        title=text(row["title"]),
        kind=text(row["kind"]),
        level=str(Level(row["level"])),
        seed=int(row["seed"]),
        started=moment(row["started"]),
        ended=moment(row["ended"]) if row["ended"] else None,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        opening_resistance=points(row["opening_resistance"]),
        turns=number(row["turns"]),
        no_oriented=number(row["no_oriented"]),
        yes_oriented=number(row["yes_oriented"]),
        last_resistance=points(row["last_resistance"]),
        parent=number(row["parent"]),
        branched_at=number(row["branched_at"]),
        held_back=bool(row["held_back"]),
    )


def turn_row(row: dict[str, Any]) -> TurnRow:
    return TurnRow(
        number=number(row["number"]),
        line=text(row["line"]),
        kind=str(MoveKind(row["kind"])),
        no_means=text(row["no_means"]),
        resistance_before=points(row["resistance_before"]),
        resistance_after=points(row["resistance_after"]),
        causes=tuple(_cause(cause) for cause in json.loads(row["causes"])),
        reply=text(row["reply"]),
        thought=text(row["thought"]),
        hints=number(row["hints"]),
        tone=text(row["tone"] or ""),
    )


def _cause(stored: Any) -> tuple[str, int]:
    """Parse a stored cause to (name, change in points): [id, change], or an object in the first versions."""
    if isinstance(stored, dict):
        return text(stored["cause"]), int(stored["delta"])
    cause_id, delta = stored
    row = table().get(text(cause_id))
    return (row.name if row else cause_id), int(delta)


def commitment_row(row: dict[str, Any]) -> CommitmentRow:
    return CommitmentRow(
        number(row["id"]),
        number(row["session_id"]),
        text(row["text"]),
        moment(row["made_at"]),
        text(row["status"] or ""),
        text(row["how"]),
    )
