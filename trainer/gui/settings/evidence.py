"""The evidence cards: what each technique is, what is known of it, and when to leave it alone."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...coach.evidence import Card, cards
from ..frame.page import Page
from ..kit.style import BIG, PAD, WIDE
from ..kit.widgets import Text, card, scrolled
from ..kit.wrapping_list import Rows

_GRADES = {
    "A": "Grade A: pooled and robust",
    "B": "Grade B: some controlled evidence",
    "C": "Grade C: craft knowledge, or a single weak source",
}


class EvidencePage(Page):
    """A list of techniques and the card of the one chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.list = Rows("techniques", "Techniques")
        for one in cards():
            self.list.addItem(f"{one.title}  ({one.grade})")
        self.title, self.grade = Text(role="title", name="cardTitle"), Text(role="calm", name="cardGrade")
        self.parts = {name: Text(role="lead" if name == "what" else "", name=f"card_{name}") for name in _TITLES}
        shown: list[QWidget] = [self.title, self.grade]
        for name, title in _TITLES.items():
            if title:
                shown.append(Text(title, role="quiet"))
            shown.append(self.parts[name])
        body = QWidget()
        body.setObjectName("column")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card(*shown))
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(WIDE)
        row.addWidget(self.list, 3)
        row.addWidget(scrolled(body, "The card"), 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(BIG, WIDE, BIG, BIG)
        whole.setSpacing(PAD)
        whole.addWidget(Text("The evidence", role="title"))
        whole.addWidget(
            Text(
                "Nothing here is proven to make people say yes. Each card says how much is known, and where it ends.",
                role="quiet",
            )
        )
        whole.addWidget(self.notice)
        whole.addLayout(row, 1)
        self.list.currentRowChanged.connect(lambda place: self._show(cards()[place]))
        self.list.setCurrentRow(0)

    def _show(self, shown: Card) -> None:
        self.title.say(shown.title)
        self.grade.say(_GRADES[shown.grade])
        for name, part in self.parts.items():
            text = getattr(shown, name)
            part.say(f"“{text}”" if name in ("good", "bad") else text)

    def focus_first(self) -> None:
        self.list.setFocus()


#: Parts of a card in order, each with its title.
_TITLES = {
    "what": "",
    "good": "Like this",
    "bad": "Not like this",
    "known": "What is known",
    "limits": "Limits",
    "leave": "When not to use it",
    "source": "Source",
}
