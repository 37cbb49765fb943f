"""Shared by all tests: Qt off screen, and nothing of the person's own folders is touched."""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# One thread for numbers: two workers with two each only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from trainer.scenario import Scenario, load

ROOT = Path(__file__).parent.parent
SCENARIOS = ROOT / "scenarios"


#: What `make quick` leaves out: tests that ask for a window, whatever is made by chance, files that are bent.
WINDOWS, BENT = {"qtbot", "qapp", "trials"}, {"test_fuzz.py", "test_nothing_lost.py"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="leave out the tests that need a window or bend files")


@pytest.hookimpl(trylast=True)  # after hypothesis has marked its own
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--quick"):
        items[:] = [item for item in items if not _is_long(item)]


def _is_long(item: pytest.Item) -> bool:
    asked = set(getattr(item, "fixturenames", ()))
    return bool(asked & WINDOWS) or item.path.name in BENT or item.get_closest_marker("hypothesis") is not None


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    # What cannot be saved elsewhere goes into these.
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    monkeypatch.setenv("TMPDIR", str(home))


@contextmanager
def all_closed() -> Iterator[None]:
    """Whatever connection the program opens meanwhile, it closes; those that a test opened itself are closed for it.

    They are held on to here, so that no garbage collector decides whether one is found, and every Python finds it.
    """
    opened: list[tuple[sqlite3.Connection, str]] = []
    plain = sqlite3.connect

    def connect_noted(*given: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = plain(*given, **named)
        opened.append((connection, _opener()))
        return connection

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sqlite3, "connect", connect_noted)
        yield
    left = [by for connection, by in opened if by and _is_open(connection)]
    for connection, _ in opened:
        connection.close()
    assert not left, f"left open by {', '.join(left)}"


@pytest.fixture(autouse=True)
def connections_closed() -> Iterator[None]:
    with all_closed():
        yield


def _opener() -> str:
    """The place in the program that wanted a connection, "" where a test itself did."""
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_qualname in ("_connected", "opened", "History.open"):
        frame = frame.f_back
    path = Path(frame.f_code.co_filename)
    return f"{path.relative_to(ROOT)}:{frame.f_lineno}" if path.is_relative_to(ROOT / "trainer") else ""


def _is_open(connection: sqlite3.Connection) -> bool:
    try:
        return connection.total_changes >= 0
    except sqlite3.ProgrammingError:
        return False


@pytest.fixture(autouse=True)
def windows_gone() -> Iterator[None]:
    """A test that leaves a widget without a parent, seen or not, fails: it would be a window of its own somewhere.

    Windows made through tests/gui.py or given to qtbot.addWidget are closed before, and all that belongs to them with them.
    """
    yield
    if "PySide6.QtWidgets" in sys.modules:
        left = stray_widgets()
        if "tests.gui" in sys.modules:
            sys.modules["tests.gui"].Gui.made.clear()
        assert not left, f"left without a parent: {', '.join(left)}"


@pytest.fixture(autouse=True)
def style_as_before() -> Iterator[None]:
    """What a test dresses otherwise is dressed as a new learner sees it again."""
    yield
    kit = sys.modules.get("trainer.gui.kit.style")
    if kit is not None and (kit.LOOK.percent, kit.LOOK.colours) != (kit.USUAL, kit.LIGHT):
        app = sys.modules["PySide6.QtWidgets"].QApplication.instance()
        if app is not None:
            kit.apply(app, kit.LIGHT)


def stray_widgets() -> list[str]:
    """Delete what is to be deleted, and return what is left without a parent; it is deleted then as well."""
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return []
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    strays = [widget for widget in app.topLevelWidgets() if widget.parent() is None]
    left = [f"{type(widget).__name__} “{widget.objectName()}”" for widget in strays]
    for widget in strays:
        widget.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return left


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


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that a screen reader is told to say at once, as it is told."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

    said: list[str] = []

    def noted(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", noted)
    return said


def _fitted_to(monkeypatch: pytest.MonkeyPatch, width: int, height: int) -> None:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QScreen

    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: QRect(0, 0, width, height))


@pytest.fixture
def small_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit dialogs to a screen of 1024 × 700 pixels."""
    _fitted_to(monkeypatch, 1024, 700)


@pytest.fixture
def scaled_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit dialogs to what is left of that at 150 %."""
    _fitted_to(monkeypatch, 683, 466)
