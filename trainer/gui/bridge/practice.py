"""The practice as the window sees it: requests come in as calls, facts go out as signals."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ...debug_log import note
from ...errors import TrainerError
from ...scenario import Level, Scenario, load
from .history import HistoryModel

if TYPE_CHECKING:
    from ...attempts import Attempt, Attempts
    from ...counterpart import Readiness
    from ...history import History, SessionRow
    from ...history.taken import Taken
    from ...progress.talk_debrief import TalkDebrief
    from ...session import Session, Turn

_BY_WORDS = "Safe No is reading this scenario for the first time. Until it has, it hears your lines by their words alone, and less well."


class PracticeModel(QObject):
    """One talk at a time, with all its attempts. `trouble_told` tells an expected error in a sentence."""

    session_started = Signal(object)
    turn_added = Signal(object)
    session_ended = Signal(object)
    #: The talk in hand was erased.
    let_go = Signal(object)
    trouble_told = Signal(str)
    #: From the thread that made the scenario ready.
    _made_ready = Signal()

    def __init__(self, stored: HistoryModel, seeds: Callable[[], int]) -> None:
        """`seeds`: where the seed of a new session comes from."""
        super().__init__()
        self.stored, self._seeds = stored, seeds
        stored.rows_moved.connect(self._rows_moved)
        self._attempts: Attempts | None = None
        self._ahead: threading.Thread | None = None
        self._readiness: Readiness | None = None
        self._told_of_words = False
        self._made_ready.connect(self._take_meaning)
        #: Grades of hint looked at since the last line.
        self.hints = 0

    @property
    def attempts(self) -> Attempts:
        """The attempts of the talk in hand; loaded on first use, since the first window does not need them."""
        if self._attempts is None:
            from ...attempts import Attempts

            self._attempts = Attempts()
        return self._attempts

    @property
    def session(self) -> Session | None:
        """The talk in hand, None before the first."""
        return self._attempts.session if self._attempts else None

    # -- the file is another one ------------------------------------------------------------------------------

    def _rows_moved(self, taken: Taken) -> None:
        """What was in memory has other ids in the file where another program has written meanwhile, or was erased there."""
        ids = taken.ids["sessions"]
        if taken.whole and any(one.session_id and one.session_id not in ids for one in self.attempts.all):
            self.let_go_of_talk()
        try:
            self.stored_as(ids)
        except TrainerError as error:
            self.trouble_told.emit(str(error))

    def stored_as(self, ids: Mapping[int, int]) -> None:
        """After a restore: switch the talk in hand to its ids in the new file, and store every turn that file lacks."""
        begun = [one for one in self.attempts.all if one.session_id]
        self.attempts.renumber(ids)
        history = self.stored.history
        for one in begun:
            one.session_id = one.session_id or history.raw.id_of(one.uid)
            known = {turn.number for turn in history.turns(one.session_id)}
            for turn in one.session.turns:
                if turn.number not in known and turn.number >= one.branched_at:
                    _store(history, one, turn)

    # -- talks -----------------------------------------------------------------------------------------------

    def start(self, path: Path, level: str = "") -> None:
        """Begin a scenario from its file, at its own level or another one."""
        from ...session import Session

        try:
            scenario = load(path)
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return
        self.begin(Session(scenario.at_level(Level(level)) if level else scenario, self._seeds()))

    def begin(self, session: Session, session_id: int = 0, uid: str = "") -> None:
        """Take a talk in hand; `session_id`, `uid`: of a stored one."""
        from ...counterpart import Readiness
        from ...meaning import meaning

        self.attempts.begin(session, session_id)
        if (attempt := self.attempts.current) is not None:
            attempt.uid = uid
        # While the opening is being read.
        self._readiness, self._told_of_words = Readiness(session.scenario, meaning(), self._tell_ready), False
        self._show()

    def _tell_ready(self) -> None:
        """Pass on, from the thread, that the scenario is ready."""
        self._made_ready.emit()

    def _take_meaning(self) -> None:
        """Hear all attempts by their meaning from now on, if the scenario is ready for it."""
        made = self._readiness.soon() if self._readiness is not None else None
        for one in self.attempts.all:
            one.session.meaning = made

    def _tell_of_words(self) -> None:
        """Say once a talk why lines are heard less well than they will be."""
        if self._readiness is not None and self._readiness.takes_long and not self._told_of_words:
            self._told_of_words = True
            self.trouble_told.emit(_BY_WORDS)

    def again(self) -> None:
        """Begin the same scenario once more, with another seed."""
        from ...session import Session

        if self.session is not None:
            self.begin(Session(self.session.scenario, self._seeds()))

    def resume(self, row: SessionRow, scenario: Scenario) -> None:
        """Go on with a talk that was broken off."""
        try:
            session = self.stored.history.resume(row, scenario)
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return
        self.begin(session, row.id, row.uid)

    def hear_ahead(self, line: str) -> None:
        """Look at a line that is still being typed, beside the window, so that Enter need not wait for it."""
        from ...counterpart import hear_ahead
        from ...session import LONGEST_LINE

        session = self.session
        if session is None or session.meaning is None or (self._ahead and self._ahead.is_alive()):
            return
        if len(line) > LONGEST_LINE:
            return  # it cannot be said
        work = (session.scenario, session.state, line, session.meaning)
        self._ahead = threading.Thread(target=hear_ahead, args=work, daemon=True)
        self._ahead.start()

    def say(self, line: str, tone: str = "") -> bool:
        """Say a line: stored first, then told. False, with the reason told, when it cannot be said.

        `tone`: how it sounded to the learner, where they noted it.
        """
        attempt = self.attempts.current
        if attempt is None:
            return False
        keeper = self.stored.keeper
        self._take_meaning()
        try:
            turn = attempt.session.answer(line)
            keeper.keep(lambda history: _store(history, attempt, turn, self.hints, tone))
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return False
        self.hints = 0
        note("turn stored", number=turn.number, kind=turn.reading.kind, outcome=turn.outcome)
        attempt.session.turns.append(turn)
        self.turn_added.emit(turn)
        self._tell_of_words()
        self._tell_unsaved()
        if turn.outcome is not None:
            self.session_ended.emit(attempt.session)
        return True

    def give_up(self) -> None:
        """Close a talk without an end; what was said stays stored."""
        attempt = self.attempts.current
        if attempt is None or attempt.session.outcome is not None:
            return
        trouble = ""
        if attempt.session_id:
            left, now = attempt.session.left_as(), datetime.now(UTC)
            try:
                self.stored.keeper.keep(lambda history: history.end(attempt.session_id, left, now, attempt.uid))
            except TrainerError as error:
                trouble = str(error)
        self.session_ended.emit(attempt.session)
        if trouble:  # the page that shows how it ended has cleared what was said there
            self.trouble_told.emit(trouble)

    def let_go_of_erased(self) -> str:
        """Let the talk in hand go if an attempt at it is not in the file any more. Return its title, "" if it stays."""
        raw, session = self.stored.history.raw, self.session
        if session is None or not any(
            one.session_id and raw.uid_of(one.session_id) != one.uid for one in self.attempts.all
        ):
            return ""
        self.let_go_of_talk()
        return session.scenario.title

    def let_go_of_talk(self) -> None:
        """Have no talk in hand any more; what was said in it is stored."""
        self.attempts.let_go()
        self.let_go.emit(None)

    # -- attempts ----------------------------------------------------------------------------------------------

    def try_from(self, number: int) -> None:
        """Go back to the moment before turn `number` and try another line there; the attempt so far is kept."""
        if self.attempts.try_from(number):
            self._show()

    def step_back(self) -> str:
        """Go back by one turn. Return the line that was said there, "" where there is none."""
        line = self.attempts.step_back()
        if line:
            self._show()
        return line

    def choose_attempt(self, place: int) -> None:
        """Go on with another attempt at this talk."""
        if self.attempts.choose(place):
            self._show()

    def _show(self) -> None:
        self.hints = 0
        self.session_started.emit(self.session)
        self._tell_unsaved()

    def _tell_unsaved(self) -> None:
        """Say once more that nothing is saved: the page has cleared what was said there."""
        if self.stored.opened and (trouble := self.stored.keeper.trouble):
            self.trouble_told.emit(f"Not saved yet: {trouble}")

    def debrief(self) -> TalkDebrief | None:
        """Return the debrief of the attempt in hand, None before any talk."""
        from ...progress.talk_debrief import of_session

        attempt = self.attempts.current
        return of_session(attempt.session, attempt.session_id, attempt.uid) if attempt else None

    # -- start ---------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Load what the first line will need, after the window is on the screen."""
        from ... import coach, counterpart
        from ...language import flip
        from ...meaning import meaning

        # It takes a fifth of a second, nearly all of it in numpy and zlib, which let others work meanwhile.
        threading.Thread(target=meaning, daemon=True).start()

        flip("Can we get ready?")
        coach.warm_up()
        counterpart.warm_up()


def _store(history: History, attempt: Attempt, turn: Turn, hints: int = 0, tone: str = "") -> None:
    """Store a turn; with the first one of an attempt, the attempt."""
    now, parent = datetime.now(UTC), attempt.parent
    if not attempt.session_id:
        with history.batch():
            if parent is not None and parent.session_id:
                history.raw.expect_talk(parent.session_id, parent.uid)
            left = parent.session_id if parent is not None else 0
            attempt.session_id = history.start(attempt.session, now, left, attempt.branched_at, attempt.uid)
        attempt.uid = history.raw.uid_of(attempt.session_id)
    history.add_turn(attempt.session_id, turn, now, hints, tone, attempt.uid)


def after_erasing(practice: PracticeModel) -> str:
    """Something was erased in this window: let go of a talk that is gone, and go on as the first learner in place of one.

    Return the name of the first learner in that case, "" where the one in use is still there.
    """
    practice.stored.hear_of_erasures()
    practice.let_go_of_erased()
    profiles = practice.stored.history.profiles
    if profiles.is_there():
        return ""
    profiles.choose(1)
    return profiles.current().name
