"""The keys that hide the audience window's picture wherever the keyboard is: on another page, in a dialog, in a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

#: Hides from anywhere; the action of that name is reached by it only while no dialog and no menu is open.
HIDE = Qt.Key.Key_F9
_OF_A_REMOTE = (Qt.Key.Key_B, Qt.Key.Key_Period)
_COMMANDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class HidingKeys(QObject):
    """Watches each window that is given the keyboard while a workshop is going on, before any widget of it gets a key.

    `hide`: hides the picture, or shows it again; `going`: tells whether there is a workshop; `console`: whether the console
    has the keys: where no menu is open it knows itself what a B means; `audience`: gives the audience window, None while there is none.
    """

    def __init__(
        self,
        parent: QObject,
        hide: Callable[[], object],
        going: Callable[[], bool],
        console: Callable[[], bool],
        audience: Callable[[], QWidget | None],
    ) -> None:
        super().__init__(parent)
        self._hide, self._going, self._console, self._audience = hide, going, console, audience
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._given_the_keyboard)

    def _given_the_keyboard(self, window: QWindow | None) -> None:
        if window is not None and self._going():
            self.watch(window)

    def watch(self, window: QWindow) -> None:
        """Begin to watch a window; a second call for the same one changes nothing."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self._going():
            return False
        if event.modifiers() & _COMMANDING or not (event.key() == HIDE or self._of_a_remote(event, watched)):
            return False
        if not event.isAutoRepeat():
            self._hide()
        return True

    def _of_a_remote(self, event: QKeyEvent, watched: QObject) -> bool:
        """Tell whether a B or a full stop is no text: in the audience window, and in a dialog or menu without a field in hand.

        While a menu is open it is given the keys of every window.
        """
        menu = QApplication.activePopupWidget()
        if event.key() not in _OF_A_REMOTE or (self._console() and menu is None):
            return False
        audience, above = self._audience(), menu or QApplication.activeModalWidget()
        if audience is not None and watched is audience.windowHandle():
            return True
        return above is not None and watched is above.windowHandle() and not _takes_text(above.focusWidget())


def _takes_text(widget: QWidget | None) -> bool:
    return widget is not None and widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
