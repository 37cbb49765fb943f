"""Damaged files: every row that stands on pages which are as they were is saved, and nothing twice."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.image import page_size_of
from trainer.history.leaf_pages import rows_in, ways
from trainer.history.salvage import salvage
from trainer.history.valid_rows import COLUMNS, InvalidRow, check_row

from ..everything import fill_all, practise
from .outcome import Outcome

Damage = Callable[[bytearray, random.Random], None]


def _cut(image: bytearray, chance: random.Random) -> None:
    del image[round(len(image) * chance.uniform(0.3, 0.99)) :]


def _head_bits(image: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 3)):
        image[chance.randrange(100)] ^= 1 << chance.randrange(8)


def _one_bit(image: bytearray, chance: random.Random) -> None:
    image[chance.randrange(len(image))] ^= 1 << chance.randrange(8)


def _many_bits(image: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(5, 200)):
        _one_bit(image, chance)


def _page_overwritten(image: bytearray, chance: random.Random) -> None:
    size = page_size_of(image)
    start = chance.randrange(len(image) // size) * size
    image[start : start + size] = chance.choice((bytes(size), chance.randbytes(size)))


def _schema_gone(image: bytearray, chance: random.Random) -> None:
    size = page_size_of(image)
    image[100:size] = chance.randbytes(size - 100)


def _pages_swapped(image: bytearray, chance: random.Random) -> None:
    size = page_size_of(image)
    one, other = (chance.randrange(len(image) // size) * size for _ in range(2))
    image[one : one + size], image[other : other + size] = image[other : other + size], image[one : one + size]


def _page_twice(image: bytearray, chance: random.Random) -> None:
    size = page_size_of(image)
    one, other = (chance.randrange(len(image) // size) * size for _ in range(2))
    image[one : one + size] = image[other : other + size]


def _a_run_of_zeros(image: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(image))
    length = min(chance.choice((16, 512, 4096, 20_000)), len(image) - start)
    image[start : start + length] = bytes(length)


def _bytes_put_in(image: bytearray, chance: random.Random) -> None:
    """A whole block put in, after which everything is in another place."""
    size = page_size_of(image)
    start = chance.randrange(1, len(image) // size) * size
    image[start:start] = bytes(size)


DAMAGES: dict[str, Damage] = {
    "cut": _cut, "head bits": _head_bits, "one bit": _one_bit, "many bits": _many_bits, "page overwritten": _page_overwritten,
    "schema gone": _schema_gone, "pages swapped": _pages_swapped, "page twice": _page_twice, "zeros": _a_run_of_zeros,
    "block put in": _bytes_put_in,
}  # fmt: skip


@cache
def _files() -> tuple[bytes, bytes]:
    """A backup of the first day, and the file after a fortnight."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite"
        fill_all(path, 1)
        backup = path.read_bytes()
        history = History.open(path)
        for day in range(1, 15):
            practise(history, day)
            practise(history, day, "Ada" if day % 2 else "Bob")
        history.close(backed_up=False)
        return backup, path.read_bytes()


def _keys(rows: list[tuple[str, dict[str, Any]]]) -> Counter[tuple[object, ...]]:
    """Return what each row is, whatever its id: a line by its talk's place in time, the others by what they say."""
    names = {"turns": ("line", "said_at", "number"), "sessions": ("uid",), "reviews": ("uid",),
             "reflections": ("question", "answer", "written_at"), "commitments": ("text", "made_at")}  # fmt: skip
    return Counter((table, *(row.get(name) for name in names[table])) for table, row in rows if table in names)


def standing(original: bytes, damaged: bytes) -> Counter[tuple[object, ...]]:
    """Return the rows of the original whose pages are, unchanged, somewhere in the damaged file."""
    size = page_size_of(original)
    there = {damaged[start : start + size] for start in range(0, len(damaged), size)}
    kept = bytearray(original)
    for start in range(0, len(kept), size):
        if original[start : start + size] not in there:
            kept[start : start + size] = bytes(size)
    kept[:100] = original[:100]  # the size of a page is known
    return _keys(_valid(kept))


def _valid(image: bytes | bytearray) -> list[tuple[str, dict[str, Any]]]:
    found: dict[tuple[object, ...], tuple[str, dict[str, Any]]] = {}
    for table, number, row in rows_in(next(ways(image))):
        try:
            check_row(table, row)
        except InvalidRow:
            continue
        key = (table, number) if "id" in COLUMNS[table] else (table, row["session_id"], row["question"])
        found[key] = (table, row)
    return list(found.values())


def rows_of(history: History) -> Counter[tuple[object, ...]]:
    """Return the rows of a history in the same form."""
    return _keys([(table, row) for table, rows in history.tables().items() for row in rows])


def run(seed: int, count: int) -> Outcome:
    """Damage the file in `count` ways, save what can be read into the backup, and count what of it is there then."""
    outcome = Outcome()
    backup, original = _files()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(seed, seed + count):
            chance = random.Random(f"damage {number}")
            how = sorted(DAMAGES)[number % len(DAMAGES)]
            outcome.count(_tried(folder, how, chance, backup, original, outcome))
    return outcome


def _tried(folder: Path, how: str, chance: random.Random, backup: bytes, original: bytes, outcome: Outcome) -> str:
    image = bytearray(original)
    DAMAGES[how](image, chance)
    damaged, into = folder / "damaged.sqlite", folder / "into.sqlite"
    damaged.write_bytes(image)
    into.write_bytes(backup)
    wanted = standing(original, bytes(image))
    try:
        with closing(History.open(into)) as history:
            salvage(damaged, history)
            first = rows_of(history)
            again = salvage(damaged, history).told()
            faults = history.faults()
    except TrainerError as error:
        return f"{how}: {error}"
    outcome.wanted += sum(wanted.values())
    outcome.got += sum(min(count, first[key]) for key, count in wanted.items())
    if damaged.read_bytes() != bytes(image):
        return f"{how}: the damaged file was changed"
    # Bits can make the time of one note that of another of the same words: then the damaged file itself holds two such notes.
    there = _keys(_valid(original)) | _keys(_valid(bytes(image)))
    twice = {key for key, count in first.items() if count > max(1, there[key])}
    return (
        f"{how}: twice {sorted(twice, key=repr)[:2]}"
        if twice
        else f"{how}: {again or faults}"
        if again or faults
        else ""
    )
