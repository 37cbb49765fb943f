"""What is stored: the only code that touches SQLite. Imported after the first window is shown, since it is slow to load."""

from .errors import Damaged
from .row_types import CommitmentRow, SessionRow, TurnRow
from .store import History

__all__ = ["CommitmentRow", "Damaged", "History", "SessionRow", "TurnRow"]
