"""A list whose rows wrap and are never cut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QListWidget, QStyledItemDelegate, QStyleOptionViewItem

from .style import LOOK

#: Pixels around the text of a row, as in the style sheet, and a little that the style itself keeps free.
ACROSS, DOWN, _SPARE = 10, 9, 4


class WrappedRow(QStyledItemDelegate):
    """Heights of rows for the width that is left for their text; the style forgets what stands around it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        self.initStyleOption(option, index)
        view = self.parent()
        assert isinstance(view, QListWidget)
        width = view.viewport().width()
        flags = int(Qt.TextFlag.TextWordWrap.value)
        room = QRect(0, 0, max(1, width - 2 * (ACROSS + _SPARE)), 1 << 20)
        text = option.fontMetrics.boundingRect(room, flags, option.text)
        return QSize(width, text.height() + 2 * DOWN + 1)


class Rows(QListWidget):
    """`name`: of the widget; `spoken`: what a screen reader calls it."""

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # what is too long wraps
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # a long list is laid out as far as it is seen
        self.setItemDelegate(WrappedRow(self))


class WholeRows(Rows):
    """A short list that is as high as its rows and never scrolls; whoever fills it calls `fit` when it is full.

    `empty`: what stands in it without any row.
    """

    def __init__(self, name: str, spoken: str, empty: str) -> None:
        super().__init__(name, spoken)
        self._empty = empty
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # another text size
            self.fit()

    def fit(self) -> None:
        """Take the height of all rows at the width and text size there are."""
        rows = sum(self.sizeHintForRow(row) for row in range(self.count()))
        self.setFixedHeight(max(rows, self.fontMetrics().lineSpacing() * 2 + 2 * DOWN) + 2 * self.frameWidth())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(LOOK.colours.quiet))
            room = self.viewport().rect().adjusted(ACROSS + _SPARE, DOWN, -ACROSS, -DOWN)
            painter.drawText(room, int(Qt.TextFlag.TextWordWrap.value), self._empty)
            painter.end()
