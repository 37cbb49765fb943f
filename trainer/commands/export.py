"""`trainer export`: everything that is stored, as JSON, as CSV files or as a page for a coach."""

from __future__ import annotations

import contextlib
import csv
import json
from argparse import ArgumentParser, Namespace
from datetime import date
from pathlib import Path

from ..errors import TrainerError
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
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where the CSV files go, one for each table")
    learner_file.add_option(parser)


def run(options: Namespace, streams: Streams) -> int:
    """Write everything that is stored to standard output, or as CSV files into a folder."""
    with contextlib.closing(learner_file.opened(options)) as history:
        if options.format == "csv":
            if options.to is None:
                raise TrainerError("CSV is a file for each table: name a folder for them with --to FOLDER.")
            _write_csv(history.tables(), options.to)
        elif options.format == "html":
            streams.out.write(report(history, history.profiles.current().name, date.today()))
        else:
            json.dump(history.export(), streams.out, ensure_ascii=False, indent=1)
            streams.out.write("\n")
    return WELL


def _write_csv(tables: dict[str, list[dict[str, object]]], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]) if rows else ["empty"])
                writer.writeheader()
                writer.writerows(rows)
    except OSError as error:
        raise TrainerError(f"{folder} cannot be written ({error.strerror}). Please choose another place.") from error
