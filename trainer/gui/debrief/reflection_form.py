"""The learner's own words after a talk: the four questions and the commitment."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from ...coach.reflection import questions, words
from ..kit.fields import line_field
from ..kit.style import GAP, PAD
from ..kit.widgets import Text


class ReflectionForm(QFrame):
    """Questions to answer in a sentence or to skip, and one thing to do. `kept` is told whenever a field is left."""

    kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setObjectName("reflecting")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(GAP)
        column.addWidget(Text("In your own words", role="strong"))
        column.addWidget(Text("A sentence each, or leave it empty.", role="quiet"))
        #: What each field held when it was shown, or when it was last stored.
        self._known: dict[QLineEdit, str] = {}
        self.titles: dict[str, Text] = {}
        self.fields: dict[str, QLineEdit] = {}
        for question in questions():
            self.titles[question.id] = Text(question.text)
            self.fields[question.id] = line_field(f"answer{question.id.capitalize()}", question.text)
            column.addWidget(self.titles[question.id])
            column.addWidget(self.fields[question.id])
        asked = words()
        column.addSpacing(PAD)
        column.addWidget(Text(asked["text"], role="strong"))
        self.commitment = line_field("commitment", asked["text"], asked["placeholder"])
        self.commitment.setAccessibleDescription("The next start asks how it went")
        column.addWidget(self.commitment)
        for field in (*self.fields.values(), self.commitment):
            field.editingFinished.connect(self.kept)

    def show_form(self, form: str, answers: Mapping[str, str], commitment: str) -> None:
        """`form`: short or long; answers by question."""
        shown = {question.id for question in questions(form)}
        for name, field in self.fields.items():
            field.setText(answers.get(name, ""))
            visible = name in shown or bool(answers.get(name))
            field.setVisible(visible)
            self.titles[name].setVisible(visible)
        self.commitment.setText(commitment)
        self.stored()

    def stored(self) -> None:
        """Take note that what stands in the fields is what is stored."""
        self._known = {field: field.text().strip() for field in (*self.fields.values(), self.commitment)}

    def changed(self) -> tuple[dict[str, str], str | None]:
        """Return the answers a person changed here, and the commitment, None for unchanged; "" was taken away.

        The others may have been written by another window meanwhile, so they are not to be written from here.
        """
        answers = {name: answer for name, answer in self.answers().items() if self._is_changed(self.fields[name])}
        return answers, self.commitment.text().strip() if self._is_changed(self.commitment) else None

    def _is_changed(self, field: QLineEdit) -> bool:
        return field.text().strip() != self._known.get(field, "")

    def answers(self) -> dict[str, str]:
        """Question → answer, empty ones too."""
        return {name: field.text().strip() for name, field in self.fields.items()}

    def on_paper(self) -> list[tuple[str, str]]:
        """(question, answer) of what was answered, the commitment last."""
        said = [(self.titles[name].text(), answer) for name, answer in self.answers().items() if answer]
        made = self.commitment.text().strip()
        return [*said, (words()["text"], made)] if made else said
