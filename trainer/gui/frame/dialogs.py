"""Questions to the person: the one place where a dialog is opened and waited for. Enter, Esc and every button work in each.

The dialogs themselves are in `sheets.py`, loaded with the first of them: the first window needs none.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from ...plain_files import possible_name
from ...safe_text import visible

if TYPE_CHECKING:
    from .sheets import Choice

#: An ending, as Qt writes it in a kind of files.
_ENDING = re.compile(r"\*(\.\w+)")


@contextmanager
def waiting() -> Iterator[None]:
    """Show, while something takes its time, that the program is at work."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QApplication.restoreOverrideCursor()


class Dialogs:
    """Opens dialogs over a window. `parent`: to be set before the first question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.parent = parent

    def wait_for(self, dialog: QDialog) -> bool:
        """Open a dialog and wait for its answer. False for Cancel and Esc.

        It keeps the keyboard from the window it stands over, and not from the audience window, which can always be hidden.
        """
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        return bool(dialog.exec())

    def _over(self) -> QWidget:
        assert self.parent is not None
        return self.parent

    def choose(
        self, title: str, question: str, answers: Sequence[str], safe: int, told: str = "", on_escape: int | None = None
    ) -> int:
        """Ask a question. Return the place of the answer; for Esc that of the safe one, or `on_escape`."""
        from .sheets import Question

        made = Question(self._over(), title, question, told, answers, safe)
        self.wait_for(made)
        if made.answer >= 0:
            return made.answer
        return safe if on_escape is None else on_escape

    def confirm(self, title: str, question: str, do: str, keep: str = "Cancel", told: str = "") -> bool:
        """Ask whether to do something. Enter and Esc mean no."""
        return self.choose(title, question, (do, keep), safe=1, told=told) == 0

    def pick(
        self,
        title: str,
        rows: Sequence[str],
        place: int,
        do: str,
        told: str = "",
        fill: Callable[[Choice], object] = lambda _: None,
    ) -> int:
        """Have one of several rows chosen. Return its place, -1 for none. `fill`: given the dialog, to say its rows anew."""
        from .sheets import Choice

        made = Choice(self._over(), title, told, rows, place, do)
        fill(made)
        return made.chosen if self.wait_for(made) else -1

    def line(self, title: str, asked: str, do: str) -> str | None:
        """Have a line typed. Return it, None for Cancel."""
        from .sheets import Line

        made = Line(self._over(), title, asked, do)
        return made.text if self.wait_for(made) else None

    def open_file(self, title: str, kinds: str) -> Path | None:
        """Have a file chosen to be read. `kinds`: as Qt writes them, in small letters. None for Cancel."""
        from PySide6.QtWidgets import QFileDialog

        # Some desktops' own dialogs tell small letters from capitals.
        either = _ENDING.sub(lambda ending: f"{ending[0]} *{ending[1].upper()}", kinds)
        chosen, _ = QFileDialog.getOpenFileName(self._over(), title, str(Path.home()), either)
        return Path(chosen) if chosen else None

    def folder(self, title: str) -> Path | None:
        """Have a folder chosen. None for Cancel."""
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self._over(), title, str(Path.home()))
        return Path(chosen) if chosen else None

    def show_folder(self, path: Path) -> bool:
        """Show a folder in the system's own program for files. False where there is none."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def save_file(self, title: str, name: str, kinds: str) -> Path | None:
        """Have a place chosen for a file; `name` is suggested, as far as a file can have it. None for Cancel.

        `kinds`: as Qt writes them, in small letters; the path ends as one of them, so that its ending says what is in it.
        """
        from PySide6.QtWidgets import QFileDialog

        chosen, kind = QFileDialog.getSaveFileName(self._over(), title, str(Path.home() / possible_name(name)), kinds)
        path = Path(chosen)
        if not chosen or path.suffix.lower() in _ENDING.findall(kinds):
            return path if chosen else None
        whole = Path(f"{path}{_ENDING.findall(f'{kind} {kinds}')[0]}")
        # The system's dialog has only asked about the name without it.
        there = f"“{visible(whole.name)}” is there already. Replace it?"
        return None if os.path.lexists(whole) and not self.confirm(title, there, "Replace", "Keep it") else whole
