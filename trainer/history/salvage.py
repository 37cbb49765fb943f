"""Salvage of a damaged file: every row that can still be read is imported into a sound one."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .backups import read_only
from .errors import UNREADABLE
from .import_rows import Taken, take_in
from .reviews import memory_of, review_row
from .row_types import commitment_row, moment, number, plain, session_row, text, turn_row

if TYPE_CHECKING:
    from .store import History

#: After this many row numbers in succession that cannot be read, reading stops; it is tried from either end.
_GAP = 200
#: Values for the columns that rows of older versions lack.
_DEFAULTS: dict[str, dict[str, Any]] = {
    "sessions": {"parent": None, "branched_at": None, "held_back": 0, "profile": 1, "uid": None},
    "turns": {"hints": 0, "tone": None, "moves": ""},
    "commitments": {"profile": 1},
}


def salvage(damaged: Path, into: History) -> Taken:
    """Import every readable row of a damaged file that `into` lacks, and return what was new. The file is only read."""
    columns = into.raw.columns()
    try:
        with read_only(damaged) as connection:
            connection.row_factory = sqlite3.Row
            tables = {name: [_fitted(name, row, columns[name]) for row in _rows(connection, name)] for name in columns}
    except sqlite3.Error:
        return Taken()
    return take_in(into, tables)


def _fitted(table: str, row: dict[str, Any], columns: set[str]) -> dict[str, Any]:
    """Reduce a row to the columns of this version, and give a session without a uid one."""
    if table == "sessions" and not row.get("uid"):
        # Made from the row itself, so that a second run finds the same session.
        begun = f"{row['started']} {row['scenario']} {row['seed']} {row['id']}"
        row["uid"] = hashlib.sha256(begun.encode("utf-8")).hexdigest()[:32]
    return {key: value for key, value in row.items() if key in columns}


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table that are readable and whole.

    Reads forwards to the first gap, then backwards from the end to there, because one damaged inner page can hide many
    rows in the middle.
    """
    reached = 0
    for row in _walk(connection, f"select rowid as place, * from {table} where rowid > ? order by rowid limit 1", 0, 1):
        reached = row["place"]
        if _is_whole(table, row := _filled(table, row)):
            yield row
    try:
        (end,) = connection.execute(f"select max(rowid) from {table}").fetchone()
    except UNREADABLE:
        end = None
    if not isinstance(end, int) or end <= reached:
        return
    backwards = f"select rowid as place, * from {table} where rowid < ? order by rowid desc limit 1"
    for row in _walk(connection, backwards, end + 1, -1):
        if row["place"] <= reached:
            return
        if _is_whole(table, row := _filled(table, row)):
            yield row


def _filled(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """Add the columns that the row's version lacked; its id is the number it was found by."""
    return {**_DEFAULTS.get(table, {}), **row, "id": row["place"]}


def _walk(connection: sqlite3.Connection, sql: str, start: int, step: int) -> Iterator[dict[str, Any]]:
    """Yield rows one by one from row number `start` on, upwards (`step` 1) or downwards (−1).

    Stops after _GAP failures in succession. A damaged page may return rows out of order, so a row that does not lead
    further counts as a failure.
    """
    at, missed = start, 0
    while missed < _GAP:
        try:
            row = connection.execute(sql, [at]).fetchone()
            if row is None:
                return
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return
            row = None
        except (*UNREADABLE, OverflowError):  # the error message about a damaged page can itself be garbled
            row = None
        if row is None or not isinstance(row["place"], int) or (row["place"] - at) * step <= 0:
            at, missed = at + step, missed + 1
            continue
        at, missed = row["place"], 0
        yield dict(row)


def _is_whole(table: str, row: dict[str, Any]) -> bool:
    """Tell whether the program could show a row: an incomplete one would break every page that shows it."""
    try:
        _CHECKS[table](row)
    except UNREADABLE:
        return False
    return not any(isinstance(value, bytes) or (isinstance(value, str) and "\0" in value) for value in row.values())


def _session(row: dict[str, Any]) -> None:
    counted = {"turns": 0, "no_oriented": 0, "yes_oriented": 0, "last_resistance": row["opening_resistance"]}
    session_row({**row, **counted})
    text(row["uid"] or "")
    number(row["profile"])


def _turn(row: dict[str, Any]) -> None:
    turn_row(row)
    moment(row["said_at"])
    for value in (row["family"] or "", row["decision"], row["moves"]):
        text(value)
    for value in (row["concerns"], row["state"] or "{}"):
        json.loads(value)
    if not number(row["session_id"]):
        raise ValueError("of no talk")


def _reflection(row: dict[str, Any]) -> None:
    number(row["session_id"])
    text(row["question"])
    text(row["answer"])
    moment(row["written_at"])


def _commitment(row: dict[str, Any]) -> None:
    commitment_row(row)
    number(row["profile"])
    if row["asked_at"]:
        moment(row["asked_at"])


def _profile(row: dict[str, Any]) -> None:
    text(row["name"])
    text(row["kind"])
    moment(row["made_at"])


def _review(row: dict[str, Any]) -> None:
    review_row(row)
    memory_of(row["memory"])
    text(row["uid"])
    number(row["profile"])


def _workshop(row: dict[str, Any]) -> None:
    for one in plain(row["state"])["ids"]:
        number(one)
    number(row["profile"])
    moment(row["saved_at"])
    if row["ended_at"]:
        moment(row["ended_at"])


_CHECKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "profiles": _profile, "sessions": _session, "turns": _turn, "reflections": _reflection,
    "commitments": _commitment, "reviews": _review, "workshops": _workshop,
}  # fmt: skip
