"""What an answer to a card is told, and what was shortened in it written out; the table of both is `judge.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

#: How near lines are in meaning: `trainer.meaning.Meaning.alike`.
Nearness = Callable[[str, Sequence[str], Sequence[str]], list[float]]


@dataclass(frozen=True, slots=True)
class Told:
    """What the counterpart made of a line in a dry run: who it is, its reply, and (cause, points of resistance)."""

    name: str
    reply: str
    causes: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on an answer. `said`: a sentence about it; `told`: what came of it in a dry run, if there was one.

    `doubt`: what the learner is asked where the judge cannot know, "" where it is sure; then `right` is only what it leans to.
    `failed`: what failed first, "" for nothing: pressure, not_an_ask, still_yes, other_actor, denied, facts, condition, content,
    not_a_label, names_nothing, other_feeling or wrong; own, if the learner decided so; in a dry run little, unmoved, closed or ended.
    """

    right: bool
    failed: str
    said: str
    told: Told | None = None
    doubt: str = ""


def decided(verdict: Verdict, counts: bool) -> Verdict:
    """Return a verdict in doubt as the learner decided it."""
    said = sentences()["own_right" if counts else "own_wrong"]
    return replace(verdict, right=counts, failed="" if counts else "own", said=said, doubt="")


@cache
def table() -> dict[str, Any]:
    """Load `judge.toml`."""
    with Path(__file__).with_name("judge.toml").open("rb") as file:
        return tomllib.load(file)


def sentences() -> dict[str, str]:
    """Return the sentence for each way to fail, and for a right answer."""
    said: dict[str, str] = table()["said"]
    return said


def words() -> dict[str, str]:
    """Return the wording of each answer to "what would no mean?"."""
    said: dict[str, str] = table()["words"]
    return said


def in_full(answer: str) -> str:
    """Return an answer with what was shortened in a hurry written out, where the words around tell what it stands for."""
    for short, full in table()["in_full"].items():
        answer = re.sub(rf"(?i)(?<![^\s(]){short}", full, answer)
    return answer
