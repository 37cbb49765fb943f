"""The bridge between the practice and the window: requests come in as calls, facts go out as signals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from .. import settings as stored
from ..errors import TrainerError
from ..scenario import Level, Scenario, load
from .file_desk import FileDesk

if TYPE_CHECKING:
    from ..history import History, SessionRow
    from ..progress.look_back import LookBack
    from ..session import Session, Turn


@dataclass
class Way:
    """One way through the talk. `session_id`: 0 until its first own line is stored; `parent`, `branched_at`: what it left."""

    session: Session
    session_id: int = 0
    parent: int = 0
    branched_at: int = 0


class Desk(FileDesk):
    """One talk at a time with all its ways, the file it is stored in, and what the learner has set."""

    session_started = Signal(object)
    turn_added = Signal(object)
    session_ended = Signal(object)
    setting_changed = Signal(str)

    def __init__(self, database: Path | None, seeds: Callable[[], int], settings: Path | None = None) -> None:
        """`database`: the learner's file, None for memory. `seeds`: where the seed of a new session comes from.

        `settings`: the file of the settings, None to keep them in memory.
        """
        super().__init__(database)
        self._seeds, self._settings_path = seeds, settings
        self.settings = stored.load(settings) if settings else stored.Settings()
        self.ways: list[Way] = []
        self.current = 0
        #: Grades of hint looked at since the last line.
        self.hints = 0

    @property
    def keeps_files(self) -> bool:
        """Whether settings are kept on the disk."""
        return self._settings_path is not None

    @property
    def session(self) -> Session | None:
        return self.ways[self.current].session if self.ways else None

    # -- the file is another one ------------------------------------------------------------------------------

    def renumber(self, ids: Mapping[int, int]) -> None:
        for way in self.ways:
            way.session_id, way.parent = ids.get(way.session_id, 0), ids.get(way.parent, 0)

    def stored_as(self, ids: Mapping[int, int]) -> None:
        """Another file is in place: the talk in hand under its ids there; what that file does not hold of it is stored again."""
        begun = [way for way in self.ways if way.session_id]
        self.renumber(ids)
        for way in begun:
            known = {turn.number for turn in self.history.turns(way.session_id)}
            for turn in way.session.turns:
                if turn.number not in known and turn.number >= way.branched_at:
                    self._store(self.history, way, turn)

    # -- talks -----------------------------------------------------------------------------------------------

    def start(self, path: Path, level: str = "") -> None:
        """Begin a scenario from its file, at its own level or another one."""
        from ..session import Session

        try:
            scenario = load(path)
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return
        self.begin(Session(scenario.at_level(Level(level)) if level else scenario, self._seeds()))

    def begin(self, session: Session, session_id: int = 0) -> None:
        self.ways, self.current = [Way(session, session_id)], 0
        self._show()

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

    def say(self, line: str, tone: str = "") -> bool:
        """A line of the learner: stored first, then told. False, with the reason told, when it cannot be said.

        `tone`: how it sounded to them, where they noted it.
        """
        session = self.session
        if session is None:
            return False
        way = self.ways[self.current]
        try:
            turn = session.answer(line)
            self.keeper.keep(lambda history: self._store(history, way, turn, self.hints, tone))
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return False
        self.hints = 0
        session.turns.append(turn)
        self.turn_added.emit(turn)
        if self.keeper.trouble:  # the page has cleared what was said there
            self.trouble_told.emit(f"Not saved yet: {self.keeper.trouble}")
        if turn.outcome is not None:
            self.session_ended.emit(session)
        return True

    def _store(self, history: History, way: Way, turn: Turn, hints: int = 0, tone: str = "") -> None:
        now = datetime.now(UTC)
        way.session_id = way.session_id or history.start(way.session, now, way.parent, way.branched_at)
        history.add_turn(way.session_id, turn, now, hints, tone)

    def give_up(self) -> None:
        """Close a talk without an end; what was said stays stored."""
        session = self.session
        if session is None or session.outcome is not None:
            return
        way = self.ways[self.current]
        if way.session_id:
            left = session.left_as()
            self.keeper.keep(lambda history: history.end(way.session_id, left, datetime.now(UTC)))
        self.session_ended.emit(session)

    # -- ways ------------------------------------------------------------------------------------------------

    def try_from(self, number: int) -> None:
        """Go back to the moment before turn `number` and try another line there; the way so far is kept."""
        way = self.ways[self.current]
        if not any(turn.number == number for turn in way.session.turns):
            return
        # What was not begun yet is no way of its own: stepping back again goes on from where it left.
        fresh = way.session_id == 0 and way.parent != 0
        new = Way(way.session.branch(number), 0, way.parent if fresh else way.session_id, number)
        if fresh:
            self.ways[self.current] = new
        else:
            self.ways.append(new)
            self.current = len(self.ways) - 1
        self._show()

    def step_back(self) -> str:
        """Back by one turn; the line that was said there, "" where there is none."""
        session = self.session
        if session is None or not session.turns:
            return ""
        last = session.turns[-1]
        self.try_from(last.number)
        return last.line

    def choose_way(self, place: int) -> None:
        """Go on with another way of this talk."""
        if 0 <= place < len(self.ways):
            self.current = place
            self._show()

    def other_way(self) -> Way | None:
        """The way to compare with: the newest of the others that has lines."""
        others = [way for place, way in enumerate(self.ways) if place != self.current and way.session.turns]
        return others[-1] if others else None

    def _show(self) -> None:
        self.hints = 0
        self.session_started.emit(self.session)

    def look_back(self) -> LookBack | None:
        """The look back at the way in hand."""
        from ..progress.look_back import of_session

        way = self.ways[self.current] if self.ways else None
        return of_session(way.session, way.session_id) if way else None

    # -- settings ----------------------------------------------------------------------------------------------

    def set(self, name: str, value: str) -> None:
        """Change a setting, keep it, tell it."""
        self.settings = self.settings.with_(name, value)
        if self._settings_path is not None:
            try:
                stored.save(self.settings, self._settings_path)
            except TrainerError as error:
                self.trouble_told.emit(str(error))
        self.setting_changed.emit(name)

    # -- start and end -----------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Load what the first line will need, after the window is on the screen."""
        from .. import coach, counterpart
        from ..language import flip

        flip("Can we get ready?")
        coach.warm_up()
        counterpart.warm_up()
