"""Files of cards read in a thread: packs may bring thousands of them, and the window goes on answering."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ... import folders
from ...drills.load import Shelf, shelf
from ...plain_files import yaml_files

#: Bytes of other people's cards up to which they are read at once, in a tenth of a second.
_AT_ONCE = 40_000


def takes_long(places: Sequence[Path]) -> bool:
    """Tell whether reading the cards in some folders may take a second or more; ours never do."""
    others = [file for place in places if place != folders.scenarios() / "drills" for file in yaml_files(place)]
    size = 0
    for file in others:
        with contextlib.suppress(OSError):
            size += file.stat().st_size
    return size > _AT_ONCE


class CardReader(QObject):
    """Reads the cards of some folders; what is asked for later takes the place of what was asked for before."""

    #: From the thread: the number of what was asked for, and the shelf.
    _read = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._number = 0
        self._then: Callable[[Shelf], None] = lambda _: None
        self._read.connect(self._told)

    def read(self, places: Sequence[Path], then: Callable[[Shelf], None]) -> None:
        """Call `then` with the cards once they are read, unless something else is asked for before."""
        self._number += 1
        self._then = then
        threading.Thread(target=self._load, args=(self._number, places), daemon=True).start()

    def forget(self) -> None:
        """Have nothing called any more: files of cards have come or gone."""
        self._number += 1

    def _load(self, number: int, places: Sequence[Path]) -> None:
        found = shelf(places)
        with contextlib.suppress(RuntimeError):  # the window has been closed meanwhile
            self._read.emit(number, found)

    def _told(self, number: int, found: Shelf) -> None:
        if number == self._number:
            self._then(found)
