"""A workshop in the learner's file: saved at every step, its talks in a nameless profile of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol

from ..errors import TrainerError
from ..history import History
from ..history.fallback import Keeper
from ..history.row_types import stamp
from ..history.stored_rows import erased
from ..history.taken import Taken
from ..history.workshop_limits import ERASED
from ..session import Session, Turn
from .state import Workshop

_WENT_ON = (
    "This workshop has gone on in another window. Please go on there; whoever does something here once more takes it over as it "
    "is here."
)
_GONE = "The workshop that was cut short is not there any more: it was ended or erased meanwhile."


class Storage(Protocol):
    """Where workshops are stored."""

    @property
    def keeper(self) -> Keeper: ...

    @property
    def history(self) -> History: ...


class StoredWorkshop:
    """The workshop in hand in the file. Its methods raise TrainerError when the disk refuses."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._id, self._profile, self._name = 0, 1, ""
        #: When it was saved last as far as this window knows; "" before.
        self._saved = ""
        #: The state of the interrupted workshop that was offered last.
        self._offered: dict[str, Any] | None = None

    def add_profile(self) -> None:
        """Make the profile that the workshop's talks go into."""
        now = datetime.now(UTC)
        made = self._storage.keeper.keep(lambda history: history.profiles.add_nameless(now))
        self._profile, self._name = made.id, made.name

    def begin(self, workshop: Workshop) -> None:
        """Store a workshop that begins."""
        state, now, self._offered, self._saved = workshop.as_dict(), datetime.now(UTC), None, ""
        self._id = self._storage.keeper.keep(lambda history: history.workshops.begin(self._profile, state, now))

    def unfinished(self) -> bool:
        """Tell whether a workshop was interrupted and can be resumed."""
        found = self._storage.history.workshops.unfinished()
        self._offered = found[2] if found else None
        return found is not None

    def load_unfinished(self) -> dict[str, Any]:
        """Take the interrupted workshop that was offered in hand. Return its stored values. Raises TrainerError for none."""
        found = self._storage.history.workshops.unfinished(self._offered)
        if found is None:
            raise TrainerError(_GONE)
        self._id, self._profile, values = found
        self._saved = ""
        self._name = next((one.name for one in self._storage.history.profiles.all() if one.id == self._profile), "")
        return values

    def save(self, make: Callable[[], Workshop]) -> Workshop:
        """Store what `make` gives when it is written, and return it. Raises TrainerError where the workshop was erased."""

        def write(history: History) -> tuple[Workshop, str]:
            workshop, now = make(), datetime.now(UTC)
            if self._find(history, workshop, expect=self._saved):
                history.workshops.save(self._id, workshop.as_dict(), now)
            else:
                self._begin_in(history, workshop, now)
            return workshop, stamp(now)

        workshop, self._saved = self._storage.keeper.keep(write)
        return workshop

    def _find(self, history: History, workshop: Workshop, expect: str = "") -> bool:
        """Take over the ids that the workshop has now, told by how it began: another one may have been given those it had.

        `expect`: when it was saved last, "" to pass over that. False where it went on in memory, and the file never had it.
        Raises TrainerError where it was erased, and once where another window has gone on with it.
        """
        found = history.workshops.like(workshop.as_dict())
        if found is None and self._id:
            raise erased("workshop")
        self._id, self._profile, saved = found or (0, 0, "")
        if expect and saved > expect:
            self._saved = saved
            raise TrainerError(_WENT_ON)
        return found is not None

    def _begin_in(self, history: History, workshop: Workshop, now: datetime) -> None:
        known = [one.id for one in history.profiles.all() if (one.name, one.kind) == (self._name, "workshop")]
        self._profile = known[0] if known else history.profiles.add_nameless(now).id
        self._id = history.workshops.begin(self._profile, workshop.as_dict(), now)

    def ended(self, workshop: Workshop, erase: bool) -> tuple[bool, str]:
        """Mark the workshop as over, or with `erase` remove all it holds for good.

        Return whether it is over, and what went wrong. One that could not be erased is not over: the wish would be forgotten.
        """

        def write(history: History) -> bool:
            found = self._find(history, workshop)
            if found and not erase:
                history.workshops.end(self._id, datetime.now(UTC))
            return found

        try:
            if self._storage.keeper.keep(write) and erase:
                self._storage.history.erasing.profile(self._profile)
        except TrainerError as error:
            there = erase and self._storage.history.workshops.like(workshop.as_dict()) is not None
            return not there, str(error)
        return True, ""

    def add_turn(self, in_hand: Callable[[], Workshop], session: Session, turn: Turn) -> int:
        """Store a turn of the attempt in hand. Return the id of its talk. `in_hand`: gives the workshop when it is written."""

        def write(history: History) -> int:
            workshop, now = in_hand(), datetime.now(UTC)
            if not self._find(history, workshop, expect=self._saved):
                self._begin_in(history, workshop, now)
            session_id = workshop.ids[workshop.attempt]
            if session_id:
                history.workshops.expect_talk(session_id, self._profile)
            session_id = session_id or self._start(history, workshop, session, now)
            history.add_turn(session_id, turn, now)
            return session_id

        return self._storage.keeper.keep(write)

    def _start(self, history: History, workshop: Workshop, session: Session, now: datetime) -> int:
        """Store the attempt in hand in the workshop's own profile, whoever is in use."""
        mine, history.profile = history.profile, self._profile
        try:
            parent = max(0, workshop.ids[0]) if workshop.attempt else 0  # its first attempt may have been erased
            return history.start(session, now, parent, len(session.turns) + 1 if parent else 0)
        finally:
            history.profile = mine

    def rows_moved(self, taken: Taken) -> None:
        """Take over new ids: the workshop was in memory for a while and has others in the file, or none if it is not there."""
        self._id = taken.ids["workshops"].get(self._id, ERASED if taken.whole and self._id else 0)
        self._profile = taken.ids["profiles"].get(self._profile, 0) if self._id else 0
