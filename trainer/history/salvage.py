"""Salvage of a damaged file: every row that can still be read is imported into a sound one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..plain_files import FileRefused, is_plain
from .errors import UNREADABLE
from .image import connected, image_of
from .import_rows import Taken, take_in
from .leaf_pages import Way, rows_in, ways
from .other_file import Row, Rows, careful_rows, fitted, refuse_foreign_schema, seconds_for
from .read_only import careful
from .valid_rows import COLUMNS, InvalidRow, check_row

if TYPE_CHECKING:
    from .store import History

#: Bytes of the largest file that is searched for rows though it does not look like a database.
_SEARCHED = 64_000_000
#: The title of a talk of which only lines could be read.
LOST_TITLE = "A talk saved from a damaged file"


def salvage(damaged: Path, into: History) -> Taken:
    """Import every readable row of a damaged file that `into` lacks, and return what was new. The file is only read."""
    rows = readable_rows(damaged)
    return take_in(into, with_talks_of_all(rows.tables, into), same_file=True)


def holds_rows(path: Path) -> bool:
    """Tell whether rows of ours can be read out of a file that does not begin like a database."""
    try:
        return is_plain(path) and path.stat().st_size <= _SEARCHED and any(readable_rows(path).tables.values())
    except OSError:
        return False


def readable_rows(damaged: Path) -> Rows:
    """Return the valid rows of a file: as SQLite reads them where it can read all, otherwise from page after page.

    A journal beside it is left out where the file can be read without it, and would lose something by it.
    """
    try:
        alone = image_of(damaged, with_journal=False)
    except FileRefused:
        return Rows()
    try:
        together, frames = image_of(damaged), image_of(damaged, every_frame=True)
    except FileRefused:
        together = frames = alone
    rows, by_itself = _as_sqlite_reads(together), _as_sqlite_reads(alone)
    if by_itself is not None and (rows is None or _is_less(rows, by_itself)):
        return by_itself
    if rows is not None:
        return rows
    others = [image for image in (frames, alone) if image != together]
    return _from_pages(together, *(others[:1] if others[1:] and others[0] == others[1] else others))


def _is_less(rows: Rows, others: Rows) -> bool:
    """Tell whether a talk or a line of `others` is not among `rows`."""
    return any(
        {row[name] for row in others.tables[table]} - {row[name] for row in rows.tables[table]}
        for table, name in (("sessions", "uid"), ("turns", "line"))
    )


def _as_sqlite_reads(image: bytearray) -> Rows | None:
    """Return the rows of an image, None if SQLite finds damage in it."""
    try:
        connection = connected(image)
    except UNREADABLE:
        return None
    try:
        with careful(connection, seconds_for(len(image))):
            refuse_foreign_schema(connection, views=True)
            if [row[0] for row in connection.execute("pragma integrity_check(1)")] != ["ok"]:
                return None
        return careful_rows(connection, len(image), views=True)
    except UNREADABLE:
        return None
    finally:
        connection.close()


def _from_pages(*images: bytearray) -> Rows:
    """Return the valid rows on the leaf pages of some images of one file; each row once, from the first that has it.

    An image is read in each way it may have to be; the one that finds the most rows is the likeliest.
    """
    found: dict[str, dict[tuple[object, ...], Row]] = {name: {} for name in COLUMNS}
    for image in images:
        for rows in sorted((list(_valid(way)) for way in ways(image)), key=len, reverse=True):
            for table, number, row in rows:
                found[table].setdefault(_key(table, number, row), row)
    kept = Rows()
    for table, by_key in found.items():
        kept.tables[table] = [row for _, row in sorted(by_key.items(), key=lambda one: repr(one[0]))]
    return kept


def _valid(way: Way) -> Iterator[tuple[str, int, Row]]:
    """Yield the valid rows of an image, read in one way."""
    for table, number, values in rows_in(way):
        row = fitted(table, values)
        try:
            check_row(table, row)
        except InvalidRow:
            continue
        yield table, number, row


def _key(table: str, number: int, row: Row) -> tuple[object, ...]:
    """Return what tells a row from the others of its table, whichever page it was found on."""
    return (row["session_id"], row["question"]) if table == "reflections" else (number,)


def with_talks_of_all(tables: dict[str, list[Row]], into: History) -> dict[str, list[Row]]:
    """Add a talk for lines and notes whose own could not be read and is not in `into` either."""
    known = {row["id"] for row in tables["sessions"]}
    orphans: dict[int, list[Row]] = {}
    for row in (*tables["turns"], *tables["reflections"]):
        if row["session_id"] not in known:
            orphans.setdefault(row["session_id"], []).append(row)
    here = _talks_like(orphans, into)
    made = [here.get(session_id) or _stand_in(session_id, rows) for session_id, rows in sorted(orphans.items())]
    return {**tables, "sessions": [*tables["sessions"], *made]}


def _talks_like(orphans: dict[int, list[Row]], into: History) -> dict[int, Row]:
    """Return the talks of `into` that are those of the orphans: of the same number, and alike as far as both go."""
    found = {}
    for session_id, rows in orphans.items():
        lines = {row["number"]: (row["line"], row["said_at"]) for row in rows if "line" in row}
        here = into.raw.query("select number, line, said_at from turns where session_id = ?", session_id)
        same = [lines[row["number"]] == (row["line"], row["said_at"]) for row in here if row["number"] in lines]
        answers = {(row["question"], row["answer"]) for row in rows if "answer" in row}
        kept = into.raw.query("select question, answer from reflections where session_id = ?", session_id)
        same += [True for row in kept if (row["question"], row["answer"]) in answers]
        talk = into.raw.query("select * from sessions where id = ?", session_id)
        if talk and same and all(same):
            found[session_id] = talk[0]
    return found


def _stand_in(session_id: int, rows: Iterable[Row]) -> Row:
    """Return a talk for rows that have lost theirs; its uid is made from them, so that a second run finds it again."""
    times = sorted(row.get("said_at") or row["written_at"] for row in rows)
    uid = hashlib.sha256(f"lost {session_id} {times[0]}".encode()).hexdigest()[:32]
    return {
        "id": session_id, "scenario": "", "title": LOST_TITLE, "kind": "other", "level": "medium", "seed": 0,
        "started": times[0], "ended": times[-1], "outcome": "unfinished", "opening_resistance": 50,
        "parent": None, "branched_at": None, "held_back": 0, "profile": 1, "uid": uid,
    }  # fmt: skip
