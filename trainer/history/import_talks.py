"""Import of talks from another file, with their lines: those here are told by their uid, or by how they began."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from .sameness import begun, line_of
from .stored_rows import Raw
from .taken import Row, Tables, Taken


def take_talks(
    raw: Raw, tables: Tables, profiles: Mapping[int, int], known: Mapping[int, int], taken: Taken
) -> Mapping[int, int]:
    """Import the talks and lines of another file that are missing here. Return the id here of each talk there.

    `profiles`: id there → id here; `known`: the same for talks of which only lines are there; `taken`: where what is new is
    counted.
    """
    return _Taking(raw, tables, profiles, known, taken).all()


class _Taking:
    def __init__(
        self, raw: Raw, tables: Tables, profiles: Mapping[int, int], known: Mapping[int, int], taken: Taken
    ) -> None:
        self._raw, self._tables, self._profiles, self._taken = raw, tables, profiles, taken
        #: id there → id here
        self._ids = dict(known)
        self._fresh: set[int] = set()
        #: Talks that had gone further there.
        self._longer: set[int] = set()
        #: Talks that went on differently there: id there → the number of each first other line, and the id here of the talk
        #: with the lines before it.
        self._splits: dict[int, list[tuple[int, int]]] = {}

    def all(self) -> Mapping[int, int]:
        turns = _turns_by_talk(self._tables["turns"])
        for theirs in list(self._ids):
            self._take_turns(theirs, turns.get(theirs, []))
        here = self._raw.query("select id, uid, started, scenario, seed, parent, branched_at from sessions")
        known = {row["uid"]: row["id"] for row in here}
        uids = {row["uid"] for row in self._tables["sessions"]}
        # Copies upgraded separately gave an old session two uids; it still began in the same millisecond.
        apart: dict[tuple[Any, ...], int] = {begun(row): row["id"] for row in here if row["uid"] not in uids}
        for row in _parents_first(_once(self._tables["sessions"])):
            lines = turns.get(row["id"], [])
            like = apart.get(begun(row), 0)
            if row["uid"] in known:
                self._ids[row["id"]] = known[row["uid"]]
            elif like and self._agrees(like, lines):
                self._ids[row["id"]] = apart.pop(begun(row))
            elif twin := self._twin(row, lines):
                self._ids[row["id"]] = twin
            else:
                known[row["uid"]] = self._ids[row["id"]] = self._insert(row)
            # Before the attempts that branched off it: they may belong to another way it took.
            self._take_turns(row["id"], lines)
        self._take_endings()
        return self._ids

    def _insert(self, row: Row) -> int:
        parent = self._left_by(row)
        left = {"parent": parent, "branched_at": row["branched_at"] if parent else None}
        self._taken.talks += 1
        self._fresh.add(row["id"])
        return self._raw.insert("sessions", {**row, **left, "profile": self._profiles[row["profile"]]}, keep_id=True)

    def _left_by(self, row: Row) -> int | None:
        """Return the id here of the talk that an attempt has left; None where that is not there, or it is a ring of talks."""
        splits, at = self._splits.get(row["parent"], ()), row["branched_at"] or 0
        return next((before for number, before in splits if at <= number), self._ids.get(row["parent"]))

    def _twin(self, row: Row, lines: Sequence[Row]) -> int | None:
        """Return the talk here that has the first line of an attempt, said then, None for none.

        It was made of that one's lines elsewhere, when the two were exchanged.
        """
        first = min(lines, key=lambda line: line["number"], default=None)
        if not row["parent"] or first is None:
            return None
        return self._said.get((self._profiles[row["profile"]], *line_of(first)))

    @cached_property
    def _said(self) -> dict[tuple[Any, ...], int]:
        """Each line of a learner here → its talk: nobody says the same one twice at the same moment."""
        rows = self._raw.query(
            "select s.profile, t.session_id, t.number, t.line, t.said_at from turns t join sessions s on s.id = t.session_id "
            "order by t.session_id desc"
        )
        return {(row["profile"], *line_of(row)): row["session_id"] for row in rows}

    def _owner(self, ours: int) -> int:
        (row,) = self._raw.query("select profile from sessions where id = ?", ours)
        return int(row["profile"])

    def _lines(self, session_id: int) -> dict[int, str]:
        rows = self._raw.query("select number, line from turns where session_id = ?", session_id)
        return {row["number"]: row["line"] for row in rows}

    def _agrees(self, session_id: int, rows: Iterable[Row]) -> bool:
        """Tell whether a session here and turns from there have the same lines, as far as both go."""
        here = self._lines(session_id)
        return all(here.get(row["number"], row["line"]) == row["line"] for row in rows)

    def _take_turns(self, theirs: int, rows: list[Row]) -> None:
        """Add the turns missing here; if the session went on differently there, add those as another attempt.

        That attempt may be here already, and have gone on differently as well.
        """
        if not rows:
            return
        ours = self._ids[theirs]
        here = self._lines(ours)
        while apart := [row for row in rows if here.get(row["number"], row["line"]) != row["line"]]:
            split = min(apart, key=lambda row: row["number"])
            rows = [row for row in rows if row["number"] >= split["number"]]
            self._splits.setdefault(theirs, []).append((split["number"], ours))
            before, ours = ours, self._other_way(theirs, ours, split)
            self._ids[theirs], here = ours, self._lines(ours)
            if ours == before:  # its first line was garbled
                break
        new = {row["number"]: row for row in rows if row["number"] not in here}
        for _, row in sorted(new.items()):
            self._raw.insert("turns", {**row, "session_id": ours})
        if "_said" in self.__dict__ and new:
            owner = self._owner(ours)
            for row in new.values():
                self._said.setdefault((owner, *line_of(row)), ours)
        self._taken.lines += len(new)
        if new and here:
            self._raw.keep_last_state(ours)
            if max(new) > max(here):
                self._longer.add(theirs)

    def _other_way(self, theirs: int, ours: int, split: Row) -> int:
        """Return the id of the attempt that holds the other file's turns after the two versions diverge at `split`.

        Its uid is made from that turn, so importing twice yields the same attempt.
        """
        owner = self._owner(ours)
        if (there := self._said.get((owner, *line_of(split)))) is not None:
            return there
        row = next(row for row in self._tables["sessions"] if row["id"] == theirs)
        uid = hashlib.sha256(f"{row['uid']} {split['number']} {split['line']}".encode()).hexdigest()[:32]
        known = self._raw.query("select id from sessions where uid = ?", uid)
        if known:
            return int(known[0]["id"])
        way = {**row, "profile": owner, "uid": uid, "parent": ours, "branched_at": split["number"]}
        self._taken.talks += 1
        self._fresh.add(theirs)
        return self._raw.insert("sessions", way)

    def _take_endings(self) -> None:
        """Give talks that are open here, but ended there, that end; and so those that had gone further there."""
        open_here = {row["id"] for row in self._raw.query("select id from sessions where outcome is null")}
        for row in self._tables["sessions"]:
            ours = self._ids.get(row["id"])
            if ours is None or row["id"] in self._fresh:
                continue
            if row["id"] in self._longer or (ours in open_here and row["outcome"]):
                self._raw.update("sessions", ours, {"ended": row["ended"], "outcome": row["outcome"]})


def _turns_by_talk(turns: Sequence[Row]) -> dict[int, list[Row]]:
    """Return the turns of each talk. Of a damaged file two can have one number; always the same one is taken, or each
    import would add the other.
    """
    found: dict[int, dict[int, Row]] = {}
    for row in turns:
        found.setdefault(row["session_id"], {}).setdefault(row["number"], row)
    return {talk: list(rows.values()) for talk, rows in found.items()}


def _once(sessions: Sequence[Row]) -> list[Row]:
    """Return sessions by id, of those with one uid only the first: no program of ours has written two."""
    first: dict[str, Row] = {}
    for row in sorted(sessions, key=lambda row: row["id"]):
        first.setdefault(row["uid"], row)
    return list(first.values())


def _parents_first(sessions: Sequence[Row]) -> list[Row]:
    """Return sessions in an order in which each comes after the one it left, whatever their ids: imported ones have any.

    Where garbled numbers make a ring of them, it is opened at one.
    """
    by_id = {row["id"]: row for row in sessions}
    ordered: dict[int, Row] = {}
    for row in sessions:
        way: dict[int, Row] = {}
        one: Row | None = row
        while one is not None and one["id"] not in ordered and one["id"] not in way:
            way[one["id"]] = one
            one = by_id.get(one["parent"])
        ordered |= reversed(way.items())
    return list(ordered.values())
