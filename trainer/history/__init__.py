"""The learner's file: the only package that uses SQLite.

It is slow to import (sqlite_utils alone takes 0.1 s), so it is imported after the first window is shown.
"""

from .errors import Damaged
from .row_types import CommitmentRow, SessionRow, TurnRow
from .store import History

__all__ = ["CommitmentRow", "Damaged", "History", "SessionRow", "TurnRow"]
