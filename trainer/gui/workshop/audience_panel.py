"""The console's first column: the audience's picture in small, and what it shows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from ...workshop import Scene
from ...workshop.running import RunningWorkshop
from ...workshop.state import Shown
from ..kit.style import GAP
from ..kit.widgets import ComboBox, Text, button, fill_column, label_for
from .audience_view import AudienceView

_TIMERS = ((0, "No timer"), (60, "1 minute"), (120, "2 minutes"), (300, "5 minutes"))
#: (request, text on the button, whether it is a switch of that name)
_HIDE = ("blank", "B  Hide", True)
_SWITCHES = (
    ("freeze", "F  Freeze", False),
    ("thoughts", "T  Thoughts", True),
    ("meter", "M  Meter", True),
    ("causes", "C  Causes", True),
    ("dark", "L  Dark", True),
    ("larger", "Larger text", False),
    ("smaller", "Smaller text", False),
    ("swap", "S  Swap displays", False),
)
#: Pixels of the picture in small: least and most in its panel, and apart from it.
_LEAST, _MOST, _APART = (260, 146), (640, 360), (213, 120)


class AudiencePanel(QWidget):
    """`asked` tells a request by its name, as in the table of keys."""

    asked = Signal(str)

    def __init__(self, running: RunningWorkshop) -> None:
        super().__init__()
        self.small = AudienceView(running.timer_left)
        self.small.setObjectName("smallAudience")
        self.displays = Text(role="quiet", name="displays")
        self.open = button("Open the audience window", "openAudience", main=True)
        self.open.setAccessibleDescription("F5")
        self.open.clicked.connect(lambda: self.asked.emit("open_audience"))
        self.timer = ComboBox("timerBox", "Timer")
        for seconds, word in _TIMERS:
            self.timer.addItem(word, seconds)
        self.timer.activated.connect(lambda _: running.start_timer(float(self.timer.currentData())))
        self.switches: dict[str, QPushButton] = {}
        #: Wherever the console is scrolled to, the audience's picture can be hidden at once.
        self.hide_ = self._switch(*_HIDE)
        self._column = fill_column(
            self,
            self.small,
            self.displays,
            self.open,
            self._switches(),
            label_for(self.timer, role="quiet"),
            self.timer,
        )
        self.keep_in_sight(False)

    def _switches(self) -> QWidget:
        held = QWidget()
        held.setObjectName("column")
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        for place, (name, text, is_switch) in enumerate(_SWITCHES):
            grid.addWidget(self._switch(name, text, is_switch), place // 2, place % 2)
        return held

    def _switch(self, name: str, text: str, is_switch: bool) -> QPushButton:
        made = button(text, f"audience_{name}")
        made.setCheckable(is_switch or name == "freeze")
        made.clicked.connect(lambda: self.asked.emit(name))
        self.switches[name] = made
        return made

    def keep_in_sight(self, apart: bool) -> None:
        """Draw the picture small, to stand `apart` above everything that scrolls, or at the top of this panel."""
        self.small.setMinimumSize(*(_APART if apart else _LEAST))
        self.small.setMaximumSize(*(_APART if apart else _MOST))
        if not apart:
            self._column.insertWidget(0, self.small)

    def refresh(self, scene: Scene, shown: Shown) -> None:
        """Show the picture, and which switches are on."""
        self.small.show_scene(scene, shown.dark, shown.size)
        for name, _, is_switch in (_HIDE, *_SWITCHES):
            if is_switch:
                self.switches[name].setChecked(bool(getattr(shown, name)))
        self.switches["freeze"].setChecked(shown.frozen)
        self.hide_.setText("B  Show" if shown.blank else _HIDE[1])
