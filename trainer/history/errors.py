"""Errors of a history file that cannot be opened, read or written, each with its message for the person."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

from ..errors import TrainerError
from ..plain_files import FileRefused
from .advice import command

#: What reading a damaged row can raise: SQLite's errors, text that cannot be decoded, values that nobody wrote.
UNREADABLE = (sqlite3.Error, ValueError, LookupError, TypeError)
#: What to do where a file cannot be used at all: said in the window as well as in the terminal.
ANOTHER_FILE = "start Safe No with another file: “trainer --db FILE”."


#: What SQLite says of a file of which parts are damaged, or gone.
_GARBLED = ("malformed", "decode", "no such table", "no such column", "has no column")


class Unusable(TrainerError):
    """The file cannot be used as things are: disk full, file locked, not writable, or not one of Safe No."""


class Held(Unusable):
    """Another program writes to the file just now."""


class Damaged(Unusable):
    """The file is one of Safe No, but parts of it cannot be read any more."""


class Newer(TrainerError):
    """The file was written by a newer version of the program: nothing may be put in its place."""


class Moved(Unusable):
    """The file that was opened is no longer the one at its path. `replaced`: another file is there.

    `inside`: it is the same file, with other contents.
    """

    def __init__(self, path: Path, replaced: bool, inside: bool = False) -> None:
        if inside:
            told = f"{path} no longer holds what it held: something else was written over it, or it was damaged."
        elif replaced:
            told = f"Another file has taken the place of {path} while it was in use."
        else:
            told = f"{path} is no longer there: it was moved or deleted, or its folder cannot be reached."
        super().__init__(told)
        self.replaced = replaced


def refused(path: Path, refusal: FileRefused) -> Unusable:
    """Return the error for a file that is no plain one, or beside which something lies that is none."""
    return Unusable(f"{path}: {refusal.sentence}. Please put that right, or {ANOTHER_FILE}")


def damaged(path: Path) -> str:
    """Return the message for a damaged file, with what to do."""
    return (
        f"{path} is damaged; it was left untouched. “Data, Restore a backup” or {command('restore', path)} puts a backup in its place, "
        "sets the damaged file aside and saves what can still be read of it."
    )


def unusable(path: Path | None, error: Exception) -> Unusable:
    """Turn an error of the system, SQLite or a row check into the error to raise, with its message."""
    if isinstance(error, OSError):
        return Unusable(
            f"The file {path} cannot be used ({error.strerror}). Please check its folder, or {ANOTHER_FILE}"
        )
    reason = str(error).strip() or "unknown reason"
    garbled = not isinstance(error, sqlite3.Error) or any(told in reason for told in _GARBLED)
    if path is not None and garbled:
        return Damaged(damaged(path))
    if "not a database" in reason:
        return Unusable(f"{path} is not a file of Safe No; it was left untouched. Please {ANOTHER_FILE}")
    if "locked" in reason:
        told = f"The file {path} cannot be used while another program writes to it"
        return Held(f"{told} ({reason}). Please close that one or wait a little, or {ANOTHER_FILE}")
    return Unusable(
        f"The file {path or 'in memory'} cannot be used ({reason}). Please check the disk and its rights, or {ANOTHER_FILE}"
    )


@contextmanager
def reading(path: Path | None) -> Iterator[None]:
    """Run a block that reads rows; an unreadable row raises TrainerError with the message for it."""
    try:
        yield
    except UNREADABLE as error:
        raise unusable(path, error) from error


class HasPath(Protocol):
    """An object that reads rows of a file. `path`: None for memory."""

    path: Path | None


_S = TypeVar("_S", bound=HasPath)
_P = ParamSpec("_P")
_R = TypeVar("_R")


def reads(method: Callable[Concatenate[_S, _P], _R]) -> Callable[Concatenate[_S, _P], _R]:
    """Decorate a method that reads rows: an unreadable row raises TrainerError with the message for it."""

    @wraps(method)
    def told(self: _S, *values: _P.args, **named: _P.kwargs) -> _R:
        with reading(self.path):
            return method(self, *values, **named)

    return cast("Callable[Concatenate[_S, _P], _R]", told)
