"""What the window keeps a person waiting for."""

from __future__ import annotations

import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.screenshots import settle

from .timing import RUNS, percentile, timed

LINES = (
    "Hello!",
    "Can we have a coffee?",
    "It sounds like your weeks are full.",
    "What would make it easier for you?",
    "Would it be a bad idea to have a coffee for half an hour, one day when it suits you?",
)


def enter_to_reply() -> dict[str, float]:
    """From Enter in the composer to the reply on the page and the turn on the disk."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from trainer.gui.app import application, build
    from trainer.gui.kit import style

    from ..gui import Gui

    app = application()
    style.apply(app, style.LIGHT)
    taken: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        gui = Gui(build(Path(folder) / "bench.sqlite", pause=0))
        gui.window.show()
        gui.program.library.offer_resume()
        gui.program.practice.warm_up()  # as the program does once its window is on the screen
        for _ in range(60):
            gui.library.start.click()
            for line in LINES:
                if gui.program.practice.session is None or gui.program.practice.session.outcome is not None:
                    break
                gui.practice.composer.setPlainText(line)
                QApplication.processEvents()
                start = time.perf_counter()
                QTest.keyClick(gui.practice.composer, Qt.Key.Key_Return)
                QApplication.processEvents()
                taken.append((time.perf_counter() - start) * 1000)
        gui.close()
    return {"enter_to_reply_median_ms": statistics.median(taken), "enter_to_reply_p99_ms": percentile(taken, 0.99)}


def key_to_paint() -> dict[str, float]:
    """From a key in a line of 2,000 characters to the painted page, live reading on; and the reading that follows."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from trainer.gui.app import application, build
    from trainer.gui.kit import style

    from ..gui import Gui

    style.apply(application(), style.LIGHT)
    gui = Gui(build(None, pause=0))
    gui.window.show()
    gui.library.start.click()
    composer = gui.practice.composer
    composer.setPlainText(("Would it be a bad idea to meet for a coffee on Tuesday, when it suits you? " * 27)[:2_000])
    composer.moveCursor(composer.textCursor().MoveOperation.End)
    settle(0.2)
    keys: list[float] = []
    for number in range(200):
        start = time.perf_counter()
        QTest.keyClick(composer, b"abcd "[number % 5])
        QApplication.processEvents()
        keys.append((time.perf_counter() - start) * 1000)
        if number % 20 == 0:
            settle(0.1)  # so that some keys meet the reading of the last pause
    gui.close()
    return {"key_to_paint_median_ms": statistics.median(keys), "key_to_paint_p99_ms": percentile(keys, 0.99)}


def looking_back() -> dict[str, float]:
    """From the request to the painted look back, of a talk of thirty lines."""
    from trainer.gui.app import application, build
    from trainer.gui.kit import style

    from ..gui import Gui

    style.apply(application(), style.LIGHT)
    gui = Gui(build(None, pause=0))
    gui.window.show()
    gui.library.start.click()
    number = 0
    while gui.program.practice.session is not None and gui.program.practice.session.outcome is None and number < 30:
        gui.program.practice.say(f"The tram number {number} is late again, isn't that odd.")
        number += 1

    def show() -> None:
        gui.go("debrief")
        settle()

    show()
    taken = timed(show, RUNS)
    gui.close()
    return {"debrief_ms": statistics.median(taken)}


def console_to_audience() -> dict[str, float]:
    """From a key on the console to the painted audience window."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from trainer.gui.app import application, build
    from trainer.gui.kit import style

    from ..gui import Gui, proposed

    style.apply(application(), style.LIGHT)
    gui = Gui(build(None, pause=0))
    gui.window.show()
    gui.go("workshop")
    running = gui.program.workshop_model().running
    running.begin("salary_no_budget", "medium", 3)
    gui.program.workshop.audience.open()
    running.forward()
    for line in LINES[1:4]:
        running.step(proposed(line))
    running.forward()
    settle()
    taken = [
        timed(partial(QTest.keyClick, gui.window.windowHandle(), key), 1)[0]
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_M, Qt.Key.Key_C) * 60
    ]
    gui.close()
    return {
        "console_to_audience_median_ms": statistics.median(taken),
        "console_to_audience_p99_ms": percentile(taken, 0.99),
    }
