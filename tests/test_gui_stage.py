"""The stage with real keys: nothing private reaches the wall in any state, and a whole workshop runs by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from trainer.errors import TrainerError
from trainer.gui.audience import AudienceWindow
from trainer.gui.wall_window import WallWindow
from trainer.gui.window import Window
from trainer.gui.workshop import WorkshopPage
from trainer.history import History
from trainer.scenario import files, load
from trainer.stage import Phase

from .conftest import SCENARIOS
from .test_gui import opened, press, qapp, window  # noqa: F401

PRIVATE = "PRIVATE"


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    """A scenario in which every private text carries a mark."""
    folder = tmp_path / "marked"
    folder.mkdir()
    text = (SCENARIOS / "meeting_busy_manager.yaml").read_text(encoding="utf-8")
    text = re.sub(r'(    thought: ")', rf"\g<1>{PRIVATE} ", text)
    text = re.sub(r"(note:\n  text: >\n    )", rf"\g<1>{PRIVATE} ", text)
    text = re.sub(r'(questions:\n    - ")', rf"\g<1>{PRIVATE} ", text)
    text = re.sub(r'(tempting_lines:\n  - ")', rf"\g<1>{PRIVATE} ", text)
    assert text.count(PRIVATE) >= 6
    (folder / "private_folder_name.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path, marked: Path) -> Iterator[WorkshopPage]:
    made = opened(qtbot, tmp_path / "history.sqlite", (marked, SCENARIOS))
    made.desk.history.profiles.add("PRIVATE learner", "learner", datetime.now(UTC))
    made.show_workshop()
    yield made.more.workshop
    made.close()


def begin(page: WorkshopPage) -> None:
    page.stage.begin("private_folder_name", "medium", 3)
    page.wall.open()


def texts_on(shown: AudienceWindow, path: Path) -> str:
    """All texts of the window: of its widgets, and as they are drawn."""
    found = [shown.windowTitle(), shown.toolTip(), shown.accessibleName()]
    for widget in shown.findChildren(QWidget):
        found += [
            widget.accessibleName(),
            widget.accessibleDescription(),
            widget.toolTip(),
            widget.windowTitle(),
            widget.statusTip(),
        ]
        if isinstance(widget, QLabel):
            found.append(widget.text())
    paper = QSvgGenerator()
    paper.setFileName(str(path))
    paper.setSize(shown.view.size())
    paper.setViewBox(shown.view.rect())
    painter = QPainter(paper)
    shown.view.painter.paint(painter, QRectF(shown.view.rect()))
    painter.end()
    drawn = path.read_text(encoding="utf-8")
    return "\n".join([*found, *re.findall(r">([^<>]+)</text>", drawn)])


def states(page: WorkshopPage) -> Iterator[str]:
    """Every state of a workshop, one after the other."""
    stage = page.stage
    yield "before the start"
    begin(page)
    yield "brief"
    stage.forward()
    yield "talk"
    for line in (
        "Could you give me half an hour on Tuesday?",
        "It sounds like there's hardly a minute left.",
        "Would it be a bad idea to meet on Tuesday?",
    ):
        stage.step(lambda w, line=line: w.proposed(line))
    yield "proposals"
    stage.forward()
    stage.step(lambda w: w.voted(0, 9).voted(1, 4))
    yield "voting"
    stage.forward()
    yield "discussing"
    stage.forward()
    stage.step(lambda w: w.voted(1, 12))
    yield "voting again"
    stage.forward()
    stage.step(lambda w: w.guessed(-5))
    yield "predicting"
    stage.forward()
    yield "revealing"
    stage.step(lambda w: w.showing(meter=False, causes=False))
    yield "without meter and causes"
    stage.step(lambda w: w.showing(meter=True, causes=True, blank=True))
    yield "blank"
    stage.step(lambda w: w.showing(blank=False))
    stage.freeze()
    stage.say("PRIVATE line said while the wall is frozen.")
    yield "frozen"
    stage.step(lambda w: w.rewound(2))
    yield "rewinding while frozen"
    stage.freeze()
    yield "rewound"
    stage.trouble_told.emit("PRIVATE error with /a/private/path")
    yield "an error raised on purpose"
    stage.step(lambda w: w.proposed(""))
    yield "a refused line"
    stage.start_timer(60)
    yield "timer"
    stage.step(lambda w: w.with_teams(True))
    yield "teams"
    page.wall.close()
    page.stage.workshop = None
    page.stage.resume()
    page.wall.open()
    yield "resumed"


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_no_private_word_is_on_the_wall_in_any_state(page: WorkshopPage, tmp_path: Path, dark: bool) -> None:
    walked = []
    for state in states(page):
        if page.stage.workshop is not None:
            page.stage.step(lambda w: w.showing(dark=dark))
        if page.wall.window is None:
            walked.append(state)
            continue
        shown = texts_on(page.wall.window, tmp_path / "wall.svg")
        assert PRIVATE not in shown and "private_folder_name" not in shown and str(tmp_path) not in shown, state
        assert "trainer" not in shown.lower(), state
        walked.append(state)
    assert len(walked) == 19


def test_the_proof_can_fail(page: WorkshopPage, tmp_path: Path) -> None:
    """Thoughts that are shown on purpose are found by the same means."""
    begin(page)
    page.stage.forward()
    page.stage.say("Could you give me half an hour on Tuesday?")
    page.stage.step(lambda w: w.showing(thoughts=True))
    assert page.wall.window is not None
    assert PRIVATE in texts_on(page.wall.window, tmp_path / "wall.svg")


def test_a_workshop_by_keyboard_alone(
    qtbot: QtBot, page: WorkshopPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brief, three voted rounds with second votes, rewind and compare, papers, end."""
    monkeypatch.setattr(QMessageBox, "exec", lambda box: setattr(box, "chosen", box.buttons()[0]))
    monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: box.chosen)
    page.scenario.setCurrentIndex(page.scenario.findData("coffee_new_acquaintance"))
    qtbot.keyClick(page.begin, Qt.Key.Key_Space)
    console, stage = page.console, page.stage
    page.wall.open()
    key = lambda one: qtbot.keyClick(console, one)  # noqa: E731
    assert stage.workshop is not None and stage.workshop.phase is Phase.BRIEF
    key(Qt.Key.Key_PageDown)
    rounds = (
        ("Can we have a coffee?", "It sounds like your weeks are full."),
        ("I could bring the old maps, half an hour is plenty.", "You have to come."),
        ("Would it be a bad idea to have a coffee?", "Shall we have a coffee, please?"),
    )
    for lines in rounds:
        for line in lines:
            qtbot.keyClicks(console.round.field, line)
            qtbot.keyClick(console.round.field, Qt.Key.Key_Return)
        assert stage.workshop.phase is Phase.PROPOSE
        key(Qt.Key.Key_PageDown)
        for _ in range(7):
            key(Qt.Key.Key_1)
        for _ in range(9):
            key(Qt.Key.Key_2)
        key(Qt.Key.Key_Right)
        key(Qt.Key.Key_Right)
        best = 1 if lines is rounds[0] else 0
        for _ in range(11):
            key((Qt.Key.Key_1, Qt.Key.Key_2)[best])
        key(Qt.Key.Key_PageDown)
        assert stage.workshop.phase is Phase.PREDICT
        qtbot.keyClicks(console.round.guess, "-8")
        qtbot.keyClick(console.round.guess, Qt.Key.Key_Return)
        key(Qt.Key.Key_PageDown)
        assert stage.workshop.phase is Phase.REVEAL and stage.workshop.guess == -8
        key(Qt.Key.Key_PageDown)
    assert [done.played for done in stage.workshop.rounds] == [1, 0, 0]
    assert stage.session is not None and str(stage.session.outcome) == "agreed"
    box = console.notes.rewind
    box.setCurrentIndex(2)
    box.activated.emit(2)
    stage.say("Come on, just say yes.")
    console.notes.findChild(QWidget, "compareWays").click()  # type: ignore[union-attr]
    assert len(stage.view().curves) == 2 and "Two ways" in stage.view().heading
    for name in ("cards", "notes", "end"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (str(tmp_path / f"{name}.pdf"), ""))
        console.notes.handout_asked.emit(name)
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    console.notes.end_asked.emit()
    assert stage.workshop is None and page.wall.window is None and not stage.unfinished()


def test_after_a_power_cut_the_workshop_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    first = opened(qtbot, path)
    first.show_workshop()
    stage = first.more.workshop.stage
    stage.begin("coffee_new_acquaintance", "easy", 5, 45)
    stage.forward()
    stage.say("Hello!")
    stage.step(lambda w: w.proposed("Can we have a coffee?").proposed("It sounds like your weeks are full."))
    stage.forward()
    stage.step(lambda w: w.voted(1, 6))
    stage.start_timer(300)
    before = stage.workshop
    first.more.workshop.wall.close()
    # No goodbye: the file is opened by the next start.
    second = opened(qtbot, path)
    second.show_workshop()
    page = second.more.workshop
    assert page.resume.isVisible()
    page.resume.click()
    after = page.stage.workshop
    assert before is not None and after is not None
    assert after.wall.blank, "nothing comes up by surprise"
    assert after.showing(blank=False) == before
    assert page.wall.window is not None and page.stage.timer_left() > 250
    history = History.open(path)
    assert [profile.kind for profile in history.profiles.all()] == ["learner", "workshop"]
    assert history.sessions() == []
    history.profiles.choose(2)
    assert [turn.line for turn in history.turns(history.sessions()[0].id)] == ["Hello!"]
    history.close()
    second.close()
    first.close()


@dataclass(frozen=True)
class FakeScreen:
    label: str
    place: QRect

    def name(self) -> str:
        return self.label

    def geometry(self) -> QRect:
        return self.place


def test_displays_are_chosen_changed_over_and_may_be_unplugged(page: WorkshopPage, tmp_path: Path) -> None:
    begin(page)
    page.wall.close()
    here = page.console.screen().name()
    screens = [FakeScreen(here, QRect(0, 0, 800, 600)), FakeScreen("Beamer", QRect(800, 0, 1024, 768))]
    said: list[str] = []
    wall = WallWindow(page.stage, page.console, tmp_path / "displays.json", lambda: screens)
    wall.displays_told.connect(said.append)
    wall.open()
    assert wall.window is not None and "Beamer" in said[-1] and wall.window.isFullScreen()
    wall.swap()
    assert here in (tmp_path / "displays.json").read_text(encoding="utf-8")
    wall.swap()
    assert "Beamer" in said[-1]
    beamer = screens.pop()
    wall.place()
    assert "One display" in said[-1] and not wall.window.isFullScreen()
    before = texts_on(wall.window, tmp_path / "w.svg").split()  # the breaks between lines depend on the size
    screens.append(beamer)
    wall.place()
    assert wall.window.isFullScreen() and texts_on(wall.window, tmp_path / "w.svg").split() == before
    wall.close()


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (3840, 2160)])
def test_the_longest_lines_fit_at_every_size(page: WorkshopPage, width: int, height: int) -> None:
    begin(page)
    page.stage.forward()
    longest = max((line.say for path in files((SCENARIOS,)) for line in load(path).lines), key=len)
    page.stage.step(lambda w: w.proposed("x" * 60 + " " + "y" * 70).proposed("Hello."))
    page.stage.forward()
    assert page.wall.window is not None
    view = page.wall.window.view
    view.resize(width, height)
    shown = view.painter.view
    view.show_view(
        replace(shown, bubbles=(("Priscilla", longest), ("You", longest[:130]), ("Priscilla", longest)), options=()),
        True,
        100,
    )
    view.grab()
    assert view.painter.least_drawn() >= 28 * 96 / 72 * height / 1080 - 1


def test_errors_stay_on_the_console(page: WorkshopPage) -> None:
    begin(page)
    page.stage.forward()
    page.stage.step(lambda w: w.voting())
    assert "two lines" in page.console.notice.text.text()
    with pytest.raises(TrainerError):
        assert page.stage.workshop is not None
        page.stage.workshop.voting()


def test_the_workshop_page_opens_by_key(qtbot: QtBot, window: Window) -> None:  # noqa: F811
    press(qtbot, window, Qt.Key.Key_6)
    assert window.pages.currentWidget() is window.more.workshop
    assert QApplication.focusWidget() is window.more.workshop.begin
