"""What of memory may go back into a file in which somebody has erased meanwhile: nothing that was erased there."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import TrainerError
from ..plain_files import FileRefused
from .errors import UNREADABLE
from .holdings import begun_of, erasures_of
from .image import connected, image_of
from .valid_rows import is_valid, workshop_of

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]
Query = Callable[..., list[Row]]
#: What tells a row of a table from the others, in every copy of it.
_TELLING: dict[str, tuple[str, ...]] = {
    "profiles": ("made_at", "kind"), "sessions": ("uid",), "reviews": ("uid",), "commitments": ("made_at",),
}  # fmt: skip


@dataclass
class Before:
    """What was in a file when memory took over: what tells its rows, how often something had been erased in it, and when it was
    begun.
    """

    known: dict[str, set[tuple[object, ...]]] = field(default_factory=dict)
    erasures: int = 0
    begun: str = ""

    def erased_in(self, path: Path) -> bool:
        """Tell whether something was erased since in the file at a path: in another one, which began as this one did, too."""
        try:
            # Read as it is: another program may hold it even for reading.
            with contextlib.closing(connected(image_of(path))) as connection:
                began = bool(self.begun) and begun_of(connection) == (self.begun,)
                return began and erasures_of(connection) > self.erasures
        except (*UNREADABLE, FileRefused, OSError):
            return False

    def still_wanted(self, tables: Tables, query: Query) -> Tables:
        """Return the rows of memory that may go into the file: where something was erased in it since, nothing of that.

        `query` reads the file as it is now.
        """
        erased = int(query("pragma application_id")[0]["application_id"]) > self.erasures
        return not_erased(tables, self.known, query) if erased else tables


def known_rows(query: Query) -> dict[str, set[tuple[object, ...]]]:
    """Return what tells the rows of a history, by table; nothing of a table that cannot be read. `query` reads it."""
    found: dict[str, set[tuple[object, ...]]] = {}
    for name, columns in _TELLING.items():
        with contextlib.suppress(TrainerError):
            found[name] = {_told(name, row) for row in query(f"select {', '.join(columns)} from {name}")}
    return found


def not_erased(tables: Tables, before: Mapping[str, set[tuple[object, ...]]], query: Query) -> dict[str, list[Row]]:
    """Return the rows that may go back. `before`: what was known when memory took over; `query` reads the file now.

    What was known then and is not in the file any more was erased, with all that belongs to it.
    """
    now = known_rows(query)
    gone = {name: known - now[name] for name, known in before.items() if name in now}
    kept = {name: [row for row in rows if _told(name, row) not in gone.get(name, ())] for name, rows in tables.items()}
    learners = {row["id"] for row in tables["profiles"]} - {row["id"] for row in kept["profiles"]}
    for name in ("sessions", "reviews", "commitments", "workshops"):
        kept[name] = [row for row in kept[name] if row["profile"] not in learners]
    talks = {row["id"] for row in tables["sessions"]} - {row["id"] for row in kept["sessions"]}
    for name in ("turns", "reflections", "commitments"):
        kept[name] = [row for row in kept[name] if row["session_id"] not in talks]
    kept["workshops"] = [
        row
        for row in kept["workshops"]
        if is_valid("workshops", row) and talks.isdisjoint(workshop_of(row["state"])["ids"])
    ]
    return kept


def _told(table: str, row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _TELLING.get(table, ()))
