"""The main window: a bar of tabs, menus, and the stack of pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QMainWindow, QPushButton, QVBoxLayout, QWidget

from ...debug_log import note
from ..frame.navigator import Navigator
from ..kit import style
from ..kit.flow import flow
from ..kit.typing_guard import TypingGuard
from ..kit.widgets import Text, button, fit_to_screen
from .actions import ACTIONS, MENUS
from .page_registry import PAGES

#: Pixels of the first window; less where the screen is smaller.
FIRST_SIZE = (1180, 780)
_UNSAVED = "Not saved yet: it is only in memory."


class Window(QMainWindow):
    """Shows the page in hand. It decides nothing: tabs and menus make requests by their names.

    `requests`: name of an action → what it does. `may_close`: asked when the window is to be closed. `ready`: name of a
    need → whether it is met now; actions and tabs whose need is not met are greyed out.
    """

    #: The window was closed for good.
    closed = Signal()

    def __init__(
        self,
        navigator: Navigator,
        requests: Mapping[str, Callable[[], object]],
        ready: Mapping[str, Callable[[], bool]],
        may_close: Callable[[], bool],
    ) -> None:
        super().__init__()
        self.setWindowTitle("Safe No")
        self.navigator, self._requests, self._ready, self._may_close = navigator, requests, ready, may_close
        self.guard = TypingGuard(self)
        self.actions_: dict[str, QAction] = {}
        self._build()
        self._menus()
        navigator.changed.connect(self._page_changed)
        fit_to_screen(self, *FIRST_SIZE)

    def _build(self) -> None:
        group = QButtonGroup(self)
        self.tabs: dict[str, QPushButton] = {}
        for row in PAGES:
            if not row.title:
                continue
            tab = button(row.title, f"tab_{row.name}")
            tab.setProperty("tab", True)
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, name=row.name: self.request(f"show_{name}"))
            group.addButton(tab)
            self.tabs[row.name] = tab
        self.unsaved = Text(_UNSAVED, role="warm", name="unsaved")
        self.unsaved.setContentsMargins(style.WIDE, style.GAP, style.WIDE, 0)
        self.unsaved.hide()
        whole = QWidget()
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = flow(*self.tabs.values(), spacing=0)
        bar.setContentsMargins(style.WIDE, style.GAP, style.WIDE, 0)
        column.addWidget(bar)
        column.addWidget(self.unsaved)
        column.addWidget(self.navigator.stack, 1)
        self.setCentralWidget(whole)

    def _menus(self) -> None:
        menus = {name: self.menuBar().addMenu(name) for name in MENUS}
        for row in ACTIONS:
            action = QAction(row.text, self)
            action.setObjectName(row.name)
            if row.keys:
                action.setShortcut(QKeySequence(row.keys))
            action.triggered.connect(lambda _=False, name=row.name: self.request(name))
            menus[row.menu].addAction(action)
            self.actions_[row.name] = action
        for menu in menus.values():
            menu.aboutToShow.connect(self.refresh)

    def request(self, name: str) -> None:
        """Make a request of the table of actions. Raises KeyError for a name that is in no row."""
        note("request", name=name)
        self._requests[name]()

    def refresh(self) -> None:
        """Grey out what cannot be asked for now."""
        for row in ACTIONS:
            self.actions_[row.name].setEnabled(self._met(row.needs))
        for page in PAGES:
            if page.title:
                self.tabs[page.name].setEnabled(self._met(page.needs))

    def _met(self, need: str) -> bool:
        return not need or self._ready[need]()

    def _page_changed(self, name: str) -> None:
        row = next(row for row in PAGES if row.name == name)
        self.tabs[row.tab or name].setChecked(True)
        self.refresh()

    # -- opening and closing -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (handle := self.windowHandle()) is not None:
            self.guard.watch(handle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.guard.stray(event)
        super().keyPressEvent(event)

    def keep_typed(self) -> None:
        """Have the field in hand keep what was typed there, as it does when it loses the keyboard."""
        if (field := self.focusWidget()) is not None:
            field.clearFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()
