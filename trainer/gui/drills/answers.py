"""The controls by which a drill card is answered: one for each way of answering, and a card shows only its own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...drills import Card, DrillKind
from ..kit.fields import line_field
from ..kit.style import GAP, PAD
from ..kit.widgets import Text, button

_LONGEST = 300
#: Verdict on an option → the sign that tells it without its colour.
_SIGNS = {"": "", "right": "✓", "wrong": "✗"}
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

    def lock(self, given: str, right: str) -> None:
        """Take no further answer; what was given stays to be read. `right`: the answer of the card."""
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
        self._card = ""
        #: Card → what was half typed when another one, or the same one anew, was asked.
        self._half_typed: dict[str, str] = {}
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.check)
        self.column.addLayout(row)
        self.setFocusProxy(self.field)

    def ask(self, card: Card) -> None:
        if not self.field.isReadOnly():
            self._half_typed[self._card] = self.field.text()
        self._card = card.id
        self.check.setVisible(True)
        self.field.setReadOnly(False)
        self.field.setText(self._half_typed.pop(card.id, ""))
        self.field.setPlaceholderText("")
        super().ask(card)

    def text(self) -> str:
        return self.field.text()

    def lock(self, given: str, right: str) -> None:
        super().lock(given, right)
        self.check.setVisible(False)
        self.field.setReadOnly(True)

    def _give(self) -> None:
        if self.field.isReadOnly():
            return
        if self.field.text().strip():
            self.given.emit(self.field.text())
            return
        # A button that does nothing would seem broken.
        self.field.setPlaceholderText("Type your answer here first")
        self.field.setFocus()


class ChosenAnswer(Answer):
    """Buttons of which one is pressed. Afterwards each tells whether it was right, by a sign and by its frame."""

    def __init__(self) -> None:
        super().__init__()
        #: The answer that each button gives.
        self.values: dict[QPushButton, str] = {}

    def offer(self, made: QPushButton, value: str) -> None:
        """Add a button that gives this answer."""
        made.clicked.connect(lambda: self.given.emit(value))
        self.values[made] = value
        self.buttons.append(made)
        self.column.addWidget(made)

    def ask(self, card: Card) -> None:
        for made in self.buttons:
            self._mark(made, "")
        super().ask(card)

    def lock(self, given: str, right: str) -> None:
        super().lock(given, right)
        for made, value in self.values.items():
            self._mark(made, "right" if value == right else "wrong" if value == given else "")

    def _mark(self, made: QPushButton, verdict: str) -> None:
        made.setProperty("verdict", verdict)
        made.style().unpolish(made)
        made.style().polish(made)
        self.show_sign(made, _SIGNS[verdict])

    def show_sign(self, made: QPushButton, sign: str) -> None:
        """Show a sign on a button, "" for none."""
        raise NotImplementedError


class MeaningAnswer(ChosenAnswer):
    """What a plain "no" would do: three buttons, each with its letter."""

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[QPushButton, str] = {}
        for value, key, word in _MEANINGS:
            made = button(f"{key}   {word}", f"drill{value.capitalize()}")
            self._words[made] = made.text()
            self.offer(made, value)
        self.setFocusProxy(self.buttons[0])

    def show_sign(self, made: QPushButton, sign: str) -> None:
        made.setText(f"{self._words[made]}   {sign}".rstrip())

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


class LinesAnswer(ChosenAnswer):
    """Four lines to choose from, each a button of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [LineButton(number) for number in (1, 2, 3, 4)]
        for number, made in enumerate(self.lines, start=1):
            self.offer(made, str(number))
        self.setFocusProxy(self.lines[0])

    def show_sign(self, made: QPushButton, sign: str) -> None:
        assert isinstance(made, LineButton)
        made.number.say(f"{self.values[made]} {sign}".rstrip())

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
        DrillKind.SAY: typed,
        DrillKind.NO_MEANS: MeaningAnswer(),
        DrillKind.SPOT: LinesAnswer(),
    }
