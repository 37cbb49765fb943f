"""What learners write themselves: answers to the debrief's questions (reflections), and commitments.

What is taken back stays as a row without words, with the time when that was: otherwise it would come again out of every copy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from .errors import reads
from .row_types import CommitmentRow, commitment_row, later, stamp, text
from .stored_rows import Raw

#: Table → the column with the words, without which a row tells that they were taken back.
_WORDS = {"reflections": "answer", "commitments": "text"}
#: Statuses after which a commitment is not asked about again.
CLOSED = ("done", "dropped")


def with_words(tables: Mapping[str, Sequence[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a history as a person sees them: without those of what was taken back."""
    return {name: [row for row in rows if name not in _WORDS or row[_WORDS[name]]] for name, rows in tables.items()}


class Notes:
    """The learner's own words in the file. `written` opens a transaction; `profile` returns the id of the learner."""

    def __init__(
        self,
        database: sqlite_utils.Database,
        raw: Raw,
        written: Callable[[], AbstractContextManager[None]],
        profile: Callable[[], int],
        expect: Callable[[], int],
        path: Path | None,
    ) -> None:
        """`expect`: returns the id of the learner, too, if there is one."""
        self._database, self._raw, self._written, self._profile, self.path = database, raw, written, profile, path
        self._expect = expect

    def reflect(self, session_id: int, answers: Mapping[str, str], now: datetime) -> None:
        """Store answers to the debrief's questions; an empty answer takes the stored one back.

        Raises TrainerError if the talk was erased.
        """
        with self._written():
            self._raw.expect_talk(session_id)
            for question, answer in answers.items():
                self._answer(session_id, question, answer.strip(), now)

    def _answer(self, session_id: int, question: str, answer: str, now: datetime) -> None:
        values = {"answer": answer, "written_at": stamp(now)}
        where = "session_id = ? and question = ?"
        columns = "rowid as place, answer, written_at"
        found = self._raw.query(f"select {columns} from reflections where {where}", session_id, question)
        if not found and values["answer"]:
            self._raw.add("reflections", {"session_id": session_id, "question": question, **values})
        elif found and found[0]["answer"] != values["answer"]:
            values["written_at"] = later(now, found[0]["written_at"])
            self._raw.update("reflections", found[0]["place"], values)

    @reads
    def reflections(self, session_id: int) -> dict[str, str]:
        """Map each answered question to its answer."""
        rows = self._database.query(
            "select question, answer from reflections where session_id = ? and answer <> ''", [session_id]
        )
        return {text(row["question"]): text(row["answer"]) for row in rows}

    def commit(self, session_id: int, text: str, now: datetime) -> None:
        """Store what the learner will do; a text replaces the session's commitment, an empty one takes it back.

        Raises TrainerError if the talk was erased.
        """
        with self._written():
            if session_id:
                self._raw.expect_talk(session_id)
            for row in self._shown_of(session_id):
                taken_back = {"text": "", "how": "", "status": "dropped", "asked_at": later(now, row["asked_at"])}
                self._raw.update("commitments", row["id"], taken_back)
            if text.strip():
                row = {"session_id": session_id or None, "text": text.strip(), "profile": self._expect()}
                self._raw.add("commitments", {**row, "made_at": stamp(now)})

    def _shown_of(self, session_id: int) -> list[dict[str, Any]]:
        """Return the commitments of a talk that are asked about, and the one that its debrief shows, whatever became of it."""
        where = "session_id = ? and text <> '' order by id desc"
        rows = self._raw.query(f"select id, status, asked_at from commitments where {where}", session_id)
        return [row for place, row in enumerate(rows) if not place or row["status"] not in CLOSED]

    def commitment_of(self, session_id: int) -> CommitmentRow | None:
        """Return the newest commitment made after a session."""
        return self._one("session_id = ? order by id desc limit 1", session_id)

    def open_commitment(self) -> CommitmentRow | None:
        """Return the newest commitment that is neither done nor dropped."""
        return self._one(
            "profile = ? and (status is null or status not in (?, ?)) order by id desc limit 1",
            self._profile(),
            *CLOSED,
        )

    def last_commitment(self) -> CommitmentRow | None:
        """Return the newest commitment, whatever became of it."""
        return self._one("profile = ? order by id desc limit 1", self._profile())

    @reads
    def _one(self, where: str, *values: object) -> CommitmentRow | None:
        rows = list(self._database.query(f"select * from commitments where text <> '' and {where}", list(values)))
        return commitment_row(rows[0]) if rows else None

    def id_of(self, commitment: CommitmentRow) -> int:
        """Return the id that a commitment has now, 0 for one that is not there any more."""
        found = self._raw.query(
            "select id from commitments where text = ? and made_at = ?", commitment.text, stamp(commitment.made)
        )
        return int(found[0]["id"]) if found else 0

    def answer_commitment(self, commitment_id: int, status: str, how: str, now: datetime) -> None:
        """Store how a commitment went. `status`: done, not_yet or dropped."""
        found = self._raw.query("select asked_at from commitments where id = ?", commitment_id)
        asked = later(now, found[0]["asked_at"] if found else None)
        self._raw.update("commitments", commitment_id, {"status": status, "how": how.strip(), "asked_at": asked})
