"""The workshop as the window sees it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ...workshop.running import RunningWorkshop
from .history import HistoryModel


class WorkshopModel(QObject):
    """`changed` is emitted after every step; `trouble_told` tells an error, in a sentence for the facilitator alone."""

    changed = Signal()
    trouble_told = Signal(str)

    def __init__(self, stored: HistoryModel, folders: Sequence[Path]) -> None:
        super().__init__()
        self._stored = stored
        self.running = RunningWorkshop(stored, folders, self.changed.emit, self.trouble_told.emit)
        stored.rows_moved.connect(self.running.rows_moved)

    def let_go_of_erased(self) -> bool:
        """End the workshop, with the reason told, if it is not in the file any more; tell whether it was so."""
        workshop = self.running.workshop
        if workshop is None or self._stored.history.workshops.like(workshop.as_dict()) is not None:
            return False
        if self.running.step(lambda same: same):  # one that went on in memory, and is in the file by this
            return False
        self.running.end(erase=False)
        return self.running.workshop is None
