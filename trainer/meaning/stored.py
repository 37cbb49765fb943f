"""Vectors of examples, made once: a table from the sum of a line to its vector in eight bits.

It is an archive of arrays (.npz): `sums`, the first eight bytes of each line's BLAKE2b as whole numbers, `vectors`
(int8, one row a line), `made_with`, the sum of the weights. It holds no line, is never needed, and can be deleted.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import TrainerError
from ..plain_files import FileRefused, read_bytes, understood, write_whole
from .encoder import SIZE, Numbers

_MOST = np.float32(127)
#: Bytes of the largest file of vectors: some 80,000 lines.
LARGEST = 32_000_000


class Vectors:
    """Vectors by line. `made_with`: the sum of the weights; vectors of other weights are of no use."""

    def __init__(self, made_with: str) -> None:
        self._made_with = made_with
        self._rows: dict[int, NDArray[np.int8]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def get(self, line: str) -> Numbers | None:
        row = self._rows.get(_sum(line))
        return None if row is None else _unit(row)

    def add(self, line: str, vector: Numbers) -> None:
        # Rounded also in memory, so that a line is as near today as when its vector comes from the file.
        self._rows[_sum(line)] = np.round(vector * (_MOST / np.abs(vector).max())).astype(np.int8)

    def take_in(self, path: Path) -> None:
        """Add the vectors of a file; none if it is missing, broken, or made with other weights."""
        try:
            made_with, sums, vectors = understood(lambda: _parts(path), "these are no vectors")
        except FileRefused:
            return
        if made_with == self._made_with and vectors.shape == (len(sums), SIZE) and vectors.dtype == np.int8:
            self._rows.update(zip(sums.tolist(), vectors, strict=True))

    def save(self, path: Path) -> None:
        """Write all vectors to a file. A folder that cannot be written to is no error."""
        content = io.BytesIO()
        np.savez(
            content,
            made_with=np.array(self._made_with),
            sums=np.array(list(self._rows), np.uint64),
            vectors=np.stack(list(self._rows.values())) if self._rows else np.zeros((0, SIZE), np.int8),
        )
        with contextlib.suppress(TrainerError):
            write_whole(path, content.getvalue())


def _parts(path: Path) -> tuple[str, NDArray[np.uint64], NDArray[np.int8]]:
    with np.load(io.BytesIO(read_bytes(path, LARGEST)), allow_pickle=False) as file:
        return str(file["made_with"]), file["sums"], file["vectors"]


def _unit(row: NDArray[np.int8]) -> Numbers:
    numbers = row.astype(np.float32)
    unit: Numbers = numbers / np.float32(np.sqrt((numbers * numbers).sum()))
    return unit


def _sum(line: str) -> int:
    return int.from_bytes(hashlib.blake2b(line.encode("utf-8", "replace"), digest_size=8).digest(), "little")
