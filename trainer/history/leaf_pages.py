"""Rows read from the pages of a damaged file one by one, without the tree that leads to them.

SQLite finds a row by way of the head of the file, the schema and the inner pages of a table: where one of these is
damaged, all rows behind it are out of reach. Each leaf page tells by itself where its rows begin. Which table a row is
of is told by its values: they make a valid row of one table only. Format: sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .image import MAGIC, page_size_of
from .valid_rows import COLUMNS

#: The kind of page that holds rows of a table, and the size SQLite gives pages unless told otherwise.
_LEAF, _USUAL = 13, 4096
_SIZES = (65536, 32768, 16384, 8192, 4096, 2048, 1024, 512)
#: Every second page of a size stands in a row by twice that size, too: so much of the most is as good.
_ALIKE = 1.5
#: Bytes that looking at a cell counts for, however short it is.
_EACH = 8
#: How texts are written, by the number in the head of a file.
_ENCODINGS = {1: "utf-8", 2: "utf-16-le", 3: "utf-16-be"}
_OURS = "utf-8"
#: The head of a leaf page anywhere, so that pages are found that are not where they were: its kind, no great gaps, some
#: cells. How many of them show that pages begin there.
_LEAF_HEAD, _FEWEST_PAGES = re.compile(rb"(?=\r[\0-\x0f].[\0-\x03][^\0]..[\0-\x3c])", re.DOTALL), 2
#: Columns a row of the first version has; later versions have added the others at the end.
_FEWEST = {"sessions": 10, "turns": 16, "commitments": 7}
#: Bytes of the number types of a record: 1, 2, 3, 4, 6 and 8.
_WIDTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class Way(NamedTuple):
    """A way to read an image: its bytes from where pages begin, bytes of a page, how texts are written, bytes left free."""

    image: bytes | bytearray
    size: int
    encoding: str
    reserved: int


def ways(image: bytes | bytearray) -> Iterator[Way]:
    """Yield the ways in which the pages of an image may have to be read, the one that its head tells first.

    A bit of the head can be wrong; bytes can have come in or gone before a page, so that it is not where it was.
    """
    heads = [match.start() for match in _LEAF_HEAD.finditer(image)]
    has_head = image[: len(MAGIC)] == MAGIC
    size = (page_size_of(image) if has_head else 0) or _likeliest_size(heads)
    told = _ENCODINGS.get(int.from_bytes(image[56:60], "big"), _OURS)
    reserved = image[20] if len(image) > 20 and image[20] < 64 else 0
    for view in _views(image, size, heads):
        for encoding in dict.fromkeys((told, _OURS)):
            for free in dict.fromkeys((reserved, 0)):
                yield Way(view, size, encoding, free)


def _views(image: bytes | bytearray, size: int, heads: Sequence[int]) -> Iterator[bytes | bytearray]:
    """Yield an image from where its pages begin; where bytes are missing before them, with so many put there."""
    yield image
    if image[: len(MAGIC)] != MAGIC:
        yield bytes(size) + image
    found = Counter(head % size for head in heads)
    least = max(_FEWEST_PAGES, sum(found.values()) // 10)
    for shift, count in found.most_common(3):
        if shift and count >= least:
            yield image[shift:]
            yield bytes(size - shift) + image


def rows_in(way: Way) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield (table, number of the row, row) for each record that has as many values as a row of the table may have.

    A record can be yielded for several tables; its values tell which one is right.
    """
    image, size = way.image, way.size
    used: set[int] = set()
    budget = _Budget(2 * len(image))  # cells that lie over each other stand for more than there is
    for start in range(0, len(image) - 7, size):
        for number, payload in _cells(image, start, size, size - way.reserved, used, budget):
            try:
                yield from _fitting(number, _values(payload, way.encoding))
            except (IndexError, ValueError, struct.error):
                continue


class _Budget:
    """How many bytes may still be read of an image, whether they make a row or not."""

    def __init__(self, most: int) -> None:
        self._left = most

    @property
    def is_spent(self) -> bool:
        """Whether no more may be read."""
        return self._left < 0

    def spend(self, count: int) -> None:
        """Take note of bytes that are read."""
        self._left -= count


def _likeliest_size(heads: Sequence[int]) -> int:
    """Return the size by which most of what looks like the head of a leaf page stands in a row; the largest of like ones."""
    counts = {size: Counter(head % size for head in heads).most_common(1) for size in _SIZES}
    in_row = {size: found[0][1] if found else 0 for size, found in counts.items()}
    most = max(in_row.values())
    return next(size for size in _SIZES if in_row[size] * _ALIKE >= most) if most else _USUAL


def _fitting(number: int, values: list[Any]) -> Iterator[tuple[str, int, dict[str, Any]]]:
    for table, columns in COLUMNS.items():
        if not _FEWEST.get(table, len(columns)) <= len(values) <= len(columns):
            continue
        row = {name: column.default for name, column in columns.items()} | dict(zip(columns, values, strict=False))
        if "id" in columns:
            if row["id"] is not None:  # an id is kept as the number of the row, not among the values
                continue
            row["id"] = number
        yield table, number, row


def _cells(
    image: bytes | bytearray, start: int, size: int, usable: int, used: set[int], budget: _Budget
) -> Iterator[tuple[int, bytes]]:
    """Yield (number of the row, record) of each cell of a page. `used`: the overflow pages of other cells."""
    head = start + (100 if start == 0 else 0)
    if head + 8 > len(image) or image[head] != _LEAF:
        return
    count = int.from_bytes(image[head + 3 : head + 5], "big")
    seen = {0}
    for place in range(head + 8, min(head + 8 + 2 * count, start + size - 1), 2):
        cell = int.from_bytes(image[place : place + 2], "big")
        if cell in seen or budget.is_spent:
            continue
        seen.add(cell)
        try:
            yield _cell(image, start + cell, size, usable, used, budget)
        except (IndexError, ValueError, struct.error):
            continue


def _cell(
    image: bytes | bytearray, place: int, size: int, usable: int, used: set[int], budget: _Budget
) -> tuple[int, bytes]:
    """Return the number of a row and its record, with what of it lies on overflow pages, each of which has one row."""
    length, place = _varint(image, place)
    number, place = _varint(image, place)
    number -= (number >> 63) << 64
    most, least = usable - 35, (usable - 12) * 32 // 255 - 23
    budget.spend(_EACH + min(length, most))
    if length <= most:
        return number, _exactly(image, place, length)
    local = least + (length - least) % (usable - 4)
    local = local if local <= most else least
    parts, left = [_exactly(image, place, local)], length - local
    page = int.from_bytes(_exactly(image, place + local, 4), "big")
    while left > 0:
        if page in used or page < 1:
            raise ValueError("an overflow page of another row, or a ring of them")
        used.add(page)
        start = (page - 1) * size
        budget.spend(min(left, usable - 4))
        parts.append(_exactly(image, start + 4, min(left, usable - 4)))
        left -= len(parts[-1])
        page = int.from_bytes(_exactly(image, start, 4), "big")
    return number, b"".join(parts)


def _exactly(image: bytes | bytearray, place: int, length: int) -> bytes:
    found = bytes(image[place : place + length])
    if len(found) < length:
        raise IndexError("beyond the end")
    return found


def _varint(data: bytes | bytearray, place: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and the place after it."""
    value = 0
    for count in range(9):
        byte = data[place + count]
        if count == 8:
            return (value << 8) | byte, place + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, place + count + 1
    raise ValueError("no number")


def _values(record: bytes, encoding: str) -> list[Any]:
    """Return the values of a record. Raises ValueError or IndexError for what is none."""
    end, place = _varint(record, 0)
    if not 1 <= end <= len(record):
        raise ValueError("no record")
    kinds = []
    while place < end:
        kind, place = _varint(record, place)
        kinds.append(kind)
    if place != end or len(kinds) > 64:
        raise ValueError("no record")
    values = []
    for kind in kinds:
        value, place = _value(record, place, kind, encoding)
        values.append(value)
    if place != len(record):
        raise ValueError("more than its values")
    return values


def _value(record: bytes, place: int, kind: int, encoding: str) -> tuple[Any, int]:
    if kind in _WIDTHS:
        width = _WIDTHS[kind]
        return int.from_bytes(_exactly(record, place, width), "big", signed=True), place + width
    if kind == 0:
        return None, place
    if kind == 7:
        return struct.unpack(">d", _exactly(record, place, 8))[0], place + 8
    if kind in (8, 9):
        return kind - 8, place
    if kind < 12:
        raise ValueError("no kind of value")
    length = (kind - 12) // 2
    data = _exactly(record, place, length)
    return (data.decode(encoding) if kind % 2 else data), place + length
