"""Ctrl+C in the terminal closes the window, as its close button does; a shutdown ends it with all saved that can be."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

#: Milliseconds between two looks for a signal on Windows, where Qt listens to no pipe.
_LOOK = 500
#: Ctrl+C; a system that shuts down; a terminal that is closed. Windows knows the first alone.
_NUMBERS = [signal.SIGINT, *(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if sys.platform != "win32")]


@contextmanager
def interrupts(window: QMainWindow, end: Callable[[], None]) -> Iterator[list[int]]:
    """Close a window at Ctrl+C; the signals that came are listed. `end`: saves what it can, where there is no time to ask.

    Python hears a signal only when it runs again, and Qt waits without it: so the signal also writes to a pipe.
    """
    seen: list[int] = []
    answered: list[int] = []
    if sys.platform == "win32":
        waker = QTimer(window, interval=_LOOK)
        waker.timeout.connect(lambda: _look(window, seen, answered))
        waker.start()
    else:
        out, into = os.pipe()
        os.set_blocking(into, False)
        signal.set_wakeup_fd(into, warn_on_full_buffer=False)
        notifier = QSocketNotifier(out, QSocketNotifier.Type.Read)
        notifier.activated.connect(lambda *_: _heard(window, os.read(out, 64), end))
    # One that is passed over stays so: the program shall outlive its terminal.
    heard = [number for number in _NUMBERS if signal.getsignal(number) is not signal.SIG_IGN]
    before = {number: signal.signal(number, lambda number, _: seen.append(number)) for number in heard}
    yield seen
    for number, handler in before.items():
        signal.signal(number, handler)
    if sys.platform != "win32":
        signal.set_wakeup_fd(-1)
        notifier.setEnabled(False)
        os.close(out)
        os.close(into)


def _look(window: QMainWindow, seen: list[int], answered: list[int]) -> None:
    """Leave once for the signals that came since the last look: a second close would give up what is not saved."""
    if len(seen) > len(answered):
        answered[:] = seen
        _leave(window)


def _heard(window: QMainWindow, numbers: bytes, end: Callable[[], None]) -> None:
    """Close the window at Ctrl+C, as a person would; end at once where the system shuts down, or the terminal is gone."""
    if any(number in _NUMBERS and number != signal.SIGINT for number in numbers):
        try:
            end()
        finally:
            QApplication.exit(0)
    elif signal.SIGINT in numbers:
        _leave(window)


def _leave(window: QMainWindow) -> None:
    """Let go of every dialog, and close the window when whoever waited for them has gone on."""
    while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
        dialog.done(QDialog.DialogCode.Rejected)
    QTimer.singleShot(0, window, window.close)
