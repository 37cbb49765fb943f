"""The library: which scenario to practise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ... import folders
from ...plain_files import trouble
from ...safe_text import heard, visible
from ...scenario import Entry, Level, files, in_order, one_of_each_name
from ...scenario.catalogue import Catalogue
from ...scenario.limits import first_rows
from ..background.scenario_checker import ScenarioChecker
from ..frame.page import Page
from ..kit.fields import line_field
from ..kit.flow import flow
from ..kit.style import BODY, LOOK, PAD, WIDE
from ..kit.widgets import Text, breakable, button, card, scrolling_column
from ..kit.wrapping_list import Rows

_KINDS = {
    "coffee": "Coffee invite",
    "meeting": "Meeting request",
    "salary": "Salary talk",
    "other": "Other talk",
}


#: From so many scenarios on there is a field to find one.
_MANY = 20
#: Pixels of the list at least; where the window has fewer, the page scrolls.
_LEAST_LIST = 220
#: Milliseconds for which a page that is shown is left alone.
_FIRST = 300


class LibraryPage(Page):
    """The scenarios of some folders. Broken files are listed greyed out, with their first fault."""

    #: (path of the scenario, level)
    start_asked = Signal(object, str)
    resume_asked = Signal()
    own_asked = Signal()
    #: (done, not_yet or dropped; how it went)
    commitment_answered = Signal(str, str)

    def __init__(self, folders: Sequence[Path], catalogue: Catalogue | None = None) -> None:
        """`catalogue`: what is known of scenarios, None to forget it."""
        super().__init__()
        self._folders = folders
        self.catalogue = catalogue or Catalogue()
        self._entries: list[Entry] = []
        self._rows: dict[Path, int] = {}
        #: What each row says, small letters only: looked through at every key of a search.
        self._said: list[str] = []
        self._examining = ScenarioChecker(self)
        self._examining.examined.connect(self._examined)
        self._build()

    def _build(self) -> None:
        self.title, self.facts, self.brief = (
            Text(role="title"),
            Text(role="quiet"),
            Text(role="lead", name="brief"),
        )
        self.fault = Text(role="warm", name="fault")
        self.start = button("Start the talk", "startButton", main=True)
        self.start.clicked.connect(self._start)
        self.resume = button("Resume last talk", "resumeButton")
        self.resume.clicked.connect(self.resume_asked)
        self.resume.setVisible(False)
        self.broken_off = Text(role="quiet", name="brokenOff")
        self.own = button("Your own talk …", "ownTalkButton")
        self.own.setAccessibleDescription("Makes a scenario of a talk you have before you")
        self.own.clicked.connect(self.own_asked)
        self._about = card(self.title, self.facts, self.brief, self.fault)
        side = QVBoxLayout()
        side.setSpacing(PAD)
        self._level_choice = self._level_row()
        for part in (self.resume, self.broken_off, self._about, self._level_choice, self.start, self.own):
            side.addWidget(part)
        side.addWidget(Text(
            "Ask so that the other person can safely say “no”. It is a craft hypothesis: many negotiators swear by it, "
            "and no controlled test of it is known. Here you can try what it does.", role="quiet"
        ))  # fmt: skip
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(WIDE)
        row.addLayout(self._listed(), 5)
        row.addLayout(side, 6)
        whole = self._body = scrolling_column(self)
        whole.addWidget(Text("What would you like to ask for?", role="title"))
        whole.addWidget(self.notice)
        whole.addLayout(row, 1)

    def _listed(self) -> QVBoxLayout:
        """The list of scenarios, and above a long one a field to find one."""
        self.list = Rows("library", "Scenarios")
        self.list.setFont(LOOK.font(BODY))
        self.list.setMinimumHeight(_LEAST_LIST)
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(lambda _: self._start())
        self.seek = line_field("findScenario", "Find a scenario by title, kind or level", "Find")
        self.seek.setClearButtonEnabled(True)
        self.seek.textChanged.connect(self._narrow)
        column = QVBoxLayout()
        column.addWidget(self.seek)
        column.addWidget(self.list, 1)
        return column

    def _level_row(self) -> QWidget:
        """Three levels, the scenario's own chosen first."""
        self._levels = QButtonGroup(self)
        self.levels: dict[str, QRadioButton] = {}
        for level in Level:
            made = QRadioButton(str(level))
            made.setObjectName(f"level{str(level).capitalize()}")
            made.setAccessibleDescription("An easier or harder person; the talk is the same")
            self.levels[str(level)] = made
            self._levels.addButton(made)
        return flow(*self.levels.values(), spacing=PAD)

    def _chosen_level(self) -> str:
        return next((level for level, made in self.levels.items() if made.isChecked()), "")

    def fill(self) -> None:
        """List the files, by what is known of them or at a glance; what is new is read whole beside the window."""
        known = self.catalogue.listed(files(self._folders))
        self._entries = in_order(one_of_each_name(known, self._folders))
        self._rows = {entry.path: row for row, entry in enumerate(self._entries)}
        told = [_told(entry) for entry in self._entries]
        self._said = [heard(row).casefold() for row in told]
        self.list.clear()
        self.list.addItems(told)
        for row, entry in enumerate(self._entries):
            if entry.fault:
                self._dress(row)
        for part in (self.list, self._level_choice, self.start):
            part.setVisible(bool(self._entries))
        if not self._entries:
            self.notice.say(
                "There are no scenarios here. Put .yaml files into your scenario folder, or install the program again."
            )
        elif troubles := [why for folder in self._folders if (why := trouble(folder))]:
            self.notice.say("\n".join(first_rows(troubles)))
        ours = folders.scenarios()  # they were read whole before the program was passed on
        self._examining.begin(
            entry for entry in self._entries if not (entry.whole or entry.fault or entry.path.parent == ours)
        )
        self.seek.setVisible(len(self._entries) > _MANY)
        self._narrow(self.seek.text() if len(self._entries) > _MANY else "")
        first = self._first_sound()
        self.list.setCurrentRow(first)
        self._show(first)

    def _narrow(self, words: str) -> None:
        """Show only the scenarios whose row holds every one of some words."""
        wanted = heard(words).casefold().split()
        for row, said in enumerate(self._said):
            hidden = not all(word in said for word in wanted)
            if hidden != self.list.isRowHidden(row):
                self.list.setRowHidden(row, hidden)
        if self.list.currentRow() < 0 or self.list.isRowHidden(self.list.currentRow()):
            self.list.setCurrentRow(self._first_sound())

    def _first_sound(self) -> int:
        """The first scenario in sight no fault is known of, -1 for none."""
        seen = (row for row, entry in enumerate(self._entries) if not entry.fault and not self.list.isRowHidden(row))
        return next(seen, -1)

    def _examined(self, entry: Entry) -> None:
        """A file was read whole; it is greyed out if it is broken."""
        row = self._rows.get(entry.path)
        if row is None:
            return
        self._entries[row] = entry
        self.catalogue.learn(entry)
        if entry.fault:
            self._dress(row)
            if row == self.list.currentRow():
                self.list.setCurrentRow(self._first_sound())
            self._show(self.list.currentRow())

    def _dress(self, row: int) -> None:
        item, entry = self.list.item(row), self._entries[row]
        item.setText(_told(entry))
        self._said[row] = heard(item.text()).casefold()
        enabled = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        item.setFlags(Qt.ItemFlag.NoItemFlags if entry.fault else enabled)

    def _show(self, row: int) -> None:
        entry = self._entries[row] if 0 <= row < len(self._entries) else None
        self.start.setEnabled(entry is not None and not entry.fault)
        self._about.setVisible(entry is not None)
        self.title.say(entry.title if entry else "")
        self.facts.say(_facts(entry) if entry else "")
        self.brief.say(entry.brief if entry else "")
        if entry:
            self._examining.first(entry)
        if entry and entry.level in self.levels:
            self.levels[entry.level].setChecked(True)
        self.fault.say(f"This file cannot be played: {entry.fault}" if entry and entry.fault else "")

    def _start(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._entries) and not self._entries[row].fault:
            self.start_asked.emit(self._entries[row].path, self._chosen_level())

    def choose(self, path: Path) -> None:
        """Select the scenario of a file."""
        if (row := self._rows.get(path)) is not None:
            self.list.setCurrentRow(row)

    def restyle(self) -> None:
        """Fit the list to another text size; nothing is read again."""
        self.list.setFont(LOOK.font(BODY))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # First the person, then the files.
        QTimer.singleShot(_FIRST, self, lambda: self._examining.run(self.isVisible()))

    def hideEvent(self, event: QHideEvent) -> None:
        # Never while somebody types on another page.
        super().hideEvent(event)
        self._examining.run(False)

    def close_down(self) -> None:
        self._examining.end()
        self.catalogue.keep()

    def offer_resume(self, title: str, lines: int) -> None:
        """Offer to go on with a broken-off talk; an empty title takes the offer away."""
        told = f"“{title}”, {lines} line{'s' if lines != 1 else ''} so far" if title else ""
        self.resume.setAccessibleDescription(visible(told))
        self.resume.setVisible(bool(title))
        self.broken_off.say(told)

    def remind(self, commitment: str) -> None:
        """Ask how a commitment went; an empty one takes the question away."""
        known = self.findChild(QWidget, "reminder")
        if known is None and not commitment:
            return
        from .commitment_reminder import CommitmentReminder  # most starts have nothing to ask about

        if not isinstance(known, CommitmentReminder):
            known = CommitmentReminder()
            known.answered.connect(self.commitment_answered)
            self._body.insertWidget(2, known)
        known.ask(commitment)

    def focus_first(self) -> None:
        (self.list if self._entries else self.own).setFocus()


def _told(entry: Entry) -> str:
    """A row of the list."""
    return breakable(visible(f"{entry.title}\n{entry.fault or _facts(entry)}"))


def _facts(entry: Entry) -> str:
    """Kind and level in words; a held-back scenario says what it is for."""
    held_back = " · to test yourself" if entry.held_back else ""
    return f"{_KINDS.get(entry.kind, entry.kind)} · {entry.level}{held_back}"
