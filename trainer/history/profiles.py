"""Profiles: several learners in one file, each with sessions, commitments and reviews of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlite_utils

from ..errors import TrainerError
from ..safe_text import is_blank, seen
from .errors import reads
from .reviews import Profile
from .row_types import number, stamp, text
from .stored_rows import Raw
from .valid_values import storable

LEARNER, WORKSHOP = "learner", "workshop"
LONGEST_NAME = 60
#: The id of no profile.
NOBODY = -1
_FIRST, _NOBODY = "Me", "A learner who was erased"
_GONE = "This learner is not in the file any more: it was erased. “Data, Switch learner” goes on as another one."


class Profiles:
    """The profiles of a file. `profile` returns the id of the one in use and `choose` sets it; the History keeps it."""

    def __init__(
        self,
        database: sqlite_utils.Database,
        raw: Raw,
        profile: Callable[[], int],
        choose: Callable[[int], None],
        path: Path | None,
    ) -> None:
        self._database, self._raw, self._profile, self._choose = database, raw, profile, choose
        self.path = path
        #: Id → when it was made, of each profile that was in use.
        self._made: dict[int, str] = {}

    @reads
    def all(self) -> list[Profile]:
        """Return every profile, the oldest first."""
        rows = self._database.query("select id, name, kind from profiles order by id")
        return [Profile(number(row["id"]), text(row["name"]), text(row["kind"])) for row in rows]

    def current(self) -> Profile:
        """Return the profile in use; where its row is gone, one with the name that is left."""
        chosen = self._profile()
        return next(
            (profile for profile in self.all() if profile.id == chosen),
            Profile(chosen, _FIRST if chosen == 1 else _NOBODY, LEARNER),
        )

    def expect(self) -> int:
        """Return the id of the profile in use, for what is written. Raises TrainerError if it was erased.

        The first one is never erased.
        """
        if not self.is_there():
            raise TrainerError(_GONE)
        return self._profile()

    def is_there(self, query: Callable[..., list[dict[str, Any]]] | None = None) -> bool:
        """Tell whether the profile in use is in the file, and not another one under its id. `query`: reads a copy instead."""
        chosen = self._profile()
        if chosen == 1:
            return True
        found = (query or self._raw.query)("select made_at from profiles where id = ?", chosen)
        return bool(found) and found[0]["made_at"] == self._made.setdefault(chosen, found[0]["made_at"])

    def take_up(self, profile_id: int) -> None:
        """Go on as a profile that is there, or as NOBODY."""
        if profile_id == NOBODY:
            self._choose(NOBODY)
        else:
            self.choose(profile_id)

    def let_go_of_erased(self) -> None:
        """Show nobody's rows rather than those of another profile that was given the id of an erased one."""
        if not self.is_there():
            self._choose(NOBODY)

    def forget_erased(self) -> None:
        """Forget when the profiles were made: an erased one may have been in use."""
        self._made.clear()

    def add(self, name: str, kind: str, now: datetime) -> Profile:
        """Add a profile. Raises TrainerError for a name that is empty, too long or taken."""
        name = storable(" ".join(name.split()))
        if is_blank(name) or len(name) > LONGEST_NAME:
            raise TrainerError(f"A name has 1 to {LONGEST_NAME} characters that can be seen.")
        if self._taken(name):
            raise TrainerError(f"There is a profile “{name}” already.")
        return Profile(self._raw.add("profiles", {"name": name, "kind": kind, "made_at": stamp(now)}), name, kind)

    def add_nameless(self, now: datetime) -> Profile:
        """Add the profile of a workshop, called by its time; a number stands behind a name that is taken."""
        name = f"Workshop of {now.astimezone():%d %b %Y, %H:%M:%S}"
        names = (name, *(f"{name} ({number})" for number in range(2, len(self.all()) + 2)))
        return self.add(next(one for one in names if not self._taken(one)), WORKSHOP, now)

    def _taken(self, name: str) -> bool:
        return any(seen(profile.name).casefold() == seen(name).casefold() for profile in self.all())

    def choose(self, profile_id: int) -> None:
        """Use another profile from now on. Raises TrainerError if none has that id."""
        found = self._raw.query("select made_at from profiles where id = ?", profile_id)
        if not found:
            raise TrainerError("That profile is gone.")
        self._made[profile_id] = found[0]["made_at"]
        self._choose(profile_id)
