"""A large scenario of one's own: it is read beside the window, once, and again when it has changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from trainer.errors import TrainerError
from trainer.gui.background import scenario_loader
from trainer.scenario import Scenario
from trainer.scenario import load as load_scenario
from trainer.scenario.load import takes_long

from .conftest import ROOT, SCENARIOS
from .gui import Gui, opened

SOUND = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
#: What makes a file large and its reading no longer.
PADDING = "# a remark of its author\n" * 3000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "own" / "large.yaml"
    made.parent.mkdir()
    made.write_text(SOUND + PADDING, encoding="utf-8")
    return made


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Reading beside the window goes on once this is set."""
    go_on = threading.Event()

    def load(path: Path) -> Scenario:
        assert threading.current_thread() is not threading.main_thread()
        go_on.wait(20)
        return load_scenario(path)

    monkeypatch.setattr(scenario_loader, "load", load)
    yield go_on
    go_on.set()


def test_a_large_one_takes_long_until_it_was_read(file: Path) -> None:
    assert takes_long(file) and not takes_long(SCENARIOS / "salary_freelance_rate.yaml")
    assert load_scenario(file) is load_scenario(file) and not takes_long(file)
    file.write_text(SOUND.replace("A short walk", "A long walk") + PADDING, encoding="utf-8")
    assert takes_long(file) and load_scenario(file).title == "A long walk"
    file.write_text(SOUND.replace("level: easy", "level: esay") + PADDING, encoding="utf-8")
    with pytest.raises(TrainerError, match="unknown-value"):
        load_scenario(file)


def at_the_start(qtbot: QtBot, file: Path) -> Gui:
    gui = opened(qtbot, file.parent.parent / "data" / "history.sqlite", (file.parent,))
    gui.library.start.click()
    return gui


def test_the_window_goes_on_while_it_is_read(qtbot: QtBot, file: Path, held: threading.Event) -> None:
    gui = at_the_start(qtbot, file)
    assert gui.shown == "library" and "takes a moment" in gui.library.notice.text.text()
    held.set()
    qtbot.waitUntil(lambda: gui.shown == "practice", timeout=10_000)
    assert gui.session.scenario.title == "A short walk"
    gui.close()


def test_who_has_gone_elsewhere_is_not_called_away(qtbot: QtBot, file: Path, held: threading.Event) -> None:
    gui = at_the_start(qtbot, file)
    gui.go("settings")
    held.set()
    qtbot.waitUntil(lambda: not takes_long(file), timeout=10_000)
    qtbot.wait(50)
    assert gui.shown == "settings" and gui.program.practice.session is None
    gui.close()


def test_a_fault_that_came_meanwhile_is_told(qtbot: QtBot, file: Path, held: threading.Event) -> None:
    gui = at_the_start(qtbot, file)
    file.write_text(SOUND.replace("level: easy", "level: esay") + PADDING, encoding="utf-8")
    held.set()
    qtbot.waitUntil(lambda: "unknown-value" in gui.library.notice.text.text(), timeout=10_000)
    assert gui.shown == "library"
    gui.close()
