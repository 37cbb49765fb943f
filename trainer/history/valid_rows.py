"""The one definition of a valid row: what this program writes, and all it reads, imports, saves and restores.

A value of any other type, range, length or shape is refused by whoever writes, and left out by whoever reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from ..language import MoveKind, NoMeans
from ..safe_text import is_blank
from ..scenario import Kind, Level, Outcome
from . import workshop_limits as limits
from .valid_values import (
    LINE,
    MOST,
    NAME,
    REPLY,
    TITLE,
    WORDS,
    YEARS,
    Check,
    json_value,
    moment,
    one_of,
    plain,
    seconds,
    some_text,
    text,
    whole,
)

#: How many attempts an attempt may go back over, from one to the one it was made at: nobody makes so many in one talk.
DEEPEST_ATTEMPT = 200


class InvalidRow(ValueError):
    """A row that this program would not write. `column`: the first one that is wrong."""

    def __init__(self, table: str, column: str, why: str) -> None:
        super().__init__(f"{column} of {table}: {why}")
        self.table, self.column, self.why = table, column, why


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its values are held to. `null`: it may be empty; `default`: for rows of versions without it."""

    check: Check
    null: bool = False
    default: Any = None


def _moves(value: Any) -> str:
    """Kinds of move with commas around, ",label,offer,"; "" in rows of the first versions."""
    if not isinstance(value, str) or not _are_moves(value):
        raise ValueError("no kinds of move")
    return value


@lru_cache(maxsize=4096)
def _are_moves(value: str) -> bool:
    kinds = value.split(",")
    return value in ("", ",,") or (
        len(kinds) > 2 and kinds[0] == kinds[-1] == "" and all(kind in set(MoveKind) for kind in kinds[1:-1])
    )


def causes_of(value: Any) -> list[tuple[str, int]]:
    """Parse stored causes to (id, change in points): pairs, or objects in the first versions."""
    found = json_value(value)
    if not isinstance(found, list):
        raise TypeError("no list")
    return [_cause(one) for one in found]


def _cause(stored: Any) -> tuple[str, int]:
    name, change = (stored["cause"], stored["delta"]) if isinstance(stored, dict) and len(stored) == 2 else stored
    return text(NAME)(name), whole(-1_000, 1_000)(change)


def _concerns(value: Any) -> None:
    for concern, status in plain(value).items():
        text(NAME)(concern), text(NAME)(status)


def _state(value: Any) -> None:
    if value:  # "" for every turn but the last
        plain(value)
    elif value != "":
        raise TypeError("no text")


def memory_of(stored: Any) -> dict[str, Any]:
    """Parse the scheduler's stored card, with what it needs to continue from it."""
    memory = plain(stored)
    if not {"card_id", "state", "step", "stability", "difficulty", "due", "last_review"} <= set(memory):
        raise ValueError("no memory of a card")
    moment(memory["due"])
    if memory["last_review"] is not None:
        moment(memory["last_review"])
    for name in ("stability", "difficulty"):
        if memory[name] is not None:
            seconds(memory[name])
    whole(1, 3)(memory["state"])
    whole(-(2**63), 2**63 - 1)(memory["card_id"])
    if memory["step"] is not None:
        whole(0, 100)(memory["step"])
    return memory


def workshop_of(stored: Any) -> dict[str, Any]:
    """Parse a stored workshop, whose `ids` are those of its talks."""
    found = plain(stored)
    check_workshop(found)
    return found


def check_workshop(values: Any) -> None:
    """Hold a workshop to what its steps can make: what passes here can be shown and gone on with."""
    _WORKSHOP(values)
    ways = values["ways"]
    if len(values["ids"]) != len(ways) or sum(map(len, ways)) > limits.MOST_LINES:
        raise ValueError("no lines of a workshop")
    for place, places in ((values["way"], ways), (values["chosen"], values["candidates"])):
        if place >= len(places):
            raise ValueError("a place that is not there")
    for done in values["rounds"]:
        lines = ways[done["way"]] if done["way"] < len(ways) else ()
        if done["turn"] > len(lines) or done["played"] >= len(done["candidates"]):
            raise ValueError("a vote on nothing that was said")


def _clock(value: Any) -> None:
    """A moment in seconds since 1970, as a clock shows it, right or wrong; 0 for none."""
    if type(value) not in (int, float) or not _FIRST_SECOND <= value < _LAST_SECOND:
        raise ValueError("no time that a clock shows")


def _yes_or_no(value: Any) -> None:
    if type(value) is not bool:
        raise TypeError("neither yes nor no")


def _workshop_line(value: Any) -> None:
    if is_blank(text(limits.LONGEST_LINE)(value)):
        raise ValueError("nothing that can be seen")


def _file_name(value: Any) -> None:
    if "/" in some_text(value):
        raise ValueError("no name of a scenario")


def _each(check: Check, least: int, most: int) -> Check:
    """Return a check for a list of `least` to `most` values."""

    def check_all(values: Any) -> None:
        if not isinstance(values, list | tuple) or not least <= len(values) <= most:
            raise ValueError(f"no list of {least} to {most}")
        for value in values:
            check(value)

    return check_all


def _object(fields: Mapping[str, Check], more: str = "") -> Check:
    """Return a check for an object of exactly these fields. `more`: one that older versions wrote besides."""

    def check_all(values: Any) -> None:
        if not isinstance(values, dict) or values.keys() - {more} != fields.keys():
            raise ValueError("no fields that this program knows")
        for name, check in fields.items():
            check(values[name])

    return check_all


_FIRST_SECOND, _LAST_SECOND = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (YEARS.start, YEARS.stop))
_LINE, _VOTES = _workshop_line, whole(0, limits.MOST_VOTES)
_PLACE, _GUESS = whole(0, limits.MOST - 1), whole(-limits.MOST_POINTS, limits.MOST_POINTS)
_CANDIDATE = _object({"line": _LINE, "first": _VOTES, "second": _VOTES})
_ROUND = _object({
    "candidates": _each(_CANDIDATE, 1, limits.MOST), "played": _PLACE, "way": whole(0, limits.MOST_ATTEMPTS - 1),
    "turn": whole(1, limits.MOST_LINES),
}, more="attempt")  # fmt: skip
_WORKSHOP = _object({
    "scenario": _file_name, "level": one_of(Level), "seed": whole(-(2**63), 2**63 - 1),
    "ways": _each(_each(_LINE, 0, limits.MOST_LINES), 1, limits.MOST_ATTEMPTS),
    "ids": _each(whole(limits.ERASED, MOST), 1, limits.MOST_ATTEMPTS), "way": whole(0, limits.MOST_ATTEMPTS - 1),
    "phase": one_of(limits.Phase), "candidates": _each(_CANDIDATE, 0, limits.MOST), "chosen": whole(-1, limits.MOST - 1),
    "guess": lambda value: value is None or _GUESS(value), "rounds": _each(_ROUND, 0, limits.MOST_LINES),
    "wall": _object({
        **dict.fromkeys(("thoughts", "meter", "causes", "blank", "frozen", "dark"), _yes_or_no),
        "size": whole(limits.SMALLEST, limits.LARGEST),
    }),
    "team": whole(0, 2), "plan": whole(0, limits.MOST_MINUTES), "part": whole(0, limits.MOST_PART),
    "started": _clock, "timer_ends": _clock,
})  # fmt: skip


def _kinds(kinds: type[StrEnum]) -> Check:
    return one_of(kinds)


_ID, _COUNT, _POINTS, _FLAG = whole(1, MOST), whole(0, MOST), whole(0, 100), whole(0, 1)
_TIME, _NAME, _WORDS = Column(moment), text(NAME), text(WORDS)

#: Every table with its columns, in an order in which tables can be filled.
COLUMNS: dict[str, dict[str, Column]] = {
    "profiles": {
        "id": Column(_ID), "name": Column(some_text), "kind": Column(one_of(("learner", "workshop"))), "made_at": _TIME,
    },
    "sessions": {
        "id": Column(_ID), "scenario": Column(_NAME), "title": Column(text(TITLE)), "kind": Column(_kinds(Kind)),
        "level": Column(_kinds(Level)), "seed": Column(whole(-(2**63), 2**63 - 1)), "started": _TIME,
        "ended": Column(moment, null=True), "outcome": Column(_kinds(Outcome), null=True),
        "opening_resistance": Column(_POINTS), "parent": Column(_ID, null=True), "branched_at": Column(_COUNT, null=True),
        "held_back": Column(_FLAG, default=0), "profile": Column(_ID, default=1), "uid": Column(some_text),
    },
    "turns": {
        "id": Column(_ID), "session_id": Column(_ID), "number": Column(whole(1, 1_000_000)), "line": Column(text(LINE)),
        "kind": Column(_kinds(MoveKind)), "no_means": Column(_kinds(NoMeans)), "family": Column(_NAME, null=True),
        "resistance_before": Column(_POINTS), "resistance_after": Column(_POINTS), "causes": Column(causes_of),
        "decision": Column(_NAME), "reply": Column(text(REPLY)), "thought": Column(text(REPLY)),
        "concerns": Column(_concerns), "state": Column(_state), "said_at": _TIME, "hints": Column(_COUNT, default=0),
        "tone": Column(_NAME, null=True), "moves": Column(_moves, default=""),
    },
    "reflections": {
        "session_id": Column(_ID), "question": Column(some_text), "answer": Column(_WORDS), "written_at": _TIME,
    },
    "commitments": {
        "id": Column(_ID), "session_id": Column(_ID, null=True), "text": Column(_WORDS), "made_at": _TIME,
        "status": Column(one_of(("done", "not_yet", "dropped")), null=True), "how": Column(_WORDS, default=""),
        "asked_at": Column(moment, null=True), "profile": Column(_ID, default=1),
    },
    "reviews": {
        "id": Column(_ID), "uid": Column(some_text), "profile": Column(_ID), "card": Column(some_text),
        "kind": Column(_NAME), "skill": Column(_NAME), "right": Column(_FLAG), "failed": Column(_WORDS),
        "seconds": Column(seconds), "hinted": Column(_FLAG), "rating": Column(whole(1, 4)), "memory": Column(memory_of),
        "reviewed_at": _TIME,
    },
    "workshops": {
        "id": Column(_ID), "profile": Column(_ID), "state": Column(workshop_of), "saved_at": _TIME,
        "ended_at": Column(moment, null=True),
    },
}  # fmt: skip


def check_values(table: str, values: Mapping[str, Any]) -> None:
    """Hold some values of a row to the definition. Raises InvalidRow for the first that no row has."""
    columns = COLUMNS[table]
    for name, value in values.items():
        column = columns.get(name)
        if column is None:
            raise InvalidRow(table, name, "no column of ours")
        if value is None and column.null:
            continue
        try:
            column.check(value)
        except (ValueError, TypeError, LookupError, OverflowError) as error:
            raise InvalidRow(table, name, str(error) or type(error).__name__) from error


def check_row(table: str, row: Mapping[str, Any]) -> None:
    """Hold a whole row to the definition; what it has besides the columns does not count. Raises InvalidRow."""
    for name in COLUMNS[table]:
        if name not in row:
            raise InvalidRow(table, name, "missing")
    check_values(table, {name: row[name] for name in COLUMNS[table]})


def is_valid(table: str, row: Mapping[str, Any]) -> bool:
    """Tell whether a whole row is one that this program would write."""
    try:
        check_row(table, row)
    except InvalidRow:
        return False
    return True


def valid_of(tables: Mapping[str, Sequence[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Return the valid rows of some tables: of our own file too, bits of a row can have been garbled on the disk."""
    return {name: [row for row in rows if is_valid(name, row)] for name, rows in tables.items()}
