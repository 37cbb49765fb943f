"""Where the audience window stands: full screen on the display of the room, or a window where there is only one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ..stage.displays import audience_display, load_choices, save_choice, told
from .audience import AudienceWindow
from .staging import Stage


class Display(Protocol):
    """What is needed of a screen."""

    def name(self) -> str: ...

    def geometry(self) -> QRect: ...


class WallWindow(QObject):
    """Opens, moves and refreshes the audience window. `displays_told` tells a sentence for the console.

    `screens`: the displays there are; `choices`: the file of what was chosen, None to forget.
    """

    displays_told = Signal(str)

    def __init__(
        self,
        stage: Stage,
        console: QWidget,
        choices: Path | None = None,
        screens: Callable[[], Sequence[Display]] | None = None,
    ) -> None:
        super().__init__()
        self._stage, self._console, self._choices = stage, console, choices
        self._screens = screens or QGuiApplication.screens
        self.window: AudienceWindow | None = None
        stage.changed.connect(self.refresh)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(lambda _: self.place())
            app.screenRemoved.connect(lambda _: self.place())
        self._timer = QTimer(self)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self._tick)

    def open(self) -> None:
        """Show the window where it belongs."""
        if self.window is None:
            self.window = AudienceWindow(self._stage.timer_left)
        self.refresh()
        self.place()
        self.window.show()
        self._timer.start()

    def refresh(self) -> None:
        """Draw what the room may see now, at once."""
        if self.window is None:
            return
        workshop = self._stage.workshop
        self.window.view.show_view(
            self._stage.view(), workshop.wall.dark if workshop else True, workshop.wall.size if workshop else 100
        )
        self.window.view.repaint()

    def _tick(self) -> None:
        if self.window is not None and self._stage.timer_left():
            self.window.view.update()

    def place(self) -> None:
        """Put the window on its display; with one display it becomes a window, and the console says so."""
        names = [screen.name() for screen in self._screens()]
        here = self._console.screen().name() if self._console.screen() else ""
        target = audience_display(names, here, load_choices(self._choices) if self._choices else {})
        self.displays_told.emit(told(names, target))
        if self.window is None:
            return
        screen = next((screen for screen in self._screens() if screen.name() == target), None)
        if screen is None:
            if self.window.isFullScreen():
                self.window.showNormal()
                self.window.resize(960, 540)
            return
        self.window.setGeometry(screen.geometry())
        if self.window.isVisible() or len(names) > 1:
            self.window.showFullScreen()

    def swap(self) -> None:
        """Change the displays over, and remember it for this set of displays."""
        screens = list(self._screens())
        names = [screen.name() for screen in screens]
        if len(names) < 2 or self.window is None:
            self.displays_told.emit(told(names, None))
            return
        here = self._console.screen().name() if self._console.screen() else ""
        chosen = load_choices(self._choices) if self._choices else {}
        now = audience_display(names, here, chosen)
        new = names[(names.index(now) + 1) % len(names)] if now is not None else names[0]
        if self._choices is not None:
            save_choice(self._choices, names, new)
        old = next(screen for screen in screens if screen.name() == (names[0] if now is None else now))
        if new == here:
            self._console.window().setGeometry(old.geometry().adjusted(40, 40, -40, -40))
        self.place()

    def close(self) -> None:
        self._timer.stop()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
