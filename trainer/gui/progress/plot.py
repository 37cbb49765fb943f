"""Curves over months, painted by hand. Dashes and marks tell them apart as well, for those who see no colours."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from ...progress.skills import Series
from ..kit.style import GAP, LOOK, PAD, SMALL
from ..kit.widgets import centred, chart_painter, focus_ring

_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
#: Corners of the mark of each curve, in radii; none: a disc.
_MARKS: tuple[tuple[tuple[float, float], ...], ...] = (
    (),
    ((0, -1.3), (1.2, 0.9), (-1.2, 0.9)),
    ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),
)
_RADIUS, _WIDTH = 4, 2.2
#: Rows of the legend, and how far below the curves the months stand, in heights of a line.
_LEADING, _DROP = 1.2, 0.5
#: Months shown as ticks at most, points of a curve that still gets marks, and the length of a sample in the legend.
_TICKS, _MARKED, _SAMPLE = 4, 60, 34
#: Steps between two ticks that can be counted in one's head, each times a power of ten.
_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_ticks(values: Sequence[float], most: int = 5) -> list[float]:
    """Round numbers from below the lowest to above the highest value. Zero is among them: no small change looks large."""
    low, high = min(0.0, *values), max(0.0, *values)
    rough = (high - low) / max(1, most - 1) or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size for size in _ROUND if size * power >= rough * (1 - 1e-9)) * power
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def tick_texts(ticks: Sequence[float]) -> list[str]:
    """The ticks as text, with as many decimals as their step needs."""
    step = ticks[1] - ticks[0]
    decimals = next((n for n in range(4) if abs(round(step, n) - step) < step * 1e-6), 4)
    return [f"{tick + 0.0:.{decimals}f}" for tick in ticks]


def crisp(place: float) -> float:
    """The middle of a pixel, where a thin line is one pixel wide and not two pale ones."""
    return math.floor(place) + 0.5


class Plot(QWidget):
    """The drawing in a chart. It takes no focus of its own; the chart around it is walked."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.series: tuple[Series, ...] = ()
        self.months: tuple[str, ...] = ()
        self.chosen = -1
        self.ringed = False

    def show_series(self, series: Sequence[Series], months: Sequence[str]) -> None:
        """Draw these curves over these months, no month chosen."""
        self.series, self.months, self.chosen = tuple(series), tuple(months), -1
        self._fit()
        self.update()

    def choose(self, month: int) -> None:
        """Put the line that one walks with on a month, by its number."""
        self.chosen = month
        self.update()

    def ring(self, shown: bool) -> None:
        """Show or hide that the chart has the focus."""
        self.ringed = shown
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave as much room for the curves as without a legend, however many rows that one takes."""
        metrics = QFontMetricsF(LOOK.font(SMALL))
        self.setMinimumHeight(LOOK.pixels(170) + round(self._legend_rows(metrics) * metrics.height() * _LEADING))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = chart_painter(self)
        self.draw(painter)
        if self.ringed:
            focus_ring(painter, self)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Paint the curves in the size of this widget; also onto paper that is no widget."""
        painter.fillRect(QRectF(self.rect()), QColor(LOOK.colours.surface))
        values = [point.value for one in self.series for point in one.points]
        if not values:
            return
        metrics = QFontMetricsF(painter.font(), painter.device())
        high = self.height() / (metrics.height() * 2.2)
        ticks = round_ticks(values, max(2, min(5, int(high))))
        area = self._area(metrics, ticks)
        self._grid(painter, area, ticks)
        self._ticks(painter, area)
        if len(self.series) > 1:
            self._legend(painter, metrics)
        if 0 <= self.chosen < len(self.months):
            x = crisp(self._x(area, self.chosen))
            painter.setPen(QPen(QColor(LOOK.colours.quiet), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for number, one in enumerate(self.series):
            self._curve(painter, area, ticks, number, one)

    def _area(self, metrics: QFontMetricsF, ticks: Sequence[float]) -> QRectF:
        left = max(metrics.horizontalAdvance(text) for text in tick_texts(ticks)) + PAD + 2
        top = self._legend_rows(metrics) * metrics.height() * _LEADING + metrics.height() / 2 + GAP
        below = metrics.height() * (1 + _DROP) + GAP
        return QRectF(left, top, max(1.0, self.width() - left - PAD), max(1.0, self.height() - top - below))

    def _x(self, area: QRectF, month: int) -> float:
        """The months with a little room on both sides, so that no mark is cut; one alone stands in the middle."""
        room = min(0.4, len(self.months) / 30) if len(self.months) > 1 else 0.5
        return area.left() + area.width() * (month + room) / max(1e-9, len(self.months) - 1 + 2 * room)

    @staticmethod
    def _y(area: QRectF, ticks: Sequence[float], value: float) -> float:
        return area.bottom() - area.height() * (value - ticks[0]) / (ticks[-1] - ticks[0])

    def _grid(self, painter: QPainter, area: QRectF, ticks: Sequence[float]) -> None:
        c = LOOK.colours
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        half = painter.fontMetrics().height()
        for tick, text in zip(ticks, tick_texts(ticks), strict=True):
            y = self._y(area, ticks, tick)
            painter.setPen(QPen(QColor(c.quiet if tick == 0 else c.rule), 1))
            painter.drawLine(QPointF(area.left(), crisp(y)), QPointF(area.right(), crisp(y)))
            painter.setPen(QColor(c.quiet))
            painter.drawText(QRectF(0, y - half, area.left() - GAP, 2 * half), right, text)

    def _ticks(self, painter: QPainter, area: QRectF) -> None:
        """The names of some months, as many as have room."""
        width = painter.fontMetrics().horizontalAdvance(self.months[0])
        most = max(1, min(_TICKS, int(area.width() / (width + 2 * PAD))))
        step = max(1, -(-len(self.months) // most))
        drop = painter.fontMetrics().height() * _DROP
        c = LOOK.colours
        for number in range(0, len(self.months), step):
            x = self._x(area, number)
            painter.setPen(QPen(QColor(c.quiet), 1))
            painter.drawLine(QPointF(crisp(x), area.bottom()), QPointF(crisp(x), area.bottom() + 4))
            inside = max(width / 2 + GAP, min(self.width() - width / 2 - GAP, x))
            centred(painter, QPointF(inside, area.bottom() + drop), self.months[number])

    def _curve(self, painter: QPainter, area: QRectF, ticks: Sequence[float], number: int, one: Series) -> None:
        place = {month: index for index, month in enumerate(self.months)}
        points = [QPointF(self._x(area, place[point.month]), self._y(area, ticks, point.value)) for point in one.points]
        self._pen(painter, number)
        painter.drawPolyline(QPolygonF(points))
        if len(points) <= _MARKED:
            between = area.width() / max(1, len(self.months))
            radius = max(_RADIUS / 2, min(LOOK.pixels(_RADIUS), between / 2))
            for point in points:
                self._mark(painter, number, point, radius)

    @staticmethod
    def _pen(painter: QPainter, number: int) -> None:
        c = LOOK.colours
        pen = QPen(QColor((c.calm, c.warm, c.ink, c.quiet)[number % 4]), _WIDTH, _STYLES[number % 4])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)

    @staticmethod
    def _mark(painter: QPainter, number: int, place: QPointF, radius: float) -> None:
        """The mark of a curve; a thin edge in the colour of the paper keeps it apart from the lines that cross it."""
        c = LOOK.colours
        painter.setPen(QPen(QColor(c.surface), 1))
        painter.setBrush(QColor((c.calm, c.warm, c.ink, c.quiet)[number % 4]))
        corners = _MARKS[number % 4]
        if corners:
            painter.drawPolygon(QPolygonF([place + QPointF(x, y) * radius for x, y in corners]))
        else:
            painter.drawEllipse(place, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    # -- the legend ----------------------------------------------------------------------------------------

    def _places(self, metrics: QFontMetricsF) -> list[tuple[int, float]]:
        """Where each curve stands in the legend: its row, and how far to the right; filled like lines of text."""
        places: list[tuple[int, float]] = []
        row, x = 0, float(GAP)
        for one in self.series:
            width = _SAMPLE + GAP + metrics.horizontalAdvance(one.name)
            if x > GAP and x + width > self.width() - GAP:
                row, x = row + 1, float(GAP)
            places.append((row, x))
            x += width + 2 * PAD
        return places

    def _legend_rows(self, metrics: QFontMetricsF) -> int:
        return self._places(metrics)[-1][0] + 1 if len(self.series) > 1 else 0

    def _legend(self, painter: QPainter, metrics: QFontMetricsF) -> None:
        height = metrics.height() * _LEADING
        for number, (one, (row, x)) in enumerate(zip(self.series, self._places(metrics), strict=True)):
            middle = GAP + (row + 0.5) * height
            self._pen(painter, number)
            painter.drawLine(QPointF(x, middle), QPointF(x + _SAMPLE, middle))
            self._mark(painter, number, QPointF(x + _SAMPLE / 2, middle), LOOK.pixels(_RADIUS))
            painter.setPen(QColor(LOOK.colours.ink))
            left = x + _SAMPLE + GAP
            text = metrics.elidedText(one.name, Qt.TextElideMode.ElideRight, max(1.0, self.width() - left - GAP) + 1)
            painter.drawText(
                QRectF(left, middle - height, self.width() - left, 2 * height), Qt.AlignmentFlag.AlignVCenter, text
            )
