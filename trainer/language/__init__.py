"""Step 1: a typed line → its Reading. This package knows nothing else of the program than which
characters can be seen."""

from .flipping.flip import flip
from .read import explain, read
from .reading import Ask, Move, MoveKind, NoMeans, Polarity, Reading, Term

__all__ = ["Ask", "Move", "MoveKind", "NoMeans", "Polarity", "Reading", "Term", "explain", "flip", "read"]
