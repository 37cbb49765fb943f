"""The drill page: one card at a time, by keyboard or by mouse; it can be left at any card."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QProgressBar, QWidget

from ...drills import Card, Verdict
from ...drills.schedule import IN_TIME
from ...drills.wording import explained, hint, question, right_answer, table
from ...errors import TrainerError
from ...safe_text import signed
from ..frame.page import Page
from ..kit.flow import flow
from ..kit.style import PAD
from ..kit.widgets import Text, bring_into_view, button, card, scrolling_column, to_top
from .answers import Answer, answers
from .summary_panel import SummaryPanel

if TYPE_CHECKING:
    from ...drills.dry_run import Moment
    from ...drills.sitting import Answered, Sitting
    from ...drills.summary import Summary

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
        self._judge: Callable[[str, float, bool, bool], Answered] | None = None
        self._sum_up: Callable[[], Summary] | None = None
        self._shown_at, self._hinted, self.in_time = 0.0, False, False
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._tick)

    def _build(self) -> None:
        self.greeting, self.place = Text(role="lead", name="drillGreeting"), Text(role="quiet", name="drillPlace")
        self.intro = Text("\n".join(table()["kinds"].values()), role="quiet", name="drillIntro")
        self.card_frame, self.summary = self._build_card(), SummaryPanel()
        column = scrolling_column(self, 860)
        for part in (
            Text("Drills", role="title"), self.notice, self.greeting, self.intro, self.place, self.card_frame, self.summary,
        ):  # fmt: skip
            column.addWidget(part)
        column.addWidget(self._build_buttons())
        column.addStretch(1)

    def _build_card(self) -> QFrame:
        self.asked, self.situation = Text(role="strong", name="drillAsked"), Text(role="quiet", name="drillSituation")
        self.terms, self.speaker = Text(role="quiet", name="drillTerms"), Text(role="quiet", name="drillSpeaker")
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
        self.reply, self.causes = Text(name="drillReply"), Text(role="quiet", name="drillCauses")
        self.model, self.explanation = Text(role="lead", name="drillModel"), Text(name="drillExplanation")
        self.answered = (self.verdict, self.reply, self.causes, self.model, self.explanation)
        return card(
            self.asked, self.situation, self.speaker, self.prompt, *self.controls, self.clock, *self.answered, self.terms,
            name="drillCard", gap=PAD,
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

    def greet(self, sentence: str, ready: bool, new_here: bool = False) -> None:
        """Before a sitting: what is due, in a sentence. `new_here`: the kinds of card are explained, too."""
        self._sitting = None
        self._timer.stop()
        self.greeting.say(sentence)
        self.place.say("")
        self.intro.setVisible(new_here)
        for part in (self.card_frame, self.summary, self.next, self.hint, self.stop):
            part.setVisible(False)
        self.start.setVisible(ready)
        self.library.setVisible(True)
        (self.start if ready else self.library).setFocus()

    @property
    def under_way(self) -> bool:
        """Whether a sitting is on the page."""
        return self._sitting is not None

    def begin(
        self, sitting: Sitting, judge: Callable[[str, float, bool, bool], Answered], sum_up: Callable[[], Summary]
    ) -> None:
        """`judge`: judges and stores an answer: (text, seconds, hinted, late); `sum_up`: sums the sitting up."""
        self._sitting, self._judge, self._sum_up = sitting, judge, sum_up
        for part in (self.start, self.library, self.intro, self.summary):
            part.setVisible(False)
        self.stop.setVisible(True)
        self.card_frame.setVisible(True)
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
        for part in self.answered:
            part.say("")
        self.next.setVisible(False)
        self.stop.setVisible(True)
        self.hint.setVisible(one.typed)
        self._hinted = False
        self.clock.setVisible(self.in_time)
        self.clock.setValue(self.clock.maximum())
        self._fill(one, moment)
        self._shown_at = self._clock()
        if self.in_time:
            self._timer.start()
        self._announce(f"{self.asked.text()} {self.prompt.text()}")

    def _moment(self, sitting: Sitting) -> Moment | None:
        """Return the moment of the next card, without those cards whose scenario cannot be played, which are told."""
        while True:
            try:
                return sitting.moment()
            except TrainerError as error:
                self.notice.say(f"A card is left out. {error}")

    def _fill(self, one: Card, moment: Moment | None) -> None:
        """Show what a card asks, and the one control by which it is answered."""
        self.card = one
        self.asked.say(question(one))
        self.situation.say(one.situation)
        self.speaker.say(f"{moment.name}, resistance {moment.resistance}:" if moment else "")
        said = moment.says if moment else one.prompt or one.says
        self.prompt.say(f"“{said}”" if said else "")
        self.terms.say("\n".join(explained(self.asked.text())))
        self._answer = self.answers[one.kind]
        for control in self.controls:
            control.setVisible(control is self._answer)
        self._answer.ask(one)

    def show_hint(self) -> None:
        """How the model answer begins; an answer after it counts as one with a hint."""
        one = self._sitting.card if self._sitting else None
        if one is not None and one.typed and not self.next.isVisible():
            self._hinted = True
            self.model.say(hint(one))
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
        said = f"Time is up. {answered.verdict.said}" if late else answered.verdict.said
        self.verdict.say(said)
        self.verdict.recolour("calm" if answered.result.right else "warm")
        self._tell_what_came_of_it(answered.verdict)
        self.model.say(right_answer(one))
        self.explanation.say(one.explanation)
        self.terms.say("\n".join(explained(self.asked.text(), self.causes.text(), one.explanation)))
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
        self._announce("\n".join(part.text() for part in self.answered if part.text()))

    def _tell_what_came_of_it(self, verdict: Verdict) -> None:
        """Show what the counterpart made of a line, where there was one."""
        told = verdict.told
        if told is not None:
            self.reply.say(f"{told.name}: “{told.reply}”")
            self.causes.say(" · ".join(f"{cause} {signed(points)}" for cause, points in told.causes))

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
