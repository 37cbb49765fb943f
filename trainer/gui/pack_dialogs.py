"""What a pack holds, before it is taken in; and the packs that are here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from ..packs import Installed, Pack
from ..text import visible
from .rows import Rows
from .style import GAP, LOOK, PAD, WIDE
from .widgets import Text, button, scrolled


class _Sheet(QDialog):
    """A dialog of a column and a row of buttons."""

    def __init__(self, parent: QWidget, title: str, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(LOOK.pixels(560), LOOK.pixels(440))
        self.column, self.row = QVBoxLayout(self), QHBoxLayout()
        self.column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        self.column.setSpacing(PAD)
        self.row.setSpacing(GAP)


class OfferDialog(_Sheet):
    """A pack that was looked through: what is in it, and whether to take it in."""

    def __init__(self, parent: QWidget, pack: Pack, replaced: bool) -> None:
        super().__init__(parent, "Take in a pack", "offerDialog")
        title, *rows = pack.told()
        held = QWidget()
        held.setObjectName("column")
        listed = QVBoxLayout(held)
        listed.setContentsMargins(0, 0, 0, 0)
        for row in rows:
            if row:
                listed.addWidget(Text(row, role="warm" if row.startswith("Fault") else ""))
        listed.addStretch(1)
        self.column.addWidget(Text(title, role="title"))
        self.column.addWidget(scrolled(held), 1)
        self.column.addWidget(Text(_sentence(pack, replaced), role="quiet", name="offerSentence"))
        self.take, self.leave = button("Take it in", "offerTake", main=True), button("Leave it", "offerLeave")
        self.take.clicked.connect(self.accept)
        self.take.setVisible(not pack.faults)
        self.leave.clicked.connect(self.reject)
        self.row.addStretch(1)
        self.row.addWidget(self.leave)
        self.row.addWidget(self.take)
        self.column.addLayout(self.row)
        (self.leave if pack.faults else self.take).setDefault(True)


def _sentence(pack: Pack, replaced: bool) -> str:
    if pack.faults:
        return "It cannot be taken in as it is. Its author can mend the faults above."
    there = " It takes the place of the pack of this name that is here." if replaced else ""
    return f"It comes from somebody else: texts, drills and pictures, nothing that runs.{there}"


class PacksDialog(_Sheet):
    """The packs that are here."""

    take_in_asked = Signal()
    #: The name of the pack.
    remove_asked = Signal(str)

    def __init__(self, parent: QWidget, packs: Sequence[Installed]) -> None:
        super().__init__(parent, "Scenario packs", "packsDialog")
        self.list = Rows("packs", "Packs that are here")
        self.nothing = Text(role="quiet", name="noPacks")
        self.take, self.away = button("Take in a pack …", "packTake", main=True), button("Take it away …", "packAway")
        self.close_ = button("Close", "packsClose")
        self.list.currentRowChanged.connect(lambda row: self.away.setEnabled(row >= 0))
        self.take.clicked.connect(self.take_in_asked)
        self.take.clicked.connect(self.accept)
        self.away.clicked.connect(self._ask_away)
        self.close_.clicked.connect(self.accept)
        self.column.addWidget(Text("Scenario packs", role="title"))
        self.column.addWidget(
            Text(
                "Scenarios, drills and portraits by other people. A .zip dropped on the window is looked through first."
            )
        )
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.list, 1)
        for one in (self.away, self.close_):
            self.row.addWidget(one)
        self.row.addStretch(1)
        self.row.addWidget(self.take)
        self.column.addLayout(self.row)
        self.show_packs(packs)

    def show_packs(self, packs: Sequence[Installed]) -> None:
        self.list.clear()
        for pack in packs:
            item = QListWidgetItem(pack.told())
            item.setData(Qt.ItemDataRole.UserRole, pack.name)
            item.setToolTip(visible(str(pack.path)))
            self.list.addItem(item)
        self.nothing.say("" if packs else "No packs are here yet.")
        self.list.setVisible(bool(packs))
        self.list.setCurrentRow(0 if packs else -1)
        self.away.setEnabled(bool(packs))

    def _ask_away(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.remove_asked.emit(str(item.data(Qt.ItemDataRole.UserRole)))
