"""What is stored: the only code that touches SQLite. Imported after the first window is shown, since it is slow to load."""

from .store import History, SessionRow, TurnRow

__all__ = ["History", "SessionRow", "TurnRow"]
