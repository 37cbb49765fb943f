"""Runs a workshop: each request gives a new value, which is stored before anybody sees it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..counterpart import Readiness
from ..errors import TrainerError
from ..history.taken import Taken
from ..history.workshop_limits import ERASED
from ..meaning import meaning
from ..safe_text import is_blank
from ..scenario import Level, Scenario, find, load
from ..session import Session
from . import steps
from .audience import Scene, scene
from .dry_run import DryRun, dry_run, sessions_of
from .state import Phase, Workshop
from .stored import Storage, StoredWorkshop

if TYPE_CHECKING:
    from ..meaning.nearest import Meaning

_NOT_OURS = "That workshop cannot be taken up again; please start it anew."
_CHOICE_OPEN = "The line that was chosen is gone. Next takes the line with most votes among those that are left."


class RunningWorkshop:
    """One workshop. `changed` is called after every step; `tell` with an error, in a sentence for the facilitator.

    `clock`: seconds since 1970, for the timer and the pace.
    """

    def __init__(
        self,
        storage: Storage,
        folders: Sequence[Path],
        changed: Callable[[], None],
        tell: Callable[[str], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._stored, self._folders, self.clock = StoredWorkshop(storage), folders, clock
        self._changed, self._tell = changed, tell
        self.workshop: Workshop | None = None
        self.scenario: Scenario | None = None
        #: One for each attempt.
        self.sessions: list[Session] = []
        self._frozen: Scene | None = None
        self._before: Workshop | None = None
        self._dry: dict[tuple[tuple[str, ...], str], DryRun | None] = {}
        self._readiness: Readiness | None = None
        #: The model of meaning, None for words alone.
        self._heard_by: Meaning | None = None

    # -- begin, resume, end --------------------------------------------------------------------------------------

    def begin(self, name: str, level: str, seed: int, plan: int = 0) -> None:
        """Begin with a scenario, in a nameless profile of its own. `plan`: its minutes, 0 for none."""
        try:
            scenario = load(find(name, self._folders))
            self._stored.add_profile()
            scenario = scenario.at_level(Level(level)) if level else scenario
            workshop = Workshop(scenario.id, str(scenario.level), seed, plan=plan, started=self.clock())
            self._stored.begin(workshop)
        except TrainerError as error:
            self._tell(str(error))
            return
        self._take_in_hand(workshop, scenario)

    def unfinished(self) -> bool:
        """Tell whether a workshop was interrupted and can be resumed."""
        return self._stored.unfinished()

    def resume(self) -> None:
        """Resume it: turn, votes and timer as they were. The audience window begins blank: nothing comes up by surprise."""
        try:
            workshop = Workshop.from_dict(self._stored.load_unfinished())
            scenario = load(find(workshop.scenario, self._folders)).at_level(Level(workshop.level))
            self._take_in_hand(workshop.showing(blank=True, frozen=False), scenario)
        except TrainerError as error:
            self._changed()  # it may not be there any more
            self._tell(str(error))
        except (LookupError, TypeError, ValueError, ArithmeticError):  # a stored value of another shape
            self._tell(_NOT_OURS)

    def _take_in_hand(self, workshop: Workshop, scenario: Scenario) -> None:
        """Have it running, once all of it has been said again: where that fails there is no workshop, rather than half of one."""
        readiness = Readiness(scenario, meaning())
        heard_by = readiness.soon()
        sessions = _said_again(workshop, scenario, heard_by)
        self.workshop, self.scenario, self.sessions = workshop, scenario, sessions
        self._readiness, self._heard_by = readiness, heard_by
        self._frozen, self._before, self._dry = None, None, {}
        self._changed()

    def end(self, erase: bool) -> None:
        """End the workshop; what it holds is kept, or erased for good."""
        if self.workshop is None:
            return
        over, trouble = self._stored.ended(self.workshop, erase)
        if not over:
            self._tell(f"{trouble} The workshop goes on until then.")
            return
        self.workshop, self.scenario, self.sessions, self._frozen, self._before = None, None, [], None, None
        self._changed()
        if trouble:  # the page that is shown now has cleared what was said there
            self._tell(trouble)

    # -- what is seen --------------------------------------------------------------------------------------------

    def scene(self) -> Scene:
        """Return what the audience sees now; a frozen window goes on showing what it showed when it was frozen."""
        if self.workshop is None or not self.sessions:
            return Scene(blank=True)
        if self._frozen is not None and not self.workshop.shown.blank:
            return self._frozen
        return scene(self.workshop, self.sessions)

    @property
    def session(self) -> Session | None:
        """The talk of the attempt in hand."""
        return self.sessions[self.workshop.attempt] if self.workshop and self.sessions else None

    def dry(self, line: str) -> DryRun | None:
        """Return what a line would do, for the facilitator; None where it cannot be said."""
        if self.session is None or self.workshop is None:
            return None
        # The same line in the same moment does the same, and the console asks at every key.
        moment = (self.workshop.lines, line)
        if moment not in self._dry:
            self._dry[moment] = dry_run(self.session, line)
        return self._dry[moment]

    def timer_left(self) -> float:
        """Return the seconds left on the timer, 0 for none."""
        return max(0.0, self.workshop.timer_ends - self.clock()) if self.workshop and self.workshop.timer_ends else 0.0

    # -- steps -----------------------------------------------------------------------------------------------------

    def step(self, change: Callable[[Workshop], Workshop]) -> bool:
        """Make a change, store it, tell it. False, with the reason told, when it cannot be made."""
        if self.workshop is None:
            return False
        try:
            new = self._stored.save(lambda: change(self._in_hand()))
        except TrainerError as error:
            self._tell(str(error))
            return False
        replay = new.attempts != self.workshop.attempts or self._could_be_heard_better()
        self.workshop = new
        if replay:
            self._replay()
        self._changed()
        return True

    def _in_hand(self) -> Workshop:
        """The workshop as it is when it is written: on the way to the file it may get other ids, by `rows_moved`."""
        assert self.workshop is not None
        return self.workshop

    def forward(self) -> None:
        """Do what a round does next, so that one key carries it: a vote opens, is discussed, opens again, is played."""
        if self.workshop is None:
            return
        if self.workshop.phase is Phase.PREDICT:
            self.play()
        elif steps.next_name(self.workshop):
            self.step(steps.forward)

    def back(self) -> None:
        """Go one step back, as far as nothing was said in between."""
        if self.workshop is not None and steps.back(self.workshop) != self.workshop:
            self.step(steps.back)

    def edit(self, place: int, line: str) -> None:
        """Put a candidate in other words, or remove it with an empty text; say so where it was the chosen one."""
        before = self.workshop
        if (
            before is not None
            and self.step(lambda w: w.edited(place, line))
            and place == before.chosen
            and is_blank(line)
        ):
            self._tell(_CHOICE_OPEN)

    def rewind(self, number: int) -> None:
        """Go back to before turn `number`, in an attempt of its own. `undo` takes it back."""
        before = self.workshop
        if self.step(lambda w: w.rewound(number)):
            self._before = before
            self._changed()

    def can_undo(self) -> bool:
        """Tell whether the last rewind can be taken back: nothing was said or proposed since."""
        now, before = self.workshop, self._before
        if now is None or before is None or now.candidates:
            return False
        return now.attempts[:-1] == before.attempts

    def undo(self) -> None:
        """Take the last rewind back: candidates and votes as they were."""
        if (before := self._before) is None or not self.can_undo():
            return
        self._before = None
        # The ids are those of now: the file may have given others since.
        self.step(lambda w: replace(before, ids=w.ids[:-1], shown=w.shown, timer_ends=w.timer_ends, part=w.part))

    # -- saying a line ---------------------------------------------------------------------------------------------

    def play(self) -> None:
        """Say the line that won the vote, and reveal what it does."""
        workshop = self.workshop
        if workshop is not None and 0 <= workshop.chosen < len(workshop.candidates):
            self._say(workshop.candidates[workshop.chosen].line, lambda w: w.played())

    def say_now(self, place: int) -> None:
        """Say one of the candidates without a vote; the list is cleared as after a vote."""
        workshop = self.workshop
        if workshop is not None and 0 <= place < len(workshop.candidates):
            self._say(workshop.candidates[place].line, lambda w: w.said_without_vote())

    def _say(self, line: str, after: Callable[[Workshop], Workshop]) -> None:
        """Say a line in the attempt in hand: stored first, then shown."""
        session = self.session
        if session is None or self.workshop is None:
            return
        try:
            after(self.workshop.said(line))  # a workshop that is full says so before the line is stored
            turn = session.answer(line)
            session_id = self._stored.add_turn(self._in_hand, session, turn)
        except TrainerError as error:
            self._tell(str(error))
            return
        self._before = None  # what was said cannot be taken back
        self.step(lambda w: after(w.stored_as(session_id).said(line)))

    def rows_moved(self, taken: Taken) -> None:
        """Take over new ids: the workshop was in memory for a while and has others in the file."""
        if self.workshop is not None:
            self._stored.rows_moved(taken)
            self.workshop = replace(self.workshop, ids=_ids_after(self.workshop.ids, taken))

    # -- the audience window ---------------------------------------------------------------------------------------

    def show(self, **changed: object) -> None:
        """Change what the audience window shows: blank, thoughts, meter, causes, dark, size."""
        if self.workshop is not None:
            self.workshop = self.workshop.showing(**changed)
            self._changed()  # the wall waits for no disk
            self.step(lambda w: w)

    def toggle(self, what: str) -> None:
        """Turn one of these over: blank, thoughts, meter, causes, dark."""
        if self.workshop is not None:
            self.show(**{what: not getattr(self.workshop.shown, what)})

    def freeze(self) -> None:
        """Keep the audience window as it is, whatever is done on the console; or let it follow again."""
        frozen = self._frozen is None
        self._frozen = self.scene() if frozen else None
        self.show(frozen=frozen)

    def start_timer(self, seconds: float) -> None:
        """Start the timer; 0 stops it."""
        self.step(lambda w: w.timed(self.clock() + seconds if seconds else 0.0))

    def _replay(self) -> None:
        assert self.scenario is not None and self.workshop is not None and self._readiness is not None
        self._dry = {}
        if not _begun(self.sessions):
            self._heard_by = self._readiness.soon()
        self.sessions = _said_again(self.workshop, self.scenario, self._heard_by)

    def _could_be_heard_better(self) -> bool:
        """Whether the scenario, which had much that was new, is ready now and nothing was said yet."""
        ready = self._readiness
        return self._heard_by is None and not _begun(self.sessions) and ready is not None and ready.soon() is not None


def _said_again(workshop: Workshop, scenario: Scenario, heard_by: Meaning | None) -> list[Session]:
    """The talk of each attempt, all its lines said again."""
    return sessions_of(Session(scenario, workshop.seed, meaning=heard_by), workshop.attempts)


def _begun(sessions: Sequence[Session]) -> bool:
    """Whether a line was said: from then on lines are heard as the first was, or a replay would be another talk."""
    return any(session.turns for session in sessions)


def _ids_after(ids: Sequence[int], taken: Taken) -> tuple[int, ...]:
    """The ids that talks have now, where their rows have moved."""
    lost = ERASED if taken.whole else 0
    return tuple(taken.ids["sessions"].get(one, lost if one else 0) for one in ids)
