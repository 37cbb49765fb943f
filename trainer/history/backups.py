"""Backups of the learner's file: made of what can be read whole, ordered by what they hold, thinned out by age."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from pathlib import Path

from ..errors import TrainerError
from ..plain_files import FileRefused, is_plain, make_folder
from .advice import command
from .errors import UNREADABLE, Damaged, unusable
from .holdings import Holdings, amount, contains, erasures_of, holdings_of, newness
from .image import BESIDE
from .left_files import is_long, is_older, shortened
from .migrations import VERSION, is_ours
from .other_file import Refused, careful_rows, refuse_foreign_schema, rows_of, seconds_for, size_on_disk
from .read_only import careful, read_only
from .swap import tidy
from .whole_copy import TRIES, copy_to, delete

#: How many backups are kept: one for each of the last days, weeks and months that have one.
DAILY, WEEKLY, MONTHLY = 7, 4, 12
#: Seconds that making a copy takes at most.
_LONGEST_COPY = 600.0
_HALF = re.compile(r"\.[0-9a-f]{8}\.half(?:-journal|-wal|-shm)?")
_VERSION = re.compile(r"\d+(?:-\d+)?")
_NAME = re.compile(r"-(\d{4}-\d{2}-\d{2})(?:-(\d{1,4}))?\.sqlite$")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup and how much it holds. `fault`: why it cannot be used, "" if each of its rows can be read.

    `day`, `number`: what its name says. A clock can have been wrong, so neither says which of two backups is newer.
    """

    path: Path
    day: date
    number: int = 1
    talks: int = 0
    lines: int = 0
    answers: int = 0
    fault: str = ""
    held: Holdings = field(default_factory=dict, compare=False, repr=False)

    @property
    def sound(self) -> bool:
        """Whether every row of it can be read."""
        return not self.fault

    @property
    def amount(self) -> int:
        """How much it holds. A history only grows: of two backups, the one that holds more is the newer."""
        return amount(self.held)

    def counts(self) -> tuple[int, int, int]:
        """How many talks, lines and answers it holds."""
        return self.talks, self.lines, self.answers

    def told(self) -> str:
        """Describe the backup in a line: its day and what it holds."""
        counts = zip(self.counts(), ("talk", "line", "answer"), strict=True)
        held = ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in counts)
        return in_row(self.day, self.fault or held)

    @property
    def rank(self) -> tuple[bool, int, int, date, int]:
        """By which backups are ordered: those that can be used, then those that hold most, are the greatest."""
        return self.sound, self.amount, newness(self.held), self.day, self.number


def in_row(day: date, told: str) -> str:
    """Return a row about a backup: its day, and what there is to say of it."""
    return f"{day:%d %b %Y}   {told}"


def folder_of(path: Path) -> Path:
    """Return the folder for the backups of a file."""
    return path.parent / "backups"


def _prefix(path: Path) -> str:
    """Return what the names of its backups begin with; no two files in one folder have the same."""
    if is_long(path.name):
        return f"{shortened(path.name, path.name)}~"
    return path.stem if path.suffix == ".sqlite" and not path.stem.endswith("~") else f"{path.name}~"


def _prefixes(path: Path) -> set[str]:
    """Return that, and what earlier versions made of the name, unless that is now the own one of a file that lies there too."""
    own, before = _prefix(path), path.stem if path.suffix == ".sqlite" else path.name
    if own == before or not path.suffix:
        return {own}
    try:
        taken = any(_prefix(one) == before for one in path.parent.iterdir() if one.name != path.name)
    except (OSError, ValueError):
        taken = True
    return {own} if taken else {own, before}


def upgraded_from(path: Path) -> list[Path]:
    """Return the copies that were made of a file before it was upgraded."""
    start = f"{path.name}.before-version-"
    try:
        there = [one for one in path.parent.iterdir() if one.name.startswith(start)]
        return sorted(one for one in there if _VERSION.fullmatch(one.name[len(start) :]) and is_plain(one))
    except (OSError, ValueError):
        return []


def is_own_name(path: Path, backup: Path) -> bool:
    """Tell whether a backup has a name that only those of this file have; names of earlier versions fit others as well."""
    return backup.name.startswith(f"{_prefix(path)}-")


def keep_before(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Copy a file before it is upgraded to `version`; an earlier copy stays unless this one holds all of it."""
    copy_to(connection, _free_place(connection, path.with_name(f"{path.name}.before-version-{version}"), ""))


def make(connection: sqlite3.Connection, path: Path, today: date) -> Path:
    """Copy the open file to today's backup, delete superseded backups, and return the new one's path.

    An earlier backup of today stays beside it unless the new one holds all of it. Raises Damaged, and writes nothing, if
    a row of the file cannot be read; TrainerError if the disk refuses.
    """
    left_out = unreadable_rows(connection, path)
    if left_out:
        raise Damaged(
            f"{path} holds {len(left_out)} row{'' if len(left_out) == 1 else 's'} that cannot be read, so no backup was made of it. "
            f"“Data, Restore a backup” or {command('restore', path)} puts things right; the backups there are have been kept."
        )
    folder = folder_of(path)
    tidy(path, time.time())
    try:
        make_folder(folder)
        folder.chmod(0o700)
        tidy_halves(path)
        target = _copied(connection, folder / f"{_prefix(path)}-{today.isoformat()}")
        known = [_counted(file, day, number) for day, number, file in found(path)]
        newest = next(one for one in known if one.path == target)
        if not newest.sound:
            raise OSError(0, "what was written there cannot be read")
        for old in superseded(known, newest, today):
            delete(old.path)
    except (*UNREADABLE, OSError) as error:
        reason = (error.strerror if isinstance(error, OSError) else str(error)) or "unknown reason"
        raise TrainerError(
            f"No backup could be written to {folder} ({reason}). Please check that folder and its disk."
        ) from error
    return target


def _copied(connection: sqlite3.Connection, start: Path) -> Path:
    """Copy the open file to a free place, and return that. Raises OSError where another program erases again and again.

    What it erases meanwhile is gone from the copies it finds, and this one it may not find.
    """
    for _ in range(TRIES):
        erasures = erasures_of(connection)
        target = _free_place(connection, start, ".sqlite")
        with contextlib.suppress(FileNotFoundError):  # the half of the copy was swept up
            copy_to(connection, target)
            if erasures_of(connection) == erasures:
                return target
            delete(target)
    raise OSError(0, "something is erased in the file just now")


def tidy_halves(path: Path, age: float = _LONGEST_COPY) -> None:
    """Delete the halves of copies of a file that were cut, of backups and before an upgrade, and the journals of backups that
    are gone. `age`: in seconds, since another program may be at a younger one.
    """
    real = Path(os.path.realpath(path))
    for folder in {folder_of(path), path.parent, real.parent}:
        for half in _files_in(folder):
            with contextlib.suppress(OSError):
                left = _HALF.fullmatch(half.name) or _is_left_journal(path, half)
                if left and is_plain(half) and is_older(half, time.time(), age):
                    half.unlink(missing_ok=True)


def _is_left_journal(path: Path, file: Path) -> bool:
    """Tell whether a file is the journal of a backup that is gone."""
    ending = next((one for one in BESIDE if file.name.endswith(one)), None)
    backup = file.with_name(file.name.removesuffix(ending)) if ending else file
    return (
        bool(ending) and is_own_name(path, backup) and bool(_NAME.search(backup.name)) and not os.path.lexists(backup)
    )


def _files_in(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (OSError, ValueError):
        return []


def unreadable_rows(connection: sqlite3.Connection, path: Path | None) -> list[str]:
    """Return in words which rows of an open file the program cannot read. Raises Held where it stays locked."""
    for left in reversed(range(TRIES)):
        try:
            damaged = [row[0] for row in connection.execute("pragma integrity_check(1)") if row[0] != "ok"]
            return [*damaged, *rows_of(connection).left_out]
        except UNREADABLE as error:
            if "locked" not in str(error):
                return [str(error)]
            if not left:
                raise unusable(path, error) from error
    return []


def _free_place(connection: sqlite3.Connection, start: Path, ending: str) -> Path:
    """Return the first of START, START-2, START-3 …, each with `ending`, where nothing is that the open file does not hold."""
    held, number = holdings_of(connection), 1
    while True:
        place = start.with_name(f"{start.name}{f'-{number}' if number > 1 else ''}{ending}")
        there = [one for ending in ("", *BESIDE) if os.path.lexists(one := place.with_name(place.name + ending))]
        if not there:
            return place
        ours = all(is_plain(one) and not one.is_symlink() for one in there)
        known = _counted(place, date.min, number) if ours else None
        if known is not None and known.sound and contains(held, known.held):
            return place
        number += 1


def found(path: Path) -> list[tuple[date, int, Path]]:
    """Return the day, the number and the path of each backup of a file, as their names say it."""
    named: list[tuple[date, int, Path]] = []
    prefixes = _prefixes(path)
    for file in _files_in(folder_of(path)):
        match = _NAME.search(file.name)
        if match and file.name[: match.start()] in prefixes and is_plain(file):
            try:
                named.append((date.fromisoformat(match.group(1)), int(match.group(2) or 1), file))
            except ValueError:
                continue
    return named


def latest_first(path: Path) -> list[tuple[date, int, Path]]:
    """Return the same as `found`, the latest day first: what can be told at once."""
    return sorted(found(path), reverse=True)


def looked_into(path: Path) -> Iterator[Backup]:
    """Yield the backups of a file with what each holds, the latest day first; each row of each is read, which takes time."""
    return (_looked(file, day, number) for day, number, file in latest_first(path))


def look_into(path: Path) -> list[Backup]:
    """List the backups of a file with what each holds, those that can be used first, the fullest first."""
    return sorted(looked_into(path), key=attrgetter("rank"), reverse=True)


def fullest(path: Path) -> Backup | None:
    """Return the fullest backup of a file that can be used and holds a talk or an answer, None for none.

    Only that one is read row by row, so that a start can wait for it.
    """
    known = sorted(
        (_counted(file, day, number) for day, number, file in found(path)), key=attrgetter("rank"), reverse=True
    )
    looks = (_looked(one.path, one.day, one.number) for one in known if one.sound)
    return next((one for one in looks if one.sound and one.talks + one.answers), None)


def look_at(file: Path) -> Backup:
    """Return what one file holds that may be put back, whatever its name."""
    return _looked(file, date.min, 1)


def _looked(file: Path, day: date, number: int) -> Backup:
    try:
        with read_only(file) as connection:
            size = size_on_disk(file)
            with careful(connection, seconds_for(size)):
                _refuse_others(connection)
                refuse_foreign_schema(connection, views=True)
                if connection.execute("pragma integrity_check(1)").fetchone()[0] != "ok":
                    return Backup(file, day, number, fault="damaged")
            rows = careful_rows(connection, size, views=True)
            with careful(connection, seconds_for(size)):
                held = holdings_of(connection)
    except (*UNREADABLE, FileRefused, OSError) as error:
        return Backup(file, day, number, fault=_why_not(file, error))
    talks, lines, answers = (len(rows.tables[name]) for name in ("sessions", "turns", "reviews"))
    fault = f"{len(rows.left_out)} rows cannot be read" if rows.left_out else ""
    return Backup(file, day, number, talks, lines, answers, fault, held)


def _refuse_others(connection: sqlite3.Connection) -> None:
    """Raise Refused for a file that is no history, or one of a newer version, of which something would be left behind."""
    (version,) = connection.execute("pragma user_version").fetchone()
    tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    if version > VERSION:
        raise Refused("it was written by a newer version of Safe No")
    if not is_ours(version, tables):
        raise Refused("it is no history of Safe No")


def _why_not(file: Path, error: Exception) -> str:
    """Return in words why a backup cannot be used."""
    if not os.path.lexists(file):
        return "there is no such file"
    if isinstance(error, FileRefused) and not is_plain(file):
        return error.sentence
    if not os.access(file, os.R_OK):
        return "you may not read it"
    if isinstance(error, Refused):
        return str(error)
    return "reading it would take too long" if "interrupted" in str(error) else "damaged"


def _counted(file: Path, day: date, number: int) -> Backup:
    """Return a backup with what it holds, without a look at every row."""
    try:
        with read_only(file) as connection, careful(connection, seconds_for(size_on_disk(file))):
            return Backup(file, day, number, held=holdings_of(connection))
    except (*UNREADABLE, FileRefused, OSError):
        return Backup(file, day, number, fault="damaged")


def superseded(backups: Sequence[Backup], newest: Backup, today: date) -> list[Backup]:
    """Return the backups to delete: kept neither for their day, nor as the newest of their week or month. Pure.

    One is only deleted where `newest`, which was just made and is kept, holds all of it, or a later state of that.
    """
    known = sorted((one for one in backups if one.sound), key=attrgetter("rank"), reverse=True)
    kept = {
        one.path
        for group, most in (
            (_day, DAILY),
            (_week, WEEKLY),
            (_month, MONTHLY),
        )
        for one in _newest_of(known, group, most)
    }
    kept |= {one.path for one in known if one.day > today}  # made while the clock was wrong
    return [one for one in known if one.path not in kept | {newest.path} and contains(newest.held, one.held)]


def _day(backup: Backup) -> Hashable:
    return backup.day


def _week(backup: Backup) -> Hashable:
    return backup.day.isocalendar()[:2]


def _month(backup: Backup) -> Hashable:
    return backup.day.year, backup.day.month


def _newest_of(backups: Iterable[Backup], group: Callable[[Backup], Hashable], most: int) -> list[Backup]:
    """Return the newest backup of each group, for the `most` newest groups. `backups` must begin with the newest."""
    newest: dict[Hashable, Backup] = {}
    for backup in backups:
        newest.setdefault(group(backup), backup)
    return list(newest.values())[:most]
