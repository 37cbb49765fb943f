"""`trainer packs`: the installed packs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from .. import folders
from ..packs import installed
from ..safe_text import in_one_row
from .command import WELL, Streams


def add_arguments(parser: ArgumentParser) -> None:
    """Add nothing: `packs` has no arguments."""


def run(options: Namespace, streams: Streams) -> int:
    """List the installed packs, a line each."""
    rows = [in_one_row(f"{pack.name}: {pack.told()}") + "\n" for pack in installed(folders.packs())]
    streams.out.write("".join(rows) or "No packs are here yet.\n")
    return WELL
