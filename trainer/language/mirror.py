"""Mirrors: a short line that gives the counterpart's last words back."""

from __future__ import annotations

from collections.abc import Sequence

from .matching.tokens import split
from .tables import Tables

_LONGEST = 7
#: A single word of fewer letters mirrors nothing.
_SHORTEST_WORD = 4


def mirrors(norms: Sequence[str], after: str, tables: Tables) -> bool:
    """Tell whether a line, given as its norms, gives words of `after` back, as they are or turned ("my" → "your")."""
    said = [norm for norm in norms if norm[0].isalnum()]
    if not 1 <= len(said) <= _LONGEST or (len(said) == 1 and len(said[0]) < _SHORTEST_WORD):
        return False
    heard = [word.norm for word in split(after, tables.spelling) if word.norm[0].isalnum()]
    turned = [tables.mirrored.get(word, word) for word in heard]
    places = range(len(heard) - len(said) + 1)
    return any(source[place : place + len(said)] == said for source in (heard, turned) for place in places)
