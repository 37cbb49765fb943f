"""How the program is shown, and what it tells of itself: text size, colours, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from . import style
from .keys import KEYS, OTHER_KEYS

if TYPE_CHECKING:
    from .window import Window


class Viewing:
    """Requests of the View and Help menus."""

    def __init__(self, window: Window) -> None:
        self._window, self._desk = window, window.desk

    def text_larger(self) -> None:
        self.set_text_size(style.LOOK.percent + style.STEP)

    def text_smaller(self) -> None:
        self.set_text_size(style.LOOK.percent - style.STEP)

    def text_usual(self) -> None:
        self.set_text_size(style.USUAL)

    def set_text_size(self, percent: int) -> None:
        """Text size in percent, 100–200; kept for the next start."""
        self._desk.set("text_size", str(max(style.SMALLEST, min(style.LARGEST, percent))))

    def dress(self) -> None:
        """Show the theme and text size that are set."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = {"light": style.LIGHT, "dark": style.DARK}.get(self._desk.settings["theme"])
        style.apply(app, theme, int(self._desk.settings["text_size"]))
        self._window.library.dress_again()
        self._window.more.dress_again()

    def show_palette(self) -> None:
        from .palette import Palette

        made = Palette(self._window, [key for key in KEYS if key.name != "show_palette"], self._window.request)
        made.open()
        made.field.setFocus()

    def show_keys(self) -> None:
        rows = [f"{key.keys}\t{key.text}" for key in KEYS if key.keys] + [
            f"{keys}\t{text}" for keys, text in OTHER_KEYS
        ]
        self._message("Keys", "\n".join(rows))

    def show_about(self) -> None:
        from .about import About

        About(self._window).open()

    def _message(self, title: str, text: str) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle(title)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(text)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
