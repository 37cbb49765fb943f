"""A row of widgets that goes on in another row where the width ends, so that no button is ever cut."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from .style import GAP


class Flow(QLayout):
    """Lays its items out from left to right, each as wide as it wants to be."""

    def __init__(self, *widgets: QWidget, spacing: int = GAP, to_right: bool = False) -> None:
        """`spacing`: pixels between two items, and between two rows. `to_right`: what is left of a row stays free before it."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._to_right = to_right
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem:
        return self._items[index] if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def takeAt(self, index: int) -> QLayoutItem:
        return self._items.pop(index) if 0 <= index < len(self._items) else None  # type: ignore[return-value]

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        height = max((item.sizeHint().height() for item in shown), default=0)
        return self._with_margins(QSize(self._width(shown), height))

    def minimumSize(self) -> QSize:
        """As narrow as the widest item: the others then stand below it."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return self._with_margins(size)

    def _width(self, row: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in row) + self.spacing() * max(0, len(row) - 1)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, move: bool) -> int:
        """Place the items in a rectangle, or only find out how high they would stand. Return the height in pixels."""
        margins = self.contentsMargins()
        room = rect.marginsRemoved(margins)
        y = room.y()
        for row in self._rows(room.width()):
            height = max(item.sizeHint().height() for item in row)
            x = room.x()
            if self._to_right:
                x += max(0, room.width() - self._width(row))
            for item in row if move else ():
                wanted = item.sizeHint()
                middle = y + (height - wanted.height()) // 2
                item.setGeometry(QRect(QPoint(x, middle), QSize(min(wanted.width(), room.width()), wanted.height())))
                x += wanted.width() + self.spacing()
            y += height + self.spacing()
        return max(room.y(), y - self.spacing()) + margins.bottom() - rect.y()

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        """Return the items in rows that are no wider than this, in pixels."""
        rows: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            wanted = item.sizeHint().width()
            if not rows or used + self.spacing() + wanted > width:
                rows.append([])
                used = -self.spacing()
            rows[-1].append(item)
            used += self.spacing() + wanted
        return rows


def flow(*widgets: QWidget, spacing: int = GAP) -> QWidget:
    """Return a widget that holds others in a flow."""
    held = QWidget()
    held.setObjectName("column")
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    held.setSizePolicy(policy)
    held.setLayout(Flow(*widgets, spacing=spacing))
    return held
