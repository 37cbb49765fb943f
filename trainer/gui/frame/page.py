"""What every page of the window can do."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ..kit.widgets import Notice


class Page(QWidget):
    """A page. `entered` is emitted each time it is shown, so that whoever serves it can bring it up to date."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        #: Where a sentence for the person is said on this page.
        self.notice = Notice()

    def focus_first(self) -> None:
        """Put the keyboard where people begin on this page."""

    def restyle(self) -> None:
        """Fit what is drawn or sized by hand to another theme or text size."""

    def forget(self) -> None:
        """Let go of what was read from the learner's file, because another file is put in its place."""

    def close_down(self) -> None:
        """End what runs beside the page; the program is closing."""
