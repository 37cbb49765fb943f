"""The bytes a database file stands for: its own, with the journal beside it applied, and neither of them touched.

A file that was not closed has a part of its pages in a journal: a write-ahead log with the newer ones, or a rollback
journal with those from before a write that was cut. SQLite brings the two together by writing into the file. A file that
may be refused must not be written to, so the two are brought together here, in memory. Formats: sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

from ..plain_files import FileRefused, read_bytes

#: Bytes of the largest file that is read whole; SQLite takes no larger one from memory either.
LARGEST = 1_000_000_000
#: How many times larger than what there is of it a file may seem.
_HOLES = 1_000
MAGIC = b"SQLite format 3\0"
#: What may lie beside a file that is open, or was not closed.
JOURNALS = ("-wal", "-journal")
BESIDE = (*JOURNALS, "-shm")
_WAL_MAGIC, _JOURNAL_MAGIC = (0x377F0682, 0x377F0683), bytes.fromhex("d9d505f920a163d7")
#: Bytes of the heads of a write-ahead log, of a frame in it, and the numbers in a head of a rollback journal.
_WAL_HEAD, _FRAME_HEAD, _JOURNAL_HEAD = 32, 24, ">8sIIIII"


def beside(path: Path, ending: str) -> Path:
    """Return the path of what SQLite keeps beside a file under its name and an ending; of a link, beside what it means."""
    real = Path(os.path.realpath(path))
    return real.with_name(real.name + ending)


def has_journal(path: Path) -> bool:
    """Tell whether a journal with something in it lies beside a file."""
    for ending in JOURNALS:
        try:
            if beside(path, ending).stat().st_size > 0:
                return True
        except OSError:
            continue
    return False


def image_of(path: Path, with_journal: bool = True, every_frame: bool = False) -> bytearray:
    """Return the bytes of a file with the journal beside it applied.

    `every_frame`: also those of a write-ahead log that were not committed, or that are damaged. Raises FileRefused for
    what is no plain file, or larger than LARGEST.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise FileRefused(f"the file cannot be read ({error.strerror or 'unknown reason'})") from error
    if found.st_size > _HOLES * max(1, getattr(found, "st_blocks", found.st_size) * 512) + _HOLES:
        raise FileRefused("most of this file is nothing but holes")
    image = bytearray(read_bytes(path, LARGEST))
    if with_journal:
        wal, journal = beside(path, "-wal"), beside(path, "-journal")
        if journal.exists():
            _roll_back(image, read_bytes(journal, LARGEST))
        if wal.exists():
            _apply_wal(image, read_bytes(wal, LARGEST), every_frame)
    return image


def connected(image: bytes | bytearray) -> sqlite3.Connection:
    """Return a connection to an image in memory, which can be read and not written. Raises sqlite3.Error."""
    if not image:  # SQLite would take it for a lack of memory
        raise sqlite3.DatabaseError("file is not a database")
    made = bytearray(image)
    if made[:16] == MAGIC:
        made[18:20] = b"\1\1"  # not "with a write-ahead log": there are no files in memory
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.deserialize(bytes(made))
        connection.execute("pragma query_only = on")
    except BaseException:
        connection.close()
        raise
    return connection


def page_size_of(image: bytes | bytearray) -> int:
    """Return the bytes of a page by the head of a file, 0 where the head does not say."""
    size = int.from_bytes(image[16:18], "big")
    size = 65536 if size == 1 else size
    return size if size in (512, 1024, 2048, 4096, 8192, 16384, 32768, 65536) else 0


def _put(image: bytearray, number: int, page: bytes, most: int) -> None:
    """Put a page in its place, numbered from 1; a hole before it is filled with zeros. Not where that is beyond `most` bytes."""
    place = (number - 1) * len(page)
    if place + len(page) > min(most, LARGEST):
        return
    if len(image) < place:
        image.extend(bytes(place - len(image)))
    image[place : place + len(page)] = page


def _reach(image: bytearray, journal: bytes) -> int:
    """Return the bytes that a file and its journal can stand for: a number of a page alone makes no file large."""
    return 2 * (len(image) + len(journal))


# -- write-ahead log -------------------------------------------------------------------------------------------------


def _apply_wal(image: bytearray, wal: bytes, every_frame: bool) -> None:
    """Put the newest committed page of each number in its place, and cut the file to the size it then had."""
    most = _reach(image, wal)
    pages: dict[int, bytes] = {}
    committed: dict[int, bytes] = {}
    size = 0
    for number, after, page in _frames(wal, not every_frame):
        pages[number] = page
        if after:
            committed, size = dict(pages), after * len(page)
    for number, page in sorted((pages if every_frame else committed).items()):
        _put(image, number, page, most)
    if size and not every_frame:
        del image[size:]


def _frames(wal: bytes, checked: bool) -> Iterator[tuple[int, int, bytes]]:
    """Yield (number of the page, pages of the file after a commit or 0, page) of each frame of a write-ahead log.

    `checked`: only up to the first frame whose sum is wrong.
    """
    if len(wal) < _WAL_HEAD or int.from_bytes(wal[:4], "big") not in _WAL_MAGIC:
        return
    order = ">" if wal[3] & 1 else "<"
    size = int.from_bytes(wal[8:12], "big")
    if size not in (512, 1024, 2048, 4096, 8192, 16384, 32768, 65536):
        return
    sums = _summed(wal[:24], (0, 0), order)
    if checked and sums != struct.unpack(">II", wal[24:32]):
        return
    for place in range(_WAL_HEAD, len(wal) - _FRAME_HEAD - size + 1, _FRAME_HEAD + size):
        head, page = wal[place : place + _FRAME_HEAD], wal[place + _FRAME_HEAD : place + _FRAME_HEAD + size]
        number, after = struct.unpack(">II", head[:8])
        if head[8:16] != wal[16:24]:  # of an earlier round of the log
            return
        if checked:
            sums = _summed(page, _summed(head[:8], sums, order), order)
            if sums != struct.unpack(">II", head[16:24]):
                return
        if number:
            yield number, after, page


def _summed(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = sums
    numbers = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(numbers[::2], numbers[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


# -- rollback journal ------------------------------------------------------------------------------------------------


def _roll_back(image: bytearray, journal: bytes) -> None:
    """Put the pages from before a write that was cut in their places, and cut the file to its size then."""
    place, most = 0, _reach(image, journal)
    size: int | None = None
    while (head := journal[place : place + struct.calcsize(_JOURNAL_HEAD)]) and head[:8] == _JOURNAL_MAGIC:
        if len(head) < struct.calcsize(_JOURNAL_HEAD):
            return
        _, count, nonce, before, sector, page_size = struct.unpack(_JOURNAL_HEAD, head)
        if not 512 <= page_size <= 65536 or not 32 <= sector <= 65536:
            return
        size = before * page_size if size is None else size
        place += sector
        record = page_size + 8
        if count == 0xFFFFFFFF:  # as many as there are; 0 until the disk has them, before the file itself is written to
            count = (len(journal) - place) // record
        for _ in range(count):
            one = journal[place : place + record]
            if len(one) < record or not _restore_page(image, one, nonce, most):
                break
            place += record
        place = -(-place // sector) * sector
    if size is not None:
        del image[size:]


def _restore_page(image: bytearray, record: bytes, nonce: int, most: int) -> bool:
    number, page = int.from_bytes(record[:4], "big"), record[4:-4]
    told = int.from_bytes(record[-4:], "big")
    summed = nonce + sum(page[place] for place in range(len(page) - 200, 0, -200))
    if not number or summed & 0xFFFFFFFF != told:
        return False
    _put(image, number, page, most)
    return True
