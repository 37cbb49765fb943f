"""The counterpart's portrait, in the mood they are in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from .as_it_stands import for_tip
from .portrait_file import Face
from .style import LOOK


class Portrait(QWidget):
    """A face with its mood."""

    def __init__(self, size: int = 132) -> None:
        super().__init__()
        self.setObjectName("portrait")
        self.mood, self._face, self._size = "listening", Face(Path()), size
        self.setFixedHeight(size)
        self.setMinimumWidth(size)

    def show_person(self, name: str, face: Path) -> None:
        """`face`: the file."""
        self.setAccessibleName(name)
        if face != self._face.path:
            self._face = Face(face)
        self.resize_to(self._size)

    def resize_to(self, size: int) -> None:
        """Take this many pixels at 100 % text, more where the text is larger."""
        self._size = size
        self.setFixedHeight(LOOK.pixels(size))
        self.setMinimumWidth(LOOK.pixels(size))
        self.update()

    def show_mood(self, mood: str) -> None:
        self.mood = mood
        self.setAccessibleDescription(f"looks {mood}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        side = float(min(self.width(), self.height()))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._face.paint(painter, self.mood, QRectF((self.width() - side) / 2, 0, side, side))
        painter.end()
        self._tell(self._face.fault)

    def _tell(self, fault: str) -> None:
        """Say why there is an empty round, to whoever points at it."""
        told = for_tip(f"“{self._face.path.name}” cannot be shown: {fault}.") if fault else ""
        if told != self.toolTip():
            self.setToolTip(told)
