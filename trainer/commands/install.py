"""`trainer install`: a pack, shown and then installed."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from .. import folders
from ..errors import TrainerError
from ..packs import install_here, installed, json_of_pack, look_into_here
from ..safe_text import in_one_row
from ..standard_streams import reading
from .command import FAULTS, WELL, Streams, named_by


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `install` to its parser."""
    parser.add_argument(
        "pack", type=Path, metavar="FILE", help="a .zip, or one scenario file; - for one that standard input names"
    )
    parser.add_argument("--yes", action="store_true", help="without the question")
    parser.add_argument("--json", action="store_true", help="what is in it as one JSON object; nothing is installed")


def run(options: Namespace, streams: Streams) -> int:
    """Show what is in the pack, ask, and install it; FAULTS if the answer is no. With `--json` only show it."""
    pack = look_into_here(named_by(streams.stdin) if options.pack == Path("-") else options.pack)
    if options.json:
        streams.out.write(json.dumps(json_of_pack(pack)) + "\n")
        return WELL
    streams.out.write("".join(f"{row}\n" for row in pack.told()))
    if pack.faults:
        raise TrainerError("Nothing was installed. Mend the faults above, or ask its author to.")
    there = next((known for known in installed(folders.packs()) if known.name == pack.name), None)
    instead = in_one_row(f", in place of the one that is here: {there.told()}") if there else ""
    if not (options.yes or _wanted(f"Install it{instead}", streams)):
        streams.out.write("Nothing was installed.\n")
        return FAULTS
    install_here(pack)
    streams.out.write(f"It is installed{instead}. “trainer remove {pack.name}” removes it again.\n")
    return WELL


def _wanted(question: str, streams: Streams) -> bool:
    """Ask whether to install a pack, and return the answer."""
    streams.out.write(f"\n{question}? [y/N] ")
    streams.out.flush()
    with reading():
        return streams.stdin.readline().strip().casefold() in ("y", "yes")
