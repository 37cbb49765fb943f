"""Start of the window, and what happens to a bug: a log without the learner's words, and a dialog with Copy."""

from __future__ import annotations

import random
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from .. import __version__, folders
from ..errors import TrainerError
from . import style
from .desk import Desk
from .window import Window


def application() -> QApplication:
    """The one QApplication, made on first use."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
        app.setApplicationName("Safe No")
        app.setDesktopFileName("safe-no")  # by it a desktop finds the icon and the name in the menu
    return app


def icon() -> QIcon:
    """The icon of the windows; its files are read when a size is asked for."""
    made = QIcon()
    for size in (16, 32, 48, 128):
        made.addFile(str(folders.assets() / "icon" / f"safe-no-{size}.png"))
    return made


def build(database: Path | None, pause: int | None = None, settings: Path | None = None) -> Window:
    """The window with its scenarios listed; the history is not loaded yet. `pause`: milliseconds, None for the setting."""
    desk = Desk(database, lambda: random.randrange(2**31), settings)
    kept = folders.catalogue() if settings is not None else None
    window = Window(desk, folders.scenario_places(), pause, kept)
    window.library.fill()
    return window


def run(database: Path) -> int:
    """Open the window and stay until it is closed; the exit code."""
    app = application()
    style.apply(app)
    sys.excepthook = _tell_of_bug
    window = build(database, settings=folders.settings())
    app.styleHints().colorSchemeChanged.connect(lambda _: window.view.dress())
    if window.desk.settings.values:
        window.view.dress()
    # Whatever else is open: with the main window the program ends.
    window.closed.connect(app.quit)
    window.show_first()
    window.show()
    # The history costs a tenth of a second to load: after the first paint.
    QTimer.singleShot(0, window.offer_resume)
    QTimer.singleShot(0, lambda: app.setWindowIcon(icon()))
    QTimer.singleShot(50, window.desk.warm_up)
    return int(app.exec())


def build_for_test() -> None:
    """Build the window off screen once, as the self-test does. Raises TrainerError when it lists nothing."""
    app = application()
    style.apply(app, style.LIGHT)
    from .about import About
    from .late import check_late_parts
    from .progress import SKILLS

    window = build(None, pause=0)
    window.show_progress()
    # Directly: an error behind a signal would only be printed.
    window.progress.show_part(SKILLS, window.desk.history)
    window.more.drilling.greet()
    if not window.library.list.count():
        raise TrainerError("The self-test built a window without scenarios.")
    About(window)
    check_late_parts()
    window.close()


def _tell_of_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log where a bug happened, never what was typed: messages of errors can hold a line, so only their kind is kept."""
    if issubclass(kind, KeyboardInterrupt):
        return
    if isinstance(error, TrainerError):  # expected: its sentence is for the person, and no bug
        box = QMessageBox(QMessageBox.Icon.Warning, "Safe No", "")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(str(error))
        box.exec()
        return
    places = "".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(trace)
    )
    report = f"Safe No {__version__}, Python {sys.version.split()[0]}\n{kind.__name__}\n{places}"
    _log(report)
    box = QMessageBox(
        QMessageBox.Icon.Warning,
        "Safe No",
        "Something went wrong that should not have. What you said so far is stored.",
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(report)
    copy = box.addButton("Copy", QMessageBox.ButtonRole.ActionRole)
    box.addButton(QMessageBox.StandardButton.Close)
    box.exec()
    if box.clickedButton() is copy:
        QApplication.clipboard().setText(report)


def _log(report: str) -> None:
    path = folders.log()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(report + "\n")
    except OSError:
        print("The log file cannot be written.", file=sys.stderr)
