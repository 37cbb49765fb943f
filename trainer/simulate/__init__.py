"""Scripted players against the counterpart: where each way of asking leads. They see what a learner sees, no more."""

from .players import PLAYERS, Player
from .run import Row, simulate

__all__ = ["PLAYERS", "Player", "Row", "simulate"]
