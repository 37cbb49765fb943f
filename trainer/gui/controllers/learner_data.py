"""Serves the progress page and the Data menu: whose data it is, reports, other files, backups, erasing. Confirmed in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import TrainerError
from ..bridge.practice import PracticeModel
from ..frame.dialogs import Dialogs
from ..frame.messages import Messages
from ..frame.navigator import Navigator

if TYPE_CHECKING:
    from ...history import History
    from ...history.reviews import Profile
    from ..progress.page import ProgressPage
    from .debrief import DebriefController

_NEW, _NAMELESS = "A new learner …", "A workshop, without names …"
_FOR_GOOD = "That reaches the backups too, and cannot be undone."


class LearnerDataController:
    """Requests about what is stored. `in_workshop`: tells whether a workshop is going on."""

    def __init__(
        self,
        practice: PracticeModel,
        navigator: Navigator,
        messages: Messages,
        dialogs: Dialogs,
        debrief: DebriefController,
        in_workshop: Callable[[], bool],
    ) -> None:
        self._practice, self._stored, self._navigator = practice, practice.stored, navigator
        self._messages, self._dialogs, self._debrief, self._in_workshop = messages, dialogs, debrief, in_workshop

    def serve_progress(self, page: ProgressPage) -> None:
        page.entered.connect(self._show_progress)
        page.session_chosen.connect(self._debrief.show_stored)
        page.compare_asked.connect(self._debrief.compare)
        page.erase_asked.connect(self.erase_session)
        page.report_asked.connect(self.save_report)
        page.profiles_asked.connect(self.choose_profile)
        page.go_asked.connect(self._navigator.go)
        page.chart_asked.connect(self._save_chart)

    @property
    def _history(self) -> History:
        return self._stored.history

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
        profiles, now = self._history.profiles, datetime.now(UTC)
        if chosen == _NEW:
            name = self._dialogs.line("A new learner", "Name", "Continue")
            if name is None:
                return
            chosen = profiles.add(name, "learner", now)
        elif isinstance(chosen, str):
            chosen = profiles.add(f"Workshop of {now.astimezone():%d %b %Y, %H:%M}", "workshop", now)
        profiles.choose(chosen.id)
        self._navigator.go("progress")

    # -- paper and files ---------------------------------------------------------------------------------------

    def save_report(self) -> None:
        """Save a report for a coach, as a web page or PDF."""
        kinds = "Web page (*.html);;PDF (*.pdf)"
        chosen = self._dialogs.save_file("Report for my coach", "practice-review.html", kinds)
        if chosen is not None:
            self._messages.attempt(lambda: self._write_report(chosen))

    def _write_report(self, path: Path) -> None:
        from ...progress.report import report

        text = report(self._history, self._history.profiles.current().name, date.today())
        if path.suffix == ".pdf":
            from PySide6.QtGui import QTextDocument

            from ..kit.paper import pdf

            document = QTextDocument()
            document.setHtml(text)  # every text in it is escaped
            document.print_(pdf(path, "Report for my coach"))
            return
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise TrainerError(f"{path} cannot be written ({error.strerror}). Please choose another place.") from error

    def _save_chart(self, name: str, ending: str) -> None:
        page: ProgressPage = self._navigator.page("progress")
        path = self._dialogs.save_file("Save the chart", f"{name}.{ending}")
        if path is not None:
            self._messages.attempt(lambda: page.charts[name].save(path))

    def import_file(self) -> None:
        """Import another file of ours, without doubling anything."""
        from ...history.merge import merge

        chosen = self._dialogs.open_file("Import practice data", "Safe No (*.sqlite)")
        if chosen is None:
            return

        def action() -> None:
            taken = merge(self._history, chosen).told()
            self._navigator.go("library")
            self._messages.tell(f"Imported: {taken}." if taken else "Everything in that file is here already.")

        self._messages.attempt(action)

    def restore_backup(self) -> None:
        """Put a backup in the place of the file, after a look at what each holds."""
        from ...history.backups import look_into

        path = self._stored.database
        known = [backup for backup in look_into(path) if backup.sound] if path is not None else []
        if path is None or not known:
            self._messages.tell("There is no backup yet; one is made at the end of every day of use.")
            return
        chosen = self._dialogs.pick(
            "Restore a backup", [backup.told() for backup in known], 0, "Restore",
            "The file in use is set aside; nothing of it is lost.",
        )  # fmt: skip
        if chosen >= 0:
            self._messages.attempt(lambda: self._put_back(path, known[chosen].path))

    def _put_back(self, path: Path, backup: Path) -> None:
        """Restore, and go on as the same learner with the same talk, which may have other ids in the file now."""
        from ...history.restoration import put_back

        if self._in_workshop():
            raise TrainerError("Please end the workshop first; then a backup can be restored.")
        whose, uids = self._in_use()
        for page in self._navigator.pages():
            page.forget()
        self._stored.keeper.let_go()
        said = put_back(path, backup)
        if not self._stored.keeper.come_back(now=True):
            history = self._history
            same = [one for one in history.profiles.all() if whose and (one.name, one.kind) == (whose.name, whose.kind)]
            history.profiles.choose(same[0].id if same else 1)
            ids = {row["uid"]: row["id"] for row in history.raw.query("select id, uid from sessions")}
            self._practice.stored_as({old: ids[uid] for old, uid in uids.items() if uid in ids})
        self._navigator.go("library")
        self._messages.tell(" ".join(said))

    def _in_use(self) -> tuple[Profile | None, dict[int, str]]:
        """Return the learner in use, and the id of every talk with the one that is the same in every copy."""
        try:
            rows = self._history.raw.query("select id, uid from sessions")
            return self._history.profiles.current(), {row["id"]: row["uid"] for row in rows}
        except TrainerError:  # that is why one restores
            return None, {}

    # -- erasing -----------------------------------------------------------------------------------------------

    def erase_session(self, session_id: int) -> None:
        """Erase one talk, after a question in words."""
        row = self._history.session(session_id)
        if row is None:
            return
        of = f"“{row.title}” of {row.started.astimezone():%d %b %Y} with its {row.turns} lines"
        if self._sure(f"Erase {of}?", "Keep it"):
            self._messages.attempt(lambda: self._history.erasing.session(session_id))
            self._navigator.go("progress")

    def erase_profile(self) -> None:
        """Erase everything of the learner in use."""
        profile = self._history.profiles.current()
        if self._sure(f"Erase every talk, answer and commitment of “{profile.name}”?", "Keep them"):
            self._messages.attempt(lambda: self._history.erasing.profile(profile.id))
            self._history.profiles.choose(1)
            self._navigator.go("progress")

    def erase_all(self) -> None:
        """Erase everything of everybody."""
        if self._sure("Erase every talk, answer and commitment of every learner in this file?", "Keep everything"):
            self._messages.attempt(self._history.erasing.everything)
            self._history.profiles.choose(1)
            self._navigator.go("progress")

    def _sure(self, question: str, keep: str) -> bool:
        return self._dialogs.confirm("Erase", question, do="Erase for good", keep=keep, told=_FOR_GOOD)
