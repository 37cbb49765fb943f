"""`trainer restore`: a backup in the place of the learner's file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ..errors import TrainerError
from ..history.backups import folder_of, look_into
from ..history.restoration import put_back
from . import learner_file
from .command import WELL, Streams


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `restore` to its parser."""
    learner_file.add_option(parser)
    parser.add_argument("--list", action="store_true", help="only list the backups and what each holds")
    parser.add_argument("backup", type=Path, nargs="?", metavar="FILE", help="the backup to restore")


def run(options: Namespace, streams: Streams) -> int:
    """Put the backup that is meant in the place of the file, and write what was done; or only list the backups."""
    path = learner_file.path_of(options)
    if options.list:
        rows = [f"{backup.told()}   {backup.path}\n" for backup in look_into(path)]
        streams.out.write("".join(rows) or f"There are no backups in {folder_of(path)}.\n")
        return WELL
    for sentence in put_back(path, _meant(path, options.backup)):
        streams.out.write(f"{sentence}\n")
    return WELL


def _meant(path: Path, chosen: Path | None) -> Path:
    """Return the chosen backup of a file, or its newest sound one. Raises TrainerError if there is none."""
    backup = chosen or next((one.path for one in look_into(path) if one.sound), None)
    if backup is None:
        raise TrainerError(f"There is no sound backup in {folder_of(path)}. Name one: “trainer restore FILE”.")
    if not backup.is_file():
        raise TrainerError(f"There is no file {backup}.")
    return backup
