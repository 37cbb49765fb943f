"""Shared by all tests: Qt off screen, and nothing of the person's own folders is touched."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from trainer.history import History
from trainer.scenario import Scenario, load

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT / "scenarios"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(autouse=True)
def histories_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """From Python 3.13 on a connection that nobody closed is a ResourceWarning, here an error in some later test."""
    opened: list[History] = []
    plain = History.open

    def open_noted(*given: Any, **named: Any) -> History:
        opened.append(plain(*given, **named))
        return opened[-1]

    monkeypatch.setattr(History, "open", open_noted)
    yield
    for history in opened:
        history._connection.close()


@pytest.fixture(autouse=True)
def windows_gone() -> Iterator[None]:
    """No window outlives its test: each change of the style would dress all that are left."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets.QApplication.instance() if widgets else None
    if app is not None:
        from PySide6.QtCore import QEvent

        for window in app.topLevelWidgets():
            window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(scope="session")
def qapp() -> object:
    """The application, dressed as a new learner sees it."""
    from trainer.gui.app import application
    from trainer.gui.kit import style

    app = application()
    style.apply(app, style.LIGHT)
    return app


@pytest.fixture
def gui(qtbot: Any, tmp_path: Path) -> Iterator[Any]:
    """A window on an empty history."""
    from .gui import opened

    made = opened(qtbot, tmp_path / "history.sqlite")
    yield made
    made.close()


@pytest.fixture(scope="session")
def coffee() -> Scenario:
    return load(SCENARIOS / "coffee_new_acquaintance.yaml")


@pytest.fixture(scope="session")
def salary() -> Scenario:
    return load(SCENARIOS / "salary_yearly_review.yaml")
