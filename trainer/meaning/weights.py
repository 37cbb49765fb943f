"""The file of the weights: the layers in eight bits, the vectors of the word pieces in eight or four.

It is an archive of arrays (.npz), made by `make meaning` (tests/make_meaning.py) and read without pickles. By name:
`pieces`: the word pieces, one a line, as bytes of UTF-8; `common`, `rare`, `scales`: as `Embeddings` takes them; `…weight`
(int8) with `…scale` (one number a column); all others as they are.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from ..plain_files import read_bytes, understood
from .encoder import Embeddings, Encoder, Numbers
from .word_pieces import WordPieces

NAME = "all-minilm-l6-v2.npz"
#: Bytes of the largest file of weights.
LARGEST = 16_000_000


def load(path: Path) -> Encoder:
    """Return the encoder of a file of weights. Raises FileRefused."""
    data = read_bytes(path, LARGEST)
    return understood(lambda: _encoder(data), "these are not the weights of the model")


def _encoder(data: bytes) -> Encoder:
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        stored = {name: file[name] for name in file.files}
    embed = Embeddings(stored.pop("common"), stored.pop("rare"), stored.pop("scales"))
    pieces = WordPieces(bytes(stored.pop("pieces")).decode("utf-8").split("\n"))
    return Encoder(pieces, _whole(stored), embed)


def _whole(stored: dict[str, Numbers]) -> dict[str, Numbers]:
    """Return the weights as numbers of 32 bits: what was rounded, multiplied by its scale."""
    scales = {name.removesuffix(".scale"): stored.pop(name) for name in list(stored) if name.endswith(".scale")}
    whole = {name: array.astype(np.float32) for name, array in stored.items()}
    for name, scale in scales.items():
        whole[name] *= scale
    return whole
