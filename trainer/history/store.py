"""The learner's file: sessions and turns, each turn committed before its reply is shown."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from ..counterpart import State
from ..errors import TrainerError
from ..scenario import Outcome, Scenario
from ..session import Session, Turn
from .migrations import MIGRATIONS, VERSION

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A stored session. Times are UTC. `outcome` is None while it can be resumed; `turns`: how many lines."""

    id: int
    scenario: str
    title: str
    kind: str
    level: str
    seed: int
    started: datetime
    ended: datetime | None
    outcome: Outcome | None
    opening_resistance: int
    turns: int
    no_oriented: int
    yes_oriented: int
    last_resistance: int


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A stored turn, as much of it as a transcript shows."""

    number: int
    line: str
    kind: str
    no_means: str
    resistance_before: int
    resistance_after: int
    causes: tuple[tuple[str, int], ...]
    reply: str
    thought: str


class History:
    """The file behind the program. Open it with `History.open`; every method is one transaction."""

    def __init__(self, connection: sqlite3.Connection, path: Path | None) -> None:
        self._connection = connection
        self._database = sqlite_utils.Database(connection)
        #: None for a history in memory.
        self.path = path

    @classmethod
    def open(cls, path: Path | None) -> History:
        """The history in a file, made where it is missing; in memory for None.

        Raises TrainerError for a file that cannot be opened, is no file of ours, or comes from a newer version.
        The file is left as it is then.
        """
        connection = _connected(path) if path else sqlite3.connect(":memory:", isolation_level=None)
        try:
            _prepare(connection, path)
        except sqlite3.Error as error:
            connection.close()
            raise TrainerError(_unusable(path, error)) from error
        except TrainerError:
            connection.close()
            raise
        return cls(connection, path)

    def close(self) -> None:
        self._connection.close()

    def start(self, session: Session, now: datetime) -> int:
        """Store a session that begins; its id."""
        scenario = session.scenario
        with self._written():
            row = {
                "scenario": scenario.id,
                "title": scenario.title,
                "kind": str(scenario.kind),
                "level": str(scenario.level),
                "seed": session.seed,
                "started": _stamp(now),
                "opening_resistance": session.state.resistance,
            }
            return self._insert("sessions", row)

    def add_turn(self, session_id: int, turn: Turn, now: datetime) -> None:
        """Commit a turn, and the outcome with it when it ends the session."""
        with self._written():
            self._insert("turns", _turn_row(session_id, turn, now))
            if turn.outcome is not None:
                self._end(session_id, turn.outcome, now)

    def end(self, session_id: int, outcome: Outcome, now: datetime) -> None:
        """Mark a session as over, such as one the learner left for good."""
        with self._written():
            self._end(session_id, outcome, now)

    def sessions(self) -> list[SessionRow]:
        """All sessions, the newest first."""
        rows = self._database.query(
            """
            select s.*, count(t.id) as turns,
                   coalesce(sum(t.kind = 'no_oriented_ask'), 0) as no_oriented,
                   coalesce(sum(t.kind = 'yes_oriented_ask'), 0) as yes_oriented,
                   coalesce((select resistance_after from turns where session_id = s.id order by number desc limit 1),
                            s.opening_resistance) as last_resistance
            from sessions s left join turns t on t.session_id = s.id
            group by s.id order by s.started desc, s.id desc
            """
        )
        return [_session_row(row) for row in rows]

    def turns(self, session_id: int) -> list[TurnRow]:
        """The turns of a session, in order."""
        rows = self._database.query("select * from turns where session_id = ? order by number", [session_id])
        return [
            TurnRow(
                row["number"], row["line"], row["kind"], row["no_means"], row["resistance_before"], row["resistance_after"],
                tuple((cause["cause"], cause["delta"]) for cause in json.loads(row["causes"])), row["reply"], row["thought"],
            )
            for row in rows
        ]  # fmt: skip

    def resumable(self) -> SessionRow | None:
        """The newest session that has lines and no end yet."""
        return next((row for row in self.sessions() if row.outcome is None and row.turns), None)

    def resume(self, row: SessionRow, scenario: Scenario) -> Session:
        """A session that goes on exactly where it was left.

        Raises TrainerError when the scenario has changed so much that the stored state no longer fits it.
        """
        stored = list(
            self._database.query("select state from turns where session_id = ? order by number desc limit 1", [row.id])
        )
        try:
            state = State.from_dict(json.loads(stored[0]["state"]))
        except (IndexError, KeyError, TypeError, ValueError) as error:
            raise TrainerError("This talk cannot be taken up again; please start it anew.") from error
        if {cid for cid, _ in state.concerns} != {concern.id for concern in scenario.concerns}:
            raise TrainerError("The scenario has changed since this talk was broken off; please start it anew.")
        return Session(scenario, row.seed, resumed_from=state)

    def export(self) -> dict[str, Any]:
        """Everything that is stored, as plain values for JSON."""
        tables = {name: list(self._database[name].rows) for name in ("sessions", "turns")}
        for row in tables["turns"]:
            for key in ("causes", "concerns", "state"):
                row[key] = json.loads(row[key])
        return {"version": VERSION, **tables}

    @contextmanager
    def _written(self) -> Iterator[None]:
        """One transaction; nothing is half written. Raises TrainerError when the disk or a lock stands in the way."""
        try:
            self._connection.execute("begin immediate")
            try:
                yield
            except BaseException:
                self._connection.execute("rollback")
                raise
            self._connection.execute("commit")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                self._connection.execute("rollback")
            raise TrainerError(_unusable(self.path, error)) from error

    def _insert(self, table: str, row: dict[str, Any]) -> int:
        names = ", ".join(row)
        marks = ", ".join("?" for _ in row)
        cursor = self._connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))
        return int(cursor.lastrowid or 0)

    def _end(self, session_id: int, outcome: Outcome, now: datetime) -> None:
        self._connection.execute(
            "update sessions set ended = ?, outcome = ? where id = ?", [_stamp(now), str(outcome), session_id]
        )


def _connected(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return sqlite3.connect(path, isolation_level=None, timeout=2.0)
    except (OSError, sqlite3.Error) as error:
        raise TrainerError(_unusable(path, error)) from error


def _prepare(connection: sqlite3.Connection, path: Path | None) -> None:
    """Settings, version check, and the migrations that are missing; a copy is made before an old file is changed."""
    version = connection.execute("pragma user_version").fetchone()[0]
    tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
    if version > VERSION:
        raise TrainerError(
            f"{path} was written by a newer version of Safe No (its format is {version}, this program knows {VERSION}). "
            "Please update Safe No, or name another file with --db."
        )
    if version == 0 and tables:
        raise TrainerError(f"{path} is a database of another program. Please name another file with --db.")
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    if 0 < version < VERSION and path is not None:
        shutil.copy2(path, path.with_name(f"{path.name}.before-version-{VERSION}"))
    for number in range(version, VERSION):
        _migrate(connection, number)


def _migrate(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("begin immediate")
    try:
        for statement in MIGRATIONS[number]:
            connection.execute(statement)
        connection.execute(f"pragma user_version = {number + 1}")
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _unusable(path: Path | None, error: Exception) -> str:
    reason = str(error).strip() or "unknown reason"
    if "not a database" in reason:
        return f"{path} is not a file of Safe No; it was left untouched. Please name another file with --db."
    return f"The file {path or 'in memory'} cannot be used ({reason}). Please check the disk and its rights, or name another file with --db."


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _turn_row(session_id: int, turn: Turn, now: datetime) -> dict[str, Any]:
    ask = turn.reading.ask
    return {
        "session_id": session_id,
        "number": turn.number,
        # Half a surrogate pair is no character of UTF-8; everything else is stored as typed.
        "line": _LONE_SURROGATE.sub("\ufffd", turn.line),
        "kind": str(turn.reading.kind),
        "no_means": str(turn.reading.no_means),
        "family": ask.family if ask else None,
        "resistance_before": turn.before.resistance,
        "resistance_after": turn.after.resistance,
        "causes": json.dumps(turn.cause_list(), ensure_ascii=False),
        "decision": str(turn.decision),
        "reply": turn.reply,
        "thought": turn.thought,
        "concerns": json.dumps(dict(turn.after.concerns)),
        "state": json.dumps(turn.after.as_dict(), ensure_ascii=False),
        "said_at": _stamp(now),
    }


def _session_row(row: dict[str, Any]) -> SessionRow:
    return SessionRow(
        id=row["id"],
        scenario=row["scenario"],
        title=row["title"],
        kind=row["kind"],
        level=row["level"],
        seed=row["seed"],
        started=datetime.fromisoformat(row["started"]),
        ended=datetime.fromisoformat(row["ended"]) if row["ended"] else None,
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        opening_resistance=row["opening_resistance"],
        turns=row["turns"],
        no_oriented=row["no_oriented"],
        yes_oriented=row["yes_oriented"],
        last_resistance=row["last_resistance"],
    )
