"""The start of a workshop: which talk, which level, which plan; or the interrupted one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ...safe_text import visible
from ...scenario import Level, files, in_order, one_of_each_name
from ...scenario.catalogue import Catalogue
from ...workshop.plan import plans
from ..kit.flow import flow
from ..kit.widgets import ComboBox, Notice, Text, button, card, label_for, scrolling_column

_WIDEST = 760
_TOLD = (
    "Practise with a group, without phones: the room proposes and votes, and watches what each line does. The audience "
    "window shows the talk; your notes and hidden worries stay on this screen."
)


class StartPage(QWidget):
    """`begin_asked` tells (scenario, level, minutes of the plan)."""

    begin_asked = Signal(str, str, int)
    resume_asked = Signal()

    def __init__(self, folders: Sequence[Path], notice: Notice, catalogue: Catalogue | None = None) -> None:
        """`catalogue`: what is known of scenarios, the library's own; None for nothing."""
        super().__init__()
        self.setObjectName("workshopStart")
        self._folders, self._catalogue = folders, catalogue or Catalogue()
        self.scenario, self.level, self.plan = (
            ComboBox("workshopScenario", "Talk"), ComboBox("workshopLevel", "Level"), ComboBox("workshopPlan", "Plan"),
        )  # fmt: skip
        for level in Level:
            self.level.addItem(str(level), str(level))
        self.level.setCurrentIndex(1)
        self.plan.addItem("No plan", 0)
        for plan in plans():
            self.plan.addItem(plan.name, plan.minutes)
        column = scrolling_column(self, _WIDEST)
        column.addWidget(Text("Workshop", role="title"))
        column.addWidget(Text(_TOLD, role="lead"))
        column.addWidget(notice)
        column.addWidget(self._interrupted())
        for box in (self.scenario, self.level, self.plan):
            column.addWidget(label_for(box))
            column.addWidget(box)
        self.begin = button("Begin", "beginWorkshop", main=True)
        self.begin.clicked.connect(self._begin)
        column.addWidget(flow(self.begin))
        column.addStretch(1)

    def _interrupted(self) -> QFrame:
        self.resume = button("Resume interrupted workshop", "resumeWorkshop")
        self.resume.clicked.connect(self.resume_asked)
        self.cut_short = card(
            Text("The last workshop was cut short. Its talk and its votes are kept.", name="cutShort"),
            flow(self.resume),
        )
        return self.cut_short

    def focus_first(self) -> None:
        """Put the keyboard on the interrupted workshop, or on beginning one."""
        (self.resume if self.cut_short.isVisibleTo(self) else self.begin).setFocus()

    def refresh(self, unfinished: bool) -> None:
        """List the talks there are now, own ones too; the one that was chosen stays chosen."""
        chosen = self.scenario.currentData()
        self.scenario.clear()
        known = self._catalogue.listed(files(self._folders))
        for entry in in_order(one_of_each_name(known, self._folders)):
            if not entry.fault:
                self.scenario.addItem(visible(entry.title), entry.path.stem)
        self.scenario.setCurrentIndex(max(0, self.scenario.findData(chosen)))
        self.begin.setEnabled(self.scenario.count() > 0)
        self.cut_short.setVisible(unfinished)

    def _begin(self) -> None:
        chosen = self.scenario.currentData(), self.level.currentData(), self.plan.currentData()
        self.begin_asked.emit(str(chosen[0]), str(chosen[1]), int(chosen[2]))
