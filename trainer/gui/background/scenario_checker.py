"""Scenario files read whole by a program beside this one, which a file may stop, but not the window."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ...plain_files import FileRefused, decoded, json_of, understood
from ...scenario import Entry, Fault
from ...scenario.faults import first_error

if TYPE_CHECKING:
    from .child import Child

#: Milliseconds for one file; the largest that is allowed takes half a second, on a busy machine a few.
LIMIT = 20_000
#: So often a file may stop the checker before it is a fault of the file; so often a checker may fail to start.
TIMES = 2
#: The name of no file. Its answer says that the checker is up, so that what stops it later is the file in hand.
_GREETING = "is anybody there"


class ScenarioChecker(QObject):
    """Has one file after the other read by `trainer check`; none is ever read in the window's own process.

    `line`: the command to run, `limit`: milliseconds for a file.
    """

    #: The entry of a file that was read whole, or that cannot be.
    examined = Signal(object)

    def __init__(self, parent: QObject, line: Sequence[str] = (), limit: int = LIMIT) -> None:
        super().__init__(parent)
        self._line = list(line)
        self._todo: list[Entry] = []  # the next one last
        self._current: Entry | None = None
        self._child: Child | None = None
        self._running = self._up = self._ended = False
        self._failures = 0
        self._stops: dict[str, int] = {}
        self._limit = QTimer(self, singleShot=True, interval=limit)
        self._limit.timeout.connect(self._stopped)

    def begin(self, entries: Iterable[Entry]) -> None:
        """Check these, in their order, in place of what is left to do."""
        self._todo = list(entries)[::-1]
        self._failures = 0
        self._stops.clear()
        self._next()

    def first(self, entry: Entry) -> None:
        """Check this one next, if it is to be checked at all."""
        if entry in self._todo:
            self._todo.remove(entry)
            self._todo.append(entry)

    def run(self, running: bool = True) -> None:
        """Go on, or stand still after the file in hand."""
        self._running = running
        self._next()

    def end(self) -> None:
        """For good, at once; a file in hand is not read to its end."""
        self._ended = True
        self._let_go()

    def _next(self) -> None:
        """Hand over the next file, to a checker that is started for it where there is none."""
        if self._ended or not self._running or self._current or not self._todo or self._failures >= TIMES:
            return
        if self._child is None:
            from .child import Child, command  # what starts programs is loaded with the first that is started

            child = self._child = Child(self, self._line or command("check", "--quick", "--json", "--quoted", "-"))
            child.said.connect(self._heard)
            child.gone.connect(self._stopped)
            self._limit.start()
            child.start()
            child.ask(json.dumps(_GREETING))
        elif self._up:
            self._current = self._todo.pop()
            self._limit.start()
            # A name may hold anything, ends of lines included.
            self._child.ask(json.dumps(str(self._current.path.absolute())))

    def _heard(self, line: bytes) -> None:
        """Take an answer to what was asked; any other line is none of ours."""
        try:
            file, fault = understood(lambda: _answer(line), "this is no answer")
        except FileRefused:
            return
        entry = self._current
        if not self._up and file == _GREETING:
            self._up, self._failures = True, 0
        elif entry is not None and file == str(entry.path.absolute()):
            self._current = None
            told = fault.shown(entry.path.name) if fault else ""
            self.examined.emit(replace(entry, fault=told, whole=True))
        else:
            return
        self._limit.stop()
        self._next()

    def _stopped(self, *_: object) -> None:
        """The checker has ended, or says nothing: another one goes on, with the same file once more."""
        entry, self._current = self._current, None
        self._failures += not self._up
        self._let_go()
        if entry is not None:
            stops = self._stops[str(entry.path)] = self._stops.get(str(entry.path), 0) + 1
            if stops < TIMES:
                self._todo.append(entry)
            else:  # not read whole: at the next start it is tried again
                told = Fault(1, 1, "error", "this could not be read; it stopped the checker twice", "unreadable")
                self.examined.emit(replace(entry, fault=told.shown(entry.path.name)))
        self._next()

    def _let_go(self) -> None:
        self._limit.stop()
        child, self._child, self._up = self._child, None, False
        if child is not None:
            child.end()


def _answer(line: bytes) -> tuple[str, Fault | None]:
    """Return the file a line is about and its first error; any error for a line that is no answer."""
    said = json_of(decoded(line))
    faults = [Fault(**{name: row[name] for name in Fault.__slots__}) for row in said["faults"]]
    return said["file"], first_error(faults)
