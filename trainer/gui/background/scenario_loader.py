"""A large scenario read in a thread: its author presses Start, and the window goes on answering."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ...errors import TrainerError
from ...scenario.load import load, takes_long


class ScenarioLoader(QObject):
    """Reads one scenario at a time; what is asked for later takes the place of what was asked for before."""

    #: From the thread: the number of what was asked for, and why it cannot be read, "" if it can.
    _read = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self._then: Callable[[str], None] = lambda _: None
        self._read.connect(self._told)

    def read(self, path: Path, then: Callable[[str], None]) -> bool:
        """Call `then` once the scenario of a file can be loaded in a moment, with why it cannot be read, "" if it can.

        False if that takes a while; `then` is called later, unless something else is asked for before.
        """
        self._number += 1
        if not takes_long(path):
            then("")
            return True
        self._then = then
        threading.Thread(target=self._load, args=(self._number, path), daemon=True).start()
        return False

    def forget(self) -> None:
        """Have nothing called any more: the person has gone on to something else."""
        self._number += 1

    def _load(self, number: int, path: Path) -> None:
        fault = ""
        try:
            load(path)
        except TrainerError as error:
            fault = str(error)
        with contextlib.suppress(RuntimeError):  # the window has been closed meanwhile
            self._read.emit(number, fault)

    def _told(self, number: int, fault: str) -> None:
        if number == self._number:
            self._then(fault)
