"""A large scenario read in a thread: its author presses Start, and the window goes on answering."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...errors import TrainerError
from ...scenario.load import load, takes_long
from .in_thread import InThread


class ScenarioLoader(InThread):
    """Reads one scenario at a time; what is asked for later takes the place of what was asked for before."""

    def read(self, path: Path, then: Callable[[str], None]) -> bool:
        """Call `then` once the scenario of a file can be loaded in a moment, with why it cannot be read, "" if it can.

        False if that takes a while; `then` is called later, unless something else is asked for before.
        """
        if takes_long(path):
            self.run(lambda: _why_not(path), then)
            return False
        self.forget()
        then("")
        return True


def _why_not(path: Path) -> str:
    try:
        load(path)
    except TrainerError as error:
        return str(error)
    return ""
