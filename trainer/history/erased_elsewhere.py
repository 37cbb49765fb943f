"""What of memory may go back into a file in which somebody has erased meanwhile: nothing that was erased there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]
#: What tells a row of a table from the others, in every copy of it.
_TELLING: dict[str, tuple[str, ...]] = {
    "profiles": ("made_at", "kind"), "sessions": ("uid",), "reviews": ("uid",), "commitments": ("text", "made_at"),
}  # fmt: skip


def known_rows(tables: Tables) -> dict[str, set[tuple[object, ...]]]:
    """Return what tells the rows of a history, by table."""
    return {name: {_told(name, row) for row in tables.get(name, ())} for name in _TELLING}


def not_erased(
    tables: Tables, before: Mapping[str, set[tuple[object, ...]]], query: Callable[..., list[Row]]
) -> dict[str, list[Row]]:
    """Return the rows that may go back. `before`: what was known when memory took over; `query` reads the file now.

    What was known then and is not in the file any more was erased, with all that belongs to it.
    """
    gone = {
        name: known - {_told(name, row) for row in query(f"select * from {name}")} for name, known in before.items()
    }
    kept = {name: [row for row in rows if _told(name, row) not in gone.get(name, ())] for name, rows in tables.items()}
    learners = {row["id"] for row in tables["profiles"]} - {row["id"] for row in kept["profiles"]}
    for name in ("sessions", "reviews", "commitments", "workshops"):
        kept[name] = [row for row in kept[name] if row["profile"] not in learners]
    talks = {row["id"] for row in tables["sessions"]} - {row["id"] for row in kept["sessions"]}
    for name in ("turns", "reflections", "commitments"):
        kept[name] = [row for row in kept[name] if row["session_id"] not in talks]
    return kept


def _told(table: str, row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _TELLING.get(table, ()))
