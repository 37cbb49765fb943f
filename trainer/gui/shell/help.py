"""What the program tells of itself: the command palette, the list of keys, about."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from ..frame.sheets import Sheet
from ..kit.style import GAP, WIDE
from ..kit.widgets import Text
from .actions import ACTIONS, OTHER_KEYS
from .window import Window


class KeysDialog(Sheet):
    """All keys in two columns; the list scrolls, the button stays in sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "Keys", "keys", 620, 640)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, GAP, 0)
        grid.setHorizontalSpacing(WIDE)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 5)
        rows = [(action.keys, action.text) for action in ACTIONS if action.keys] + list(OTHER_KEYS)
        for place, (keys, text) in enumerate(rows):
            grid.addWidget(Text(keys, role="strong"), place, 0)
            grid.addWidget(Text(text), place, 1)
        grid.setRowStretch(len(rows), 1)
        self.column.addWidget(Text("Keys", role="title"))
        self.column.addLayout(grid, 1)
        self.end_with_close().setFocus()


class Help:
    """Requests of the Help menu, over a window."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def show_palette(self) -> None:
        from .command_palette import CommandPalette

        self._window.refresh()
        enabled = [row for row in ACTIONS if row.name != "show_palette" and self._window.actions_[row.name].isEnabled()]
        made = CommandPalette(self._window, enabled, self._window.request)
        made.open()
        made.field.setFocus()

    def show_keys(self) -> None:
        KeysDialog(self._window).open()

    def show_about(self) -> None:
        from ..settings.about import About

        About(self._window).open()
