"""Practice in the window by a child process to which rights apply, in other homes: `python -m tests.practising TRIALS`.

Prints one JSON object for each trial: what was said in notices, the lines of the talk, and whether the window closed at once.
As root it gives up the power to pass over rights. (It stays root: another user may not look into a checkout of root's.)
"""

from __future__ import annotations

import ctypes
import json
import os
import pwd
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

#: Capabilities of Linux that let root pass over rights: DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER.
OVERRIDING = 0b1110
_VERSION = 0x20080522
LINES = ("Hello there!", "It sounds like your weeks are full.")


def practise(database: Path | None, settings: Path | None = None) -> dict[str, object]:
    """Open the window, say two lines, look back, close."""
    from trainer.gui.app import application, build

    app = application()
    told: list[str] = []
    program = build(database, pause=0, settings=settings)
    window, practice = program.window, program.navigator.page("practice")
    for model in (program.practice, program.stored, program.settings):
        model.trouble_told.connect(told.append)
    program.talk.show_first()
    window.show()
    program.library.offer_resume()
    program.navigator.go("library")
    program.navigator.page("library").start.click()
    shown = []
    for line in LINES:
        practice.composer.setPlainText(line)
        practice.send.click()
        app.processEvents()
        shown.append(practice.notice.text.text())
    said = [turn.line for turn in program.practice.session.turns] if program.practice.session else []
    program.talk.end_talk()
    window.close()
    closed_at_once = not window.isVisible()
    window.close()
    return {"told": told, "shown": shown, "said": said, "closed_at_once": closed_at_once}


def obey_rights() -> None:
    """Let rights apply to this process even where it is root's."""
    libc = ctypes.CDLL(None, use_errno=True)
    header, values = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(header, values) == 0:
        for place in (0, 1, 2):  # in force, permitted, inherited
            values[place] &= ~OVERRIDING
        libc.capset(header, values)


def _nobody(uid: int) -> NoReturn:
    raise KeyError(uid)


def main() -> None:
    """`argv`: JSON, for each trial the variables of its environment, null for one that is unset, and the path of the file."""
    with tempfile.TemporaryDirectory() as folder:
        practise(Path(folder) / "rehearsal.sqlite")
    from trainer import folders

    if os.geteuid() == 0:
        obey_rights()
    usual = dict(os.environ)
    for trial in json.loads(sys.argv[1]):
        os.environ.clear()
        changed = {**usual, **trial["variables"]}
        os.environ.update({key: value for key, value in changed.items() if value is not None})
        if "HOME" not in os.environ:  # nor does the list of users tell it
            pwd.getpwuid = _nobody
        path = Path(trial["path"]) if trial["path"] else folders.database()
        print(json.dumps(practise(path, folders.settings())), flush=True)


if __name__ == "__main__":
    main()
