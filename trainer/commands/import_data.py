"""`trainer import`: what another file of ours holds goes into the learner's."""

from __future__ import annotations

import contextlib
from argparse import ArgumentParser, Namespace
from pathlib import Path

from ..history.left_files import unsaved_files
from ..history.merge import merge
from ..history.rescue import told_at_opening
from ..plain_files import is_there
from ..safe_text import in_one_row
from . import learner_file
from .command import WELL, Streams


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `import` to its parser."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the other file; it is only read")
    learner_file.add_option(parser)


def run(options: Namespace, streams: Streams) -> int:
    """Import what is new in the other file, and write how much of what that was."""
    with contextlib.closing(learner_file.opened(options)) as history:
        unsaved = unsaved_files(history.path) if history.path is not None else []
        if told := told_at_opening(history):
            streams.out.write(f"{in_one_row(told)}\n")
        if any(options.file.absolute() == file.absolute() for file in unsaved) and not is_there(options.file):
            return WELL  # it has just been taken in, as every start does
        taken = merge(history, options.file)
    streams.out.write(f"New here: {taken.told() or 'nothing'}.\n")
    if taken.left_out:
        streams.out.write(f"{taken.told_left_out()}\n")
    return WELL
