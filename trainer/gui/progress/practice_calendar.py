"""A year of practice days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ..kit.style import LOOK, SMALL
from ..kit.widgets import chart_painter, focus_ring

#: From so much on a day is as dark as it gets.
_FULL = 8


class HeatMap(QWidget):
    """Weeks as columns, Monday on top. Arrow keys walk from day to day; the day is told."""

    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("heatMap")
        self.setAccessibleName("Practice days of a year")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.weeks: list[list[tuple[date, int]]] = []
        self._day = -1

    def show_weeks(self, weeks: Sequence[Sequence[tuple[date, int]]]) -> None:
        """`weeks`: of seven (day, talks and cards)."""
        self.weeks = [list(week) for week in weeks]
        self._day = -1
        active = sum(1 for week in self.weeks for _, count in week if count)
        self.setAccessibleDescription(f"{active} days with practice in the last year. Arrow keys tell the days.")
        self.setFixedHeight(round(LOOK.points(SMALL) * 2.2 * 7 + LOOK.points(SMALL) * 2.4))
        self.update()

    def _side(self) -> float:
        return min((self.width() - 4) / max(1, len(self.weeks)), LOOK.points(SMALL) * 2.2)

    def _names_fit(self, side: float) -> bool:
        return self.fontMetrics().horizontalAdvance("Nov ") < side * 4

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = chart_painter(self)
        side, top = self._side(), LOOK.points(SMALL) * 2.2
        month = 0
        for column, week in enumerate(self.weeks):
            if week[0][0].month != month:
                month = week[0][0].month
                painter.setPen(QColor(LOOK.colours.quiet))
                # The name of a month that ends at once would stand under the next one's.
                lasts = column or self.weeks[min(2, len(self.weeks) - 1)][0][0].month == month
                if lasts and self._names_fit(side):
                    painter.drawText(
                        QRectF(column * side, 0, 80, top), Qt.AlignmentFlag.AlignVCenter, f"{week[0][0]:%b}"
                    )
            for row, (_, count) in enumerate(week):
                self._cell(
                    painter,
                    QRectF(column * side + 1, top + row * side + 1, side - 2, side - 2),
                    count,
                    column * 7 + row,
                )
        if self.hasFocus():
            focus_ring(painter, self)
        painter.end()

    def _cell(self, painter: QPainter, place: QRectF, count: int, number: int) -> None:
        c = LOOK.colours
        colour = QColor(c.calm if count else c.raised)
        if count:
            colour.setAlphaF(0.35 + 0.65 * min(count, _FULL) / _FULL)
        painter.setPen(QPen(QColor(c.ink), 2) if number == self._day and self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(place, 2, 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 7, Qt.Key.Key_Left: -7, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        days = [day for week in self.weeks for day in week]
        if step is None or not days:
            super().keyPressEvent(event)
            return
        self._day = max(0, min(len(days) - 1, self._day + step if self._day >= 0 else len(days) - 1))
        day, count = days[self._day]
        said = f"{day:%A, %d %B %Y}: {count or 'no'} talk{'' if count == 1 else 's'} and cards"
        self.told.emit(said)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        self.update()

    def focusInEvent(self, event: QEvent) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()
