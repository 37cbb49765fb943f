"""A pack looked through by a program beside this one, which a file may stop, but not the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ...plain_files import FileRefused, decoded, json_of, understood
from .child import Child, command

#: Milliseconds for one pack; the largest that is allowed takes two minutes.
LIMIT = 300_000


class PackReader(QObject):
    """Has one pack at a time looked through by `trainer install --json`. `line`: the command to run; it is told the file."""

    #: The pack, or the sentence why there is none.
    found = Signal(object)

    def __init__(self, parent: QObject, line: Sequence[str] = (), limit: int = LIMIT) -> None:
        super().__init__(parent)
        self._line = list(line) or command("install", "--json", "-")
        self._child: Child | None = None
        self._path = Path()
        self._limit = QTimer(self, singleShot=True, interval=limit)
        self._limit.timeout.connect(lambda: self._tell("it takes too long"))

    def look_into(self, path: Path) -> None:
        """Look a file through, in place of another one in hand; `found` tells what it holds."""
        self.end()
        self._path = path
        child = self._child = Child(self, self._line)
        child.said.connect(self._heard)
        child.gone.connect(self._gone)
        self._limit.start()
        child.start()
        try:
            child.ask_once(str(path.absolute()))  # as an argument it would lose the bytes that are no UTF-8
        except UnicodeError:
            self._tell("no file can have such a name")

    def end(self) -> None:
        """At once; a file in hand is not read to its end."""
        self._limit.stop()
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def _heard(self, line: bytes) -> None:
        from ...packs import pack_of  # the readers of packs take their time at a start

        try:
            pack = understood(lambda: pack_of(json_of(decoded(line))), "this is no pack")
        except FileRefused:  # a stray line
            return
        self.end()
        self.found.emit(pack)

    def _gone(self, code: int, told: str) -> None:
        """It has ended without a pack: with a sentence, or because the file stopped it."""
        rows = told.strip().splitlines()
        if code == 2 and len(rows) == 1:
            self.end()
            self.found.emit(rows[0])
        else:
            self._tell("it could not be looked through to its end")

    def _tell(self, why: str) -> None:
        self.end()
        self.found.emit(f"{self._path} cannot be installed: {why}.")
