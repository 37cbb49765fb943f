"""`trainer export`: everything that is stored, as JSON, as CSV files or as a page for a coach."""

from __future__ import annotations

import contextlib
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from ..errors import TrainerError
from ..history.connection import is_missing
from ..history.restoration import told_of_missing
from ..history.swap import finish
from ..progress.exports import FORMATS, export
from ..safe_text import in_one_row
from . import learner_file
from .command import WELL, Streams


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `export` to its parser."""
    parser.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default="json",
        help="json (default), csv, html: a page for a coach",
    )
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FOLDER",
        help="where the files go: export.json, practice-review.html, or a CSV file for each table; "
        "without it JSON and page go to standard output",
    )
    learner_file.add_option(parser)


def run(options: Namespace, streams: Streams) -> int:
    """Write everything that is stored into the folder, or to standard output. Raises TrainerError for CSV without one."""
    if options.format == "csv" and options.to is None:
        raise TrainerError("CSV is a file for each table: name a folder for them with --to FOLDER.")
    path = learner_file.path_of(options)
    finish(path)
    if is_missing(path):
        raise TrainerError(told_of_missing(path) or f"There is nothing to export: {path} does not exist yet.")
    with contextlib.closing(learner_file.opened(options)) as history:
        made = export(history, options.format, date.today())
    if options.to is not None:
        made.write(options.to)
        told = ", ".join(str(options.to / name) for name in made.files)
        print(in_one_row(f"Written: {told}."), file=streams.err)
    else:
        streams.out.write("".join(made.files.values()))
    if made.left_out:
        print(made.told(), file=streams.err)
    return WELL
