"""What this program is, what it promises, and the parts of others in it, each with its licence to read."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QTextBrowser, QWidget

from ... import __version__
from ...licences import Part, own_licence, shown, system_texts
from ..frame.sheets import Sheet
from ..kit.style import PAD
from ..kit.widgets import Text
from ..kit.wrapping_list import Rows

PROMISE = "It opens no network connection, ever."
_TOLD = (
    "An offline trainer for asking so that the other person can safely say “no”. "
    "The technique is a craft hypothesis (grade C): no controlled test of it is known."
)
_LICENCE = (
    "Safe No is free under the MIT licence. Qt is used under the LGPL: its libraries lie in the program's folder as files of "
    "their own, and you may replace them with your own build. These are the parts, and what each licence says:"
)

#: The end of a line that was broken because it was full; the next goes on with it and is no row of its own.
_FULL_LINE = re.compile(r"^(\S[^\n]{54,})\n(?=[^\s*\-•])", re.MULTILINE)


class About(Sheet):
    """A list of parts on one side, the licence of the one chosen on the other; Tab goes from one to the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "About Safe No", "about", 860, 640)
        self._texts = _entries()
        self.list, self.text = self._list(), self._reader()
        row = QHBoxLayout()
        row.setSpacing(PAD)
        row.addWidget(self.list, 2)
        row.addWidget(self.text, 5)
        self.column.addWidget(Text(f"Safe No {__version__}", role="title", name="aboutTitle"))
        self.column.addWidget(Text(PROMISE, role="lead", name="aboutPromise"))
        self.column.addWidget(Text(_TOLD))
        self.column.addWidget(Text(_LICENCE, role="quiet", name="aboutLicence"))
        self.column.addLayout(row, 1)
        self.end_with_close()
        self.list.currentRowChanged.connect(lambda place: self.text.setPlainText(rewrapped(self._texts[place][1])))
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _list(self) -> QListWidget:
        made = Rows("aboutParts", "Parts of the program")
        made.addItems([name for name, _ in self._texts])
        return made

    @staticmethod
    def _reader() -> QTextBrowser:
        """Read only, with a cursor that the arrow keys move, so that a screen reader goes along."""
        made = QTextBrowser()
        made.setObjectName("aboutText")
        made.setAccessibleName("What it is for, and its licence")
        made.setTabChangesFocus(True)
        made.setOpenLinks(False)
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        return made


def _entries() -> list[tuple[str, str]]:
    """What stands in the list, and the text that belongs to it."""
    made = [("Safe No", f"This program itself.\n\n{own_licence()}")]
    made += [(part.name, _told(part, text)) for part, text in shown()]
    made += [
        (name, f"A library of the system on which this bundle was made.\n\n{text}") for name, text in system_texts()
    ]
    return made


def rewrapped(text: str) -> str:
    """Return a text whose full lines run on, so that the window wraps it and not whoever typed it."""
    return _FULL_LINE.sub(r"\1 ", text)


def _told(part: Part, text: str) -> str:
    return f"{part.name}: {part.use}.\nLicence: {part.licence}.\nIts source: {part.source}.\n\n{text}"
