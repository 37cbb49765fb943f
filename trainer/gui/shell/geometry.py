"""Size and place of the window: remembered, and brought back on a screen that is there."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ...errors import TrainerError
from ...plain_files import FileRefused, change_json, read_json
from ..kit.widgets import FRAME

#: Pixels that no screen reaches.
_FAR = 100_000
_KEYS = ("x", "y", "width", "height")


def load_geometry(path: Path | None) -> tuple[QRect, bool] | None:
    """Return (place, whether it filled the screen) of the last time; None where nothing sound is kept."""
    kept: object = None
    with contextlib.suppress(FileRefused):
        kept = read_json(path) if path is not None else None
    if not isinstance(kept, dict):
        return None
    numbers = [kept.get(key) for key in _KEYS]
    if not all(type(number) is int and abs(number) < _FAR for number in numbers):
        return None
    return QRect(*numbers), kept.get("maximized") is True


def save_geometry(window: QWidget, path: Path | None) -> None:
    """Remember a window; a disk that refuses only costs that."""
    if path is None:
        return
    place = window.normalGeometry() if window.isMaximized() else window.geometry()
    kept = {key: getattr(place, key)() for key in _KEYS}
    with contextlib.suppress(TrainerError):
        change_json(path, {**kept, "maximized": window.isMaximized()})


def restore_geometry(window: QWidget, path: Path | None) -> None:
    """Put a window where it was, moved and made smaller as far as the screens of today ask for."""
    kept = load_geometry(path)
    if kept is None:
        return
    place, maximized = kept
    window.setGeometry(on_screen(place, [screen.availableGeometry() for screen in QGuiApplication.screens()]))
    if maximized:
        window.showMaximized()


def on_screen(place: QRect, screens: list[QRect]) -> QRect:
    """Return a place that lies whole on the screen that holds most of it; on the first one if none does."""
    if not screens:
        return place

    def shared(screen: QRect) -> int:
        both = screen.intersected(place)
        return both.width() * both.height() if both.isValid() else 0

    screen = max(screens, key=shared)
    room = screen.adjusted(0, FRAME, -FRAME, -FRAME)
    width, height = min(place.width(), room.width()), min(place.height(), room.height())
    x = max(room.left(), min(place.left(), room.right() - width + 1))
    y = max(room.top(), min(place.top(), room.bottom() - height + 1))
    return QRect(QPoint(x, y), QPoint(x + width - 1, y + height - 1))
