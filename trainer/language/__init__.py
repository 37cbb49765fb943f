"""Step 1: a typed line → its Reading. Nothing else of the program is known here."""

from .flip import flip
from .read import read
from .reading import Ask, Move, MoveKind, NoMeans, Polarity, Reading, Term

__all__ = ["Ask", "Move", "MoveKind", "NoMeans", "Polarity", "Reading", "Term", "flip", "read"]
