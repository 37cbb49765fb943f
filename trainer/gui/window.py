"""The main window: pages, menus, and who is told what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from .. import __version__
from ..errors import TrainerError
from ..scenario import Scenario, find, load
from . import style
from .desk import Desk
from .ending import EndPage
from .keys import KEYS, OTHER_KEYS
from .library import LibraryPage
from .practice import PracticePage
from .progress import ProgressPage

if TYPE_CHECKING:
    from ..session import Session


class Window(QMainWindow):
    """Holds the pages and passes requests to the desk and facts to the pages; decides nothing about the practice."""

    def __init__(self, desk: Desk, folders: Sequence[Path], pause: int) -> None:
        super().__init__()
        self.setWindowTitle("Safe No")
        self.resize(1180, 780)
        self.desk, self._folders = desk, folders
        self.library, self.practice = LibraryPage(folders), PracticePage(pause)
        self.ending, self.progress = EndPage(), ProgressPage()
        self.pages = QStackedWidget()
        for page in (self.library, self.practice, self.ending, self.progress):
            self.pages.addWidget(page)
        self._build()
        self._menus()
        self._connect()

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(style.WIDE, style.GAP, style.WIDE, 0)
        self._tabs = QButtonGroup(self)
        self._tab_of: dict[QWidget, QPushButton] = {}
        tabs = (
            (self.library, "Scenarios", self.show_library),
            (self.practice, "The talk", self.show_practice),
            (self.progress, "Your progress", self.show_progress),
        )
        for page, text, show in tabs:
            tab = QPushButton(text)
            tab.setProperty("tab", True)
            tab.setCheckable(True)
            tab.clicked.connect(show)
            self._tabs.addButton(tab)
            self._tab_of[page] = tab
            bar.addWidget(tab)
        self._tab_of[self.practice].setEnabled(False)
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
        menus = {name: self.menuBar().addMenu(name) for name in ("Go", "Talk", "View", "Help")}
        for key in KEYS:
            action = QAction(key.text, self)
            action.setObjectName(key.name)
            if key.keys:
                action.setShortcut(QKeySequence(key.keys))
            action.triggered.connect(getattr(self, key.name))
            menus[key.menu].addAction(action)

    def _connect(self) -> None:
        self.library.start_asked.connect(self.desk.start)
        self.library.resume_asked.connect(self._resume)
        self.practice.line_said.connect(self.desk.say)
        self.practice.end_asked.connect(self.desk.give_up)
        self.practice.look_back_asked.connect(self._look_back)
        self.ending.again_asked.connect(self.desk.again)
        self.ending.library_asked.connect(self.show_library)
        self.ending.progress_asked.connect(self.show_progress)
        self.progress.session_chosen.connect(self._look_back_at)
        self.desk.session_started.connect(self._session_started)
        self.desk.turn_added.connect(self.practice.add_turn)
        self.desk.session_ended.connect(self._session_ended)
        self.desk.trouble_told.connect(self._trouble_told)

    # -- facts -------------------------------------------------------------------------------------------

    def _session_started(self, session: Session) -> None:
        self._tab_of[self.practice].setEnabled(True)
        self._go(self.practice)
        self.practice.open_session(session)

    def _session_ended(self, session: Session) -> None:
        """A talk that came to its end stays on the page until the learner looks back; a broken-off one goes there now."""
        if session.outcome is None:
            self._look_back()

    def _trouble_told(self, sentence: str) -> None:
        page = self.practice if self.pages.currentWidget() is self.practice else self.library
        if page is self.library and self.pages.currentWidget() is not self.library:
            self.show_library()
        page.notice.say(sentence)

    # -- requests, each in the table of keys or on a button ------------------------------------------------

    def show_library(self) -> None:
        self._go(self.library)
        self.offer_resume()
        self.library.focus_first()

    def show_library_first(self) -> None:
        """At the start: without the history, which is loaded after the first paint."""
        self._go(self.library)
        self.library.focus_first()

    def show_practice(self) -> None:
        if self.desk.session is not None:
            self._go(self.practice)
            self.practice.composer.setFocus()

    def show_progress(self) -> None:
        from ..progress import review

        rows = self.desk.history.sessions()
        self.progress.show_review(review(rows), rows)
        self._go(self.progress)
        self.progress.table.setFocus()

    def toggle_thoughts(self) -> None:
        self.practice.thought_toggle.toggle()

    def use_better(self) -> None:
        self.practice.use.click()

    def end_talk(self) -> None:
        if self.pages.currentWidget() is self.practice:
            self.desk.give_up()

    def text_larger(self) -> None:
        self.set_text_size(style.LOOK.percent + style.STEP)

    def text_smaller(self) -> None:
        self.set_text_size(style.LOOK.percent - style.STEP)

    def text_usual(self) -> None:
        self.set_text_size(style.USUAL)

    def set_text_size(self, percent: int) -> None:
        """Text size in percent, 100–200."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        style.apply(app, style.LOOK.colours, percent)
        self.practice.resize_text()
        self.library.dress_again()

    def show_keys(self) -> None:
        rows = [f"{key.keys}\t{key.text}" for key in KEYS if key.keys] + [
            f"{keys}\t{text}" for keys, text in OTHER_KEYS
        ]
        self._message("Keys", "\n".join(rows))

    def show_about(self) -> None:
        self._message(
            "About Safe No",
            f"Safe No {__version__}\n\nAn offline trainer for asking so that the other person can safely say “no”. "
            "It opens no network connection. The technique is a craft hypothesis (grade C): no controlled test of it is known.",
        )

    def quit(self) -> None:
        self.close()

    # -- the rest ------------------------------------------------------------------------------------------

    def offer_resume(self) -> None:
        row = self.desk.history.resumable()
        self.library.offer_resume(row.title if row else "", row.turns if row else 0)

    def _resume(self) -> None:
        row = self.desk.history.resumable()
        if row is None:
            return
        scenario = self._scenario(row.scenario)
        if scenario is None:
            return
        self.desk.resume(row, scenario)

    def _scenario(self, name: str) -> Scenario | None:
        """The scenario of that name; None, with the reason told, when it has vanished or is broken."""
        try:
            return load(find(name, self._folders))
        except TrainerError as error:
            self._trouble_told(str(error))
            return None

    def _look_back(self) -> None:
        session = self.desk.session
        if session is None:
            return
        lines = [
            (
                turn.line,
                turn.reply,
                turn.before.resistance,
                turn.after.resistance,
                _shown_causes([(str(c["cause"]), int(c["delta"])) for c in turn.cause_list()]),
            )
            for turn in session.turns
        ]
        self.ending.show_debrief(session.scenario.title, session.debrief(), lines, repeatable=True)
        self._go(self.ending)
        self.ending.again.setFocus()

    def _look_back_at(self, session_id: int) -> None:
        """The look back at a stored session; its scenario may have vanished since."""
        row = next((row for row in self.desk.history.sessions() if row.id == session_id), None)
        if row is None:
            return
        scenario = self._scenario(row.scenario)
        if scenario is None:
            return
        from ..coach import debrief
        from ..language import MoveKind

        turns = self.desk.history.turns(session_id)
        curve = [row.opening_resistance, *(turn.resistance_after for turn in turns)]
        look = debrief(scenario, row.outcome, curve, [(turn.line, MoveKind(turn.kind)) for turn in turns], ())
        lines = [
            (turn.line, turn.reply, turn.resistance_before, turn.resistance_after, _shown_causes(turn.causes))
            for turn in turns
        ]
        self.ending.show_debrief(f"{row.title}, {row.started.astimezone():%d %b %Y}", look, lines, repeatable=False)
        self._go(self.ending)

    def _go(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        tab = self._tab_of.get(page)
        if tab is not None:
            tab.setChecked(True)

    def _message(self, title: str, text: str) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.desk.close()
        super().closeEvent(event)


def _shown_causes(causes: Sequence[tuple[str, int]]) -> list[str]:
    return [f"{name} {delta:+d}" for name, delta in causes if delta]
