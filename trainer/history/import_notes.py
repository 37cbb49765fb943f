"""Import of notes from another file: the answers to the debrief's questions, each to the talk it belongs to here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .row_types import is_later
from .sameness import uid_of_way
from .stored_rows import Raw
from .taken import Row, Tables, Taken


def take_notes(raw: Raw, tables: Tables, talks: Mapping[int, int], now: str, taken: Taken) -> None:
    """Import notes; if both files answer a question of a talk, the later answer wins.

    `talks`: id there → id here; `now`: answers after it were written under a wrong clock; `taken`: where what is new is
    counted.
    """
    if not tables["reflections"]:
        return
    places = _Places(raw, tables, talks)
    for row in tables["reflections"]:
        ours = places.of(row)
        if ours is None:
            continue
        found = _note_at(raw, ours, row["question"])
        if found and not is_later(row["written_at"], found["written_at"], now, not (row["answer"] and found["answer"])):
            continue
        if found:
            raw.update("reflections", found["place"], {key: row[key] for key in ("answer", "written_at")})
        else:
            raw.add("reflections", {**row, "session_id": ours})
        taken.words += bool(row["answer"])


class _Places:
    """Where notes of another file belong.

    A talk that went on differently in another file was imported as another way of it, and its notes with that. The same
    note may come by a third file once more, with the talk itself or with another of its ways.
    """

    def __init__(self, raw: Raw, tables: Tables, talks: Mapping[int, int]) -> None:
        self._raw, self._talks = raw, talks
        here = raw.query(
            "select s.id, s.uid, s.parent, s.started, s.branched_at, t.line from sessions s left join turns t "
            "on s.parent is not null and t.session_id = s.id and t.number = s.branched_at"
        )
        lines = {(row["session_id"], row["number"]): row["line"] for row in tables["turns"]}
        there = [{**row, "line": lines.get((row["id"], row["branched_at"]))} for row in tables["sessions"]]
        self._left, self._left_there = _ways(here), _ways(there)
        self._here: dict[str | None, int] = {row["uid"]: row["id"] for row in here}
        self._uids: dict[int, str] = {row["id"]: row["uid"] for row in there}
        #: The talk at the beginning of each way here → all its ways, and itself.
        self._families: dict[int, list[int]] = {}
        for way in self._left:
            self._families.setdefault(_first(way, self._left), []).append(way)
        for talk, ways in self._families.items():
            ways.append(talk)

    def of(self, row: Row) -> int | None:
        """Return the id here of the talk that a note there belongs to: of those that are one talk, the one that has it.

        If it was taken back, here or there, that is told by the talk alone.
        """
        way = self._talks.get(row["session_id"])
        if way is None:
            return None
        itself = self._here.get(self._uids.get(row["session_id"]), way)
        firsts = {_first(talk, self._left) for talk in (way, itself, *self._known_as(row["session_id"]))}
        family = [talk for first in firsts for talk in self._families.get(first, (first,))]
        notes = {talk: note for talk in (itself, way, *family) if (note := _note_at(self._raw, talk, row["question"]))}
        same = (talk for talk, note in notes.items() if row["answer"] and note["answer"] == row["answer"])
        ways = () if way in notes else (talk for talk in family if self._left.get(talk) == itself)
        cleared = (talk for talk in (itself, *ways) if talk in notes and not (notes[talk]["answer"] and row["answer"]))
        return next(same, next(cleared, way))

    def _known_as(self, theirs: int) -> Iterator[int]:
        """Give the ids here of the talks that one there is a way of."""
        for talk in _back(theirs, self._left_there):
            if (uid := self._uids.get(talk)) in self._here:
                yield self._here[uid]


def _note_at(raw: Raw, session_id: int, question: str) -> dict[str, Any] | None:
    columns = "rowid as place, answer, written_at"
    found = raw.query(f"select {columns} from reflections where session_id = ? and question = ?", session_id, question)
    return found[0] if found else None


def _ways(sessions: Sequence[Row]) -> dict[int, int]:
    """Map the id of each way that an import made to that of the talk that went on so elsewhere.

    `sessions`: with `line`, their own first one; None for none.
    """
    by_id, found = {row["id"]: row for row in sessions}, {}
    for way in (row for row in sessions if row["line"] is not None):
        for talk in _left_by(way, by_id):
            # An import gives a way the beginning of its talk.
            if talk["started"] != way["started"]:
                break
            if way["uid"] == uid_of_way(talk["uid"], way["branched_at"], way["line"]):
                found[way["id"]] = talk["id"]
                break
    return found


def _left_by(session: Row, by_id: Mapping[int, Row]) -> Iterator[Row]:
    """Give the talk that one has left, the one that this has left, and so on. Garbled numbers may make a ring of them."""
    seen, talk = {session["id"]}, by_id.get(session["parent"])
    while talk is not None and talk["id"] not in seen:
        seen.add(talk["id"])
        yield talk
        talk = by_id.get(talk["parent"])


def _back(talk: int, left: Mapping[int, int]) -> Iterator[int]:
    """Give a talk, the one that it is a way of, and so on."""
    yield talk
    while talk in left:
        talk = left[talk]
        yield talk


def _first(talk: int, left: Mapping[int, int]) -> int:
    """Return the talk that one is a way of, or a way of a way."""
    return list(_back(talk, left))[-1]
