"""A workshop in front of a room: its state, what the audience window shows of it, plans. Pure."""

from .wall import WallView, wall
from .workshop import Phase, Workshop

__all__ = ["Phase", "WallView", "Workshop", "wall"]
