"""Yes or no to an answer about which the judge is in doubt: the learner decides."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ..kit.flow import flow
from ..kit.widgets import button

#: (whether it counts, its key, the words on the button)
_CHOICES = ((True, "Y", "Yes, count it"), (False, "N", "No, not quite"))


class OwnDecision(QWidget):
    """Two buttons, each with its letter. `decided` tells whether the answer counts as right."""

    decided = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.buttons = [button(f"{key}   {word}", f"drillOwn{key}") for _, key, word in _CHOICES]
        for (counts, _, word), made in zip(_CHOICES, self.buttons, strict=True):
            made.setAccessibleName(word)
            made.clicked.connect(lambda _=False, counts=counts: self.decided.emit(counts))
        column.addWidget(flow(*self.buttons))
        self.setVisible(False)

    def spoken(self) -> str:
        """Return what the keys do, to be read aloud."""
        return " ".join(f"{key}: {word}." for _, key, word in _CHOICES)

    def take_key(self, key: str) -> bool:
        """Decide by a single key; False where the key means nothing here."""
        chosen = next((counts for counts, letter, _ in _CHOICES if letter == key.upper()), None)
        if chosen is not None:
            self.decided.emit(chosen)
        return chosen is not None
