"""`trainer doctor`: what the learner's file holds, and what is wrong with it."""

from __future__ import annotations

import contextlib
import os
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TextIO

from .. import __version__
from ..history import Damaged, History
from ..history.backups import look_into
from ..history.migrations import VERSION
from ..history.restoration import told_of_missing
from ..history.swap import finish
from ..meaning import meaning
from ..plain_files import is_plain
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
    if not os.path.lexists(path):
        missing = told_of_missing(path)
        out.write(f"{in_one_row(missing) or 'There is no file yet; the first talk makes one.'}\n")
        return not missing
    rights = path.stat().st_mode & 0o777 if is_plain(path) else 0  # of anything else the next line tells what it is
    counts, faults = _looked_through(path)
    if rights & 0o077:
        faults.append(f"others on this machine may read the file (rights {rights:o}); 600 is right")
    out.write("".join(f"  {name}: {count}\n" for name, count in counts.items()))
    known = look_into(path)
    if counts and not counts["sessions"] + counts["reviews"] and any(one.talks for one in known):
        faults.append("it holds nothing, and a backup does; “trainer restore” puts that in place")
    backups = [in_one_row(f"  backup of {backup.told()}   {backup.path}") + "\n" for backup in known]
    out.write("".join(backups) or "  no backups yet\n")
    out.write("".join(f"fault: {in_one_row(fault)}\n" for fault in faults) or "All is well.\n")
    return not faults


def _looked_through(path: Path) -> tuple[dict[str, int], list[str]]:
    """Return the number of rows of each table, and the faults; of a damaged file only the damage."""
    try:
        with contextlib.closing(History.open(path)) as history:
            faults = history.faults()
            return {name: len(rows) for name, rows in history.readable().tables.items()}, faults
    except Damaged as error:
        return {}, [str(error)]
