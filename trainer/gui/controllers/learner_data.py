"""Serves the progress page, and what the Data menu has about learners: who practises, reports, erasing. Confirmed in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import TrainerError
from ...plain_files import write_chosen
from ..bridge.practice import PracticeModel, after_erasing
from ..frame.dialogs import Dialogs, waiting
from ..frame.messages import Messages
from ..frame.navigator import Navigator

if TYPE_CHECKING:
    from ...history import History
    from ...history.reviews import Profile
    from ..progress.page import ProgressPage
    from .debrief import DebriefController

_NEW, _NAMELESS = "A new learner …", "A workshop, without names …"
_CHANGED = "That is not in the file any more: it has changed meanwhile. Please look again."
_FOR_GOOD = "That reaches the backups too, and cannot be undone."


def _still_there(row_id: int) -> int:
    if not row_id:
        raise TrainerError(_CHANGED)
    return row_id


class LearnerDataController:
    """Requests about the learners in the file."""

    def __init__(
        self,
        practice: PracticeModel,
        navigator: Navigator,
        messages: Messages,
        dialogs: Dialogs,
        debrief: DebriefController,
        in_workshop: Callable[[], bool],
    ) -> None:
        """`in_workshop`: tells whether a workshop is going on."""
        self._practice, self._stored, self._navigator, self._in_workshop = (
            practice,
            practice.stored,
            navigator,
            in_workshop,
        )
        self._messages, self._dialogs, self._debrief = messages, dialogs, debrief

    def serve_progress(self, page: ProgressPage) -> None:
        page.entered.connect(self._show_progress)
        page.session_chosen.connect(self._debrief.show_stored)
        page.compare_asked.connect(self._debrief.compare)
        page.erase_asked.connect(self.erase_session)
        page.report_asked.connect(self.save_report)
        page.profiles_asked.connect(self.choose_profile)
        page.go_asked.connect(self._navigator.go)
        page.chart_asked.connect(self._save_chart)
        self._stored.standing_in.connect(lambda _: self._show_anew(page))

    @property
    def _history(self) -> History:
        return self._stored.history

    def _show_anew(self, page: ProgressPage) -> None:
        """Show what there is in the history that is in use now."""
        page.forget()
        if self._navigator.current == "progress":
            self._show_progress()

    def _show_progress(self) -> None:
        page: ProgressPage = self._navigator.page("progress")
        page.show_history(self._history, self._history.profiles.current().name)

    # -- whose it is -------------------------------------------------------------------------------------------

    def choose_profile(self) -> None:
        """Go on as another learner, or make one."""
        profiles = self._history.profiles
        known = profiles.all()
        names = [*(profile.name for profile in known), _NEW, _NAMELESS]
        place = next((n for n, profile in enumerate(known) if profile.id == profiles.current().id), 0)
        chosen = self._dialogs.pick("Switch learner", names, place, "Continue", "Continue as")
        if chosen >= 0:
            self._messages.attempt(lambda: self._go_on_as(known[chosen] if chosen < len(known) else names[chosen]))

    def _go_on_as(self, chosen: Profile | str) -> None:
        now = datetime.now(UTC)
        if isinstance(chosen, str):
            name = self._dialogs.line("A new learner", "Name", "Continue") if chosen == _NEW else ""
            if name is None:
                return
            profiles = self._history.profiles
            chosen = profiles.add(name, "learner", now) if chosen == _NEW else profiles.add_nameless(now)
        if (number := self._same(chosen)) != self._history.profile:
            self._practice.let_go_of_talk()  # the talk in hand is the other learner's, who can resume it
        self._history.profiles.choose(number)
        self._navigator.go("progress")

    def _same(self, profile: Profile) -> int:
        """Return the id that a learner has now: while a dialog asked, the file may have become another one."""
        known = self._history.profiles.all()
        return _still_there(next((one.id for one in known if (one.name, one.kind) == (profile.name, profile.kind)), 0))

    # -- paper and files ---------------------------------------------------------------------------------------

    def save_report(self) -> None:
        """Save a report for a coach, as a web page or PDF."""
        kinds = "Web page (*.html);;PDF (*.pdf)"
        chosen = self._dialogs.save_file("Report for my coach", "practice-review.html", kinds)
        if chosen is not None:
            self._messages.save(chosen, self._write_report)

    def _write_report(self, path: Path) -> None:
        from ...progress.report import report

        text = report(self._history, self._history.profiles.current().name, date.today())
        if path.suffix.lower() == ".pdf":
            from PySide6.QtGui import QTextDocument

            from ..kit.paper import save_document

            document = QTextDocument()
            document.setHtml(text)  # every text in it is escaped
            save_document(path, "Report for my coach", document)
        else:
            write_chosen(path, text)

    def _save_chart(self, name: str, ending: str) -> None:
        from ..progress.charts import kinds

        page: ProgressPage = self._navigator.page("progress")
        path = self._dialogs.save_file("Save the chart", f"{name}.{ending}", kinds(ending))
        if path is not None:
            self._messages.save(path, page.charts[name].save)

    # -- erasing -----------------------------------------------------------------------------------------------

    def erase_session(self, uid: str) -> None:
        """Erase one talk, after a question in words."""
        row = self._history.session_of(uid)
        if row is None:
            self._debrief.tell_gone()
            return
        lines = f"{row.turns} line{'' if row.turns == 1 else 's'}"
        of = f"“{row.title}” of {row.started.astimezone():%d %b %Y} with its {lines}"
        if self._sure(f"Erase {of}?", "Keep it"):
            self._erase(lambda: self._history.erasing.session(_still_there(self._history.raw.id_of(uid))))

    def erase_profile(self) -> None:
        """Erase everything of the learner in use."""
        profile = self._history.profiles.current()
        if self._sure(f"Erase every talk, answer and commitment of “{profile.name}”?", "Keep them"):
            self._erase(lambda: self._history.erasing.profile(self._same(profile)))

    def erase_all(self) -> None:
        """Erase everything of everybody."""
        if self._sure("Erase every talk, answer and commitment of every learner in this file?", "Keep everything"):
            self._erase(lambda: self._history.erasing.everything())  # noqa: PLW0108 – it may be another by then

    def _erase(self, erase: Callable[[], object]) -> None:
        """Erase something, and show what is left; where the learner in use is gone, of the first one."""
        from ...history.left_files import SET_ASIDE, left_files

        def action() -> None:
            try:
                with waiting():
                    erase()
            finally:  # it may be erased here, and not in a copy
                after_erasing(self._practice)
            self._navigator.go("progress")
            left = left_files(self._stored.database, (SET_ASIDE,)) if self._stored.database is not None else []
            if left:
                files = "a file that was" if len(left) == 1 else f"{len(left)} files that were"
                self._messages.tell(
                    f"Erased. Beside your file lies {files} set aside, {left[-1].name}: delete it yourself if nothing in it is wanted."
                )

        self._messages.attempt(action)

    def _sure(self, question: str, keep: str) -> bool:
        if self._in_workshop():
            self._messages.tell("Please end the workshop first; then what you like can be erased.")
            return False
        return self._dialogs.confirm("Erase", question, do="Erase for good", keep=keep, told=_FOR_GOOD)
