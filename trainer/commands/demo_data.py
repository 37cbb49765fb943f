"""`trainer demo-data`: a new file with invented talks."""

from __future__ import annotations

import contextlib
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from datetime import UTC, datetime

from .. import folders
from ..demo import fill
from ..drills.load import load_cards
from ..errors import TrainerError
from ..safe_text import in_one_row
from ..scenario import files, load
from . import learner_file
from .command import WELL, Streams, seed


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `demo-data` to its parser."""
    parser.add_argument(
        "--sessions", type=talks, default=60, metavar="N", help="talks, three a day up to now (default 60)"
    )
    parser.add_argument("--seed", type=seed, default=0, help="the same seed says the same lines (default 0)")
    learner_file.add_option(parser, "the file to fill; it must be new")


def talks(typed: str) -> int:
    """Return how many talks were asked for, for a parser of arguments."""
    number = int(typed)
    if number < 1:
        raise ArgumentTypeError("please ask for one talk or more")
    return number


def run(options: Namespace, streams: Streams) -> int:
    """Make the file that `--db` names and fill it through the real engine. Raises TrainerError if it is there."""
    if options.db is None or options.db.exists():
        raise TrainerError(
            "Name a file that does not exist yet, with --db FILE: nothing of yours is mixed with invented talks."
        )
    scenarios = [load(path) for path in files((folders.scenarios(),))]
    cards = load_cards((folders.scenarios() / "drills",))
    with contextlib.closing(learner_file.opened(options)) as history:
        fill(history, scenarios, cards, options.sessions, options.seed, datetime.now(UTC))
    made = "1 talk" if options.sessions == 1 else f"{options.sessions} talks"
    told = f"{made} in {options.db}. “trainer --db {options.db}” opens the window on {'it' if options.sessions == 1 else 'them'}."
    streams.out.write(f"{in_one_row(told)}\n")
    return WELL
