"""A workshop in front of a room: its state, what the audience sees of it, plans, and the round as it runs. No Qt."""

from .audience import Scene, scene
from .state import Phase, Workshop

__all__ = ["Phase", "Scene", "Workshop", "scene"]
