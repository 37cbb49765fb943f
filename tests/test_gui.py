"""The whole path with real keys, off screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QListWidget, QPlainTextEdit, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from trainer.gui import style
from trainer.gui.app import application
from trainer.gui.curve import Curve
from trainer.gui.desk import Desk
from trainer.gui.keys import KEYS
from trainer.gui.portrait import Portrait
from trainer.gui.widgets import Meter, visible
from trainer.gui.window import Window
from trainer.history import History
from trainer.scenario import Outcome

from .conftest import ROOT, SCENARIOS


@pytest.fixture(scope="session")
def qapp() -> object:
    app = application()
    style.apply(app, style.LIGHT)
    return app


def opened(qtbot: QtBot, path: Path, folders: tuple[Path, ...] = (SCENARIOS,), pause: int = 0) -> Window:
    window = Window(Desk(path, lambda: 1), folders, pause)
    window.library.fill()
    window.show_library_first()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.offer_resume()
    return window


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    made = opened(qtbot, tmp_path / "history.sqlite")
    yield made
    made.close()


def child(window: Window, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def say(qtbot: QtBot, window: Window, line: str) -> None:
    composer = child(window, "composer")
    qtbot.keyClicks(composer, line)
    qtbot.keyClick(composer, Qt.Key.Key_Return)


def test_the_names_that_scripts_rely_on(qtbot: QtBot, window: Window) -> None:
    window.library.start.click()
    say(qtbot, window, "Hello!")
    window.talk.end_talk()
    window.show_progress()
    for name in (
        "library",
        "startButton",
        "composer",
        "sendButton",
        "transcript",
        "resistanceMeter",
        "thoughtToggle",
        "coachPanel",
        "debrief",
        "progressPage",
    ):
        child(window, name)


def test_a_whole_talk_by_keyboard_alone(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    library = child(window, "library")
    qtbot.waitUntil(library.hasFocus)
    qtbot.keyClick(library, Qt.Key.Key_Return)
    composer = child(window, "composer")
    assert isinstance(composer, QPlainTextEdit)
    qtbot.waitUntil(composer.hasFocus)
    assert "Oh, hello!" in window.practice.transcript.text()

    say(qtbot, window, "It sounds like your weeks are full.")
    assert window.practice.person.meter.value == 50
    assert "really on their mind" in window.practice.coach.remarks.text()
    assert composer.toPlainText() == ""

    assert not window.practice.person.bubble.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert window.practice.person.bubble.isVisible() and window.practice.person.thought.text()

    say(qtbot, window, "I could bring the old maps, half an hour is plenty.")
    say(qtbot, window, "Would it be a bad idea to have a coffee?")
    look_back = window.practice.look_back
    qtbot.waitUntil(look_back.hasFocus)
    qtbot.keyClick(look_back, Qt.Key.Key_Space)
    assert window.pages.currentWidget() is window.ending
    assert window.ending.headline.text() == "Agreed"
    assert window.ending.curve.points[0] == 58 and len(window.ending.curve.points) == 4

    qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    table = child(window, "sessions")
    assert isinstance(table, QTableWidget)
    assert table.rowCount() == 1 and table.item(0, 5).text() == "Agreed"
    qtbot.waitUntil(table.hasFocus)
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert window.pages.currentWidget() is window.ending
    assert window.ending.title.text().startswith("Coffee with someone you just met, ")
    assert window.ending.curve.points == window.desk.session.curve()

    history = History.open(tmp_path / "history.sqlite")
    assert history.sessions()[0].outcome is Outcome.AGREED
    history.close()


def test_a_talk_broken_off_is_there_tomorrow(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    first = opened(qtbot, path)
    first.library.start.click()
    say(qtbot, first, "It sounds like your weeks are full.")
    first.close()
    second = opened(qtbot, path)
    assert second.library.resume.isVisible()
    second.library.resume.click()
    assert second.practice.person.meter.value == 50
    say(qtbot, second, "Would it be a bad idea to have a coffee?")
    assert second.desk.session is not None and second.desk.session.turns[-1].number == 2
    second.close()
    history = History.open(path)
    assert [row.turns for row in history.sessions()] == [2]
    history.close()


def test_a_turn_is_stored_before_its_reply_is_shown(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    window = opened(qtbot, path, pause=60_000)
    window.library.start.click()
    say(qtbot, window, "Can we have a coffee?")
    assert "I leave at six" not in window.practice.transcript.text()
    other = History.open(path)
    assert len(other.turns(other.sessions()[0].id)) == 1
    other.close()
    window.close()


def test_the_better_line_goes_into_the_composer(qtbot: QtBot, window: Window) -> None:
    window.library.start.click()
    say(qtbot, window, "Can we have a coffee this week?")
    assert window.practice.coach.use.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert window.practice.composer.toPlainText() == "Would it be a bad idea to have a coffee this week?"


def test_bad_lines_lose_nothing(qtbot: QtBot, window: Window) -> None:
    window.library.start.click()
    composer = window.practice.composer
    qtbot.keyClick(composer, Qt.Key.Key_Return)
    assert "nothing in the line" in window.practice.notice.text.text()
    composer.setPlainText("x" * 100_000)
    qtbot.keyClick(composer, Qt.Key.Key_Return)
    assert "100,000 characters" in window.practice.notice.text.text()
    assert len(composer.toPlainText()) == 100_000
    for line in ("a\x00b", "\u202eabc", "😀 <b>hi</b>", "שלום"):
        composer.setPlainText(line)
        qtbot.keyClick(composer, Qt.Key.Key_Return)
        assert not window.practice.notice.isVisible()


def test_broken_files_are_greyed_out_with_their_first_fault(qtbot: QtBot, tmp_path: Path) -> None:
    window = opened(qtbot, tmp_path / "history.sqlite", (SCENARIOS, ROOT / "tests" / "broken"))
    listed = child(window, "library")
    assert isinstance(listed, QListWidget)
    # Two are faulty only in play, which opening does not try.
    broken = len(list((ROOT / "tests" / "broken").glob("*.yaml"))) - 2

    def grey() -> int:
        return sum(listed.item(row).flags() == Qt.ItemFlag.NoItemFlags for row in range(listed.count()))

    qtbot.waitUntil(lambda: grey() == broken, timeout=20_000)
    texts = [listed.item(row).text() for row in range(listed.count())]
    assert any("[unknown-value]" in text for text in texts)
    window.library.start.click()
    assert window.desk.session is not None
    window.close()


def test_text_is_never_markup(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    text = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
    text = (
        text.replace("Ida Bergan", '"<b>Ida</b>"')
        .replace("Hello, you.", "<img src=x> & hello")
        .replace("A short walk", '"<i>walk</i>"')
    )
    (folder / "markup.yaml").write_text(text, encoding="utf-8")
    window = opened(qtbot, tmp_path / "history.sqlite", (folder,))
    window.library.start.click()
    say(qtbot, window, "<b>hi</b>")
    assert (
        "<img src=x> & hello" in window.practice.transcript.text() and "<b>hi</b>" in window.practice.transcript.text()
    )
    for label in window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()
    window.close()


def test_a_file_that_cannot_be_used_is_told_and_practice_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_bytes(b"a letter to my aunt, not a database. " * 40)
    window = opened(qtbot, path)
    assert "nothing is saved" in window.library.notice.text.text()
    window.library.start.click()
    say(qtbot, window, "Hello!")
    assert len(window.practice.transcript.text().splitlines()) == 3
    window.close()
    assert path.read_bytes().startswith(b"a letter to my aunt")


def test_a_scenario_that_vanished_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "scenarios"
    folder.mkdir()
    file = folder / "walk.yaml"
    file.write_text((ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    window = opened(qtbot, tmp_path / "history.sqlite", (folder,))
    file.unlink()
    window.library.start.click()
    assert "cannot be read" in window.library.notice.text.text()
    window.close()


def test_an_empty_progress_page_says_what_will_be_there(window: Window) -> None:
    window.show_progress()
    assert window.progress.empty.isVisible() and not window.progress.table.isVisible()


def test_every_key_of_the_table_has_its_request_and_its_menu(window: Window) -> None:
    for key in KEYS:
        assert any(callable(getattr(owner, key.name, None)) for owner in (window, window.talk, window.view)), key.name
        assert [
            action
            for action in window.findChildren(type(window.menuBar().actions()[0]))
            if action.objectName() == key.name
        ], key.name
    assert len({key.keys for key in KEYS if key.keys}) == sum(bool(key.keys) for key in KEYS)


def test_controls_have_names_for_a_screen_reader(qtbot: QtBot, window: Window) -> None:
    window.library.start.click()
    say(qtbot, window, "Hello!")
    for widget in window.findChildren(QWidget):
        if isinstance(widget, QAbstractButton) and widget.objectName() and not widget.objectName().startswith("qt_"):
            assert widget.text() or widget.accessibleName(), widget.objectName()
        if isinstance(widget, Meter | Portrait):
            assert widget.accessibleName() and widget.accessibleDescription()
    assert "57 of 100, guarded, -1" in window.practice.person.meter.accessibleDescription()
    window.talk.end_talk()
    curve = window.findChild(Curve)
    assert curve is not None and curve.accessibleDescription().endswith("58, 57")


def test_text_size_grows_and_shrinks_within_bounds(window: Window) -> None:
    for _ in range(10):
        window.view.text_larger()
    assert style.LOOK.percent == style.LARGEST
    for _ in range(20):
        window.view.text_smaller()
    assert style.LOOK.percent == style.SMALLEST


def test_another_text_size_keeps_the_choice_in_the_library(window: Window) -> None:
    window.library.list.setCurrentRow(1)
    window.view.text_larger()
    assert window.library.list.currentRow() == 1
    window.view.text_usual()


def test_a_bug_is_logged_without_the_learners_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QMessageBox

    from trainer.gui import app

    monkeypatch.setattr(app.folders, "log", lambda: tmp_path / "trainer.log")
    monkeypatch.setattr(QMessageBox, "exec", lambda _: 0)
    try:
        raise RuntimeError("my secret line")
    except RuntimeError as error:
        app._tell_of_bug(RuntimeError, error, error.__traceback__)
    report = (tmp_path / "trainer.log").read_text(encoding="utf-8")
    assert "RuntimeError" in report and "test_gui.py" in report and "secret" not in report


def _contrast(one: str, two: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("c", [style.LIGHT, style.DARK], ids=["light", "dark"])
def test_text_stands_out(c: style.Colours) -> None:
    for ink in (c.ink, c.quiet, c.calm, c.warm):
        for ground in (c.page, c.surface, c.raised):
            assert _contrast(ink, ground) >= 4.5, (ink, ground)
    assert _contrast(c.on_accent, c.calm) >= 4.5


def test_characters_that_would_act_are_made_harmless() -> None:
    assert visible("a\u202eb\x00c\nd") == "a\ufffdb\ufffdc\nd"


def test_signals_keep_the_references_of_python(window: Window) -> None:
    """PySide6 6.12.0 lost one reference to a bool with each emit, until Python aborted."""
    before = sys.getrefcount(True), sys.getrefcount(False)
    for _ in range(300):
        window.desk.trouble_told.emit("")
    after = sys.getrefcount(True), sys.getrefcount(False)
    assert after[0] > before[0] - 100 and after[1] > before[1] - 100
