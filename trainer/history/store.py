"""The learner's file: sessions and turns, each turn committed before its reply is shown."""

from __future__ import annotations

import contextlib
import json
import secrets
import sqlite3
import time
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from ..counterpart import State
from ..errors import TrainerError
from ..scenario import Level, Outcome, Scenario
from ..session import Session, Turn
from . import backups
from .connection import closed_on_error, opened
from .copies import copies_of
from .erase import Erasing
from .errors import UNREADABLE, Unusable, reads
from .figures import Figures
from .file_identity import OpenFile
from .holdings import Holdings, holdings_of
from .image import connected, image_of
from .notes import Notes
from .other_file import Rows, rows_of
from .profiles import Profiles
from .read_only import PATIENCE, Database, copy
from .reviews import Reviews
from .row_types import SessionRow, TurnRow, session_row, stamp, turn_row
from .stored_rows import OF_WAY, WAY, Raw
from .swap import tidy
from .transactions import Transactions
from .valid_rows import DEEPEST_ATTEMPT
from .valid_values import plain
from .workshops import Workshops

_TOO_DEEP = (
    f"This attempt goes back over {DEEPEST_ATTEMPT} others. Please begin the talk anew, or try an earlier line of it."
)
_WENT_ON = "This talk has gone on in another window. Please resume it from the scenarios here, or go on there."


class History:
    """The learner's file. Open it with `History.open`; every method is one transaction."""

    def __init__(self, connection: sqlite3.Connection, file: OpenFile | None) -> None:
        self._connection = connection
        self._database = Database(connection, file.path if file is not None else None)
        self.writes = Transactions(self._database, file, lambda: self.profiles.let_go_of_erased())  # noqa: PLW0108 – made below
        self.path = path = self.writes.path  # None in memory
        #: Id of the profile whose sessions and reviews are read and written.
        self.profile = 1
        self.raw = Raw(self._database, self.writes)
        self.profiles = Profiles(self._database, self.raw, lambda: self.profile, self._choose_profile, path)
        expect = self.profiles.expect
        self.notes = Notes(self._database, self.raw, self.writes.written, lambda: self.profile, expect, path)
        self.figures = Figures(self._database, lambda: self.profile, path)
        self.erasing = Erasing(
            connection, partial(self.writes.written, alone=True), lambda: copies_of(path), self._erased, path
        )
        self.workshops = Workshops(self._database, self.raw, path)
        self.reviews = Reviews(self._database, self.raw, lambda: self.profile, expect, path)

    @classmethod
    def open(cls, path: Path | None, patience: float = PATIENCE) -> History:
        """Open the history in a file, created if missing; in memory for None or ":memory:".

        `patience` is how many seconds a write waits for another program. Raises TrainerError, and leaves the file as it
        is, if it cannot be opened, is damaged, is no file of Safe No, or comes from a newer version.
        """
        path = None if path == Path(":memory:") else path
        connection, file = opened(path, patience)
        with closed_on_error(connection):
            return cls(connection, file)

    def _erased(self) -> None:
        self.writes.erased()
        self.profiles.forget_erased()
        if self.path is not None:
            tidy(self.path, time.time(), age=0.0)  # whole copies that killed programs have left
            backups.tidy_halves(self.path, age=0.0)

    def _choose_profile(self, profile_id: int) -> None:
        self.profile = profile_id

    def close(self, backed_up: bool = True) -> None:
        """Close the file. If something was written, make a backup first, unless `backed_up` is False.

        A backup that cannot be made now is made another day. None is made of a file that is no longer at its path.
        """
        try:
            if backed_up and self.writes.changed and self.path is not None:
                with contextlib.suppress(TrainerError):
                    self.writes.still_there()
                    self.back_up(datetime.now().date())
        finally:
            self.writes.changed = False
            self._connection.close()

    @reads
    def in_memory(self) -> History:
        """Copy everything into a new history in memory, to continue with when the file cannot be written.

        A file that another program has locked even for reading is copied as it was before that program wrote.
        """
        connection = sqlite3.connect(":memory:", isolation_level=None)
        with closed_on_error(connection):
            try:
                self._database.can_be_read()
                copy(self._connection, connection)
            except (sqlite3.OperationalError, Unusable) as error:
                if self.path is None or not (isinstance(error, Unusable) or "locked" in str(error)):
                    raise
                self.writes.still_there()  # what is at the path now may be another file
                with contextlib.closing(connected(image_of(self.path, not isinstance(error, Unusable)))) as image:
                    copy(image, connection)
            connection.execute("pragma foreign_keys = on")
            return History(connection, None)

    @reads
    def is_whole(self) -> bool:
        """Tell whether all pages are sound, so that whatever is written can be."""
        return [row[0] for row in self._connection.execute("pragma integrity_check(1)")] == ["ok"]

    @reads
    def holdings(self) -> Holdings:
        """Return what the file holds."""
        return holdings_of(self._connection)

    def wait_for_others(self, seconds: float = PATIENCE) -> None:
        """From now on, wait so long for another program that uses the file."""
        self._connection.execute(f"pragma busy_timeout = {round(seconds * 1000)}")

    def back_up(self, today: date) -> Path:
        """Make today's backup and return its path. Raises TrainerError in memory, or if the disk refuses."""
        if self.path is None:
            raise TrainerError("Practice is only in memory at the moment, so there is no file to back up.")
        return backups.make(self._connection, self.path, today)

    @reads
    def faults(self) -> list[str]:
        """Return what is wrong with the file, in words: in its pages, or a row that cannot be read; [] if it is sound."""
        found = [row[0] for row in self._connection.execute("pragma integrity_check") if row[0] != "ok"]
        found += backups.unreadable_rows(self._connection, self.path)
        lost = self._connection.execute("pragma foreign_key_check")
        return [*found, *(f"row {row[1]} of {row[0]} belongs to nothing" for row in lost)]

    def start(self, session: Session, now: datetime, parent: int = 0, branched_at: int = 0, uid: str = "") -> int:
        """Store a new session and return its id. `parent`, `branched_at`: where an attempt branched off; `uid`: what it has
        elsewhere. Raises TrainerError for an attempt that goes back over more others than any reader would take.
        """
        row = _session_row(session, now) | ({"uid": uid} if uid else {})
        row |= {"parent": parent or None, "branched_at": branched_at or None}
        with self.writes.written():
            if parent and len(self.raw.query(f"{WAY} select id from way", parent)) > DEEPEST_ATTEMPT:
                raise TrainerError(_TOO_DEEP)
            return self.raw.add("sessions", {**row, "profile": self.profiles.expect()})

    def add_turn(
        self, session_id: int, turn: Turn, now: datetime, hints: int = 0, tone: str = "", uid: str = ""
    ) -> None:
        """Store a turn, and the outcome with it if it ends the session.

        `hints`: how many grades of hint were looked at before; `tone`: how it sounded to the learner; `uid`: of the session.
        """
        with self.writes.written():
            self.raw.expect_talk(session_id, uid)
            if self.raw.query("select 1 from turns where session_id = ? and number = ?", session_id, turn.number):
                raise TrainerError(_WENT_ON)
            # Only the last state is needed to resume; the earlier ones follow from the lines.
            self._connection.execute(
                "update turns set state = '' where session_id = ? and number = ?", [session_id, turn.number - 1]
            )
            self.raw.add("turns", {**_turn_row(session_id, turn, now), "hints": hints, "tone": tone or None})
            if turn.outcome is not None:
                self._end(session_id, turn.outcome, now)

    def end(self, session_id: int, outcome: Outcome, now: datetime, uid: str = "") -> None:
        """Mark a session as over, for example one the learner left for good. `uid`: as for `add_turn`."""
        with self.writes.written():
            self.raw.expect_talk(session_id, uid)
            self._end(session_id, outcome, now)

    def sessions(self) -> list[SessionRow]:
        """Return all sessions, the newest first."""
        return self._sessions("s.profile = ?", self.profile)

    @reads
    def _sessions(self, which: str, *values: object) -> list[SessionRow]:
        rows = self._database.query(
            f"""
            select s.*, count(t.id) as turns,
                   coalesce(sum(t.kind = 'no_oriented_ask'), 0) as no_oriented,
                   coalesce(sum(t.kind = 'yes_oriented_ask'), 0) as yes_oriented,
                   coalesce((select resistance_after from turns where session_id = s.id order by number desc limit 1),
                            s.opening_resistance) as last_resistance
            from sessions s left join turns t on t.session_id = s.id
            where {which}
            group by s.id order by s.started desc, s.id desc
            """,
            list(values),
        )
        return [session_row(row) for row in rows]

    def session(self, session_id: int) -> SessionRow | None:
        """Return one session, None if none has that id."""
        return next(iter(self._sessions("s.profile = ? and s.id = ?", self.profile, session_id)), None)

    def session_of(self, uid: str) -> SessionRow | None:
        """Return the session that has this uid in every copy of the file, None if it is not there."""
        return next(iter(self._sessions("s.profile = ? and s.uid = ?", self.profile, uid)), None)

    @reads
    def turns(self, session_id: int) -> list[TurnRow]:
        """Return the turns of a session in order; for an attempt, including those it shares with its parent."""
        rows = self._database.query(f"{WAY} select turns.* {OF_WAY} order by number", [session_id])
        return [turn_row(row) for row in rows]

    def resumable(self) -> SessionRow | None:
        """Return the newest session that has turns and no outcome yet."""
        newest = """s.id = (select id from sessions where profile = ? and outcome is null
                    and exists (select 1 from turns where session_id = sessions.id)
                    order by started > ?, started desc, id desc limit 1)"""
        # A talk of a day that is yet to come was begun under a wrong clock; any other is newer.
        return next(iter(self._sessions(newest, self.profile, stamp(datetime.now(UTC)))), None)

    def resume(self, row: SessionRow, scenario: Scenario) -> Session:
        """Continue a session exactly where it was left, at the level it was begun.

        Its lines are said again, so that the learner can rewind to any of them. If a changed program now answers them
        differently, the session continues from the stored state alone, without earlier turns. Raises TrainerError if
        the scenario has changed so much that the stored state no longer fits it.
        """
        scenario = scenario.at_level(Level(row.level))
        state = self.last_state(row.id)
        if state is None:
            raise TrainerError("This talk cannot be taken up again; please start it anew.")
        if {cid for cid, _ in state.concerns} != {concern.id for concern in scenario.concerns}:
            raise TrainerError("The scenario has changed since this talk was broken off; please start it anew.")
        again = Session(scenario, row.seed)
        for turn in self.turns(row.id):
            if again.outcome is None:
                again.say(turn.line)
        return again if again.state == state else Session(scenario, row.seed, resumed_from=state)

    @reads
    def last_state(self, session_id: int) -> State | None:
        """Return the counterpart's state after the last turn, None if there is none or it cannot be parsed."""
        stored = list(
            self._database.query(
                "select state from turns where session_id = ? order by number desc limit 1", [session_id]
            )
        )
        try:
            return State.from_dict(plain(stored[0]["state"]))
        except (*UNREADABLE, AttributeError, RecursionError):
            return None

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return every table as it is stored, rows as plain values."""
        return self.raw.tables({})

    @reads
    def readable(self) -> Rows:
        """Return every row that can be read, and in words which ones cannot."""
        return rows_of(self._connection)

    def batch(self) -> AbstractContextManager[None]:
        """Open one transaction for many writes; all of them are stored, or none."""
        return self.writes.written()

    def _end(self, session_id: int, outcome: Outcome, now: datetime) -> None:
        self.raw.update("sessions", session_id, {"ended": stamp(now), "outcome": str(outcome)})


def _session_row(session: Session, now: datetime) -> dict[str, Any]:
    scenario = session.scenario
    return {
        "scenario": scenario.id,
        "title": scenario.title,
        "kind": str(scenario.kind),
        "level": str(scenario.level),
        "seed": session.seed,
        "started": stamp(now),
        "opening_resistance": session.state.resistance,
        "held_back": int(scenario.held_back),
        "uid": secrets.token_hex(16),
    }


def _kept(turn: Turn) -> dict[str, Any]:
    """Return the state to store after a turn.

    Once the session is over it is stored without the conversation, which is needed only to resume.
    """
    state = turn.after.as_dict()
    return state if turn.outcome is None else {**state, "said": (), "heard": ()}


def _turn_row(session_id: int, turn: Turn, now: datetime) -> dict[str, Any]:
    ask = turn.reading.ask
    return {
        "session_id": session_id,
        "number": turn.number,
        "line": turn.line,
        "kind": str(turn.reading.kind),
        "no_means": str(turn.reading.no_means),
        "moves": f",{','.join(sorted({str(move.kind) for move in turn.reading.moves}))},",
        "family": ask.family if ask else None,
        "resistance_before": turn.before.resistance,
        "resistance_after": turn.after.resistance,
        "causes": json.dumps([[cause.id, cause.resistance] for cause in turn.causes], separators=(",", ":")),
        "decision": str(turn.decision),
        "reply": turn.reply,
        "thought": turn.thought,
        "concerns": json.dumps({cid: status for cid, status in turn.after.concerns if status != "hidden"}),
        "state": json.dumps(_kept(turn), ensure_ascii=False, separators=(",", ":")),
        "said_at": stamp(now),
    }
