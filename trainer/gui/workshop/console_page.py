"""The facilitator's console: three columns, refreshed at every step, and what its keys do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...debug_log import note
from ...workshop import Phase
from ...workshop.plan import pace, plans
from ...workshop.running import RunningWorkshop
from ...workshop.steps import NAMES
from ..kit.columns import Column, Columns
from ..kit.style import PAD, WIDE
from ..kit.widgets import Notice, Text, bring_into_view
from .audience_panel import AudiencePanel
from .console_keys import ConsoleKey
from .notes_panel import NotesPanel
from .round_panel import RoundPanel


class ConsolePage(QWidget):
    """Shows the running workshop and asks it for steps."""

    open_asked = Signal()
    swap_asked = Signal()

    def __init__(self, running: RunningWorkshop) -> None:
        super().__init__()
        self.setObjectName("consolePage")
        self._running = running
        self._phase: Phase | None = None
        self.audience = AudiencePanel(running)
        self.notice = Notice()
        self.where, self.pace = Text(role="strong", name="phase"), Text(role="quiet", name="pace")
        self.round, self.notes = RoundPanel(running, self.notice), NotesPanel(running)
        self.columns = Columns(
            Column(self.audience, "What the audience sees", 5, 290, place=1),
            Column(self.round, "The round", 6, 320, place=0),
            Column(self.notes, "Only you see this", 4, 270, place=2),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, PAD, WIDE, PAD)
        column.setSpacing(PAD)
        column.addLayout(self._head())
        column.addWidget(self.notice)
        column.addWidget(self.columns, 1)
        self.audience.asked.connect(self.ask)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _head(self) -> QHBoxLayout:
        """Where one is, and the switch that hides the audience's picture: above everything that scrolls."""
        told = QVBoxLayout()
        told.setSpacing(0)
        told.addWidget(self.where)
        told.addWidget(self.pace)
        head = QHBoxLayout()
        head.setSpacing(WIDE)
        head.addLayout(told, 1)
        head.addWidget(self.audience.hide_)
        self.columns.arranged.connect(lambda side_by_side: self._arranged(head, side_by_side))
        return head

    def _arranged(self, head: QHBoxLayout, side_by_side: bool) -> None:
        """In one column the audience's picture would scroll away: then it stands in the head."""
        if not side_by_side:
            head.insertWidget(0, self.audience.small)
        self.audience.keep_in_sight(not side_by_side)

    def refresh(self) -> None:
        """Show the workshop as it stands."""
        workshop = self._running.workshop
        if workshop is None:
            self._phase = None
            return
        self.notice.take_back()  # what was said of the last step; of the file or a paper it stays
        shown = workshop.shown
        self.audience.refresh(self._running.scene(), shown)
        flags = [word for on, word in ((shown.blank, "hidden"), (shown.frozen, "frozen")) if on]
        told = f" · the audience's picture is {' and '.join(flags)}" if flags else ""
        self.where.say(f"{NAMES[workshop.phase]}{told}")
        self.round.refresh()
        self.notes.refresh()
        self._tick()
        if workshop.phase is not self._phase:
            self._phase = workshop.phase
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard where this phase is typed: a line, a guess; else on the next step."""
        fields: dict[Phase | None, QWidget] = {Phase.PROPOSE: self.round.field, Phase.PREDICT: self.round.guess}
        widget = fields.get(self._phase, self.round.next)
        widget.setFocus()
        bring_into_view(widget)

    def _tick(self) -> None:
        workshop = self._running.workshop
        if workshop is None:
            return
        plan = next((plan for plan in plans() if plan.minutes == workshop.plan), None)
        gone = (self._running.clock() - workshop.started) / 60
        self.pace.say(pace(plan, workshop.part, gone) if plan else "")
        if workshop.timer_ends:
            self.audience.small.update()

    # -- requests, each a row of the table of keys ---------------------------------------------------------------------

    def do(self, key: ConsoleKey) -> None:
        """Do what a key stands for."""
        note("key of the console", does=key.does)
        if key.does == "vote":
            if self._voting():
                self._running.step(lambda w: w.voted(key.place, 1))
        else:
            self.ask(key.does)

    def ask(self, what: str) -> None:
        """Make a request by its name, as in the table of keys."""
        requests: dict[str, Callable[[], object]] = {
            "forward": self._forward,
            "back": self._running.back,
            "open_audience": self._open,
            "freeze": self._running.freeze,
            "swap": self.swap_asked.emit,
            "more": lambda: self._more(1),
            "fewer": lambda: self._more(-1),
            "larger": lambda: self._resize(1),
            "smaller": lambda: self._resize(-1),
            "earlier": lambda: self.round.shift(-1),
            "later": lambda: self.round.shift(1),
            "edit": self.round.edit,
            "remove": self.round.remove,
        }
        (requests.get(what) or (lambda: self._running.toggle(what)))()

    def _open(self) -> None:
        """Open the audience window, and show its picture."""
        self.open_asked.emit()
        if self._running.workshop is not None and self._running.workshop.shown.blank:
            self._running.show(blank=False)

    def _forward(self) -> None:
        self.round.finish_editing()
        self._running.forward()

    def _voting(self) -> bool:
        workshop = self._running.workshop
        return workshop is not None and workshop.phase.voting

    def _more(self, by: int) -> None:
        """Count a vote for the selected line while there is a vote; else make the audience's text larger or smaller."""
        if self._voting():
            row = self.round.candidates.currentRow()
            self._running.step(lambda w: w.voted(row, by))
        else:
            self._resize(by)

    def _resize(self, by: int) -> None:
        workshop = self._running.workshop
        if workshop is not None:
            self._running.show(size=workshop.shown.resized(by))
