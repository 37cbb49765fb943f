"""`trainer export`: everything that is stored, as JSON, as CSV files or as a page for a coach."""

from __future__ import annotations

import contextlib
import csv
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TextIO

from ..errors import TrainerError
from ..history import History
from ..progress.report import report
from . import learner_file
from .command import WELL, Streams


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `export` to its parser."""
    parser.add_argument(
        "--format",
        choices=("json", "csv", "html"),
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
    with contextlib.closing(learner_file.opened(options)) as history:
        files = _files(options.format, history)
        if options.to is not None:
            _write_files(options.to, files)
        elif options.format == "csv":
            raise TrainerError("CSV is a file for each table: name a folder for them with --to FOLDER.")
        else:
            for write in files.values():
                write(streams.out)
    return WELL


def _files(form: str, history: History) -> dict[str, Callable[[TextIO], None]]:
    """Return the files of a format: name → what writes that file."""
    if form == "csv":
        return {f"{name}.csv": partial(_csv, rows) for name, rows in history.tables().items()}
    return (
        {"practice-review.html": partial(_page, history)}
        if form == "html"
        else {"export.json": partial(_json, history)}
    )


def _json(history: History, out: TextIO) -> None:
    """Write every table as one JSON object."""
    json.dump(history.export(), out, ensure_ascii=False, indent=1)
    out.write("\n")


def _page(history: History, out: TextIO) -> None:
    """Write the page for a coach about the current learner."""
    out.write(report(history, history.profiles.current().name, date.today()))


def _csv(rows: Sequence[Mapping[str, object]], out: TextIO) -> None:
    """Write the rows of a table as CSV, the names of its columns first."""
    writer = csv.DictWriter(out, list(rows[0]) if rows else ["empty"])
    writer.writeheader()
    writer.writerows(rows)


def _write_files(folder: Path, files: Mapping[str, Callable[[TextIO], None]]) -> None:
    """Write files into a folder, which is made if it is not there. `files`: name → what writes that file.

    Raises TrainerError if the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, write in files.items():
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                write(file)
    except OSError as error:
        raise TrainerError(f"{folder} cannot be written ({error.strerror}). Please choose another place.") from error
