"""Makes tests/data/schema/vN.sqlite: a file as the program of each version wrote it. `python -m tests.make_schema_files`.

The first N steps of the migrations are run, and rows of that version's shape are put in: causes with their names and the
state after every turn in versions 1 and 2, ids of talks and moves of lines from 3 on, workshops from 4 on. A file that is
there is kept: a version that was released never changes.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from trainer.history.migrations import MIGRATIONS, VERSION

FOLDER = Path(__file__).parent / "data" / "schema"
LINES = (
    ("Hello Marta, how are you?", "other", ",other,", 62, 60, "Hi, good, thanks."),
    ("Can we have a coffee? 😀 ħ", "yes_oriented_ask", ",yes_oriented_ask,", 60, 66, "I have a lot on my plate."),
    ("Would it be a bad idea to have a coffee?", "no_oriented_ask", ",no_oriented_ask,", 66, 41, "No, not at all."),
)


def build(path: Path, version: int) -> None:
    """A file of a version with realistic rows."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _fill(connection, version)


def _fill(connection: sqlite3.Connection, version: int) -> None:
    connection.execute("pragma page_size = 1024")  # small files for the repository
    connection.execute("pragma journal_mode = wal")
    connection.execute("begin")
    for step in MIGRATIONS[:version]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"pragma user_version = {version}")
    for number in (1, 2, 3):
        _talk(connection, version, number)
    if version >= 2:
        _words(connection, version)
    if version >= 3:
        _answers(connection)
    if version >= 4:
        _workshop(connection)
    connection.execute("commit")


def _put(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" for _ in row)
    connection.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", list(row.values()))


def _talk(connection: sqlite3.Connection, version: int, number: int) -> None:
    """The second talk is still open; the third is another way of the first where that can be said, from its second line."""
    row: dict[str, Any] = {
        "id": number, "scenario": "coffee_new_acquaintance", "title": "A coffee with a new acquaintance", "kind": "coffee",
        "level": "medium", "seed": 7, "started": f"2026-0{number}-04T09:30:00.125+00:00",
        "ended": None if number == 2 else f"2026-0{number}-04T09:41:00.000+00:00",
        "outcome": None if number == 2 else "agreed", "opening_resistance": 62,
    }  # fmt: skip
    own = range(1, 4)
    if version >= 2:
        row |= {"held_back": number == 2}
        if number == 3:
            row |= {"parent": 1, "branched_at": 2}
            own = range(2, 4)
    if version >= 3:
        row |= {"uid": f"{number:032x}", "profile": 2 if number == 2 else 1}
        if number == 1:
            ada = {"id": 2, "name": "Ada", "kind": "learner", "made_at": "2026-01-04T09:00:00.000+00:00"}
            _put(connection, "profiles", ada)
    _put(connection, "sessions", row)
    for place in own:
        _put(connection, "turns", _turn(version, number, place))


def _turn(version: int, session: int, number: int) -> dict[str, Any]:
    line, kind, moves, before, after, reply = LINES[number - 1]
    change = after - before
    causes: list[Any] = [["turn", change]] if version >= 3 else [{"cause": "the line is short", "delta": change}]
    state = json.dumps({"seed": 7, "turn": number, "resistance": after, "said": ["Hi."], "heard": [line]})
    row: dict[str, Any] = {
        "session_id": session, "number": number, "line": line, "kind": kind, "no_means": "none", "family": None,
        "resistance_before": before, "resistance_after": after, "causes": json.dumps(causes), "decision": "stay",
        "reply": reply, "thought": "Let us see.", "concerns": "{}", "state": state if version < 3 or number == 3 else "",
        "said_at": f"2026-0{session}-04T09:3{number}:00.000+00:00",
    }  # fmt: skip
    if version >= 2:
        row |= {"hints": number - 1, "tone": "warm" if number == 3 else None}
    if version >= 3:
        row["moves"] = moves
    return row


def _words(connection: sqlite3.Connection, version: int) -> None:
    at = "2026-01-04T09:45:00.000+00:00"
    for question, answer in (("what", "I asked twice."), ("next", "I will name what they feel.")):
        _put(connection, "reflections", {"session_id": 1, "question": question, "answer": answer, "written_at": at})
    rows = (
        {
            "session_id": 1,
            "text": "On Monday I ask Jo.",
            "made_at": at,
            "status": "done",
            "how": "Fine.",
            "asked_at": at,
        },
        {
            "session_id": None,
            "text": "I wait before I answer.",
            "made_at": at,
            "status": None,
            "how": "",
            "asked_at": None,
        },
    )
    for row in rows:
        _put(connection, "commitments", row | ({"profile": 2} if version >= 3 and row["session_id"] is None else {}))


def _answers(connection: sqlite3.Connection) -> None:
    for number, right in enumerate((True, False), 1):
        at = f"2026-03-0{number}T10:00:00.000+00:00"
        memory = {
            "card_id": 0, "state": 2, "step": None, "stability": 2.3, "difficulty": 5.1, "due": "2026-03-09T10:00:00+00:00",
            "last_review": at,
        }  # fmt: skip
        row = {
            "uid": f"{number + 900:032x}", "profile": number, "card": "flip-coffee", "kind": "flip", "skill": "no_oriented_ask",
            "right": right, "failed": "" if right else "wrong", "seconds": 7.25, "hinted": 0, "rating": 3 if right else 1,
            "memory": json.dumps(memory), "reviewed_at": at,
        }  # fmt: skip
        _put(connection, "reviews", row)


def _workshop(connection: sqlite3.Connection) -> None:
    at = "2026-04-04T10:00:00.000+00:00"
    _put(connection, "profiles", {"id": 3, "name": "Workshop of 04 Apr 2026", "kind": "workshop", "made_at": at})
    state = {
        "scenario": "coffee_new_acquaintance", "level": "easy", "seed": 5, "ways": [["Hello!"]], "ids": [0], "way": 0,
        "phase": "talk", "candidates": [], "chosen": -1, "guess": None, "rounds": [],
        "wall": {"thoughts": False, "meter": True, "causes": True, "blank": False, "frozen": False, "dark": True, "size": 100},
        "team": 0, "plan": 0, "part": 0, "started": 1775296800.0, "timer_ends": 0.0,
    }  # fmt: skip
    _put(connection, "workshops", {"profile": 3, "state": json.dumps(state), "saved_at": at, "ended_at": None})


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for version in range(1, VERSION + 1):
        if not (FOLDER / f"v{version}.sqlite").exists():
            build(FOLDER / f"v{version}.sqlite", version)
            print(f"v{version}.sqlite was made")
