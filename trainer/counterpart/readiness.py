"""A scenario made ready for the model of meaning beside the talk, so that nobody has to wait for one of a stranger."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..scenario import Scenario
from .matcher import matcher_for, texts_of

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

#: Up to so many new sentences are waited for: they take half a second. A reworded copy of one of ours has thousands.
_FEW = 60


class Readiness:
    """Makes, in a thread, what the lines of a talk will be compared with: the vectors of all that its scenario knows.

    `done` is called in that thread, once all of it is there; never without a model of meaning.
    """

    def __init__(self, scenario: Scenario, meaning: Meaning | None, done: Callable[[], None] = lambda: None) -> None:
        self._scenario, self._meaning, self._done = scenario, meaning, done
        self._made, self._takes_long = False, False
        self._looked = threading.Event()
        self._thread = threading.Thread(target=self._make, daemon=True)
        self._thread.start()

    def soon(self) -> Meaning | None:
        """Return the model if the scenario is ready for it, or will be in a moment; None for words alone."""
        self._looked.wait()
        if not self._takes_long:
            self._thread.join()
        return self._meaning if self._made else None

    def in_the_end(self, tell: Callable[[], None] = lambda: None) -> Meaning | None:
        """Return the model, however long it takes; `tell` is called where that is more than a moment."""
        self._looked.wait()
        if self._takes_long and self._thread.is_alive():
            tell()
        self._thread.join()
        return self._meaning

    @property
    def takes_long(self) -> bool:
        """Whether lines are heard by words alone just now, because the scenario has much that is new."""
        return self._takes_long and not self._made

    def _make(self) -> None:
        try:
            if self._meaning is not None:
                fresh = self._meaning.missing(texts_of(self._scenario))
                self._takes_long = len(fresh) > _FEW
                self._looked.set()
                self._meaning.get_ready(fresh)
                matcher_for(self._scenario, self._meaning)
                self._made = True
                self._done()
        finally:
            self._looked.set()
