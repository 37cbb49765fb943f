"""`trainer restore`: a backup in the place of the learner's file."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from ..history.backups import folder_of, look_into, looked_into
from ..history.restoration import chosen, put_back
from ..safe_text import in_one_row
from . import learner_file
from .command import WELL, Streams, named_by


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `restore` to its parser."""
    learner_file.add_option(parser)
    parser.add_argument("--list", action="store_true", help="only list the backups and what each holds")
    parser.add_argument(
        "--json",
        action="store_true",
        help="only list them, a row of JSON for each as soon as it was looked through; with --db - standard input names the file",
    )
    parser.add_argument("backup", type=Path, nargs="?", metavar="FILE", help="the backup to restore")


def run(options: Namespace, streams: Streams) -> int:
    """Put the backup that is meant in the place of the file, and write what was done; or only list the backups."""
    path = learner_file.path_of(options)
    if options.json:
        return _list_each(named_by(streams.stdin) if path == Path("-") else path, streams)
    if options.list:
        rows = [in_one_row(f"{backup.told()}   {backup.path}") + "\n" for backup in look_into(path)]
        streams.out.write("".join(rows) or in_one_row(f"There are no backups in {folder_of(path)}.") + "\n")
        return WELL
    passed: list[str] = []
    meant = options.backup
    if meant is None:
        backup, passed = chosen(path)
        meant = backup.path
    for sentence in [*passed, *put_back(path, meant)]:
        streams.out.write(f"{in_one_row(sentence)}\n")
    return WELL


def _list_each(path: Path, streams: Streams) -> int:
    """Write a row for each backup as soon as it was looked through: whoever reads them need not wait for the last."""
    for backup in looked_into(path):
        sound, *rank = backup.rank
        row = {
            "file": str(backup.path),
            "told": backup.told(),
            "sound": sound,
            "rank": [str(one) if isinstance(one, date) else one for one in rank],
        }
        streams.out.write(f"{json.dumps(row)}\n")
        streams.out.flush()
    return WELL
