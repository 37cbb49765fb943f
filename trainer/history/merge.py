"""Import of another file of Safe No."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import TrainerError
from ..plain_files import FileRefused
from .errors import UNREADABLE
from .import_rows import take_in
from .migrations import VERSION, is_ours
from .other_file import Refused, Rows, careful_rows, size_on_disk
from .read_only import head_of, is_database, read_only
from .salvage import holds_rows, readable_rows, with_talks_of_all
from .taken import Taken
from .valid_rows import COLUMNS

if TYPE_CHECKING:
    from .store import History


def merge(into: History, path: Path) -> Taken:
    """Import everything that is new from the file at `path`, which is only read.

    What this program would not have written is left out and counted. Raises TrainerError, and imports nothing, if the
    file is not one of Safe No, or cannot be read.
    """
    rows = rows_of_file(path)
    tables, talks = with_talks_of_all(rows.tables, into)
    taken = take_in(into, tables, talks=talks)
    taken.left_out = len(rows.left_out)
    return taken


def rows_of_file(path: Path) -> Rows:
    """Return the rows of another file of ours. Raises TrainerError with a sentence about that file."""
    try:
        if not is_database(head_of(path)):
            if holds_rows(path):
                return _saved(path, ValueError("its head is damaged"))
            raise Refused("it is no database")
        with read_only(path) as connection:
            (version,) = connection.execute("pragma user_version").fetchone()
            if version > VERSION:
                raise TrainerError(f"{path} was written by a newer version of Safe No. Please update Safe No first.")
            tables = {
                name for (name,) in connection.execute("select name from sqlite_master where type = 'table' limit 1000")
            }
            if not is_ours(version, tables) and not tables & set(COLUMNS):
                raise Refused("it is a database of another program")
            return careful_rows(connection, size_on_disk(path))
    except FileRefused as refusal:
        raise TrainerError(f"{path}: {refusal.sentence}. Please choose another file.") from refusal
    except Refused as refusal:
        raise TrainerError(f"{path} is no file of Safe No: {refusal}. Nothing of it was imported.") from refusal
    except UNREADABLE as error:
        return _saved(path, error)


def _saved(path: Path, error: Exception) -> Rows:
    """Return what can still be read of a damaged file. Raises TrainerError where that is nothing."""
    if "interrupted" in str(error):
        raise TrainerError(f"Reading {path} would take too long. Nothing of it was imported.") from error
    if "locked" in str(error):
        raise TrainerError(
            f"{path} is being written to by another program. Please close that one, or wait a little."
        ) from error
    rows = readable_rows(path)
    if not any(rows.tables.values()):
        raise TrainerError(f"{path} is damaged, and nothing of it can be read. Nothing was imported.") from error
    rows.left_out.append("pages that are damaged")
    return rows
