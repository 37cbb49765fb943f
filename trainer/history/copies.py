"""All files that hold what a history held, from which something has to go that is erased."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from ..plain_files import FileRefused
from . import backups
from .errors import UNREADABLE
from .holdings import begun_of
from .left_files import UNSAVED, cut_files, unsaved_files
from .other_file import seconds_for, size_on_disk
from .read_only import careful, read_only


def copies_of(path: Path | None) -> list[Path]:
    """Return them: the backups of the file, copies made before an upgrade, and what could not be saved.

    Of one that is opened by a link they lie beside that, and beside itself.
    """
    paths = {path, Path(os.path.realpath(path))} if path is not None else set()
    return [copy for one in paths for copy in (*_backups_of(one), *backups.upgraded_from(one), *_unsaved(one))]


def _backups_of(path: Path) -> list[Path]:
    """Return the backups of a file.

    One under a name of earlier versions may be of another file, which is not there just now; in a folder that a link leads to
    may be those of another one of this name. They count if they hold something of this one.
    """
    shared = backups.folder_of(path).is_symlink()
    files = [file for _, _, file in backups.found(path)]
    doubtful = [file for file in files if shared or not backups.is_own_name(path, file)]
    told = _told(path) if doubtful else set()
    return [file for file in files if file not in doubtful or _told(file) & told]


def _unsaved(path: Path) -> list[Path]:
    return [*unsaved_files(path), *cut_files(path, (UNSAVED,))]


def _told(file: Path) -> set[object]:
    """Return what tells a history from others: when it was begun, and its talks. Nothing of a file that cannot be read."""
    try:
        with read_only(file) as connection, careful(connection, seconds_for(size_on_disk(file))):
            told = {begun_of(connection)} - {None}
            with contextlib.suppress(sqlite3.OperationalError):  # versions that told no talk
                told |= {uid for (uid,) in connection.execute("select uid from sessions")}
            return told
    except (*UNREADABLE, FileRefused, OSError):
        return set()
