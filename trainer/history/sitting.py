"""What was done since a file was opened, so that it can go into another one if that file is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import TrainerError
from .valid_rows import COLUMNS

Row = dict[str, Any]
Query = Callable[..., list[Row]]


#: What tells a row from another one under its id: it is never written anew. An id is given again once its row is erased.
_TELLING = {
    "profiles": "made_at", "sessions": "uid", "turns": "line", "reviews": "uid", "commitments": "made_at",
}  # fmt: skip
#: When what is in a row was last put in other words, which any window may do. No row but of these changes.
_CHANGED = {"reflections": "written_at", "commitments": "asked_at", "workshops": "saved_at"}
#: Tables whose rows go only by erasing, and how many of the newest are looked for at each write.
_LASTING, _NEWEST = ("sessions", "turns", "reviews", "reflections", "commitments", "workshops"), 12


class Sitting:
    """The rows that were written since the file was opened, with the talks and learners they belong to.

    `query` returns the rows that a query selects from the file.
    """

    def __init__(self, query: Query) -> None:
        self._query = query
        self._rows: dict[tuple[str, int], Row] = {}

    def mark(self) -> dict[tuple[str, int], Row]:
        """Return what is known now, for `back_to`."""
        return dict(self._rows)

    def back_to(self, mark: Mapping[tuple[str, int], Row]) -> None:
        """Forget what came after a mark: the transaction it was part of was undone."""
        self._rows = dict(mark)

    def wrote(self, table: str, row_id: int, values: Row, new: bool = False) -> None:
        """Note values that were written into a row; `new`: all that it has."""
        known = self._rows.get((table, row_id))
        if known is None and not new:
            (known,) = self._query(f"select rowid as place, * from {table} where rowid = ?", row_id)
        row = {**(known or {}), **values}
        self._rows.pop((table, row_id), None)  # the newest row is the last one
        self._rows[table, row_id] = {name: row.get(name, column.default) for name, column in COLUMNS[table].items()}
        self._note_owners(row)

    def take_over(self, other: Sitting) -> None:
        """Note all that another sitting has noted, of a file with the same ids."""
        self._rows |= other.mark()

    def uid_of(self, session_id: int) -> str:
        """Return the uid a talk of this sitting had when it was first written to, "" for a talk that was not."""
        return str(self._rows.get(("sessions", session_id), {}).get("uid", ""))

    def __bool__(self) -> bool:
        return bool(self._rows)

    def is_elsewhere(self) -> bool:
        """Tell whether one of the newest rows of this sitting is not in the file, or another one is there under its id."""
        newest = list(self._rows)[-_NEWEST:]
        return any(table in _LASTING and not self._is_there(table, row_id) for table, row_id in newest)

    def _is_there(self, table: str, row_id: int) -> bool:
        """Tell whether the file has a row of this sitting, or a later state of it, and not another one under its id."""
        return self._now(table, row_id) is not None

    def _now(self, table: str, row_id: int) -> Row | None:
        """Return what is in the file of a row of this sitting, None where it is not there, or only an earlier state of it."""
        ours = self._rows[table, row_id]
        if table == "reflections":  # its number is another one once the file was packed
            where = "session_id in (select id from sessions where id = ? and uid = ?) and question = ?"
            asked: tuple[object, ...] = (ours["session_id"], self.uid_of(ours["session_id"]), ours["question"])
        else:
            where, asked = "rowid = ?", (row_id,)
        found = self._query(f"select * from {table} where {where}", *asked)
        if not found or (table in _TELLING and found[0][_TELLING[table]] != ours[_TELLING[table]]):
            return None
        changed = _CHANGED.get(table)
        earlier = changed is not None and (found[0][changed] or "") < (ours[changed] or "")
        return None if earlier else found[0]

    def talks(self) -> dict[int, str]:
        """Map the id of each talk of this sitting to its uid."""
        return {row_id: row["uid"] for (table, row_id), row in self._rows.items() if table == "sessions"}

    def note_talk(self, session_id: int) -> None:
        """Note a talk with its lines so far, and those it branched off."""
        to_note: int | None = session_id
        while to_note and ("sessions", to_note) not in self._rows:
            found = self._query("select * from sessions where id = ?", to_note)
            for turn in self._query("select * from turns where session_id = ?", to_note):
                self._rows["turns", turn["id"]] = turn
            for row in found:
                self._rows["sessions", to_note] = row
                self._note_profile(row)
            to_note = found[0]["parent"] if found else None

    def tables(self) -> dict[str, list[Row]]:
        """Return the rows of this sitting by table, in an order in which they can be imported.

        What another window has put in other words, or taken back, is as it is there.
        """
        found: dict[str, list[Row]] = {name: [] for name in COLUMNS}
        for (table, row_id), row in sorted(self._rows.items(), key=lambda one: one[0]):
            if table in _CHANGED:
                row = {**row, **(self._in_file(table, row_id) or {})}
            found[table].append({**row, "id": row_id} if "id" in COLUMNS[table] else row)
        return found

    def _in_file(self, table: str, row_id: int) -> Row | None:
        try:
            return self._now(table, row_id)
        except (TrainerError, TypeError):  # it cannot be read any more, or holds garbled bits
            return None

    def forget_gone(self) -> None:
        """Forget the rows that the file does not hold any more, with all that belonged to them: they were erased."""
        gone = {key for key in self._rows if not self._is_there(*key)}
        for key, row in list(self._rows.items()):
            owners = (("profiles", row.get("profile")), ("sessions", row.get("session_id")))
            if key in gone or not gone.isdisjoint(owners):
                del self._rows[key]

    def _note_owners(self, row: Row) -> None:
        self._note_profile(row)
        for talk in (row.get("session_id"), row.get("parent")):
            if talk:
                self.note_talk(talk)

    def _note_profile(self, row: Row) -> None:
        profile = row.get("profile")
        if profile and ("profiles", profile) not in self._rows:
            for found in self._query("select * from profiles where id = ?", profile):
                self._rows["profiles", profile] = found
