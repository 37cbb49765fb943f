"""What could not be saved, in a file of its own: beside the history, or where the system lets one be written."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ..errors import TrainerError
from ..folders import data
from ..plain_files import is_folder
from .import_rows import take_in
from .merge import merge
from .store import History
from .swap import SET_ASIDE, UNSAVED, free_stamp, named, with_stamps

Tables = Mapping[str, Sequence[dict[str, Any]]]


def fill(path: Path, tables: Tables) -> None:
    """Make a history at a path, for its owner alone, that holds some rows. Raises TrainerError."""
    history = History.open(path)
    try:
        take_in(history, tables)
    finally:
        history.close(backed_up=False)


def rescue(path: Path, tables: Tables, now: datetime) -> Path | None:
    """Write rows that could not be saved in the file at `path` into one of their own, which is taken in when that can be used.

    Return where it is, None if nothing can be written anywhere.
    """
    return _written(path, UNSAVED, tables, now, _places(path))


def told_of_rescue(path: Path | None, tables: Tables, now: datetime) -> str:
    """Do that, and return where it is, as a sentence behind others; "" if nothing can be written, or there is no file."""
    file = rescue(path, tables, now) if path is not None else None
    if path is None or file is None:
        return ""
    if file.parent == path.parent:
        return f" What is not saved is in {file} now; it goes into the history by itself once that can be used."
    return f" What is not saved is in {file} now; “trainer import {file}” takes it in."


def set_aside(path: Path, tables: Tables, now: datetime) -> Path | None:
    """Write what was in a file that another one has replaced beside that one. Nothing takes it in unasked."""
    return _written(path, SET_ASIDE, tables, now, _places(path))


def folder_for(path: Path) -> Path | None:
    """Return the folder in which `rescue` would write, None for none."""
    return next((place for place in _places(path) if os.access(place, os.W_OK | os.X_OK)), None)


def take_up(history: History, path: Path) -> str:
    """Import what could not be saved before and lies beside the file at `path`, and delete it. Return what to say of it."""
    told = []
    for file in with_stamps(path, UNSAVED):
        try:
            taken = merge(history, file)
        except TrainerError as error:
            told.append(str(error))
            continue
        if taken.told():
            told.append(f"What could not be saved before is in your history now: {taken.told()}.")
        told += _put_away(path, file, taken.left_out)
    return " ".join(told)


def _put_away(path: Path, file: Path, left_out: int) -> list[str]:
    """Delete a file of which all was taken up; one of which something was left out stays, and that is said."""
    try:
        if not left_out:
            file.unlink()
            return []
        kept = file.rename(named(path, SET_ASIDE, free_stamp(path, datetime.now())))
    except OSError:
        return []
    rows = "one row" if left_out == 1 else f"{left_out} rows"
    return [f"{rows.capitalize()} of it cannot be read; the file is {kept.name} now."]


def _places(path: Path) -> list[Path]:
    """Return the folders that may be written to, the one beside the file first."""
    places = [path.parent, data(), Path(tempfile.gettempdir())]
    with contextlib.suppress(RuntimeError):  # nobody knows where it is
        places.insert(2, Path.home())
    return [place for place in places if is_folder(place)]


def _written(path: Path, kind: str, tables: Tables, now: datetime, places: Iterable[Path]) -> Path | None:
    for place in places:
        file = named(place / path.name, kind, free_stamp(place / path.name, now))
        try:
            fill(file, tables)
        except (TrainerError, OSError):  # the next place, without a half of it here
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)
            continue
        return file
    return None
