"""Panels side by side where there is room for them, one below the other where there is not. Nothing is cut either way."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from .style import LOOK, PAD, WIDE
from .widgets import ScrollArea


@dataclass(frozen=True, slots=True)
class Column:
    """A panel among others. `spoken`: for a screen reader; `share`: of the width; `least`: pixels it needs at 100 % text."""

    panel: QWidget
    spoken: str
    share: int
    least: int
    #: Its place where the panels stand below each other; 0 is the top.
    place: int = 0


class Columns(QWidget):
    """Arranges columns by the width there is and the text size. What a panel shows never moves the others.

    `arranged` tells whether they stand side by side now.
    """

    arranged = Signal(bool)

    def __init__(self, *columns: Column) -> None:
        super().__init__()
        self.setObjectName("column")
        self._columns = columns
        self._areas: list[ScrollArea] = []
        self._bodies: list[QVBoxLayout] = []
        self.side_by_side = True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(WIDE)
        for one in columns:
            body = QWidget()
            body.setObjectName("column")
            column = QVBoxLayout(body)
            column.setContentsMargins(0, 0, PAD, 0)
            column.setSpacing(PAD)
            column.addWidget(one.panel)
            area = ScrollArea(body, one.spoken)
            self._areas.append(area)
            self._bodies.append(column)
            row.addWidget(area, one.share)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest panel: the others then stand below it."""
        bar = self._areas[0].verticalScrollBar().sizeHint().width()
        return QSize(max(one.panel.minimumSizeHint().width() for one in self._columns) + PAD + bar, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Arrange the panels for the width and text size there are now."""
        wanted = sum(one.least for one in self._columns) * LOOK.percent / 100 + WIDE * (len(self._columns) - 1)
        side_by_side = self.width() >= wanted
        if side_by_side == self.side_by_side:
            return
        self.side_by_side = side_by_side
        for one, area, body in zip(self._columns, self._areas, self._bodies, strict=True):
            if side_by_side:
                body.addWidget(one.panel)
            area.setVisible(side_by_side or area is self._areas[0])
        if not side_by_side:
            for one in sorted(self._columns, key=lambda column: column.place):
                self._bodies[0].addWidget(one.panel)
        self.arranged.emit(side_by_side)
