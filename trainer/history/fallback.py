"""The history in use: the learner's file, or a copy in memory for as long as the file cannot be used."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ..debug_log import note
from ..errors import TrainerError
from .errors import Damaged, Unusable
from .import_rows import Taken, take_in
from .store import History

_T = TypeVar("_T")
#: Seconds between two tries to return to the file, and seconds one such try waits for another program.
RETRY, _BRIEFLY = 4.0, 0.05
_REFUSED = "The file cannot be used at the moment, so nothing can be erased in it. Please erase once that is mended."


class Keeper:
    """Keeps practice going when the file fails.

    It copies the file into memory, writes there, and imports the new rows back later. `tell` is called with a sentence
    at each change. `history`: the history of `path`, if it is open already. `moved` may be set; it is called with what
    went back into the file, and under which ids.
    """

    def __init__(self, path: Path | None, tell: Callable[[str], None], history: History | None = None) -> None:
        self._path, self._tell, self._history = path, tell, history
        self.moved: Callable[[Taken], None] = lambda _: None
        self._marks: dict[str, int] = {}
        self._left: History | None = None
        self._tried = 0.0
        #: Why memory stands in for the file, "" while it does not.
        self.trouble = ""
        #: Whether the trouble may pass by itself, so that trying again makes sense.
        self.passing = False

    @property
    def history(self) -> History:
        """The history in use, opened when first needed; one in memory if the file cannot be used."""
        if self._history is None:
            try:
                self._history = History.open(self._path)
            except TrainerError as error:
                self._stand_in(error)
        assert self._history is not None
        return self._history

    def keep(self, write: Callable[[History], _T]) -> _T:
        """Run `write` on the history and return its result; if the file refuses, run it again on a copy in memory.

        So `write` must bear being run twice. Memory stays in use until the file can be used again. Raises TrainerError
        for errors that are not the file's.
        """
        self.come_back()
        try:
            return write(self.history)
        except Unusable as error:
            if self.trouble:
                raise
            self._stand_in(error)
            return write(self.history)

    def _stand_in(self, error: TrainerError) -> None:
        """Continue in memory, with everything that can be read of the file."""
        file, unread = self._history, False
        try:
            self._history, self._marks = _copied(file) if file is not None else (History.open(None), {})
        except TrainerError:
            self._history, self._marks, unread = History.open(None), {}, True
        if file is not None:
            self._history.profile = file.profile
            file.close(backed_up=False)
        if unread:
            self.moved(Taken(ids={"profiles": {}, "sessions": {}, "workshops": {}}))
        self._history.erasing.refused = _REFUSED
        self.passing = isinstance(error, Unusable) and not isinstance(error, Damaged)
        self._tried = time.monotonic()
        self.trouble = str(error)
        note("memory stands in for the file", kind=type(error).__name__)
        self._tell(f"{error} You can go on practising, but nothing is saved until the file can be used again.")

    def unsaved(self) -> bool:
        """Tell whether something is only in memory that belongs in the file."""
        return bool(self.trouble) and self._history is not None and self._history.changed

    def come_back(self, now: bool = False) -> bool:
        """Try to return to the file and import what was done in memory; tell whether it worked.

        Unless `now` is set, only tries if the trouble may pass by itself and RETRY seconds have gone by.
        """
        memory = self._history
        if not self.trouble or memory is None or not (now or (self.passing and time.monotonic() - self._tried > RETRY)):
            return False
        try:
            file = History.open(self._path, _BRIEFLY)
            try:
                taken = take_in(file, memory.raw.tables(self._marks))
            except BaseException:
                file.close(backed_up=False)
                raise
        except TrainerError:
            self._tried = time.monotonic()
            return False
        file.patient()
        file.profile = taken.ids["profiles"].get(memory.profile, 1)
        self._leave(memory)
        self._history, self._marks, self.trouble = file, {}, ""
        self.moved(taken)
        note("the file is used again")
        self._tell("The file can be used again, and everything is saved.")
        return True

    def close(self) -> None:
        """Close the file, after trying to write back what is only in memory. The next use opens it again."""
        self.come_back(now=True)
        if self._history is not None:
            self._history.close()
        self._leave(None)
        self._history, self._marks, self.trouble = None, {}, ""

    def _leave(self, memory: History | None) -> None:
        """What was in memory stays open for the page that may still show it, until there is another, or the end."""
        if self._left is not None:
            self._left.close()
        self._left = memory

    def let_go(self) -> None:
        """Close the file so that another can take its place; what is only in memory waits there for `come_back`."""
        if self.trouble:
            self._marks = {}  # the new file may lack anything that is in memory, so nothing may be skipped
        else:
            self.close()


def _copied(file: History) -> tuple[History, dict[str, int]]:
    """A file in memory, and its newest rows. Raises TrainerError where it cannot be read whole."""
    memory = file.in_memory()
    try:
        return memory, memory.raw.marks()
    except TrainerError:
        memory.close()
        raise
