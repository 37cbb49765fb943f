"""Opens a program for a state of the gallery: a history, some scenarios, settings, and dialogs that do not wait."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from trainer.demo import fill
from trainer.drills.load import load_cards
from trainer.gui.app import Program
from trainer.gui.bridge import practice
from trainer.gui.kit import style
from trainer.history import History
from trainer.scenario import Scenario, load
from trainer.workshop import running

from ..conftest import SCENARIOS
from ..gui import Gui

#: Talks in the history of somebody who has practised.
_TALKS = 24
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 2


@dataclass(frozen=True, slots=True)
class State:
    """A state to look at. `show`: brings it up, and returns what is looked at. `windows`: titles of what is open then.

    `practised`: with a history of some weeks; `folders`: makes folders of scenarios in a new one, None for our own.
    """

    page: str
    name: str
    show: Callable[[Gui], QWidget]
    practised: bool = False
    folders: Callable[[Path], tuple[Path, ...]] | None = None
    windows: tuple[str, ...] = ("Safe No",)

    @property
    def id(self) -> str:
        return f"{self.page}-{self.name}"


@cache
def _practised() -> bytes:
    """Return a history of some weeks, made once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite"
        history = History.open(path)
        names = ("coffee_new_acquaintance", "coffee_competitor", "salary_yearly_review")
        scenarios = [load(SCENARIOS / f"{name}.yaml") for name in names]
        fill(history, scenarios, load_cards((SCENARIOS / "drills",))[:30], _TALKS, 1, NOW)
        history.close()
        return path.read_bytes()


@cache
def _ours(path: Path) -> Scenario:
    """Read a scenario of ours once: that takes longer than to draw a state of it, and nothing changes it."""
    return load(path)


def _read(path: Path) -> Scenario:
    return _ours(path) if path.parent == SCENARIOS else load(path)


@contextmanager
def opened_state(state: State, size: tuple[int, int]) -> Iterator[tuple[Gui, QWidget]]:
    """Open the program in a state; gives it and what is looked at. `size`: of the window, in pixels."""
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.object(practice, "load", _read),
        patch.object(running, "load", _read),
    ):
        os.environ["XDG_DATA_HOME"] = str(Path(folder) / "data")  # what one state installs, no other has
        path = Path(folder) / "history.sqlite"
        if state.practised:
            path.write_bytes(_practised())
        folders = state.folders(Path(folder)) if state.folders else (SCENARIOS,)
        gui = Gui(Program(path, list(folders), None, 0, lambda: 1))
        gui.program.dialogs.wait_for = _left_open  # type: ignore[method-assign]
        gui.library.fill()
        gui.go("library")
        gui.window.resize(*size)
        gui.window.show()
        settle()
        shown = state.show(gui)
        settle()
        yield gui, shown
        for dialog in gui.window.findChildren(QDialog):
            dialog.done(0)
        gui.close()
        gui.window.deleteLater()
        settle()


def _left_open(dialog: QDialog) -> bool:
    """Leave a question on the screen instead of waiting for its answer."""
    dialog.open()
    return False


def dialog_of(gui: Gui) -> QWidget:
    """Return the dialog that is open."""
    settle()
    return next(one for one in gui.window.findChildren(QDialog) if one.isVisible())


def settle() -> None:
    """Let everything lay itself out."""
    for _ in range(4):
        QApplication.processEvents()


def dressed(theme: style.Colours, percent: int) -> None:
    """Dress the program in a theme and a text size."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style.apply(app, theme, percent)
