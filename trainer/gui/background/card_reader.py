"""Files of cards read in a thread: packs may bring thousands of them, and the window goes on answering."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from ... import folders
from ...drills.load import Shelf, shelf
from ...plain_files import yaml_files
from .in_thread import InThread

#: Bytes of other people's cards up to which they are read at once, in some 0.2 seconds.
_AT_ONCE = 40_000


class CardReader(InThread):
    """Reads the cards of some folders."""

    def read(self, places: Sequence[Path], then: Callable[[Shelf], None]) -> None:
        """Call `then` with the cards once they are read, unless something else is asked for before."""
        self.run(lambda: shelf(places), then)


def takes_long(places: Sequence[Path]) -> bool:
    """Tell whether reading the cards in some folders may take a second or more; ours never do."""
    size = 0
    for place in places:
        for file in yaml_files(place) if place != folders.scenarios() / "drills" else ():
            with contextlib.suppress(OSError):
                size += file.stat().st_size
    return size > _AT_ONCE
