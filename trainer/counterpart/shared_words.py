"""How many words a sentence shares with each of some groups of sentences."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..language.cues import stems


class SharedWords:
    """How many words a sentence shares with each of some groups of sentences; rare ones count more."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._rows = [[frozenset(stems(sentence)) for sentence in group] for group in groups]
        self._places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for place, group in enumerate(self._rows):
            for number, row in enumerate(group):
                for word in row:
                    self._places[word].append((place, number))
        self._holders: dict[str, set[int]] = defaultdict(set)
        for word, places in self._places.items():
            self._holders[word] = {place for place, _ in places}
        self._count = sum(map(len, self._rows)) + 1
        self._sizes = [[self._size(row) for row in group] for group in self._rows]

    def _weight(self, word: str) -> float:
        return math.log(self._count / (len(self._places.get(word, ())) + 1)) ** 2

    def _size(self, row: Iterable[str]) -> float:
        return sum(map(self._weight, row)) or 1.0

    def scores(self, said: str) -> dict[int, float]:
        """Return how near the words are to each group that shares one, by its place: 0–1."""
        best: dict[int, float] = {}
        for (place, _), near in self._near(said).items():
            best[place] = max(best.get(place, 0.0), near)
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
        near = {number: score for (group, number), score in self._near(said).items() if group == place}
        return max(near, key=lambda number: near[number]) if near else 0

    def _near(self, said: str) -> dict[tuple[int, int], float]:
        row = frozenset(stems(said))
        shared: dict[tuple[int, int], float] = defaultdict(float)
        for word in row:
            weight = self._weight(word)
            for place in self._places.get(word, ()):
                shared[place] += weight
        size = self._size(row)
        return {at: both / math.sqrt(size * self._sizes[at[0]][at[1]]) for at, both in shared.items()}
