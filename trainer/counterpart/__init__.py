"""Step 2: Reading → the counterpart's new State and reply. Pure: the seed is part of the state, no clock is read."""

from .causes import Cause, CauseRow, table
from .points import Candidate, Point
from .readiness import Readiness
from .respond import Response, respond
from .state import ConcernStatus, Decision, State, opening_state
from .understand import hear_ahead, rivals
from .words import bank, particles

__all__ = [
    "Candidate",
    "Cause",
    "CauseRow",
    "ConcernStatus",
    "Decision",
    "Point",
    "Readiness",
    "Response",
    "State",
    "hear_ahead",
    "opening_state",
    "respond",
    "rivals",
    "table",
    "warm_up",
]


def warm_up() -> None:
    """Load the tables of this package before they are needed."""
    table()
    bank()
    particles()
