"""Makes, once, what the program would otherwise work out in front of a waiting person: the vectors of all examples.

    python -m trainer.prepare

Run by `.ci/install`, by the bundle and by whoever builds a wheel. Does nothing where it has been done, or where the model
of meaning is missing.
"""

from __future__ import annotations

import sys

from . import folders
from .counterpart.matcher import texts_of
from .meaning import meaning, shipped
from .scenario import files, load


def prepare() -> int:
    """Make and keep the vectors of the shipped scenarios; return how many were made."""
    model = meaning()
    if model is None:
        return 0
    texts = [text for path in files([folders.scenarios()]) for text in texts_of(load(path))]
    return model.learn(texts, shipped())


if __name__ == "__main__":
    made = prepare()
    print(
        f"{made:,} sentences of the counterparts were made ready." if made else "The counterparts are ready.",
        file=sys.stderr,
    )
