"""The audience window, and where it stands: full screen on the audience's display, or a window where there is only one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ...debug_log import note
from ...workshop.displays import audience_display, distinct, load_choices, save_choice, told
from ...workshop.running import RunningWorkshop
from .audience_view import AudienceView

#: Pixels of the audience window where it is a window among others.
_WINDOW = (960, 540)
_MARGIN = 40
#: Milliseconds after a change of the displays in which the place of the window is looked at again.
_LOOK_AGAIN = (400, 1500)


class Display(Protocol):
    """What is needed of a screen."""

    def name(self) -> str: ...

    def geometry(self) -> QRect: ...


class AudienceWindow(QWidget):
    """The window for the projector, or for sharing: the view and nothing around it. It asks for no keyboard."""

    def __init__(self, timer: Callable[[], float]) -> None:
        """`timer`: gives the seconds left on the timer."""
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("audienceWindow")
        self.setWindowTitle("Safe No – audience")
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.view = AudienceView(timer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.resize(*_WINDOW)


class Audience(QObject):
    """Opens, places and refreshes the audience window. `displays_told` tells a sentence for the console.

    `console`: a widget of the main window. `choices`: the file of what was chosen, None to forget. `screens`: the displays
    there are. `window_shown`: called with the window each time it is shown, so that its keys can be watched.
    """

    displays_told = Signal(str)
    #: The console has come to stand on the audience's display.
    covered = Signal()

    def __init__(
        self,
        running: RunningWorkshop,
        console: QWidget,
        choices: Path | None = None,
        screens: Callable[[], Sequence[Display]] | None = None,
    ) -> None:
        super().__init__()
        self._running, self._console, self._choices = running, console, choices
        self._screens = screens or QGuiApplication.screens
        self.window: AudienceWindow | None = None
        self.window_shown: Callable[[AudienceWindow], None] = lambda _: None
        self._placed_on: str | None = ""
        self._timer = QTimer(self)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self._tick)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(lambda _: self.displays_changed())
            app.screenRemoved.connect(lambda _: self.displays_changed())

    # -- showing ---------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the window where it belongs; where it is open already, bring it to the front."""
        if self.window is None:
            self.window = AudienceWindow(self._running.timer_left)
            self.window.installEventFilter(self)
            self._placed_on = ""
        self.refresh()
        self.place()
        self.window.show()
        self.window.raise_()
        self.window_shown(self.window)
        self._timer.start()

    def refresh(self) -> None:
        """Draw what the audience may see now, at once."""
        if self.window is None:
            return
        workshop = self._running.workshop
        dark, size = (workshop.shown.dark, workshop.shown.size) if workshop else (True, 100)
        self.window.view.show_scene(self._running.scene(), dark, size)
        self.window.view.repaint()

    def _tick(self) -> None:
        if self.window is not None and self._running.timer_left():
            self.window.view.update()

    def close(self) -> None:
        self._timer.stop()
        if self.window is not None:
            self.window.removeEventFilter(self)
            self.window.close()
            self.window.deleteLater()
            self.window = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keyboard back when a full-screen window was given it: showing it full screen activates it."""
        if event.type() is QEvent.Type.WindowActivate and self.window is not None and self.window.isFullScreen():
            QTimer.singleShot(0, self._console, self._console.window().activateWindow)
        return False

    # -- displays --------------------------------------------------------------------------------------------------

    def _names(self) -> list[str]:
        return distinct([screen.name() for screen in self._screens()])

    def _here(self) -> str:
        """The display the console stands on."""
        mine, names = self._console.screen(), self._names()
        for screen, name in zip(self._screens(), names, strict=True):
            if screen is mine or (mine is not None and screen.geometry() == mine.geometry()):
                return name
        return names[0] if names else ""

    def target(self) -> str | None:
        """Return the display the audience window belongs on, None for none."""
        remembered = load_choices(self._choices) if self._choices else {}
        return audience_display(self._names(), self._here(), remembered)

    def displays_changed(self) -> None:
        """A display has come or gone, or the console stands on another one."""
        if self.window is not None and self._placed_on and self._placed_on == self._here():
            self.covered.emit()
        self.place()
        # A display that has just come may still change its size, and a window manager take its time.
        for delay in _LOOK_AGAIN:
            QTimer.singleShot(delay, self, self._look_again)

    def _look_again(self) -> None:
        """Put the window where it belongs if it has not come there."""
        # Without a window the console may be gone too: the program was closed meanwhile.
        target = self.target() if self.window is not None else None
        if self.window is None or target is None:
            return
        screen = self._screens()[self._names().index(target)]
        if not self.window.isFullScreen() or self.window.geometry() != screen.geometry():
            self._placed_on = ""
            self.place()

    def place(self) -> None:
        """Put the window on its display, if it is not there; with one display it becomes a window, and the console says so."""
        target = self.target()
        self.displays_told.emit(told(target))
        if self.window is None or target == self._placed_on:
            return
        self._placed_on = target
        note("audience window placed", displays=len(self._names()), full_screen=target is not None)
        if target is None:
            self._as_window(self.window)
            return
        screen = self._screens()[self._names().index(target)]
        # Wayland ends a program that gives a window which is full screen another size: it is hidden, moved, shown.
        self.window.hide()
        if isinstance(screen, QScreen):
            self.window.setScreen(screen)
        self.window.setGeometry(screen.geometry())
        self.window.showFullScreen()
        self.window_shown(self.window)

    def _as_window(self, window: AudienceWindow) -> None:
        if window.isFullScreen():
            window.showNormal()
        window.resize(*_WINDOW)
        here = self._console.screen()
        if here is not None:
            corner = here.availableGeometry().topLeft()
            window.move(corner.x() + _MARGIN, corner.y() + _MARGIN)

    def other_display(self) -> str | None:
        """Return the display a swap would give to the audience, None where there is nothing to swap."""
        names, now = self._names(), self.target()
        if len(names) < 2 or self.window is None or now is None:
            return None
        return names[(names.index(now) + 1) % len(names)]

    def covers_console(self, display: str) -> bool:
        """Tell whether the console stands on a display."""
        return display == self._here()

    def swap(self) -> None:
        """Give the audience another display, and remember it; where that is the console's own, the two change places."""
        new, old = self.other_display(), self.target()
        if new is None or old is None:
            return
        names, here = self._names(), self._here()
        if self._choices is not None:
            save_choice(self._choices, names, new)
        if new == here:
            there = self._screens()[names.index(old)].geometry()
            self._move_console(there)
        self._placed_on = ""
        self.place()

    def _move_console(self, there: QRect) -> None:
        window = self._console.window()
        full = window.isMaximized() or window.isFullScreen()
        if full:
            window.showNormal()
        window.setGeometry(there.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN))
        if full:
            window.showMaximized()
