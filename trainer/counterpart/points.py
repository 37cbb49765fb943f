"""What a line says to this person: its points, each an act and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .segments import Segment

#: From this share of words in common, words have found it too.
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing a segment may be about: a group of examples, with how near the segment is to it.

    `kind`: fact, reaction, named, met, missed (of a concern) or act; `id`: which. `words`, `meaning`: 0–1, the nearest
    example by each; `score`: both together; `example`: that of the best score.
    """

    kind: str
    id: str
    score: float
    words: float
    meaning: float
    example: str

    @property
    def by(self) -> str:
        """Return which of the two found it: words, meaning, or both."""
        if not self.meaning:
            return "words"
        return "both" if self.words >= _SHARED else "meaning"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a line says or asks in this talk.

    `act`: of `acts.toml`, or asks, tells, names, meets, misses. `topic`: what it is about, as "fact:uncle",
    "concern:time", "goal", "" for nothing in particular. `by`: words, meaning, both, talk (what was said before),
    or turn (the whole line, read after their last reply).
    `example`: the one that decided, `score`: 0–1. `asks_goal`: it asks for the goal by its meaning.
    """

    act: str
    topic: str
    by: str
    example: str
    score: float
    segment: Segment
    asks_goal: bool = False

    @property
    def id(self) -> str:
        """Return the id of what it is about, without its kind."""
        return self.topic.partition(":")[2]

    def as_dict(self) -> dict[str, Any]:
        """Return it as `play --json` shows it."""
        return {
            "act": self.act,
            "topic": self.topic,
            "by": self.by,
            "example": self.example,
            "score": round(self.score, 2),
        }
