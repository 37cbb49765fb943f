"""The counterpart on the page: who they are, their resistance with what changed it, and the rest of their state on demand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ...coach.state_lines import state_lines
from ...counterpart import State
from ...counterpart.respond import mood
from ...scenario import Scenario
from ..kit.meter import Meter
from ..kit.portrait_file import face_of
from ..kit.portrait_widget import Portrait
from ..kit.style import GAP, PAD
from ..kit.widgets import Text, card

#: Pixels of the portrait at 100 % text: in a large window, and where the meter needs the room.
_LARGE, _SMALL = 132, 56


class PersonHead(QFrame):
    """Who they are and how much they resist: always in sight during a talk, whatever the size of window and text."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setObjectName("personHead")
        self.portrait = Portrait(_LARGE)
        self.name, self.role = Text(role="strong", name="counterpartName"), Text(role="quiet")
        self.meter, self.causes = Meter(), Text(role="quiet", name="causes")
        self._compact = False
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.name)
        names.addWidget(self.role)
        self._person = QHBoxLayout()
        self._person.setSpacing(PAD)
        self._person.addWidget(self.portrait)
        self._person.addLayout(names, 1)
        self._resistance = Text("Resistance", role="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(PAD, PAD, PAD, PAD)
        column.setSpacing(GAP)
        column.addLayout(self._person)
        for part in (self._resistance, self.meter, self.causes):
            column.addWidget(part)
        self._person.setDirection(QHBoxLayout.Direction.TopToBottom)

    def set_compact(self, compact: bool) -> None:
        """Take less room: a small portrait beside the name, number and word in one row."""
        if compact != self._compact:
            self._compact = compact
            down, across = QHBoxLayout.Direction.TopToBottom, QHBoxLayout.Direction.LeftToRight
            self._person.setDirection(across if compact else down)
            self._resistance.setVisible(not compact)
            self.meter.set_compact(compact)
        self.portrait.resize_to(_SMALL if compact else _LARGE)


class PersonPanel(QWidget):
    """Shows a state; decides nothing. `head` stands above it and never scrolls."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("column")
        self.head = PersonHead()
        self.portrait, self.name, self.role = self.head.portrait, self.head.name, self.head.role
        self.meter, self.causes = self.head.meter, self.head.causes
        self.thought_toggle = QCheckBox("Thoughts")
        self.thought_toggle.setObjectName("thoughtToggle")
        self.thought_toggle.setAccessibleDescription("Shows what they think but do not say")
        self.thought_toggle.toggled.connect(lambda _: self._show_thought())
        self.thought = Text(name="thought")
        self.bubble = QFrame()
        self.bubble.setProperty("bubble", "thought")
        QVBoxLayout(self.bubble).addWidget(self.thought)
        self.bubble.setVisible(False)
        self.detail_toggle = QCheckBox("Details")
        self.detail_toggle.setObjectName("detailToggle")
        self.detail_toggle.setAccessibleDescription("Shows trust, patience and the worries that came up")
        self.details = Text(name="stateDetails")
        self.detail_toggle.toggled.connect(self.details.setVisible)
        self.details.setVisible(False)
        self._thought = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card(self.thought_toggle, self.bubble, self.detail_toggle, self.details))

    def show_person(self, scenario: Scenario) -> None:
        person = scenario.counterpart
        self.portrait.show_person(person.name, face_of(person.name, person.portrait))
        self.name.say(person.name)
        self.role.say(person.role)

    def show_state(self, scenario: Scenario, state: State, change: int, causes: Sequence[str], thought: str) -> None:
        """`change`: of resistance by the last line; `causes`: as they are shown."""
        self.meter.show_value(state.resistance, change)
        self.portrait.show_mood(mood(state))
        self.causes.say("\n".join(causes))
        shown = self.detail_toggle.isChecked()
        self.details.setText("\n".join(state_lines(scenario, state)))
        self.details.setVisible(shown)
        self._thought = thought
        self._show_thought()

    def _show_thought(self) -> None:
        shown = self.thought_toggle.isChecked()
        self.thought.say(self._thought if shown else "")
        self.bubble.setVisible(shown)
