"""Large files and large libraries."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from tests.screenshots import settle
from trainer.gui.library.page import LibraryPage

from .timing import ROOT, percentile, timed

#: A file of so many talks takes minutes to fill: it is kept in the build folder.
KEPT = ROOT / "build" / "bench"
TALKS = (100, 1_000, 10_000)


def filled(talks: int) -> Path:
    """A file with so many talks, made through the real engine once."""
    from trainer.demo import fill
    from trainer.drills.load import load_cards
    from trainer.history import History
    from trainer.history.migrations import VERSION
    from trainer.scenario import files, load

    path = KEPT / f"{talks}-version-{VERSION}.sqlite"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        half.unlink(missing_ok=True)
        scenarios = [load(file) for file in files((ROOT / "scenarios",))]
        with closing(History.open(half)) as history:
            fill(history, scenarios, load_cards((ROOT / "scenarios" / "drills",)), talks, 0, datetime.now(UTC))
        half.rename(path)
    return path


def progress_page() -> dict[str, float]:
    """The progress page, from the request to its figures on the page; and one filter."""
    from trainer.gui.app import application, build
    from trainer.gui.kit import style

    from ..gui import Gui

    style.apply(application(), style.LIGHT)
    figures: dict[str, float] = {}
    for talks in TALKS:
        gui = Gui(build(filled(talks), pause=0))
        gui.window.show()
        gui.go("progress")
        settle()

        def show(gui: Gui = gui) -> None:
            gui.go("library")
            gui.go("progress")
            settle()

        figures[f"progress_{talks}_ms"] = statistics.median(timed(show, 7))
        gui.progress.parts.setCurrentIndex(2)
        settle()
        narrow = gui.progress.sessions.model.narrow
        figures[f"filter_{talks}_ms"] = statistics.median(timed(partial(narrow, "salary", ""), 7))
        gui.close()
    return figures


def library() -> dict[str, float]:
    """The library with so many files: listed for the first time, listed again, and while the files are read whole."""
    from PySide6.QtWidgets import QApplication

    from trainer.gui.app import application
    from trainer.gui.kit import style
    from trainer.scenario.catalogue import load_catalogue

    style.apply(application(), style.LIGHT)
    text = (ROOT / "scenarios" / "salary_no_budget.yaml").read_text(encoding="utf-8")
    figures: dict[str, float] = {}
    for many in (10, 100, 1_000):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for number in range(many):
                (folder / f"budget_{number}.yaml").write_text(
                    text.replace("There is", f"{number}: there is"), encoding="utf-8"
                )

            def show(catalogue: str, folder: Path = folder) -> LibraryPage:
                page = LibraryPage([folder], load_catalogue(folder / f"{catalogue}.json"))
                page.resize(1180, 700)
                page.fill()
                page.show()
                QApplication.processEvents()
                return page

            cold = []
            for run in range(5):
                cold += _shown(show, str(run))
            again = [value for _ in range(5) for value in _shown(show, "0")]
            figures |= {
                f"library_{many}_ms": statistics.median(cold),
                f"library_{many}_again_ms": statistics.median(again),
            }
            if many == 1_000:
                page = show("none")
                figures["library_jank_p99_ms"] = percentile(_turns_of_the_loop(page, 4.0), 0.99)
                page.close_down()
    return figures


def _shown(show: Callable[[str], LibraryPage], catalogue: str) -> list[float]:
    """Milliseconds to show a library; it is closed afterwards, when the file in hand has been read."""
    pages: list[LibraryPage] = []
    taken = timed(lambda: pages.append(show(catalogue)), 1)
    pages[0].close_down()
    return taken


def _turns_of_the_loop(page: QWidget, seconds: float) -> list[float]:
    """Milliseconds of each turn of the event loop, a repaint in each, while files are read beside it."""
    from PySide6.QtWidgets import QApplication

    taken, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end:
        page.update()
        taken += timed(QApplication.processEvents, 1)
    return taken
