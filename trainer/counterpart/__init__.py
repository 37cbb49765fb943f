"""Step 2: Reading → the counterpart's new State and reply. Pure: the seed is part of the state, no clock is read."""

from .causes import Cause, CauseRow, table
from .respond import Response, respond
from .state import ConcernStatus, Decision, State, opening_state
from .words import bank, particles

__all__ = [
    "Cause",
    "CauseRow",
    "ConcernStatus",
    "Decision",
    "Response",
    "State",
    "opening_state",
    "respond",
    "table",
    "warm_up",
]


def warm_up() -> None:
    """Load the tables of this package before they are needed."""
    table()
    bank()
    particles()
