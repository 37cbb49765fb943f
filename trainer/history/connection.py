"""From a path to a usable connection: access rights, version check, integrity check, migrations."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import TrainerError
from . import backups
from .errors import UNREADABLE, Damaged, damaged, unusable
from .migrations import MIGRATIONS, VERSION

#: Files up to this many bytes are checked at every start; larger ones only by "trainer doctor".
CHECKED_AT_START = 24_000_000
#: Seconds a write waits for another program. A transaction takes milliseconds, so a program that holds the file longer
#: is busy with something long. The window freezes while waiting; after that the write goes to memory and is retried.
PATIENCE = 0.8


def opened(path: Path | None, patience: float) -> sqlite3.Connection:
    """Return a connection to the file at `path`, created or upgraded as needed; to memory for None.

    `patience` is how many seconds a write waits for another program. Raises TrainerError, and leaves the file as it is,
    if it cannot be opened, is damaged, is no file of Safe No, or comes from a newer version.
    """
    connection = _connected(path, patience) if path else sqlite3.connect(":memory:", isolation_level=None)
    with closed_on_error(connection):
        try:
            _prepare(connection, path)
        except (*UNREADABLE, OSError) as error:
            raise unusable(path, error) from error
    if path is not None:
        with contextlib.suppress(OSError):
            path.chmod(path.stat().st_mode & 0o700)  # for its owner only, but with no right the owner has removed
    return connection


@contextmanager
def closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    """Around what has to succeed before somebody owns a connection, and closes it."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _connected(path: Path, patience: float) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(mode=0o600)  # SQLite would create it with the default rights
        return sqlite3.connect(path, isolation_level=None, timeout=patience)
    except (OSError, sqlite3.Error) as error:
        raise unusable(path, error) from error


def _prepare(connection: sqlite3.Connection, path: Path | None) -> None:
    """Apply the settings, check version and integrity, and migrate; a file of an older version is copied first."""
    version = connection.execute("pragma user_version").fetchone()[0]
    tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
    if version > VERSION:
        raise TrainerError(
            f"{path} was written by a newer version of Safe No (its format is {version}, this program knows {VERSION}). "
            "Please update Safe No, or name another file with --db."
        )
    if version == 0 and tables:
        raise TrainerError(f"{path} is a database of another program. Please name another file with --db.")
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma secure_delete = on")
    if path is not None and version and path.stat().st_size <= CHECKED_AT_START:
        (told,) = connection.execute("pragma quick_check(1)").fetchone()
        if told != "ok":
            raise Damaged(damaged(path))
    if 0 < version < VERSION and path is not None:
        backups.copy_to(connection, path.with_name(f"{path.name}.before-version-{VERSION}"))
    if version < VERSION:
        _migrate(connection, version)


def _migrate(connection: sqlite3.Connection, version: int) -> None:
    """Run all missing steps in one transaction, so that a file is either of its old version or of this one."""
    connection.execute("begin immediate")
    try:
        for step in MIGRATIONS[version:]:
            for statement in step:
                connection.execute(statement)
        connection.execute(f"pragma user_version = {VERSION}")
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
