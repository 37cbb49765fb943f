"""The start of a workshop: which talk, which level, which plan; or the interrupted one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ...safe_text import visible
from ...scenario import Level, files, glance, in_order, one_of_each_name
from ...workshop.plan import plans
from ..kit.widgets import ComboBox, Notice, Text, button, label_for, scrolling_column

_WIDEST = 760
_TOLD = (
    "Practise with a group, without phones: the room proposes and votes, and watches what each line does. The audience "
    "window shows the talk; your notes and hidden worries stay on this screen."
)


class StartPage(QWidget):
    """`begin_asked` tells (scenario, level, minutes of the plan)."""

    begin_asked = Signal(str, str, int)
    resume_asked = Signal()

    def __init__(self, folders: Sequence[Path], notice: Notice) -> None:
        super().__init__()
        self.setObjectName("workshopStart")
        self._folders = folders
        self.scenario, self.level, self.plan = (
            ComboBox("workshopScenario", "Talk"), ComboBox("workshopLevel", "Level"), ComboBox("workshopPlan", "Plan"),
        )  # fmt: skip
        for level in Level:
            self.level.addItem(str(level).capitalize(), str(level))
        self.level.setCurrentIndex(1)
        self.plan.addItem("No plan", 0)
        for plan in plans():
            self.plan.addItem(plan.name, plan.minutes)
        column = scrolling_column(self, _WIDEST)
        column.addWidget(Text("Workshop", role="title"))
        column.addWidget(Text(_TOLD, role="lead"))
        column.addWidget(notice)
        for box in (self.scenario, self.level, self.plan):
            column.addWidget(label_for(box))
            column.addWidget(box)
        column.addLayout(self._buttons())
        column.addStretch(1)

    def _buttons(self) -> QHBoxLayout:
        self.begin = button("Begin", "beginWorkshop", main=True)
        self.begin.clicked.connect(self._begin)
        self.resume = button("Resume interrupted workshop", "resumeWorkshop")
        self.resume.clicked.connect(self.resume_asked)
        row = QHBoxLayout()
        row.addWidget(self.begin)
        row.addWidget(self.resume)
        row.addStretch(1)
        return row

    def refresh(self, unfinished: bool) -> None:
        """List the talks there are now, own ones too; the one that was chosen stays chosen."""
        chosen = self.scenario.currentData()
        self.scenario.clear()
        known = (glance(path) for path in files(self._folders))
        for entry in in_order(one_of_each_name(known, self._folders)):
            if not entry.fault:
                self.scenario.addItem(visible(entry.title), entry.path.stem)
        self.scenario.setCurrentIndex(max(0, self.scenario.findData(chosen)))
        self.begin.setEnabled(self.scenario.count() > 0)
        self.resume.setVisible(unfinished)

    def _begin(self) -> None:
        chosen = self.scenario.currentData(), self.level.currentData(), self.plan.currentData()
        self.begin_asked.emit(str(chosen[0]), str(chosen[1]), int(chosen[2]))
