"""What can be asked of the talk in hand: by key, by menu, by a button on one of its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import TrainerError
from ..scenario import find

if TYPE_CHECKING:
    from ..scenario.own import OwnTalk
    from .window import Window


class Talking:
    """Requests of the talk; it asks the desk and shows the page that belongs to the answer."""

    def __init__(self, window: Window) -> None:
        self._window, self._desk = window, window.desk

    def toggle_thoughts(self) -> None:
        self._window.practice.person.thought_toggle.toggle()

    def toggle_details(self) -> None:
        self._window.practice.person.detail_toggle.toggle()

    def next_hint(self) -> None:
        """One more grade of hint; that it was looked at is stored with the next line."""
        self._desk.hints = max(self._desk.hints, self._window.practice.show_next_hint())

    def use_better(self) -> None:
        self._window.practice.use_better()

    def step_back(self) -> None:
        if self._practising():
            self._window.practice.composer.start_anew(self._desk.step_back())
            self._window.practice.composer.selectAll()

    def try_from(self, number: int) -> None:
        """Another line in place of that one: the old words stand in the composer, ready to be typed over."""
        session = self._desk.session
        line = next((turn.line for turn in session.turns if turn.number == number), "") if session else ""
        self._desk.try_from(number)
        self._window.practice.composer.put(line)
        self._window.practice.composer.selectAll()

    def next_way(self) -> None:
        if len(self._desk.ways) > 1:
            self._desk.choose_way((self._desk.current + 1) % len(self._desk.ways))

    def _practising(self) -> bool:
        return self._desk.session is not None and self._window.pages.currentWidget() is self._window.practice

    def end_talk(self) -> None:
        if self._practising():
            self._desk.give_up()

    def look_back(self) -> None:
        if self._window.more.looking.show_current():
            self._window.go(self._window.ending, "")
            self._window.ending.again.setFocus()

    def look_back_at(self, session_id: int) -> None:
        """The look back at a stored session; its scenario may have vanished since."""
        from ..progress.look_back import of_stored

        row = self._desk.history.session(session_id)
        scenario = self._window.scenario(row.scenario) if row else None
        if row is not None and scenario is not None:
            self._window.more.looking.show_stored(of_stored(self._desk.history, row, scenario))
            self._window.go(self._window.ending, "")
            self._window.ending.curve.setFocus()

    def compare(self, one: int, other: int) -> None:
        """The look back at one stored talk with the curve of another over it."""
        from ..progress.look_back import of_stored

        history = self._desk.history
        rows = [history.session(session_id) for session_id in (one, other)]
        if rows[0] is None or rows[1] is None:
            return
        scenarios = [self._window.scenario(row.scenario) for row in rows if row is not None]
        if scenarios[0] is None or scenarios[1] is None:
            return
        second = of_stored(history, rows[1], scenarios[1])
        self._window.more.looking.show_stored(
            of_stored(history, rows[0], scenarios[0]),
            (second.title, second.look.curve, f"It ended: {second.look.headline.lower()}."),
        )
        self._window.go(self._window.ending, "")
        self._window.ending.curve.setFocus()

    def resume(self) -> None:
        row = self._desk.history.resumable()
        scenario = self._window.scenario(row.scenario) if row else None
        if row is not None and scenario is not None:
            self._desk.resume(row, scenario)

    def make_own_talk(self, talk: OwnTalk) -> None:
        """Save the learner's own talk as a scenario and begin it."""
        from ..scenario.own import save

        try:
            path = save(talk, self._window.folders[-1])
        except TrainerError as error:
            self._window.more.own_talk.notice.say(str(error))
            return
        self._window.library.fill()
        self._window.library.choose(path)
        self._desk.start(path)

    def begin_first(self) -> None:
        """From the welcome straight into an easy talk."""
        self._desk.set("welcomed", "yes")
        self._desk.start(find("coffee_new_acquaintance", self._window.folders), "easy")
