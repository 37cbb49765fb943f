"""`make screenshots`: every page as a PNG in assets/screenshots, in both themes; `--all DIR` for every size as well."""

from __future__ import annotations

import sys
import time
from functools import partial
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from trainer import folders
from trainer.gui.app import application, build
from trainer.gui.kit import style
from trainer.gui.kit.widgets import ScrollArea
from trainer.workshop import Workshop

from .gui import Gui, child, proposed

GOOD = (
    "Hi Marta, did I catch you at a bad time?",
    "Can we have a coffee this week?",
    "It sounds like your weeks are full to the brim just now.",
    "Would it be strange to have a coffee for half an hour, one day when it suits you? Feel free to say no.",
    "I could bring the old coast map. Just a coffee, as neighbours.",
    "Would you be opposed to a coffee on a Saturday?",
)


def settle(seconds: float = 0.0) -> None:
    """Let the window lay itself out; `seconds`: until what waits for a pause has happened."""
    end = time.monotonic() + seconds
    while True:
        for _ in range(6):
            QApplication.processEvents()
        if time.monotonic() >= end:
            return


def pages(gui: Gui, talk: tuple[str, ...] = GOOD) -> dict[str, QPixmap]:
    """Walk through the pages; a picture of each by name."""
    shots: dict[str, QPixmap] = {}

    def take(name: str) -> None:
        settle()
        shots[name] = gui.window.grab()

    gui.window.show()
    gui.program.talk.show_first()
    take("welcome")
    gui.welcome.begin.click()
    take("practice-empty")
    practice = gui.practice
    practice.person.thought_toggle.setChecked(True)
    for number, line in enumerate(talk):
        if gui.program.practice.session is None or gui.program.practice.session.outcome is not None:
            break
        practice.composer.setPlainText(line)
        if number == 3:
            settle(0.15)
            take("practice")
        practice.send.click()
        settle()
    take("practice-end")
    gui.program.talk.try_from(2)
    practice.person.detail_toggle.setChecked(True)
    for _ in range(3):
        gui.program.talk.next_hint()
    take("practice-attempt")
    practice.composer.setPlainText("You have to find the time, everybody does.")
    practice.send.click()
    gui.program.practice.choose_attempt(0)
    gui.go("debrief")
    settle()
    gui.debrief.curve.choose(3)
    take("debrief")
    child(gui.debrief, ScrollArea).verticalScrollBar().setValue(10_000)
    take("debrief-below")
    gui.go("library")
    gui.library.remind("On Thursday I will ask Ben for a coffee.")
    take("library")
    gui.go("progress")
    take("progress")
    gui.go("evidence")
    take("evidence")
    gui.go("settings")
    take("settings")
    gui.go("own_talk")
    take("own-talk")
    shots |= workshop(gui)
    return shots


def workshop(gui: Gui) -> dict[str, QPixmap]:
    """A workshop while the room votes: the console, and the audience window."""
    gui.go("workshop")
    running, audience = gui.program.workshop_model().running, gui.program.workshop.audience
    running.begin("salary_no_budget", "medium", 3)
    audience.open()
    running.forward()
    for line in (
        "Can we talk about my salary?",
        "It sounds like your hands are tied this year.",
        "Would it be out of the question to look at six percent?",
    ):
        running.step(proposed(line))
    running.forward()
    for number, votes in enumerate((4, 9, 6)):
        for _ in range(votes):
            running.step(partial(Workshop.voted, place=number, by=1))
    settle()
    assert audience.window is not None
    audience.window.resize(1280, 720)
    settle()
    return {"console": gui.window.grab(), "audience": audience.window.grab()}


#: The pictures that the README shows.
KEPT = {
    "practice-light",
    "library-light",
    "debrief-light",
    "practice-attempt-dark",
    "evidence-dark",
    "console-light",
    "audience-light",
}


def take(folder: Path, sizes: tuple[tuple[int, int, int], ...], kept: set[str] | None = None) -> None:
    """`sizes`: (width, height, text size in percent). `kept`: only these, by page and theme."""
    app = application()
    folder.mkdir(parents=True, exist_ok=True)
    for theme, colours in (("light", style.LIGHT), ("dark", style.DARK)):
        for width, height, percent in sizes:
            style.apply(app, colours, percent)
            gui = Gui(build(None, pause=0))
            gui.window.resize(width, height)
            for page, picture in pages(gui).items():
                name = f"{page}-{theme}"
                if kept is None:
                    name += f"-{width}x{height}-{percent}"
                elif name not in kept:
                    continue
                picture.save(str(folder / f"{name}.png"))
            gui.close()


if __name__ == "__main__":
    if "--all" in sys.argv:
        take(Path(sys.argv[-1]), ((1024, 700, 100), (1024, 700, 200), (1920, 1080, 100), (1920, 1080, 200)))
    else:
        take(folders.assets() / "screenshots", ((1180, 780, 100),), KEPT)
