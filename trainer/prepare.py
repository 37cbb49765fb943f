"""Makes, once, what the program would otherwise work out in front of a waiting person: the vectors of all examples.

    python -m trainer.prepare

Run by `.ci/install` and with the bundle; to be run before a wheel is built. Does nothing where it has been done, or where the model
of meaning is missing.
"""

from __future__ import annotations

import sys

from . import folders
from .counterpart.matcher import texts_of
from .meaning import make_shipped
from .scenario import files, load


def prepare() -> int:
    """Make and keep the vectors of the shipped scenarios; return how many were made."""
    return make_shipped([text for path in files([folders.scenarios()]) for text in texts_of(load(path))])


if __name__ == "__main__":
    made = prepare()
    print(
        f"{made:,} sentences of the counterparts were made ready." if made else "The counterparts are ready.",
        file=sys.stderr,
    )
