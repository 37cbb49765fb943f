"""The workshop page: begin or take up again, then the console; and what it asks of windows and papers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from ..errors import TrainerError
from ..scenario import Level, files, glance, in_order, one_of_each_name
from ..stage.plan import plans
from ..text import visible
from .conductor import ConductorPage
from .desk import Desk
from .staging import Stage
from .style import BIG, LOOK, PAD, WIDE
from .wall_window import WallWindow
from .widgets import Notice, Text, button, scrolled


class WorkshopPage(QStackedWidget):
    """Holds the start and the console. `choices`: the file of chosen displays, None to forget them."""

    def __init__(self, desk: Desk, folders: Sequence[Path], choices: Path | None) -> None:
        super().__init__()
        self.setObjectName("workshopPage")
        self._folders = folders
        self.stage = Stage(desk, folders)
        self.console = ConductorPage(self.stage)
        self.wall = WallWindow(self.stage, self.console, choices)
        self.notice = Notice()
        self._start = self._build_start()
        self.addWidget(self._start)
        self.addWidget(self.console)
        self.stage.changed.connect(self._follow)
        self.stage.trouble_told.connect(self.notice.say)
        self.console.wall.wall_asked.connect(self.wall.open)
        self.console.wall.swap_asked.connect(self.wall.swap)
        self.wall.displays_told.connect(self.console.wall.displays.say)
        self.console.notes.handout_asked.connect(self._handout)
        self.console.notes.end_asked.connect(self._end)

    def _build_start(self) -> QWidget:
        body = QWidget()
        body.setObjectName("column")
        body.setMaximumWidth(LOOK.pixels(760))
        column = QVBoxLayout(body)
        column.setContentsMargins(BIG, WIDE, BIG, BIG)
        column.setSpacing(PAD)
        column.addWidget(Text("Workshop", role="title"))
        column.addWidget(Text(
            "Run a talk with a room: the wall shows the talk, the room proposes and votes, without phones. What the room sees is drawn "
            "apart; notes, hidden worries and this window never get there.", role="lead",
        ))  # fmt: skip
        column.addWidget(self.notice)
        self.scenario, self.level, self.plan = QComboBox(), QComboBox(), QComboBox()
        known = (glance(path) for path in files(self._folders))
        for entry in in_order(one_of_each_name(known, self._folders)):
            if not entry.fault:
                self.scenario.addItem(visible(entry.title), entry.path.stem)
        for level in Level:
            self.level.addItem(str(level), str(level))
        self.level.setCurrentIndex(1)
        self.plan.addItem("no plan", 0)
        for plan in plans():
            self.plan.addItem(plan.name, plan.minutes)
        for box, name, title in (
            (self.scenario, "stageScenario", "Talk"),
            (self.level, "stageLevel", "Level"),
            (self.plan, "stagePlan", "Plan"),
        ):
            box.setObjectName(name)
            box.setAccessibleName(title)
            column.addWidget(Text(title, role="strong"))
            column.addWidget(box)
        self.begin = button("Begin", "beginWorkshop", main=True)
        self.begin.clicked.connect(self._begin)
        self.resume = button("Resume the workshop that was cut short", "resumeWorkshop")
        self.resume.clicked.connect(self._resume)
        row = QHBoxLayout()
        row.addWidget(self.begin)
        row.addWidget(self.resume)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return scrolled(body)

    def open_page(self) -> None:
        """Show the start, or the workshop in hand."""
        if self.stage.workshop is None:
            self.resume.setVisible(self.stage.unfinished())
            self.begin.setFocus()
        else:
            self.console.setFocus()

    def _begin(self) -> None:
        seed = random.randrange(2**31)
        self.stage.begin(
            str(self.scenario.currentData()), str(self.level.currentData()), seed, int(self.plan.currentData())
        )

    def _resume(self) -> None:
        self.stage.resume()
        if self.stage.workshop is not None:
            self.wall.open()

    def _follow(self) -> None:
        running = self.stage.workshop is not None
        self.setCurrentWidget(self.console if running else self._start)
        if not running:
            self.wall.close()
            self.resume.setVisible(self.stage.unfinished())
        else:
            self.wall.place()
            if not self.console.isAncestorOf(self.focusWidget() or self):
                self.console.setFocus()

    def _handout(self, name: str) -> None:
        from . import handouts

        session = self.stage.session
        if session is None or self.stage.workshop is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the paper", str(Path.home() / f"{name}.pdf"), "PDF (*.pdf)")
        if not chosen:
            return
        try:
            if name == "cards":
                handouts.save_cards(Path(chosen))
            elif name == "notes":
                handouts.save_notes(Path(chosen), session.scenario)
            else:
                handouts.save_handout(Path(chosen), self.stage.workshop, self.stage.sessions)
        except TrainerError as error:
            self.console.notice.say(str(error))

    def _end(self) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Question,
            "End the workshop",
            "What the room tried is in a profile without names.",
            parent=self,
        )
        keep = box.addButton("Keep it", QMessageBox.ButtonRole.AcceptRole)
        erase = box.addButton("Erase it for good", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton("Go on", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        if box.clickedButton() in (keep, erase):
            self.stage.end(erase=box.clickedButton() is erase)

    def leave(self) -> None:
        """The program closes: the wall goes, the workshop can be resumed."""
        self.wall.close()
