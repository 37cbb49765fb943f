"""Profiles: several learners in one file, each with sessions, commitments and reviews of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlite_utils

from ..errors import TrainerError
from ..safe_text import is_blank, seen
from .errors import reads
from .reviews import Profile
from .row_types import number, stamp, text
from .stored_rows import Raw
from .valid_rows import storable

LEARNER, WORKSHOP = "learner", "workshop"
LONGEST_NAME = 60


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

    @reads
    def all(self) -> list[Profile]:
        """Return every profile, the oldest first."""
        rows = self._database.query("select id, name, kind from profiles order by id")
        return [Profile(number(row["id"]), text(row["name"]), text(row["kind"])) for row in rows]

    def current(self) -> Profile:
        """Return the profile in use; one named "Me" if its row is gone."""
        chosen = self._profile()
        return next((profile for profile in self.all() if profile.id == chosen), Profile(chosen, "Me", LEARNER))

    def add(self, name: str, kind: str, now: datetime) -> Profile:
        """Add a profile. Raises TrainerError for a name that is empty, too long or taken."""
        name = storable(" ".join(name.split()))
        if is_blank(name) or len(name) > LONGEST_NAME:
            raise TrainerError(f"A name has 1 to {LONGEST_NAME} characters that can be seen.")
        if any(seen(profile.name).casefold() == seen(name).casefold() for profile in self.all()):
            raise TrainerError(f"There is a profile “{name}” already.")
        return Profile(self._raw.add("profiles", {"name": name, "kind": kind, "made_at": stamp(now)}), name, kind)

    def choose(self, profile_id: int) -> None:
        """Use another profile from now on. Raises TrainerError if none has that id."""
        if all(profile.id != profile_id for profile in self.all()):
            raise TrainerError("That profile is gone.")
        self._choose(profile_id)
