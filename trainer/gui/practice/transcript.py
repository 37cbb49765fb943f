"""What was said, oldest first, in bubbles; after each own line one can try again from there."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ..kit.style import GAP, LOOK, PAD
from ..kit.widgets import Text, button

#: So many bubbles are kept on the page; the look back has all of them.
MOST_BUBBLES = 120
#: Pixels of height at 100 % text.
_LEAST = 80


class Transcript(QScrollArea):
    """`another_try_asked` tells the number of the turn that is to be tried again."""

    another_try_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("transcript")
        self.setAccessibleName("Transcript")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The range changes when a bubble has been laid out, not when it is added.
        self.verticalScrollBar().rangeChanged.connect(self._to_end)
        self._texts: list[str] = []
        self.empty()

    def empty(self) -> None:
        body = QWidget()
        body.setObjectName("transcriptBody")
        self._column = QVBoxLayout(body)
        self._column.setSpacing(PAD)
        self._column.setContentsMargins(0, 0, GAP, 0)
        self._column.addStretch(1)
        self._texts = []
        self.setWidget(body)

    def add(self, who: str, text: str, bubble: str, number: int = 0) -> None:
        """`bubble`: theirs or mine; `number`: of the turn, for a line of one's own. The newest is scrolled into view."""
        self._texts.append(f"{who}: {text}")
        frame = QFrame()
        frame.setProperty("bubble", bubble)
        column = QVBoxLayout(frame)
        column.setContentsMargins(PAD, GAP + 2, PAD, GAP + 2)
        column.setSpacing(2)
        said = Text(text, role="lead")
        said.setAccessibleName(f"{who}: {text}")
        column.addWidget(Text(who, role="quiet"))
        column.addWidget(said)
        if number:
            column.addWidget(self._again(number), 0, Qt.AlignmentFlag.AlignRight)
        holder = QWidget()
        holder.setObjectName("column")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(frame, 5)
        row.insertStretch(0 if bubble == "mine" else 1, 1)
        self._column.addWidget(holder)
        if self._column.count() - 1 > MOST_BUBBLES:  # the first is the stretch above them
            oldest = self._column.takeAt(1)
            if oldest is not None and (gone := oldest.widget()) is not None:
                gone.deleteLater()

    def tell(self, sentence: str) -> None:
        """Say something between the two, in nobody's bubble: how the talk ended."""
        self._texts.append(sentence)
        told = Text(sentence, role="strong", name="talkOver")
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._column.addWidget(told)

    def _again(self, number: int) -> QWidget:
        made = button("Try another line here", f"anotherTry{number}")
        made.setProperty("link", True)
        made.setAccessibleDescription(f"Goes back to the moment before line {number}; this attempt is kept")
        made.clicked.connect(lambda: self.another_try_asked.emit(number))
        return made

    def sizeHint(self) -> QSize:
        """It takes what is left, but a short line and its answer can be read in it."""
        return QSize(super().sizeHint().width(), LOOK.pixels(_LEAST))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), LOOK.pixels(_LEAST))

    def _to_end(self, _lowest: int, highest: int) -> None:
        self.verticalScrollBar().setValue(highest)

    def text(self) -> str:
        """All of it, a line each, for tests and for copying."""
        return "\n".join(self._texts)
