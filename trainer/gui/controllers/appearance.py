"""Serves the settings page, and how the program is shown: theme and text size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from ..bridge.settings import SettingsModel
from ..frame.navigator import Navigator
from ..kit import style

if TYPE_CHECKING:
    from ..settings.page import SettingsPage


#: The settings that say how the program is shown.
DRESS = ("theme", "text_size")


class AppearanceController:
    """Requests of the View menu."""

    def __init__(self, settings: SettingsModel, navigator: Navigator) -> None:
        self._settings, self._navigator = settings, navigator
        settings.changed.connect(self._changed)

    def serve_settings(self, page: SettingsPage) -> None:
        page.changed.connect(self._settings.set)
        page.entered.connect(self._settings.look)
        page.entered.connect(self._show_settings)

    def _show_settings(self) -> None:
        """Show what is in force."""
        page: SettingsPage = self._navigator.page("settings")
        absent = () if self._navigator.page("practice").voice is not None else ("speak_replies",)
        page.show_settings(self._settings.values, absent)

    def _changed(self, name: str) -> None:
        if name in DRESS:
            self.apply()
        if self._navigator.made("settings"):
            self._show_settings()

    def apply(self) -> None:
        """Show the theme and text size that are set."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = {"light": style.LIGHT, "dark": style.DARK}.get(self._settings["theme"])
        style.apply(app, theme, int(self._settings["text_size"]))
        for page in self._navigator.pages():
            page.restyle()

    def text_larger(self) -> None:
        self.set_text_size(style.LOOK.percent + style.STEP)

    def text_smaller(self) -> None:
        self.set_text_size(style.LOOK.percent - style.STEP)

    def text_usual(self) -> None:
        self.set_text_size(style.USUAL)

    def set_text_size(self, percent: int) -> None:
        """Set the text size in percent, 100–200; kept for the next start."""
        self._settings.set("text_size", str(max(style.SMALLEST, min(style.LARGEST, percent))))
