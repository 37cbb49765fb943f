"""The end of a sitting on the page: what was learned, what to look at again, and when the cards come next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ...drills.cards import Card
from ...drills.wording import asked_of, right_answer
from ..kit.style import PAD
from ..kit.widgets import Text, card, fill_column

if TYPE_CHECKING:
    from ...drills.summary import Summary


class SummaryPanel(QWidget):
    """Three cards, of which the one of missed cards is there only if some were missed."""

    def __init__(self) -> None:
        super().__init__()
        self.learned, self.missed = Text(name="drillLearned"), Text(name="drillMissed")
        self.coming = Text(name="drillComing")
        self._to_see_again = card(
            Text("Worth another look", role="strong"), self.missed, name="drillMissedCard", gap=PAD
        )
        fill_column(
            self,
            card(Text("This sitting", role="strong"), self.learned, name="drillLearnedCard", gap=PAD),
            self._to_see_again,
            card(Text("What comes next", role="strong"), self.coming, name="drillComingCard", gap=PAD),
        )

    def show_summary(self, found: Summary) -> None:
        self.learned.say("\n".join(found.learned))
        self.missed.say("\n\n".join(_told(one) for one in found.missed))
        self._to_see_again.setVisible(bool(found.missed))
        self.coming.say("\n".join(found.coming))

    def spoken(self) -> str:
        """Return all of it for a screen reader."""
        return " ".join(part.text() for part in (self.learned, self.missed, self.coming) if part.text())


def _told(one: Card) -> str:
    return f"{asked_of(one)}\n{right_answer(one)}"
