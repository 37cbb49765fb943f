"""The learner's file: the only package that uses SQLite. Import it after the first window is shown: it
is slow to load.
"""

from .damage import Damaged
from .rows import CommitmentRow, SessionRow, TurnRow
from .store import History

__all__ = ["CommitmentRow", "Damaged", "History", "SessionRow", "TurnRow"]
