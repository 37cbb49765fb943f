"""What is said of a file that cannot be read, so that nobody who reads it needs a sentence of their own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import TrainerError

#: What reading a row whose bytes have changed can end in: SQLite's own errors, texts that are none, values nobody wrote.
UNREADABLE = (sqlite3.Error, ValueError, KeyError, TypeError)


class Damaged(TrainerError):
    """The file is ours and cannot be read whole any more."""


def damaged(path: Path) -> str:
    """The sentence for a damaged file, with what to do."""
    return (
        f"{path} is damaged; it was left untouched. “Data, Restore a backup” or “trainer restore” puts a backup in its place, "
        "sets the damaged file aside and saves what can still be read of it."
    )


def unusable(path: Path | None, error: Exception) -> TrainerError:
    """The sentence for what SQLite, or a row, ended in."""
    reason = str(error).strip() or "unknown reason"
    if path is not None and ("malformed" in reason or not isinstance(error, sqlite3.Error)):
        return Damaged(damaged(path))
    if "not a database" in reason:
        return TrainerError(
            f"{path} is not a file of Safe No; it was left untouched. Please name another file with --db."
        )
    return TrainerError(
        f"The file {path or 'in memory'} cannot be used ({reason}). Please check the disk and its rights, or name another file with --db."
    )


@contextmanager
def reading(path: Path | None) -> Iterator[None]:
    """Around reading rows: raises TrainerError, with the sentence, where a row cannot be read."""
    try:
        yield
    except UNREADABLE as error:
        raise unusable(path, error) from error
