"""Serves what the Data menu has about the file itself: other files, backups, exports, and where the file is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    from ...history.reviews import Profile
    from ..background.backup_reader import LookedAt
    from ..frame.sheets import Choice

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
        """Put a backup in the place of the file. The list is there at once; what each holds, as soon as it is known."""
        from ...history.backups import in_row, latest_first

        path = self._stored.database
        known = latest_first(path) if path is not None else []
        if path is None or not known:
            self._messages.tell("There is no backup yet; one is made at the end of every day of use.")
            return
        looked: dict[int, LookedAt] = {}
        files, days = [file for _, _, file in known], [day for day, _, _ in known]
        chosen = self._dialogs.pick(
            "Restore a backup", [in_row(day, "looking it through …") for day in days], 0, "Restore",
            "The file in use is set aside; nothing of it is lost.",
            lambda dialog: _look_through(path, files, [in_row(day, "not looked through") for day in days], dialog, looked),
        )  # fmt: skip
        if chosen >= 0:
            shown = looked[chosen].rank[0] if chosen in looked else None
            self._messages.attempt(lambda: self._put_back(path, files[chosen], shown))

    def _put_back(self, path: Path, backup: Path, shown: int | None = None) -> None:
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

    def may_leave(self) -> tuple[bool, str]:
        """Ask what becomes of what is in memory only, before the window closes, and do it.

        Return whether to close it, and why what was chosen could not be done, "" if it could.
        """
        told = _WHAT.format(_TODAY, _ALL)
        answers = (_TODAY, _ALL, "Quit without saving", "Keep the window open")
        chosen = self._dialogs.choose("Before you go", self._where(), answers, safe=0, told=told, on_escape=3)
        if self._stored.keeper.come_back(now=True):  # while it was asked
            return chosen < 3, ""
        if chosen < 2:
            try:
                self._stored.keeper.settle(everything=chosen == 1, aside=True)
            except TrainerError as error:
                return False, str(error)
        if chosen == 2:
            self._stored.keeper.give_up()
        return chosen < 3, ""

    def _where(self) -> str:
        return f"{self._stored.keeper.trouble} Today's work is only in memory now. Where should it go?"


def _look_through(
    path: Path, files: Sequence[Path], unknown: Sequence[str], dialog: Choice, known: dict[int, LookedAt]
) -> None:
    """Fill the rows of backups as each is looked through, beside the window; at the end the fullest comes first.

    `known`: place → what was found there; `unknown`: what their rows say where the other program ends before. They can be chosen all the same: before a backup is
    put in place, it is looked through once more.
    """
    from ..background.backup_reader import BackupReader

    places = {file.absolute(): place for place, file in enumerate(files)}

    def found(one: LookedAt) -> None:
        if (place := places.get(one.path)) is not None:
            known[place] = one
            dialog.say(place, one.told, usable=one.sound)

    def ended() -> None:
        left = [place for place in range(len(files)) if place not in known]
        for place in left:
            dialog.say(place, unknown[place])
        best_first = sorted(known, key=lambda place: known[place].rank, reverse=True)
        sound = [place for place in best_first if known[place].sound]
        dialog.arrange([*sound, *left, *(place for place in best_first if place not in sound)])

    dialog.hold()  # the fullest is to be offered
    reader = BackupReader(dialog)
    reader.found.connect(found)
    reader.ended.connect(ended)
    dialog.finished.connect(reader.end)
    reader.look_into(path)
