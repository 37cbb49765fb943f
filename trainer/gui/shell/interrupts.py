"""Ctrl+C in the terminal closes the window, as its close button does."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

#: Milliseconds between two looks for a signal on Windows, where Qt listens to no pipe.
_LOOK = 500


@contextmanager
def interrupts(window: QMainWindow) -> Iterator[list[int]]:
    """Close a window at Ctrl+C; the signals that came are listed.

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
        notifier.activated.connect(lambda *_: _leave(window) if signal.SIGINT in os.read(out, 64) else None)
    before = signal.signal(signal.SIGINT, lambda number, _: seen.append(number))
    yield seen
    signal.signal(signal.SIGINT, before)
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


def _leave(window: QMainWindow) -> None:
    """Let go of every dialog, and close the window when whoever waited for them has gone on."""
    while isinstance(dialog := QApplication.activeModalWidget(), QDialog):
        dialog.done(QDialog.DialogCode.Rejected)
    QTimer.singleShot(0, window, window.close)
