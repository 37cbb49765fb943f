"""How many words a sentence shares with each of some groups of sentences."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..language.topics import stems


class SharedWords:
    """How many words a sentence shares with each of some groups of sentences; rare ones count more."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._rows = [[frozenset(stems(sentence)) for sentence in group] for group in groups]
        #: Of which group each sentence is, all of them in one order; and in which sentences a word is.
        self._group = [place for place, group in enumerate(self._rows) for _ in group]
        self._places: dict[str, list[int]] = defaultdict(list)
        for number, row in enumerate(row for group in self._rows for row in group):
            for word in row:
                self._places[word].append(number)
        self._holders = {word: {self._group[number] for number in numbers} for word, numbers in self._places.items()}
        self._count = len(self._group) + 1
        self._sizes = [self._size(row) for group in self._rows for row in group]

    def _weight(self, word: str) -> float:
        return math.log(self._count / (len(self._places.get(word, ())) + 1)) ** 2

    def _size(self, row: Iterable[str]) -> float:
        return sum(map(self._weight, row)) or 1.0

    def scores(self, said: str) -> dict[int, float]:
        """Return how near the words are to each group that shares one, by its place: 0–1."""
        row = frozenset(stems(said))
        shared: dict[int, float] = defaultdict(float)
        for word in row:
            weight = self._weight(word)
            for number in self._places.get(word, ()):
                shared[number] += weight
        size, best = self._size(row), dict[int, float]()
        for number, both in shared.items():
            near, place = both / math.sqrt(size * self._sizes[number]), self._group[number]
            if near > best.get(place, 0.0):
                best[place] = near
        return best

    def covered(self, said: str) -> dict[int, float]:
        """Return how much of what is said each group has words for, by its place: 0–1; words that few groups have count more."""
        known = {word: self._rareness(word) for word in set(stems(said)) if word in self._holders}
        shared: dict[int, float] = defaultdict(float)
        for word, weight in known.items():
            for place in self._holders[word]:
                shared[place] += weight
        whole = sum(known.values()) or 1.0
        return {place: weight / whole for place, weight in shared.items()}

    def _rareness(self, word: str) -> float:
        return math.log((len(self._rows) + 1) / (len(self._holders[word]) + 0.5))

    def example(self, said: str, place: int) -> int:
        """Return which sentence of a group is the nearest."""
        row = frozenset(stems(said))
        near = [self._size(row & one) / math.sqrt(self._size(one)) if row & one else 0.0 for one in self._rows[place]]
        return near.index(max(near)) if near else 0
