"""An optional step before a line is sent: say it aloud, note how it sounded."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ..kit.flow import flow
from ..kit.style import GAP, PAD
from ..kit.widgets import Text, button

#: (value that is stored, word on the button)
TONES = (
    ("calm", "Calm"),
    ("friendly", "Friendly"),
    ("flat", "Flat"),
    ("hurried", "Hurried"),
    ("", "No note"),
)


class ToneRating(QFrame):
    """`rated` tells how the line sounded to the one who said it; "" for no note."""

    rated = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sayFirst")
        self.setProperty("notice", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, GAP, PAD, GAP)
        column.addWidget(Text("Say the line aloud, slowly. How did it sound to you?"))
        self.buttons = []
        for number, (value, word) in enumerate(TONES, start=1):
            made = button("", f"tone{value.capitalize() or 'None'}")
            made.setText(f"&{number}  {word}")  # with the key that presses it
            made.setAccessibleName(f"It sounded: {word}" if value else word)
            made.clicked.connect(lambda _=False, tone=value: self._rate(tone))
            self.buttons.append(made)
        column.addWidget(flow(*self.buttons))
        self.setVisible(False)

    def ask(self) -> None:
        self.setVisible(True)
        self.buttons[0].setFocus()

    def _rate(self, tone: str) -> None:
        self.setVisible(False)
        self.rated.emit(tone)
