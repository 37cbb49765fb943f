"""What the room sees: a widget that draws a WallView, and the window that holds it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..stage.wall import WallView
from .style import DARK, LIGHT
from .wall_painter import WallPainter


class AudienceView(QWidget):
    """Draws a view. `timer`: gives seconds left, 0 for no timer."""

    def __init__(self, timer: Callable[[], float] = lambda: 0.0) -> None:
        super().__init__()
        self.setObjectName("audienceView")
        self.setAccessibleName("What the room sees")
        self.setMinimumSize(320, 180)
        self.painter = WallPainter(timer)

    def show_view(self, view: WallView, dark: bool, size: int) -> None:
        """`size`: of the text, in percent."""
        self.painter.view, self.painter.colours, self.painter.size_percent = view, DARK if dark else LIGHT, size
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width * 9 // 16

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.painter.base = self.font()
        self.painter.paint(painter, QRectF(self.rect()))
        painter.end()


class AudienceWindow(QWidget):
    """The window for the projector, or for sharing: the view and nothing around it, not even a telling title."""

    def __init__(self, timer: Callable[[], float]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("audienceWindow")
        self.setWindowTitle("Safe No")
        self.view = AudienceView(timer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.resize(960, 540)
