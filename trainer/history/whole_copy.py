"""A copy of an open file: made whole beside its target, checked, and then moved there."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from .image import BESIDE
from .read_only import copy

#: How often a copy waits for another program that writes without a pause.
TRIES = 6


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Copy an open database to `target`, consistent whatever is written meanwhile.

    The copy is made beside the target, checked, and then moved there, so that a power cut or a full disk leaves the old
    target.
    """
    half = target.with_name(f".{os.urandom(4).hex()}.half")  # of its own: another program may make one too
    try:
        write_copy(connection, half)
        delete(target, BESIDE)  # of the copy that it takes the place of, which it holds
        half.replace(target)
    except BaseException:
        delete(half)
        raise


def delete(copy: Path, endings: Sequence[str] = (*BESIDE, "")) -> None:
    """Delete a copy with what SQLite has left beside it, which would spoil the next one of its name."""
    for ending in endings:
        copy.with_name(copy.name + ending).unlink(missing_ok=True)  # of a link nothing beside what it leads to


def write_copy(connection: sqlite3.Connection, target: Path) -> None:
    """Copy an open database to a new file, for its owner only, without views of the person's own, and check the copy.

    Raises OSError, sqlite3.Error.
    """
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with closing(sqlite3.connect(target, isolation_level=None)) as other:
        copy(connection, other, tries=TRIES)
        other.execute("pragma journal_mode = delete")
        for (name,) in other.execute("select name from sqlite_master where type = 'view'").fetchall():
            other.execute('drop view "{}"'.format(str(name).replace('"', '""')))
        (told,) = other.execute("pragma integrity_check(1)").fetchone()
        if told != "ok":
            raise sqlite3.DatabaseError("the copy is damaged")
