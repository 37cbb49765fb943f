"""Keeps running text from pressing buttons: when a page changes under somebody who types, their keys do nothing there."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)

#: Seconds after a typed character in which a space or Enter still belongs to the text, not to a button.
RUNNING = 1.0
_PRESSING = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class TypingGuard(QObject):
    """Watches the keys of top-level windows before any widget gets them. `clock`: seconds.

    Text is what goes into a field, and what reaches a window because nothing on the page wanted it (`stray`). A single
    key that a page takes as a command is no text.
    """

    def __init__(self, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self.clock = clock
        self._typed_at = -RUNNING

    def watch(self, window: QWindow) -> None:
        """Begin to watch a window; a second call for the same one changes nothing."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def stray(self, event: QKeyEvent) -> None:
        """Note a key that nothing on the page wanted."""
        if _is_text(event):
            self._typed_at = self.clock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        focus = QApplication.focusWidget()
        if event.key() in _PRESSING and isinstance(focus, QAbstractButton | QAbstractItemView):
            return self._belongs_to_text(event)
        if _is_text(event):
            if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit):
                self._typed_at = self.clock()
        elif event.key() not in _MODIFIERS:  # Tab, an arrow, Enter in a field: the text has come to its end
            self._typed_at = -RUNNING
        return False

    def _belongs_to_text(self, event: QKeyEvent) -> bool:
        """Tell whether a key that would press something was meant for the text before it; if so, the text goes on."""
        running = event.isAutoRepeat() or self.clock() - self._typed_at < RUNNING
        self._typed_at = self.clock() if running else -RUNNING
        return running


def _is_text(event: QKeyEvent) -> bool:
    control = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return bool(event.text()) and event.text().isprintable() and not control
