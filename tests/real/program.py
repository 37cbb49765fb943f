"""The program itself: started, waited for, ended; and what it left on the disk."""

from __future__ import annotations

import contextlib
import json
import signal
import sqlite3
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .display import Display
from .waiting import Failed, until

ROOT = Path(__file__).resolve().parents[2]
#: Seconds in which a closed program has ended.
END = 5.0
#: Words on standard error that no good run says.
BAD = ("Traceback", "could not load the Qt platform plugin", "QPainter::", "QObject::", "Segmentation")


class Program:
    """One run of the program on a display, with the display's folders as its home."""

    def __init__(
        self, display: Display, *arguments: str, without: tuple[str, ...] = (), more: Mapping[str, str] | None = None
    ) -> None:
        """`more`: variables for it; `without`: names of variables it does not get."""
        self.data = display.folder / "data" / "safe-no"
        self._said = display.folder / f"said-{time.monotonic_ns()}.txt"
        environment = display.environment() | {
            "QT_ACCESSIBILITY": "1", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1",
        }  # fmt: skip
        kept = {name: value for name, value in (environment | dict(more or {})).items() if name not in without}
        with self._said.open("wb") as file:
            self.process = display.start(
                [sys.executable, "-m", "trainer", *arguments], stdout=file, stderr=file, env=kept, cwd=ROOT
            )

    # -- how it ends -------------------------------------------------------------------------------------------------------

    def running(self) -> bool:
        return self.process.poll() is None

    def said(self) -> str:
        """All it printed."""
        return self._said.read_text(encoding="utf-8", errors="replace")

    def must_end(self, code: int = 0, seconds: float = END) -> None:
        """Wait until it has ended by itself. Raises Failed when it goes on, or ends otherwise."""
        begun = time.monotonic()
        until(f"the process has ended (it was still running after {seconds:g} s)", lambda: not self.running(), seconds)
        if self.process.returncode != code:
            raise Failed(
                f"the process ended with {self.process.returncode}, not {code}, after {time.monotonic() - begun:.1f} s"
            )

    def must_not_complain(self) -> None:
        """Raises Failed when it printed what no good run prints."""
        found = [line for line in self.said().splitlines() if any(word in line for word in BAD)]
        if found:
            raise Failed(f"standard error says: {found[0][:200]}")

    def interrupt(self) -> None:
        """What Ctrl+C in the terminal does."""
        self.process.send_signal(signal.SIGINT)

    # -- what is on the disk -----------------------------------------------------------------------------------------------

    def rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Rows of the learner's file, which is only read; none while there is no file."""
        path = self.data / "history.sqlite"
        if not path.exists():
            return []
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql, values)]

    def count(self, table: str) -> int:
        """How many rows a table has."""
        found = self.rows(f"select count(*) as n from {table}")
        return int(found[0]["n"]) if found else 0

    def workshop(self) -> dict[str, Any]:
        """The newest workshop as it is stored, {} for none."""
        found = self.rows("select state from workshops order by id desc limit 1")
        return dict(json.loads(found[0]["state"])) if found else {}

    def settings(self) -> dict[str, Any]:
        """What settings.json holds, {} while there is none."""
        try:
            return dict(json.loads((self.data / "settings.json").read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return {}

    def traces(self) -> list[tuple[str, int, int]]:
        """(name, size, time of the last change) of the files it writes: another value when it stored something."""
        found = []
        for name in ("history.sqlite", "history.sqlite-wal", "settings.json", "displays.json"):
            with contextlib.suppress(OSError):
                stat = (self.data / name).stat()
                found.append((name, stat.st_size, stat.st_mtime_ns))
        return found
