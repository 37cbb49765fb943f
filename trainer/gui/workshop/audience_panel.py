"""The console's first column: the audience's picture in small, and what it shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from ...workshop import Scene
from ...workshop.running import RunningWorkshop
from ...workshop.state import Shown
from ..kit.style import GAP, PAD
from ..kit.widgets import ComboBox, Text, button, label_for
from .audience_view import AudienceView

_TIMERS = ((0, "No timer"), (60, "1 minute"), (120, "2 minutes"), (300, "5 minutes"))
#: (request, text on the button, whether it is a switch of that name)
_SWITCHES = (
    ("blank", "B  Hide", True),
    ("freeze", "F  Freeze", False),
    ("thoughts", "T  Thoughts", True),
    ("meter", "M  Meter", True),
    ("causes", "C  Causes", True),
    ("dark", "L  Dark", True),
    ("larger", "+  Larger", False),
    ("smaller", "−  Smaller", False),
    ("swap", "S  Swap displays", False),
)


def fill_column(panel: QWidget, *parts: QWidget) -> None:
    """Lay the parts of a panel out below each other."""
    panel.setObjectName("column")
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(PAD)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)


class AudiencePanel(QWidget):
    """`asked` tells a request by its name, as in the table of keys."""

    asked = Signal(str)

    def __init__(self, running: RunningWorkshop) -> None:
        super().__init__()
        self.small = AudienceView(running.timer_left)
        self.small.setObjectName("smallAudience")
        self.small.setMinimumSize(260, 146)
        self.small.setMaximumSize(640, 360)
        self.displays = Text(role="quiet", name="displays")
        self.open = button("Open the audience window", "openAudience", main=True)
        self.open.setAccessibleDescription("F5")
        self.open.clicked.connect(lambda: self.asked.emit("open_audience"))
        self.timer = ComboBox("timerBox", "Timer")
        for seconds, word in _TIMERS:
            self.timer.addItem(word, seconds)
        self.timer.activated.connect(lambda _: running.start_timer(float(self.timer.currentData())))
        fill_column(
            self,
            self.small,
            self.displays,
            self.open,
            self._switches(),
            label_for(self.timer, role="quiet"),
            self.timer,
        )

    def _switches(self) -> QWidget:
        held = QWidget()
        held.setObjectName("column")
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        self.switches: dict[str, QPushButton] = {}
        for place, (name, text, is_switch) in enumerate(_SWITCHES):
            made = button(text, f"audience_{name}")
            made.setCheckable(is_switch or name == "freeze")
            made.clicked.connect(lambda _=False, name=name: self.asked.emit(name))
            self.switches[name] = made
            grid.addWidget(made, place // 2, place % 2)
        return held

    def refresh(self, scene: Scene, shown: Shown) -> None:
        """Show the picture, and which switches are on."""
        self.small.show_scene(scene, shown.dark, shown.size)
        for name, _, is_switch in _SWITCHES:
            if is_switch:
                self.switches[name].setChecked(bool(getattr(shown, name)))
        self.switches["freeze"].setChecked(shown.frozen)
