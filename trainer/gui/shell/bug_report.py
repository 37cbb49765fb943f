"""What happens to a bug: a log without the learner's words, and a dialog with Copy."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from ... import __version__, folders
from ...errors import TrainerError
from ...plain_files import add_to
from ...standard_streams import tell

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

_COPY = "Copy"
_TOLD = "Something went wrong. What was saved so far is kept."


def tell_of_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log where a bug happened, never what was typed: messages of errors can hold a line, so only their kind is kept."""
    if issubclass(kind, KeyboardInterrupt):
        return
    if isinstance(error, TrainerError):  # expected: its sentence is for the person, and no bug
        _shown(_box(str(error)))
        return
    places = "".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(trace)
    )
    report = f"Safe No {__version__}, Python {sys.version.split()[0]}\n{kind.__name__}\n{places}"
    _log(report)
    if _shown(bug_box(report)) == _COPY:
        QApplication.clipboard().setText(report)


def _shown(box: QMessageBox) -> str:
    """Show a box, and return the button that closed it; "" for none, and while there is one: what fails may do so each second."""
    if any(isinstance(one, type(box)) and one.isVisible() for one in QApplication.topLevelWidgets()):
        return ""
    box.exec()
    clicked = box.clickedButton()
    return clicked.text() if clicked is not None else ""


def bug_box(report: str, parent: QWidget | None = None) -> QMessageBox:
    """Return the box that tells of a bug; its report can be copied."""
    from PySide6.QtWidgets import QMessageBox

    box = _box(_TOLD, parent)
    box.setInformativeText(report)
    box.addButton(_COPY, QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    return box


def _main_window() -> QWidget | None:
    """The window that a box stands over: without one it would keep the keys from the audience window too."""
    return next(
        (one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()), None
    )


def _box(text: str, parent: QWidget | None = None) -> QMessageBox:
    """Return a box that shows a text as it stands. It needs no window: there may be none yet."""
    from PySide6.QtWidgets import QMessageBox  # no start waits for it

    over = parent or _main_window()
    box = QMessageBox(QMessageBox.Icon.Warning, "Safe No", "", parent=over)
    if over is not None:
        box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    return box


def _log(report: str) -> None:
    try:
        add_to(folders.log(), report + "\n")
    except TrainerError:
        tell("The log file cannot be written.")
