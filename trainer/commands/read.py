"""`trainer read`: what each line of standard input does."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any, TextIO

from ..language import MoveKind, Reading, explain, read
from ..language.grammar.clauses import Step
from ..safe_text import columns, visible, visible_places
from .command import WELL, Streams
from .lines import lines_of, write_object

_NO_MEANS = {
    "accept": "a plain “no” here grants it",
    "refuse": "a plain “no” here refuses it",
    "none": "no yes/no request",
}


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `read` to its parser."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--explain", action="store_true", help="also what the grammar tried, and what refused it")
    parser.add_argument("--after", metavar="REPLY", help="what the other person said before, for mirrors")


def run(options: Namespace, streams: Streams) -> int:
    """Write the reading of each line of standard input."""
    for line in lines_of(streams.stdin):
        reading, steps = explain(line, after=options.after) if options.explain else (read(line, options.after), [])
        if options.json:
            tried = {"tried": [step._asdict() for step in steps]} if options.explain else {}
            write_object(streams.out, reading_json(reading) | tried)
        else:
            _show(reading, steps, streams.out)
    return WELL


def reading_json(reading: Reading) -> dict[str, Any]:
    """Return a reading with the keys that scripts rely on; offsets in characters of the line as typed."""
    moves = [
        {"kind": move.kind, "start": move.start, "end": move.end, "cue": move.cue, "rule": move.rule}
        for move in reading.moves
    ]
    return {
        "text": reading.text,
        "kind": reading.kind,
        "no_means": reading.no_means,
        "moves": moves,
        "proposal": reading.proposal,
    }


def _show(reading: Reading, steps: list[Step], out: TextIO) -> None:
    """Write the line, its telling words underlined, what was heard, and the steps that led there."""
    text, places = visible(reading.text), visible_places(reading.text)
    out.write(f"{text}\n")
    marks = [" "] * len(text)
    for move in reading.moves:
        if move.kind is not MoveKind.STATEMENT and move.kind is not MoveKind.OTHER:
            sign = {"no_oriented_ask": "═", "yes_oriented_ask": "─"}.get(move.kind, "·")
            start, end = places[move.start], places[move.end]
            marks[start:end] = sign * (end - start)
    # An accent typed apart takes no room on the screen, a Chinese sign that of two letters.
    underline = "".join(mark * columns(char) for mark, char in zip(marks, text, strict=True)).rstrip()
    if underline:
        out.write(f"{underline}\n")
    out.write(f"  {reading.kind.replace('_', ' ')}; {_NO_MEANS[reading.no_means]}\n")
    for move in reading.moves:
        out.write(f"  {move.kind.replace('_', ' ')}: “{visible(move.cue)}” [{move.rule}]\n")
    for step in steps:
        out.write(f"    {_told(step)}: “{visible(reading.text[step.start : step.end])}”\n")
    out.write("\n")


def _told(step: Step) -> str:
    """Return what a step of the grammar did, for a reader of its tables."""
    if step.what == "head":
        return f"may ask ({step.rule})"
    if step.what == "refused":
        return f"not {step.rule} ({step.why})"
    return f"{step.rule} asks (answer: {step.why})"
