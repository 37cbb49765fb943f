"""The backups of a file looked through by a program beside this one: reading every row of each takes its time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from ...plain_files import FileRefused, decoded, json_of, understood
from .child import Child, command


class LookedAt(NamedTuple):
    """A backup that was looked through. `told`: a row about it; `rank`: by which they are ordered, the best the greatest."""

    path: Path
    told: str
    sound: bool
    rank: tuple[int, int, str, int]


class BackupReader(QObject):
    """Has them looked through by `trainer restore --json`. `line`: the command to run; it is told the learner's file."""

    #: A LookedAt.
    found = Signal(object)
    #: The other program has ended, and tells of no more.
    ended = Signal()

    def __init__(self, parent: QObject, line: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self._line = list(line) or command("restore", "--json", "--db", "-")
        self._child: Child | None = None

    @property
    def reading(self) -> bool:
        """Whether there may be more to tell."""
        return self._child is not None

    def look_into(self, path: Path) -> None:
        """Look through the backups of the learner's file."""
        child = self._child = Child(self, self._line)
        child.said.connect(self._heard)
        child.gone.connect(self._gone)
        child.start()
        try:
            child.ask_once(str(path.absolute()))  # as an argument it would lose the bytes that are no UTF-8
        except UnicodeError:
            self._gone()

    def end(self) -> None:
        """At once; nothing more is told."""
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _heard(self, line: bytes) -> None:
        try:
            looked = understood(lambda: _looked_at(json_of(decoded(line))), "this is no backup")
        except FileRefused:  # a stray line
            return
        self.found.emit(looked)

    def _gone(self, *_: object) -> None:
        self.end()
        self.ended.emit()


def _looked_at(row: Any) -> LookedAt:
    amount, newness, day, number = row["rank"]
    return LookedAt(
        Path(row["file"]), str(row["told"]), bool(row["sound"]), (int(amount), int(newness), str(day), int(number))
    )
