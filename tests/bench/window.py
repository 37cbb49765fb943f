"""What the window keeps a person waiting for."""

from __future__ import annotations

import statistics
import tempfile
import time
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

    from trainer.gui import style
    from trainer.gui.app import application, build

    app = application()
    style.apply(app, style.LIGHT)
    taken: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        window = build(Path(folder) / "bench.sqlite", pause=0)
        window.show()
        window.offer_resume()
        window.desk.warm_up()  # as the program does once its window is on the screen
        for _ in range(60):
            window.library.start.click()
            for line in LINES:
                if window.desk.session is None or window.desk.session.outcome is not None:
                    break
                window.practice.composer.setPlainText(line)
                QApplication.processEvents()
                start = time.perf_counter()
                QTest.keyClick(window.practice.composer, Qt.Key.Key_Return)
                QApplication.processEvents()
                taken.append((time.perf_counter() - start) * 1000)
        window.close()
    return {"enter_to_reply_median_ms": statistics.median(taken), "enter_to_reply_p99_ms": percentile(taken, 0.99)}


def key_to_paint() -> dict[str, float]:
    """From a key in a line of 2,000 characters to the painted page, live reading on; and the reading that follows."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from trainer.gui import style
    from trainer.gui.app import application, build

    style.apply(application(), style.LIGHT)
    window = build(None, pause=0)
    window.show()
    window.library.start.click()
    composer = window.practice.composer
    composer.setPlainText(("Would it be a bad idea to meet for a coffee on Tuesday, when it suits you? " * 27)[:2_000])
    composer.moveCursor(composer.textCursor().MoveOperation.End)
    settle(0.2)
    keys: list[float] = []
    for number in range(200):
        start = time.perf_counter()
        QTest.keyClick(composer, "abcd "[number % 5])
        QApplication.processEvents()
        keys.append((time.perf_counter() - start) * 1000)
        if number % 20 == 0:
            settle(0.1)  # so that some keys meet the reading of the last pause
    window.close()
    return {"key_to_paint_median_ms": statistics.median(keys), "key_to_paint_p99_ms": percentile(keys, 0.99)}


def looking_back() -> dict[str, float]:
    """From the request to the painted look back, of a talk of thirty lines."""
    from trainer.gui import style
    from trainer.gui.app import application, build

    style.apply(application(), style.LIGHT)
    window = build(None, pause=0)
    window.show()
    window.library.start.click()
    number = 0
    while window.desk.session is not None and window.desk.session.outcome is None and number < 30:
        window.desk.say(f"The tram number {number} is late again, isn't that odd.")
        number += 1

    def show() -> None:
        window.talk.look_back()
        settle()

    show()
    taken = timed(show, RUNS)
    window.close()
    return {"debrief_ms": statistics.median(taken)}


def console_to_wall() -> dict[str, float]:
    """From a key on the console to the painted audience window."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from trainer.gui import style
    from trainer.gui.app import application, build

    style.apply(application(), style.LIGHT)
    window = build(None, pause=0)
    window.show()
    window.show_workshop()
    page = window.more.workshop
    page.stage.begin("salary_no_budget", "medium", 3)
    page.wall.open()
    page.stage.forward()
    for line in LINES[1:4]:
        page.stage.step(lambda w, line=line: w.proposed(line))
    page.stage.forward()
    settle()
    taken = [
        timed(lambda key=key: QTest.keyClick(page.console, key), 1)[0]
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_M, Qt.Key.Key_C) * 60
    ]  # type: ignore[misc]
    window.close()
    return {"console_to_wall_median_ms": statistics.median(taken), "console_to_wall_p99_ms": percentile(taken, 0.99)}
