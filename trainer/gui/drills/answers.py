"""The controls by which a drill card is answered: one for each way of answering, and a card shows only its own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...drills import Card, DrillKind
from ..kit.style import GAP, PAD
from ..kit.widgets import Text, button, line_field

_LONGEST = 300
#: (answer, its key, word on the button)
_MEANINGS = (("accept", "A", "grants it"), ("refuse", "R", "turns it down"), ("none", "N", "neither"))


class Answer(QWidget):
    """One way to answer a card. `given` tells the answer, as `drills.judge` takes it."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("column")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GAP)
        self.buttons: list[QPushButton] = []

    def ask(self, card: Card) -> None:
        """Make ready for a card and take the keyboard."""
        for made in self.buttons:
            made.setEnabled(True)
        self.setFocus()

    def text(self) -> str:
        """Return the answer so far, for when the time is up."""
        return ""

    def lock(self) -> None:
        """Take no further answer; what was given stays to be read."""
        for made in self.buttons:
            made.setEnabled(False)

    def take_key(self, key: str) -> bool:
        """Answer by a single key; False where the key means nothing here."""
        return False


class TypedAnswer(Answer):
    """A field, with a button beside it for those who use the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.field = line_field("drillAnswer", "Your answer", longest=_LONGEST)
        self.field.returnPressed.connect(self._give)
        self.check = button("Check", "drillCheck", main=True)
        self.check.setAccessibleDescription("Judges your answer, as Enter does")
        self.check.clicked.connect(self._give)
        self.buttons = [self.check]
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.check)
        self.column.addLayout(row)
        self.setFocusProxy(self.field)

    def ask(self, card: Card) -> None:
        self.check.setVisible(True)
        self.field.setReadOnly(False)
        self.field.clear()
        super().ask(card)

    def text(self) -> str:
        return self.field.text()

    def lock(self) -> None:
        super().lock()
        self.check.setVisible(False)
        self.field.setReadOnly(True)

    def _give(self) -> None:
        if self.field.text().strip() and not self.field.isReadOnly():
            self.given.emit(self.field.text())


class MeaningAnswer(Answer):
    """What a plain "no" would do: three buttons, each with its letter."""

    def __init__(self) -> None:
        super().__init__()
        for value, key, word in _MEANINGS:
            made = button(f"{key}   {word}", f"drill{value.capitalize()}")
            made.clicked.connect(lambda _=False, value=value: self.given.emit(value))
            self.buttons.append(made)
            self.column.addWidget(made)
        self.setFocusProxy(self.buttons[0])

    def take_key(self, key: str) -> bool:
        value = {letter: value for value, letter, _ in _MEANINGS}.get(key.upper())
        if value is not None:
            self.given.emit(value)
        return value is not None


class LineButton(QPushButton):
    """A button that is a whole line of talk: it wraps, and is as high as the line needs."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.setObjectName(f"drillLine{number}")
        self.setProperty("line", True)
        self.setAutoDefault(True)
        self.number, self.said = Text(str(number), role="strong"), Text(role="lead", name=f"drillText{number}")
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, GAP, PAD, GAP)
        row.setSpacing(PAD)
        for part, share in ((self.number, 0), (self.said, 1)):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part, share)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_line(self, line: str) -> None:
        self.said.say(line)
        self.setAccessibleName(f"{self.number.text()}: {line}")

    def sizeHint(self) -> QSize:
        return self._held().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._held().minimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._held().heightForWidth(width)

    def _held(self) -> QHBoxLayout:
        held = self.layout()
        assert isinstance(held, QHBoxLayout)
        return held


class LinesAnswer(Answer):
    """Four lines to choose from, each a button of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [LineButton(number) for number in (1, 2, 3, 4)]
        self.buttons = list(self.lines)
        for number, made in enumerate(self.lines, start=1):
            made.clicked.connect(lambda _=False, number=number: self.given.emit(str(number)))
            self.column.addWidget(made)
        self.setFocusProxy(self.lines[0])

    def ask(self, card: Card) -> None:
        for made, line in zip(self.lines, card.lines, strict=True):
            made.show_line(line)
        super().ask(card)

    def take_key(self, key: str) -> bool:
        if key not in ("1", "2", "3", "4"):
            return False
        self.given.emit(key)
        return True


def answers() -> dict[DrillKind, Answer]:
    """Make the control of each kind of card; kinds that are answered alike share one."""
    typed = TypedAnswer()
    return {
        DrillKind.FLIP: typed,
        DrillKind.NAME: typed,
        DrillKind.NO_MEANS: MeaningAnswer(),
        DrillKind.SPOT: LinesAnswer(),
    }
