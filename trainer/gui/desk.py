"""The bridge between the practice and the window: requests come in as calls, facts go out as signals."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ..errors import TrainerError
from ..scenario import Outcome, Scenario, load

if TYPE_CHECKING:
    from ..history import History, SessionRow
    from ..session import Session


class Desk(QObject):
    """One session at a time, and the file it is stored in."""

    session_started = Signal(object)
    turn_added = Signal(object)
    session_ended = Signal(object)
    trouble_told = Signal(str)

    def __init__(self, database: Path | None, seeds: Callable[[], int]) -> None:
        """`database`: the learner's file, None for memory. `seeds`: where the seed of a new session comes from."""
        super().__init__()
        self._database, self._seeds = database, seeds
        self._history: History | None = None
        self._session_id = 0
        self.session: Session | None = None

    @property
    def history(self) -> History:
        """The stored history; loaded on first use, since the first window does not need it.

        When the file cannot be used, practice goes on in memory and says so.
        """
        if self._history is None:
            from ..history import History

            try:
                self._history = History.open(self._database)
            except TrainerError as error:
                self._history = History.open(None)
                self.trouble_told.emit(f"{error} Until then you can practise; nothing is saved.")
        return self._history

    def start(self, path: Path) -> None:
        """Begin a scenario from its file."""
        from ..session import Session

        try:
            scenario = load(path)
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return
        self.begin(Session(scenario, self._seeds()))

    def begin(self, session: Session, session_id: int = 0) -> None:
        self.session, self._session_id = session, session_id
        self.session_started.emit(session)

    def again(self) -> None:
        """The same scenario once more, with another seed."""
        from ..session import Session

        if self.session is not None:
            self.begin(Session(self.session.scenario, self._seeds()))

    def resume(self, row: SessionRow, scenario: Scenario) -> None:
        """Go on with a session that was broken off."""
        try:
            session = self.history.resume(row, scenario)
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return
        self.begin(session, row.id)

    def say(self, line: str) -> bool:
        """A line of the learner: stored first, then told. False, with the reason told, when it cannot be said."""
        session = self.session
        if session is None:
            return False
        try:
            turn = session.answer(line)
            now = datetime.now(UTC)
            self._session_id = self._session_id or self.history.start(session, now)
            self.history.add_turn(self._session_id, turn, now)
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return False
        session.turns.append(turn)
        self.turn_added.emit(turn)
        if turn.outcome is not None:
            self.session_ended.emit(session)
        return True

    def give_up(self) -> None:
        """Close a talk without an end; what was said stays stored."""
        if self.session is None or self.session.outcome is not None:
            return
        if self._session_id:
            self.history.end(self._session_id, Outcome.UNFINISHED, datetime.now(UTC))
        self.session_ended.emit(self.session)

    def warm_up(self) -> None:
        """Load what the first line will need, after the window is on the screen."""
        from .. import coach, counterpart
        from ..language import flip

        flip("Can we get ready?")
        coach.warm_up()
        counterpart.warm_up()

    def close(self) -> None:
        if self._history is not None:
            self._history.close()
