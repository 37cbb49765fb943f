"""The counterpart's portrait: one of the faces in `assets/portraits`, in the mood they are in."""

from __future__ import annotations

import zlib
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from .. import folders
from ..scenario.model import PORTRAITS
from .style import LOOK

MOODS = ("open", "listening", "guarded", "annoyed", "leaving")


def face_of(name: str, portrait: str = "") -> Path:
    """The face of a person: the author's choice, else one that the name decides, always the same."""
    chosen = portrait or PORTRAITS[zlib.crc32(name.encode("utf-8")) % len(PORTRAITS)]
    return folders.assets() / "portraits" / f"{chosen}.svg"


class Portrait(QWidget):
    """A face with its mood; `face`: the file, read when it is first painted."""

    def __init__(self, size: int = 132) -> None:
        super().__init__()
        self.setObjectName("portrait")
        self.mood, self._face, self._size = "listening", Path(), size
        self._renderer: object = None
        self.setFixedHeight(size)
        self.setMinimumWidth(size)

    def show_person(self, name: str, face: Path) -> None:
        self.setAccessibleName(name)
        if face != self._face:
            self._face, self._renderer = face, None
        self.setFixedHeight(LOOK.pixels(self._size))
        self.update()

    def show_mood(self, mood: str) -> None:
        self.mood = mood
        self.setAccessibleDescription(f"looks {mood}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        from PySide6.QtSvg import QSvgRenderer  # the first window does not need it

        if not isinstance(self._renderer, QSvgRenderer):
            self._renderer = QSvgRenderer(str(self._face))
        side = float(min(self.width(), self.height()))
        place = QRectF((self.width() - side) / 2, 0, side, side)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part in ("base", self.mood):
            if self._renderer.elementExists(part):
                self._renderer.render(painter, part, place)
        painter.end()
