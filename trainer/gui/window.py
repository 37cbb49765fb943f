"""The main window: pages, menus, and who is told what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..errors import TrainerError
from ..scenario import Scenario, find, load
from . import style
from .data import Data
from .desk import Desk
from .keys import KEYS
from .library import LibraryPage
from .packs import Packs
from .pages import Pages
from .talking import Talking
from .typing_guard import TypingGuard
from .viewing import Viewing

if TYPE_CHECKING:
    from ..session import Session, Turn
    from .ending import EndPage
    from .practice import PracticePage
    from .progress import ProgressPage

_TABS = (
    ("show_library", "Scenarios"),
    ("show_practice", "The talk"),
    ("show_drills", "Drills"),
    ("show_progress", "Your progress"),
    ("show_workshop", "Workshop"),
    ("show_evidence", "What is known"),
    ("show_options", "Settings"),
)


class Window(QMainWindow):
    """Holds the pages and passes requests to the desk and facts to the pages; decides nothing about the practice."""

    #: The window was closed for good.
    closed = Signal()

    def __init__(
        self, desk: Desk, folders: Sequence[Path], pause: int | None = None, catalogue: Path | None = None
    ) -> None:
        """`folders`: of scenarios, the learner's own last. `pause`: milliseconds before a reply, None for the setting."""
        super().__init__()
        self.setWindowTitle("Safe No")
        self.resize(1180, 780)
        self.desk, self.folders, self._pause = desk, list(folders), pause
        self._warned = False
        self.guard = TypingGuard(self)
        self.talk, self.view, self.data, self.packs = Talking(self), Viewing(self), Data(self), Packs(self)
        self.library = LibraryPage(self.folders, catalogue)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.library)
        self._build()
        self._menus()
        self._connect()

    @cached_property
    def more(self) -> Pages:
        """The pages that the first window does not need."""
        return Pages(self, self.desk, self._pause)

    @property
    def practice(self) -> PracticePage:
        return self.more.practice

    @property
    def ending(self) -> EndPage:
        return self.more.ending

    @property
    def progress(self) -> ProgressPage:
        return self.more.progress

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(style.WIDE, style.GAP, style.WIDE, 0)
        group = QButtonGroup(self)
        self.tabs: dict[str, QPushButton] = {}
        for name, text in _TABS:
            tab = QPushButton(text)
            tab.setObjectName(f"tab_{name}")
            tab.setProperty("tab", True)
            tab.setCheckable(True)
            tab.setAutoDefault(True)
            tab.clicked.connect(getattr(self, name))
            group.addButton(tab)
            self.tabs[name] = tab
            bar.addWidget(tab)
        self.tabs["show_practice"].setEnabled(False)
        bar.addStretch(1)
        whole = QWidget()
        whole.setObjectName("page")
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(whole)

    def _menus(self) -> None:
        menus = {name: self.menuBar().addMenu(name) for name in ("Go", "Talk", "Data", "View", "Help")}
        for key in KEYS:
            action = QAction(key.text, self)
            action.setObjectName(key.name)
            if key.keys:
                action.setShortcut(QKeySequence(key.keys))
            action.triggered.connect(lambda _=False, name=key.name: self.request(name))
            menus[key.menu].addAction(action)

    def request(self, name: str) -> None:
        """Make a request of the table of keys."""
        owner = next(owner for owner in (self, self.talk, self.view, self.data, self.packs) if hasattr(owner, name))
        getattr(owner, name)()

    def _connect(self) -> None:
        self.library.start_asked.connect(self.desk.start)
        self.library.resume_asked.connect(self.talk.resume)
        self.library.own_asked.connect(self.show_own_talk)
        self.library.commitment_answered.connect(self.desk.answer_commitment)
        self.desk.session_started.connect(self._session_started)
        self.desk.turn_added.connect(self._turn_added)
        self.desk.session_ended.connect(self._session_ended)
        self.desk.trouble_told.connect(self.tell)
        self.desk.setting_changed.connect(self._setting_changed)

    # -- facts -------------------------------------------------------------------------------------------

    def _session_started(self, session: Session) -> None:
        self.tabs["show_practice"].setEnabled(True)
        self.go(self.practice, "show_practice")
        self.practice.open_session(session, same_talk=len(self.desk.ways) > 1)
        self.practice.show_ways(len(self.desk.ways), self.desk.current)

    def _turn_added(self, turn: Turn) -> None:
        self.practice.add_turn(turn)

    def _session_ended(self, session: Session) -> None:
        """A talk that came to its end stays on the page until the learner looks back; a broken-off one goes there now."""
        if session.outcome is None:
            self.talk.look_back()

    def _setting_changed(self, name: str) -> None:
        if name in ("theme", "text_size"):
            self.view.dress()
        self.more.apply_settings()

    def tell(self, sentence: str) -> None:
        """Say an expected error on the page in hand, or on the library where that page has no place for it."""
        notice = getattr(self.pages.currentWidget(), "notice", None)
        if notice is None:
            self.show_library()
            notice = self.library.notice
        notice.say(sentence)

    # -- requests, each in the table of keys or on a button ------------------------------------------------

    def show_library(self) -> None:
        self.go(self.library, "show_library")
        self.offer_resume()
        self.library.focus_first()

    def show_first(self) -> None:
        """At the start: without the history, which is loaded after the first paint. A new learner is welcomed."""
        if self.desk.settings["welcomed"] == "no":
            self.go(self.more.welcome, "")
            self.more.welcome.begin.setFocus()
            return
        self.show_library_first()

    def show_library_first(self) -> None:
        self.go(self.library, "show_library")
        self.library.focus_first()

    def look_around(self) -> None:
        self.desk.set("welcomed", "yes")
        self.show_library()

    def show_practice(self) -> None:
        if self.desk.session is not None:
            self.go(self.practice, "show_practice")
            self.practice.composer.setFocus()

    def show_drills(self) -> None:
        """What is due; also where one stops a sitting."""
        self.go(self.more.drills, "show_drills")
        self.more.drilling.greet()

    def show_progress(self) -> None:
        history = self.desk.history
        self.go(self.progress, "show_progress")
        self.progress.show_history(history, history.profiles.current().name)
        self.progress.focus_first()

    def show_workshop(self) -> None:
        self.go(self.more.workshop, "show_workshop")
        self.more.workshop.open_page()

    def show_evidence(self) -> None:
        self.go(self.more.evidence, "show_evidence")
        self.more.evidence.focus_first()

    def show_options(self) -> None:
        self.more.apply_settings()
        self.go(self.more.options, "show_options")
        self.more.options.focus_first()

    def show_own_talk(self) -> None:
        self.go(self.more.own_talk, "show_library")
        self.more.own_talk.start_anew()

    def quit(self) -> None:
        self.close()

    # -- the rest ------------------------------------------------------------------------------------------

    def offer_resume(self) -> None:
        """Offer to go on with a talk that was broken off, and ask about the last commitment."""
        row = self.desk.history.resumable()
        self.library.offer_resume(row.title if row else "", row.turns if row else 0)
        made = self.desk.history.notes.open_commitment()
        self.library.remind(made.text if made else "")

    def scenario(self, name: str) -> Scenario | None:
        """The scenario of that name; None, with the reason told, when it has vanished or is broken."""
        try:
            return load(find(name, self.folders))
        except TrainerError as error:
            self.tell(str(error))
            return None

    def go(self, page: QWidget, tab: str) -> None:
        """Show a page; `tab`: the one that belongs to it, "" for none."""
        self.pages.setCurrentWidget(page)
        if tab:
            self.tabs[tab].setChecked(True)

    def closeEvent(self, event: QCloseEvent) -> None:
        trouble = "" if self._warned else self.desk.unsaved()
        if trouble:  # said once: whoever closes again means it
            self._warned = True
            self.tell(f"Not everything is saved: {trouble} Close the window once more to leave all the same.")
            event.ignore()
            return
        self.more.leave()
        self.library.leave()
        self.packs.leave()
        self.desk.close()
        super().closeEvent(event)
        self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if (handle := self.windowHandle()) is not None:
            self.guard.watch(handle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.guard.stray(event)
        super().keyPressEvent(event)
