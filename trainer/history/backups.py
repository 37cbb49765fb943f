"""Backups of the learner's file: made with SQLite's own backup, thinned out by age, and restored."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ..errors import TrainerError

#: How many backups are kept: one for each of the last days, weeks and months that have one.
DAILY, WEEKLY, MONTHLY = 7, 4, 12
_NAME = re.compile(r"-(\d{4}-\d{2}-\d{2})\.sqlite$")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup and how much it holds. `sound`: it can be opened and is not damaged."""

    path: Path
    day: date
    talks: int
    lines: int
    answers: int
    sound: bool

    def told(self) -> str:
        """Describe the backup in a line: its day and what it holds."""
        held = f"{self.talks} talks, {self.lines} lines, {self.answers} answers" if self.sound else "damaged"
        return f"{self.day:%d %b %Y}   {held}"


def folder_of(path: Path) -> Path:
    """Return the folder for the backups of a file."""
    return path.parent / "backups"


def make(connection: sqlite3.Connection, path: Path, today: date) -> Path:
    """Copy the open file to today's backup, delete superseded backups, and return the new one's path.

    If the copy is not sound, an earlier backup of today stays. Raises TrainerError if the disk refuses.
    """
    folder = folder_of(path)
    target = folder / f"{path.stem}-{today:%Y-%m-%d}.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        copy_to(connection, target)
        for old in superseded(found(path), today):
            old.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise TrainerError(f"No backup could be written to {folder} ({error}). Please check the disk.") from error
    return target


def copy_to(connection: sqlite3.Connection, target: Path) -> None:
    """Copy an open database to `target`, consistent whatever is written meanwhile.

    The copy is made beside the target, checked, and then moved there, so that a power cut or a full disk leaves the old
    target.
    """
    half = target.with_name(f"{target.name}.half")
    try:
        half.unlink(missing_ok=True)
        half.touch(mode=0o600)
        other = sqlite3.connect(half)
        try:
            connection.backup(other)
            (told,) = other.execute("pragma quick_check(1)").fetchone()
            if told != "ok":
                raise sqlite3.DatabaseError("the copy is damaged")
        finally:
            other.close()
        half.replace(target)
    except BaseException:
        for ending in ("", "-wal", "-shm", "-journal"):
            half.with_name(half.name + ending).unlink(missing_ok=True)
        raise


def found(path: Path) -> dict[date, Path]:
    """Map each day to the backup of a file made on it."""
    named: dict[date, Path] = {}
    folder = folder_of(path)
    for file in folder.glob(f"{path.stem}-*.sqlite") if folder.is_dir() else ():
        match = _NAME.search(file.name)
        if match:
            try:
                named[date.fromisoformat(match.group(1))] = file
            except ValueError:
                continue
    return named


def superseded(backups: dict[date, Path], today: date) -> list[Path]:
    """Return the backups to delete: kept neither for their day, nor as the newest of their week or month. Pure."""
    days = sorted(backups, reverse=True)
    kept = set(days[:DAILY])
    kept |= set(_newest_of(days, lambda day: (day.isocalendar().year, day.isocalendar().week), WEEKLY))
    kept |= set(_newest_of(days, lambda day: (day.year, day.month), MONTHLY))
    kept |= {day for day in days if day > today}  # made while the clock was wrong; nothing is lost by keeping it
    return [backups[day] for day in days if day not in kept]


def _newest_of(days: Iterable[date], group, most: int) -> list[date]:  # type: ignore[no-untyped-def]
    """Return the newest day of each group, for the `most` newest groups. `days` must begin with the newest."""
    newest: dict[object, date] = {}
    for day in days:
        newest.setdefault(group(day), day)
    return list(newest.values())[:most]


def look_into(path: Path) -> list[Backup]:
    """List the backups of a file with what each holds, the newest first."""
    return [_looked(file, day) for day, file in sorted(found(path).items(), reverse=True)]


def _looked(file: Path, day: date) -> Backup:
    try:
        with read_only(file) as connection:
            sound = connection.execute("pragma quick_check(1)").fetchone()[0] == "ok"
            counts = [
                connection.execute(f"select count(*) from {table}").fetchone()[0] for table in ("sessions", "turns")
            ]
            version = connection.execute("pragma user_version").fetchone()[0]
            answers = connection.execute("select count(*) from reviews").fetchone()[0] if version >= 3 else 0
    except sqlite3.Error:
        return Backup(file, day, 0, 0, 0, False)
    talks, lines = counts
    return Backup(file, day, talks, lines, answers, sound)


def restore(path: Path, backup: Path, now: datetime) -> Path | None:
    """Put a backup in the place of the file; return where the old file was set aside, or None if there was none.

    Raises TrainerError if the backup is damaged (then nothing is touched) or cannot be put there.
    """
    if not _looked(backup, now.date()).sound:
        raise TrainerError(f"{backup} is damaged and cannot be restored. Please choose another one.")
    ready = path.with_name(f"{path.name}.restored")
    try:
        with read_only(backup) as source:
            copy_to(source, ready)
        aside = set_aside(path, now)
        ready.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise TrainerError(
            f"The backup could not be put in place ({error}). Please make room, or check the rights of {path.parent}; nothing is lost."
        ) from error
    return aside


@contextmanager
def read_only(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a file for reading, without creating anything beside it, so that it also works where nothing may be written.

    If a journal lies beside the file because it was not closed, that is read too.
    """
    journal = file.with_name(f"{file.name}-wal").exists()
    mode = "mode=ro" if journal else "mode=ro&immutable=1"
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?{mode}", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def set_aside(path: Path, now: datetime) -> Path | None:
    """Rename a file and its journal, contents untouched; return its new path, or None if there is no file.

    Raises TrainerError if the system refuses.
    """
    if not path.exists():
        return None
    name = f"{path.name}.set-aside-{now.astimezone():%Y-%m-%d-%H%M%S}"
    aside, tried = path.with_name(name), 1
    while aside.exists():  # a file set aside in the same second must not be replaced
        aside, tried = path.with_name(f"{name}-{tried}"), tried + 1
    try:
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
    except OSError as error:
        raise TrainerError(
            f"{path} cannot be set aside ({error.strerror}). Close other programs that use it."
        ) from error
    return aside
