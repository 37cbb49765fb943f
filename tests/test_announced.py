"""What a screen reader is told to say, whatever has the keyboard."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from trainer.demo import fill
from trainer.drills import DrillKind
from trainer.drills.load import load_cards
from trainer.gui.progress.page import GLANCE, SKILLS
from trainer.history import History
from trainer.scenario import Scenario

from .conftest import SCENARIOS
from .gui import Gui, opened, press, say


def test_every_reply_is_announced_with_the_name_of_who_gives_it(qtbot: QtBot, gui: Gui, announced: list[str]) -> None:
    gui.library.start.click()
    name = gui.session.scenario.counterpart.name
    for line in ("Hello!", "It sounds like your weeks are full."):
        say(qtbot, gui, line)
        assert announced[-1] == f"{name}: {gui.session.turns[-1].reply}"
    assert len(announced) == 2


def test_a_reply_is_announced_after_the_pause_and_not_before(
    qtbot: QtBot, tmp_path: Path, announced: list[str]
) -> None:
    gui = opened(qtbot, tmp_path / "history.sqlite", pause=50)
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    assert announced == []
    qtbot.waitUntil(lambda: len(announced) == 1)
    gui.close()


def test_a_card_its_verdict_and_the_end_of_a_sitting_are_announced(gui: Gui, announced: list[str]) -> None:
    gui.go("drills")
    page = gui.drills
    page.start.click()
    sitting = gui.sitting
    while (card := sitting.card) is not None:
        assert page.view.prompt.text() in announced[-1] and page.view.asked.text() in announced[-1]
        page._given(page.view.answer, "1" if not card.typed else card.model)
        for part in (page.view.verdict, page.view.model, page.view.explanation):
            assert part.text() in announced[-1]
        if card.kind is DrillKind.SAY:
            assert page.view.reply.text() and page.view.reply.text() in announced[-1]
        assert page.view.verdict.text()
        page.next.click()
    assert announced[-1].startswith(page.greeting.text()) and "Done for now" in announced[-1]
    assert page.summary.coming.text().split("\n")[0] in announced[-1]


def test_the_values_of_charts_calendar_and_curve_are_announced(
    qtbot: QtBot, tmp_path: Path, coffee: Scenario, announced: list[str]
) -> None:
    path = tmp_path / "history.sqlite"
    history = History.open(path)
    fill(history, [coffee], load_cards((SCENARIOS / "drills",))[:30], 24, 1, datetime.now(UTC))
    history.close()
    gui = opened(qtbot, path)
    gui.go("progress")
    page = gui.progress
    page.parts.setCurrentIndex(SKILLS)
    chart = page.charts["shareChart"]
    chart.setFocus()
    press(gui, Qt.Key.Key_Left)
    assert announced[-1] == chart.told.text() and "% of asks (n = " in announced[-1]
    page.parts.setCurrentIndex(GLANCE)
    page.heat.setFocus()
    before = len(announced)
    press(gui, Qt.Key.Key_Up)
    assert len(announced) == before + 1 and "talk" in announced[-1]
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    gui.program.talk.end_talk()
    gui.debrief.curve.setFocus()
    QTest.keyClick(gui.debrief.curve, Qt.Key.Key_Home)
    press(gui, Qt.Key.Key_End)
    assert announced[-1] == "line 1: 57, guarded"
    gui.close()
