"""A frame that matches at a head: what the grammar then accepts or refuses."""

from __future__ import annotations

from typing import NamedTuple

from ..tables import Frame
from .clause_heads import Head


class Match(NamedTuple):
    """A frame of the table that matches the predicate of a head. `end`: the place after its last word."""

    head: Head
    frame: Frame
    end: int
