"""Practice in the window by a child process, as another person and in other homes: `python -m tests.practising TRIALS`.

Prints one JSON object for each trial: what was said in notices, the lines of the talk, and whether the window closed at once.
As root it becomes somebody to whom rights apply; by then everything that is needed has been loaded by a rehearsal.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

#: A number without an entry in the list of users: rights apply to it, and nobody knows its home.
SOMEBODY = 54321
LINES = ("Hello there!", "It sounds like your weeks are full.")


def practise(database: Path | None, settings: Path | None = None) -> dict[str, object]:
    """Open the window, say two lines, look back, close."""
    from trainer.gui.app import application, build

    app = application()
    told: list[str] = []
    window = build(database, pause=0, settings=settings)
    window.desk.trouble_told.connect(told.append)
    window.show()
    window.show_first()
    window.offer_resume()
    window.show_library()
    window.library.start.click()
    shown = []
    for line in LINES:
        window.practice.composer.setPlainText(line)
        window.practice.send.click()
        app.processEvents()
        shown.append(window.practice.notice.text.text())
    said = [turn.line for turn in window.desk.session.turns] if window.desk.session else []
    window.talk.end_talk()
    window.close()
    closed_at_once = not window.isVisible()
    window.close()
    return {"told": told, "shown": shown, "said": said, "closed_at_once": closed_at_once}


def main() -> None:
    """`argv`: JSON, for each trial the variables of its environment, null for one that is unset, and the path of the file."""
    with tempfile.TemporaryDirectory() as folder:
        practise(Path(folder) / "rehearsal.sqlite")
    from trainer import folders

    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(SOMEBODY)
        os.setuid(SOMEBODY)
    usual = dict(os.environ)
    for trial in json.loads(sys.argv[1]):
        os.environ.clear()
        changed = {**usual, **trial["variables"]}
        os.environ.update({key: value for key, value in changed.items() if value is not None})
        path = Path(trial["path"]) if trial["path"] else folders.database()
        print(json.dumps(practise(path, folders.settings())), flush=True)


if __name__ == "__main__":
    main()
