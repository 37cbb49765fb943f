"""Where the learner types: the words that do something are underlined while the line grows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from ..kit.fields import Room
from ..kit.underlines import in_utf16, underlined

if TYPE_CHECKING:
    from ...coach.marks import Mark

#: Milliseconds without a key after which the line is read; typing itself never waits for it.
READING_PAUSE = 60
#: The most characters that pasting or dropping leaves here: room to shorten a long text, and few enough that laying them
#: out never holds the window (a word of 200,000 letters took Qt two seconds).
MOST_PASTED = 10_000


class Composer(QPlainTextEdit):
    """Enter sends, Shift+Enter breaks the line, Tab leaves. `paused` tells that the line may be read now."""

    sent = Signal()
    paused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("composer")
        self.setAccessibleName("Your line")
        self.setAccessibleDescription("Type what you would say. Enter sends it, Shift and Enter begin a new row.")
        self.setPlaceholderText("What do you say?")
        self.setTabChangesFocus(True)
        self.room = Room(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.paused.emit(self.toPlainText()))
        self.textChanged.connect(lambda: self._timer.start(READING_PAUSE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.sent.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # With nothing typed there is nothing to undo here: Ctrl+Z is the window's, which steps back a turn.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.document().isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop a text as far as there is room; what stands here, and is not selected, stays whole."""
        text = source.text()
        kept = len(self.toPlainText()) - len(self.textCursor().selectedText())
        room = max(0, MOST_PASTED - kept)
        if len(text) > room:
            source = QMimeData()
            source.setText(text[:room])
        if room:
            super().insertFromMimeData(source)
        if len(text) > room:
            from ...session import LONGEST_LINE

            had = f"only the first {room:,} of them" if room else "none of them"
            longest = f"A line can have {LONGEST_LINE:,}."
            self.room.say(f"What you pasted has {len(text):,} characters; {had} had room here. {longest}")

    def show_marks(self, marks: Iterable[Mark]) -> None:
        """Underline these words; the text and its undo steps stay as they are."""
        text, shown = self.toPlainText(), []
        for mark in marks:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(in_utf16(text, mark.start))
            cursor.setPosition(in_utf16(text, mark.end), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = underlined(mark.row)
            shown.append(selection)
        self.setExtraSelections(shown)

    def put(self, text: str) -> None:
        """Put a text over what stands here; Undo brings a line that was half typed back."""
        if not self.toPlainText():
            self.start_anew(text)
            return
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def start_anew(self, text: str = "") -> None:
        """Another line, with nothing of the last one to undo."""
        self.setPlainText(text)
        self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.End)
