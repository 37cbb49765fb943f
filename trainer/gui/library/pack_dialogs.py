"""What a pack holds, before it is installed; and the packs that are."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QSizePolicy, QWidget

from ...packs import Installed, Pack
from ...scenario.limits import first_rows
from ..frame.sheets import Sheet
from ..kit.as_it_stands import for_tip
from ..kit.widgets import Text, button
from ..kit.wrapping_list import Rows


class OfferDialog(Sheet):
    """A pack that was checked: what is in it, and whether to install it."""

    def __init__(self, parent: QWidget, pack: Pack, replaced: str) -> None:
        """`replaced`: the pack whose place it would take, described; "" if there is none."""
        super().__init__(parent, "Install a pack", "offerDialog")
        title, *rows = pack.told_in_short()
        self.column.addWidget(Text(title, role="title"))
        self.column.addWidget(Text(_sentence(pack, replaced), role="quiet", name="offerSentence"))
        for row in rows:
            if row:
                self.column.addWidget(Text(row, role="warm" if row.startswith("Fault") else ""))
        self.column.addStretch(1)
        self.take, self.leave = (
            button("Install", "offerInstall", main=True),
            button("Close" if pack.faults else "Cancel", "offerCancel"),
        )
        self.take.clicked.connect(self.accept)
        self.take.setVisible(not pack.faults)
        self.leave.clicked.connect(self.reject)
        self.row.addWidget(self.leave)
        self.row.addWidget(self.take)
        first = self.leave if pack.faults else self.take
        first.setDefault(True)
        first.setFocus()


def _sentence(pack: Pack, replaced: str) -> str:
    if pack.faults:
        return "It cannot be installed as it is. Ask its author to fix the errors below."
    there = f" It replaces the pack of this name that is installed: {replaced}." if replaced else ""
    return f"This pack was made by someone else. It contains text and pictures only, no code.{there}"


class PacksDialog(Sheet):
    """The installed packs."""

    install_asked = Signal()
    #: The name of the pack.
    remove_asked = Signal(str)

    def __init__(self, parent: QWidget, packs: Sequence[Installed], told: Sequence[str] = ()) -> None:
        """`told`: what there is to say of packs that are not listed, a sentence each: why they cannot be looked into."""
        super().__init__(parent, "Scenario packs", "packsDialog")
        self.list = Rows("packs", "Installed packs")
        self.nothing = Text(role="quiet", name="noPacks")
        # It stands right under the text above it, and takes the room that the list leaves.
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self.take, self.away = button("Install a pack …", "packInstall", main=True), button("Remove …", "packRemove")
        self.close_ = button("Close", "packsClose")
        self.list.currentRowChanged.connect(lambda row: self.away.setEnabled(row >= 0))
        self.take.clicked.connect(self.install_asked)
        self.take.clicked.connect(self.accept)
        self.away.clicked.connect(self._ask_away)
        self.close_.clicked.connect(self.accept)
        self.column.addWidget(Text("Scenario packs", role="title"))
        self.column.addWidget(
            Text(
                "Scenarios, drills and portraits by other people. Drop a .zip here; it is checked before anything is installed."
            )
        )
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.list, 1)
        for one in (self.away, self.close_):
            self.row.addWidget(one)
        self.row.addWidget(self.take)
        self.show_packs(packs, told)

    def show_packs(self, packs: Sequence[Installed], told: Sequence[str] = ()) -> None:
        self.list.clear()
        for pack in packs:
            item = QListWidgetItem(pack.told())
            item.setData(Qt.ItemDataRole.UserRole, pack.name)
            item.setToolTip(for_tip(str(pack.path)))
            self.list.addItem(item)
        self.nothing.say("\n".join(first_rows(told)) or ("" if packs else "No packs are installed yet."))
        self.list.setVisible(bool(packs))
        self.list.setCurrentRow(0 if packs else -1)
        self.away.setEnabled(bool(packs))

    def _ask_away(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.remove_asked.emit(str(item.data(Qt.ItemDataRole.UserRole)))
