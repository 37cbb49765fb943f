"""A face from a file: a drawing with moods, or a picture. Those of strangers are looked through and decoded within limits.

A face is painted once for each size and mood and then kept: a line of a talk never waits for a drawing.
"""

from __future__ import annotations

import math
import zlib
from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QRectF
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath

from ... import folders
from ...packs.drawings import examine
from ...packs.pictures import LARGEST_PICTURE, LONGEST_SIDE, fault_of, without_extras
from ...plain_files import FileRefused, read_bytes
from ...scenario.model import PORTRAITS
from .style import LOOK

#: Megabytes that decoding one picture may take.
_MOST_MEMORY = 16
#: Pixels of all faces that are kept, and of the longest side one is painted with; a larger one is stretched.
_MOST_KEPT, _LONGEST = 8_000_000, 1_024
#: What tells a file from the one that had its name before: nothing for a file that is not there.
Stamp = tuple[int, int, int] | None


def face_of(name: str, portrait: str = "") -> Path:
    """The file of a person's face: the author's choice, else one that the name decides, always the same."""
    if portrait and portrait not in PORTRAITS:
        return Path(portrait)
    chosen = portrait or PORTRAITS[zlib.crc32(name.encode("utf-8")) % len(PORTRAITS)]
    return folders.assets() / "portraits" / f"{chosen}.svg"


class Drawn:
    """A drawing that was looked through. `frame`: left, top, width and height of what is to be seen, None for ours."""

    def __init__(self, data: bytes, frame: tuple[float, float, float, float] | None) -> None:
        """Raises FileRefused for what Qt cannot read, whatever we took it for."""
        from PySide6.QtSvg import QSvgRenderer  # the first window does not need it

        self._drawing = QSvgRenderer(QByteArray(data))
        if not self._drawing.isValid():
            raise FileRefused("it is no SVG drawing")
        if frame is not None:  # otherwise Qt would work the bounds of every line out
            self._drawing.setViewBox(QRectF(*frame))

    def paint(self, painter: QPainter, mood: str, place: QRectF) -> None:
        """Paint it into a square: what all moods share, and the mood; all of it if it has no such parts."""
        parts = [part for part in ("base", mood) if self._drawing.elementExists(part)]
        for part in parts:
            where = self._place_of(part, place)
            if not where.isEmpty():
                self._drawing.render(painter, part, where)
        if not parts:
            self._drawing.render(painter, place)

    def _place_of(self, part: str, place: QRectF) -> QRectF:
        """Where a part belongs in the square; left to itself Qt would stretch the smallest over all of it."""
        whole = self._drawing.viewBoxF()
        around = self._drawing.transformForElement(part)
        lies = around.mapRect(self._drawing.boundsOnElement(part))
        across, down = place.width() / whole.width(), place.height() / whole.height()
        left, top = (
            place.left() + (lies.left() - whole.left()) * across,
            place.top() + (lies.top() - whole.top()) * down,
        )
        return QRectF(left, top, lies.width() * across, lies.height() * down)


class _Photo:
    """A picture, cut round; it has no moods. Of no data it is an empty round."""

    def __init__(self, data: bytes, kind: bytes) -> None:
        """Raises FileRefused for what Qt cannot decode, whatever we took it for."""
        self._picture = _decoded(data, kind) if data else QImage()
        if data and self._picture.isNull():
            raise FileRefused("it cannot be decoded")

    def paint(self, painter: QPainter, _mood: str, place: QRectF) -> None:
        """Paint it into a square."""
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


def _decoded(data: bytes, kind: bytes) -> QImage:
    """The picture, or an empty one: by the kind its name says and no other, in a bounded size."""
    QImageReader.setAllocationLimit(_MOST_MEMORY)
    held = QBuffer()
    held.setData(QByteArray(data))
    reader = QImageReader(held, QByteArray(kind))
    reader.setDecideFormatFromContent(False)
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > LONGEST_SIDE:
        return QImage()
    return reader.read()


class Face:
    """Paints one face; the file is read when it is first painted. What cannot be shown is an empty round.

    `fault`: why it cannot be shown, as the end of a sentence; "" until it was tried.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.fault = path, ""
        self._stamp: Stamp = None
        self._read: Drawn | _Photo | None = None

    def paint(self, painter: QPainter, mood: str, place: QRectF) -> None:
        """Paint it into a square; `mood`: a part of the drawing, pictures have none."""
        seen = painter.deviceTransform().mapRect(place)
        side = min(_LONGEST, math.ceil(max(seen.width(), seen.height())))
        if side > 0:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._image(mood, side))
            painter.restore()

    def _image(self, mood: str, side: int) -> QImage:
        """The face in so many pixels of the screen, painted anew only for another file, mood, size or theme."""
        stamp = _stamp(self.path)
        key = (self.path, stamp, mood, side, LOOK.colours.name)
        image = _kept.get(key)
        if image is not None:
            _kept.move_to_end(key)
        else:
            image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(0)
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._source(stamp).paint(painter, mood, QRectF(0, 0, side, side))
            painter.end()
            _keep(key, image)
        return image

    def _source(self, stamp: Stamp) -> Drawn | _Photo:
        if self._read is None or stamp != self._stamp:
            self._stamp, self.fault = stamp, ""
            try:
                self._read = self._looked_through()
            except FileRefused as refusal:
                self.fault, self._read = refusal.sentence, _Photo(b"", b"png")
        return self._read

    def _looked_through(self) -> Drawn | _Photo:
        """What is read is what was looked through: never a file that came in its place meanwhile."""
        data, ending = read_bytes(self.path, LARGEST_PICTURE), self.path.suffix.lower()
        if self.path.parent == folders.assets() / "portraits":
            return Drawn(data, None)
        drawing = examine(data) if ending == ".svg" else None
        if fault := fault_of(self.path.name, data) if drawing is None else drawing.fault:
            raise FileRefused(fault)
        if drawing is not None:
            return Drawn(data, drawing.frame)
        return _Photo(*((without_extras(data), b"png") if ending == ".png" else (data, b"jpg")))


#: Faces as they were painted, the one that was asked for last at the end.
_kept: OrderedDict[tuple[Path, Stamp, str, int, str], QImage] = OrderedDict()


def _keep(key: tuple[Path, Stamp, str, int, str], image: QImage) -> None:
    """Keep a face, and let go of those nobody asked for lately, and of those of another theme or an older file."""
    path, stamp, _, _, theme = key
    for known in [one for one in _kept if one[4] != theme or (one[0] == path and one[1] != stamp)]:
        del _kept[known]
    _kept[key] = image
    while len(_kept) > 1 and sum(one[3] ** 2 for one in _kept) > _MOST_KEPT:
        _kept.popitem(last=False)


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
