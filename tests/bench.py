"""`make bench`: what the program costs, each figure as the median of several runs, with its comparison in the same run.

Absolute times mean little on shared machines; the ratios are what is compared. Writes bench.json.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from tests.screenshots import settle

ROOT = Path(__file__).parent.parent
RUNS = 9

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""

OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
sys.argv = ["trainer"]
from trainer.gui import style
from trainer.gui.app import application, build
app = application()
style.apply(app)
window = build(Path(sys.argv[0] + "-bench.sqlite"))
window.show()
assert window.library.list.count() >= 3 and window.library.start.isEnabled()
QTimer.singleShot(0, app.quit)
app.exec()
import os
os._exit(0)
"""


def seconds(code: str) -> float:
    """Wall time of a whole Python process that runs `code`."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
    )
    return time.perf_counter() - start


def cold_start() -> dict[str, float]:
    """Bare window and ours by turns, so that both meet the same load."""
    bare, ours = [], []
    for _ in range(RUNS):
        bare.append(seconds(BARE))
        ours.append(seconds(OURS))
    one, two = statistics.median(bare), statistics.median(ours)
    return {"bare_window_s": one, "our_window_s": two, "cold_start_ratio": two / one}


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def timed(action: Callable[[], object], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


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


def progress_page() -> dict[str, float]:
    """The progress page at 100 and 1,000 talks, from the request to its figures on the page; and one filter."""
    from trainer.demo import fill
    from trainer.drills.load import load_cards
    from trainer.gui import style
    from trainer.gui.app import application, build
    from trainer.history import History
    from trainer.scenario import files, load

    style.apply(application(), style.LIGHT)
    scenarios = [load(path) for path in files((ROOT / "scenarios",))]
    cards = load_cards((ROOT / "scenarios" / "drills",))
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for talks_there in (100, 1_000):
            path = Path(folder) / f"{talks_there}.sqlite"
            history = History.open(path)
            fill(history, scenarios, cards, talks_there, 0, datetime.now(UTC))
            history.close()
            window = build(path, pause=0)
            window.show()
            window.show_progress()
            settle()

            def show(window=window) -> None:  # type: ignore[no-untyped-def]
                window.show_library()
                window.show_progress()
                settle()

            figures[f"progress_{talks_there}_talks_ms"] = statistics.median(timed(show, 7))
            window.progress.parts.setCurrentIndex(2)
            settle()
            filtered = timed(lambda window=window: window.progress.sessions.model.narrow("salary", ""), 7)  # type: ignore[misc]
            figures[f"filter_{talks_there}_talks_ms"] = statistics.median(filtered)
            window.close()
    return figures


def talks() -> dict[str, float]:
    """A thousand mixed runs of one scenario, and a whole turn."""
    from trainer.scenario import Level, load
    from trainer.session import Session
    from trainer.simulate import PLAYERS, simulate

    scenario = load(ROOT / "scenarios" / "salary_yearly_review.yaml")
    start = time.perf_counter()
    for level in Level:
        for player in PLAYERS:
            simulate(scenario.at_level(level), player, 42)
    taken: list[float] = []
    for seed in range(40):
        session = Session(scenario, seed)
        for line in LINES:
            if session.outcome is None:
                taken += timed(lambda line=line, session=session: session.say(line), 1)  # type: ignore[misc]
    return {
        "simulate_1008_runs_s": time.perf_counter() - start,
        "turn_median_ms": statistics.median(taken),
        "turn_p99_ms": percentile(taken, 0.99),
    }


FIRST = """
import time
from trainer.language import read
start = time.perf_counter()
read("Would it be a bad idea to meet on Tuesday?")
print((time.perf_counter() - start) * 1000)
"""


def first_reading() -> dict[str, float]:
    """The first line after the start of a program, tables included."""
    taken = [
        float(subprocess.run([sys.executable, "-c", FIRST], check=True, cwd=ROOT, capture_output=True).stdout)
        for _ in range(RUNS)
    ]
    return {"first_reading_ms": statistics.median(taken)}


def reading() -> dict[str, float]:
    """Everyday lines, each read once, and ten thousand characters of them."""
    from trainer.language import read

    lines = (ROOT / "tests" / "lines" / "everyday.txt").read_text(encoding="utf-8").splitlines()
    taken = [timed(lambda line=line: read(line), 1)[0] for line in lines if len(line) <= 300]  # type: ignore[misc]
    long = " ".join(lines)[:10_000]
    figures = {
        "reading_median_ms": statistics.median(taken),
        "reading_p99_ms": percentile(taken, 0.99),
        "reading_10000_characters_ms": statistics.median(timed(lambda: read(long), 7)),
    }
    return figures | spacy_beside(lines[:300], statistics.median(taken[:300]))


def spacy_beside(lines: list[str], ours: float) -> dict[str, float]:
    """How many times longer spaCy's small model takes for the same lines, where it is installed."""
    try:
        import spacy

        model = spacy.load("en_core_web_sm")
    except (ImportError, OSError):
        return {}
    theirs = statistics.median(timed(lambda line=line: model(line), 1)[0] for line in lines)  # type: ignore[misc]
    return {"spacy_small_model_ratio": theirs / ours}


def main() -> None:
    figures: dict[str, float | str] = {"measured": datetime.now(UTC).isoformat(timespec="seconds")}
    for part in (
        first_reading,
        reading,
        talks,
        cold_start,
        enter_to_reply,
        key_to_paint,
        looking_back,
        console_to_wall,
        progress_page,
    ):
        figures.update(part())
    (ROOT / "bench.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for name, value in figures.items():
        print(f"{name:32} {value if isinstance(value, str) else f'{value:.3f}'}")


if __name__ == "__main__":
    main()
