"""The attempts of one talk: going back to a moment and trying another line there, with all that was said kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .session import Session


@dataclass
class Attempt:
    """One attempt at a talk. `session_id`: 0 until its first own line is stored.

    `parent`, `branched_at`: the attempt it left, and the number of the turn it left it before; None and 0 for the first.
    """

    session: Session
    session_id: int = 0
    parent: Attempt | None = None
    branched_at: int = 0
    #: What tells it in every copy of the file, "" until it is stored.
    uid: str = ""


@dataclass
class Attempts:
    """All attempts of the talk in hand, oldest first. `place`: of the one in hand."""

    all: list[Attempt] = field(default_factory=list)
    place: int = 0

    def __len__(self) -> int:
        return len(self.all)

    @property
    def current(self) -> Attempt | None:
        """The attempt in hand, None before any talk."""
        return self.all[self.place] if self.all else None

    @property
    def session(self) -> Session | None:
        """The session of the attempt in hand, None before any talk."""
        return self.current.session if self.current else None

    def begin(self, session: Session, session_id: int = 0) -> None:
        """Begin another talk; the attempts of the one before are let go (they are stored)."""
        self.all, self.place = [Attempt(session, session_id)], 0

    def let_go(self) -> None:
        """Have no talk in hand any more."""
        self.all, self.place = [], 0

    def try_from(self, number: int) -> bool:
        """Go back to the moment before turn `number`, in an attempt of its own. False where there is no such turn."""
        now = self.current
        if now is None or not any(turn.number == number for turn in now.session.turns):
            return False
        # An attempt without a line of its own is none yet: going back again only moves where it left.
        fresh = now.session_id == 0 and now.parent is not None
        new = Attempt(now.session.branch(number), 0, now.parent if fresh else now, number)
        if fresh:
            self.all[self.place] = new
        else:
            self.all.append(new)
            self.place = len(self.all) - 1
        return True

    def step_back(self) -> str:
        """Go back by one turn. Return the line that was said there, "" where there is none."""
        session = self.session
        if session is None or not session.turns:
            return ""
        last = session.turns[-1]
        self.try_from(last.number)
        return last.line

    def choose(self, place: int) -> bool:
        """Take another attempt in hand. False where there is none at that place."""
        if not 0 <= place < len(self.all):
            return False
        self.place = place
        return True

    def other(self) -> Attempt | None:
        """Return the attempt to compare with: the newest of the others that has lines."""
        others = [one for place, one in enumerate(self.all) if place != self.place and one.session.turns]
        return others[-1] if others else None

    def renumber(self, ids: Mapping[int, int]) -> None:
        """Take over other session ids (old → new), as when another file is in place; an unknown one becomes 0."""
        for one in self.all:
            one.session_id = ids.get(one.session_id, 0)
