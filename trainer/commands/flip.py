"""`trainer flip`: no-oriented rewrites of each line of standard input."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ..language import MoveKind, Reading, flip, read
from ..safe_text import visible
from .command import WELL, Streams
from .lines import lines_of, write_object


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `flip` to its parser."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(options: Namespace, streams: Streams) -> int:
    """Write the rewrites of each line of standard input, the best first."""
    for line in lines_of(streams.stdin):
        flips = flip(line)
        if options.json:
            write_object(streams.out, {"text": line, "flips": flips})
            continue
        streams.out.write(f"{visible(line)}\n")
        for text in flips:
            streams.out.write(f"  → {visible(text)}\n")
        if not flips:
            streams.out.write(f"  {_why_not(read(line))}\n")
    return WELL


def _why_not(reading: Reading) -> str:
    if reading.has(MoveKind.PRESSURE):
        return "Nothing to flip: the line presses, and a new question would not change that."
    if reading.kind is MoveKind.NO_ORIENTED_ASK:
        return "Nothing to flip: a “no” grants this already."
    return "Nothing to flip: there is no request here that could be turned round."
