"""Memory that stands in for a file: what it is made of, and what of it goes back into the file."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import TrainerError
from .erased_elsewhere import Before, known_rows
from .errors import Damaged, Held, Moved, Unusable
from .import_rows import take_in
from .profiles import NOBODY
from .rescue import Tables
from .store import History
from .taken import Taken
from .valid_rows import valid_of


class Troubled:
    """Something in whose place memory may stand."""

    #: Why memory stands in for the file, None while it does not.
    _error: TrainerError | None = None

    @property
    def trouble(self) -> str:
        """Why memory stands in for the file, "" while it does not."""
        return str(self._error or "")

    @property
    def passing(self) -> bool:
        """Whether the trouble may pass by itself, so that trying again makes sense."""
        return isinstance(self._error, Unusable) and not isinstance(self._error, Damaged)

    @property
    def held(self) -> bool:
        """Whether another program writes to the file, so that waiting helps."""
        return isinstance(self._error, Held)

    @property
    def lost(self) -> bool:
        """Whether the file was moved, deleted or replaced, so that somebody has to say what becomes of what is in memory."""
        return isinstance(self._error, Moved)


def standing_in_for(file: History | None) -> tuple[History, dict[str, int], Taken | None]:
    """Return a history in memory, the newest rows the file has too, and what rows are called there if it is not a copy.

    A file that can be read whole is copied. Of others, and where another file's contents took the place of ours, what was
    done since it was opened is still known.
    """
    if file is None:
        return History.open(None), {}, None
    try:
        if not file.writes.replaced():
            memory = file.in_memory()
            if memory.is_whole():
                memory.writes.sitting.take_over(file.writes.sitting)
                if file.writes.erased_in(memory.raw.query):  # while it was locked, so that nobody has heard of it yet
                    memory.writes.sitting.forget_gone()
                memory.profiles.take_up(file.profile if file.profiles.is_there(memory.raw.query) else NOBODY)
                return memory, memory.raw.marks(), None
            memory.close(backed_up=False)
    except TrainerError:
        pass
    memory = History.open(None)
    taken = take_in(memory, valid_of(file.writes.sitting.tables()))
    taken.ids.setdefault("workshops", {})
    memory.writes.changed = False  # so far it holds only what was in the file, too
    memory.profile = taken.ids["profiles"].get(file.profile, 1)
    return memory, {}, taken


def state_before(memory: History, file: History | None) -> Before:
    """Return what was in a file, by which it is told later what was erased in it, or in one that took its place."""
    if file is None:
        return Before()
    return Before(known_rows(memory.raw.query), file.writes.erasures, file.writes.begun)


def to_go_back(
    memory: History, file: History | None, before: Before, marks: Mapping[str, int], back: bool
) -> tuple[Tables, bool]:
    """Return the rows of memory that the file may lack, nothing of what was erased in it since; and whether something that
    was said since is among that. `back`: the file is the one that was open; no other one has to take anything.
    """
    tables = memory.writes.sitting.tables()
    if not back:  # nothing is unsaved; what the one that is there lacks may have been erased in it
        erased = file is not None and file.path is not None and before.erased_in(file.path)
        return dict.fromkeys(tables, ()) if erased else tables, erased
    if file is None or file.writes.erasures <= before.erasures:
        return memory.raw.tables(marks), False
    kept = before.still_wanted(tables, file.raw.query)
    said = {row["id"] for row in tables["turns"] if row["id"] > marks.get("turns", 0)}
    since = [table for table in ("reflections", "commitments") if len(kept[table]) < len(tables[table])]
    return kept, bool(since) or not said <= {row["id"] for row in kept["turns"]}


def note_all_talks(taken: Taken, memory: History, file: History, whole: bool) -> None:
    """Note the ids of all talks of memory in the file it stood in for (`whole`), whether anything was new in them or not."""
    if not whole:
        return
    here = {row["uid"]: row["id"] for row in file.raw.query("select id, uid from sessions")}
    known = memory.raw.query("select id, uid from sessions")
    taken.whole = True
    taken.ids["sessions"] |= {row["id"]: here[row["uid"]] for row in known if row["uid"] in here}


def same_learner(memory: History, file: History, whole: bool) -> int:
    """Return the id in a file of the learner who is in use in memory, known by name and kind; where there is none, that of the
    first one, or of nobody in the file that was open (`whole`): there the learner was erased.
    """
    whose = memory.profiles.current()
    other = NOBODY if whole and memory.profile != 1 else 1
    return next((one.id for one in file.profiles.all() if (one.name, one.kind) == (whose.name, whose.kind)), other)
