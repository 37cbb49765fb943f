"""The learner's data folder as a place for packs: what is in use there already decides whether one can come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from .. import folders
from ..drills.load import shelf
from ..safe_text import composed
from ..scenario import files
from ..scenario.faults import of_whole_file
from ..whole_folders import put_right
from .installed import install
from .pack import Pack, Rehearse, Trial, look_into


def look_into_here(path: Path, trial: Trial | None = None, rehearse: Rehearse | None = None) -> Pack:
    """Do as `look_into`, and note as faults what keeps the pack out of this data folder.

    Raises TrainerError for what is no pack.
    """
    put_right(folders.packs())
    pack = look_into(path, trial, rehearse)
    return replace(pack, faults=(*pack.faults, *_faults_here(pack)))


def install_here(pack: Pack) -> Path:
    """Install an inspected pack in the data folder and return its path there.

    Raises TrainerError with the reason, and leaves everything as it was, if it cannot be installed.
    """
    put_right(folders.packs())
    return install(pack, folders.packs(), *_in_use(pack))


def _faults_here(pack: Pack) -> Iterator[str]:
    scenarios, cards = _in_use(pack)
    for parts, taken, what in ((pack.scenarios, scenarios, "scenario"), (pack.decks, cards, "card")):
        for part in parts:
            for id_ in filter(taken.__contains__, part.ids):
                told = f"there is a {what} “{id_}” here already, and answers are remembered by that name; give it another one"
                yield of_whole_file(part.file, told, "id-in-use")


def _in_use(pack: Pack) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids of scenarios and of cards in all places but the one of this pack, which it would replace.

    Those of files with faults count too: they come back when their author has mended them.
    """
    others = [place for place in folders.scenario_places() if place != folders.packs() / pack.name]
    scenarios = frozenset(composed(path.stem) for path in files(others))
    return scenarios, shelf(place / "drills" for place in others).ids if pack.cards else frozenset()
