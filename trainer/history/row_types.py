"""Row types (immutable plain values) and the checks that turn stored values into them. Times are UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ..counterpart import table
from ..scenario import Outcome
from .valid_rows import causes_of, check_row
from .valid_values import moment, whole
from .valid_values import text as valid_text

_TEXT, _NUMBER, _POINTS = valid_text(), whole(-(2**31), 2**31), whole(0, 100)


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
    #: What tells it in every copy of the file; its id may be given to another one.
    uid: str = ""


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


def later(now: datetime, before: str | None) -> str:
    """Return the moment for a value that takes the place of one of `before`: now, and behind that one, whatever the clock says.

    Of two copies the later value counts; the one before may have been written under a wrong clock.
    """
    try:
        past = stamp(moment(before) + timedelta(milliseconds=1)) if before else stamp(now)
        moment(past)  # or it is the last one that can be written
    except (TypeError, ValueError, OverflowError):
        past = stamp(now)
    return max(stamp(now), past)


def is_later(one: str | None, other: str | None, now: str, taken_back: bool = False) -> bool:
    """Tell whether a stored time is after another. Of the two, one that is yet to come was read from a wrong clock, and counts
    as none; where both are, they went by the same one.

    `taken_back`: one of the two is that of words that were taken back, which was made later than theirs whatever the clock said.
    """
    # Of our own file, too, bits of a time can have been garbled on the disk.
    first, second = (time if isinstance(time, str) else "" for time in (one, other))
    if not taken_back and (first > now) != (second > now):
        first, second = ("" if time > now else time for time in (first, second))
    return first > second


def text(value: Any) -> str:
    """Check a stored text. Raises TypeError or ValueError for anything else."""
    return str(_TEXT(value))


def number(value: Any) -> int:
    """Check a stored number; null becomes 0."""
    return 0 if value is None else int(_NUMBER(value))


def points(value: Any) -> int:
    """Check a stored resistance, 0–100 points."""
    return int(_POINTS(value))


# The functions below raise InvalidRow for what this program never writes, so that damaged bytes never reach a page.


def session_row(row: dict[str, Any]) -> SessionRow:
    """Make a session of a stored row, and of what was counted beside it."""
    check_row("sessions", row)
    return SessionRow(
        id=row["id"],
        scenario=row["scenario"],
        title=row["title"],
        kind=row["kind"],
        level=row["level"],
        seed=row["seed"],
        started=moment(row["started"]),
        ended=moment(row["ended"]) if row["ended"] else None,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        opening_resistance=row["opening_resistance"],
        turns=number(row["turns"]),
        no_oriented=number(row["no_oriented"]),
        yes_oriented=number(row["yes_oriented"]),
        last_resistance=points(row["last_resistance"]),
        parent=number(row["parent"]),
        branched_at=number(row["branched_at"]),
        held_back=bool(row["held_back"]),
        uid=row["uid"],
    )


def turn_row(row: dict[str, Any]) -> TurnRow:
    """Make a turn of a stored row."""
    check_row("turns", row)
    return TurnRow(
        number=row["number"],
        line=row["line"],
        kind=row["kind"],
        no_means=row["no_means"],
        resistance_before=row["resistance_before"],
        resistance_after=row["resistance_after"],
        causes=tuple(_cause(*cause) for cause in causes_of(row["causes"])),
        reply=row["reply"],
        thought=row["thought"],
        hints=row["hints"],
        tone=row["tone"] or "",
    )


def _cause(cause_id: str, change: int) -> tuple[str, int]:
    """Return the name of a cause, which is its id in rows of the first versions, and its change in points."""
    row = table().get(cause_id)
    return (row.name if row else cause_id), change


def commitment_row(row: dict[str, Any]) -> CommitmentRow:
    """Make a commitment of a stored row."""
    check_row("commitments", row)
    return CommitmentRow(
        row["id"],
        number(row["session_id"]),
        row["text"],
        moment(row["made_at"]),
        row["status"] or "",
        row["how"],
    )
