"""The library: which scenario to practise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ..scenario import Entry, Level, examine, files, glance, in_order
from ..text import visible
from .style import BIG, BODY, LOOK, PAD, WIDE
from .widgets import Notice, Text, button, card, scrolled

_KINDS = {
    "coffee": "Coffee invite",
    "meeting": "Meeting request",
    "salary": "Salary talk",
    "other": "Other talk",
}


class LibraryPage(QWidget):
    """The scenarios of some folders. Broken files are listed greyed out, with their first fault."""

    #: (path of the scenario, level)
    start_asked = Signal(object, str)
    resume_asked = Signal()
    own_asked = Signal()
    #: (done, not_yet or dropped; how it went)
    commitment_answered = Signal(str, str)

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._folders = folders
        self._entries: list[Entry] = []
        self._to_examine: list[int] = []
        self._build()

    def _build(self) -> None:
        self.list = QListWidget()
        self.list.setObjectName("library")
        self.list.setAccessibleName("Scenarios")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # what is too long wraps
        self.list.currentRowChanged.connect(self._show)
        self.list.itemActivated.connect(lambda _: self._start())
        self.title, self.facts, self.brief = (
            Text(role="title"),
            Text(role="quiet"),
            Text(role="lead", name="brief"),
        )
        self.fault = Text(role="warm", name="fault")
        self.start = button("Start the talk", "startButton", main=True)
        self.start.clicked.connect(self._start)
        self.resume = button("Go on with the last talk", "resumeButton")
        self.resume.clicked.connect(self.resume_asked)
        self.resume.setVisible(False)
        self.broken_off = Text(role="quiet", name="brokenOff")
        self.own = button("Your own talk …", "ownTalkButton")
        self.own.setAccessibleDescription("Makes a scenario of a talk you have before you")
        self.own.clicked.connect(self.own_asked)
        self.notice = Notice()
        about = card(self.title, self.facts, self.brief, self.fault)
        text = QWidget()
        text.setObjectName("column")
        column = QVBoxLayout(text)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(PAD)
        column.addWidget(self.resume)
        column.addWidget(self.broken_off)
        column.addWidget(about)
        column.addWidget(Text(
            "Ask so that the other person can safely say “no”. It is a craft hypothesis: many negotiators swear by it, "
            "and no controlled test of it is known. Here you can try what it does.", role="quiet"
        ))  # fmt: skip
        column.addStretch(1)
        side = QVBoxLayout()
        side.setSpacing(PAD)
        side.addWidget(scrolled(text), 1)
        side.addLayout(self._level_row())
        side.addWidget(self.start)
        side.addWidget(self.own)
        row = QHBoxLayout()
        row.setSpacing(WIDE)
        row.addWidget(self.list, 5)
        row.addLayout(side, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(BIG, WIDE, BIG, BIG)
        whole.setSpacing(PAD)
        whole.addWidget(Text("What would you like to ask for?", role="title"))
        whole.addWidget(self.notice)
        whole.addLayout(row, 1)

    def _level_row(self) -> QHBoxLayout:
        """Three levels, the scenario's own chosen first."""
        row = QHBoxLayout()
        self._levels = QButtonGroup(self)
        self.levels: dict[str, QRadioButton] = {}
        for level in Level:
            made = QRadioButton(str(level))
            made.setObjectName(f"level{str(level).capitalize()}")
            made.setAccessibleDescription("An easier or harder person; the talk is the same")
            self.levels[str(level)] = made
            self._levels.addButton(made)
            row.addWidget(made)
        row.addStretch(1)
        return row

    def _chosen_level(self) -> str:
        return next((level for level, made in self.levels.items() if made.isChecked()), "")

    def fill(self) -> None:
        """List the files at a glance; each is read whole when there is time, and greyed out if it is broken."""
        self._entries = in_order(glance(path) for path in files(self._folders))
        self.list.clear()
        for entry in self._entries:
            self.list.addItem(QListWidgetItem())
            self._dress(self.list.count() - 1, entry)
        if not self._entries:
            self.notice.say(
                "There are no scenarios here. Put .yaml files into your scenario folder, or install the program again."
            )
        self._to_examine = list(range(len(self._entries)))
        first = self._first_sound()
        self.list.setCurrentRow(first)
        self._show(first)
        QTimer.singleShot(50, self, self._examine_next)

    def _first_sound(self) -> int:
        """The first scenario no fault is known of, -1 for none."""
        return next((row for row, entry in enumerate(self._entries) if not entry.fault), -1)

    def _examine_next(self) -> None:
        # A file takes a tenth of a second to read whole: never while the learner is typing on another page.
        if not self._to_examine or not self.isVisible():
            return
        row = self._to_examine.pop(0)
        if not self._entries[row].fault:
            self._entries[row] = examine(self._entries[row])
            self._dress(row, self._entries[row])
            if row == self.list.currentRow() and self._entries[row].fault:
                self.list.setCurrentRow(self._first_sound())
            self._show(self.list.currentRow())
        QTimer.singleShot(0, self, self._examine_next)

    def _dress(self, row: int, entry: Entry) -> None:
        item = self.list.item(row)
        below = entry.fault or _facts(entry)
        item.setText(visible(f"{entry.title}\n{below}"))
        item.setFont(LOOK.font(BODY))
        enabled = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        item.setFlags(Qt.ItemFlag.NoItemFlags if entry.fault else enabled)

    def _show(self, row: int) -> None:
        entry = self._entries[row] if 0 <= row < len(self._entries) else None
        self.start.setEnabled(entry is not None and not entry.fault)
        self.title.say(entry.title if entry else "")
        self.facts.say(_facts(entry) if entry else "")
        self.brief.say(entry.brief if entry else "")
        if entry and entry.level in self.levels:
            self.levels[entry.level].setChecked(True)
        self.fault.say(f"This file cannot be played: {entry.fault}" if entry and entry.fault else "")

    def _start(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._entries) and not self._entries[row].fault:
            self.start_asked.emit(self._entries[row].path, self._chosen_level())

    def choose(self, path: Path) -> None:
        """Select the scenario of a file."""
        for row, entry in enumerate(self._entries):
            if entry.path == path:
                self.list.setCurrentRow(row)

    def dress_again(self) -> None:
        """Fit the list to another text size; nothing is read again."""
        for row, entry in enumerate(self._entries):
            self._dress(row, entry)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(50, self, self._examine_next)

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
        from .reflecting import Reminder  # most starts have nothing to ask about

        if not isinstance(known, Reminder):
            known = Reminder()
            known.answered.connect(self.commitment_answered)
            whole = self.layout()
            assert isinstance(whole, QVBoxLayout)
            whole.insertWidget(2, known)
        known.ask(commitment)

    def focus_first(self) -> None:
        self.list.setFocus()


def _facts(entry: Entry) -> str:
    """Kind and level in words; a held-back scenario says what it is for."""
    held_back = " · to test yourself" if entry.held_back else ""
    return f"{_KINDS.get(entry.kind, entry.kind)} · {entry.level}{held_back}"
