"""The learner's file as the window sees it: opened when it is needed, replaced by memory while it cannot be used."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from ...errors import TrainerError
from ...safe_text import visible
from ...standard_streams import tell

if TYPE_CHECKING:
    from ...history import History
    from ...history.fallback import Keeper
    from ...history.row_types import CommitmentRow


#: Milliseconds between two looks whether the file is still there: a person hears of it before they have said much more.
_LOOK = 1_500


class HistoryModel(QObject):
    """What is stored, and what is said when that does not work."""

    trouble_told = Signal(str)
    #: Memory stands in for the file, or does not any more.
    standing_in = Signal(bool)
    #: Another window has erased something in the file.
    erased_elsewhere = Signal()
    #: Rows were taken from memory into the file: under which ids.
    rows_moved = Signal(object)

    def __init__(self, database: Path | None) -> None:
        """`database`: the learner's file, None for memory."""
        super().__init__()
        self._database = database
        self._keeper: Keeper | None = None
        #: Which file was in use when `hear_of_erasures` was last called, and how often something had been erased in it.
        self._heard: tuple[object, int] | None = None
        self._retry = QTimer(self)
        self._retry.timeout.connect(self._come_back)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK)
        self._look.timeout.connect(self.look)

    @property
    def keeper(self) -> Keeper:
        """Looks after the file; loaded on first use, since the first window does not need it."""
        if self._keeper is None:
            from ...history.fallback import Keeper

            self._keeper = Keeper(self._database, self._tell_of_file)
            self._keeper.moved = self.rows_moved.emit
            self._look.start()
        return self._keeper

    @property
    def opened(self) -> bool:
        """Whether the file was opened already."""
        return self._keeper is not None

    @property
    def history(self) -> History:
        """The stored history. When the file cannot be used, practice goes on in memory and says so."""
        if self._heard is None:
            self.hear_of_erasures()
        return self.keeper.history

    def _tell_of_file(self, sentence: str) -> None:
        from ...history.fallback import RETRY

        if self.keeper.trouble and self.keeper.passing:
            self._retry.start(round(RETRY * 1000) + 100)
        else:
            self._retry.stop()
        self.standing_in.emit(bool(self.keeper.trouble))
        self.trouble_told.emit(sentence)

    def _come_back(self) -> None:
        self.keeper.come_back()

    def look(self) -> None:
        """Look whether the file, if it is open, is still there and can be read; otherwise memory stands in for it."""
        if self._keeper is not None:
            self._keeper.look()
            if self.hear_of_erasures():
                self.erased_elsewhere.emit()

    def hear_of_erasures(self) -> bool:
        """Take note of what was erased in the file so far; tell whether anything was since the last note.

        While memory stands in nothing is heard: that follows once the file is back.
        """
        if self.keeper.trouble:
            return False
        writes, before = self.keeper.history.writes, self._heard
        self._heard = writes.identity, writes.erasures
        return before is not None and before[0] == writes.identity and before[1] < writes.erasures

    def figures(self) -> tuple[int, ...]:
        """Return what is another one once something of the learner in use was erased: quick to read, for any file."""
        found: list[int] = []
        for table in ("sessions", "reviews", "commitments"):
            with contextlib.suppress(TrainerError):
                rows = f"select count(*) as many, total(id) as ids from {table} where profile = ?"
                found += [int(value) for value in self.history.raw.query(rows, self.history.profile)[0].values()]
        return self.history.profile, *found

    def is_lost(self) -> bool:
        """Whether the file was moved, deleted or replaced while it was open, and memory holds what belongs in one."""
        return self._keeper is not None and self._keeper.lost

    @property
    def database(self) -> Path | None:
        """The learner's file, None for memory."""
        return self._database

    # -- the learner's own words -------------------------------------------------------------------------------

    def keep_words(self, uid: str, answers: Mapping[str, str], commitment: str | None) -> bool:
        """Store answers of a debrief, and its commitment unless it is None. False, with the reason told, if that is refused.

        `uid`: of the talk; its id may be another one by then.
        """

        def write(history: History) -> None:
            now, session_id = datetime.now(UTC), history.raw.id_of(uid)
            history.notes.reflect(session_id, answers, now)
            known = history.notes.commitment_of(session_id)
            if commitment is not None and (known is None or known.text != commitment):
                history.notes.commit(session_id, commitment, now)

        return self._kept(write)

    def answer_commitment(self, asked: CommitmentRow, status: str, how: str) -> None:
        """Store how a commitment went that was asked about. Without words in `how`, those of another window stay."""

        def write(history: History) -> None:
            found = history.notes.id_of(asked)
            rows = history.raw.query("select how from commitments where id = ?", found)
            there = next((str(row["how"] or "") for row in rows), "")
            told = how or (there if there != asked.how else "")
            history.notes.answer_commitment(found, status, told, datetime.now(UTC))

        self._kept(write)

    def _kept(self, write: Callable[[History], None]) -> bool:
        try:
            self.keeper.keep(write)
        except TrainerError as error:
            self.trouble_told.emit(str(error))
            return False
        return True

    # -- the end -----------------------------------------------------------------------------------------------

    def unsaved(self) -> str:
        """Why something of today is in memory only, after another try to save it; "" where all is saved."""
        if self._keeper is None:
            return ""
        self.look()
        if not self._keeper.unsaved() or self._keeper.come_back(now=True):
            return ""
        return self._keeper.trouble

    def told_of_quitting(self) -> str:
        """Write what is not saved into a file of its own, and say where that is, before the window is closed all the same."""
        told = self.keeper.rescued()
        return f"{told.strip()} Close again to quit." if told else "Close again to quit anyway; then it is gone."

    def changes(self) -> tuple[int, int]:
        """Return what is another one after anything was written: which history is in use, and its rows written so far."""
        return (self._keeper.times, self._keeper.history.writes.count) if self._keeper is not None else (0, 0)

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        self._retry.stop()
        self._look.stop()
        if self._keeper is not None and (trouble := self._keeper.close()):
            tell(visible(f"Not everything is saved: {trouble}"))  # no window is there any more to say so
