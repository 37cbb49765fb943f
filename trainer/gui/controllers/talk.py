"""Serves the pages around a talk: own talk, welcome, practice; and what can be asked of the talk in hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import TrainerError
from ...scenario import Scenario, find, load
from ..bridge.practice import PracticeModel
from ..bridge.settings import SettingsModel
from ..frame.messages import Messages
from ..frame.navigator import Navigator

if TYPE_CHECKING:
    from ...scenario.own import OwnTalk
    from ...session import Session, Turn
    from ..library.own_talk import OwnTalkPage
    from ..library.page import LibraryPage
    from ..library.welcome import WelcomePage
    from ..practice.page import PracticePage

#: Setting → milliseconds before a reply appears.
PAUSES = {"natural": 700, "short": 250, "off": 0}
#: The scenario and level a new learner begins with.
_FIRST = ("coffee_new_acquaintance", "easy")


class TalkController:
    """Asks the practice for what the pages ask for, and shows what it answers."""

    def __init__(
        self,
        practice: PracticeModel,
        settings: SettingsModel,
        navigator: Navigator,
        messages: Messages,
        folders: Sequence[Path],
        pause: int | None = None,
    ) -> None:
        """`folders`: of scenarios, the learner's own last. `pause`: milliseconds before a reply, None for the setting."""
        self._practice, self._settings, self._navigator, self._messages = practice, settings, navigator, messages
        self._folders, self._pause = folders, pause
        practice.session_started.connect(self._session_started)
        practice.turn_added.connect(self._turn_added)
        practice.session_ended.connect(self._session_ended)
        practice.let_go.connect(self._let_go)
        settings.changed.connect(lambda _: self._set_up())

    @property
    def _page(self) -> PracticePage:
        page: PracticePage = self._navigator.page("practice")
        return page

    # -- serving pages -------------------------------------------------------------------------------------------

    def serve_welcome(self, page: WelcomePage) -> None:
        page.begin_asked.connect(self.begin_first)
        page.look_asked.connect(self.look_around)

    def serve_own_talk(self, page: OwnTalkPage) -> None:
        page.talk_made.connect(self.make_own_talk)
        page.left.connect(page.start_anew)
        page.left.connect(lambda: self._navigator.go("library"))

    def serve_practice(self, page: PracticePage) -> None:
        from ..practice.voice import system_voice

        page.voice = system_voice()
        page.line_said.connect(self._practice.say)
        page.composer.paused.connect(self._practice.hear_ahead)
        page.end_asked.connect(self._practice.give_up)
        page.debrief_asked.connect(lambda: self._navigator.go("debrief"))
        page.another_try_asked.connect(self.try_from)
        page.attempt_chosen.connect(self._practice.choose_attempt)
        page.hint_asked.connect(self.next_hint)
        self._set_up()

    def _set_up(self) -> None:
        """Pass what is set on to the practice page, if it is there."""
        if not self._navigator.made("practice"):
            return
        page, settings = self._page, self._settings
        page.live = settings["live_reading"] == "on"
        page.say_first = settings["say_first"] == "on"
        page.speaks = settings["speak_replies"] == "on"
        page.pause = self._pause if self._pause is not None else calm(PAUSES[settings["pause"]])

    # -- facts ---------------------------------------------------------------------------------------------------

    def _session_started(self, session: Session) -> None:
        attempts = self._practice.attempts
        page = self._page
        page.open_session(session, same_talk=len(attempts) > 1)
        page.show_attempts(len(attempts), attempts.place)
        self._navigator.go("practice")

    def _turn_added(self, turn: Turn) -> None:
        self._page.add_turn(turn)

    def _session_ended(self, session: Session) -> None:
        """A talk that came to its end stays on the page until the learner asks for the debrief; one that was left does not."""
        if session.outcome is None:
            self._navigator.go("debrief")

    def _let_go(self, _: object) -> None:
        """The talk was erased, and with it what was half typed in it: no undo brings that into another one."""
        if self._navigator.made("practice"):
            self._page.composer.start_anew()

    # -- before a talk ---------------------------------------------------------------------------------------------------

    def show_first(self) -> None:
        """At the start: without the history, which is loaded after the first paint. A new learner is welcomed."""
        self._navigator.go("welcome" if self._settings["welcomed"] == "no" else "library")

    def look_around(self) -> None:
        self._settings.set("welcomed", "yes")
        self._navigator.go("library")

    def begin_first(self) -> None:
        """Go from the welcome straight into an easy talk."""
        self._settings.set("welcomed", "yes")
        name, level = _FIRST
        if path := self.found(name):
            self._practice.start(path, level)

    def found(self, name: str) -> Path | None:
        """Return the file of a scenario; None, with the reason told, where it has vanished."""
        try:
            return find(name, self._folders)
        except TrainerError as error:
            self._messages.tell(str(error))
            return None

    def scenario(self, name: str) -> Scenario | None:
        """Return the scenario of that name; None, with the reason told, when it has vanished or is broken."""
        try:
            return load(find(name, self._folders))
        except TrainerError as error:
            self._messages.tell(str(error))
            return None

    def make_own_talk(self, talk: OwnTalk) -> None:
        """Make a scenario of a filled form, and begin it."""
        from ...scenario.own import first_empty, save

        page: OwnTalkPage = self._navigator.page("own_talk")
        try:
            path = save(talk, self._folders[-1])
        except TrainerError as error:
            self._messages.tell(str(error))
            if empty := first_empty(talk):
                page.point_at(empty)
            return
        page.start_anew()
        library: LibraryPage = self._navigator.page("library")
        library.fill()
        library.choose(path)
        self._practice.start(path)

    # -- requests, each a row of the table of actions ------------------------------------------------------------------

    def practising(self) -> bool:
        """Tell whether a talk is on the page in hand."""
        return self._practice.session is not None and self._navigator.current == "practice"

    def going(self) -> bool:
        """Tell whether a talk is on the page in hand and has not come to its end."""
        session = self._practice.session
        return self.practising() and session is not None and session.outcome is None

    def toggle_thoughts(self) -> None:
        self._page.person.thought_toggle.toggle()

    def toggle_details(self) -> None:
        self._page.person.detail_toggle.toggle()

    def next_hint(self) -> None:
        """Show one more grade of hint; that it was looked at is stored with the next line."""
        self._practice.hints = max(self._practice.hints, self._page.show_next_hint())

    def use_better(self) -> None:
        self._page.use_better()

    def step_back(self) -> None:
        if self.practising():
            self._page.composer.put(self._practice.step_back())
            self._page.composer.selectAll()

    def try_from(self, number: int) -> None:
        """Try another line in place of that one: the old words stand in the composer, ready to be typed over."""
        session = self._practice.session
        line = next((turn.line for turn in session.turns if turn.number == number), "") if session else ""
        self._practice.try_from(number)
        self._page.composer.put(line)
        self._page.composer.selectAll()

    def next_attempt(self) -> None:
        attempts = self._practice.attempts
        if len(attempts) > 1:
            self._practice.choose_attempt((attempts.place + 1) % len(attempts))

    def end_talk(self) -> None:
        if self.practising():
            self._practice.give_up()


def calm(pause: int) -> int:
    """Return the pause in milliseconds, or 0 where the system asks for reduced motion."""
    from PySide6.QtWidgets import QApplication

    hints = QApplication.styleHints()
    reduced = getattr(hints, "accessibility", None)
    motion = reduced() if reduced is not None else None
    preference = getattr(motion, "motionPreference", lambda: None)()
    return 0 if getattr(preference, "name", "") == "ReducedMotion" else pause
