"""The settings page: a row for each setting of the table."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout

from ...settings import Settings, table
from ..frame.page import Page
from ..kit.style import PAD, WIDE
from ..kit.widgets import ComboBox, Text, label_for, scrolling_column


class SettingsPage(Page):
    """`changed` tells (name, value) of the setting a person changed."""

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, ComboBox] = {}
        self._titles: dict[str, Text] = {}
        column = scrolling_column(self, 900)
        column.addWidget(Text("Settings", role="title"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(WIDE)
        grid.setVerticalSpacing(PAD)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        shown = [row for row in table().values() if not row.hidden]
        for place, row in enumerate(shown):
            box = ComboBox(f"setting_{row.name}", row.label, row.help)
            for value, word in row.choices:
                box.addItem(word, value)
            # A few words each: none is cut, even in a narrow window.
            box.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            box.activated.connect(lambda _=0, name=row.name, box=box: self.changed.emit(name, box.currentData()))
            self.boxes[row.name] = box
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label_for(box, row.label))
            words.addWidget(Text(row.help, role="quiet"))
            grid.addLayout(words, place, 0)
            grid.addWidget(box, place, 1)
        column.addWidget(self.notice)
        column.addLayout(grid)
        column.addStretch(1)

    def show_settings(self, settings: Settings, absent: tuple[str, ...] = ()) -> None:
        """`absent`: names of settings that can do nothing on this machine."""
        for name, box in self.boxes.items():
            box.setCurrentIndex(max(0, box.findData(settings[name])))
            box.setEnabled(name not in absent)
            box.setToolTip("Not available on this machine" if name in absent else "")

    def focus_first(self) -> None:
        next(iter(self.boxes.values())).setFocus()
