"""The table of talks: sorted, filtered, as long as it may be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...coach.debrief import OUTCOMES
from ...history.figures import SessionLine
from ...safe_text import heard, visible
from ...scenario import Outcome
from ..kit.fields import line_field
from ..kit.flow import flow
from ..kit.style import BODY, LOOK, PAD, WIDE
from ..kit.widgets import ComboBox, Text, button, label_for, scrolled

#: A title that can be told from others.
_LEAST_TITLE = "Coffee with someone"
#: Rows that can be seen at once, the titles among them; in a lower window the whole part scrolls.
_LEAST_ROWS = 5
_COLUMNS = ("When", "Scenario", "Level", "Lines", "No-oriented", "Resistance", "Outcome")
_Index = QModelIndex | QPersistentModelIndex


def cells(line: SessionLine) -> tuple[str, ...]:
    """A talk as the table shows it."""
    started = datetime.fromisoformat(line.started).astimezone()
    title = f"{line.title}{', another attempt' if line.branch else ''}{', a test' if line.held_back else ''}"
    asks = line.no_oriented + line.yes_oriented
    outcome = OUTCOMES[Outcome(line.outcome)][0]
    return (
        f"{started:%d %b %Y, %H:%M}", title, line.level, str(line.turns), f"{line.no_oriented} of {asks}",
        f"{line.first} → {line.last}", outcome,
    )  # fmt: skip


def _key(line: SessionLine, column: int) -> Any:
    """What a column is sorted by."""
    levels = {"easy": 0, "medium": 1, "hard": 2}
    asks = line.no_oriented + line.yes_oriented
    share = line.no_oriented / asks if asks else -1.0
    return (
        line.started,
        line.title.lower(),
        levels.get(line.level, 3),
        line.turns,
        share,
        line.last - line.first,
        line.outcome,
    )[column]


class SessionModel(QAbstractTableModel):
    """The talks that pass the filter, in the order asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[SessionLine] = []
        self.shown: list[SessionLine] = []
        self._order = (0, Qt.SortOrder.DescendingOrder)
        self._words, self._outcome = "", ""

    def show_lines(self, lines: Sequence[SessionLine]) -> None:
        self._all = list(lines)
        self._apply()

    def narrow(self, words: str, outcome: str) -> None:
        """Show only talks whose title, level or outcome holds every word, and that ended so."""
        self._words, self._outcome = heard(words).casefold(), outcome
        self._apply()

    def _apply(self) -> None:
        self.beginResetModel()
        wanted = self._words.split()
        self.shown = [
            line
            for line in self._all
            if (not self._outcome or line.outcome == self._outcome)
            and all(
                word in heard(f"{line.title} {line.level} {line.outcome} {line.kind}").casefold() for word in wanted
            )
        ]
        column, order = self._order
        self.shown.sort(key=lambda line: _key(line, column), reverse=order is Qt.SortOrder.DescendingOrder)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = (max(0, column), order)
        self._apply()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return visible(cells(self.shown[index.row()])[index.column()])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _COLUMNS[section]
        return None


class SessionsView(QWidget):
    """`chosen` tells the uid of a talk whose debrief is wanted; `compare_asked` two uids; `erase_asked` one."""

    chosen = Signal(str)
    compare_asked = Signal(str, str)
    erase_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = SessionModel()
        self.words = line_field("sessionFilter", "Show only talks with these words", "Filter")
        self.outcome = ComboBox("outcomeFilter", "Outcome", "Shows only talks that ended so")
        self.outcome.addItem("All outcomes", "")
        for outcome, (name, _) in OUTCOMES.items():
            self.outcome.addItem(name.lower(), str(outcome))
        self.words.textChanged.connect(self._narrow)
        self.outcome.currentIndexChanged.connect(self._narrow)
        self.count = Text(role="quiet", name="sessionCount")
        self.table = self._table()
        self.compare = button("Compare two", "compareButton")
        self.compare.setAccessibleDescription("Shows the curves of the two chosen talks over each other")
        self.compare.clicked.connect(self._compare)
        self.erase = button("Erase …", "eraseSessionButton")
        self.erase.clicked.connect(self._erase)
        self._lay_out()

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("sessions")
        table.setAccessibleName("Talks")
        table.setAccessibleDescription("Enter opens the debrief of a talk")
        table.setModel(self.model)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().setVisible(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.activated.connect(lambda index: self.chosen.emit(self.model.shown[index.row()].uid))
        return table

    def _lay_out(self) -> None:
        held = QWidget()
        held.setObjectName("column")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PAD)
        self._tools = flow(
            self.words, label_for(self.outcome, role="quiet"), self.outcome, self.compare, self.erase, spacing=PAD
        )
        column.addWidget(self._tools)
        column.addWidget(self.count)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, PAD, 0, 0)
        whole.addWidget(scrolled(held, "Talks"))

    def show_lines(self, lines: Sequence[SessionLine]) -> None:
        self.model.show_lines(lines)
        for part in (self._tools, self.table):
            part.setVisible(bool(lines))
        self._tell_count()
        self.restyle()

    def restyle(self) -> None:
        """Columns as wide as the text size asks for; only what can be seen is measured."""
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        metrics = self.table.fontMetrics()
        bold = QFontMetrics(LOOK.font(BODY, bold=True))
        samples = ("28 Sep 2026, 20:48", "", "medium", "Lines", "No-oriented", "Resistance", "Counterfeit yes")
        for column, sample in enumerate(samples):
            if sample:
                title = str(self.model.headerData(column, Qt.Orientation.Horizontal))
                wide = max(metrics.horizontalAdvance(sample), bold.horizontalAdvance(title) + WIDE)
                self.table.setColumnWidth(column, wide + PAD * 2)
        # The title takes what is left, but never less than it needs to be told apart: then the table scrolls.
        least = metrics.horizontalAdvance(_LEAST_TITLE) + WIDE
        others = sum(self.table.columnWidth(column) for column, sample in enumerate(samples) if sample)
        roomy = self.table.viewport().width() - others >= least
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch if roomy else QHeaderView.ResizeMode.Interactive)
        if not roomy:
            self.table.setColumnWidth(1, least)
        row = round(LOOK.points(BODY) * 2.6)
        self.table.verticalHeader().setDefaultSectionSize(row)
        self.table.setMinimumHeight(row * _LEAST_ROWS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.restyle()

    def _narrow(self) -> None:
        self.model.narrow(self.words.text(), str(self.outcome.currentData()))
        self._tell_count()

    def _tell_count(self) -> None:
        shown = len(self.model.shown)
        talks = f"{shown} talk{'' if shown == 1 else 's'}"
        self.count.say(
            talks if self.table.isVisibleTo(self) else "No talk yet. Each of yours will stand here, with its outcome."
        )

    def _rows(self) -> list[str]:
        return [self.model.shown[index.row()].uid for index in self.table.selectionModel().selectedRows()]

    def _compare(self) -> None:
        rows = self._rows()
        if len(rows) == 2:
            self.compare_asked.emit(rows[0], rows[1])
        else:
            self.count.say("Choose two talks, with Ctrl and the arrow keys or the mouse.")

    def _erase(self) -> None:
        rows = self._rows()
        if len(rows) == 1:
            self.erase_asked.emit(rows[0])
        else:
            self.count.say("Choose the one talk that is to be erased.")
