"""A database file opened for reading, in such a way that not a byte of it, or beside it, changes."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils

from ..plain_files import FileRefused, is_plain, read_bytes
from .errors import UNREADABLE, refused
from .image import BESIDE, MAGIC, beside, connected, has_journal, image_of

#: Seconds that a write, or a look at a file, waits for another program. A transaction takes milliseconds, so a program
#: that holds the file longer is busy with something long. The window freezes while waiting.
PATIENCE = 0.8
#: Bytes of the head of a database file.
HEAD = 100
#: Bytes of the largest value that is read.
_LARGEST_VALUE = 16_000_000
#: Steps of SQLite's machine between two looks at the clock.
_STEPS = 10_000


def head_of(path: Path) -> bytes:
    """Return the first HEAD bytes of a file, fewer if it is shorter. Raises FileRefused for what is no plain file."""
    return read_bytes(path, 2**63, HEAD)


@contextmanager
def read_only(path: Path, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
    """Open a file for reading; where a journal lies beside it, what the two stand for together.

    `patience`: seconds to wait for a program that writes just now. Raises FileRefused for what is no plain file,
    sqlite3.Error for what SQLite cannot open.
    """
    if not is_plain(path):
        raise FileRefused("this is no plain file but a folder, a pipe or a device, or it is not there")
    refuse_odd_neighbours(path)
    connection = _opened(path, patience)
    try:
        yield connection
    finally:
        connection.close()


def refuse_odd_neighbours(path: Path) -> None:
    """Raise FileRefused if SQLite would open something beside a file that is no plain file, and wait there for ever."""
    for ending in BESIDE:
        other = beside(path, ending)
        if os.path.lexists(other) and not is_plain(other):
            raise FileRefused(f"{other.name} beside it is no plain file")


def _opened(path: Path, patience: float) -> sqlite3.Connection:
    """With a log beside it the file is read from memory, without one in place: locked only while rows are read."""
    head = head_of(path)
    if has_journal(path):
        in_place = _in_place(path, patience) if head[18:19] == b"\1" else None
        return in_place or connected(image_of(path))
    if head[18:19] == b"\1" and (found := _in_place(path, patience)) is not None:
        return found
    # Of a file with a write-ahead log, SQLite would make the log anew to read it.
    return sqlite3.connect(_uri(path, "mode=ro&immutable=1"), uri=True, isolation_level=None)


def _in_place(path: Path, patience: float) -> sqlite3.Connection | None:
    """Return a connection to the file itself, None where a write that was cut would have to be undone first."""
    if path.with_name(f"{path.name}-wal").exists():
        return None
    connection = sqlite3.connect(_uri(path, "mode=ro"), uri=True, isolation_level=None, timeout=patience)
    try:
        connection.execute("select count(*) from sqlite_master").fetchone()
    except BaseException as error:
        connection.close()
        if not isinstance(error, UNREADABLE) or "locked" in str(error):
            raise
        return None
    return connection


def _uri(path: Path, mode: str) -> str:
    return f"{path.absolute().as_uri()}?{mode}"


@contextmanager
def careful(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Hold reading to limits, for a file that a stranger may have made: of time, of the size of values, of what is run.

    Raises sqlite3.OperationalError ("interrupted") after so many seconds.
    """
    until = time.monotonic() + seconds
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
    connection.set_progress_handler(lambda: int(time.monotonic() > until), _STEPS)
    with contextlib.suppress(sqlite3.Error):  # older versions of SQLite do not know it
        connection.execute("pragma trusted_schema = off")
    connection.execute("pragma query_only = on")
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def copy(source: sqlite3.Connection, target: sqlite3.Connection, tries: int = 1) -> None:
    """Copy all of an open database into another. Raises sqlite3.Error where the source is locked for longer than it waits.

    `tries`: how often it waits. The lock for reading is taken first: `backup` alone would try for ever.
    """
    for left in reversed(range(tries)):
        source.execute("begin")
        try:
            source.execute("select count(*) from sqlite_master").fetchone()
            source.backup(target)
            return
        except sqlite3.OperationalError as error:
            if not left or "locked" not in str(error):
                raise
        finally:
            source.execute("rollback")


class Database(sqlite_utils.Database):
    """A database whose queries open no transaction of their own: one that fails in the middle would leave it open.

    `path`: the file, None for memory. Raises Unusable for a query while something lies beside it that SQLite would open, and
    wait for, for ever.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path | None = None) -> None:
        super().__init__(connection)
        self._path = path

    def can_be_read(self) -> None:
        """Raise Unusable for a file beside which something lies that is no plain file."""
        if self._path is None:
            return
        try:
            refuse_odd_neighbours(self._path)
        except FileRefused as refusal:
            raise refused(self._path, refusal) from refusal

    def query(self, sql: str, params: Any = None) -> Iterator[dict[str, Any]]:  # type: ignore[override]
        """Yield the rows that a query selects."""
        self.can_be_read()
        cursor = self.conn.execute(sql, params or ())
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def is_database(head: bytes) -> bool:
    """Tell whether bytes are the beginning of a database file."""
    return head[:16] == MAGIC
