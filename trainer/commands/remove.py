"""`trainer remove`: an installed pack, removed with everything it brought."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from .. import folders
from ..packs import remove
from ..safe_text import in_one_row
from ..scenario import files
from ..scenario.catalogue import load_catalogue
from .command import WELL, Streams


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `remove` to its parser."""
    parser.add_argument("name", metavar="NAME", help="its name in “trainer packs”")


def run(options: Namespace, streams: Streams) -> int:
    """Remove the pack of that name, also from the catalogue, and write which it was."""
    gone = remove(options.name, folders.packs())
    if folders.catalogue().exists():  # it still holds the titles of the removed scenarios
        catalogue = load_catalogue(folders.catalogue())
        catalogue.listed(files(folders.scenario_places()))
        catalogue.keep()
    told = f"“{gone.title}” was removed with everything it brought. Talks you practised are still in your file."
    streams.out.write(f"{in_one_row(told)}\n")
    return WELL
