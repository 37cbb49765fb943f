"""The counterpart on the page: portrait, thought, resistance with its causes, and the rest of the state on demand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout, QWidget

from ...coach.state_lines import state_lines
from ...counterpart import State
from ...counterpart.respond import mood
from ...scenario import Scenario
from ..kit.portrait_file import face_of
from ..kit.portrait_widget import Portrait
from ..kit.style import PAD
from ..kit.widgets import Meter, Text, card


class PersonPanel(QWidget):
    """Shows a state; decides nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("column")
        self.portrait = Portrait()
        self.name, self.role = Text(role="strong", name="counterpartName"), Text(role="quiet")
        self.meter, self.causes = Meter(), Text(role="quiet", name="causes")
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
        layout.setSpacing(PAD)
        layout.addWidget(card(self.portrait, self.name, self.role, self.thought_toggle, self.bubble))
        layout.addWidget(
            card(Text("Resistance", role="quiet"), self.meter, self.causes, self.detail_toggle, self.details)
        )
        layout.addStretch(1)

    def show_person(self, scenario: Scenario, face: Path | None = None) -> None:
        person = scenario.counterpart
        self.portrait.show_person(person.name, face or face_of(person.name, person.portrait))
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
