"""What is erased, in any file that holds it: rows are told there as an import tells them, whatever ids and uids they have."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .sameness import PAST_LAST_LINE, begun, heard, is_same_learner, line_of

Row = dict[str, Any]
#: Tables whose rows belong to a profile, in an order in which they can be deleted; and those whose rows belong to a talk.
_OF_PROFILE, _OF_TALK = ("reviews", "commitments", "workshops", "sessions"), ("reflections", "turns")


class FileTables:
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

    def __init__(self, rows: FileTables, session_id: int) -> None:
        """`rows`: the file in use; nothing else that it holds is erased anywhere."""
        tree = self._tree(rows, session_id)
        marks = ", ".join(str(row["id"]) for row in tree) or "0"
        self.uids = {row["uid"] for row in tree}
        self._others = {row["uid"] for row in rows.query("select uid from sessions")} - self.uids
        self._begun = {begun(row) for row in tree}
        of_talks = f"where session_id in ({marks})"
        self._lines = {line_of(row) for row in rows.query(f"select * from turns {of_talks}")}
        self._notes = {_note(row) for row in rows.query(f"select * from reflections {of_talks}")}
        self._promises = {_promise(row) for row in rows.query(f"select * from commitments {of_talks}")}
        owners = rows.owners()
        self._owner = owners.get(tree[0]["profile"]) if tree else None

    @staticmethod
    def _tree(rows: FileTables, session_id: int) -> list[Row]:
        return rows.query(
            """with recursive tree(id) as (
                   select ? union select s.id from sessions s join tree on s.parent = tree.id
               ) select * from sessions where id in (select id from tree)""",
            session_id,
        )

    def erase_in(self, rows: FileTables) -> None:
        """Erase them in a file, with their lines that it holds in other talks, as before they were exchanged."""
        if "sessions" not in rows.tables:  # not written yet when its program was killed
            return
        owned = self._owned(rows)
        _erase_talks(rows, _with_attempts(rows, [row["id"] for row in owned if self._is_one(row)]))
        talks = {row["id"] for row in owned}
        self._erase_lines(rows, talks)
        self._erase_words(rows, talks)
        self._erase_workshops(rows)

    def _erase_lines(self, rows: FileTables, talks: Collection[int]) -> None:
        """Erase its lines in other talks, and what followed them there: that went on from them, and still tells of them."""
        first: dict[int, int] = {}
        times = sorted(said_at for _, _, said_at in self._lines)
        meanwhile = "select session_id, number, line, said_at from turns where said_at between ? and ?"
        for turn in rows.query(meanwhile, times[0], times[-1]) if times else ():
            if turn["session_id"] in talks and line_of(turn) in self._lines:
                first[turn["session_id"]] = min(turn["number"], first.get(turn["session_id"], turn["number"]))
        for talk, number in first.items():
            rows.run("delete from turns where session_id = ? and number >= ?", talk, number)
        left = rows.query("select * from sessions") if first else ()
        after = [
            row["id"]
            for row in left
            if (row.get("branched_at") or 0) > first.get(row.get("parent") or 0, PAST_LAST_LINE)
        ]
        _erase_talks(rows, _with_attempts(rows, after))
        for talk in first:
            is_empty = not rows.query("select 1 from turns where session_id = ?", talk)
            if is_empty and _with_attempts(rows, [talk]) == {talk}:
                _erase_talks(rows, [talk])

    def _erase_words(self, rows: FileTables, talks: Collection[int]) -> None:
        """Erase what was written of it by other talks, as before they were exchanged."""
        for note in rows.query("select * from reflections") if self._notes and "reflections" in rows.tables else ():
            if note["session_id"] in talks and _note(note) in self._notes:
                key = note["session_id"], note["question"]
                rows.run("delete from reflections where session_id = ? and question = ?", *key)
        for made in rows.query("select * from commitments") if self._promises and "commitments" in rows.tables else ():
            if (made["session_id"] or 0) in {0, *talks} and _promise(made) in self._promises:
                rows.run("delete from commitments where id = ?", made["id"])

    def _erase_workshops(self, rows: FileTables) -> None:
        """Erase the workshops that hold one of its lines in a state of their own."""
        if "workshops" not in rows.tables or self._owner is None:
            return
        said, mine = {line for _, line, _ in self._lines}, _ids_of(rows, self._owner)
        for row in rows.query("select id, profile, state from workshops"):
            if row["profile"] in mine and not said.isdisjoint(_texts_of(row["state"], said)):
                rows.run("delete from workshops where id = ?", row["id"])

    def _owned(self, rows: FileTables) -> list[Row]:
        """Return the talks of its learner there."""
        found = rows.query("select * from sessions")
        owners = rows.owners()
        if not owners or self._owner is None:
            return found
        mine = set(_ids_of(rows, self._owner))
        return [row for row in found if row["profile"] in mine]

    def _is_one(self, row: Row) -> bool:
        return row.get("uid") in self.uids or (row.get("uid") not in self._others and begun(row) in self._begun)


class Learner:
    """A learner who is to be erased; of the first one everything but the profile."""

    def __init__(self, row: Row, others: Sequence[Row]) -> None:
        """`others`: those of the file in use, of whom nothing is erased."""
        self._row, self._others = row, others

    def erase_in(self, rows: FileTables) -> None:
        """Erase everything of the learner in a file."""
        if "profiles" not in rows.tables:  # all of it is the first one's
            if self._row["id"] == 1:
                _erase_everything(rows)
            return
        for number in self._ids_in(rows):
            for table in _known(rows, _OF_PROFILE):
                rows.run(f"delete from {table} where profile = ?", number)
            rows.run("delete from profiles where id = ? and id <> 1", number)

    def _ids_in(self, rows: FileTables) -> list[int]:
        """Return the ids there: those of the name itself, or else of what an import may have made of it."""
        there = {number: row for number, row in rows.owners().items() if is_same_learner(row, self._row)}
        own = [number for number, row in there.items() if heard(row["name"]) == heard(self._row["name"])]
        names = {(heard(row["name"]), row["kind"]) for row in self._others}
        return own or [number for number, row in there.items() if (heard(row["name"]), row["kind"]) not in names]


class Everybody:
    """Everything of all learners; only the first profile stays."""

    def erase_in(self, rows: FileTables) -> None:
        """Erase it in a file."""
        _erase_everything(rows)
        if "profiles" in rows.tables:
            rows.run("delete from profiles where id <> 1")


def _erase_everything(rows: FileTables) -> None:
    for table in _known(rows, (*_OF_PROFILE, *_OF_TALK)):
        rows.run(f"delete from {table}")


def _with_attempts(rows: FileTables, talks: Iterable[int]) -> set[int]:
    """Return the talks with all attempts that hang on them: these go with them, whether anybody names them or not."""
    found = set(talks)
    sessions = rows.query("select * from sessions")
    while more := {row["id"] for row in sessions if row.get("parent") in found} - found:
        found |= more
    return found


def _erase_talks(rows: FileTables, talks: Iterable[int]) -> None:
    """Erase what belongs to some talks, and then these: what is left would lose its talk with them."""
    marks = ", ".join(map(str, talks)) or "0"
    for table in _known(rows, ("commitments", *_OF_TALK)):
        rows.run(f"delete from {table} where session_id in ({marks})")
    rows.run(f"delete from sessions where id in ({marks})")


def _ids_of(rows: FileTables, learner: Row) -> list[int]:
    return [number for number, row in rows.owners().items() if is_same_learner(row, learner)]


def _note(row: Row) -> tuple[Any, ...]:
    return row["question"], row["answer"], row["written_at"]


def _promise(row: Row) -> tuple[Any, ...]:
    return row["text"], row["made_at"]


def _texts_of(stored: object, sought: Iterable[str]) -> set[str]:
    """Return the texts within stored JSON; of a garbled one those of `sought` that stand in it."""
    try:
        return set(_texts(json.loads(str(stored))))
    except (ValueError, RecursionError):
        return {one for one in sought if one in str(stored)}


def _texts(value: object) -> Iterator[str]:
    """Yield all texts within a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _known(rows: FileTables, names: Iterable[str]) -> list[str]:
    return [name for name in names if name in rows.tables]
