"""Transactions: each write is done whole or not at all, and only to the file that is at its path, with the contents it had."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import TrainerError
from . import swap
from .errors import Held, Moved, reads, unusable
from .file_identity import OpenFile, contents_of
from .holdings import count_erasures
from .read_only import Database
from .sitting import Sitting

_CHANGED = "The file has changed meanwhile, so this could not be stored. Please look again."


class Transactions:
    """The writes to an open file. `file`: which one, None in memory; `erased_elsewhere` is called once another program has
    erased something in it.
    """

    def __init__(self, database: Database, file: OpenFile | None, erased_elsewhere: Callable[[], None]) -> None:
        self._database, self._connection, self._file = database, database.conn, file
        self._erased_elsewhere = erased_elsewhere
        self.path = file.path if file is not None else None
        #: Which file is open, None in memory.
        self.identity = file.identity if file is not None else None
        #: What was written since the file was opened.
        self.sitting = Sitting(self.query)
        self._contents = contents_of(self.query)
        #: Whether something was written.
        self.changed = False

    @property
    def count(self) -> int:
        """How many rows were written since the file was opened."""
        return self._connection.total_changes

    @property
    def erasures(self) -> int:
        """How often something was erased in the file, as far as this one has heard."""
        return self._contents.erasures if self._contents is not None else 0

    @property
    def begun(self) -> str:
        """When the history was begun, as it was when the file was opened; "" where nobody knows."""
        return self._contents.begun if self._contents is not None else ""

    @reads
    def query(self, sql: str, *values: object) -> list[dict[str, Any]]:
        """Return the rows a query selects."""
        return list(self._database.query(sql, values))

    @contextmanager
    def written(self, alone: bool = False) -> Iterator[None]:
        """Run a block in one transaction, joining an open one. Raises TrainerError if SQLite cannot write.

        `alone`: nobody may read meanwhile, so that nobody can keep it from its end.
        """
        if self._connection.in_transaction:  # part of a larger transaction, which commits
            yield
            return
        begun = None
        try:
            self._database.can_be_read()
            self._finish_swap()
            self.still_there()  # before another program can keep it waiting at a file that is no longer ours
            self._forget_pages()
            self._connection.execute("begin exclusive" if alone else "begin immediate")
            self.still_the_same()
            begun = self.sitting.mark()
            yield
            self.still_there()
            if self.path is not None and swap.is_decided(self.path):
                raise Moved(self.path, replaced=True)
            self._connection.execute("commit")
        except BaseException as error:
            if self._connection.in_transaction:  # a full disk has ended it already
                self._connection.execute("rollback")
            if begun is not None:
                self.sitting.back_to(begun)
            # Two of what there is one of, or something of what is gone: that is no fault of the file.
            if isinstance(error, sqlite3.IntegrityError):
                raise TrainerError(_CHANGED) from error
            if isinstance(error, sqlite3.Error):
                raise unusable(self.path, error) from error
            raise
        self.changed = True

    def count_erasures(self, others: int) -> None:
        """Note that as much was erased as in the file whose place this one takes; whoever had that one open goes by it."""
        if others > self.erasures:
            count_erasures(self._connection, others)
            self._contents = contents_of(self.query)

    def still_there(self) -> None:
        """Raise Moved if the file that is open is no longer the one at its path."""
        if self._file is not None:
            self._file.check()

    def look(self) -> None:
        """Raise Moved if another file, or other contents, are at the path; Held if another program keeps it from being read."""
        self._finish_swap()
        self.still_there()
        self._database.can_be_read()
        if self.path is not None and not self._same_contents():
            raise Moved(self.path, replaced=True, inside=True)

    def _finish_swap(self) -> None:
        """Let a restore that was cut come to its end before anything is written to the file that it has decided to set aside."""
        if self.path is not None:
            with contextlib.suppress(OSError, TrainerError):  # whoever opens the file next says what is the matter
                swap.finish(self.path)

    def replaced(self) -> bool:
        """Tell whether other contents have been written over the file: its newest talk, or one of this sitting, is gone."""
        try:
            return not self._same_contents()
        except Held:  # another program writes to it, and that one looks too
            return False

    def erased_in(self, query: Callable[..., list[dict[str, Any]]]) -> bool:
        """Tell whether something was erased in a newer state of the file, which `query` reads, that nobody has heard of here."""
        known, now = self._contents, contents_of(query)
        return bool(known and now and now.begun == known.begun and now.erasures > known.erasures)

    def erased(self) -> None:
        """Take note that rows were erased, so that nothing remembers them, or misses them."""
        self.sitting.forget_gone()
        self._contents = contents_of(self.query)

    def still_the_same(self) -> None:
        """Raise Moved if another file, or other contents, are at the path."""
        self.still_there()
        if self.path is not None and self.replaced():
            raise Moved(self.path, replaced=True, inside=True)

    def _forget_pages(self) -> None:
        """Have every page read anew; only between transactions.

        SQLite takes a file for unchanged if a count in it is: that of another file copied over it can be the same.
        """
        self._connection.execute("pragma shrink_memory")

    def _same_contents(self) -> bool:
        """Tell whether the file holds what it held. Raises Held while another program keeps it from being read."""
        if not self._connection.in_transaction:
            self._forget_pages()
        known = self._contents
        now = contents_of(self.query, known)
        if now is not None and known is not None and now.erasures > known.erasures:
            self.erased()
            self._erased_elsewhere()
            return (now.begun, now.version) == (known.begun, known.version)
        return now == known and not self.sitting.is_elsewhere()
