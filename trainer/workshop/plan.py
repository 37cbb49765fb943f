"""Plans of a workshop, and whether it is on time."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

#: Minutes the room may be late before `pace` counts them.
_EASE = 2.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan. `parts`: (name, minutes); they add up to `minutes`."""

    minutes: int
    name: str
    parts: tuple[tuple[str, int], ...]


@cache
def plans() -> tuple[Plan, ...]:
    """Return all plans, the shortest first."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        rows = tomllib.load(file)["plan"]
    return tuple(Plan(row["minutes"], row["name"], tuple((name, int(n)) for name, n in row["parts"])) for row in rows)


def pace(plan: Plan, part: int, gone: float) -> str:
    """Say in a few words how the time stands. `part`: index of the current part; `gone`: minutes since the start."""
    before = sum(minutes for _, minutes in plan.parts[:part])
    name, minutes = plan.parts[min(part, len(plan.parts) - 1)]
    name = name[0].lower() + name[1:]
    left = before + minutes - gone
    if left < -_EASE:
        return f"Plan, {name}: {-left:.0f} min over"
    if left < 0:
        return f"Plan, {name}: time is up"
    return f"Plan, {name}: {left:.0f} min left" if left >= 1 else f"Plan, {name}: under a minute left"
