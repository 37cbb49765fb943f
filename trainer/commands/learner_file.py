"""The learner's file of a command: the option that names it, and the opened file."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import folders
from ..history import History
from ..plain_files import file_named


def add_option(parser: argparse.ArgumentParser, told: str = "the file with your history") -> None:
    """Add `--db` to the parser of a command. `told`: what the help says of it."""
    # SUPPRESS: given after the command it wins, left out it leaves what stood before the command.
    parser.add_argument("--db", type=file_named, metavar="FILE", default=argparse.SUPPRESS, help=told)


def path_of(options: argparse.Namespace) -> Path:
    """Return the file that `--db` names, or the one in the data folder."""
    return options.db or folders.database()


def opened(options: argparse.Namespace) -> History:
    """Open that file; it is made if there is none."""
    return History.open(path_of(options))
