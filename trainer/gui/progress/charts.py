"""Charts of progress: walked by keyboard, told as a table, saved as a picture, a drawing or figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QIODevice, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFocusEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from ...plain_files import write_chosen
from ...progress.skills import Series, table_of
from ..kit.paper import save_painted, save_picture
from ..kit.widgets import Text, button, chart_painter
from .plot import Plot

#: Ending → what a chart is saved as.
_KINDS = {"png": "Picture", "svg": "Drawing", "csv": "Figures"}


def kinds(first: str) -> str:
    """Return what a chart can be saved as, as Qt writes it. `first`: the ending that is offered first."""
    return ";;".join(f"{_KINDS[ending]} (*.{ending})" for ending in sorted(_KINDS, key=lambda one: one != first))


class Chart(QWidget):
    """Some curves over months. Left and Right walk from month to month; the values are told."""

    #: (name of the chart, ending of the file)
    save_asked = Signal(str, str)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.series: tuple[Series, ...] = ()
        self._month = -1
        self.title, self.told = Text(title, role="strong"), Text(role="quiet", name=f"{name}Told")
        self.plot = Plot()
        self.keep = self._keep_button(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self.title)
        column.addWidget(self.plot, 1)
        column.addWidget(self.told)
        column.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignRight)

    def _keep_button(self, name: str) -> QPushButton:
        keep = button("Save", f"{name}Keep")
        keep.setAccessibleDescription("As a picture, as a drawing, or the figures as a table")
        menu = QMenu(keep)
        for ending, word in _KINDS.items():
            text = f"{word} ({ending.upper()}) …"
            menu.addAction(text).triggered.connect(lambda _=False, ending=ending: self.save_asked.emit(name, ending))
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
        self.plot.show_series(self.series, months)

    def _months(self) -> list[str]:
        return sorted({point.month for one in self.series for point in one.points})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._months()) - 1
        key, now = Qt.Key(event.key()), self._month if self._month >= 0 else last
        steps = {Qt.Key.Key_Right: now + 1, Qt.Key.Key_Left: now - 1} if self._month >= 0 else {}
        steps = steps or {Qt.Key.Key_Right: last, Qt.Key.Key_Left: last}
        steps |= {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        if last < 0 or key not in steps:
            super().keyPressEvent(event)
            return
        self._tell(max(0, min(last, steps[key])))

    def _tell(self, number: int) -> None:
        """Go to a month, and tell its values; a screen reader is told."""
        self._month, month = number, self._months()[number]
        values = [
            f"{one.name} {point.value:.1f} {one.unit} (n = {point.count})"
            for one in self.series
            for point in one.points
            if point.month == month
        ]
        self.told.say(f"{month}: {'; '.join(values)}")
        self.plot.choose(number)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.told.text()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.plot.ring(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.plot.ring(False)

    def _draw_svg(self, device: QIODevice) -> None:
        """The chart as a drawing, by Qt itself."""
        from PySide6.QtSvg import QSvgGenerator

        paper = QSvgGenerator()
        paper.setOutputDevice(device)
        paper.setSize(self.plot.size())
        paper.setViewBox(self.plot.rect())
        paper.setResolution(self.plot.logicalDpiX())  # so that text is as large as on the page
        paper.setTitle(self.title.text())
        painter = chart_painter(paper)
        self.plot.draw(painter)
        painter.end()

    def _picture(self) -> QPixmap:
        """The chart as it is on the page, without its button."""
        whole = self.grab()  # lays it out, too
        if not self.keep.isVisibleTo(self):
            return whole
        return whole.copy(0, 0, whole.width(), round(self.keep.y() * whole.devicePixelRatio()))

    def save(self, path: Path) -> None:
        """Save as what the ending says: png, svg, or csv. Raises TrainerError when it cannot be written there."""
        if path.suffix.lower() == ".csv":
            rows = io.StringIO(newline="")
            csv.writer(rows).writerows(table_of(self.series))
            write_chosen(path, rows.getvalue())
        elif path.suffix.lower() == ".svg":
            save_painted(path, self._draw_svg)
        else:
            save_picture(path, self._picture())
