"""A scenario with much that is new: nobody waits for it, lines are heard by their words until it has been read."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from trainer.commands.command import Streams
from trainer.commands.play import play
from trainer.counterpart import readiness
from trainer.meaning import meaning
from trainer.meaning.nearest import Meaning
from trainer.scenario import load
from trainer.session import Session

from .conftest import ROOT
from .gui import Gui, opened, say

NEW = ("tram stop", "harbour wall")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A scenario none of whose own sentences was ever looked at."""
    folder = tmp_path / "own"
    folder.mkdir()
    text = (ROOT / "tests" / "sound.yaml").read_text("utf-8")
    (folder / "sound.yaml").write_text(
        text.replace("after work", f"to the {NEW[0]}").replace("Goodbye", f"Goodbye at the {NEW[1]}"), encoding="utf-8"
    )
    return folder


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Everything takes long, and ends when the event is set."""
    go = threading.Event()
    usual = Meaning.get_ready

    def get_ready(self: Meaning, texts: Sequence[str]) -> None:
        go.wait(60)
        usual(self, texts)

    monkeypatch.setattr(readiness, "_FEW", -1)
    monkeypatch.setattr(Meaning, "get_ready", get_ready)
    yield go
    go.set()


def test_the_window_answers_by_words_until_the_scenario_was_read(
    qtbot: QtBot, tmp_path: Path, own: Path, slow: threading.Event
) -> None:
    gui: Gui = opened(qtbot, tmp_path / "history.sqlite", [own])
    gui.library.start.click()
    for line in ("Hello there!", "Would it be a bad idea to go?"):
        say(qtbot, gui, line)
    assert len(gui.session.turns) == 2 and gui.session.meaning is None
    assert "for the first time" in gui.practice.notice.text.text() or gui.practice.notice.text.text() == ""
    slow.set()
    qtbot.waitUntil(lambda: gui.session.meaning is not None, timeout=60_000)
    say(qtbot, gui, "And how are you?")
    assert gui.practice.notice.text.text() == ""
    gui.close()


def test_it_is_told_with_the_first_line(qtbot: QtBot, tmp_path: Path, own: Path, slow: threading.Event) -> None:
    gui: Gui = opened(qtbot, tmp_path / "history.sqlite", [own])
    gui.library.start.click()
    say(qtbot, gui, "Hello there!")
    assert "by their words alone" in gui.practice.notice.text.text()
    slow.set()
    gui.close()


def test_a_workshop_hears_all_its_lines_in_one_way(
    qtbot: QtBot, tmp_path: Path, own: Path, slow: threading.Event
) -> None:
    """What was said is said again at each step, and must not become another talk."""
    gui: Gui = opened(qtbot, tmp_path / "history.sqlite", [own])
    running = gui.program.workshop_model().running
    running.begin("sound", "easy", 1)
    running.step(lambda now: now.proposed("Hello there!"))
    running.say_now(0)
    slow.set()
    ready = running._readiness
    assert ready is not None and ready.in_the_end() is not None
    running.step(lambda now: now.proposed("Would it be a bad idea to go?"))
    running.say_now(0)
    assert [session.meaning for session in running.sessions] == [None]
    running.end(erase=False)
    running.begin("sound", "easy", 1)
    running.step(lambda now: now.proposed("Hello there!"))
    assert all(session.meaning is not None for session in running.sessions)
    gui.close()


def test_a_terminal_waits_and_says_so(tmp_path: Path, own: Path, slow: threading.Event) -> None:
    scenario = load(own / "sound.yaml")
    out, err = io.StringIO(), io.StringIO()
    threading.Timer(0.5, slow.set).start()
    session = Session(scenario, 1)
    play(session, None, tmp_path / "history.sqlite", False, Streams(io.StringIO("Hello there!\n"), out, err))
    assert session.meaning is meaning() and len(session.turns) == 1
    assert "for the first time" in out.getvalue() + err.getvalue()
