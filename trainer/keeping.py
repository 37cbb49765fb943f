"""The commands that look after the learner's file: backup, restore, doctor."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path
from typing import TextIO

from . import __version__
from .errors import TrainerError
from .history import Damaged, History
from .history.backups import folder_of, look_into
from .history.migrations import VERSION
from .history.restoration import put_back


def back_up(path: Path, out: TextIO) -> None:
    """`trainer backup`: make today's backup now."""
    if not path.exists():
        raise TrainerError(f"There is nothing to back up: {path} does not exist yet.")
    with contextlib.closing(History.open(path)) as history:
        out.write(f"Backed up to {history.back_up(datetime.now().date())}.\n")


def restore(path: Path, chosen: Path | None, only_list: bool, out: TextIO) -> None:
    """`trainer restore`: put a backup in the place of the file, and import what the old one still holds."""
    known = look_into(path)
    if only_list:
        out.write(
            "".join(f"{backup.told()}   {backup.path}\n" for backup in known)
            or f"There are no backups in {folder_of(path)}.\n"
        )
        return
    backup = chosen or next((one.path for one in known if one.sound), None)
    if backup is None:
        raise TrainerError(f"There is no sound backup in {folder_of(path)}. Name one: “trainer restore FILE”.")
    if not backup.is_file():
        raise TrainerError(f"There is no file {backup}.")
    for sentence in put_back(path, backup):
        out.write(f"{sentence}\n")


def examine(path: Path, out: TextIO) -> bool:
    """`trainer doctor`: write what the file holds and what is wrong; return whether nothing is."""
    out.write(f"Safe No {__version__}, format {VERSION}\n{path}\n")
    if not path.exists():
        out.write("There is no file yet; the first talk makes one.\n")
        return True
    try:
        with contextlib.closing(History.open(path)) as history:
            faults = history.faults()
            counts = {name: len(rows) for name, rows in history.tables().items()}
    except Damaged as error:
        faults, counts = [str(error)], {}
    rights = path.stat().st_mode & 0o777
    if rights & 0o077:
        faults.append(f"others on this machine may read the file (rights {rights:o}); 600 is right")
    out.write("".join(f"  {name}: {count}\n" for name, count in counts.items()))
    out.write(
        "".join(f"  backup of {backup.told()}   {backup.path}\n" for backup in look_into(path)) or "  no backups yet\n"
    )
    out.write("".join(f"fault: {fault}\n" for fault in faults) or "All is well.\n")
    return not faults
