"""How near a line is in meaning to each of many examples."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import numpy as np

from .encoder import SIZE, Encoder, Numbers
from .stored import Vectors

#: How much (0–1) of what the examples of a topic have in common is taken away to tell them apart.
_IN_COMMON = np.float32(0.5)
#: How many lines keep their vectors in memory: those of the talk in hand and of the coach's tries.
KEPT = 2_000
#: How many examples are made in one piece, and how many new ones are written to the file at a time.
_AT_ONCE, _SAVED_AT_ONCE = 64, 1_024


class Meaning:
    """Lines as vectors. `shipped`: vectors of examples that came with the program; `own`: those made here, for the talks and
    packs of the person, which are kept in the file `keep` (None: in memory alone).

    What it returns depends on the line alone; vectors of lines are remembered, because one is looked at many times.
    """

    def __init__(self, encoder: Encoder, shipped: Vectors, own: Vectors, keep: Path | None = None) -> None:
        self._encoder, self._shipped, self._own, self._keep = encoder, shipped, own, keep
        self._made: OrderedDict[tuple[str, str], Numbers] = OrderedDict()
        #: A line that is being typed is looked at beside the window.
        self._lock = Lock()
        #: One thread at a time adds vectors of examples.
        self._making = Lock()

    def vector(self, line: str, after: str = "") -> Numbers:
        """Return the vector of a line, in a talk right `after` another: shape (384,), of length 1."""
        key = (line, after)
        with self._lock:
            known = self._made.get(key)
            if known is not None:
                self._made.move_to_end(key)
                return known
        made = None if after else self._stored(line)
        if made is None:
            made = self._encoder.vector(line, after)
        with self._lock:
            self._made[key] = made
            if len(self._made) > KEPT:
                self._made.popitem(last=False)
        return made

    def rows(self, texts: Sequence[str]) -> Numbers:
        """Return the vectors of examples: shape (texts, 384). Those that are new are made and kept."""
        found = [self._stored(text) for text in texts]
        if any(row is None for row in found):
            self.get_ready(self.missing(texts))
            found = [self._stored(text) for text in texts]
        return np.stack([row for row in found if row is not None]) if found else np.zeros((0, SIZE), np.float32)

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Return those examples that have no vectors yet, each once."""
        return [text for text in dict.fromkeys(texts) if text not in self._shipped and text not in self._own]

    def get_ready(self, texts: Sequence[str]) -> None:
        """Make and keep the vectors of examples; of many at once some seconds for each thousand.

        They are kept a thousand at a time, so that the next start goes on where this one was broken off. Any thread can
        ask; another one that asks meanwhile waits for no more than a few of them.
        """
        for first in range(0, len(texts), _AT_ONCE):
            with self._making:
                self._own.make(self.missing(texts[first : first + _AT_ONCE]), self._encoder)
            if self._keep is not None and self._own.fresh >= _SAVED_AT_ONCE:
                self._save(self._keep)
        if texts and self._keep is not None:
            self._save(self._keep)

    def _save(self, keep: Path) -> None:
        with self._making:
            self._own.save(keep)

    def nearness(self, line: str, texts: Sequence[str]) -> list[float]:
        """Return how near a line is to each of some examples, in their order: cosines, 1 for the same."""
        near: list[float] = (self.rows(texts) @ self.vector(line)).tolist()
        return near

    def alike(self, line: str, others: Sequence[str], common: Sequence[str] = ()) -> list[float]:
        """Return how near a line is to each of some others that are nobody's examples: cosines, in their order.

        What the lines in `common` have in common is taken away before. All stays in memory; nothing is kept in a file.
        """
        vectors = np.stack([self.vector(other) for other in (line, *others)])
        if common:
            vectors = _units(vectors - np.stack([self.vector(text) for text in common]).mean(axis=0))
        near: list[float] = (vectors[1:] @ vectors[0]).tolist()
        return near

    def apart(self, line: str, texts: Sequence[str]) -> list[float]:
        """Return how near a line is to each of some examples of one topic, half of what these have in common taken away.

        All that is asked about a fish man is near to all else about him; what is left tells "who" from "what for".
        """
        rows, vector = self.rows(texts), self.vector(line)
        middle = rows.mean(axis=0) * _IN_COMMON
        near: list[float] = (_units(rows - middle) @ _units(vector - middle)).tolist()
        return near

    def among(self, groups: Sequence[Texts]) -> Nearest:
        """Return a comparison with groups of texts."""
        return Nearest(self, groups)

    def _stored(self, line: str) -> Numbers | None:
        found = self._shipped.get(line)
        return self._own.get(line) if found is None else found


def _units(vectors: Numbers) -> Numbers:
    """Return vectors with length 1: shape (…, 384)."""
    units: Numbers = vectors / np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True) + np.float32(1e-12))
    return units


class Texts(NamedTuple):
    """What is known of one topic. `examples`: how people speak of it; `answers`: what is said to that; `about`: its name."""

    examples: Sequence[str]
    answers: Sequence[str] = ()
    about: str = ""


class Near(NamedTuple):
    """How near a line is to a topic, as cosines (1 for the same): to its nearest example, to the middle of its examples,
    to its nearest answer, to its answers on the average, to its name. 0 where there is none."""

    nearest: float
    middle: float
    answer: float
    answers: float
    about: float


class InTalk(NamedTuple):
    """How near a line is to the nearest example and to the nearest answer of a topic, as cosines: all of it, read right after
    what was said before it; and a part of it by itself."""

    example: float
    answer: float
    own_example: float
    own_answer: float


class Nearest:
    """Groups of texts to compare lines with."""

    def __init__(self, meaning: Meaning, groups: Sequence[Texts]) -> None:
        self._meaning = meaning
        self._examples = _Rows(meaning, [group.examples for group in groups])
        self._answers = _Rows(meaning, [group.answers for group in groups])
        self._about = _Rows(meaning, [(group.about,) if group.about else () for group in groups])
        self._middles = self._examples.middles()

    def near(self, line: str) -> list[Near]:
        """Return how near the line is to each group, in their order."""
        vector = self._meaning.vector(line)
        nearest, _ = self._examples.against(vector)
        answer, answers = self._answers.against(vector)
        about, _ = self._about.against(vector)
        columns = (nearest, self._middles @ vector, answer, answers, about)
        return [Near(*row) for row in np.stack(columns, axis=1).tolist()]

    def example(self, line: str, group: int, after: str = "") -> int:
        """Return which example of a group is the nearest to the line."""
        return self._examples.best(self._meaning.vector(line, after), group)

    def first(self, line: tuple[str, str], own: str, weights: InTalk, many: int) -> list[tuple[int, InTalk]]:
        """Return the `many` groups that are the nearest to a line, each with how near it is.

        `line`: what is said, and what was said before it; `own`: the part of it that is also compared by itself; `weights`: how
        much each nearness counts. Groups of equal nearness keep their order.
        """
        there, alone = self._meaning.vector(*line), self._meaning.vector(own)
        columns = [against(vector)[0] for vector in (there, alone) for against in self._both]
        near = np.stack(columns, axis=1)
        order = np.argsort(-(near @ np.array(weights, np.float32)), kind="stable")[:many]
        return [(int(place), InTalk(*near[place].tolist())) for place in order]

    @property
    def _both(self) -> tuple[Callable[[Numbers], tuple[Numbers, Numbers]], ...]:
        return self._examples.against, self._answers.against


class _Rows:
    """Vectors in groups, some of which can be empty."""

    def __init__(self, meaning: Meaning, groups: Sequence[Sequence[str]]) -> None:
        self._rows = meaning.rows([text for group in groups for text in group])
        self._sizes = np.array([len(group) for group in groups])
        self._starts = np.concatenate([[0], np.cumsum(self._sizes)])
        self._filled = np.flatnonzero(self._sizes)

    def against(self, vector: Numbers) -> tuple[Numbers, Numbers]:
        """Return (the best cosine of each group, their mean); 0 for empty groups."""
        best, mean = np.zeros(len(self._sizes), np.float32), np.zeros(len(self._sizes), np.float32)
        if len(self._filled):
            near, starts = self._rows @ vector, self._starts[:-1][self._filled]
            best[self._filled] = np.maximum.reduceat(near, starts)
            mean[self._filled] = np.add.reduceat(near, starts) / self._sizes[self._filled]
        return best, mean

    def middles(self) -> Numbers:
        """Return the direction of the mean of each group; zeros for an empty one."""
        middles = np.zeros((len(self._sizes), SIZE), np.float32)
        for group in self._filled:
            mean = self._rows[self._starts[group] : self._starts[group + 1]].mean(axis=0)
            middles[group] = mean / np.sqrt((mean * mean).sum())
        return middles

    def best(self, vector: Numbers, group: int) -> int:
        near = self._rows[self._starts[group] : self._starts[group + 1]] @ vector
        return int(near.argmax())
