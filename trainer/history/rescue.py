"""What could not be saved, in a file of its own: beside the history, or where the system lets one be written."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..errors import TrainerError
from ..plain_files import FileRefused
from .advice import command
from .backups import upgraded_from
from .erased_elsewhere import Before
from .errors import UNREADABLE
from .file_identity import state_of
from .image import connected, image_of
from .import_rows import take_in
from .left_files import (
    HALF,
    SET_ASIDE,
    UNSAVED,
    cut_files,
    free_stamp,
    is_older,
    named,
    places_for,
    unsaved_files,
    written_for,
)
from .merge import merge
from .restoration import told_of_missing
from .store import History
from .valid_rows import valid_of

#: Seconds after which a file that is not named yet is one of a killed program.
_CUT = 60.0
Tables = Mapping[str, Sequence[dict[str, Any]]]


def fill(path: Path, tables: Tables) -> None:
    """Make a history at a path, for its owner alone, that holds some rows. Raises TrainerError."""
    history = History.open(path)
    try:
        take_in(history, valid_of(tables))
    finally:
        history.close(backed_up=False)


class Rescue:
    """Writes what could not be saved at `path` into a file of its own, which is taken in when that can be used."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        #: What was written last: of which history, how much had been written in that by then, and what was told of it.
        self._of: History | None = None
        self._count, self._told = -1, ""

    def told(self, memory: History, lost: bool, before: Before) -> str:
        """Write what is in memory only, unless that is done already, and return where it is as a sentence behind others.

        `lost`: the file is gone, so what was in it is written too; `before`: what it held when memory took over. "" if
        nothing can be written anywhere.
        """
        if self._path is None:
            return ""
        done = self._of is memory and self._count == memory.writes.count and unsaved_files(self._path)
        if not (done and self._told):
            self._of, self._count = memory, memory.writes.count
            self._told = self._written_anew(self._path, memory, lost, before)
        return self._told

    @staticmethod
    def _written_anew(path: Path, memory: History, lost: bool, before: Before) -> str:
        now, tables = datetime.now(UTC), memory.writes.sitting.tables()
        if lost and before.erased_in(path):
            aside = set_aside(path, memory.readable().tables, now)
            return f" {told_of_aside(path, aside)}" if aside is not None else ""
        file = _written(path, UNSAVED, tables if lost else _not_erased_since(tables, before, path), now)
        if file is None:
            return ""
        told = f" What is not saved is in {file} now; it goes into the history by itself once that can be used."
        rest = set_aside(path, memory.readable().tables, now) if lost else None
        return told if rest is None else f"{told} {told_of_rest(path, rest)}"


def _not_erased_since(tables: Tables, before: Before, path: Path) -> Tables:
    """Return the rows without those that another window has erased in the file, which it may hold even for reading."""
    try:
        with contextlib.closing(connected(image_of(path))) as file:
            file.row_factory = sqlite3.Row
            return before.still_wanted(tables, lambda sql, *values: [dict(row) for row in file.execute(sql, values)])
    except (*UNREADABLE, FileRefused):
        return tables


def told_of_rest(path: Path, rest: Path) -> str:
    """Say where that is what was in a file that another one has replaced."""
    return f"What was in the file before is in {rest}; “Data, Import” or {command('import', path, rest)} takes it in."


def told_of_aside(path: Path, aside: Path) -> str:
    """Say where that is which was in memory, and is left to the person."""
    told = f"What was in memory is in {aside}; “Data, Import” or {command('import', path, aside)} takes it in."
    return f"{told} If it was to go, please delete that file."


def set_aside(path: Path, tables: Tables, now: datetime) -> Path | None:
    """Write what was in a file that another one has replaced beside that one. Nothing takes it in unasked."""
    return _written(path, SET_ASIDE, tables, now)


def told_at_opening(history: History) -> str:
    """Take up what could not be saved before, and return what there is to say of that, or of a file that is missing."""
    if history.path is None:
        return ""
    finish_cut(history.path, time.time())
    missing = told_of_missing(history.path, history)  # before anything is taken up
    return " ".join(told for told in (missing, take_up(history, history.path)) if told)


def finish_cut(path: Path, now: float) -> None:
    """Give files that a killed program had written, and not yet named, their names; those that hold nothing go.

    `now`: seconds since 1970. Of a younger one than `_CUT` a program that runs may have the name in hand.
    """
    for half in cut_files(path):
        whole = half.with_name(half.name.removesuffix(HALF))
        with contextlib.suppress(OSError):
            if not is_older(half, now, _CUT) or os.path.lexists(whole):
                continue
            if _holds_something(half):
                half.rename(whole)
            else:
                half.unlink()


def _holds_something(half: Path) -> bool:
    """Tell whether something is in a file that was to be named; a write of it that was cut is undone."""
    try:
        history = History.open(half)
    except TrainerError:
        return True  # whoever takes it up says what is the matter with it
    try:
        return any(what != "learner" for what, *_ in history.holdings())
    finally:
        history.close(backed_up=False)
        for copy in upgraded_from(half):  # of one that an earlier version had written; it would never be found again
            with contextlib.suppress(OSError):
                copy.unlink()


def take_up(history: History, path: Path) -> str:
    """Import what could not be saved before in the file at `path`, and delete that. Return what to say of it."""
    told = []
    for file in unsaved_files(path):
        before = state_of(file)
        try:
            taken = merge(history, file)
        except TrainerError as error:
            told.append(str(error))
            continue
        if taken.told():
            told.append(f"What could not be saved before is in your history now: {taken.told()}.")
        if state_of(file) == before:  # or another program has taken it up, and written another one
            told += _put_away(path, file, taken.left_out)
    return " ".join(told)


def _put_away(path: Path, file: Path, left_out: int) -> list[str]:
    """Delete a file of which all was taken up; one of which something was left out stays, and that is said."""
    base = written_for(path, file.parent)
    try:
        if not left_out:
            file.unlink()
            return []
        kept = file.rename(named(base, SET_ASIDE, free_stamp(base, datetime.now())))
    except OSError:
        return []
    rows = "one row" if left_out == 1 else f"{left_out} rows"
    return [f"{rows.capitalize()} of it cannot be read; the file is {kept.name} now."]


def _written(path: Path, kind: str, tables: Tables, now: datetime) -> Path | None:
    """Write rows into a file of a kind, in the first folder that takes it. Return where; None for nowhere."""
    for place in places_for(path):
        base = written_for(path, place)
        file = named(base, kind, free_stamp(base, now))
        half = file.with_name(f"{file.name}{HALF}")  # whoever looks for such files shall find none that is not whole
        try:
            fill(half, tables)
            return half.rename(file)
        except (TrainerError, OSError):  # the next place, without a half of it here
            with contextlib.suppress(OSError):
                half.unlink(missing_ok=True)
    return None
