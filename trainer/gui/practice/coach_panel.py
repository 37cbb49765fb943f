"""The coach beside the talk: remarks on the last line, a better one, hints before the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...safe_text import signed
from ..kit.style import PAD
from ..kit.widgets import Text, button, card

_GRADES = ("A hint", "Another hint", "Show a line")


class CoachPanel(QWidget):
    """`use_asked` tells a line for the composer; `hint_asked` that one more grade of hint is wanted."""

    use_asked = Signal(str)
    hint_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("column")
        self._better, self._hints, self.grades = "", ("", "", ""), 0
        self.remarks = Text(name="remarks")
        self.better_title, self.better = (
            Text("A line that would do more here", role="quiet"),
            Text(role="lead", name="better"),
        )
        self.better_delta = Text(role="calm")
        self.use = button("Use it", "useButton")
        self.use.setAccessibleDescription("Puts the coach's line into the composer")
        self.use.clicked.connect(lambda: self.use_asked.emit(self._better))
        self.hints = [Text(name=f"hint{grade}") for grade in (1, 2, 3)]
        self.hint = button(_GRADES[0], "hintButton")
        self.hint.setAccessibleDescription("A hint for your next line, in three grades; that you looked is noted")
        self.hint.clicked.connect(self.hint_asked)
        self.use_hint = button("Use this line", "useHintButton")
        self.use_hint.clicked.connect(lambda: self.use_asked.emit(self._hints[2]))
        self.brief = Text(name="briefReminder")
        self.test_card = card(
            Text("A test", role="strong"),
            Text(
                "No hints here, and nothing is underlined while you type. How it ends is counted apart.",
                name="testTold",
            ),
        )
        panel = card(
            Text("Coach", role="strong"), self.remarks, self.better_title, self.better, self.better_delta, self.use,
            name="coachPanel", gap=PAD,
        )  # fmt: skip
        panel.setAccessibleName("Coach")
        self.hint_card = card(
            Text("Next line", role="strong"),
            *self.hints,
            self.use_hint,
            self.hint,
            name="hintPanel",
            gap=PAD,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(PAD)
        for part in (self.test_card, panel, self.hint_card, card(Text("Your brief", role="strong"), self.brief)):
            layout.addWidget(part)
        layout.addStretch(1)

    def show_feedback(self, remarks: str, better: str, delta: int) -> None:
        """`better`: a line that would have done more, "" for none; `delta`: what it would have done to resistance."""
        self._better = better
        self.remarks.say(remarks)
        self.better_title.setVisible(bool(better))
        self.better.say(f"“{better}”" if better else "")
        self.better_delta.say(f"Resistance {signed(delta)} instead" if better else "")
        self.use.setVisible(bool(better))

    def offer_hints(self, offered: bool) -> None:
        """Another moment: no hint shown yet; not `offered` takes the card away."""
        self._hints, self.grades = ("", "", ""), 0
        self.hint_card.setVisible(offered)
        self._show_grades()

    def show_next_hint(self, hints: Sequence[str]) -> int:
        """Show one more grade of these three; how many are shown now."""
        self._hints = (hints[0], hints[1], hints[2])
        if self.grades < len(self.hints) and any(self._hints):
            self.grades += 1
            self._show_grades()
        return self.grades

    def _show_grades(self) -> None:
        for place, shown in enumerate(self.hints):
            text = self._hints[place] if place < self.grades else ""
            shown.say(f"“{text}”" if text and place == len(self.hints) - 1 else text)
        self.use_hint.setVisible(self.grades == len(self.hints))
        self.hint.setVisible(self.grades < len(self.hints))
        self.hint.setText(_GRADES[min(self.grades, len(_GRADES) - 1)])
