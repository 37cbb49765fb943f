"""`trainer packs`: the installed packs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from .. import folders
from ..packs import installed, unreadable
from ..safe_text import in_one_row
from ..whole_folders import put_right
from .command import WELL, Streams


def add_arguments(parser: ArgumentParser) -> None:
    """Add nothing: `packs` has no arguments."""


def run(options: Namespace, streams: Streams) -> int:
    """List the installed packs, a line each, and below them what cannot be looked into."""
    put_right(folders.packs())
    rows = [f"{pack.name}: {pack.told()}" for pack in installed(folders.packs())]
    troubles = unreadable(folders.packs())
    streams.out.write("".join(f"{in_one_row(row)}\n" for row in [*rows, *troubles]) or "No packs are here yet.\n")
    return WELL
