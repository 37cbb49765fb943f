"""The resistance curve of a talk: walked with the arrow keys or the mouse, another attempt beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from ...counterpart.bands import band
from ..kit.style import LOOK, SMALL
from ..kit.widgets import centred, chart_painter, focus_ring

_START = "start"


class Curve(QWidget):
    """Resistance over the lines of a talk. `turn_chosen` tells the number of the turn one has walked to, 0 the opening."""

    turn_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("curve")
        self.points: list[int] = []
        self.other: list[int] = []
        self.chosen = -1
        self.setMinimumHeight(170)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_curve(self, points: Sequence[int], other: Sequence[int] = ()) -> None:
        """`points`: resistance at the opening and after each line, 0–100; `other`: of another attempt, dashed."""
        self.points, self.other, self.chosen = list(points), list(other), -1
        self.fit()
        self.setAccessibleName("Resistance over the talk")
        told = "Arrow keys walk from line to line. " + ", ".join(str(point) for point in points)
        self.setAccessibleDescription(f"{told}. Another attempt: {', '.join(map(str, other))}" if other else told)
        self.update()

    def fit(self) -> None:
        """Take the height that the text size in use needs."""
        self.setMinimumHeight(LOOK.pixels(170))

    def choose(self, number: int) -> None:
        """Walk to a turn, 0 for the opening; a screen reader is told."""
        if not self.points:
            return
        number = max(0, min(len(self.points) - 1, number))
        if number == self.chosen:
            return
        self.chosen = number
        self.update()
        value = self.points[number]
        said = f"line {number}: {value}, {band(value)}" if number else f"opening: {value}, {band(value)}"
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        self.turn_chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.points) - 1}
        key = Qt.Key(event.key())
        if key in steps:
            self.choose(self.chosen + steps[key])
        elif key in ends:
            self.choose(ends[key])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        area = self._area()
        if self.points and area.width() > 0:
            self.choose(round((event.position().x() - area.left()) / self._step(area)))

    def focusInEvent(self, event: QEvent) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        if self.chosen < 0:
            self.choose(0)
        self.update()

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(LOOK.font(SMALL))
        left, top = metrics.horizontalAdvance("100") + 12, metrics.height() + 10
        # The first and the last word below the line keep clear of the scale and of the edge.
        aside = metrics.horizontalAdvance(_START) / 2 + 4
        return QRectF(left + aside, top, self.width() - left - aside - 16, self.height() - 2 * top)

    def _step(self, area: QRectF) -> float:
        return area.width() / max(1, max(len(self.points), len(self.other)) - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = chart_painter(self)
        area = self._area()
        self._grid(painter, area)
        if self.other:
            painter.setPen(QPen(QColor(LOOK.colours.quiet), 2, Qt.PenStyle.DashLine))
            places = self._places(area, self.other)
            painter.drawPolyline(QPolygonF(places))
            self._beyond(painter, area, places)
        if self.points:
            self._line(painter, area)
        if self.hasFocus():
            focus_ring(painter, self)
        painter.end()

    def _grid(self, painter: QPainter, area: QRectF) -> None:
        c = LOOK.colours
        for level in (0, 25, 50, 75, 100):
            y = area.bottom() - area.height() * level / 100
            painter.setPen(QPen(QColor(c.rule), 1))
            scale = painter.fontMetrics().horizontalAdvance("100") + 6
            painter.drawLine(QPointF(scale + 6, y), QPointF(area.right(), y))
            if level % 50 == 0:
                painter.setPen(QColor(c.quiet))
                right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(QRectF(0, y - 20, scale, 40), right, str(level))

    def _places(self, area: QRectF, points: Sequence[int]) -> list[QPointF]:
        step = self._step(area)
        return [QPointF(area.left() + i * step, area.bottom() - area.height() * p / 100) for i, p in enumerate(points)]

    def _beyond(self, painter: QPainter, area: QRectF, places: Sequence[QPointF]) -> None:
        """Where the other attempt goes on further, the numbers of its lines and its last value."""
        last = len(places) - 1
        if last < len(self.points):
            return
        painter.setPen(QColor(LOOK.colours.quiet))
        each = max(1, len(places) // 12)
        for number in range(len(self.points), len(places)):
            if number % each == 0 or number == last:
                centred(painter, QPointF(places[number].x(), area.bottom() + 4), str(number))
        above = places[last].y() - 6 - painter.fontMetrics().height()
        centred(painter, QPointF(places[last].x(), above), str(self.other[last]))

    def _line(self, painter: QPainter, area: QRectF) -> None:
        c = LOOK.colours
        places = self._places(area, self.points)
        if 0 <= self.chosen < len(places):
            painter.setPen(QPen(QColor(c.quiet), 1, Qt.PenStyle.DotLine))
            painter.drawLine(
                QPointF(places[self.chosen].x(), area.top()), QPointF(places[self.chosen].x(), area.bottom())
            )
        painter.setPen(QPen(QColor(c.calm), 2.5))
        painter.drawPolyline(QPolygonF(places))
        labelled = max(1, len(places) // 12)
        size = 5 if len(places) <= 80 else 2
        for index, (place, value) in enumerate(zip(places, self.points, strict=True)):
            rose = index > 0 and value > self.points[index - 1]
            painter.setBrush(QColor(c.warm if rose else c.calm))
            painter.setPen(QPen(QColor(c.surface), 1.5))
            radius = size + 3 if index == self.chosen else size
            if rose:  # a rise is told by its shape, too
                painter.drawPolygon(
                    QPolygonF(
                        [
                            place + QPointF(0, -radius - 1),
                            place + QPointF(radius + 1, radius),
                            place + QPointF(-radius - 1, radius),
                        ]
                    )
                )
            else:
                painter.drawEllipse(place, radius, radius)
            if index % labelled == 0 or index == len(places) - 1 or index == self.chosen:
                painter.setPen(QColor(c.ink))
                centred(painter, QPointF(place.x(), place.y() - 10 - painter.fontMetrics().height()), str(value))
                painter.setPen(QColor(c.quiet))
                centred(painter, QPointF(place.x(), area.bottom() + 4), _START if index == 0 else str(index))
