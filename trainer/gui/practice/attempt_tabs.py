"""A button for each attempt at a talk; none while there is only one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ..kit.flow import Flow
from ..kit.widgets import button


class AttemptTabs(QWidget):
    """`chosen` tells the place of the attempt that is wanted, from 0."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("column")
        self._row = Flow()
        self.setLayout(self._row)
        self.setVisible(False)

    def show_attempts(self, count: int, current: int) -> None:
        """Show so many attempts, the one in hand marked."""
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setVisible(False)
                old.deleteLater()
        for place in range(count):
            made = button(f"Attempt {place + 1}", f"attempt{place + 1}")
            made.setProperty("tab", True)
            made.setCheckable(True)
            made.setChecked(place == current)
            made.clicked.connect(lambda _=False, place=place: self.chosen.emit(place))
            self._row.addWidget(made)
        self.setVisible(count > 1)
