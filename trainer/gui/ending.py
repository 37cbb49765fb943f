"""The end page: how a talk went, its curve, its transcript. Also for stored talks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..scenario import Outcome
from .style import BIG, PAD, WIDE
from .widgets import Curve, Text, button, card, scrolled

if TYPE_CHECKING:
    from ..coach import Debrief

_WIDEST = 1200
_GLAD = (Outcome.AGREED, Outcome.AGREED_IN_PART, Outcome.WITHDRAWN, Outcome.POSTPONED)


class EndPage(QWidget):
    """The look back at one talk."""

    again_asked = Signal()
    library_asked = Signal()
    progress_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.title, self.headline = Text(role="quiet"), Text(role="display", name="outcome")
        self.meaning, self.ending = Text(role="lead"), Text(role="lead", name="ending")
        self.figures = Text(name="figures")
        self.curve = Curve()
        self.transcript_title = Text("Line by line", role="strong")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(PAD)
        self.again = button("Try it again", "againButton", main=True)
        self.again.clicked.connect(self.again_asked)
        library, progress = (
            button("Other scenarios", "toLibraryButton"),
            button("Your progress", "toProgressButton"),
        )
        library.clicked.connect(self.library_asked)
        progress.clicked.connect(self.progress_asked)
        buttons = QHBoxLayout()
        for made in (self.again, library, progress):
            buttons.addWidget(made)
        buttons.addStretch(1)
        body = QWidget()
        body.setObjectName("debrief")
        column = QVBoxLayout(body)
        column.setContentsMargins(BIG, WIDE, BIG, BIG)
        column.setSpacing(PAD)
        for part in (self.title, self.headline, self.meaning, self.ending):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addWidget(card(Text("Resistance, line by line", role="strong"), self.curve))
        column.addWidget(card(Text("What the lines did", role="strong"), self.figures))
        column.addWidget(self.transcript_title)
        column.addLayout(self._lines)
        column.addStretch(1)
        # Lines of text longer than this are hard to read on a wide screen.
        body.setMaximumWidth(_WIDEST)
        holder = QWidget()
        holder.setObjectName("column")
        middle = QHBoxLayout(holder)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(body)
        self.area = area = scrolled(holder)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def show_debrief(
        self,
        title: str,
        look: Debrief,
        lines: Sequence[tuple[str, str, int, int, Sequence[str]]],
        repeatable: bool,
    ) -> None:
        """`lines`: (line, reply, resistance before, after, causes as shown)."""
        self.title.say(title)
        self.headline.say(look.headline)
        self.headline.setAccessibleName(f"Outcome: {look.headline}")
        self.meaning.say(look.meaning)
        self.meaning.recolour("calm" if look.outcome in _GLAD else "warm")
        self.ending.say(look.ending)
        self.curve.show_curve(look.curve)
        self.figures.say("\n".join(_figures(look)))
        self.again.setVisible(repeatable)
        self._fill(lines)
        self.area.verticalScrollBar().setValue(0)

    def _fill(self, lines: Sequence[tuple[str, str, int, int, Sequence[str]]]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for number, (line, reply, before, after, causes) in enumerate(lines, start=1):
            change = after - before
            arrow = Text(f"{before} → {after}  ({change:+d})", role="calm" if change <= 0 else "warm")
            self._lines.addWidget(
                card(
                    Text(f"{number}.  {line}", role="strong"),
                    Text(reply),
                    arrow,
                    Text(" · ".join(causes), role="quiet"),
                )
            )


def _figures(look: Debrief) -> list[str]:
    """The facts of the talk, a sentence each."""
    asks = look.no_oriented + look.yes_oriented
    facts = [f"Asks: {asks}, of which {look.no_oriented} could be granted with a “no”." if asks else "No ask was made."]
    if look.best_line:
        facts.append(f"Moved most ({look.best_delta:+d}): “{look.best_line}”")
    facts += [f"Laid to rest: “{thought}”" for thought in look.settled]
    facts += [f"Never came up: “{thought}”" for thought in look.unsaid]
    return facts
