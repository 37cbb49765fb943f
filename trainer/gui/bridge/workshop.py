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
        self.running = RunningWorkshop(stored, folders, self.changed.emit, self.trouble_told.emit)
        stored.rows_moved.connect(self.running.rows_moved)
