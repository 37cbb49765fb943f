"""One card on the drill page: what it asks, the control by which it is answered, and what is said of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ...drills import Card, Verdict
from ...drills.schedule import IN_TIME
from ...drills.wording import explained, question, right_answer
from ...safe_text import signed
from ..kit.style import PAD
from ..kit.widgets import Text, card
from .answers import Answer, answers
from .own_decision import OwnDecision

if TYPE_CHECKING:
    from ...drills.dry_run import Moment


class CardView(QWidget):
    """A card, before and after it is answered. `given` tells the control that gave an answer, and the answer."""

    given = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.situation = Text(role="strong", name="drillAsked"), Text(role="quiet", name="drillSituation")
        self.terms, self.speaker = Text(role="quiet", name="drillTerms"), Text(role="quiet", name="drillSpeaker")
        self.prompt = Text(role="title", name="drillPrompt")
        self.answers = answers()
        self.controls = tuple(dict.fromkeys(self.answers.values()))
        #: The control of the card that is shown.
        self.answer: Answer = self.controls[0]
        for control in self.controls:
            control.given.connect(lambda text, control=control: self.given.emit(control, text))
        self.clock = QProgressBar()
        self.clock.setAccessibleName("Time left")
        self.clock.setTextVisible(False)
        self.clock.setMaximum(round(IN_TIME * 1000))
        self.verdict, self.decision = Text(role="calm", name="drillVerdict"), OwnDecision()
        self.reply, self.causes = Text(name="drillReply"), Text(role="quiet", name="drillCauses")
        self.model, self.explanation = Text(role="lead", name="drillModel"), Text(name="drillExplanation")
        self.answered = (self.verdict, self.reply, self.causes, self.model, self.explanation)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            card(
                self.asked, self.situation, self.speaker, self.prompt, *self.controls, self.clock, self.verdict, self.decision,
                *self.answered[1:], self.terms, name="drillCard", gap=PAD,
            )
        )  # fmt: skip

    def show_card(self, one: Card, moment: Moment | None) -> None:
        """Show what a card asks, and the one control by which it is answered."""
        for part in self.answered:
            part.say("")
        self.decision.setVisible(False)
        self.asked.say(question(one))
        self.situation.say(one.situation)
        self.speaker.say(f"{moment.name}, resistance {moment.resistance}:" if moment else "")
        said = moment.says if moment else one.prompt or one.says
        self.prompt.say(f"“{said}”" if said else "")
        self.terms.say("\n".join(explained(self.asked.text())))
        self.answer = self.answers[one.kind]
        for control in self.controls:
            control.setVisible(control is self.answer)
        self.answer.ask(one)

    def show_model(self, one: Card) -> None:
        """Show a right answer, and why it is one."""
        self.model.say(right_answer(one))
        self.explanation.say(one.explanation)

    def tell_what_came_of_it(self, verdict: Verdict) -> None:
        """Show what the counterpart made of a line, where there was one."""
        told = verdict.told
        if told is not None:
            self.reply.say(f"{told.name}: “{told.reply}”")
            self.causes.say(" · ".join(f"{cause} {signed(points)}" for cause, points in told.causes))
