"""The workshop page: its start, then the console."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from ...scenario.catalogue import Catalogue
from ...workshop.running import RunningWorkshop
from ..frame.page import Page
from ..kit.stack import Stack
from .console_page import ConsolePage
from .start_page import StartPage


class WorkshopPage(Page):
    """Shows the console while a workshop is running, else its start."""

    def __init__(self, running: RunningWorkshop, folders: Sequence[Path], catalogue: Catalogue | None = None) -> None:
        """`catalogue`: what is known of scenarios, None for nothing."""
        super().__init__()
        self.setObjectName("workshopPage")
        self._running = running
        self._start_notice = self.notice
        self.start, self.console = StartPage(folders, self.notice, catalogue), ConsolePage(running)
        self._stack = Stack()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self.console)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def refresh(self) -> None:
        """Show the workshop as it stands; a sentence about a step of the last one goes with it."""
        running = self._running.workshop is not None
        said, self.notice = self.notice, self.console.notice if running else self._start_notice
        if said is not self.notice:
            said.hand_over(self.notice)
        self._stack.setCurrentWidget(self.console if running else self.start)
        if running:
            self.console.refresh()
        else:
            self.start.refresh(self._running.unfinished())

    def focus_first(self) -> None:
        if self._running.workshop is None:
            self.start.focus_first()
        else:
            self.console.focus_first()

    def restyle(self) -> None:
        self.console.columns.arrange()
