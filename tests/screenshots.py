"""`make screenshots`: every page as a PNG in assets/screenshots, in both themes; `--all DIR` for every size as well."""

from __future__ import annotations

import sys
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


def settle() -> None:
    for _ in range(6):
        QApplication.processEvents()


def pages(window: Window, talk: tuple[str, ...] = GOOD) -> dict[str, object]:
    """Walk through the pages; a picture of each by name."""
    shots: dict[str, object] = {}
    window.show()
    settle()
    shots["library"] = window.grab()
    window.library.start.click()
    settle()
    shots["practice-empty"] = window.grab()
    window.practice.person.thought_toggle.setChecked(True)
    for number, line in enumerate(talk):
        if window.desk.session is None or window.desk.session.outcome is not None:
            break
        window.practice.composer.setPlainText(line)
        window.practice.send.click()
        settle()
        if number == 2:
            shots["practice"] = window.grab()
    settle()
    shots["practice-end"] = window.grab()
    if window.desk.session is not None and window.desk.session.outcome is None:
        window.talk.end_talk()
    else:
        window.practice.look_back.click()
    settle()
    shots["debrief"] = window.grab()
    window.show_progress()
    settle()
    shots["progress"] = window.grab()
    return shots


#: The pictures that the README shows.
KEPT = {"library-light", "practice-light", "practice-dark", "debrief-light", "progress-dark"}


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
