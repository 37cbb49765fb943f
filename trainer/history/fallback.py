"""The history in use: the learner's file, or a copy in memory for as long as the file cannot be used."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from ..debug_log import note
from ..errors import TrainerError
from .erased_elsewhere import Before
from .errors import Damaged, Held, Moved, Unusable
from .file_identity import Identity, identity_of
from .holdings import Holdings, contains
from .import_rows import take_in
from .rescue import Rescue, Tables, fill, set_aside, told_at_opening, told_of_rest
from .stand_in import Troubled, note_all_talks, same_learner, standing_in_for, state_before, to_go_back
from .store import History
from .swap import finish, put_in_place
from .taken import Taken
from .valid_rows import valid_of

_T = TypeVar("_T")
#: Seconds between two tries to return to the file, and seconds one such try waits for another program.
RETRY, _BRIEFLY = 4.0, 0.05
_REFUSED = "The file cannot be used at the moment, so nothing can be erased in it. Please try again once it can be."
_BACK = "The file can be used again, and everything is saved."
_BACK_BUT = (
    "The file can be used again, and everything is saved but what was said in a talk, or by a learner, that another window "
    "has erased meanwhile."
)
_ERASED_MAYBE = (
    "Something was erased in the file that is there now, and what you put into it from memory may be just that."
)
_ERASED_SINCE = "Something was erased in the file that is there now, so nothing was put into it unasked."
_GO_ON = "You can go on practising, but nothing is saved until the file can be used again."
#: What is said in the window while the file is gone: it is the person who knows where it went, and whether it should be there.
_WHILE_GONE = (
    "You can go on practising, in memory. If the file comes back, everything goes into it by itself; "
    "“Data, Save what is in memory” puts it into a file there now."
)


class Keeper(Troubled):
    """Keeps practice going when the file fails.

    It copies the file into memory, writes there, and imports the new rows back later. `tell` is called with a sentence
    at each change. `history`: the history of `path`, if it is open already. To be set: `moved`, called with what went back
    into the file, and under which ids; `while_gone`, the advice while the file is gone.
    """

    def __init__(self, path: Path | None, tell: Callable[[str], None], history: History | None = None) -> None:
        self._path, self._tell, self._history, self.while_gone = path, tell, history, _WHILE_GONE
        self.moved: Callable[[Taken], None] = lambda _: None
        self._marks: dict[str, int] = {}
        self._left: History | None = None
        #: The file that memory stands in for. It stays open, so that its number on the disk is given to no other file.
        self._ghost: History | None = None
        self._let_go: tuple[dict[str, int], Identity | None] | None = None
        self._tried, self.rescue = 0.0, Rescue(path)
        #: How often memory has taken over.
        self.times = 0
        #: The file that was open when memory took over, and what it held; None and nothing if none was.
        self._was: Identity | None = history.writes.identity if history is not None else None
        self._held: Holdings = {}
        self._before = Before()

    @property
    def history(self) -> History:
        """The history in use, opened when first needed; one in memory if the file cannot be used."""
        if self._history is None:
            try:
                self._open()
            except TrainerError as error:
                self._stand_in(error)
        assert self._history is not None
        return self._history

    def _open(self) -> None:
        self._history = History.open(self._path)
        self._was = self._history.writes.identity
        told = told_at_opening(self._history)
        if told:
            self._tell(told)

    def keep(self, write: Callable[[History], _T]) -> _T:
        """Run `write` on the history and return its result; if the file refuses, run it again on a copy in memory.

        Memory stays in use until the file can be used again. Raises TrainerError for errors that are not the file's.
        """
        self.come_back()
        try:
            return write(self.history)
        except Unusable as error:
            if self.trouble:
                raise
            self._stand_in(error)
            return write(self.history)

    def look(self) -> None:
        """Look whether the file is still the one that was opened, and can be read; if not, go on in memory, and say so."""
        if self._history is not None and not self.trouble:
            try:
                self._history.writes.look()
            except Unusable as error:
                self._stand_in(error)

    # -- memory in the place of the file ---------------------------------------------------------------------------

    def _stand_in(self, error: TrainerError) -> None:
        """Continue in memory, with everything that can be read of the file."""
        file = self._history
        _wait_no_longer(file, error)
        self._history, self._marks, taken = standing_in_for(file)
        self._held, self._before = _holdings(self._history), state_before(self._history, file)
        self._ghost = file
        self.times += 1
        if taken is not None:
            self.moved(taken)
        self._history.erasing.refused = _REFUSED
        self._tried = time.monotonic()
        self._error = error
        note("memory stands in for the file", kind=type(error).__name__)
        erased = f" {_ERASED_MAYBE}" if self.lost and self._path and self._before.erased_in(self._path) else ""
        self._tell(f"{error} {self.while_gone if self.lost else _GO_ON}{erased}")

    def unsaved(self) -> bool:
        """Tell whether something is only in memory that belongs in the file."""
        memory = self._history
        return (
            bool(self.trouble)
            and memory is not None
            and (memory.writes.changed or (isinstance(self._error, (Moved, Damaged)) and bool(memory.writes.sitting)))
        )

    def come_back(self, now: bool = False) -> bool:
        """Try to return to the file and import what was done in memory; tell whether it worked.

        Unless `now` is set, only tries if the trouble may pass by itself and RETRY seconds have gone by. A file that is
        not the one that was open is only returned to if it holds everything that one did, or if nothing is to be saved.
        """
        memory = self._history
        if not self.trouble or memory is None or not (now or (self.passing and time.monotonic() - self._tried > RETRY)):
            return False
        self._tried = time.monotonic()
        try:
            back = self._is_back()
            if not back and (self.unsaved() or self._path is None or identity_of(self._path) is None):
                return False
            tables, left_out = to_go_back(memory, self._ghost, self._before, self._marks, back)
            rest = self._return(memory, tables, whole=back)
        except TrainerError:
            return False
        self._tell((_BACK_BUT if left_out else _BACK) if back else _told_of_using(self._path, rest))
        return True

    def _is_back(self) -> bool:
        """Tell whether the file at the path is the one that was open, or one that holds all that was in it."""
        if self._path is None or self._was is None:
            return True
        with contextlib.suppress(OSError):
            finish(self._path)
        found = identity_of(self._path)
        if found is None:
            self._error = self._error if self.lost else Moved(self._path, replaced=False)
            return False
        if found == self._was and self._ghost is not None and not self._ghost.writes.replaced():
            return True
        back = _holds_all_of(self._path, self._held)
        if back:
            self._marks = {}  # it may have come by other ways, with other ids
        elif self.unsaved() and not (isinstance(self._error, Moved) and self._error.replaced):
            self._error = Moved(self._path, replaced=True)
            self._tell(f"{self._error} {self.while_gone}")
        return back

    def settle(self, everything: bool, aside: bool = False) -> None:
        """Put what is in memory into the file that is at the path now; a missing one is made.

        `everything`: all that was in the file that is gone, not only what was done since it was opened. `aside`: set a file
        aside that cannot be used; otherwise TrainerError is raised, with all of it still in memory.
        """
        memory = self._history
        if not self.trouble or memory is None or self._path is None:
            return
        tables = memory.readable().tables if everything else memory.writes.sitting.tables()
        moved = _made_usable(self._path, tables, aside)
        rest = self._return(memory, tables, whole=False)
        self._tell(_told_of_settling(self._path, rest, moved))

    def give_up(self) -> None:
        """Let what is in memory only go, because the person says so."""
        self.history.close(backed_up=False)
        self._bury()
        self._history, self._error = None, None

    def _return(self, memory: History, tables: Tables, whole: bool) -> Path | None:
        """Go back to the file. `whole`: it is the one that was open; of another one, what it lacks is kept beside it.

        Return where.
        """
        file = History.open(self._path, _BRIEFLY)
        try:
            taken = take_in(file, valid_of(tables))
            file.writes.count_erasures(memory.writes.erasures)
        except BaseException:
            file.close(backed_up=False)
            raise
        file.wait_for_others()
        rest = None if whole else _rest_of(memory, file)
        note_all_talks(taken, memory, file, whole)
        file.profiles.take_up(taken.ids["profiles"].get(memory.profile) or same_learner(memory, file, whole))
        self._leave(memory)
        self._bury()
        self._history, self._marks, self._error, self._was = file, {}, None, file.writes.identity
        self.moved(taken)
        return rest

    def close(self) -> str:
        """Close the file, after trying to write back what is only in memory. The next use opens it again.

        Where the file is gone, what is in memory goes into one at its path; where none can be used there, into one of its
        own. Return what could not be saved, and where it is, "" if all is.
        """
        try:
            self.look()
            unsaved = self._left_at_the_end()
        except Exception:  # a bug keeps it from going back: the words are written down before that is told
            self.rescued()
            raise
        if self._history is not None:
            self._history.close()
        self._leave(None)
        self._bury()
        self._history, self._marks, self._error, self._was = None, {}, None, None
        return unsaved

    def _left_at_the_end(self) -> str:
        """Put what is in memory into the file, or into a new one where that is gone. Return what could not be, and where it is.

        Where something was erased in the file that is there now, nothing goes into it unasked: it may be that.
        """
        if self.come_back(now=True) or not self.unsaved():
            return ""
        told = self.trouble
        if self.lost and self._path is not None:
            try:
                if self._before.erased_in(self._path):
                    raise TrainerError(_ERASED_SINCE)
                self.settle(everything=identity_of(self._path) is None)
            except TrainerError as error:
                told = f"{told} {error}"
        return f"{told}{self.rescued()}" if self.unsaved() else ""

    def rescued(self) -> str:
        """Write what is in memory only into a file of its own, and return where that is as a sentence behind others."""
        return self.rescue.told(self.history, self.lost, self._before)

    def _leave(self, memory: History | None) -> None:
        """Keep what was in memory open for the page that may still show it, until there is another, or the end."""
        left, self._left = self._left, memory
        if left is not None:
            left.close()

    def let_go(self) -> None:
        """Close the file so that another can take its place; all that is in memory waits there for `come_back`."""
        if self.trouble:
            self._let_go = self._marks, self._was
            self._marks, self._was = {}, None
        else:
            self._let_go = None
            self.close()

    def hold_on(self) -> None:
        """Take `let_go` back: no other file has taken the place."""
        if self._let_go is not None:
            self._marks, self._was = self._let_go

    def _bury(self) -> None:
        """Close the file that memory stood in for."""
        if self._ghost is not None:
            self._ghost.close(backed_up=False)
        self._ghost = None


def _holds_all_of(path: Path, held: Holdings) -> bool:
    """Tell whether the file at a path holds some things, and more than the names of learners, which tell no file from another."""
    file = History.open(path, _BRIEFLY)
    try:
        return contains(_holdings(file), held) and any(what != "learner" for what, *_ in held)
    finally:
        file.close(backed_up=False)


def _made_usable(path: Path, tables: Tables, aside: bool) -> Path | None:
    """Make sure that there is a file at a path that can be used. Return where what stood there is, None if it can be.

    `aside`: set that aside, with a new file of these rows in its place; otherwise TrainerError is raised.
    """
    try:
        History.open(path, _BRIEFLY).close(backed_up=False)
    except Unusable as error:
        if not aside or isinstance(error, Held):
            raise
        return put_in_place(path, lambda ready: fill(ready, tables), datetime.now(UTC))
    return None


def _told_of_using(path: Path | None, rest: Path | None) -> str:
    """Say that another file is used now. `rest`: where what was in the one before is."""
    told = f"{path} is used as it is now."
    return f"{told} {told_of_rest(path, rest)}" if path is not None and rest is not None else told


def _told_of_settling(path: Path, rest: Path | None, moved: Path | None) -> str:
    """Say where what was in memory is. `rest`: where what else was in the file before is; `moved`: what stood at the path."""
    what = "What was in memory" if rest is None else "Today's work"
    told = f"{what} is in {path} now." + (f" {told_of_rest(path, rest)}" if rest is not None else "")
    return f"{told} What stood there is {moved}, untouched." if moved is not None else told


def _wait_no_longer(file: History | None, error: TrainerError) -> None:
    """Wait for another program but briefly from now on, because it has been waited for once already."""
    if file is not None and isinstance(error, Held):
        file.wait_for_others(_BRIEFLY)


def _rest_of(memory: History, file: History) -> Path | None:
    """Write what a file lacks of what is in memory beside it, and return where that is; None if it lacks nothing."""
    if file.path is None or contains(_holdings(file), _holdings(memory)):
        return None
    return set_aside(file.path, memory.readable().tables, datetime.now(UTC))


def _holdings(file: History) -> Holdings:
    try:
        return file.holdings()
    except TrainerError:
        return {}
