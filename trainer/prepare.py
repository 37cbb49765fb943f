"""Makes, once, what the program would otherwise work out in front of a waiting person: the vectors of all examples and of the cards.

    python -m trainer.prepare

Run by `.ci/install` and with the bundle; to be run before a wheel is built. Does nothing where it has been done, or where the model
of meaning is missing.
"""

from __future__ import annotations

import sys

from . import folders
from .counterpart.matcher import texts_of
from .drills.judge import compared_with
from .drills.load import load_cards
from .meaning import make_shipped
from .scenario import files, load


def prepare() -> int:
    """Make and keep the vectors of the shipped scenarios and cards; return how many were made."""
    examples = [text for path in files([folders.scenarios()]) for text in texts_of(load(path))]
    cards = load_cards([folders.scenarios() / "drills"])
    return make_shipped([*examples, *(line for card in cards for line in compared_with(card))])


if __name__ == "__main__":
    made = prepare()
    print(
        f"{made:,} sentences were made ready." if made else "The counterparts are ready.",
        file=sys.stderr,
    )
