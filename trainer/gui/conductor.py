"""The facilitator's console: three columns, refreshed at every step, and single keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QWidget

from ..stage import Phase
from ..stage.plan import pace, plans
from .console_panels import NotesPanel, RoundPanel, WallPanel
from .staging import Stage
from .style import PAD, WIDE
from .widgets import scrolled

_NAMES = {
    Phase.BRIEF: "The brief", Phase.TALK: "The talk", Phase.PROPOSE: "Proposals", Phase.VOTE: "First vote", Phase.DISCUSS: "Discussion",
    Phase.VOTE_AGAIN: "Second vote", Phase.PREDICT: "Prediction", Phase.REVEAL: "The answer", Phase.COMPARE: "Ways compared", Phase.END: "The end",
}  # fmt: skip
_DIGITS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


class ConductorPage(QWidget):
    """Shows the stage and asks it for steps."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.setObjectName("conductorPage")
        self._stage = stage
        self.wall = WallPanel(stage)
        self.round, self.notes = RoundPanel(stage, self.wall.notice), NotesPanel(stage)
        self.notice = self.wall.notice
        self.round.candidates.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE, PAD, WIDE, PAD)
        row.setSpacing(WIDE)
        for panel, share in ((self.wall, 5), (self.round, 6), (self.notes, 4)):
            row.addWidget(scrolled(panel), share)
        stage.changed.connect(self.refresh)
        stage.trouble_told.connect(self.notice.say)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._keys = self._table_of_keys()

    def refresh(self) -> None:
        """Show the stage as it stands."""
        workshop = self._stage.workshop
        if workshop is None:
            return
        self.notice.say("")
        shown = workshop.wall
        self.wall.small.show_view(self._stage.view(), shown.dark, shown.size)
        flags = [word for on, word in ((shown.blank, "blank"), (shown.frozen, "frozen")) if on]
        self.wall.where.say(f"{_NAMES[workshop.phase]}{' · the wall is ' + ' and '.join(flags) if flags else ''}")
        self.round.refresh()
        self.notes.refresh()
        self._tick()

    def _tick(self) -> None:
        workshop = self._stage.workshop
        if workshop is None:
            return
        plan = next((plan for plan in plans() if plan.minutes == workshop.plan), None)
        self.wall.pace.say(pace(plan, workshop.part, (self._stage.clock() - workshop.started) / 60) if plan else "")
        if workshop.timer_ends:
            self.wall.small.update()

    # -- keys --------------------------------------------------------------------------------------------------------

    def _table_of_keys(self) -> dict[Qt.Key, Callable[[], object]]:
        stage, wall = self._stage, self.wall
        return {
            Qt.Key.Key_PageDown: stage.forward, Qt.Key.Key_Right: stage.forward, Qt.Key.Key_PageUp: stage.back,
            Qt.Key.Key_Left: stage.back, Qt.Key.Key_B: wall.toggle("blank"), Qt.Key.Key_F: stage.freeze,
            Qt.Key.Key_S: wall.swap_asked.emit, Qt.Key.Key_T: wall.toggle("thoughts"), Qt.Key.Key_M: wall.toggle("meter"),
            Qt.Key.Key_C: wall.toggle("causes"), Qt.Key.Key_L: wall.toggle("dark"),
        }  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The list would take letters and plus for its own search.
        pressed = event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        editing = self.round.candidates.state() == QListWidget.State.EditingState
        if watched is self.round.candidates and pressed and not editing and self._key(event):  # type: ignore[arg-type]
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def _key(self, event: QKeyEvent) -> bool:
        """Single keys; a presenter remote sends PgDn and PgUp."""
        key, control = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        row, workshop = self.round.candidates.currentRow(), self._stage.workshop
        voting = workshop is not None and workshop.phase in (Phase.VOTE, Phase.VOTE_AGAIN)
        if control and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = -1 if key == Qt.Key.Key_Up else 1
            self._stage.step(lambda w: w.moved(row, by))
            self.round.candidates.setCurrentRow(row + by)
        elif voting and key in _DIGITS:
            self._stage.step(lambda w: w.voted(_DIGITS.index(key), 1))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            by = 1 if key == Qt.Key.Key_Plus else -1
            if voting:
                self._stage.step(lambda w: w.voted(row, by))
            else:
                self.wall.size_by(by * 10)()
        elif key == Qt.Key.Key_Delete and row >= 0:
            self._stage.step(lambda w: w.edited(row, ""))
        elif key in self._keys and not control:
            self._keys[key]()
        else:
            return False
        return True
