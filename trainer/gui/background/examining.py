"""Scenario files read whole by a program beside this one, so that the window never waits for it, whatever the file."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from ...scenario import Entry, Fault, examine

#: Windows would show a console for it.
_HIDDEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def _command() -> list[str]:
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "trainer"]
    return [*start, "check", "--quick", "--json", "-"]


class Examiner:
    """Has one file after the other read by `trainer check`; reads it itself where that program cannot be started."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._ended = False

    def examine(self, entry: Entry) -> Entry:
        """The entry with the first fault of the whole file, if it has one."""
        answer = self._ask(entry.path)
        if answer is None:
            return entry if self._ended else examine(entry)
        return replace(entry, fault=answer[0].shown(entry.path.name) if answer else "", whole=True)

    def _ask(self, path: Path) -> list[Fault] | None:
        """The faults that the other program finds; None where it cannot be asked."""
        try:
            child = self._child = self._child or self._started()
            assert child.stdin is not None and child.stdout is not None
            child.stdin.write(f"{path.absolute()}\n")
            child.stdin.flush()
            said = json.loads(child.stdout.readline())
            return [Fault(**{name: row[name] for name in Fault.__slots__}) for row in said["faults"]]
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def _started(self) -> subprocess.Popen[str]:
        if self._ended:
            raise OSError("it is over")
        return subprocess.Popen(
            _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
            cwd=Path(__file__).parent.parent.parent.parent, creationflags=_HIDDEN,
        )  # fmt: skip

    def end(self) -> None:
        """At once; a file in hand is not read to its end."""
        self._ended = True
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    try:
                        stream.close()
                    except OSError:
                        continue
