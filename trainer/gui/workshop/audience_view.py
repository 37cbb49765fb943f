"""What the audience sees: a widget that draws a Scene."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ...workshop import Scene
from ..kit.style import DARK, LIGHT
from .audience_painter import AudiencePainter


class AudienceView(QWidget):
    """Draws a scene. `timer`: gives seconds left, 0 for no timer."""

    def __init__(self, timer: Callable[[], float] = lambda: 0.0) -> None:
        super().__init__()
        self.setObjectName("audienceView")
        self.setAccessibleName("What the audience sees")
        self.setMinimumSize(320, 180)
        self.painter = AudiencePainter(timer)

    def show_scene(self, scene: Scene, dark: bool, size: int) -> None:
        """`size`: of the text, in percent."""
        self.painter.view, self.painter.colours, self.painter.size_percent = scene, DARK if dark else LIGHT, size
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
