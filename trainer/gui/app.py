"""Start of the window, and what happens to a bug: a log without the learner's words, and a dialog with Copy."""

from __future__ import annotations

import os
import random
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QSocketNotifier, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox

from .. import __version__, display, folders
from ..errors import TrainerError
from ..plain_files import is_plain
from ..text import visible
from . import style
from .desk import Desk
from .window import Window


def application() -> QApplication:
    """The one QApplication, made on first use."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        before = qInstallMessageHandler(_tell_of_display)
        app = QApplication(sys.argv[:1])
        qInstallMessageHandler(before)
        app.setApplicationName("Safe No")
        app.setDesktopFileName("safe-no")  # by it a desktop finds the icon and the name in the menu
    return app


def _tell_of_display(kind: QtMsgType, _context: object, _told: str) -> None:
    """Say in one sentence that Qt found no display it can use, and end: after this message it would abort.

    What it says before is about its plugins, and ends in the advice to install the program again.
    """
    if kind is QtMsgType.QtFatalMsg:
        print(visible(display.unreachable(os.environ)), file=sys.stderr, flush=True)
        os._exit(2)


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
    window.show_first()
    window.show()
    # The history costs a tenth of a second to load: after the first paint.
    QTimer.singleShot(0, window.offer_resume)
    QTimer.singleShot(0, lambda: app.setWindowIcon(icon()))
    QTimer.singleShot(50, window.desk.warm_up)
    with _interrupts(window) as seen:
        code = int(app.exec())
    return 130 if seen else code


@contextmanager
def _interrupts(window: Window) -> Iterator[list[int]]:
    """Have Ctrl+C in the terminal close the window as its close button does; the signals that came are listed.

    Python hears a signal only when it runs again, and Qt waits without it: so the signal also writes to a pipe.
    """
    seen: list[int] = []
    if sys.platform == "win32":  # Qt listens to no pipe there, so Python runs twice a second
        waker = QTimer(window, interval=500)
        waker.timeout.connect(lambda: _leave(window) if seen else None)
        waker.start()
    else:
        out, into = os.pipe()
        os.set_blocking(into, False)
        signal.set_wakeup_fd(into, warn_on_full_buffer=False)
        notifier = QSocketNotifier(out, QSocketNotifier.Type.Read)
        notifier.activated.connect(lambda *_: _leave(window) if signal.SIGINT in os.read(out, 64) else None)
    before = signal.signal(signal.SIGINT, lambda number, _: seen.append(number))
    yield seen
    signal.signal(signal.SIGINT, before)
    if sys.platform != "win32":
        signal.set_wakeup_fd(-1)
        notifier.setEnabled(False)
        os.close(out)
        os.close(into)


def _leave(window: Window) -> None:
    """Let go of every dialog, and close the window when whoever waited for them has gone on."""
    while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
        dialog.done(QDialog.DialogCode.Rejected)
    QTimer.singleShot(0, window, window.close)


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
        if path.exists() and not is_plain(path):
            raise OSError("a pipe would wait for ever")
        with path.open("a", encoding="utf-8") as file:
            file.write(report + "\n")
    except OSError:
        print("The log file cannot be written.", file=sys.stderr)
