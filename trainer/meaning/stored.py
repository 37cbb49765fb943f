"""Vectors of examples, made once: a table from the sum of a line to its vector, four bits a number.

It is an archive of arrays (.npz): `sums`, the first eight bytes of each line's BLAKE2b as whole numbers, `vectors`
(uint8, one row a line, two numbers a byte), `made_with`, the sum of the weights. It holds no line, is never needed, and
can be deleted.

The numbers of a unit vector are spread as a bell curve is, so sixteen steps that lie close where most of them are lose
little: a vector and the one that was kept of it have a cosine above .99. Source: Max, Quantizing for minimum distortion,
1960 (table I, N = 16).
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import TrainerError
from ..plain_files import FileRefused, read_bytes, understood, write_whole
from .encoder import SIZE, Encoder, Numbers

#: The sixteen steps, for numbers whose squares are 1 on the average; and those that the two halves of each byte stand for.
_HALF = (0.1284, 0.3881, 0.6568, 0.9424, 1.256, 1.618, 2.069, 2.733)
_STEPS = np.array([*(-step for step in reversed(_HALF)), *_HALF], np.float32)
_BETWEEN = (_STEPS[1:] + _STEPS[:-1]) / 2
_PAIRS = np.stack([np.repeat(_STEPS, 16), np.tile(_STEPS, 16)], axis=1)
#: Bytes of a row; and of the largest file of vectors: some 150,000 lines.
_ROW, LARGEST = SIZE // 2, 32_000_000


class Vectors:
    """Vectors by line. `made_with`: the sum of the weights; vectors of other weights are of no use."""

    def __init__(self, made_with: str) -> None:
        self._made_with = made_with
        #: What files brought: sums in their order, and their rows. Both change at once, since other threads look here.
        self._table = np.zeros(0, np.uint64), np.zeros((0, _ROW), np.uint8)
        #: What has been added since.
        self._added: dict[int, NDArray[np.uint8]] = {}

    def __len__(self) -> int:
        return len(self._table[0]) + len(self._added)

    @property
    def fresh(self) -> int:
        """How many vectors are in no file yet."""
        return len(self._added)

    def get(self, line: str) -> Numbers | None:
        """Return the vector of a line, None if it is not stored."""
        row = self._row(_sum(line))
        return None if row is None else _unit(row)

    def __contains__(self, line: str) -> bool:
        return self._row(_sum(line)) is not None

    def _row(self, wanted: int) -> NDArray[np.uint8] | None:
        added = self._added.get(wanted)  # looked at first: what leaves it is in the table by then
        if added is not None:
            return added
        sums, rows = self._table
        place = int(np.searchsorted(sums, np.uint64(wanted)))
        return np.asarray(rows[place]) if place < len(sums) and int(sums[place]) == wanted else None

    def make(self, lines: Sequence[str], encoder: Encoder) -> None:
        """Make the vectors of lines and keep them in memory."""
        self.add(lines, encoder.vectors(lines))

    def add(self, lines: Sequence[str], vectors: Numbers) -> None:
        """Keep the vectors of lines, shape (lines, 384), in memory."""
        for line, vector in zip(lines, vectors, strict=True):
            # Rounded also in memory, so that a line is as near today as when its vector comes from the file.
            self._added[_sum(line)] = _packed(vector)

    def take_in(self, path: Path) -> None:
        """Add the vectors of a file; none if it is missing, broken, or made with other weights."""
        try:
            made_with, sums, vectors = understood(lambda: _parts(path), "these are no vectors")
        except FileRefused:
            return
        if made_with == self._made_with:
            self._merge(sums, vectors)

    def _merge(self, sums: NDArray[np.uint64], vectors: NDArray[np.uint8]) -> None:
        known, rows = self._table
        if not len(known) and bool((sums[1:] > sums[:-1]).all()):
            self._table = sums, vectors  # as they come from a file: no copy of ten megabytes
            return
        merged, places = np.unique(np.concatenate([known, sums]), return_index=True)
        self._table = merged, np.concatenate([rows, vectors])[places]

    def save(self, path: Path, rights: int = 0o600) -> None:
        """Write all vectors to a file. A folder that cannot be written to, or a table too large, is no error."""
        if self._added:
            self._merge(np.array(list(self._added), np.uint64), np.stack(list(self._added.values())))
            self._added = {}
        content = io.BytesIO()
        sums, vectors = self._table
        np.savez_compressed(content, made_with=np.array(self._made_with), sums=sums, vectors=vectors)
        if content.tell() <= LARGEST:
            with contextlib.suppress(TrainerError):
                write_whole(path, content.getvalue(), rights)


def _parts(path: Path) -> tuple[str, NDArray[np.uint64], NDArray[np.uint8]]:
    """Return what a file holds. Raises ValueError where its arrays are not those of vectors, or would fill the memory."""
    data = io.BytesIO(read_bytes(path, LARGEST))
    with zipfile.ZipFile(data) as archive:
        if sum(part.file_size for part in archive.infolist()) > 2 * LARGEST:
            raise ValueError("too large when it is unpacked")
    with np.load(data, allow_pickle=False) as file:
        made_with, sums, vectors = str(file["made_with"]), file["sums"], file["vectors"]
    if (sums.dtype, sums.ndim, vectors.dtype) != (np.uint64, 1, np.uint8) or vectors.shape != (len(sums), _ROW):
        raise ValueError("these are no vectors")
    return made_with, sums, vectors


def _packed(vector: Numbers) -> NDArray[np.uint8]:
    """Return the nearest step of each number of a unit vector, two in each byte."""
    steps = np.searchsorted(_BETWEEN, vector * np.float32(SIZE**0.5)).astype(np.uint8)
    return np.asarray(steps[0::2] << 4 | steps[1::2], np.uint8)


def _unit(row: NDArray[np.uint8]) -> Numbers:
    numbers = _PAIRS[row].reshape(-1)
    return np.asarray(numbers / np.float32(np.sqrt((numbers * numbers).sum())), np.float32)


def _sum(line: str) -> int:
    return int.from_bytes(hashlib.blake2b(line.encode("utf-8", "replace"), digest_size=8).digest(), "little")
