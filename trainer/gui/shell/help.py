"""What the program tells of itself: the command palette, the list of keys, about."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from ..frame.sheets import Sheet
from ..kit.style import GAP, WIDE
from ..kit.widgets import Text
from ..workshop.console_keys import CONSOLE_KEYS
from .actions import ACTIONS
from .window import Window

#: Keys of single widgets, for the list that F1 shows.
OTHER_KEYS = (
    ("Enter", "press the button in hand; in the list: start; in the composer: say the line"),
    ("Shift+Enter", "a new row in the composer"),
    ("Ctrl+Z", "in the composer: undo what was typed, while there is something to undo"),
    ("Left, Right", "on the curve: from line to line"),
    ("A, R, N", "in a drill: “no” grants it, refuses it, neither"),
    ("1 to 4", "in a drill: the line"),
    ("Esc", "in a drill: stop here"),
    *((key.shown, f"in a workshop: {key.text}") for key in CONSOLE_KEYS if key.shown),
    ("Tab", "to the next control; it also leaves the composer"),
)


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
