"""What takes a while is done in a thread, and the window goes on answering."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

_T = TypeVar("_T")


class InThread(QObject):
    """Does one thing at a time; what is asked for later takes the place of what was asked for before.

    Its parent is the page that waits: once that is gone nothing is called any more.
    """

    #: From the thread: the number of what was asked for, and what came of it.
    _done = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self._then: Callable[[Any], None] = lambda _: None
        self._done.connect(self._told)

    def run(self, work: Callable[[], _T], then: Callable[[_T], None]) -> None:
        """Do `work`, and call `then` with what it returns, unless something else is asked for before."""
        self._number += 1
        self._then = then
        threading.Thread(target=self._work, args=(self._number, work), daemon=True).start()

    def forget(self) -> None:
        """Have nothing called any more: the person has gone on to something else."""
        self._number += 1

    def _work(self, number: int, work: Callable[[], object]) -> None:
        found = work()
        with contextlib.suppress(RuntimeError):  # the window has been closed meanwhile
            self._done.emit(number, found)

    def _told(self, number: int, found: object) -> None:
        if number == self._number:
            self._then(found)
