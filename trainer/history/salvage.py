"""Salvage of a damaged file: every row that can still be read is imported into a sound one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..plain_files import FileRefused, is_plain
from .errors import UNREADABLE
from .image import connected, image_of
from .import_rows import take_in
from .leaf_pages import Way, rows_in, ways
from .other_file import Row, Rows, careful_rows, fitted, refuse_foreign_schema, seconds_for
from .read_only import careful
from .sameness import line_of
from .stored_rows import OF_WAY, WAY
from .taken import Taken
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
    tables, talks = with_talks_of_all(rows.tables, into)
    return take_in(into, tables, same_file=True, talks=talks)


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


def with_talks_of_all(tables: dict[str, list[Row]], into: History) -> tuple[dict[str, list[Row]], dict[int, int]]:
    """Find the talk of lines and notes whose own could not be read: in `into`, or one that stands in for it.

    Return the tables with those that stand in, and for those in `into`: id there → id here.
    """
    known = {row["id"] for row in tables["sessions"]}
    orphans: dict[int, list[Row]] = {}
    for row in (*tables["turns"], *(row for row in tables["reflections"] if row["answer"])):
        if row["session_id"] not in known:
            orphans.setdefault(row["session_id"], []).append(row)
    here = _talks_like(orphans, into) if orphans else {}
    made = [_stand_in(talk, rows) for talk, rows in sorted(orphans.items()) if talk not in here]
    return {**tables, "sessions": [*tables["sessions"], *made]}, here


def _talks_like(orphans: Mapping[int, Iterable[Row]], into: History) -> dict[int, int]:
    """Return the talks of `into` that are those of the orphans, which have any id there: id of the orphans → id there.

    It is the one with the most lines and notes of the same words and time, where no line they share is another one. A note
    whose time is garbled still tells the talk of the same id.
    """
    turns, notes = into.raw.query("select * from turns"), into.raw.query("select * from reflections")
    talks: dict[object, set[int]] = {}
    for row in turns:
        talks.setdefault(line_of(row), set()).add(row["session_id"])
    for row in notes:
        for key in _note(row):
            talks.setdefault(key, set()).add(row["session_id"])
    found = {}
    for orphan, rows in orphans.items():
        said = {row["number"]: line_of(row) for row in rows if "line" in row}
        keys = [*said.values(), *(key for row in rows if "answer" in row for key in _note(row))]
        alike = Counter(talk for key in keys for talk in talks.get(key, ()))
        for talk, _ in sorted(alike.items(), key=lambda one: (-one[1], one[0] != orphan, one[0])):
            way = {row["number"]: line_of(row) for row in into.raw.query(f"{WAY} select turns.* {OF_WAY}", talk)}
            if all(way.get(number, line) == line for number, line in said.items()):
                found[orphan] = talk
                break
    return found


def _note(row: Row) -> tuple[tuple[object, ...], ...]:
    """Return what tells a note: its words and time, or its words and the id of its talk."""
    words = row["question"], row["answer"]
    return (*words, row["written_at"]), (*words, row["session_id"])


def _stand_in(session_id: int, rows: Iterable[Row]) -> Row:
    """Return a talk for rows that have lost theirs; its uid is made from them, so that a second run finds it again."""
    times = sorted(row.get("said_at") or row["written_at"] for row in rows)
    uid = hashlib.sha256(f"lost {session_id} {times[0]}".encode()).hexdigest()[:32]
    return {
        "id": session_id, "scenario": "", "title": LOST_TITLE, "kind": "other", "level": "medium", "seed": 0,
        "started": times[0], "ended": times[-1], "outcome": "unfinished", "opening_resistance": 50,
        "parent": None, "branched_at": None, "held_back": 0, "profile": 1, "uid": uid,
    }  # fmt: skip
