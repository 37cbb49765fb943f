"""`trainer doctor`: what the learner's file holds, and what is wrong with it."""

from __future__ import annotations

import contextlib
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from .. import __version__
from ..history import Damaged, History
from ..history.advice import command
from ..history.backups import Backup, folder_of, look_into
from ..history.holdings import Holdings, contains, lasting
from ..history.migrations import VERSION
from ..history.notes import with_words
from ..history.restoration import told_of_missing
from ..history.swap import finish
from ..meaning import meaning
from ..plain_files import is_folder, is_plain
from ..safe_text import in_one_row
from . import learner_file
from .command import FAULTS, WELL, Streams


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `doctor` to its parser."""
    learner_file.add_option(parser)


def run(options: Namespace, streams: Streams) -> int:
    """Look the file through; FAULTS if something is wrong with it."""
    return WELL if examine(learner_file.path_of(options), streams.out) else FAULTS


def examine(path: Path, out: TextIO) -> bool:
    """Write what the file holds and what is wrong; return whether nothing is."""
    out.write(f"Safe No {__version__}, format {VERSION}\n{in_one_row(str(path))}\n")
    if meaning() is None:
        out.write(
            "Lines are heard by their words alone: NumPy, or assets/meaning in the program's folder, is missing.\n"
        )
    finish(path)
    barred = _barred(path)
    if barred:
        out.write("".join(f"fault: {one}\n" for one in barred))
        return False
    if not os.path.lexists(path):
        missing = told_of_missing(path)
        out.write(f"{in_one_row(missing) or 'There is no file yet; the first talk makes one.'}\n")
        return not missing
    rights = path.stat().st_mode & 0o777 if is_plain(path) else 0  # of anything else the next line tells what it is
    counts, faults, held = _looked_through(path)
    if counts and faults:
        faults.append(
            f"{command('restore', path)} puts a backup in its place and takes over what can be read of this file"
        )
    faults += _unwritable(path)
    if rights & 0o077:
        faults.append(f"others on this machine may read the file (rights {rights:o}); 600 is right")
    out.write("".join(f"  {name}: {count}\n" for name, count in counts.items()))
    known = look_into(path)
    if counts and not counts["sessions"] + counts["reviews"] and any(one.talks for one in known):
        faults.append(f"it holds nothing, and a backup does; {command('restore', path)} puts that in place")
    backups = [in_one_row(f"  backup of {backup.told()}   {backup.path}") + "\n" for backup in known]
    out.write("".join(backups) or "  no backups yet\n")
    more = _told_of_more(path, held, known) if counts and not faults else ""
    out.write(f"{in_one_row(more)}\n" if more else "")
    out.write("".join(f"fault: {in_one_row(fault)}\n" for fault in faults) or "All is well.\n")
    return not faults


def _told_of_more(path: Path, held: Holdings, known: Sequence[Backup]) -> str:
    """Say that a backup holds what the file does not, as after a history that was begun anew; "" for none."""
    more = next((one for one in known if one.sound and not contains(held, lasting(one.held))), None)
    if more is None:
        return ""
    return f"note: {more.path.name} holds what is not in the file; {command('import', path, more.path)} takes it in"


def _barred(path: Path) -> list[str]:
    """Return in a sentence, if it is so, that nobody can say what is in the folder of the file."""
    folder = path.parent
    try:
        there = folder.exists()
    except OSError:
        there = True
    if there and not os.access(folder, os.X_OK):
        return [f"you may not look into {folder}, so nobody can say what is there; please change its rights"]
    if path.is_symlink() and not path.exists():
        missing = next((one for one in look_into(path) if one.sound), None)
        kept = f"; {command('restore', path)} puts the backup of {missing.told()} there" if missing is not None else ""
        return [f"{path} is a link to a file that is not there{kept}"]
    return []


def _unwritable(path: Path) -> list[str]:
    """Return in sentences what keeps a talk, or a backup, from being stored."""
    found = []
    if not os.access(path, os.W_OK):
        found.append(f"you may not write to {path}, so no talk can be stored; please change its rights")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        found.append(f"no file can be made in {path.parent}, so no talk can be stored; please change its rights")
    backups = folder_of(path)
    if os.path.lexists(backups) and not (is_folder(backups) and os.access(backups, os.R_OK | os.W_OK | os.X_OK)):
        found.append(
            f"{backups} is no folder that you may use, so no backup can be made or found; please put that right"
        )
    return found


def _looked_through(path: Path) -> tuple[dict[str, int], list[str], Holdings]:
    """Return the number of rows of each table, the faults, and what a sound file holds; of a damaged one only the damage."""
    try:
        with contextlib.closing(History.open(path)) as history:
            faults = history.faults()
            counts = {name: len(rows) for name, rows in with_words(history.readable().tables).items()}
            return counts, faults, {} if faults else history.holdings()
    except Damaged as error:
        return {}, [str(error)], {}
