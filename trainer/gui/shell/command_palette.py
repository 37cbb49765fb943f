"""Everything the program can do, by typing a few letters of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ..kit.fields import line_field
from ..kit.style import LOOK
from ..kit.widgets import fit_to_screen
from .actions import Action

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QDialog):
    """A field and a list of requests; Enter makes the one that is chosen."""

    def __init__(self, parent: QWidget, keys: Sequence[Action], make: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Commands")
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make = make
        asked = "What would you like to do?"
        self.field, self.list = line_field("paletteField", asked, asked), QListWidget()
        self.list.setObjectName("paletteList")
        self.list.setAccessibleName("Requests")
        for key in keys:
            item = QListWidgetItem(f"{key.text}    {key.keys}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, key.name)
            self.list.addItem(item)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.list)
        fit_to_screen(self, LOOK.pixels(480), LOOK.pixels(420))
        self.field.textChanged.connect(self._filter)
        self.field.returnPressed.connect(self._choose)
        self.list.itemActivated.connect(lambda _: self._choose())
        self.field.installEventFilter(self)
        self._filter("")

    def _filter(self, typed: str) -> None:
        words = typed.casefold().split()
        first = -1
        for row in range(self.list.count()):
            shown = all(word in self.list.item(row).text().casefold() for word in words)
            self.list.item(row).setHidden(not shown)
            first = row if shown and first < 0 else first
        self.list.setCurrentRow(first)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The arrow keys walk the list while one types.
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and Qt.Key(event.key()) in _MOVES:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            name = str(item.data(Qt.ItemDataRole.UserRole))
            self.accept()
            self._make(name)
