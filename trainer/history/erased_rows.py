"""What is erased, in any file that holds it: rows are told there as an import tells them, whatever ids and uids they have."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from .sameness import begun, is_same_learner, line_of

Row = dict[str, Any]
#: Tables whose rows belong to a profile, in an order in which they can be deleted; and those whose rows belong to a talk.
_OF_PROFILE, _OF_TALK = ("reviews", "commitments", "workshops", "sessions"), ("reflections", "turns")


class Rows:
    """The tables of a file of any version."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tables = {row["name"] for row in self.query("select name from sqlite_master where type = 'table'")}

    def query(self, sql: str, *values: object) -> list[Row]:
        cursor = self.connection.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def run(self, sql: str, *values: object) -> None:
        self.connection.execute(sql, values)

    def owners(self) -> Mapping[int, Row]:
        """Return the profiles by id; versions that had none belong to one learner."""
        return {row["id"]: row for row in self.query("select * from profiles")} if "profiles" in self.tables else {}


class Talks:
    """A talk that is to be erased, with all attempts that branched off it."""

    def __init__(self, rows: Rows, session_id: int) -> None:
        """`rows`: the file in use; nothing else that it holds is erased anywhere."""
        tree = self._tree(rows, session_id)
        marks = ", ".join(str(row["id"]) for row in tree) or "0"
        self.uids = {row["uid"] for row in tree}
        self._others = {row["uid"] for row in rows.query("select uid from sessions")} - self.uids
        self._begun = {begun(row) for row in tree}
        self._lines = {line_of(row) for row in rows.query(f"select * from turns where session_id in ({marks})")}
        owners = rows.owners()
        self._owner = owners.get(tree[0]["profile"]) if tree else None

    @staticmethod
    def _tree(rows: Rows, session_id: int) -> list[Row]:
        return rows.query(
            """with recursive tree(id) as (
                   select ? union select s.id from sessions s join tree on s.parent = tree.id
               ) select * from sessions where id in (select id from tree)""",
            session_id,
        )

    def erase_in(self, rows: Rows) -> None:
        """Erase them in a file, with their lines that it holds in other talks, as before they were exchanged."""
        if "sessions" not in rows.tables:  # not written yet when its program was killed
            return
        owned = self._owned(rows)
        for row in [row for row in owned if self._is_one(row)]:
            _erase_talk(rows, row["id"])
        self._erase_lines(rows, {row["id"] for row in owned})
        self._erase_workshops(rows)

    def _erase_lines(self, rows: Rows, talks: Collection[int]) -> None:
        times = sorted(said_at for _, _, said_at in self._lines)
        if not times:
            return
        meanwhile = "select id, session_id, number, line, said_at from turns where said_at between ? and ?"
        for turn in rows.query(meanwhile, times[0], times[-1]):
            if turn["session_id"] in talks and line_of(turn) in self._lines:
                rows.run("delete from turns where id = ?", turn["id"])

    def _erase_workshops(self, rows: Rows) -> None:
        """Erase the workshops that hold one of its lines in a state of their own."""
        if "workshops" not in rows.tables or self._owner is None:
            return
        said, mine = {line for _, line, _ in self._lines}, _ids_of(rows, self._owner)
        for row in rows.query("select id, profile, state from workshops"):
            if row["profile"] in mine and not said.isdisjoint(_texts(json.loads(row["state"]))):
                rows.run("delete from workshops where id = ?", row["id"])

    def _owned(self, rows: Rows) -> list[Row]:
        """Return the talks of its learner there."""
        found = rows.query("select * from sessions")
        owners = rows.owners()
        if not owners or self._owner is None:
            return found
        mine = {number for number, row in owners.items() if is_same_learner(row, self._owner)}
        return [row for row in found if row["profile"] in mine]

    def _is_one(self, row: Row) -> bool:
        return row.get("uid") in self.uids or (row.get("uid") not in self._others and begun(row) in self._begun)


class Learner:
    """A learner who is to be erased; of the first one everything but the profile."""

    def __init__(self, row: Row) -> None:
        self._row = row

    def erase_in(self, rows: Rows) -> None:
        """Erase everything of the learner in a file."""
        if "profiles" not in rows.tables:  # all of it is the first one's
            if self._row["id"] == 1:
                _erase_everything(rows)
            return
        for number in _ids_of(rows, self._row):
            for table in _known(rows, _OF_PROFILE):
                rows.run(f"delete from {table} where profile = ?", number)
            rows.run("delete from profiles where id = ? and id <> 1", number)


class Everybody:
    """Everything of all learners; only the first profile stays."""

    def erase_in(self, rows: Rows) -> None:
        """Erase it in a file."""
        _erase_everything(rows)
        if "profiles" in rows.tables:
            rows.run("delete from profiles where id <> 1")


def _erase_everything(rows: Rows) -> None:
    for table in _known(rows, (*_OF_PROFILE, *_OF_TALK)):
        rows.run(f"delete from {table}")


def _erase_talk(rows: Rows, session_id: int) -> None:
    if "commitments" in rows.tables:
        rows.run("delete from commitments where session_id = ?", session_id)
    for table in _known(rows, _OF_TALK):
        rows.run(f"delete from {table} where session_id = ?", session_id)
    rows.run("delete from sessions where id = ?", session_id)


def _ids_of(rows: Rows, learner: Row) -> list[int]:
    return [number for number, row in rows.owners().items() if is_same_learner(row, learner)]


def _texts(value: object) -> Iterator[str]:
    """Yield all texts within a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _known(rows: Rows, names: Iterable[str]) -> list[str]:
    return [name for name in names if name in rows.tables]
