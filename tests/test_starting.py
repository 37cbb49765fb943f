"""The start as a person has it: `prepare()`, with their own files, and the end by closing the window."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QRect, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from trainer import folders
from trainer.gui.app import Program, prepare, run
from trainer.gui.kit import style
from trainer.gui.kit.widgets import FRAME
from trainer.gui.shell.bug_report import tell_of_bug
from trainer.gui.shell.geometry import load_geometry, on_screen
from trainer.gui.shell.window import Window

from .gui import seen

Start = Callable[[], Program]


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts the program in the folders of this test; what it changes in the application is put back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def started() -> Program:
        program = prepare(folders.database())
        qtbot.addWidget(program.window)
        qtbot.waitExposed(program.window)
        assert not program.stored.opened  # that comes after the first paint
        qtbot.waitUntil(lambda: program.stored.opened)
        return program

    yield started
    _undress(qapp)


def _undress(app: QApplication) -> None:
    app.styleHints().colorSchemeChanged.disconnect()
    style.apply(app, style.LIGHT)


def keep(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def test_the_first_start_shows_the_welcome_and_the_second_the_library(start: Start) -> None:
    first = start()
    assert first.navigator.current == "welcome" and first.window.isVisible()
    assert first.navigator.page("welcome").begin.isVisible()
    first.talk.look_around()
    first.window.close()
    second = start()
    assert second.navigator.current == "library" and second.navigator.page("library").list.count() > 5
    second.window.close()


def test_a_welcome_that_was_only_closed_comes_again(start: Start) -> None:
    start().window.close()
    again = start()
    assert again.navigator.current == "welcome"
    again.window.close()


def test_the_icon_comes_after_the_first_paint(start: Start, qtbot: QtBot, qapp: QApplication) -> None:
    program = start()
    qtbot.waitUntil(lambda: not qapp.windowIcon().isNull())
    program.window.close()


@pytest.mark.parametrize(("theme", "colours"), [("dark", style.DARK), ("light", style.LIGHT)])
def test_theme_and_text_size_are_in_force_and_shown_on_the_first_visit_of_settings(
    start: Start, theme: str, colours: style.Colours
) -> None:
    keep(folders.settings(), {"theme": theme, "text_size": "150", "welcomed": "yes"})
    program = start()
    assert (style.LOOK.colours, style.LOOK.percent) == (colours, 150)
    assert not program.navigator.made("settings")
    program.navigator.go("settings")
    boxes = program.navigator.page("settings").boxes
    assert (boxes["theme"].currentData(), boxes["text_size"].currentData()) == (theme, "150")
    assert boxes["theme"].isVisible()
    program.window.close()


def test_settings_of_a_new_learner_are_shown_as_they_are(start: Start) -> None:
    program = start()
    program.navigator.go("settings")
    boxes = program.navigator.page("settings").boxes
    assert {name: box.currentIndex() for name, box in boxes.items()} == dict.fromkeys(boxes, 0)
    assert style.LOOK.percent == style.USUAL
    program.window.close()


def test_two_windows_keep_each_other_s_settings(start: Start) -> None:
    one, other = start(), start()
    place = folders.settings().parent
    place.rename(place.with_name("away"))
    place.write_text("no folder", encoding="utf-8")
    one.settings.set("live_reading", "off")  # it waits for the next that can be kept
    place.unlink()
    place.with_name("away").rename(place)
    one.settings.set("pause", "off")
    other.settings.set("say_first", "on")
    kept = {"live_reading": "off", "pause": "off", "say_first": "on"}
    assert json.loads(folders.settings().read_text(encoding="utf-8")) == kept
    for program in (one, other):
        program.window.close()


# -- size and place ------------------------------------------------------------------------------------------------------


ROOM = QRect(0, 0, 1920, 1080)


@pytest.fixture
def wide_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """One screen of 1920 × 1080 pixels."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: ROOM)


@pytest.mark.usefixtures("wide_screen")
def test_the_window_comes_back_where_it_was(start: Start) -> None:
    first = start()
    first.window.setGeometry(QRect(130, 140, 1101, 707))
    first.window.close()
    assert load_geometry(folders.window()) == (QRect(130, 140, 1101, 707), False)
    second = start()
    assert second.window.geometry() == QRect(130, 140, 1101, 707) and not second.window.isMaximized()
    second.window.close()


@pytest.mark.usefixtures("wide_screen")
def test_what_a_newer_version_keeps_of_the_window_stays(start: Start) -> None:
    keep(folders.window(), {"of_a_newer_version": [1]})
    program = start()
    program.window.setGeometry(QRect(130, 140, 1101, 707))
    program.window.close()
    assert json.loads(folders.window().read_text(encoding="utf-8"))["of_a_newer_version"] == [1]
    assert load_geometry(folders.window()) == (QRect(130, 140, 1101, 707), False)


@pytest.mark.usefixtures("wide_screen")
def test_a_window_that_filled_the_screen_does_so_again_and_remembers_its_other_size(start: Start, qtbot: QtBot) -> None:
    first = start()
    first.window.setGeometry(QRect(130, 140, 1101, 707))
    first.window.showMaximized()
    first.window.close()
    assert load_geometry(folders.window()) == (QRect(130, 140, 1101, 707), True)
    second = start()
    assert second.window.isMaximized()
    second.window.showNormal()
    qtbot.waitUntil(lambda: second.window.geometry() == QRect(130, 140, 1101, 707))
    second.window.close()


@pytest.mark.usefixtures("wide_screen")
@pytest.mark.parametrize(
    "kept",
    [
        {"x": 5000, "y": 300, "width": 1101, "height": 707},  # on a screen that is gone
        {"x": -3000, "y": -2000, "width": 1101, "height": 707},
        {"x": 10, "y": 10, "width": 3800, "height": 2000},  # of a larger screen
        {"x": 1900, "y": 1070, "width": 1101, "height": 707},
    ],
)
def test_a_window_comes_back_whole_on_the_screen_that_is_there(start: Start, kept: dict[str, object]) -> None:
    keep(folders.window(), {**kept, "maximized": False})
    program = start()
    assert ROOM.contains(program.window.geometry()), program.window.geometry()
    program.window.close()


@pytest.mark.usefixtures("wide_screen")
@pytest.mark.parametrize(
    "kept",
    [
        {"x": 10, "y": 10, "width": 0, "height": 0},
        {"x": 10, "y": 10, "width": -500, "height": -400},
        {"x": 10, "y": 10, "width": 3, "height": 2},
    ],
)
def test_a_window_kept_without_a_size_is_large_enough_to_be_used(start: Start, kept: dict[str, object]) -> None:
    keep(folders.window(), kept)
    program = start()
    size, least = program.window.size(), program.window.minimumSizeHint()
    assert size.width() >= least.width() and size.height() >= least.height() > 100
    program.window.close()


def test_settings_in_memory_leave_no_file_of_the_window(qtbot: QtBot) -> None:
    program = Program(None, [], None, 0, lambda: 1)
    qtbot.addWidget(program.window)
    program.window.close()
    assert not folders.window().exists()


sizes = st.tuples(st.integers(400, 4000), st.integers(300, 3000))
places = st.tuples(st.integers(-6000, 6000), st.integers(-6000, 6000))
rectangles = st.builds(lambda place, size: QRect(*place, *size), places, sizes)


@given(rectangles, st.lists(rectangles, min_size=1, max_size=3))
def test_a_place_lies_whole_on_one_screen_and_is_changed_no_more_than_it_must(
    place: QRect, screens: list[QRect]
) -> None:
    found = on_screen(place, screens)
    holding = [screen for screen in screens if screen.contains(found)]
    assert holding
    rooms = [screen.adjusted(0, FRAME, -FRAME, -FRAME) for screen in screens]
    assert any(found.width() == min(place.width(), room.width()) for room in rooms)
    assert any(found.height() == min(place.height(), room.height()) for room in rooms)


@given(st.lists(rectangles, min_size=1, max_size=1), st.data())
def test_a_place_that_is_on_the_screen_stays(screens: list[QRect], data: st.DataObject) -> None:
    room = screens[0].adjusted(0, FRAME, -FRAME, -FRAME)
    width, height = data.draw(st.integers(1, room.width())), data.draw(st.integers(1, room.height()))
    x = data.draw(st.integers(room.left(), room.right() - width + 1))
    y = data.draw(st.integers(room.top(), room.bottom() - height + 1))
    assert on_screen(QRect(x, y, width, height), screens) == QRect(x, y, width, height)


@given(rectangles)
def test_without_any_screen_a_place_stays_as_it_was(place: QRect) -> None:
    assert on_screen(place, []) == place


# -- the end -------------------------------------------------------------------------------------------------------------


def in_loop(app: QApplication, action: Callable[[], object]) -> int:
    """Run the event loop with something to do in it. Return its exit code, 99 where it did not end."""
    QTimer.singleShot(50, action)
    guard = QTimer(singleShot=True, interval=8_000)
    guard.timeout.connect(lambda: app.exit(99))
    guard.start()
    code = int(app.exec())
    guard.stop()
    _end_quitting(app)
    return code


def _end_quitting(app: QApplication) -> None:
    """Take back what the last window posted when it was closed: it would end the loops of later tests."""
    app.removePostedEvents(app, QEvent.Type.Quit.value)


def test_the_program_ends_with_its_window_whatever_else_is_open(start: Start, qtbot: QtBot, qapp: QApplication) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    program = start()
    assert in_loop(qapp, program.window.close) == 0


def test_a_window_that_is_not_closed_for_good_goes_on(
    start: Start, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    monkeypatch.setattr(program.stored, "unsaved", lambda: "the file is busy.")
    assert in_loop(qapp, lambda: (program.window.close(), QTimer.singleShot(200, lambda: qapp.exit(7)))) == 7
    assert program.window.isVisible() and any("Close again" in text for text in seen(program.window))
    assert in_loop(qapp, program.window.close) == 0


def test_run_stays_until_the_window_is_closed(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def close() -> None:
        (window,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, Window)]
        assert window.isVisible()
        window.close()
        window.deleteLater()

    QTimer.singleShot(200, close)
    assert run(folders.database()) == 0
    _end_quitting(qapp)
    _undress(qapp)


def test_an_error_behind_a_signal_is_logged_and_told(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def read(box: QMessageBox) -> int:
        told.append(box.informativeText())
        return 0

    monkeypatch.setattr(QMessageBox, "exec", read)
    program = start()
    assert sys.excepthook is tell_of_bug
    try:
        raise KeyError("my secret line")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    log = folders.log().read_text(encoding="utf-8")
    assert "KeyError" in log and "test_starting.py" in log and "secret" not in log and told == [log.rstrip("\n") + "\n"]
    program.window.close()
