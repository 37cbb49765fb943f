"""Import of rows from another file: to merge it, to salvage it, or to return to the file from memory.

Importing twice adds nothing twice, and nothing here is replaced by something older. "Here" is the file in use, "there"
the other one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .row_types import stamp, text

if TYPE_CHECKING:
    from .store import History

Row = dict[str, Any]
#: Characters of a name that get one more word in brackets.
_LONGEST_NAME = 200
Tables = Mapping[str, Sequence[Row]]


_COUNTED = ("talks", "lines", "answers", "words", "workshops", "learners", "left_out")


@dataclass
class Taken:
    """How many rows were new here. `left_out`: rows there that no program of ours has written, or that are damaged.

    `ids`: table → id there → id here, for profiles, sessions and workshops.
    """

    talks: int = 0
    lines: int = 0
    answers: int = 0
    words: int = 0
    workshops: int = 0
    learners: int = 0
    left_out: int = 0
    ids: dict[str, dict[int, int]] = field(default_factory=dict)

    def and_then(self, other: Taken) -> Taken:
        """Return what this import and a later one into the same file have brought."""
        counts = {name: getattr(self, name) + getattr(other, name) for name in _COUNTED}
        return Taken(**counts, ids=other.ids)

    def told(self) -> str:
        """Say what was new, as part of a sentence; "" for nothing."""
        counts = (
            (self.talks, "talk"), (self.lines, "line"), (self.answers, "answer to a card", "answers to cards"),
            (self.words, "note of your own", "notes of your own"), (self.workshops, "workshop"), (self.learners, "profile"),
        )  # fmt: skip
        parts = [f"{n} {name[0] if n == 1 else name[-1] + 's' * (len(name) == 1)}" for n, *name in counts if n]
        return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)

    def told_left_out(self) -> str:
        """Say what of the other file was not imported."""
        rows = "one row" if self.left_out == 1 else f"{self.left_out:,} rows"
        return f"Left out: {rows} that Safe No has not written like that, or that cannot be read."


def take_in(into: History, tables: Tables, same_file: bool = False) -> Taken:
    """Import the rows of another file, as `History.tables` returns them or as many as are left, in one transaction.

    Sessions and reviews are recognised by their uid, which is the same in every copy; a known session gets the turns it
    lacks. Reflections are recognised by session and question, commitments by profile, text and time, workshops by
    profile and beginning. `same_file`: the other one is an earlier or a later state of this one, so that a learner of
    another name who was made at the same moment is the same.
    """
    with into.batch():
        return _Taking(into, tables, same_file).all()


class _Taking:
    def __init__(self, into: History, tables: Tables, same_file: bool) -> None:
        self._into, self._raw, self._same_file = into, into.raw, same_file
        self._tables, self._taken = tables, Taken()
        self._now = stamp(datetime.now(UTC))
        #: id there → id here
        self._profiles: dict[int, int] = {}
        self._sessions: dict[int, int] = {}
        #: Name and kind of each learner here → id; read when the first is asked for.
        self._known: dict[tuple[str, str], int] | None = None
        self._owners: dict[int, int] | None = None
        self._fresh: set[int] = set()

    def all(self) -> Taken:
        turns: dict[int, list[Row]] = {}
        seen: set[tuple[int, int]] = set()
        for row in self._tables["turns"]:
            # Of a damaged file two rows can have one number; always the same one is taken, or each import would add the other.
            if (row["session_id"], row["number"]) not in seen:
                seen.add((row["session_id"], row["number"]))
                turns.setdefault(row["session_id"], []).append(row)
        self._take_profiles()
        self._take_sessions(turns)
        for session_id, rows in turns.items():
            if session_id in self._sessions:
                self._take_turns(session_id, rows)
        self._take_endings()
        self._take_reflections()
        self._take_commitments()
        self._take_reviews()
        self._take_workshops()
        self._taken.ids |= {"profiles": self._profiles, "sessions": self._sessions}
        return self._taken

    # -- whose it is -----------------------------------------------------------------------------------------------

    def _take_profiles(self) -> None:
        """Map each profile there to the one here with the same name and kind, adding it if there is none."""
        for row in self._tables["profiles"]:
            self._profiles[row["id"]] = self._profile_like(row)
        lost = {
            row["profile"] for name in ("sessions", "commitments", "reviews", "workshops") for row in self._tables[name]
        }
        for number in sorted(lost - self._profiles.keys()):
            self._profiles[number] = self._owner(number)

    def _profile_like(self, row: Row) -> int:
        if self._known is None:
            self._known = {(text(one.name).casefold(), one.kind): one.id for one in self._into.profiles.all()}
        ours = self._known
        name, kind = row["name"], row["kind"]
        if self._same_file and (name.casefold(), kind) not in ours:
            made = self._raw.query("select id from profiles where made_at = ? and kind = ?", row["made_at"], kind)
            if len(made) == 1:
                return int(made[0]["id"])
        if (name.casefold(), kind) not in ours and self._is_taken(name):
            name = f"{name[:_LONGEST_NAME]} ({kind})"  # a profile is chosen by its name alone, so no two may share one
        known = ours.get((name.casefold(), kind))
        if known is not None:
            return known
        self._taken.learners += 1
        ours[name.casefold(), kind] = self._raw.insert("profiles", {**row, "name": name}, keep_id=True)
        return ours[name.casefold(), kind]

    def _is_taken(self, name: str) -> bool:
        return any((name.casefold(), kind) in (self._known or {}) for kind in ("learner", "workshop"))

    def _owner(self, number: int) -> int:
        """Find the local owner of rows whose profile row is unreadable.

        It is the owner of any session or review both files share; otherwise profile 1 for number 1, and a new "Learner
        N, saved" for others.
        """
        if self._owners is None:
            self._owners = self._shared_owners()
        if number in self._owners:
            return self._owners[number]
        if number == 1:
            return 1
        return self._profile_like(
            {"id": number, "name": f"Learner {number}, saved", "kind": "learner", "made_at": self._newest}
        )

    def _shared_owners(self) -> dict[int, int]:
        """Map the number of a learner there to the owner here of a talk or an answer that both files have."""
        found: dict[int, int] = {}
        for table in ("sessions", "reviews"):
            here = {row["uid"]: row["profile"] for row in self._raw.query(f"select uid, profile from {table}")}
            for row in self._tables[table]:
                if row["uid"] in here:
                    found.setdefault(row["profile"], here[row["uid"]])
        return found

    @cached_property
    def _newest(self) -> str:
        """Return the time of the newest talk or answer there."""
        times = (
            row.get("started") or row.get("reviewed_at") or ""
            for name in ("sessions", "reviews")
            for row in self._tables[name]
        )
        return max(times, default="1970-01-01T00:00:00+00:00")

    # -- talks -----------------------------------------------------------------------------------------------------

    def _take_sessions(self, turns: Mapping[int, list[Row]]) -> None:
        here = self._raw.query("select id, uid, started, scenario, seed from sessions")
        known = {row["uid"]: row["id"] for row in here}
        theirs = {row["uid"] for row in self._tables["sessions"]}
        # Copies upgraded separately gave an old session two uids; it still began in the same millisecond.
        apart: dict[tuple[Any, ...], int] = {_begun(row): row["id"] for row in here if row["uid"] not in theirs}
        for row in _once(self._tables["sessions"]):
            like = apart.get(_begun(row), 0)
            if row["uid"] in known:
                self._sessions[row["id"]] = known[row["uid"]]
            elif like and self._agrees(like, turns.get(row["id"], [])):
                self._sessions[row["id"]] = apart.pop(_begun(row))
            else:
                known[row["uid"]] = self._sessions[row["id"]] = self._insert_session(row)

    def _insert_session(self, row: Row) -> int:
        # An attempt is always stored after the session it left, so any other parent is a garbled number.
        parent = self._sessions.get(row["parent"]) if row["parent"] and row["parent"] < row["id"] else None
        left = {"parent": parent, "branched_at": row["branched_at"] if parent else None}
        self._taken.talks += 1
        self._fresh.add(row["id"])
        return self._raw.insert("sessions", {**row, **left, "profile": self._profiles[row["profile"]]}, keep_id=True)

    def _lines(self, session_id: int) -> dict[int, str]:
        rows = self._raw.query("select number, line from turns where session_id = ?", session_id)
        return {row["number"]: row["line"] for row in rows}

    def _agrees(self, session_id: int, rows: Iterable[Row]) -> bool:
        """Tell whether a session here and turns from there have the same lines, as far as both go."""
        here = self._lines(session_id)
        return all(here.get(row["number"], row["line"]) == row["line"] for row in rows)

    def _take_turns(self, theirs: int, rows: list[Row]) -> None:
        """Add the turns missing here; if the session went on differently there, add those as another attempt."""
        ours = self._sessions[theirs]
        here = self._lines(ours)
        apart = [row for row in rows if here.get(row["number"], row["line"]) != row["line"]]
        if apart:
            split = min(apart, key=lambda row: row["number"])
            rows = [row for row in rows if row["number"] >= split["number"]]
            ours = self._sessions[theirs] = self._other_way(theirs, ours, split)
            here = self._lines(ours)
        new = {row["number"]: row for row in rows if row["number"] not in here}
        for _, row in sorted(new.items()):
            self._raw.insert("turns", {**row, "session_id": ours})
        self._taken.lines += len(new)
        if new and here:
            self._raw.keep_last_state(ours)

    def _other_way(self, theirs: int, ours: int, split: Row) -> int:
        """Return the id of the attempt that holds the other file's turns after the two versions diverge at `split`.

        Its uid is made from that turn, so importing twice yields the same attempt.
        """
        row = next(row for row in self._tables["sessions"] if row["id"] == theirs)
        uid = hashlib.sha256(f"{row['uid']} {split['number']} {split['line']}".encode()).hexdigest()[:32]
        known = self._raw.query("select id from sessions where uid = ?", uid)
        if known:
            return int(known[0]["id"])
        (mine,) = self._raw.query("select profile from sessions where id = ?", ours)
        way = {**row, **mine, "uid": uid, "parent": ours, "branched_at": split["number"]}
        self._taken.talks += 1
        self._fresh.add(theirs)
        return self._raw.insert("sessions", way)

    def _take_endings(self) -> None:
        """Give sessions that are open here, but ended there, that end."""
        open_here = {row["id"] for row in self._raw.query("select id from sessions where outcome is null")}
        for row in self._tables["sessions"]:
            ours = self._sessions.get(row["id"])
            if ours is not None and ours in open_here and row["outcome"] and row["id"] not in self._fresh:
                self._raw.update("sessions", ours, {"ended": row["ended"], "outcome": row["outcome"]})

    # -- the learner's own words -----------------------------------------------------------------------------------

    def _take_reflections(self) -> None:
        """Import the answers of the debrief; if both files answer a question, the later answer wins."""
        for row in self._tables["reflections"]:
            ours = self._sessions.get(row["session_id"])
            if ours is None:
                continue
            found = self._raw.query(
                "select rowid as place, written_at from reflections where session_id = ? and question = ?",
                ours,
                row["question"],
            )
            if found and self._when(found[0]["written_at"]) >= self._when(row["written_at"]):
                continue
            self._raw.add("reflections", {**row, "session_id": ours}, replacing=True)
            self._taken.words += 1

    def _when(self, stored: str | None) -> str:
        """Return a time to compare by; one that is yet to come was read from a wrong clock, and counts as none."""
        return stored if stored is not None and stored <= self._now else ""

    def _take_commitments(self) -> None:
        here = self._raw.query("select id, profile, text, made_at, asked_at from commitments")
        known = {(row["profile"], row["text"], row["made_at"]): row for row in here}
        for row in sorted(self._tables["commitments"], key=lambda row: row["made_at"]):
            owner = self._profiles[row["profile"]]
            ours = known.get((owner, row["text"], row["made_at"]))
            if ours is None:
                session = self._sessions.get(row["session_id"]) if row["session_id"] else None
                added = self._raw.insert("commitments", {**row, "session_id": session, "profile": owner})
                known[owner, row["text"], row["made_at"]] = {**row, "id": added}
                self._taken.words += 1
            elif self._when(row["asked_at"]) > self._when(ours["asked_at"]):
                answer = {key: row[key] for key in ("status", "how", "asked_at")}
                self._raw.update("commitments", ours["id"], answer)
                known[owner, row["text"], row["made_at"]] = {**ours, **answer}
                self._taken.words += 1

    def _take_reviews(self) -> None:
        """Import reviews in the order in which they were given: the last row of a card counts as its newest memory."""
        known = {row["uid"] for row in self._raw.query("select uid from reviews")}
        for row in sorted(self._tables["reviews"], key=lambda row: row["reviewed_at"]):
            if row["uid"] not in known:
                known.add(row["uid"])
                self._raw.insert("reviews", {**row, "profile": self._profiles[row["profile"]]})
                self._taken.answers += 1

    # -- workshops -------------------------------------------------------------------------------------------------

    def _take_workshops(self) -> None:
        """Import workshops, translating their session ids; if a workshop is in both files, the one saved later wins."""
        known = {_opened(row): row for row in self._raw.query("select * from workshops")}
        moved = self._taken.ids.setdefault("workshops", {})
        for row in self._tables["workshops"]:
            state = json.loads(row["state"])
            state["ids"] = [self._sessions.get(one, 0) for one in state.get("ids", ())]
            new = {**row, "profile": self._profiles[row["profile"]], "state": json.dumps(state)}
            ours = known.get(_opened(new))
            if ours is None:
                moved[row["id"]] = self._raw.insert("workshops", new, keep_id=True)
                known[_opened(new)] = {**new, "id": moved[row["id"]]}
                self._taken.workshops += 1
                continue
            moved[row["id"]] = ours["id"]
            if any(self._when(new[name]) > self._when(ours[name]) for name in ("saved_at", "ended_at")):
                state = {key: new[key] for key in ("state", "saved_at", "ended_at")}
                self._raw.update("workshops", ours["id"], state)
                known[_opened(new)] = {**ours, **state}


def _once(sessions: Sequence[Row]) -> list[Row]:
    """Return sessions by id, of those with one uid only the first: no program of ours has written two."""
    first: dict[str, Row] = {}
    for row in sorted(sessions, key=lambda row: row["id"]):
        first.setdefault(row["uid"], row)
    return list(first.values())


def _begun(row: Row) -> tuple[Any, ...]:
    return row["started"], row["scenario"], row["seed"]


def _opened(row: Row) -> tuple[Any, ...]:
    """Return what identifies a workshop: its profile, and how it began."""
    state = json.loads(row["state"])
    return row["profile"], state.get("started"), state.get("scenario"), state.get("seed")
