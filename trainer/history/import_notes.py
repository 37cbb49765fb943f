"""Import of notes from another file: the answers to the debrief's questions, each to the talk it belongs to here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
        found = places.note_at(ours, row["question"])
        taken_back = found is not None and not (row["answer"] and found["answer"])
        if found is not None and not is_later(row["written_at"], found["written_at"], now, taken_back):
            continue
        if found is not None:
            raw.update("reflections", found["place"], {key: row[key] for key in ("answer", "written_at")})
            places.keep({**found, "answer": row["answer"], "written_at": row["written_at"]})
        else:
            new = {**row, "session_id": ours}
            places.keep({**new, "place": raw.add("reflections", new)})
        taken.words += bool(row["answer"])


class _Places:
    """Where notes of another file belong.

    A talk that went on differently in another file was imported as another way of it, and its notes with that. The same
    note may come by a third file once more, with the talk itself or with another of its ways.
    """

    def __init__(self, raw: Raw, tables: Tables, talks: Mapping[int, int]) -> None:
        self._talks = talks
        here = raw.query(
            "select s.id, s.uid, s.parent, s.started, s.branched_at, t.line from sessions s left join turns t "
            "on s.parent is not null and t.session_id = s.id and t.number = s.branched_at"
        )
        lines = {(row["session_id"], row["number"]): row["line"] for row in tables["turns"]}
        there = [{**row, "line": lines.get((row["id"], row["branched_at"]))} for row in tables["sessions"]]
        self._left, self._left_there = _ways(here), _ways(there)
        self._here: dict[str | None, int] = {row["uid"]: row["id"] for row in here}
        self._uids: dict[int, str] = {row["id"]: row["uid"] for row in there}
        #: The notes here by their talk and question; by the first talk of its family, question and answer; and those of ways by
        #: the talk these are ways of, and question: any of them, and those that were taken back.
        self._notes: dict[tuple[int, str], Row] = {}
        self._same: dict[tuple[int, str, str], int] = {}
        self._of_ways: dict[tuple[int, str], int] = {}
        self._cleared: dict[tuple[int, str], int] = {}
        for note in raw.query("select rowid as place, session_id, question, answer, written_at from reflections"):
            self.keep(note)

    def note_at(self, session_id: int, question: str) -> Row | None:
        """Return the note here on a talk and a question, with its `place`; None for none."""
        return self._notes.get((session_id, question))

    def keep(self, note: Row) -> None:
        """Take note of a note that is here now."""
        talk, question = note["session_id"], note["question"]
        self._notes[talk, question] = note
        if note["answer"]:
            self._same[_first(talk, self._left), question, note["answer"]] = talk
        if (left := self._left.get(talk)) is not None:
            (self._of_ways if note["answer"] else self._cleared)[left, question] = talk

    def of(self, row: Row) -> int | None:
        """Return the id here of the talk that a note there belongs to: of those that are one talk, the one that has it.

        If it was taken back, here or there, that is told by the talk alone.
        """
        way, question = self._talks.get(row["session_id"]), row["question"]
        if way is None:
            return None
        itself = self._here.get(self._uids.get(row["session_id"]), way)
        for talk in (itself, way, *self._known_as(row["session_id"])) if row["answer"] else ():
            same = self._same.get((_first(talk, self._left), question, row["answer"]))
            if same is not None and self._notes[same, question]["answer"] == row["answer"]:
                return same
        known = self._notes.get((itself, question))
        if known is not None and not (known["answer"] and row["answer"]):
            return itself
        if (way, question) in self._notes:
            return way
        cleared = self._cleared.get((itself, question))
        if cleared is None and not row["answer"]:
            cleared = self._of_ways.get((itself, question))
        return way if cleared is None else cleared

    def _known_as(self, theirs: int) -> Iterator[int]:
        """Give the ids here of the talks that one there is a way of."""
        for talk in _back(theirs, self._left_there):
            if (uid := self._uids.get(talk)) in self._here:
                yield self._here[uid]


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
