"""The words of worries: an author's own, and the common ones of each kind of worry."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from ..language.topics import spoken_of
from ..scenario import Concern, Scenario


@lru_cache(maxsize=256)
def settling(concern: Concern, goal: str) -> tuple[str, ...]:
    """Return the words that settle a concern: the author's and the common ones, without those of the goal itself."""
    words = tuple(dict.fromkeys((*concern.settled_by, *_common(concern.id)[1])))
    asked_anyway = set(spoken_of(goal, words))
    return tuple(word for word in words if word not in asked_anyway)


@cache
def _worries() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    with Path(__file__).with_name("worries.toml").open("rb") as file:
        rows = tomllib.load(file)["worry"]
    found: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for row in rows:
        for worry in row["ids"]:
            cues, settled_by = found.get(worry, ((), ()))
            found[worry] = (*cues, *row["cues"]), (*settled_by, *row["settled_by"])
    return found


@cache
def asking() -> tuple[str, ...]:
    with Path(__file__).with_name("worries.toml").open("rb") as file:
        return tuple(tomllib.load(file)["asking"])


def _common(concern_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the common (cues, settling words) for the id of a concern; empty for one of the author's own."""
    return _worries().get(concern_id, ((), ()))


def spoken_worries(scenario: Scenario, text: str) -> tuple[str, ...]:
    """Return the concerns whose cue words a text holds.

    An author's own cues distinguish concerns best; the common words count only if none of those match.
    """
    own = tuple(concern.id for concern in scenario.concerns if spoken_of(text, concern.cues))
    return own or tuple(c.id for c in scenario.concerns if spoken_of(text, _common(c.id)[0]))
