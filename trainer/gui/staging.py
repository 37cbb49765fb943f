"""Runs a workshop: each request gives a new value, which is stored before the wall shows it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..errors import TrainerError
from ..scenario import Level, Scenario, find, load
from ..session import Session
from ..stage import Phase, WallView, Workshop, wall
from ..stage.dry_run import DryRun, dry_run, sessions_of
from .desk import Desk

if TYPE_CHECKING:
    from ..history import History
    from ..history.taking import Taken
    from ..session import Turn

_NEXT = {
    Phase.BRIEF: Phase.TALK,
    Phase.TALK: Phase.PROPOSE,
    Phase.REVEAL: Phase.TALK,
    Phase.DISCUSS: Phase.VOTE_AGAIN,
    Phase.COMPARE: Phase.END,
}
_BACK = {
    Phase.TALK: Phase.BRIEF,
    Phase.PROPOSE: Phase.TALK,
    Phase.VOTE: Phase.PROPOSE,
    Phase.DISCUSS: Phase.VOTE,
    Phase.VOTE_AGAIN: Phase.DISCUSS,
    Phase.PREDICT: Phase.VOTE_AGAIN,
    Phase.COMPARE: Phase.TALK,
    Phase.END: Phase.COMPARE,
}


class Stage(QObject):
    """One workshop. `changed` is told after every step; `trouble_told` an error for the facilitator alone.

    `clock`: seconds of the wall clock, for the timer and the pace.
    """

    changed = Signal()
    trouble_told = Signal(str)

    def __init__(self, desk: Desk, folders: Sequence[Path], clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._desk, self._folders, self.clock = desk, folders, clock
        desk.rows_moved.connect(self._moved)
        self.workshop: Workshop | None = None
        self.scenario: Scenario | None = None
        self.sessions: list[Session] = []
        self._id, self._profile = 0, 1
        self._frozen: WallView | None = None
        self._dry: dict[tuple[tuple[str, ...], str], DryRun | None] = {}

    # -- begin, resume, end --------------------------------------------------------------------------------------

    def begin(self, name: str, level: str, seed: int, plan: int = 0) -> None:
        """Begin with a scenario, in a nameless profile of its own."""
        try:
            scenario = load(find(name, self._folders))
            now = datetime.now(UTC)
            title = f"Workshop of {now.astimezone():%d %b %Y, %H:%M:%S}"
            self._profile = self._desk.keeper.keep(lambda history: history.profiles.add(title, "workshop", now)).id
            self.scenario = scenario.at_level(Level(level)) if level else scenario
            self.workshop = Workshop(scenario.id, str(self.scenario.level), seed, plan=plan, started=self.clock())
            state = self.workshop.as_dict()
            self._id = self._desk.keeper.keep(lambda history: history.workshops.begin(self._profile, state, now))
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return
        self._frozen = None
        self._replay()
        self.changed.emit()

    def unfinished(self) -> bool:
        """Whether a workshop was cut short."""
        return self._desk.history.workshops.unfinished() is not None

    def resume(self) -> None:
        """Go on with it: turn, votes and timer as they were; the wall begins blank, so that nothing comes up by surprise."""
        found = self._desk.history.workshops.unfinished()
        if found is None:
            return
        self._id, self._profile, state = found
        try:
            workshop = Workshop.from_dict(state)
            scenario = load(find(workshop.scenario, self._folders))
        except (TrainerError, KeyError, TypeError, ValueError) as error:
            told = (
                str(error)
                if isinstance(error, TrainerError)
                else "That workshop cannot be taken up again; please start it anew."
            )
            self.trouble_told.emit(told)
            return
        self.scenario = scenario.at_level(Level(workshop.level))
        self.workshop = workshop.showing(blank=True, frozen=False)
        self._frozen = None
        self._replay()
        self.changed.emit()

    def end(self, erase: bool) -> None:
        """Close the workshop; what it holds is kept, or erased for good."""
        if self.workshop is None:
            return
        try:
            self._desk.keeper.keep(lambda history: history.workshops.end(self._id, datetime.now(UTC)))
            if erase:
                self._desk.history.erasing.profile(self._profile)
        except TrainerError as error:
            self.trouble_told.emit(str(error))
        self.workshop, self.scenario, self.sessions, self._frozen = None, None, [], None
        self.changed.emit()

    # -- what is seen --------------------------------------------------------------------------------------------

    def view(self) -> WallView:
        """What the wall shows now; a frozen wall shows what it showed when it was frozen."""
        if self.workshop is None or not self.sessions:
            return WallView(blank=True)
        if self._frozen is not None and not self.workshop.wall.blank:
            return self._frozen
        return wall(self.workshop, self.sessions)

    @property
    def session(self) -> Session | None:
        """The talk of the way in hand."""
        return self.sessions[self.workshop.way] if self.workshop and self.sessions else None

    def dry(self, line: str) -> DryRun | None:
        """What a line would do, for the facilitator."""
        if self.session is None or self.workshop is None:
            return None
        # The same line in the same moment does the same: the console asks at every key.
        moment = (self.workshop.ways[self.workshop.way], line)
        if moment not in self._dry:
            self._dry[moment] = dry_run(self.session, line)
        return self._dry[moment]

    def timer_left(self) -> float:
        """Seconds left on the timer, 0 for none."""
        return max(0.0, self.workshop.timer_ends - self.clock()) if self.workshop and self.workshop.timer_ends else 0.0

    # -- steps -----------------------------------------------------------------------------------------------------

    def step(self, change: Callable[[Workshop], Workshop]) -> bool:
        """Make a change, store it, show it. False, with the reason told, when it cannot be made."""
        if self.workshop is None:
            return False
        try:
            self._desk.keeper.come_back()  # before the state is written down: it holds ids
            new = change(self.workshop)
            self._desk.keeper.keep(lambda history: history.workshops.save(self._id, new.as_dict(), datetime.now(UTC)))
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return False
        replay = new.ways != self.workshop.ways
        self.workshop = new
        if replay:
            self._replay()
        self.changed.emit()
        return True

    def forward(self) -> None:
        """The next thing a round does, so that one key carries it; a vote opens, is discussed, opens again, is played."""
        if self.workshop is None:
            return
        phase = self.workshop.phase
        if phase in (Phase.PROPOSE, Phase.DISCUSS):
            self.step(lambda w: w.voting())
        elif phase is Phase.VOTE:
            self.step(lambda w: w.discussing())
        elif phase is Phase.VOTE_AGAIN:
            self.step(lambda w: w.choosing(w.leading()))
        elif phase is Phase.PREDICT:
            self.play()
        elif phase in _NEXT:
            self.step(lambda w: w.at(_NEXT[w.phase]))

    def back(self) -> None:
        """One step back, as far as nothing was played in between."""
        if self.workshop is not None and self.workshop.phase in _BACK:
            self.step(lambda w: w.at(_BACK[w.phase]))

    def play(self) -> None:
        """Say the chosen line and reveal what it does."""
        workshop = self.workshop
        if workshop is not None and 0 <= workshop.chosen < len(workshop.candidates):
            self.say(workshop.candidates[workshop.chosen].line, voted=True)

    def say(self, line: str, voted: bool = False) -> None:
        """Say a line on the way in hand: stored first, then shown."""
        session, workshop = self.session, self.workshop
        if session is None or workshop is None:
            return
        try:
            turn = session.answer(line)
            session_id = self._desk.keeper.keep(lambda history: self._store(history, session, turn))
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return
        self.step(lambda w: self._after(w.stored_as(session_id).said(line), voted))

    def _after(self, workshop: Workshop, voted: bool) -> Workshop:
        return workshop.played() if voted else workshop.at(Phase.REVEAL)

    def _store(self, history: History, session: Session, turn: Turn) -> int:
        """Store a line of the way in hand; the id of its talk."""
        assert self.workshop is not None
        now = datetime.now(UTC)
        session_id = self.workshop.ids[self.workshop.way] or self._start(history, session, now)
        history.add_turn(session_id, turn, now)
        return session_id

    def _start(self, history: History, session: Session, now: datetime) -> int:
        """Store the way in hand in the workshop's own profile, whoever is in use."""
        assert self.workshop is not None
        mine, history.profile = history.profile, self._profile
        try:
            parent = self.workshop.ids[0] if self.workshop.way else 0
            return history.start(session, now, parent, len(session.turns) + 1 if parent else 0)
        finally:
            history.profile = mine

    def _moved(self, taken: Taken) -> None:
        """The workshop was in memory for a while and may have other ids in the file."""
        if self.workshop is not None:
            self._id = taken.ids["workshops"].get(self._id, self._id)
            self._profile = taken.ids["profiles"].get(self._profile, self._profile)
            ids = tuple(taken.ids["sessions"].get(one, 0) for one in self.workshop.ids)
            self.workshop = replace(self.workshop, ids=ids)

    def freeze(self) -> None:
        """Keep the wall as it is, whatever is done on the console; or let it follow again."""
        frozen = self._frozen is None
        self._frozen = self.view() if frozen else None
        self.step(lambda w: w.showing(frozen=frozen))

    def start_timer(self, seconds: float) -> None:
        self.step(lambda w: w.timed(self.clock() + seconds if seconds else 0.0))

    def _replay(self) -> None:
        assert self.scenario is not None and self.workshop is not None
        self._dry = {}
        self.sessions = sessions_of(Session(self.scenario, self.workshop.seed), self.workshop.ways)
