"""The drill page: one card at a time, by keyboard or by mouse; it can be left at any card."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from ...drills import Card
from ...drills.schedule import IN_TIME
from ...drills.wording import question, right_answer
from ..frame.page import Page
from ..kit.flow import flow
from ..kit.style import PAD
from ..kit.widgets import Text, bring_into_view, button, card, scrolling_column
from .answers import Answer, answers

if TYPE_CHECKING:
    from ...drills.sitting import Answered, Sitting

#: Milliseconds between two looks at the clock.
_TICK = 250
#: Words of the model answer that a hint shows.
_HINTED_WORDS = 4


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
        self._judge: Callable[[str, float, bool, bool], Answered] | None = None
        self._shown_at, self._hinted, self.in_time = 0.0, False, False
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._tick)

    def _build(self) -> None:
        self.greeting, self.place = Text(role="lead", name="drillGreeting"), Text(role="quiet", name="drillPlace")
        self.card_frame = self._build_card()
        column = scrolling_column(self, 860)
        for part in (Text("Drills", role="title"), self.notice, self.greeting, self.place, self.card_frame):
            column.addWidget(part)
        column.addWidget(self._build_buttons())
        column.addStretch(1)

    def _build_card(self) -> QFrame:
        self.asked, self.situation = Text(role="strong", name="drillAsked"), Text(role="quiet", name="drillSituation")
        self.prompt = Text(role="title", name="drillPrompt")
        self.answers = answers()
        self.controls = tuple(dict.fromkeys(self.answers.values()))
        self._answer: Answer = self.controls[0]
        for control in self.controls:
            control.given.connect(lambda text, control=control: self._given(control, text))
        self.clock = QProgressBar()
        self.clock.setAccessibleName("Time left")
        self.clock.setTextVisible(False)
        self.clock.setMaximum(round(IN_TIME * 1000))
        self.verdict = Text(role="calm", name="drillVerdict")
        self.model, self.explanation = Text(role="lead", name="drillModel"), Text(name="drillExplanation")
        return card(
            self.asked, self.situation, self.prompt, *self.controls, self.clock, self.verdict, self.model,
            self.explanation, name="drillCard", gap=PAD,
        )  # fmt: skip

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

    def greet(self, sentence: str, ready: bool) -> None:
        """Before a sitting: what is due, in a sentence."""
        self._sitting = None
        self._timer.stop()
        self.greeting.say(sentence)
        self.place.say("")
        for part in (self.card_frame, self.next, self.hint, self.stop):
            part.setVisible(False)
        self.start.setVisible(ready)
        self.library.setVisible(True)
        (self.start if ready else self.library).setFocus()

    @property
    def under_way(self) -> bool:
        """Whether a sitting is on the page."""
        return self._sitting is not None

    def begin(self, sitting: Sitting, judge: Callable[[str, float, bool, bool], Answered]) -> None:
        """`judge`: judges and stores an answer: (text, seconds, hinted, late)."""
        self._sitting, self._judge = sitting, judge
        self.start.setVisible(False)
        self.library.setVisible(False)
        self.stop.setVisible(True)
        self.card_frame.setVisible(True)
        self.show_card()

    def show_card(self) -> None:
        """The next card, or the end of the sitting."""
        sitting = self._sitting
        if sitting is None:
            return
        one = sitting.card
        if one is None:
            self._end(sitting)
            return
        self.greeting.say("")
        self.place.say(f"Card {len(sitting.done) + 1} of {sitting.total}")
        for part in (self.verdict, self.model, self.explanation):
            part.say("")
        self.next.setVisible(False)
        self.stop.setVisible(True)
        self.hint.setVisible(one.typed)
        self._hinted = False
        self.clock.setVisible(self.in_time)
        self.clock.setValue(self.clock.maximum())
        self._fill(one)
        self._shown_at = self._clock()
        if self.in_time:
            self._timer.start()
        self._announce(f"{self.asked.text()} {self.prompt.text()}")

    def _fill(self, one: Card) -> None:
        """Show what a card asks, and the one control by which it is answered."""
        self.card = one
        self.asked.say(question(one))
        self.situation.say(one.situation)
        self.prompt.say(f"“{one.prompt or one.says}”" if one.prompt or one.says else "")
        self._answer = self.answers[one.kind]
        for control in self.controls:
            control.setVisible(control is self._answer)
        self._answer.ask(one)

    def show_hint(self) -> None:
        """How the model answer begins; an answer after it counts as one with a hint."""
        one = self._sitting.card if self._sitting else None
        if one is not None and one.typed and not self.next.isVisible():
            self._hinted = True
            self.model.say(f"It could begin: “{' '.join(one.model.split()[:_HINTED_WORDS])} …”")
            self._answer.setFocus()

    def _given(self, control: Answer, text: str, late: bool = False) -> None:
        """Judge an answer; only the control of the card in hand gives one."""
        one = self._sitting.card if self._sitting else None
        if one is None or self._judge is None or self.next.isVisible() or control is not self._answer:
            return
        self._timer.stop()
        answered = self._judge(text, self._clock() - self._shown_at, self._hinted, late)
        self._show_verdict(one, answered, text, late)

    def _show_verdict(self, one: Card, answered: Answered, text: str, late: bool) -> None:
        right = answered.result.right
        said = f"Time is up. {answered.verdict.said}" if late else answered.verdict.said
        self.verdict.say(said)
        self.verdict.recolour("calm" if right else "warm")
        self.model.say(right_answer(one))
        self.explanation.say(one.explanation)
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
        self._answer.lock(text, one.answer)
        self.hint.setVisible(False)
        self._announce(f"{said} {self.model.text()} {one.explanation}")

    def _end(self, sitting: Sitting) -> None:
        right = sum(answered.result.right for answered in sitting.done)
        self.greet(f"Done for now: {right} of {len(sitting.done)} right.", ready=False)
        self._announce(self.greeting.text())

    def _tick(self) -> None:
        if not self.isVisible():  # it was left: a card nobody sees is not missed
            self._timer.stop()
            return
        left = IN_TIME - (self._clock() - self._shown_at)
        self.clock.setValue(max(0, round(left * 1000)))
        if left <= 0:
            self._given(self._answer, self._answer.text(), late=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif self._sitting is None or self._sitting.card is None or not self._answer.take_key(event.text()):
            super().keyPressEvent(event)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
