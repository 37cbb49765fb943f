"""Fit the weights of `counterpart/sides.toml` to the labelled turns of lines/turns.jsonl, and measure how often they are right.

    python -m tests.fit_sides           prints the weights, and how often the right side comes first, on turns fitted to and on others
    python -m tests.fit_sides --only-measure

The weights are those of a logistic regression: which of the nearest sides, or none, is this turn about? A twelfth of the
turns, and all of one scenario, is kept from the fit. Needs the vectors of the examples (`trainer/prepare.py`).
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.counterpart.segments import segments
from trainer.counterpart.sides import Sides, Turn, sides_table, turns
from trainer.meaning import meaning
from trainer.scenario import load

from .conftest import ROOT
from .fit_chooser import shares

STEPS, RATE, SHRINK = 200, 0.2, 1e-3
LINES = ROOT / "tests" / "lines" / "turns.jsonl"
#: Kept from the fit, with one turn in twelve of the others.
KEPT_OUT, PART = "meeting_school_office", 12
Table = NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    """A turn: one row of features for each of its sides and a last one for none; which of them are right."""

    scenario: str
    held: bool
    rows: Table
    right: NDArray[np.bool_]


def main() -> None:
    names = sorted(sides_table()["weights"])
    by_scenario: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in map(json.loads, LINES.read_text(encoding="utf-8").splitlines()):
        by_scenario[row["scenario"]].append(row)
    with multiprocessing.get_context("fork").Pool() as pool:
        found = [one for some in pool.starmap(labelled, by_scenario.items()) for one in some]
    weights = np.array([sides_table()["weights"][name] for name in names])
    fit = [one for one in found if not one.held and one.right.any()]
    if "--only-measure" not in sys.argv:
        weights = fitted(fit, weights)
        for name, weight in zip(names, weights, strict=True):
            print(f"{name} = {weight:.2f}")
    for what, some in (
        ("fitted to", [one for one in found if not one.held]),
        ("kept out", [one for one in found if one.held]),
        (KEPT_OUT, [one for one in found if one.scenario == KEPT_OUT]),
    ):
        print(
            f"# {what}: {len(some)} turns, right {right_first(some, weights):.3f}, "
            f"of those about something {right_first([one for one in some if not one.right[-1]], weights):.3f}"
        )


def is_held(scenario: str, text: str) -> bool:
    """Tell whether a turn is kept from the fit."""
    return scenario == KEPT_OUT or hashlib.md5(text.encode(), usedforsecurity=False).digest()[0] < 256 // PART


def labelled(name: str, rows: list[dict[str, object]]) -> list[Labelled]:
    """Return the turns of a scenario with their features."""
    scenario = load(ROOT / "scenarios" / f"{name}.yaml")
    model = meaning()
    assert model is not None
    sides = Sides(scenario, model)
    return [one for row in rows for one in _labelled(name, scenario.counterpart.name, sides, row)]


def _labelled(name: str, called: str, sides: Sides, row: dict[str, object]) -> Iterator[Labelled]:
    turn = turn_of(sides, called, row)
    if turn is None:
        return
    names = sorted(sides_table()["weights"])
    right = set(map(str, row["right"]))  # type: ignore[call-overload]
    features = sides.features(turn)
    table = [[each.get(one, 0.0) for one in names] for each in features.values()]
    table.append([float(one == "nothing") for one in names])
    hit = [is_right(sides, place, right) for place in features]
    yield Labelled(name, is_held(name, str(row["text"])), np.array(table), np.array([*hit, not right]))


def turn_of(sides: Sides, called: str, row: dict[str, object]) -> Turn | None:
    """Return the last turn that a labelled line takes."""
    after = str(row["after"])
    topic = next((each.topic for each in sides.sayables if after and after in each.side.say), "")
    found = turns(segments(str(row["text"]), called), after, topic)
    return found[max(found)] if found else None


def is_right(sides: Sides, place: int, right: set[str]) -> bool:
    """Tell whether a side is one of those that a turn asks for."""
    each = sides.sayables[place]
    name = each.topic.partition(":")[2]
    return bool(right.intersection(each.side.say)) or (each.kind == "met" and f"met:{name}" in right)


def fitted(turns: list[Labelled], start: Table) -> Table:
    """Return the weights, by Adam, from `start` on."""
    weights = start.copy()
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = SHRINK * weights
        for one in turns:
            odds = shares(one.rows @ weights)
            own = odds * one.right
            slope += (odds - own / own.sum()) @ one.rows / len(turns)
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        rate = RATE * (1 - step / (STEPS + 1))
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def right_first(turns: list[Labelled], weights: Table) -> float:
    """Return how often what comes first is right."""
    return float(np.mean([one.right[int((one.rows @ weights).argmax())] for one in turns]))


if __name__ == "__main__":
    main()
