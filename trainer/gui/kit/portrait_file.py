"""A face from a file: a drawing with moods, or a picture. Pictures of strangers are decoded within limits."""

from __future__ import annotations

import zlib
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath

from ... import folders
from ...packs.pictures import LARGEST_PICTURE, LONGEST_SIDE, fault_of
from ...plain_files import FileRefused, read_bytes
from ...scenario.model import PORTRAITS
from .style import LOOK

#: Megabytes that decoding one picture may take.
_MOST_MEMORY = 16


def face_of(name: str, portrait: str = "") -> Path:
    """The file of a person's face: the author's choice, else one that the name decides, always the same."""
    if portrait and portrait not in PORTRAITS:
        return Path(portrait)
    chosen = portrait or PORTRAITS[zlib.crc32(name.encode("utf-8")) % len(PORTRAITS)]
    return folders.assets() / "portraits" / f"{chosen}.svg"


class Face:
    """Paints one face; the file is read when it is first painted. What cannot be shown is an empty round."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._drawing: object = None
        self._picture = QImage()
        self._read = False

    def paint(self, painter: QPainter, mood: str, place: QRectF) -> None:
        """Paint it into a square; `mood`: a part of the drawing, pictures have none."""
        from PySide6.QtSvg import QSvgRenderer  # the first window does not need it

        if not self._read:
            self._load()
        if isinstance(self._drawing, QSvgRenderer):
            parts = [part for part in ("base", mood) if self._drawing.elementExists(part)]
            for part in parts:
                self._drawing.render(painter, part, place)
            if not parts:  # a drawing without moods is shown as it is
                self._drawing.render(painter, place)
            return
        self._paint_picture(painter, place)

    def _load(self) -> None:
        from PySide6.QtSvg import QSvgRenderer

        self._read = True
        ours = self.path.parent == folders.assets() / "portraits"
        try:
            if not ours and fault_of(self.path.name, read_bytes(self.path, LARGEST_PICTURE)):
                return
        except FileRefused:
            return
        if self.path.suffix.lower() == ".svg":
            drawing = QSvgRenderer(str(self.path))
            self._drawing = drawing if drawing.isValid() else None
        else:
            self._picture = _decoded(self.path)

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        round_ = QPainterPath()
        round_.addEllipse(place)
        painter.setClipPath(round_)
        painter.fillRect(place, QColor(LOOK.colours.rule))
        if not self._picture.isNull():
            side = min(self._picture.width(), self._picture.height())
            left, top = (self._picture.width() - side) / 2, (self._picture.height() - side) / 2
            painter.drawImage(place, self._picture, QRectF(left, top, side, side))
        painter.restore()


def _decoded(path: Path) -> QImage:
    """The picture, or an empty one: by the kind its name says and no other, in a bounded size."""
    QImageReader.setAllocationLimit(_MOST_MEMORY)
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(False)
    reader.setAutoDetectImageFormat(False)
    reader.setFormat(b"png" if path.suffix.lower() == ".png" else b"jpg")
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > LONGEST_SIDE:
        return QImage()
    return reader.read()
