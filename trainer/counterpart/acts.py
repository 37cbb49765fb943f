"""The acts that every counterpart knows, besides asking for facts: `acts.toml` as values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..scenario import Event, Kind

#: Acts that are no rows of the table: what is done with a topic of the scenario, or with nothing that is known.
ASKS, REMARKS, TELLS, NAMES, MEETS, MISSES = "asks", "remarks", "tells", "names", "meets", "misses"
UNKNOWN, ANSWERS, MIRRORS, ASKS_MORE, FOLLOWS = "asks_unknown", "answers", "mirrors", "asks_further", "follows_up"
#: The act that asks for the goal, by the kind of talk.
GOAL_ACTS = {Kind.COFFEE: "asks_goal_coffee", Kind.MEETING: "asks_goal_meeting", Kind.SALARY: "asks_goal_pay"}

#: Whom a sentence speaks of, the last of them before a word; and who that is if it is said of oneself.
_WHOSE, _ONESELF = re.compile(r"\b(?:i|me|my|we|our|you|your|u|ur|he|she|they)\b"), ("i", "me", "my", "we", "our")
#: To whom, or of whom, something is done: no subject.
_TO_WHOM = re.compile(r"\b(?:to|with|for|at|of|from|about|past|before) (?:me|you|u|him|her|us|them)\b")


@dataclass(frozen=True, slots=True)
class Act:
    """A row of the table, which explains its columns."""

    id: str
    weight: float
    part: str
    event: Event
    examples: tuple[str, ...]
    pattern: re.Pattern[str] | None = None
    sharp: bool = False
    of_them: bool = False

    def surely(self, said: str) -> bool:
        """Tell whether plain words for it are there, and said of the other where they have to be: "I was a coward" is not."""
        return self.pattern is not None and not self.is_of_oneself(said) and self.pattern.search(said) is not None

    def is_of_oneself(self, said: str) -> bool:
        """Tell whether an act that has to be said of the other is said of oneself."""
        found = self.pattern.search(said) if self.of_them and self.pattern else None
        # "I talked to you like a clown": who it is said to is not who it is said of.
        whose = _WHOSE.findall(_TO_WHOM.sub("", said[: found.start()])) if found else []
        return bool(whose) and whose[-1] in _ONESELF

    @property
    def reacts(self) -> bool:
        """Whether its answer is a reaction, which can stand before another answer."""
        return self.part == "reaction"


@cache
def acts() -> dict[str, Act]:
    """Return the table by id."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        rows = tomllib.load(file)["act"]
    return {row["id"]: _act(row) for row in rows}


def _act(row: dict[str, Any]) -> Act:
    pattern = re.compile(row["pattern"]) if "pattern" in row else None
    return Act(
        row["id"],
        row["weight"],
        row["part"],
        Event(row["event"]),
        tuple(row["examples"]),
        pattern,
        row.get("sharp", False),
        row.get("of_them", False),
    )


#: How much acts that are no rows of the table ask for an answer.
WEIGHTS = {
    ASKS: 8.0,
    UNKNOWN: 7.5,
    ASKS_MORE: 8.0,
    FOLLOWS: 8.0,
    REMARKS: 5.5,
    TELLS: 6.0,
    NAMES: 7.0,
    MEETS: 7.0,
    MISSES: 6.0,
    ANSWERS: 4.6,
    MIRRORS: 6.0,
}


def weight(act: str) -> float:
    """Return how much an act asks for an answer, 0–10."""
    row = acts().get(act)
    return row.weight if row else WEIGHTS.get(act, 0.0)


def reacts(act: str) -> bool:
    """Tell whether an act is answered by a reaction, which can stand before another answer."""
    row = acts().get(act)
    return row.reacts if row else act in (TELLS, ANSWERS, MEETS)
