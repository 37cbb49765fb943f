"""`trainer causes`: the table of causes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ..counterpart import table
from .command import WELL, Streams


def add_arguments(parser: ArgumentParser) -> None:
    """Add nothing: `causes` has no arguments."""


def run(options: Namespace, streams: Streams) -> int:
    """Write what each cause does to resistance, trust and patience, with its grade and its source."""
    streams.out.write(f"{'cause':52} {'resistance':>10} {'trust':>6} {'patience':>9}  grade  source\n")
    for row in table().values():
        amounts = "".join(
            f"{amount or '·':>{width}}" for amount, width in ((row.resistance, 11), (row.trust, 7), (row.patience, 10))
        )
        streams.out.write(f"{row.name:52}{amounts}  {row.grade:5}  {row.source}\n")
    return WELL
