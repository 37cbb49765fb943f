"""Where words of a class stand in a sentence: each asked for once, whoever asks, so that long lines stay cheap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from ..matching.tokens import Sentence


class WordPlaces:
    """The words of one sentence of a line, `norms`, up to its end or its tag, `last`; `classes` of words by name."""

    norms: Sequence[str]
    classes: Mapping[str, frozenset[str]]
    sentence: Sentence
    last: int
    _first_places: dict[frozenset[str], int]
    _last_places: dict[tuple[frozenset[str], str], int]

    @cached_property
    def first_ours(self) -> int:
        """The place of the first word for the speaker in the whole line up to this sentence's end; its end for none."""
        ours = self.classes["ours"]
        return next((i for i in range(self.sentence.last) if self.norms[i] in ours), self.sentence.last)

    @cached_property
    def last_ours(self) -> int:
        """The place of the last word for the speaker in the sentence; -1 for none."""
        ours, places = self.classes["ours"], range(self.sentence.last - 1, self.sentence.first - 1, -1)
        return next((i for i in places if self.norms[i] in ours), -1)

    def first_of(self, words: frozenset[str]) -> int:
        """Return the first place of any of these words in the sentence, its end for none."""
        if words not in self._first_places:
            places = range(self.sentence.first, self.last)
            self._first_places[words] = next((i for i in places if self.norms[i] in words), self.last)
        return self._first_places[words]

    @cached_property
    def ours_after_if(self) -> int:
        """The place after the last "if", "when" or "that" before a word for the speaker; -1 for none."""
        ours, links = self.classes["ours"], self.classes["clause_links"]
        places = range(self.last - 1, self.sentence.first, -1)
        return next((i for i in places if self.norms[i] in ours and self.norms[i - 1] in links), -1)

    def last_of(self, words: frozenset[str], before: str = "") -> int:
        """Return the last place of any of these words, −1 for none; with `before`, only where that word stands before.

        It tells whether one of them follows a place, without a search of all that follows for each place.
        """
        known = self._last_places.get((words, before))
        if known is None:
            places = range(self.last - 1, self.sentence.first - 1 + bool(before), -1)
            fits = (i for i in places if self.norms[i] in words and before in ("", self.norms[i - 1]))
            known = self._last_places[words, before] = next(fits, -1)
        return known
