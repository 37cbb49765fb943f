"""The resistance meter: a number, the word for it, the change of the last line, and a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ...counterpart.bands import band, is_calm
from .style import DISPLAY, LEAD, LOOK, SMALL, TITLE

_BAR = 12
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class Meter(QWidget):
    """`compact`: number and word in one row, for small windows and large text."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("resistanceMeter")
        self.value, self.change, self.compact = 0, 0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_value(self, value: int, change: int = 0) -> None:
        """`value`: 0–100 points; `change`: of the last line."""
        self.value, self.change = value, change
        self.setAccessibleName("Resistance")
        self.setAccessibleDescription(f"{value} of 100, {band(value)}, {change:+d} by the last line")
        self.updateGeometry()
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Take less room, or more."""
        if compact != self.compact:
            self.compact = compact
            self.updateGeometry()
            self.update()

    def _rows(self) -> tuple[float, float]:
        """The heights of the number and of the word, in pixels; 0 for a word that stands beside the number."""
        if self.compact:
            return LOOK.points(TITLE) * 1.8, 0.0 if self._in_one_row() else LOOK.points(LEAD) * 2
        return LOOK.points(DISPLAY) * 1.6, LOOK.points(LEAD) * 2

    def sizeHint(self) -> QSize:
        below = 0.0 if self.compact else LOOK.points(SMALL) * 2
        return QSize(LOOK.pixels(150), round(sum(self._rows()) + below + _BAR + 8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()  # its height depends on its width

    def _in_one_row(self) -> bool:
        """Whether number, word and change can stand beside each other."""
        number, word = (QFontMetrics(LOOK.font(size, bold=True)) for size in (TITLE, LEAD))
        needed = number.horizontalAdvance(f"{self.value} ▲ {abs(self.change)} ") + word.horizontalAdvance(
            band(self.value)
        )
        return self.compact and self.width() >= needed

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = LOOK.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number, word = self._rows()
        tone = QColor(c.calm if is_calm(self.value) else c.warm)
        painter.setFont(LOOK.font(TITLE if self.compact else DISPLAY, bold=True))
        painter.setPen(QColor(c.ink))
        painter.drawText(QRectF(0, 0, self.width(), number), _LEFT, str(self.value))
        one_row = not word
        beside = painter.fontMetrics().horizontalAdvance(f"{self.value} ") if one_row else 0
        painter.setFont(LOOK.font(LEAD, bold=True))
        painter.setPen(tone)
        place = QRectF(beside, 0, self.width() - beside, number) if one_row else QRectF(0, number, self.width(), word)
        painter.drawText(place, _LEFT, band(self.value))
        if self.change:
            painter.setPen(QColor(c.calm if self.change < 0 else c.warm))
            arrow = f"{'▼' if self.change < 0 else '▲'} {abs(self.change)}"
            painter.drawText(QRectF(0, 0, self.width(), number), _RIGHT, arrow)
        self._bar(painter, number + word + 4, tone)
        painter.end()

    def _bar(self, painter: QPainter, top: float, tone: QColor) -> None:
        c = LOOK.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.raised))
        painter.drawRoundedRect(QRectF(0, top, self.width(), _BAR), 6, 6)
        painter.setBrush(tone)
        painter.drawRoundedRect(QRectF(0, top, max(float(_BAR), self.width() * self.value / 100), _BAR), 6, 6)
        if self.compact:
            return
        painter.setFont(LOOK.font(SMALL))
        painter.setPen(QColor(c.quiet))
        below = QRectF(0, top + _BAR + 2, self.width(), LOOK.points(SMALL) * 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, "100")
