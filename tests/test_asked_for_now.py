"""What can be asked for now: an action is alive exactly while what it needs is there, whatever brought that about."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from trainer import folders
from trainer.drills.load import Shelf, shelf
from trainer.gui.app import build
from trainer.gui.background import card_reader
from trainer.gui.shell.actions import ACTIONS
from trainer.plain_files import set_unreadable_aside
from trainer.scenario import Entry, catalogue, glance, tree

from .conftest import SCENARIOS
from .gui import Gui, child, opened, proposed
from .practising import LINES
from .test_trouble import held


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


@pytest.fixture
def gui(qtbot: QtBot, path: Path) -> Gui:
    return opened(qtbot, path)


def dead(gui: Gui) -> list[str]:
    """The actions that are not as what they need says."""
    met = gui.program._ready()
    return [
        row.name for row in ACTIONS if gui.window.actions_[row.name].isEnabled() != (not row.needs or met[row.needs]())
    ]


def test_actions_follow_a_workshop_that_is_begun_and_ended_on_its_page(gui: Gui) -> None:
    gui.go("workshop")
    assert dead(gui) == []
    child(gui.window, QPushButton, "beginWorkshop").click()
    running = gui.program.workshop_model().running
    assert running.workshop is not None and dead(gui) == []
    gui.program.workshop.audience.open()
    running.show(blank=False)
    QTest.keyClick(gui.window.windowHandle(), Qt.Key.Key_F9)
    assert running.scene().blank
    running.end(erase=True)
    assert dead(gui) == []


def test_actions_follow_a_talk_and_a_file_that_is_lost(gui: Gui, path: Path) -> None:
    gui.library.start.click()
    assert dead(gui) == []
    gui.practice.composer.setPlainText(LINES[0])
    gui.practice.send.click()
    assert dead(gui) == []
    path.unlink()
    gui.program.stored.keeper.look()
    assert gui.program.stored.is_lost() and dead(gui) == []
    gui.program.talk.end_talk()
    assert dead(gui) == []
    gui.program.stored.keeper.settle(everything=True)
    assert not gui.program.stored.is_lost() and dead(gui) == []


def test_the_picture_is_hidden_before_anything_waits_for_the_disk(gui: Gui, path: Path) -> None:
    gui.go("workshop")
    running = gui.program.workshop_model().running
    running.begin("coffee_new_acquaintance", "easy", 1)
    running.step(proposed("Hello there!"))
    running.say_now(0)
    running.show(blank=False)
    gui.program.workshop.audience.open()
    shown: list[tuple[bool, bool]] = []
    gui.program.workshop_model().changed.connect(
        lambda: shown.append((running.scene().blank, bool(gui.program.stored.keeper.trouble)))
    )
    with held(path):
        running.show(blank=True)
    assert shown[0] == (True, False), "hidden, while nobody has tried to store that"
    assert running.scene().blank


def test_settings_that_cannot_be_read_are_set_aside_and_that_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    for number, content in enumerate((b'{"theme": "dark", ', '{"theme": "dark"}'.encode("utf-16"), b"[1]")):
        folders.settings().parent.mkdir(parents=True, exist_ok=True)
        folders.settings().write_bytes(content)
        gui = Gui(build(tmp_path / f"{number}.sqlite", pause=0, settings=folders.settings()))
        qtbot.addWidget(gui.window)
        gui.window.show()
        told: list[str] = []
        gui.program.settings.trouble_told.connect(told.append)
        gui.program.appearance.text_larger()
        aside = folders.settings().with_name(f"settings.json.unreadable{f'-{number + 1}' if number else ''}")
        assert aside.read_bytes() == content and f"{aside}" in told[0] and len(told) == 1
        gui.program.appearance.text_larger()
        assert len(told) == 1 and json.loads(folders.settings().read_bytes())["text_size"]
        gui.window.close()


def test_nothing_is_set_aside_that_is_no_plain_file_or_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.json").touch()
    (tmp_path / "folder.json").mkdir()
    before = sorted(tmp_path.iterdir())
    assert [set_unreadable_aside(one) for one in (*before, tmp_path / "missing.json")] == [None, None, None]
    assert sorted(tmp_path.iterdir()) == before


def test_lists_in_the_folders_of_scenarios_and_cards_hold_no_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is refused at its first sign, and none is looked at again for the workshop."""
    rows = "\n".join(f'- [a, b, {{c: d}}, "e{number}"]' for number in range(1_000))
    (folders.own_scenarios() / "drills").mkdir(parents=True)
    for number in range(3):
        (folders.own_scenarios() / f"list-{number}.yaml").write_text(rows, encoding="utf-8")
        (folders.own_scenarios() / "drills" / f"list-{number}.yaml").write_text(rows, encoding="utf-8")
    read, looked_at = Counter[str](), Counter[str]()
    node, look = tree._Tree._node, glance

    def noted(self: tree._Tree, event: Any, depth: int, column: int) -> Any:
        read[str(event.start_mark.line > 2)] += "e999" in self._text
        return node(self, event, depth, column)

    def glanced(path: Path) -> Entry:
        looked_at[path.name] += 1
        return look(path)

    monkeypatch.setattr(tree._Tree, "_node", noted)
    monkeypatch.setattr(catalogue, "glance", glanced)
    gui = Gui(build(tmp_path / "history.sqlite", pause=0, settings=folders.settings()))
    qtbot.addWidget(gui.window)
    for page in ("library", "drills", "workshop", "library", "workshop"):
        gui.go(page)
    gui.window.close()
    assert read.total() == 0 and set(looked_at.values()) == {1}, "each page has read the folder for itself"


def test_thousands_of_cards_are_read_beside_the_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = (SCENARIOS / "drills" / "flip.yaml").read_text(encoding="utf-8")
    place = folders.own_scenarios() / "drills"
    place.mkdir(parents=True)
    for number in range(2):
        (place / f"more-{number}.yaml").write_text(ours.replace("id: ", f"id: more-{number}-"), encoding="utf-8")
    go_on = threading.Event()

    def read(places: Sequence[Path]) -> Shelf:
        assert threading.current_thread() is not threading.main_thread()
        go_on.wait(20)
        return shelf(places)

    monkeypatch.setattr(card_reader, "shelf", read)
    gui = Gui(build(tmp_path / "history.sqlite", pause=0, settings=folders.settings()))
    qtbot.addWidget(gui.window)
    gui.window.show()
    gui.go("drills")
    assert "Reading the cards" in gui.drills.greeting.text() and not gui.drills.start.isVisible()
    gui.go("library")
    gui.go("drills")  # it is not read twice
    go_on.set()
    qtbot.waitUntil(gui.drills.start.isVisible, timeout=20_000)
    assert any(card.id.startswith("more-1-") for card in gui.program.drills.cards)
    gui.window.close()
