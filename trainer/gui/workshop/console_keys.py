"""The keys of a workshop: they work wherever the keyboard is, in the main window and in the audience window alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

#: Seconds of silence around a single B in a field that tell a presenter remote from somebody who types.
ALONE_BEFORE, ALONE_AFTER = 1.0, 0.8


@dataclass(frozen=True, slots=True)
class ConsoleKey:
    """`does`: the request, with the place of the row for votes. `typing`: whether it works while a line is typed.

    `shown`, `text`: for the list of keys; a row without `shown` belongs to the one before it.
    """

    key: Qt.Key
    does: str
    shown: str = ""
    text: str = ""
    typing: bool = False
    control: bool = False
    place: int = -1


_K = Qt.Key
#: The one list of them: the console acts on it, F1 and the README show it.
CONSOLE_KEYS = (
    ConsoleKey(_K.Key_PageDown, "forward", "PgDn, Right", "next step, as a presenter remote sends it", typing=True),
    ConsoleKey(_K.Key_Right, "forward"),
    ConsoleKey(_K.Key_PageUp, "back", "PgUp, Left", "one step back", typing=True),
    ConsoleKey(_K.Key_Left, "back"),
    ConsoleKey(_K.Key_F5, "open_audience", "F5", "open the audience window and show its picture", typing=True),
    ConsoleKey(_K.Key_Escape, "blank", "Esc, B, full stop", "hide the audience window's picture, and show it again", typing=True),
    ConsoleKey(_K.Key_B, "blank"),
    ConsoleKey(_K.Key_Period, "blank"),
    ConsoleKey(_K.Key_F, "freeze", "F", "freeze the audience window"),
    ConsoleKey(_K.Key_S, "swap", "S", "swap the displays"),
    ConsoleKey(_K.Key_T, "thoughts", "T, M, C, L", "thoughts, meter, causes, light or dark"),
    ConsoleKey(_K.Key_M, "meter"),
    ConsoleKey(_K.Key_C, "causes"),
    ConsoleKey(_K.Key_L, "dark"),
    ConsoleKey(_K.Key_1, "vote", "1 to 4", "one vote more for a line", place=0),
    ConsoleKey(_K.Key_2, "vote", place=1),
    ConsoleKey(_K.Key_3, "vote", place=2),
    ConsoleKey(_K.Key_4, "vote", place=3),
    ConsoleKey(_K.Key_Plus, "more", "+, −", "a vote more or fewer for the selected line; outside a vote larger or smaller text"),
    ConsoleKey(_K.Key_Equal, "more"),
    ConsoleKey(_K.Key_Minus, "fewer"),
    ConsoleKey(_K.Key_Up, "earlier", "Ctrl+Up, Ctrl+Down", "move the selected line", control=True),
    ConsoleKey(_K.Key_Down, "later", control=True),
    ConsoleKey(_K.Key_F2, "edit", "F2", "edit the selected line"),
    ConsoleKey(_K.Key_Delete, "remove", "Del", "remove the selected line"),
)  # fmt: skip


class ConsoleKeys(QObject):
    """Watches the keys of some windows before any widget gets them.

    `do`: called with a row of the table; `active`: tells whether the console is in hand; `clock`: seconds.
    A B pressed in a field goes into the line; when it stands alone in time, it came from a remote: it is taken out again
    and hides the picture.
    """

    def __init__(
        self,
        console: QWidget,
        do: Callable[[ConsoleKey], None],
        active: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(console)
        self._console, self._do, self._active, self._clock = console, do, active, clock
        self._typed_at = -ALONE_BEFORE
        self._field: QLineEdit | None = None
        self._without_b = ("", 0)
        self.alone = QTimer(self)
        self.alone.setSingleShot(True)
        self.alone.setInterval(round(ALONE_AFTER * 1000))
        self.alone.timeout.connect(self._stood_alone)

    def watch(self, window: QWindow) -> None:
        """Begin to watch a window; a second call for the same one changes nothing."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self._active():
            return False
        ours = watched is self._console.window().windowHandle()
        return self._handled(event) or (not ours and self._handed_on(event))

    def _handled(self, event: QKeyEvent) -> bool:
        focus = self._console.window().focusWidget()
        typing = isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit)
        self.alone.stop()
        row = _row(event, typing)
        if row is not None:
            if not event.isAutoRepeat():
                self._do(row)
            return True
        if typing and event.text():
            self._note(event, focus)
        return False

    def _note(self, event: QKeyEvent, focus: QWidget | None) -> None:
        """Remember when something was typed, and what a field held before a B that may turn out to stand alone."""
        quiet = self._clock() - self._typed_at >= ALONE_BEFORE
        self._typed_at = self._clock()
        if event.key() == Qt.Key.Key_B and event.text() == "b" and quiet and isinstance(focus, QLineEdit):
            self._field, self._without_b = focus, (focus.text(), focus.cursorPosition())
            self.alone.start()

    def _stood_alone(self) -> None:
        field, self._field = self._field, None
        text, place = self._without_b
        # Only while the line is still being typed: a click may have ended that, and the field with it.
        if field is None or field is not self._console.window().focusWidget() or not self._active():
            return
        if field.text() == f"{text[:place]}b{text[place:]}":
            field.setText(text)
            field.setCursorPosition(place)
            self._do(next(row for row in CONSOLE_KEYS if row.key == Qt.Key.Key_B))

    def _handed_on(self, event: QKeyEvent) -> bool:
        """Give a key that reached the audience window to the main window: a shortcut, or a key for what is in hand there."""
        pressed = QKeySequence(event.keyCombination())
        for action in self._console.window().findChildren(QAction):
            if action.isEnabled() and action.shortcut() == pressed:
                action.trigger()
                return True
        focus = self._console.window().focusWidget() or self._console
        copy = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat())
        QCoreApplication.sendEvent(focus, copy)
        return True


def _row(event: QKeyEvent, typing: bool) -> ConsoleKey | None:
    """Return the row a key stands for, None for a key that is not ours now."""
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
        return None
    return next(
        (
            row
            for row in CONSOLE_KEYS
            if row.key == event.key() and row.control == control and (row.typing or not typing)
        ),
        None,
    )


def is_modal() -> bool:
    """Tell whether a dialog waits for an answer."""
    return QApplication.activeModalWidget() is not None
