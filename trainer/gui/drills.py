"""The drill page: one card at a time, by keyboard alone; it can be left at any card."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ..drills import Card, DrillKind
from ..drills.judge import words
from ..drills.schedule import IN_TIME
from .style import BIG, LOOK, PAD, WIDE
from .widgets import Notice, Text, button, card, scrolled

if TYPE_CHECKING:
    from ..drills.sitting import Answered, Sitting

_ASKED = {
    DrillKind.FLIP: "Flip it, so that a “no” grants it.",
    DrillKind.NO_MEANS: "What would a plain “no” do?",
    DrillKind.SPOT: "Which line is {find}?",
    DrillKind.NAME: "Name what may be behind it.",
}
_FINDS = {
    "no_oriented_ask": "the no-oriented ask",
    "label": "the label",
    "accusation_audit": "the audit",
    "pressure": "the one that presses",
}
_ANSWERS = (("accept", "A", "grants it"), ("refuse", "R", "turns it down"), ("none", "N", "neither"))
_TICK = 250


class DrillPage(QWidget):
    """`answered` tells what an answer came to, so that it can be stored; `left` that the learner stops."""

    answered = Signal(object)
    begin_asked = Signal()
    left = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.setObjectName("drillPage")
        self._clock = clock
        self._sitting: Sitting | None = None
        self._judge: Callable[[str, float, bool, bool], Answered] | None = None
        self._shown_at, self._hinted, self.in_time = 0.0, False, False
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self._tick)

    def _build(self) -> None:
        self.notice = Notice()
        self.greeting, self.place = Text(role="lead", name="drillGreeting"), Text(role="quiet", name="drillPlace")
        self.asked, self.situation = Text(role="strong", name="drillAsked"), Text(role="quiet", name="drillSituation")
        self.prompt = Text(role="title", name="drillPrompt")
        self.field = QLineEdit()
        self.field.setObjectName("drillAnswer")
        self.field.setAccessibleName("Your answer")
        self.field.setMaxLength(300)
        self.field.returnPressed.connect(lambda: self._answer(self.field.text()))
        self.choices = [self._choice(value, f"{key}   {word}", name) for value, key, word, name in self._keys()]
        self.lines = [self._choice(str(number), str(number), f"drillLine{number}") for number in (1, 2, 3, 4)]
        self.line_texts = [Text(role="lead", name=f"drillText{number}") for number in (1, 2, 3, 4)]
        self.spot = QWidget()
        self.spot.setObjectName("column")
        rows = QGridLayout(self.spot)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setColumnStretch(1, 1)
        for number, made in enumerate(self.lines):
            rows.addWidget(made, number, 0)
            rows.addWidget(self.line_texts[number], number, 1)
        self.clock = QProgressBar()
        self.clock.setAccessibleName("Time left")
        self.clock.setTextVisible(False)
        self.clock.setMaximum(round(IN_TIME * 1000))
        self.verdict = Text(role="calm", name="drillVerdict")
        self.model, self.explanation = Text(role="lead", name="drillModel"), Text(name="drillExplanation")
        self.hint = button("A hint", "drillHint")
        self.hint.clicked.connect(self.show_hint)
        self.next = button("Next card", "drillNext", main=True)
        self.next.clicked.connect(self.show_card)
        self.start = button("Begin", "drillStart", main=True)
        self.start.clicked.connect(self.begin_asked)
        self.stop = button("Stop here", "drillStop")
        self.stop.clicked.connect(self.left)
        row = QHBoxLayout()
        for made in (self.start, self.next, self.hint, self.stop):
            row.addWidget(made)
        row.addStretch(1)
        inside = card(
            self.asked, self.situation, self.prompt, self.field, *self.choices, *self.lines, self.clock, self.verdict,
            self.model, self.explanation, name="drillCard", gap=PAD,
        )  # fmt: skip
        body = QWidget()
        body.setObjectName("column")
        body.setMaximumWidth(LOOK.pixels(860))
        column = QVBoxLayout(body)
        column.setContentsMargins(BIG, WIDE, BIG, BIG)
        column.setSpacing(PAD)
        for part in (Text("Drills", role="title"), self.notice, self.greeting, self.place, inside):
            column.addWidget(part)
        column.addLayout(row)
        column.addStretch(1)
        self.card_frame = inside
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(body))

    def _keys(self) -> list[tuple[str, str, str, str]]:
        return [(value, key, word, f"drill{value.capitalize()}") for value, key, word in _ANSWERS]

    def _choice(self, value: str, text: str, name: str) -> QPushButton:
        made = button(text, name)
        made.clicked.connect(lambda: self._answer(value))
        return made

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
        (self.start if ready else self).setFocus()

    def begin(self, sitting: Sitting, judge: Callable[[str, float, bool, bool], Answered]) -> None:
        """`judge`: judges and stores an answer: (text, seconds, hinted, late)."""
        self._sitting, self._judge = sitting, judge
        self.start.setVisible(False)
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
        self._fill(one)
        for part in (self.verdict, self.model, self.explanation):
            part.say("")
        self.next.setVisible(False)
        self.hint.setVisible(one.typed)
        self._hinted = False
        self.clock.setVisible(self.in_time)
        self.clock.setValue(self.clock.maximum())
        self._shown_at = self._clock()
        if self.in_time:
            self._timer.start()
        self._announce(f"{self.asked.text()} {self.prompt.text()}")

    def _fill(self, one: Card) -> None:
        self.asked.say(_ASKED[one.kind].format(find=_FINDS.get(one.find, one.find)))
        self.situation.say(one.situation)
        self.prompt.say(f"“{one.prompt or one.says}”" if one.prompt or one.says else "")
        self.field.setVisible(one.typed)
        self.field.setReadOnly(False)
        self.field.clear()
        for made in self.choices:
            made.setVisible(one.kind is DrillKind.NO_MEANS)
            made.setEnabled(True)
        spotted = one.kind is DrillKind.SPOT
        self.spot.setVisible(spotted)
        for number, made in enumerate(self.lines):
            made.setEnabled(True)
            self.line_texts[number].say(one.lines[number] if spotted else "")
            made.setAccessibleName(f"{number + 1}: {one.lines[number]}" if spotted else "")
        (self.field if one.typed else self.choices[0] if one.kind is DrillKind.NO_MEANS else self.lines[0]).setFocus()

    def show_hint(self) -> None:
        """How the model answer begins; an answer after it counts as one with a hint."""
        one = self._sitting.card if self._sitting else None
        if one is not None and one.typed and not self.next.isVisible():
            self._hinted = True
            self.model.say(f"It could begin: “{' '.join(one.model.split()[:4])} …”")
            self.field.setFocus()

    def _answer(self, text: str, late: bool = False) -> None:
        sitting = self._sitting
        one = sitting.card if sitting else None
        if one is None or self._judge is None or self.next.isVisible() or (one.typed and not text.strip() and not late):
            return
        self._timer.stop()
        answered = self._judge(text, self._clock() - self._shown_at, self._hinted, late)
        self._show_verdict(one, answered, late)
        self.answered.emit(answered)

    def _show_verdict(self, one: Card, answered: Answered, late: bool) -> None:
        right = answered.result.right
        said = f"Time is up. {answered.verdict.said}" if late else answered.verdict.said
        self.verdict.say(said)
        self.verdict.recolour("calm" if right else "warm")
        self.model.say(_model(one))
        self.explanation.say(one.explanation)
        self.field.setReadOnly(True)
        for made in (*self.choices, *self.lines):
            made.setEnabled(False)
        self.hint.setVisible(False)
        self.next.setVisible(True)
        self.next.setText("Next card" if self._sitting and self._sitting.card else "Finish")
        self.next.setFocus()
        self._announce(f"{said} {self.model.text()} {one.explanation}")

    def _end(self, sitting: Sitting) -> None:
        right = sum(answered.result.right for answered in sitting.done)
        self.greet(f"Done for now: {right} of {len(sitting.done)} right.", ready=False)
        self._announce(self.greeting.text())

    def _tick(self) -> None:
        left = IN_TIME - (self._clock() - self._shown_at)
        self.clock.setValue(max(0, round(left * 1000)))
        if left <= 0:
            self._answer(self.field.text(), late=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        one = self._sitting.card if self._sitting else None
        key = event.text().upper()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif one is not None and one.kind is DrillKind.NO_MEANS and key in ("A", "R", "N"):
            self._answer({letter: value for value, letter, _ in _ANSWERS}[key])
        elif one is not None and one.kind is DrillKind.SPOT and key in ("1", "2", "3", "4"):
            self._answer(key)
        else:
            super().keyPressEvent(event)

    def _announce(self, text: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))


def _model(one: Card) -> str:
    """The right answer, as it is shown after one's own."""
    if one.kind is DrillKind.SPOT:
        return f"{one.answer}: “{one.lines[int(one.answer) - 1]}”"
    if one.kind is DrillKind.NO_MEANS:
        return f"A plain “no” {words()[one.answer]}."
    return f"For example: “{one.model}”"
