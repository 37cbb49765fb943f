"""The progress page: sessions, outcomes, and the share of no-oriented asks over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..scenario import Outcome
from .style import BIG, BODY, LOOK, PAD, WIDE
from .widgets import Bars, Text, card, scrolled, visible

if TYPE_CHECKING:
    from ..history import SessionRow
    from ..progress import Review

_COLUMNS = ("When", "Scenario", "Lines", "No-oriented", "Resistance", "Outcome")


class ProgressPage(QWidget):
    """Figures come in with `show_review`; opening a row asks for its look back."""

    session_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("progressPage")
        self._ids: list[int] = []
        self.empty = Text(
            "Nothing here yet. After your first talk this page shows what your lines did.",
            role="lead",
            name="emptyProgress",
        )
        self.totals, self.outcomes = Text(role="lead", name="totals"), Text(name="outcomes")
        self.bars = Bars()
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setObjectName("sessions")
        self.table.setAccessibleName("Sessions")
        self.table.setAccessibleDescription("Enter opens the look back at a session")
        self.table.setHorizontalHeaderLabels(list(_COLUMNS))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().setVisible(False)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.itemActivated.connect(lambda item: self.session_chosen.emit(self._ids[item.row()]))
        top = QHBoxLayout()
        top.setSpacing(WIDE)
        self.facts = card(Text("So far", role="strong"), self.totals, self.outcomes)
        facts = self.facts.layout()
        assert isinstance(facts, QVBoxLayout)
        facts.addStretch(1)
        self.chart = card(Text("Asks that could be granted with a “no”, by week", role="strong"), self.bars)
        top.addWidget(self.facts, 2)
        top.addWidget(self.chart, 3)
        body = QWidget()
        body.setObjectName("column")
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scrolled(body))
        whole = QVBoxLayout(body)
        whole.setContentsMargins(BIG, WIDE, BIG, BIG)
        whole.setSpacing(PAD)
        whole.addWidget(Text("Your progress", role="title"))
        whole.addWidget(self.empty)
        whole.addLayout(top)
        whole.addWidget(self.table, 1)
        self._foot = QWidget()
        self._foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        whole.addWidget(self._foot)

    def show_review(self, review: Review, rows: Sequence[SessionRow]) -> None:
        from ..coach.debrief import OUTCOMES

        spoken = [row for row in rows if row.turns]
        for part in (self.facts, self.chart, self.table):
            part.setVisible(bool(spoken))
        self.empty.setVisible(not spoken)
        self._foot.setVisible(not spoken)
        share = f"{review.no_oriented / review.asks:.0%}" if review.asks else "none yet"
        self.totals.say(
            f"{review.sessions} talk{'s' * (review.sessions != 1)}, {review.lines} lines.\nNo-oriented: {share} of {review.asks} asks."
        )
        self.outcomes.say("\n".join(f"{count} × {OUTCOMES[outcome][0].lower()}" for outcome, count in review.outcomes))
        self.bars.show_weeks([(f"{week.monday:%d %b}", week.share, week.asks) for week in review.weeks])
        self._fill(spoken)

    def _fill(self, rows: Sequence[SessionRow]) -> None:
        from ..coach.debrief import OUTCOMES

        self._ids = [row.id for row in rows]
        self.table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            outcome = OUTCOMES[row.outcome or Outcome.UNFINISHED][0]
            asks = row.no_oriented + row.yes_oriented
            texts = (
                f"{row.started.astimezone():%d %b %Y, %H:%M}", row.title, str(row.turns),
                f"{row.no_oriented} of {asks}", f"{row.opening_resistance} → {row.last_resistance}", outcome,
            )  # fmt: skip
            for column, text in enumerate(texts):
                self.table.setItem(number, column, QTableWidgetItem(visible(text)))
        self.table.setMinimumHeight(LOOK.pixels(180))
        self.table.resizeColumnsToContents()
        for column in range(len(_COLUMNS)):
            self.table.setColumnWidth(column, self.table.columnWidth(column) + WIDE)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultSectionSize(round(LOOK.points(BODY) * 2.6))
