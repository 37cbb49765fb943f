"""Which characters of a stretch are covered: asking costs the same however many spans cover them."""

from __future__ import annotations

from collections.abc import Iterable


class Cover:
    """Marks on the characters `first` to `last` (exclusive) of a line. Spans are (start, end), the end exclusive.

    A list of spans that is searched for each word makes the time to read a line grow with the square of its length.
    """

    def __init__(self, first: int, last: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._first = first
        self._marked = bytearray(last - first)
        reached = first
        for start, end in sorted(spans):
            # Many spans may end at the same place: no character is marked twice.
            self.add(max(start, reached), end)
            reached = max(reached, end)

    def add(self, start: int, end: int) -> None:
        """Cover these characters too; nothing if the end comes before the start."""
        if start < end:
            self._marked[start - self._first : end - self._first] = b"\1" * (end - start)

    def __contains__(self, place: int) -> bool:
        return bool(self._marked[place - self._first])

    def touches(self, start: int, end: int) -> bool:
        """Tell whether any of these characters is covered."""
        return self._marked.find(1, start - self._first, end - self._first) >= 0
