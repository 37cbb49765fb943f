"""`trainer evaluate`: how well a file of labelled lines is heard."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TextIO

from ..errors import TrainerError
from ..language import MoveKind, NoMeans
from ..language.evaluate import evaluate
from ..plain_files import FileRefused, json_of, read_text, understood
from ..safe_text import visible
from .command import WELL, Streams
from .lines import write_object

#: Bytes of the largest file of labelled lines, and characters of the longest word of it that an error repeats.
LARGEST_LINES, _LONGEST_WORD = 64 * 1024 * 1024, 40
#: What a label can say: key → the words for it.
_KNOWN = {"kind": tuple(map(str, MoveKind)), "no_means": tuple(map(str, NoMeans))}


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
        out.write(f"\n{told}:\n  {_one_line(missed.text)}\n")


def _one_line(text: str) -> str:
    """Return a text of the file as it is shown: nothing in it acts, and no line in it looks like one of ours."""
    return " ".join(visible(text).split())


def _labelled(path: Path) -> list[dict[str, str]]:
    """Return the labelled lines of a file. Raises TrainerError, with its number, for a line that is none."""
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
                row = understood(partial(_label, line), "no label")
            except FileRefused as refusal:
                raise TrainerError(
                    f"{path}, line {number}: each line is one JSON object with the keys text, kind and no_means, and a text for each."
                ) from refusal
            unknown = _unknown(row)
            if unknown:
                raise TrainerError(f"{path}, line {number}: {unknown}.")
            rows.append(row)
    if not rows:
        raise TrainerError(f"{path}: there are no labelled lines in it.")
    return rows


def _label(line: str) -> dict[str, str]:
    """Return the label that a line holds. Raises FileRefused where a value is no text."""
    row = json_of(line)
    label = {key: row[key] for key in ("text", *_KNOWN)}
    if not all(isinstance(value, str) for value in label.values()):
        raise FileRefused("no text")
    return label


def _unknown(label: Mapping[str, str]) -> str:
    """Return what is wrong with a label that says what no line can be, "" for nothing."""
    for key, known in _KNOWN.items():
        word = label[key]
        if word not in known:
            shown = _one_line(word[:_LONGEST_WORD]) + ("…" if len(word) > _LONGEST_WORD else "")
            return f"“{shown}” is no {key}; it can be {', '.join(known)}"
    return ""
