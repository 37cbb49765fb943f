"""Serves what the Data menu has about the file itself: other files, backups, exports, and where the file is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import TrainerError
from ..bridge.practice import PracticeModel
from ..frame.dialogs import Dialogs, waiting
from ..frame.messages import Messages
from ..frame.navigator import Navigator

if TYPE_CHECKING:
    from ...history import History
    from ...history.backups import Backup
    from ...history.reviews import Profile

_TODAY, _ALL = "Save today's work", "Save everything"
_WHAT = (
    "“{}”: what you have done since you opened the window goes into a file in that place. “{}”: so does all that was in the "
    "one that is gone. A file that is there now keeps what it holds, or is set aside if it cannot be used."
)


class DataFileController:
    """Requests about the learner's file. `in_workshop`: tells whether a workshop is going on."""

    def __init__(
        self,
        practice: PracticeModel,
        navigator: Navigator,
        messages: Messages,
        dialogs: Dialogs,
        in_workshop: Callable[[], bool],
    ) -> None:
        self._practice, self._stored, self._navigator = practice, practice.stored, navigator
        self._messages, self._dialogs, self._in_workshop = messages, dialogs, in_workshop

    @property
    def _history(self) -> History:
        return self._stored.history

    def import_file(self) -> None:
        """Import another file of ours, without doubling anything."""
        from ...history.merge import merge

        chosen = self._dialogs.open_file("Import practice data", "Safe No (*.sqlite)")
        if chosen is None:
            return

        def action() -> None:
            with waiting():
                taken = merge(self._history, chosen)
            self._navigator.go("library")
            nothing = "Nothing of it was new here." if taken.left_out else "Everything in that file is here already."
            told = f"Imported: {taken.told()}." if taken.told() else nothing
            self._messages.tell(f"{told} {taken.told_left_out()}" if taken.left_out else told)

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
            self._messages.attempt(lambda: self._put_back(path, known[chosen].path, known[chosen]))

    def _put_back(self, path: Path, backup: Path, shown: Backup | None = None) -> None:
        """Restore, and go on as the same learner with the same talk, which may have other ids in the file now."""
        from ...history.restoration import put_back

        if self._in_workshop():
            raise TrainerError("Please end the workshop first; then a backup can be restored.")
        whose, uids = self._in_use()
        for page in self._navigator.pages():
            page.forget()
        self._stored.keeper.let_go()
        try:
            with waiting():
                said = put_back(path, backup, shown)
        except TrainerError:
            self._stored.keeper.hold_on()
            raise
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
            return None, self._history.writes.sitting.talks()

    # -- copies of it ------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Make today's backup now."""

        def action() -> None:
            self._stored.keeper.look()
            with waiting():
                made = self._history.back_up(date.today())
            self._messages.tell(f"Backed up to {made}.")

        self._messages.attempt(action)

    def export_data(self) -> None:
        """Save everything that is stored, in a format of the person's choice."""
        from ...progress.exports import FORMATS

        names = list(FORMATS)
        rows = [f"{name.upper()}: {told}" for name, told in FORMATS.items()]
        chosen = self._dialogs.pick("Export", rows, 0, "Continue", "What kind of file?")
        if chosen < 0:
            return
        place = (
            self._dialogs.folder("Export: a folder for the tables")
            if names[chosen] == "csv"
            else self._dialogs.save_file("Export", f"safe-no.{names[chosen]}", f"*.{names[chosen]}")
        )
        if place is not None:
            self._messages.attempt(lambda: self._export(names[chosen], place))

    def _export(self, form: str, place: Path) -> None:
        from ...progress.exports import export

        with waiting():
            made = export(self._history, form, date.today())
            if form == "csv":
                made.write(place)
            else:
                made.write_as(place)
        self._messages.tell(f"Exported to {place}. {made.told()}".strip())

    def open_folder(self) -> None:
        """Show the folder of the file in the system's own program for files."""
        path = self._stored.database
        if path is None or not path.parent.is_dir():
            self._messages.tell("There is no data folder yet; the first talk makes one.")
        elif not self._dialogs.show_folder(path.parent):
            self._messages.tell(f"The data folder is {path.parent}.")

    # -- a file that is gone -----------------------------------------------------------------------------------

    def save_memory(self) -> None:
        """Put what is in memory only into the file that is at the path now; a missing one is made."""
        told = _WHAT.format(_TODAY, _ALL)
        answers = (_TODAY, _ALL, "Cancel")
        chosen = self._dialogs.choose("Save what is in memory", self._where(), answers, safe=2, told=told)
        if chosen < 2:
            self._messages.attempt(lambda: self._stored.keeper.settle(everything=chosen == 1, aside=True))

    def may_leave(self) -> bool:
        """Ask what becomes of what is in memory only, before the window closes. False to keep it open."""
        told = _WHAT.format(_TODAY, _ALL)
        answers = (_TODAY, _ALL, "Quit without saving", "Keep the window open")
        chosen = self._dialogs.choose("Before you go", self._where(), answers, safe=0, told=told, on_escape=3)
        if self._stored.keeper.come_back(now=True):  # while it was asked
            return chosen < 3
        if chosen < 2:
            return self._messages.attempt(lambda: self._stored.keeper.settle(everything=chosen == 1, aside=True))
        if chosen == 2:
            self._stored.keeper.give_up()
        return chosen == 2

    def _where(self) -> str:
        return f"{self._stored.keeper.trouble} Today's work is only in memory now. Where should it go?"
