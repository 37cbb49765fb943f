"""Step 1: a typed line → its Reading. This package knows nothing else of the program than which
characters can be seen."""

from .flipping.acts import Request
from .flipping.flip import flip
from .flipping.request import asked_for
from .read import explain, read
from .reading import Ask, Move, MoveKind, NoMeans, Polarity, Reading, Term

__all__ = [
    "Ask",
    "Move",
    "MoveKind",
    "NoMeans",
    "Polarity",
    "Reading",
    "Request",
    "Term",
    "asked_for",
    "explain",
    "flip",
    "read",
]
