"""The drill page: one card at a time, by keyboard or by mouse; it can be left at any card."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from ...drills import Card, Verdict
from ...drills.schedule import IN_TIME
from ...drills.wording import explained, hint, table
from ...errors import TrainerError
from ..frame.page import Page
from ..kit.flow import flow
from ..kit.widgets import Text, bring_into_view, button, scrolling_column, to_top
from .answers import Answer
from .card_view import CardView
from .summary_panel import SummaryPanel

if TYPE_CHECKING:
    from ...drills.dry_run import Moment
    from ...drills.sitting import Answered, Sitting
    from ...drills.summary import Summary

#: Judges and stores an answer: (text, seconds, hinted, late, what the learner decided in doubt).
Judge = Callable[[str, float, bool, bool, "bool | None"], "Answered"]
#: Milliseconds between two looks at the clock.
_TICK = 250


class DrillPage(Page):
    """`left` tells that the learner stops."""

    begin_asked = Signal()
    left = Signal()
    library_asked = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock`: seconds, for how long an answer took."""
        super().__init__()
        self.setObjectName("drillPage")
        self._clock = clock
        self._sitting: Sitting | None = None
        #: The card that is shown, before and after it is answered.
        self.card: Card | None = None
        self._judge: Judge | None = None
        #: An answer in doubt, and how many seconds it took, while the learner decides.
        self._open: tuple[str, float] | None = None
        self._sum_up: Callable[[], Summary] | None = None
        self._shown_at, self._hinted, self.in_time = 0.0, False, False
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._tick)

    def _build(self) -> None:
        self.greeting, self.place = Text(role="lead", name="drillGreeting"), Text(role="quiet", name="drillPlace")
        self.intro = Text("\n".join(table()["kinds"].values()), role="quiet", name="drillIntro")
        self.view, self.summary = CardView(), SummaryPanel()
        self.view.given.connect(self._given)
        self.view.decision.decided.connect(self._decide)
        column = scrolling_column(self, 860)
        for part in (
            Text("Drills", role="title"), self.notice, self.greeting, self.intro, self.place, self.view, self.summary,
        ):  # fmt: skip
            column.addWidget(part)
        column.addWidget(self._build_buttons())
        column.addStretch(1)

    def _build_buttons(self) -> QWidget:
        self.start = button("Begin", "drillStart", main=True)
        self.next = button("Next card", "drillNext", main=True)
        self.hint = button("A hint", "drillHint")
        self.stop = button("Stop here", "drillStop")
        self.library = button("Scenarios", "drillLibrary")
        for made, told in (
            (self.start, self.begin_asked),
            (self.next, self.show_card),
            (self.hint, self.show_hint),
            (self.stop, self.left),
            (self.library, self.library_asked),
        ):
            made.clicked.connect(told)
        return flow(self.start, self.next, self.hint, self.stop, self.library)

    # -- the course of a sitting -------------------------------------------------------------------------------

    def greet(self, sentence: str, ready: bool, new_here: bool = False) -> None:
        """Before a sitting: what is due, in a sentence. `new_here`: the kinds of card are explained, too."""
        self._sitting = None
        self._timer.stop()
        self.greeting.say(sentence)
        self.place.say("")
        self.intro.setVisible(new_here)
        for part in (self.view, self.summary, self.next, self.hint, self.stop):
            part.setVisible(False)
        self.start.setVisible(ready)
        self.library.setVisible(True)
        (self.start if ready else self.library).setFocus()

    @property
    def under_way(self) -> bool:
        """Whether a sitting is on the page."""
        return self._sitting is not None

    def begin(self, sitting: Sitting, judge: Judge, sum_up: Callable[[], Summary]) -> None:
        """`sum_up`: sums the sitting up."""
        self._sitting, self._judge, self._sum_up = sitting, judge, sum_up
        for part in (self.start, self.library, self.intro, self.summary):
            part.setVisible(False)
        self.stop.setVisible(True)
        self.view.setVisible(True)
        self.show_card()

    def show_card(self) -> None:
        """The next card, or the end of the sitting."""
        sitting = self._sitting
        if sitting is None:
            return
        moment = self._moment(sitting)
        one = sitting.card
        if one is None:
            self._end()
            return
        self.greeting.say("")
        self.place.say(f"Card {len(sitting.done) + 1} of {sitting.total}")
        self._open = None
        self.next.setVisible(False)
        self.stop.setVisible(True)
        self.hint.setVisible(one.typed)
        self._hinted = False
        self.view.clock.setVisible(self.in_time)
        self.view.clock.setValue(self.view.clock.maximum())
        self.card = one
        self.view.show_card(one, moment)
        self._shown_at = self._clock()
        if self.in_time:
            self._timer.start()
        self._announce(f"{self.view.asked.text()} {self.view.prompt.text()}")

    def _moment(self, sitting: Sitting) -> Moment | None:
        """Return the moment of the next card, without those cards whose scenario cannot be played, which are told."""
        while True:
            try:
                return sitting.moment()
            except TrainerError as error:
                self.notice.say(f"A card is left out. {error}")

    def show_hint(self) -> None:
        """How the model answer begins; an answer after it counts as one with a hint."""
        one = self._sitting.card if self._sitting else None
        if one is not None and one.typed and not self._is_answered():
            self._hinted = True
            self.view.model.say(hint(one))
            self.view.answer.setFocus()

    def _given(self, control: Answer, text: str, late: bool = False) -> None:
        """Judge an answer; only the control of the card in hand gives one."""
        one = self._sitting.card if self._sitting else None
        if one is None or self._judge is None or self._is_answered() or control is not self.view.answer:
            return
        self._timer.stop()
        seconds = self._clock() - self._shown_at
        assert self._sitting is not None
        verdict = self._sitting.look(text)
        if verdict.doubt and not late:
            self._ask_to_decide(one, verdict, text, seconds)
            return
        self._show_verdict(one, self._judge(text, seconds, self._hinted, late, None), text, late)

    def _is_answered(self) -> bool:
        return self.next.isVisible() or self._open is not None

    def _ask_to_decide(self, one: Card, verdict: Verdict, text: str, seconds: float) -> None:
        """Show what the judge cannot know, beside the model answer. No button has the keyboard: nothing is decided by Enter."""
        self._open = (text, seconds)
        self.view.verdict.say(verdict.doubt)
        self.view.verdict.recolour("strong")
        self.view.show_model(one)
        self.hint.setVisible(False)
        self.view.answer.lock(text, one.answer)
        self.view.decision.setVisible(True)
        self.setFocus()
        bring_into_view(self.view.decision)
        self._announce("\n".join((verdict.doubt, self.view.model.text(), self.view.decision.spoken())))

    def _decide(self, counts: bool) -> None:
        one, judge = self.card, self._judge
        if self._open is None or one is None or judge is None:
            return
        (text, seconds), self._open = self._open, None
        self.view.decision.setVisible(False)
        self._show_verdict(one, judge(text, seconds, self._hinted, False, counts), text, late=False)

    def _show_verdict(self, one: Card, answered: Answered, text: str, late: bool) -> None:
        said = f"Time is up. {answered.verdict.said}" if late else answered.verdict.said
        self.view.verdict.say(said)
        self.view.verdict.recolour("calm" if answered.result.right else "warm")
        self.view.tell_what_came_of_it(answered.verdict)
        self.view.show_model(one)
        self.view.terms.say("\n".join(explained(self.view.asked.text(), self.view.causes.text(), one.explanation)))
        self.next.setVisible(True)
        sitting = self._sitting
        if sitting is not None:
            # A missed card may come once more; then there is one card more than it said.
            again = "; this one comes again" if one in sitting.cards else ""
            self.place.say(f"Card {len(sitting.done)} of {sitting.total}{again}")
            self.next.setText("Next card" if sitting.card else "Finish")
            self.stop.setVisible(sitting.card is not None)
        self.next.setFocus()
        bring_into_view(self.next)
        self.view.answer.lock(text, one.answer)
        self.hint.setVisible(False)
        self._announce("\n".join(part.text() for part in self.view.answered if part.text()))

    def _end(self) -> None:
        assert self._sum_up is not None
        found = self._sum_up()
        if found.answered:
            self.show_end(found)
        else:  # no card could be played: there is nothing to sum up
            self.left.emit()

    def show_end(self, found: Summary) -> None:
        """Show what a sitting came to."""
        self.greet(f"Done for now: {found.right} of {found.answered} right.", ready=found.more)
        self.summary.show_summary(found)
        self.summary.setVisible(True)
        # What was learned is read before what to press: once all is laid out.
        QTimer.singleShot(0, self, lambda: to_top(self))
        self._announce(f"{self.greeting.text()} {self.summary.spoken()}")

    def _tick(self) -> None:
        if not self.isVisible():  # it was left: a card nobody sees is not missed
            self._timer.stop()
            return
        left = IN_TIME - (self._clock() - self._shown_at)
        self.view.clock.setValue(max(0, round(left * 1000)))
        if left <= 0:
            self._given(self.view.answer, self.view.answer.text(), late=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif self._open is not None:
            if not self.view.decision.take_key(event.text()):
                super().keyPressEvent(event)
        elif self._sitting is None or self._sitting.card is None or not self.view.answer.take_key(event.text()):
            super().keyPressEvent(event)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
