"""A line → a unit vector of 384 numbers, near to those of lines that mean much the same: all-MiniLM-L6-v2, tuned to
talks, in numpy.

A line can be read together with what was said before it: "who was that?" then lies near to questions that say whom.

Six layers of attention and one mean over the pieces. The weights were rounded to eight bits (`weights.py`).
Source: Reimers & Gurevych, Sentence-BERT, 2019; Wang et al., MiniLM, 2020.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from .word_pieces import WordPieces

Numbers = NDArray[np.float32]

LAYERS, HEADS, SIZE = 6, 12, 384
#: At most this many pieces of a line are read; a line of a talk has some twenty. Of what was said before it, the last so
#: many are, and of both together at most so many.
MOST_PIECES, BEFORE, BOTH = 128, 28, 72
#: Of equally long lines, so many are done at a time.
_TOGETHER = 32
_TINY = np.float32(1e-12)


class Encoder:
    """Turns lines into vectors. `weights`: by the names of `weights.py`, as numbers of 32 bits; `embed`:
    numbers of pieces → their vectors, shape (pieces, 384).
    """

    def __init__(
        self, pieces: WordPieces, weights: Mapping[str, Numbers], embed: Callable[[list[int]], Numbers]
    ) -> None:
        self._pieces, self._weights, self._embed = pieces, weights, embed

    def vector(self, line: str, after: str = "") -> Numbers:
        """Return the vector of a line, in a talk right `after` another: shape (384,), of length 1."""
        unit: Numbers = self._together([in_talk(self._pieces, line, after)])[0]
        return unit

    def vectors(self, lines: Sequence[str]) -> Numbers:
        """Return the vectors of lines: shape (lines, 384). Lines of equally many pieces are done together."""
        cut = [self._pieces.numbers(line, MOST_PIECES) for line in lines]
        found = np.zeros((len(lines), SIZE), np.float32)
        by_size = sorted(range(len(cut)), key=lambda place: len(cut[place]))
        for _, group in groupby(by_size, key=lambda place: len(cut[place])):
            places = list(group)
            for first in range(0, len(places), _TOGETHER):
                some = places[first : first + _TOGETHER]
                found[some] = self._together([cut[place] for place in some])
        return found

    def _together(self, cut: list[list[int]]) -> Numbers:
        """Return the vectors of lines of equally many pieces."""
        seen = np.stack([self._embedded(numbers) for numbers in cut])
        for layer in range(LAYERS):
            seen = self._layer(seen, f"{layer}.")
        mean = seen.mean(axis=1)
        unit: Numbers = (mean / np.sqrt((mean * mean).sum(axis=1, keepdims=True) + _TINY)).astype(np.float32)
        return unit

    def _embedded(self, numbers: list[int]) -> Numbers:
        places = self._weights["places"][: len(numbers)]
        return self._normed(self._embed(numbers) + places, "embedded")

    def _layer(self, seen: Numbers, at: str) -> Numbers:
        attended = self._linear(self._attention(seen, at), at + "attended")
        seen = self._normed(seen + attended, at + "attended")
        widened = _gelu(self._linear(seen, at + "wide"))
        return self._normed(seen + self._linear(widened, at + "narrow"), at + "narrow")

    def _attention(self, seen: Numbers, at: str) -> Numbers:
        """Let every piece look at all others of its line, twelve times over."""
        lines, pieces, _ = seen.shape
        shared = self._linear(seen, at + "attention").reshape(lines, pieces, 3, HEADS, SIZE // HEADS)
        query, key, value = shared.transpose(2, 0, 3, 1, 4)
        looks = query @ key.transpose(0, 1, 3, 2) * np.float32((SIZE // HEADS) ** -0.5)
        looks = np.exp(looks - looks.max(axis=-1, keepdims=True))
        looks /= looks.sum(axis=-1, keepdims=True)
        mixed: Numbers = (looks @ value).transpose(0, 2, 1, 3).reshape(lines, pieces, SIZE)
        return mixed

    def _linear(self, seen: Numbers, name: str) -> Numbers:
        weight = self._weights[name + ".weight"]
        # As one matrix: numpy would multiply a stack of them one by one.
        flat = seen.reshape(-1, seen.shape[-1]) @ weight + self._weights[name + ".bias"]
        sums: Numbers = flat.reshape(*seen.shape[:-1], weight.shape[1])
        return sums

    def _normed(self, seen: Numbers, name: str) -> Numbers:
        apart = seen - seen.mean(axis=-1, keepdims=True)
        spread = np.sqrt((apart * apart).mean(axis=-1, keepdims=True) + _TINY)
        even: Numbers = apart / spread * self._weights[name + ".norm.weight"] + self._weights[name + ".norm.bias"]
        return even


def in_talk(pieces: WordPieces, line: str, after: str) -> list[int]:
    """Return the numbers of the pieces of a line, those of the one before it in front; "" for none."""
    begin, *own, end = pieces.numbers(line, MOST_PIECES)
    if not after:
        return [begin, *own, end]
    _, *before, _ = pieces.numbers(after, MOST_PIECES)
    before = before[-BEFORE:]
    return [begin, *before, end, *own[: BOTH - len(before) - 3], end]


class Embeddings:
    """The vectors of the pieces, kept in few bits and made into numbers as they are asked for.

    `common`: int8, one row a piece, for the pieces that are met often; `rare`: two numbers of four bits in each byte,
    for all others. `scales`: what a row is multiplied by, one for each piece.
    """

    def __init__(self, common: NDArray[np.int8], rare: NDArray[np.uint8], scales: Numbers) -> None:
        self._common, self._rare, self._scales = common, rare, scales

    def __call__(self, numbers: list[int]) -> Numbers:
        """Return the vectors of pieces: shape (pieces, 384)."""
        return np.stack([self._row(number) for number in numbers])

    def _row(self, number: int) -> Numbers:
        if number < len(self._common):
            row: NDArray[np.int8] = self._common[number]
        else:
            packed = self._rare[number - len(self._common)]
            row = np.concatenate([packed >> 4, packed & 15]).astype(np.int8) - np.int8(8)
        numbers: Numbers = row * self._scales[number]
        return numbers


def _gelu(seen: Numbers) -> Numbers:
    """Return x · Φ(x), Φ by Abramowitz & Stegun 7.1.26 (its error is below 2e-7)."""
    size = np.abs(seen) * np.float32(0.5**0.5)
    t = 1 / (1 + np.float32(0.3275911) * size)
    series = (
        (((np.float32(1.061405429) * t - np.float32(1.453152027)) * t) + np.float32(1.421413741)) * t
        - np.float32(0.284496736)
    ) * t
    tail = (series + np.float32(0.254829592)) * t * np.exp(-size * size)
    smooth: Numbers = seen * np.where(seen >= 0, 1 - tail / 2, tail / 2)
    return smooth
