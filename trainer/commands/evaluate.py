"""`trainer evaluate`: how well a file of labelled lines is heard."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TextIO

from ..errors import TrainerError
from ..language.evaluate import evaluate
from ..plain_files import FileRefused, json_of, read_text, understood
from ..safe_text import visible
from .command import WELL, Streams
from .lines import write_object

#: Bytes of the largest file of labelled lines.
LARGEST_LINES = 64 * 1024 * 1024


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `evaluate` to its parser."""
    parser.add_argument("file", type=Path, metavar="FILE.jsonl", help="one object a line: text, kind, no_means")
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(options: Namespace, streams: Streams) -> int:
    """Write how well the lines of the file are read."""
    evaluate_file(options.file, options.json, streams.out)
    return WELL


def evaluate_file(path: Path, as_json: bool, out: TextIO) -> None:
    """Write how well labelled lines are read. Raises TrainerError if the file holds none."""
    result = evaluate(_labelled(path))
    if as_json:
        write_object(out, asdict(result))
        return
    out.write(f"{result.lines} lines\n\n{'kind':18} {'precision':>9} {'recall':>7} {'F1':>6} {'lines':>6}\n")
    for score in result.scores:
        out.write(f"{score.kind:18} {score.precision:9.3f} {score.recall:7.3f} {score.f1:6.3f} {score.lines:6}\n")
    out.write(f"\nmacro-F1 {result.macro_f1:.3f}; “no” means: {result.no_means:.3f} of the asks right\n\n")
    for gold, heard, count in result.confusion:
        out.write(f"{count:5} × {gold} heard as {heard}\n")
    for missed in result.missed:
        told = f"{missed.kind}/{missed.no_means} heard as {missed.heard}/{missed.heard_no_means}"
        out.write(f"\n{told}:\n  {visible(missed.text)}\n")


def _labelled(path: Path) -> list[dict[str, str]]:
    try:
        lines = read_text(path, LARGEST_LINES).split("\n")
    except FileRefused as refusal:
        place = f", line {refusal.line}" if refusal.rule == "not-text" else ""
        raise TrainerError(f"{path}{place}: {refusal.sentence}.") from refusal
    rows: list[dict[str, str]] = []
    for number, whole in enumerate(lines, start=1):
        line = whole.removeprefix("\ufeff")  # files may have been put one after the other
        if line.strip():
            try:
                rows.append(understood(partial(_label, line), "no label"))
            except FileRefused as refusal:
                raise TrainerError(
                    f"{path}, line {number}: each line is one JSON object with the keys text, kind and no_means."
                ) from refusal
    return rows


def _label(line: str) -> dict[str, str]:
    row = json_of(line)
    return {key: str(row[key]) for key in ("text", "kind", "no_means")}
