"""`trainer backup`: today's backup of the learner's file."""

from __future__ import annotations

import contextlib
import os
from argparse import ArgumentParser, Namespace
from datetime import datetime

from ..errors import TrainerError
from ..history import History
from ..history.restoration import told_of_missing
from ..history.swap import finish
from ..safe_text import in_one_row
from . import learner_file
from .command import WELL, Streams


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `backup` to its parser."""
    learner_file.add_option(parser)


def run(options: Namespace, streams: Streams) -> int:
    """Make today's backup now, and write where it is. Raises TrainerError if there is no file yet."""
    path = learner_file.path_of(options)
    finish(path)
    if not os.path.lexists(path) and os.access(path.parent, os.X_OK):
        raise TrainerError(told_of_missing(path) or f"There is nothing to back up: {path} does not exist yet.")
    with contextlib.closing(History.open(path)) as history:
        made = history.back_up(datetime.now().date())
        streams.out.write(in_one_row(f"Backed up to {made}.") + "\n")
    return WELL
