"""Restoration: a backup in the place of the learner's file, and what the old file still holds taken over."""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from ..errors import TrainerError
from ..plain_files import FileRefused, is_plain
from .advice import command
from .backups import Backup, folder_of, fullest, look_at, look_into, upgraded_from
from .connection import is_missing
from .connection import look_at as look_at_file
from .errors import UNREADABLE, Unusable
from .file_identity import state_of
from .holdings import erasures_of
from .import_rows import take_in
from .left_files import READY, SET_ASIDE, left_files
from .other_file import careful_rows, is_as_we_make_it, size_on_disk
from .read_only import PATIENCE, read_only
from .salvage import salvage
from .store import History
from .swap import put_in_place
from .taken import Taken
from .whole_copy import write_copy


def chosen(path: Path) -> tuple[Backup, list[str]]:
    """Return the fullest backup of a file of which every row can be read, and in sentences which were passed over.

    Raises TrainerError if there is none.
    """
    known = look_into(path)
    passed = [f"{one.path.name} was passed over: {one.fault}." for one in known if not one.sound]
    if not known or not known[0].sound:
        raise TrainerError(
            " ".join(
                [
                    f"There is no sound backup in {folder_of(path)}.",
                    *passed,
                    f"Name one: {command('restore', path, Path('FILE'))}.",
                ]
            )
        )
    return known[0], passed


def put_back(path: Path, backup: Path, shown: int | None = None) -> list[str]:
    """Restore a backup, import what can still be read of the old file, and return what was done, in sentences.

    `shown`: how much it held when the person chose it, if they saw that.
    All of it is one change: whoever opens the file finds either the old one, or the new one with everything in it.
    Raises TrainerError, and changes nothing, if the backup is not sound or cannot be put there.
    """
    look = look_at(backup)
    if look.fault:
        raise TrainerError(f"{backup} cannot be restored ({look.fault}). Please choose another one.")
    if shown not in (None, look.amount):
        raise TrainerError(
            f"{backup} holds something else by now. Nothing was restored; please look at the list again."
        )
    saved = Taken()

    def write(ready: Path) -> None:
        nonlocal saved
        saved = _made_ready(ready, backup, path)

    _refuse_to_replace(path)
    before = state_of(path)
    try:
        aside = put_in_place(path, write, datetime.now(UTC))
        if aside is not None and state_of(aside) != before:
            saved = _once_more(path, aside, saved)
    except UNREADABLE as error:
        raise TrainerError(
            f"The backup could not be put in place ({error}). Please make room, or check the rights of {path.parent}; nothing is lost."
        ) from error
    told = [f"{backup.name} is in its place."]
    if aside is not None:
        told.append(f"The file that stood there is {aside}, untouched.")
        told.append(
            f"What was only in it and could still be read was taken in: {saved.told()}."
            if saved.told()
            else "It held nothing more that could be read."
        )
    return told


def _refuse_to_replace(path: Path) -> None:
    """Raise TrainerError for what is no plain file, and for a file of which not all could be taken over."""
    if (path.exists() or not path.is_symlink()) and not is_missing(path):
        with contextlib.suppress(Unusable):
            look_at_file(path, PATIENCE)
    if is_plain(path) and not os.access(path, os.R_OK):
        raise TrainerError(
            f"You may not read {path}, so what is only in it would be left behind. Please change its rights first."
        )


def _once_more(path: Path, aside: Path, saved: Taken) -> Taken:
    """Take in what another program wrote into the old file after it was read, and before it was set aside."""
    history = History.open(path)
    try:
        return saved.and_then(salvage(aside, history))
    finally:
        history.close(backed_up=False)


def _made_ready(ready: Path, backup: Path, old: Path) -> Taken:
    """Copy a backup to `ready`, upgrade the copy, and take in what the old file still holds."""
    with read_only(backup) as source:
        rows = None if is_as_we_make_it(source) else careful_rows(source, size_on_disk(backup), views=True)
        if rows is None:
            write_copy(source, ready)
    try:
        history = History.open(ready)
        try:
            if rows is not None:  # its tables would refuse, or drop, what is written later
                take_in(history, rows.tables)
            history.writes.count_erasures(_erasures_in(old))
            return salvage(old, history)
        finally:
            history.close(backed_up=False)
    finally:
        for left in upgraded_from(ready):
            with contextlib.suppress(OSError):
                left.unlink()


def _erasures_in(path: Path) -> int:
    """Return how often something was erased in a file, 0 where nobody can tell."""
    try:
        with read_only(path) as connection:
            return erasures_of(connection)
    except (*UNREADABLE, FileRefused, OSError):
        return 0


def told_of_missing(path: Path, history: History | None = None) -> str:
    """Return what to say where a file is missing, or `history` in its place is empty, and others hold something.

    "" where all is as it should be.
    """
    if history is not None and any(
        history.raw.query(f"select 1 from {name} limit 1") for name in ("sessions", "reviews")
    ):
        return ""
    if history is None and os.path.lexists(path):
        return ""
    full = fullest(path)
    # What could not be saved is taken up by whoever opens the file.
    left = left_files(path) if history is None else left_files(path, (SET_ASIDE, READY))
    if full is None and not left:
        return ""
    what = "There is no file" if history is None else "There is nothing yet in the file"
    told = f"{what} {path}"
    if full is not None:
        return f"{told}, but a backup of {full.told()}. “Data, Restore a backup” or {command('restore', path)} puts it in place."
    return f"{told}, but {left[-1].name} lies beside it. {command('import', path, left[-1])} takes in what it holds."
