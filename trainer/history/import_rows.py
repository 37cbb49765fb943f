"""Import of rows from another file: to merge it, to salvage it, or to return to the file from memory.

Importing twice adds nothing twice, and nothing here is replaced by something older. "Here" is the file in use, "there"
the other one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from .import_notes import take_notes
from .import_talks import take_talks
from .row_types import is_later, stamp
from .sameness import apart, heard, is_garbled_uid, is_same_commitment, is_told_apart
from .taken import Row, Tables, Taken
from .valid_rows import is_valid

if TYPE_CHECKING:
    from .store import History


def take_in(
    into: History, tables: Tables, same_file: bool = False, talks: Mapping[int, int] = MappingProxyType({})
) -> Taken:
    """Import the rows of another file, as `History.tables` returns them or as many as are left, in one transaction.

    Sessions and reviews are recognised by their uid, which is the same in every copy; a known session gets the turns it
    lacks. Reflections are recognised by session and question, commitments by profile, text and time, workshops by
    profile and beginning. `same_file`: the other one is an earlier or a later state of this one, so that a learner of
    another name who was made at the same moment is the same. `talks`: those of which only lines or notes are there: id
    there → id here.
    """
    with into.batch():
        return _Taking(into, tables, same_file).all(talks)


class _Taking:
    def __init__(self, into: History, tables: Tables, same_file: bool) -> None:
        self._into, self._raw, self._same_file = into, into.raw, same_file
        self._tables, self._taken = tables, Taken()
        self._now = stamp(datetime.now(UTC))
        #: id there → id here
        self._profiles: dict[int, int] = {}
        self._sessions: Mapping[int, int] = {}
        #: Name and kind of each learner here → id; read when the first is asked for.
        self._known: dict[tuple[str, str], int] | None = None
        self._owners: dict[int, int] | None = None

    def all(self, talks: Mapping[int, int]) -> Taken:
        self._take_profiles()
        self._sessions = take_talks(self._raw, self._tables, self._profiles, talks, self._taken)
        take_notes(self._raw, self._tables, self._sessions, self._now, self._taken)
        self._take_commitments()
        self._take_reviews()
        self._take_workshops()
        self._taken.ids |= {"profiles": self._profiles, "sessions": dict(self._sessions)}
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
            self._known = {(heard(one.name), one.kind): one.id for one in self._into.profiles.all()}
        ours = self._known
        name, kind = row["name"], row["kind"]
        if (heard(name), kind) not in ours:
            made = self._made.get((row["made_at"], kind), [])
            if len(made) == 1 and (self._same_file or is_told_apart(name, made[0]["name"], kind)):
                return int(made[0]["id"])
        if (heard(name), kind) not in ours and self._is_taken(name):
            name = apart(name, kind)  # a profile is chosen by its name alone, so no two may share one
        known = ours.get((heard(name), kind))
        if known is not None:
            return known
        self._taken.learners += 1
        added = {**row, "name": name}
        added["id"] = ours[heard(name), kind] = self._raw.insert("profiles", added, keep_id=True)
        self._made.setdefault((row["made_at"], kind), []).append(added)
        return int(added["id"])

    @cached_property
    def _made(self) -> dict[tuple[str, str], list[Row]]:
        """Return the learners here by when they were made, and their kind."""
        found: dict[tuple[str, str], list[Row]] = {}
        for row in self._raw.query("select * from profiles"):
            found.setdefault((row["made_at"], row["kind"]), []).append(row)
        return found

    def _is_taken(self, name: str) -> bool:
        return any((heard(name), kind) in (self._known or {}) for kind in ("learner", "workshop"))

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

    def _take_commitments(self) -> None:
        """Import commitments; if both files have one, what was said of it later wins."""
        known = _Commitments()
        for row in self._here("commitments"):
            known.add(row)
        for row in sorted(self._tables["commitments"], key=lambda row: row["made_at"]):
            talk = self._sessions.get(row["session_id"]) if row["session_id"] else None
            new = {**row, "session_id": talk, "profile": self._profiles[row["profile"]]}
            ours = known.like(new)
            if ours is None:
                known.add({**new, "id": self._raw.insert("commitments", new)})
                self._taken.words += bool(row["text"])
            elif is_later(row["asked_at"], ours["asked_at"], self._now, not (row["text"] and ours["text"])):
                answer = {key: row[key] for key in ("text", "status", "how", "asked_at")}
                self._raw.update("commitments", ours["id"], answer)
                ours |= answer
                self._taken.words += bool(row["text"])

    def _take_reviews(self) -> None:
        """Import reviews in the order in which they were given: the last row of a card counts as its newest memory."""
        known, given = set[str](), dict[tuple[str, str], list[str]]()
        for row in self._raw.query("select uid, card, reviewed_at from reviews"):
            known.add(row["uid"])
            given.setdefault((row["card"], row["reviewed_at"]), []).append(row["uid"])
        for row in sorted(self._tables["reviews"], key=lambda row: row["reviewed_at"]):
            alike = given.get((row["card"], row["reviewed_at"]), ())
            if row["uid"] not in known and not any(is_garbled_uid(row["uid"], uid) for uid in alike):
                known.add(row["uid"])
                self._raw.insert("reviews", {**row, "profile": self._profiles[row["profile"]]})
                self._taken.answers += 1

    def _here(self, table: str) -> list[Row]:
        """Return the rows of a table here, but for those whose bits were garbled."""
        return [row for row in self._raw.query(f"select * from {table}") if is_valid(table, row)]

    # -- workshops -------------------------------------------------------------------------------------------------

    def _take_workshops(self) -> None:
        """Import workshops, translating their session ids; if a workshop is in both files, the one saved later wins."""
        known = {_opened(row): row for row in self._here("workshops")}
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
            if any(is_later(new[name], ours[name], self._now) for name in ("saved_at", "ended_at")):
                state = {key: new[key] for key in ("state", "saved_at", "ended_at")}
                self._raw.update("workshops", ours["id"], state)
                known[_opened(new)] = {**ours, **state}


class _Commitments:
    """Commitments that are here, to be found by what tells them from others; see `is_same_commitment`."""

    def __init__(self) -> None:
        self._by: dict[tuple[Any, ...], list[Row]] = {}

    def add(self, row: Row) -> None:
        for key in (self._of_talk(row), self._of_words(row, row["text"]), self._of_learner(row)):
            self._by.setdefault(key, []).append(row)

    def like(self, row: Row) -> Row | None:
        """Return the one here that one of another file is, None for none."""
        keys = [self._of_talk(row), self._of_words(row, row["text"]), self._of_words(row, "")]
        keys += [] if row["text"] else [self._of_learner(row)]
        found = (one for key in keys for one in self._by.get(key, ())[:1])
        return next((one for one in found if is_same_commitment(one, row)), None)

    @staticmethod
    def _of_talk(row: Row) -> tuple[Any, ...]:
        return "talk", row["made_at"], row["session_id"]

    @staticmethod
    def _of_words(row: Row, words: str) -> tuple[Any, ...]:
        return "words", row["made_at"], row["profile"], words

    @staticmethod
    def _of_learner(row: Row) -> tuple[Any, ...]:
        return "learner", row["made_at"], row["profile"]


def _opened(row: Row) -> tuple[Any, ...]:
    """Return what identifies a workshop: how it began."""
    state = json.loads(row["state"])
    return state.get("started"), state.get("scenario"), state.get("seed")
