"""The program off screen, for tests: its parts, and keys that go the way real keys go."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from trainer.drills.sitting import Sitting
from trainer.gui.app import Program
from trainer.gui.debrief.page import DebriefPage
from trainer.gui.drills.page import DrillPage
from trainer.gui.frame.sheets import Choice, Line
from trainer.gui.library.page import LibraryPage
from trainer.gui.library.welcome import WelcomePage
from trainer.gui.practice.page import PracticePage
from trainer.gui.progress.page import ProgressPage
from trainer.gui.shell.window import Window
from trainer.gui.workshop.page import WorkshopPage
from trainer.history import History
from trainer.session import Session
from trainer.workshop import Phase, Workshop

from .conftest import SCENARIOS

W = TypeVar("W", bound=QWidget)


def child(parent: QWidget, kind: type[W], name: str = "") -> W:
    """Return the part of a widget that has this name, or the first of its kind."""
    found: W | None = parent.findChild(kind, name) if name else parent.findChild(kind)
    assert found is not None, name or kind
    return found


def turn_wheel(over: QWidget, by: int) -> None:
    """Turn the wheel over a widget. `by`: eighths of a degree, 120 for one notch."""
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, by), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(over, wheel)


def proposed(line: str) -> Callable[[Workshop], Workshop]:
    """The step of a workshop that proposes a line."""
    return lambda workshop: workshop.proposed(line)


class Gui:
    """A program whose window is open."""

    #: All that this test made, held here so that no garbage collector decides whether a stray widget is found.
    made: ClassVar[list[Gui]] = []

    def __init__(self, program: Program) -> None:
        self.program = program
        if "PYTEST_CURRENT_TEST" in os.environ:
            self.made.append(self)

    @property
    def window(self) -> Window:
        return self.program.window

    @property
    def library(self) -> LibraryPage:
        page: LibraryPage = self.program.navigator.page("library")
        return page

    @property
    def practice(self) -> PracticePage:
        page: PracticePage = self.program.navigator.page("practice")
        return page

    @property
    def debrief(self) -> DebriefPage:
        page: DebriefPage = self.program.navigator.page("debrief")
        return page

    @property
    def drills(self) -> DrillPage:
        page: DrillPage = self.program.navigator.page("drills")
        return page

    @property
    def progress(self) -> ProgressPage:
        page: ProgressPage = self.program.navigator.page("progress")
        return page

    @property
    def workshop(self) -> WorkshopPage:
        page: WorkshopPage = self.program.navigator.page("workshop")
        return page

    @property
    def welcome(self) -> WelcomePage:
        page: WelcomePage = self.program.navigator.page("welcome")
        return page

    def page(self, name: str) -> Any:
        return self.program.navigator.page(name)

    @property
    def shown(self) -> str:
        """The name of the page in hand."""
        return self.program.navigator.current

    @property
    def history(self) -> History:
        return self.program.stored.history

    @property
    def session(self) -> Session:
        """The talk in hand."""
        session = self.program.practice.session
        assert session is not None
        return session

    @property
    def sitting(self) -> Sitting:
        """The drills in hand."""
        sitting = self.program.drills._sitting
        assert sitting is not None
        return sitting

    def go(self, name: str) -> None:
        self.program.navigator.go(name)

    def close(self) -> None:
        self.window.close()

    def child(self, name: str) -> QWidget:
        return child(self.window, QWidget, name)


def opened(
    qtbot: QtBot,
    path: Path | None,
    folders: Sequence[Path] = (SCENARIOS,),
    pause: int | None = 0,
    settings: Path | None = None,
) -> Gui:
    """Open the window on a history, with seed 1 for every talk. `pause`: before a reply, None for the setting."""
    gui = Gui(Program(path, list(folders), settings, pause, lambda: 1))
    gui.library.fill()
    gui.go("library")
    qtbot.addWidget(gui.window)
    gui.window.show()
    qtbot.waitExposed(gui.window)
    gui.program.library.offer_resume()
    return gui


def press(gui: Gui, key: Qt.Key, control: bool = False) -> None:
    """Press a key as the window system would: shortcuts first, then the widget that has the keyboard."""
    handle = gui.window.windowHandle()
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(handle, key, modifier)


def type_text(gui: Gui, text: str) -> None:
    """Type characters (ASCII) into whatever has the keyboard."""
    handle = gui.window.windowHandle()
    for char in text:
        QTest.keyClick(handle, ord(char))


def say(qtbot: QtBot, gui: Gui, line: str) -> None:
    """Type a line into the composer and send it."""
    composer = gui.child("composer")
    assert isinstance(composer, QPlainTextEdit)
    qtbot.keyClicks(composer, line)
    qtbot.keyClick(composer, Qt.Key.Key_Return)


def seen(widget: QWidget) -> list[str]:
    """Return the texts that can be seen in a window, from top to bottom: inside it, and not scrolled out of sight."""
    found: list[tuple[int, int, str]] = []
    for label in widget.findChildren(QLabel):
        if not label.isVisible() or not label.text() or label.visibleRegion().isEmpty():
            continue
        place = label.mapTo(widget, label.rect().topLeft())
        if widget.rect().contains(place):
            found.append((place.y(), place.x(), plain(label.text())))
    return [text for _, _, text in sorted(found)]


def plain(text: str) -> str:
    """Return a text without the places where a very long word may be broken."""
    return text.replace("\u200b", "")


def top_windows() -> list[QWidget]:
    """Return the windows that are on the screen."""
    return [window for window in QApplication.topLevelWidgets() if window.isVisible()]


class Answers:
    """Answers the dialogs that come up, by keys and clicks: a button by its text, a row, a line, a key. Fails for one that never came."""

    def __init__(self, *presses: str | Qt.Key) -> None:
        self.left = list(presses)
        #: All that the dialogs said.
        self.said: list[str] = []
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._look)

    def __enter__(self) -> Answers:
        self._timer.start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self._timer.stop()
        if kind is None:
            assert not self.left, f"no dialog came up for {self.left}"

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or not dialog.isVisible() or not self.left:
            return
        if isinstance(dialog, Choice) and not child(dialog, QAbstractButton, "choiceTake").isEnabled():
            return  # its rows are still being filled
        wanted = self.left.pop(0)
        self.said += seen(dialog)
        if isinstance(wanted, str) and isinstance(dialog, Choice):
            rows = [dialog.list.item(row).text() for row in range(dialog.list.count())]
            dialog.list.setCurrentRow(rows.index(wanted))
            QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Return)
        elif isinstance(wanted, str) and isinstance(dialog, Line):
            QTest.keyClicks(dialog.field, wanted)
            QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Return)
        elif isinstance(wanted, str):
            buttons = {made.text(): made for made in dialog.findChildren(QAbstractButton) if made.isVisible()}
            assert wanted in buttons, f"{wanted!r} is none of {list(buttons)}"
            QTest.mouseClick(buttons[wanted], Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(dialog.windowHandle(), wanted)


class Room:
    """A window with the workshop page in hand."""

    def __init__(self, gui: Gui) -> None:
        self.gui = gui
        gui.go("workshop")
        self.controller = gui.program.workshop
        self.page, self.console = gui.workshop, gui.workshop.console
        self.running, self.audience = gui.program.workshop_model().running, self.controller.audience

    def begin(self, scenario: str = "private_folder_name") -> None:
        self.running.begin(scenario, "medium", 3)
        self.audience.open()
        self.gui.window.activateWindow()
        QApplication.processEvents()

    def say(self, line: str) -> None:
        """Have a line played without a vote."""
        self.running.step(lambda w: w.proposed(line))
        assert self.workshop.candidates
        self.running.say_now(len(self.workshop.candidates) - 1)

    @property
    def workshop(self) -> Workshop:
        assert self.running.workshop is not None
        return self.running.workshop

    def phase(self) -> Phase:
        return self.workshop.phase
