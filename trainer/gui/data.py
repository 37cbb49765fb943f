"""Requests about the learner's data: whose it is, a page for a coach, another file, erasing. Confirmed in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QPdfWriter, QTextDocument
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox

from ..errors import TrainerError

if TYPE_CHECKING:
    from ..history.reviews import Profile
    from .window import Window

_NEW, _NAMELESS = "A new learner …", "A workshop, without names …"


class Data:
    """Requests of the Data menu and of the progress page."""

    def __init__(self, window: Window) -> None:
        self._window, self._desk = window, window.desk

    # -- whose it is -------------------------------------------------------------------------------------------

    def choose_profile(self) -> None:
        """Go on as another learner, or make one."""
        profiles = self._desk.history.profiles
        known = profiles.all()
        names = [*(profile.name for profile in known), _NEW, _NAMELESS]
        place = next((n for n, profile in enumerate(known) if profile.id == profiles.current().id), 0)
        chosen, made = QInputDialog.getItem(self._window, "Whose is it", "Go on as", names, place, False)
        if not made:
            return
        self._try(lambda: self._go_on_as(chosen))

    def _go_on_as(self, chosen: str) -> None:
        profiles, now = self._desk.history.profiles, datetime.now(UTC)
        known = {profile.name: profile for profile in profiles.all()}
        if chosen == _NEW:
            name, made = QInputDialog.getText(self._window, "A new learner", "Name")
            if not made:
                return
            profile = profiles.add(name, "learner", now)
        elif chosen == _NAMELESS:
            profile = profiles.add(f"Workshop of {now.astimezone():%d %b %Y, %H:%M}", "workshop", now)
        else:
            profile = known[chosen]
        profiles.choose(profile.id)
        self._window.show_progress()

    # -- paper and files ---------------------------------------------------------------------------------------

    def save_report(self) -> None:
        """A page for a coach, as HTML or PDF, where the learner says."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            "A page for my coach",
            str(Path.home() / "practice-review.html"),
            "Web page (*.html);;PDF (*.pdf)",
        )
        if chosen:
            self._try(lambda: self._write_report(Path(chosen)))

    def _write_report(self, path: Path) -> None:
        from ..progress.report import report

        history = self._desk.history
        text = report(history, history.profiles.current().name, date.today())
        try:
            if path.suffix == ".pdf":
                path.touch()
                document = QTextDocument()
                document.setHtml(text)  # every text in it is escaped
                document.print_(QPdfWriter(str(path)))
            else:
                path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise TrainerError(f"{path} cannot be written ({error.strerror}). Please choose another place.") from error

    def take_in(self) -> None:
        """Take in another file of ours."""
        from ..history.merge import merge

        chosen, _ = QFileDialog.getOpenFileName(
            self._window, "Take in another file", str(Path.home()), "Safe No (*.sqlite)"
        )
        if not chosen:
            return

        def action() -> None:
            taken = merge(self._desk.history, Path(chosen)).told()
            self._window.show_library()
            self._window.library.notice.say(
                f"New, and here now: {taken}." if taken else "Everything in that file is here already."
            )

        self._try(action)

    def restore_backup(self) -> None:
        """Put a backup in the place of the file, after a look at what each holds."""
        from ..history.backups import look_into
        from ..keeping import told

        path = self._desk.database
        known = [backup for backup in look_into(path) if backup.sound] if path is not None else []
        if path is None or not known:
            self._window.tell("There is no backup yet; one is made at the end of every day of use.")
            return
        lines = [told(backup) for backup in known]
        chosen, made = QInputDialog.getItem(
            self._window, "Restore a backup", "The file in use is set aside, nothing of it is lost.", lines, 0, False
        )
        if not made:
            return

        self._try(lambda: self._put_back(path, known[lines.index(chosen)].path))

    def _put_back(self, path: Path, backup: Path) -> None:
        """Restore, and go on as the same learner with the same talk, which may have other ids in the file now."""
        from ..keeping import put_back

        if self._window.more.in_workshop():
            raise TrainerError("Please end the workshop first; then a backup can be restored.")
        whose, uids = self._in_use()
        self._window.more.forget()
        self._desk.keeper.let_go()
        said = put_back(path, backup)
        if not self._desk.keeper.come_back(now=True):
            history = self._desk.history
            same = [one for one in history.profiles.all() if whose and (one.name, one.kind) == (whose.name, whose.kind)]
            history.profiles.choose(same[0].id if same else 1)
            ids = {row["uid"]: row["id"] for row in history.raw.query("select id, uid from sessions")}
            self._desk.stored_as({old: ids[uid] for old, uid in uids.items() if uid in ids})
        self._window.show_library()
        self._window.library.notice.say(" ".join(said))

    def _in_use(self) -> tuple[Profile | None, dict[int, str]]:
        """The learner in use, and the id of every talk with the one that is the same in every copy."""
        history = self._desk.history
        try:
            rows = history.raw.query("select id, uid from sessions")
            return history.profiles.current(), {row["id"]: row["uid"] for row in rows}
        except TrainerError:  # that is why one restores
            return None, {}

    # -- erasing -----------------------------------------------------------------------------------------------

    def erase_session(self, session_id: int) -> None:
        """One talk, after a question in words."""
        row = self._desk.history.session(session_id)
        if row is None:
            return
        if self._sure(
            f"Erase “{row.title}” of {row.started.astimezone():%d %b %Y} with its {row.turns} lines, for good, from the backups too?"
        ):
            self._try(lambda: self._desk.history.erasing.session(session_id))
            self._window.show_progress()

    def erase_profile(self) -> None:
        """Everything of the learner in use."""
        profile = self._desk.history.profiles.current()
        if self._sure(f"Erase every talk, answer and commitment of “{profile.name}”, for good, from the backups too?"):
            self._try(lambda: self._desk.history.erasing.profile(profile.id))
            self._desk.history.profiles.choose(1)
            self._window.show_progress()

    def erase_all(self) -> None:
        """Everything of everybody."""
        if self._sure(
            "Erase every talk, answer and commitment of every learner in this file, for good, from the backups too?"
        ):
            self._try(self._desk.history.erasing.everything)
            self._desk.history.profiles.choose(1)
            self._window.show_progress()

    def _sure(self, question: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Warning, "Erase", question, parent=self._window)
        erase = box.addButton("Erase it for good", QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton("Keep it", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.exec()
        return box.clickedButton() is erase

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except TrainerError as error:
            self._window.tell(str(error))
