"""`make screenshots`: every page as a PNG in assets/screenshots, in both themes; `--all DIR` for every size as well."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

from trainer import folders
from trainer.gui import style
from trainer.gui.app import application, build
from trainer.gui.window import Window

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


def pages(window: Window, talk: tuple[str, ...] = GOOD) -> dict[str, object]:
    """Walk through the pages; a picture of each by name."""
    shots: dict[str, object] = {}

    def take(name: str) -> None:
        settle()
        shots[name] = window.grab()

    window.show()
    window.show_first()
    take("welcome")
    window.more.welcome.begin.click()
    take("practice-empty")
    practice = window.practice
    practice.person.thought_toggle.setChecked(True)
    for number, line in enumerate(talk):
        if window.desk.session is None or window.desk.session.outcome is not None:
            break
        practice.composer.setPlainText(line)
        if number == 3:
            settle(0.15)
            take("practice")
        practice.send.click()
        settle()
    take("practice-end")
    window.talk.try_from(2)
    practice.person.detail_toggle.setChecked(True)
    for _ in range(3):
        window.talk.next_hint()
    take("practice-way")
    practice.composer.setPlainText("You have to find the time, everybody does.")
    practice.send.click()
    window.desk.choose_way(0)
    window.talk.look_back()
    settle()
    window.ending.curve.choose(3)
    take("debrief")
    window.ending.area.verticalScrollBar().setValue(10_000)
    take("debrief-below")
    window.show_library()
    window.library.remind("On Thursday I will ask Ben for a coffee.")
    take("library")
    window.show_progress()
    take("progress")
    window.show_evidence()
    take("evidence")
    window.show_options()
    take("settings")
    window.show_own_talk()
    take("own-talk")
    shots |= stage(window)
    return shots


def stage(window: Window) -> dict[str, object]:
    """A workshop while the room votes: the console, and the wall."""
    window.show_workshop()
    page = window.more.workshop
    page.stage.begin("salary_no_budget", "medium", 3)
    page.wall.open()
    page.stage.forward()
    for line in (
        "Can we talk about my salary?",
        "It sounds like your hands are tied this year.",
        "Would it be out of the question to look at six percent?",
    ):
        page.stage.step(lambda workshop, line=line: workshop.proposed(line))
    page.stage.forward()
    for number, votes in enumerate((4, 9, 6)):
        for _ in range(votes):
            page.stage.step(lambda workshop, number=number: workshop.voted(number, 1))
    settle()
    assert page.wall.window is not None
    page.wall.window.resize(1280, 720)
    settle()
    return {"console": window.grab(), "wall": page.wall.window.grab()}


#: The pictures that the README shows.
KEPT = {
    "practice-light",
    "library-light",
    "debrief-light",
    "practice-way-dark",
    "evidence-dark",
    "console-light",
    "wall-light",
}


def take(folder: Path, sizes: tuple[tuple[int, int, int], ...], kept: set[str] | None = None) -> None:
    """`sizes`: (width, height, text size in percent). `kept`: only these, by page and theme."""
    app = application()
    folder.mkdir(parents=True, exist_ok=True)
    for theme, colours in (("light", style.LIGHT), ("dark", style.DARK)):
        for width, height, percent in sizes:
            style.apply(app, colours, percent)
            window = build(None, pause=0)
            window.resize(width, height)
            window.practice.resize_text()
            for page, picture in pages(window).items():
                name = f"{page}-{theme}"
                if kept is None:
                    name += f"-{width}x{height}-{percent}"
                elif name not in kept:
                    continue
                picture.save(str(folder / f"{name}.png"))  # type: ignore[attr-defined]
            window.close()


if __name__ == "__main__":
    if "--all" in sys.argv:
        take(Path(sys.argv[-1]), ((1024, 700, 100), (1024, 700, 200), (1920, 1080, 100), (1920, 1080, 200)))
    else:
        take(folders.assets() / "screenshots", ((1180, 780, 100),), KEPT)
