"""Asks how a commitment went: what the learner said they would do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ...coach.reflection import words
from ..kit.fields import line_field
from ..kit.style import PAD
from ..kit.widgets import Text, button


class CommitmentReminder(QFrame):
    """What one said one would do, and how it went. `answered` tells (status, how it went)."""

    answered = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setObjectName("reminder")
        self._asked = ""
        asked = words()
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        self.text = Text(role="lead", name="reminderText")
        self.how = line_field("reminderHow", "How it went", "How it went, if you like")
        column.addWidget(self.text)
        column.addWidget(self.how)
        row = QHBoxLayout()
        for status in ("done", "not_yet", "dropped"):
            made = button(asked[status], f"reminder{status.title().replace('_', '')}", main=status == "done")
            made.clicked.connect(lambda _=False, status=status: self._answer(status))
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        self.setVisible(False)

    def ask(self, commitment: str) -> None:
        """Ask about a commitment; an empty text takes the question away. What is half typed stays while it is the same."""
        asked = words()["asked"].replace("{text}", commitment.rstrip(" .")) if commitment else ""
        if asked != self._asked:
            self.how.clear()
        self._asked = asked
        self.text.say(asked)
        self.setVisible(bool(commitment))

    def _answer(self, status: str) -> None:
        self.setVisible(False)
        how, self._asked = self.how.text().strip(), ""
        self.answered.emit(status, how)
