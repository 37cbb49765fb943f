"""The learner's own phrases: which fillers their lines hold, and how often."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from ..safe_text import heard

#: How far back lines are counted.
WEEKS = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase. `count`: how often it was used; `lines`: in how many lines."""

    text: str
    count: int
    lines: int


@cache
def fillers() -> tuple[str, ...]:
    """Return the table of fillers."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tuple(row["phrase"] for row in tomllib.load(file)["filler"])


def count_fillers(lines: Iterable[str]) -> tuple[Phrase, ...]:
    """Return the fillers that were used, the most frequent first."""
    said = [heard(line).lower().replace("’", "'") for line in lines]
    found = []
    for filler in fillers():
        pattern = re.compile(rf"\b{re.escape(filler)}\b")
        hits = [len(pattern.findall(line)) for line in said if filler in line]
        if sum(hits):
            found.append(Phrase(filler, sum(hits), sum(bool(hit) for hit in hits)))
    return tuple(sorted(found, key=lambda phrase: (-phrase.count, phrase.text)))
