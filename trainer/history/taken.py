"""What an import has brought: how many rows were new, and what they are called here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]
_COUNTED = ("talks", "lines", "answers", "words", "workshops", "learners", "left_out")


@dataclass
class Taken:
    """How many rows were new here. `left_out`: rows there that no program of ours has written, or that are damaged.

    `ids`: table → id there → id here, for profiles, sessions and workshops. `whole`: all of memory went back into the file it
    stood in for; a talk or workshop that has no id here was erased there meanwhile.
    """

    talks: int = 0
    lines: int = 0
    answers: int = 0
    words: int = 0
    workshops: int = 0
    learners: int = 0
    left_out: int = 0
    ids: dict[str, dict[int, int]] = field(default_factory=dict)
    whole: bool = False

    def and_then(self, other: Taken) -> Taken:
        """Return what this import and a later one into the same file have brought."""
        counts = {name: getattr(self, name) + getattr(other, name) for name in _COUNTED}
        return Taken(**counts, ids=other.ids)

    def told(self) -> str:
        """Say what was new, as part of a sentence; "" for nothing."""
        counts = (
            (self.talks, "talk"), (self.lines, "line"), (self.answers, "answer to a card", "answers to cards"),
            (self.words, "note of your own", "notes of your own"), (self.workshops, "workshop"), (self.learners, "profile"),
        )  # fmt: skip
        parts = [f"{n} {name[0] if n == 1 else name[-1] + 's' * (len(name) == 1)}" for n, *name in counts if n]
        return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)

    def told_left_out(self) -> str:
        """Say what of the other file was not imported."""
        rows = "one row" if self.left_out == 1 else f"{self.left_out:,} rows"
        return f"Left out: {rows} that Safe No has not written like that, or that cannot be read."
