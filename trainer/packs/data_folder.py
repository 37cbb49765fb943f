"""The learner's data folder as a place for packs: what is in use there already decides whether one can come."""

from __future__ import annotations

from pathlib import Path

from .. import folders
from ..drills.load import load_cards
from ..scenario import files
from .installed import install
from .pack import Pack


def install_here(pack: Pack) -> Path:
    """Install an inspected pack in the data folder and return its path there.

    Raises TrainerError with the reason, and leaves everything as it was, if it cannot be installed.
    """
    others = [place for place in folders.scenario_places() if place != folders.packs() / pack.name]
    ids = {path.stem for path in files(others)}
    cards = {card.id for card in load_cards(place / "drills" for place in others)} if pack.cards else set()
    return install(pack, folders.packs(), ids, cards)
