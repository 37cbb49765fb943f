"""Serves the library: a talk is started, or taken up again, and the last commitment is asked about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ...plain_files import is_there, trouble
from ..background.scenario_loader import ScenarioLoader
from ..bridge.practice import PracticeModel
from ..frame.messages import Messages, TakeBack
from ..frame.navigator import Navigator
from .talk import TalkController

if TYPE_CHECKING:
    from ...history.row_types import CommitmentRow, SessionRow
    from ..library.page import LibraryPage

_READING = "Reading this scenario takes a moment; the talk begins as soon as that is done."


class LibraryController:
    """Asks for the talk of a row, or for the one that was broken off."""

    def __init__(self, practice: PracticeModel, navigator: Navigator, messages: Messages, talk: TalkController) -> None:
        self._practice, self._navigator, self._messages, self._talk = practice, navigator, messages, talk
        #: The commitment that the library asks about.
        self._asked_about: CommitmentRow | None = None
        #: The talk that the library offers to go on with.
        self._offered: SessionRow | None = None
        self._loader = ScenarioLoader()
        #: Takes back what was said while a scenario is being read.
        self._take_back: TakeBack = lambda: None
        navigator.changed.connect(self._gone_elsewhere)

    def serve(self, page: LibraryPage) -> None:
        self._loader.setParent(page)
        page.entered.connect(self._entered)
        page.start_asked.connect(self._start)
        page.resume_asked.connect(self.resume)
        page.own_asked.connect(lambda: self._navigator.go("own_talk"))
        page.commitment_answered.connect(self._answer_commitment)

    def _entered(self) -> None:
        """Offer what was broken off, as soon as the history is there: the first window does not wait for it."""
        if self._practice.stored.opened:
            self.offer_resume()

    def _gone_elsewhere(self, _: str) -> None:
        """Who has gone elsewhere is not called away from there."""
        self._loader.forget()
        self._take_back()

    def _start(self, path: Path, level: str) -> None:
        """Begin the talk of a row of the library, if its file is still there."""
        if is_there(path):
            self._with_file(path, lambda: self._practice.start(path, level))
            return
        page: LibraryPage = self._navigator.page("library")
        page.fill()
        gone = f"“{path.name}” is gone already: it was removed outside this window."
        self._messages.tell(trouble(path.parent) or gone)

    def _with_file(self, path: Path, then: Callable[[], object]) -> None:
        """Do something with a scenario as soon as it can be read in a moment; a large one is read first, beside the window."""

        def read(fault: str) -> None:
            self._take_back()
            if fault:
                self._messages.tell(fault)
            else:
                then()

        if not self._loader.read(path, read):
            self._take_back = self._messages.tell_for_now(_READING)

    def offer_resume(self) -> None:
        """Offer to go on with a talk that was broken off, and ask about the last commitment."""
        page: LibraryPage = self._navigator.page("library")
        history = self._practice.stored.history
        row = self._offered = history.resumable()
        page.offer_resume(row.title if row else "", row.turns if row else 0)
        made = self._asked_about = history.notes.open_commitment()
        page.remind(made.text if made else "")

    def _answer_commitment(self, status: str, how: str) -> None:
        if self._asked_about is not None:
            self._practice.stored.answer_commitment(self._asked_about, status, how)

    def resume(self) -> None:
        """Go on with the talk that the library names, as far as it has got since."""
        if (offered := self._offered) is None:
            return
        row = self._practice.stored.history.session_of(offered.uid)
        if row is None or row.outcome is not None:
            self.offer_resume()
            gone = "was erased" if row is None else "came to its end in another window"
            self._messages.tell(f"“{offered.title}” {gone} meanwhile. This page shows what there is now.")
        elif self._go_on(row):
            self._navigator.go("practice")
        elif (path := self._talk.found(row.scenario)) is not None:
            self._with_file(path, lambda: self._resume(row))

    def _resume(self, row: SessionRow) -> None:
        scenario = self._talk.scenario(row.scenario)
        if scenario is not None:
            self._practice.resume(row, scenario)

    def _go_on(self, row: SessionRow) -> bool:
        """Go on with the talk in hand if a stored one is an attempt at it, as it is in the file; otherwise False.

        The attempt in hand stays so unless it is over.
        """
        history, attempts = self._practice.stored.history, self._practice.attempts
        uid, current = history.raw.uid_of(row.id), attempts.current
        place = next((place for place, one in enumerate(attempts.all) if one.uid and one.uid == uid), -1)
        if place < 0 or current is None or history.last_state(row.id) != attempts.all[place].session.state:
            return False
        stored = history.session(current.session_id) if current.session_id else None
        if stored is not None and stored.outcome is not None:
            self._practice.choose_attempt(place)
        return True
