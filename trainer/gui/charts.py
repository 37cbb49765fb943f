"""Charts of progress: walked by keyboard, told as a table, saved as a picture, a drawing or figures."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton, QVBoxLayout, QWidget

from ..errors import TrainerError
from ..progress.skills import Series, table_of
from .style import LOOK, SMALL
from .widgets import Text, button

_STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
_MARKS = ("o", "t", "s", "d")
#: Months shown as ticks at most.
_TICKS = 4


class Chart(QWidget):
    """Some curves over months. Left and Right walk from month to month; the values are told."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.series: tuple[Series, ...] = ()
        self._month = -1
        self.title, self.told = Text(title, role="strong"), Text(role="quiet", name=f"{name}Told")
        self.plot = pg.PlotWidget()
        self.plot.setMenuEnabled(False)
        self.plot.setMouseEnabled(False, False)
        self.plot.hideButtons()
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self.keep = self._keep_button(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.title)
        column.addWidget(self.plot, 1)
        column.addWidget(self.told)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignRight)

    def _keep_button(self, name: str) -> QPushButton:
        keep = button("Keep it", f"{name}Keep")
        keep.setAccessibleDescription("As a picture, as a drawing, or the figures as a table")
        menu = QMenu(keep)
        for text, ending in (("Picture (PNG) …", "png"), ("Drawing (SVG) …", "svg"), ("Figures (CSV) …", "csv")):
            menu.addAction(text).triggered.connect(lambda _=False, ending=ending: self._ask_where(ending))
        keep.setMenu(menu)
        return keep

    def show_series(self, series: Sequence[Series]) -> None:
        """Draw these curves; an empty one is left out."""
        self.series = tuple(one for one in series if one.points)
        self._month = -1
        months = self._months()
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription(
            "Arrow keys tell the values. " + "; ".join(" ".join(row) for row in table_of(self.series)[:40])
        )
        self.told.say("" if months else "Nothing to show yet.")
        self.keep.setVisible(bool(months))
        self.plot.setVisible(bool(months))
        self._draw(months)

    def _months(self) -> list[str]:
        return sorted({point.month for one in self.series for point in one.points})

    def _draw(self, months: Sequence[str]) -> None:
        c = LOOK.colours
        plot = self.plot
        plot.clear()
        plot.setBackground(QColor(c.surface))
        plot.setMinimumHeight(LOOK.pixels(170))
        place = {month: number for number, month in enumerate(months)}
        item = plot.getPlotItem()
        if item.legend is not None:
            item.legend.scene().removeItem(item.legend)
            item.legend = None
        if len(self.series) > 1:
            legend = plot.addLegend(offset=(10, 4), labelTextColor=QColor(c.ink))
            legend.setLabelTextSize(f"{LOOK.points(SMALL):.0f}pt")
        for number, one in enumerate(self.series):
            colour = QColor((c.calm, c.warm, c.ink, c.quiet)[number % 4])
            xs, ys = [place[point.month] for point in one.points], [point.value for point in one.points]
            many = len(xs) > 60
            plot.plot(
                xs, ys, name=one.name, pen=pg.mkPen(colour, width=2.2, style=_STYLES[number % 4]),
                symbol=None if many else _MARKS[number % 4], symbolBrush=colour, symbolPen=None, symbolSize=8,
            )  # fmt: skip
        step = max(1, -(-len(months) // _TICKS))
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(QColor(c.rule))
            axis.setTextPen(QColor(c.quiet))
            axis.setTickFont(LOOK.font(SMALL))
        item.getAxis("bottom").setTicks([[(place[month], month) for month in months[::step]]])
        item.getAxis("left").setWidth(round(LOOK.points(SMALL) * 4.2))
        item.getAxis("bottom").setHeight(round(LOOK.points(SMALL) * 2.6))
        plot.setXRange(-0.4, max(0.4, len(months) - 0.6), padding=0)
        plot.enableAutoRange(axis="y")
        plot.addItem(self._line, ignoreBounds=True)
        self._line.setPen(pg.mkPen(QColor(c.quiet), width=1))
        self._line.setVisible(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        months = self._months()
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not months:
            super().keyPressEvent(event)
            return
        self._month = max(0, min(len(months) - 1, self._month + step if self._month >= 0 else len(months) - 1))
        month = months[self._month]
        values = [
            f"{one.name} {point.value:.1f} {one.unit} (n = {point.count})"
            for one in self.series
            for point in one.points
            if point.month == month
        ]
        self.told.say(f"{month}: {'; '.join(values)}")
        self._line.setValue(self._month)
        self._line.setVisible(True)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.told.text()))

    def _ask_where(self, ending: str) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Keep the chart", str(Path.home() / f"{self.objectName()}.{ending}")
        )
        if chosen:
            try:
                self.save(Path(chosen))
            except TrainerError as error:
                self.told.say(str(error))

    def _draw_svg(self, path: Path) -> None:
        """The chart as a drawing, by Qt itself."""
        from PySide6.QtSvg import QSvgGenerator

        paper = QSvgGenerator()
        paper.setFileName(str(path))
        paper.setSize(self.plot.size())
        paper.setViewBox(self.plot.rect())
        paper.setTitle(self.title.text())
        painter = QPainter(paper)
        self.plot.render(painter)
        painter.end()

    def save(self, path: Path) -> None:
        """Save as what the ending says: png, svg, or csv. Raises TrainerError when the disk refuses."""
        try:
            if path.suffix == ".csv":
                with path.open("w", encoding="utf-8", newline="") as file:
                    csv.writer(file).writerows(table_of(self.series))
            elif path.suffix == ".svg":
                path.touch()
                self._draw_svg(path)
            elif not self.grab().save(str(path), "PNG"):
                raise OSError("not writable")
        except OSError as error:
            raise TrainerError(f"{path} cannot be written. Please choose another place.") from error
