"""Fit the weights of `counterpart/chooser.toml` to the examples of the scenarios: each is left out once and looked for.

    python -m tests.fit_chooser           prints the weights and how often the right topic comes first
    python -m tests.fit_chooser --held    fits on all but one scenario and measures on that one, for each

The weights are those of a logistic regression over the topics of a scenario (which of them was it?), so that few numbers
are fitted to thousands of examples. Needs the vectors of the examples (some minutes, the first time).
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from trainer.counterpart.matcher import Matcher, groups_of
from trainer.counterpart.segments import Form, segments
from trainer.meaning import meaning
from trainer.scenario import Scenario, load

from .conftest import ROOT

STEPS, RATE, SHRINK = 400, 0.3, 1e-3
#: So many examples of a topic are left out in turn, and this share of them is looked for.
TURNS, SHARE = 4, 0.5
Table = NDArray[np.float64]


def main() -> None:
    for kind, model in (("meaning", meaning()), ("words", None)):
        names: list[str] = []
        sets = [examples(load(path), model, names) for path in sorted((ROOT / "scenarios").glob("*.yaml"))]
        whole = [(padded(rows, len(names)), right) for rows, right in sets]
        if "--held" in sys.argv:
            for held, (rows, right) in enumerate(whole):
                weights = fitted([pair for place, pair in enumerate(whole) if place != held])
                print(kind, held, f"{accuracy(rows, right, weights):.3f}")
        weights = fitted(whole)
        print(f"\n[{kind}]  # right first: {np.mean([accuracy(*pair, weights) for pair in whole]):.3f}")
        for name, weight in sorted(zip(names, weights, strict=True)):
            print(f"{name} = {weight:.2f}")


def examples(scenario: Scenario, model: object, names: list[str]) -> tuple[list[Table], list[int]]:
    """Return (features of all topics for each example left out, the number of its topic)."""
    groups = tuple(groups_of(scenario))
    rows: list[Table] = []
    right: list[int] = []
    chance = random.Random(scenario.id)
    for turn in range(TURNS):
        # One example of every group is left out at a time: as good as each alone, and far quicker.
        kept = [
            replace(group, examples=group.examples[:turn] + group.examples[turn + 1 :])
            if len(group.examples) > 2
            else group
            for group in groups
        ]
        matcher = Matcher(kept, model)  # type: ignore[arg-type]
        for place, group in enumerate(groups):
            if turn < len(group.examples) and len(group.examples) > 2 and chance.random() < SHARE:
                for said, form in _read(group.examples[turn]):
                    rows.append(_table(matcher.features(said, form), names))
                    right.append(place)
    return rows, right


def _read(example: str) -> Iterator[tuple[str, Form]]:
    parts = segments(example)
    if parts:
        asking = [part.form for part in parts if part.form.asks]
        yield " ".join(part.said for part in parts), asking[-1] if asking else parts[-1].form


def _table(rows: list[dict[str, float]], names: list[str]) -> Table:
    for row in rows:
        names.extend(name for name in row if name not in names)
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def padded(rows: list[Table], width: int) -> Table:
    return np.stack([np.pad(row, ((0, 0), (0, width - row.shape[1]))) for row in rows])


def fitted(sets: list[tuple[Table, list[int]]]) -> NDArray[np.float64]:
    """Return the weights of a softmax over topics, by Adam."""
    weights = np.zeros(sets[0][0].shape[2])
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    count = sum(len(right) for _, right in sets)
    for step in range(1, STEPS + 1):
        slope = SHRINK * weights
        for rows, right in sets:
            odds = rows @ weights
            odds = np.exp(odds - odds.max(axis=1, keepdims=True))
            odds /= odds.sum(axis=1, keepdims=True)
            odds[np.arange(len(right)), right] -= 1
            slope += np.einsum("nk,nkf->f", odds, rows) / count
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def accuracy(rows: Table, right: list[int], weights: NDArray[np.float64]) -> float:
    return float(((rows @ weights).argmax(axis=1) == np.array(right)).mean())


if __name__ == "__main__":
    main()
