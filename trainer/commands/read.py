"""`trainer read`: what each line of standard input does."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any, TextIO

from ..language import MoveKind, Reading, read
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
    parser.add_argument("--after", metavar="REPLY", help="what the other person said before, for mirrors")


def run(options: Namespace, streams: Streams) -> int:
    """Write the reading of each line of standard input."""
    for line in lines_of(streams.stdin):
        reading = read(line, after=options.after)
        if options.json:
            write_object(streams.out, reading_json(reading))
        else:
            _show(reading, streams.out)
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


def _show(reading: Reading, out: TextIO) -> None:
    """Write the line, its telling words underlined, and what was heard."""
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
    out.write("\n")
