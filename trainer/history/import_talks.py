"""Import of talks from another file, with their lines: those here are told by their uid, or by how they began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from .sameness import PAST_LAST_LINE, begun, is_garbled_uid, is_same_line, line_of, parts_of_uid, uid_of_way
from .stored_rows import OF_WAY, WAY, Raw
from .taken import Row, Tables, Taken
from .valid_rows import DEEPEST_ATTEMPT


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
        #: The lines of each talk there by its id, and its row.
        self._turns = _turns_by_talk(tables["turns"])
        self._talks = {row["id"]: row for row in tables["sessions"]}

    def all(self) -> Mapping[int, int]:
        for theirs in list(self._ids):
            self._take_turns(theirs)
        here = self._raw.query("select id, uid, started, scenario, seed, parent, branched_at from sessions")
        known = {row["uid"]: row["id"] for row in here}
        uids = {row["uid"] for row in self._tables["sessions"]}
        # Copies upgraded separately gave an old session two uids; it still began in the same millisecond.
        apart: dict[tuple[Any, ...], int] = {begun(row): row["id"] for row in here if row["uid"] not in uids}
        for row in _parents_first(_once(self._tables["sessions"])):
            like = apart.get(begun(row), 0)
            if row["uid"] in known:
                self._ids[row["id"]] = known[row["uid"]]
            elif like and self._agrees(like, row["id"]):
                self._ids[row["id"]] = apart.pop(begun(row))
            elif twin := self._twin(row) or self._garbled(row):
                self._ids[row["id"]] = twin
            else:
                known[row["uid"]] = self._ids[row["id"]] = self._insert(row)
            # Before the attempts that branched off it: they may belong to another way it took.
            self._take_turns(row["id"])
        self._take_endings()
        return self._ids

    def _insert(self, row: Row) -> int:
        parent = self._left_by(row)
        left = {"parent": parent, "branched_at": row["branched_at"] if parent else None, "profile": self._owner_of(row)}
        self._taken.talks += 1
        self._fresh.add(row["id"])
        return self._raw.insert("sessions", {**row, **left}, keep_id=True)

    def _left_by(self, row: Row) -> int | None:
        """Return the id here of the talk that an attempt has left; None where that is not there, or it is a ring of talks."""
        splits, at = self._splits.get(row["parent"], ()), row["branched_at"] or 0
        return next((before for number, before in splits if at <= number), self._ids.get(row["parent"]))

    def _owner_of(self, row: Row) -> int:
        """Return the id here of the learner of a talk there: of an attempt that of the talk it has left."""
        parent = self._left_by(row)
        return self._owner(parent) if parent else self._profiles[row["profile"]]

    def _twin(self, row: Row) -> int | None:
        """Return the talk here that has lines of an attempt, said then, None for none.

        It was made of these elsewhere, when the two were exchanged. Its first line may have been said in another copy with
        the same words, and count as the same; then a later one tells.
        """
        lines = sorted(self._turns.get(row["id"], ()), key=lambda line: line["number"]) if row["parent"] else []
        for line in lines:
            there = self._said.get((self._owner_of(row), *line_of(line)))
            if there is not None and (line is lines[0] or self._agrees(there, row["id"])):
                return there
        return None

    def _garbled(self, row: Row) -> int | None:
        """Return the talk here that one there is, but for a few bits of its uid that a disk has garbled; None for none."""
        if not self._turns.get(row["id"]):
            return None
        alike = {here for part in parts_of_uid(row["uid"]) for here in self._by_part.get(part, ())}
        near = (self._by_uid[uid] for uid in sorted(alike) if is_garbled_uid(uid, row["uid"]))
        return next((talk for talk in near if self._agrees(talk, row["id"])), None)

    @cached_property
    def _by_uid(self) -> dict[str, int]:
        return {row["uid"]: row["id"] for row in self._raw.query("select id, uid from sessions")}

    @cached_property
    def _by_part(self) -> dict[tuple[int, str], list[str]]:
        found: dict[tuple[int, str], list[str]] = {}
        for uid in self._by_uid:
            for part in parts_of_uid(uid):
                found.setdefault(part, []).append(uid)
        return found

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

    def _lines(self, session_id: int) -> dict[int, Row]:
        """Return the lines of a session here from its first one on, of an attempt with those of the talk it left."""
        rows = self._raw.query(f"{WAY} select number, line, said_at {OF_WAY}", session_id)
        return {row["number"]: row for row in rows}

    def _turns_there(self, theirs: int) -> list[Row]:
        """Return the same of a session there. Garbled numbers may make a ring of talks."""
        found: dict[int, Row] = {}
        before, one, known = PAST_LAST_LINE, theirs, set()
        while one not in known:
            known.add(one)
            for turn in self._turns.get(one, ()):
                if turn["number"] < before:
                    found.setdefault(turn["number"], turn)
            row = self._talks.get(one)
            if row is None or row["parent"] is None or row["branched_at"] is None:
                break
            before, one = min(before, row["branched_at"]), row["parent"]
        return [found[number] for number in sorted(found)]

    def _agrees(self, session_id: int, theirs: int) -> bool:
        """Tell whether a session here and one there have the same lines, as far as both go."""
        here = self._lines(session_id)
        return all(is_same_line(here.get(row["number"], row), row) for row in self._turns_there(theirs))

    def _take_turns(self, theirs: int) -> None:
        """Add the turns missing here; if the session went on differently there, add those as another attempt.

        That attempt may be here already, and have gone on differently as well.
        """
        if not self._turns.get(theirs):
            return
        ours, rows, made = self._ids[theirs], self._turns_there(theirs), False
        here = self._lines(ours)
        while apart := [row for row in rows if not is_same_line(here.get(row["number"], row), row)]:
            split = min(apart, key=lambda row: row["number"])
            rows = [row for row in rows if row["number"] >= split["number"]]
            self._splits.setdefault(theirs, []).append((split["number"], ours))
            way, made = self._other_way(theirs, ours, split)
            if not way:
                return
            before, ours = ours, way
            self._ids[theirs], here = ours, self._lines(ours)
            if ours == before:  # its first line was garbled
                break
        # What an attempt shares with the talk it left has been taken in with that.
        new = [row for row in rows if row["number"] not in here and (made or row["session_id"] == theirs)]
        is_grown = not made and theirs not in self._fresh
        if new and is_grown and (elsewhere := self._elsewhere(theirs, new, ours)):
            self._ids[theirs], here = elsewhere, self._lines(elsewhere)
            new = [row for row in new if row["number"] not in here]
        self._add(theirs, new, here)

    def _elsewhere(self, theirs: int, lines: Sequence[Row], ours: int) -> int | None:
        """Return the talk here that has any of some lines of one there already, None for none.

        The way to it may have been said twice with the same words: then it stands here in one of the two talks of it, and in
        another file in the other.
        """
        owner = self._owner(ours)
        talks = (self._said.get((owner, *line_of(line))) for line in lines)
        return next((talk for talk in talks if talk is not None and self._agrees(talk, theirs)), None)

    def _add(self, theirs: int, new: Sequence[Row], here: Mapping[int, Row]) -> None:
        """Add lines to the talk here that one there is. `here`: the lines it has already."""
        ours = self._ids[theirs]
        for row in new:
            self._raw.insert("turns", {**row, "session_id": ours})
        if "_said" in self.__dict__ and new:
            owner = self._owner(ours)
            for row in new:
                self._said.setdefault((owner, *line_of(row)), ours)
        self._taken.lines += len(new)
        if new and here:
            self._raw.keep_last_state(ours)
            if new[-1]["number"] > max(here):
                self._longer.add(theirs)

    def _other_way(self, theirs: int, ours: int, split: Row) -> tuple[int, bool]:
        """Return the id of the attempt that holds the other file's turns after the two versions diverge at `split`, and
        whether it was made for them.

        Its uid is made from that turn, so importing twice yields the same attempt. 0 for none: no reader would take it.
        """
        owner = self._owner(ours)
        if (there := self._said.get((owner, *line_of(split)))) is not None:
            return there, False
        row = self._talks[theirs]
        uid = uid_of_way(row["uid"], split["number"], split["line"])
        known = self._raw.query("select id from sessions where uid = ?", uid)
        if known:
            return int(known[0]["id"]), False
        if len(self._raw.query(f"{WAY} select id from way", ours)) > DEEPEST_ATTEMPT:
            return 0, False
        way = {**row, "profile": owner, "uid": uid, "parent": ours, "branched_at": split["number"]}
        self._taken.talks += 1
        self._fresh.add(theirs)
        return self._raw.insert("sessions", way), True

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
