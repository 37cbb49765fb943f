"""Fit the weights of `counterpart/chooser.toml` to plain lines that are labelled with what they are about (lines/topics.jsonl).

    python -m tests.fit_chooser           prints the weights and how often the right topic comes first
    python -m tests.fit_chooser --held    fits on all but one scenario and measures on that one, for each

The weights are those of a logistic regression over the topics of a scenario: which of them is this segment about? They start
from those in the table and are held near them, so that few lines do not carry them away. Which segment of a line its label
belongs to is not told: the one that fits it best. Needs the vectors of the examples (`trainer/prepare.py`).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.counterpart.matcher import Matcher, chooser, matcher_for
from trainer.counterpart.segments import segments
from trainer.meaning import meaning
from trainer.scenario import load

from .conftest import ROOT

STEPS, RATE, SHRINK = 250, 0.03, 2e-3
LINES = ROOT / "tests" / "lines" / "topics.jsonl"
Table = NDArray[np.float64]


@dataclass(frozen=True)
class Labelled:
    """A line: the features of every topic for each of its segments, and the places of the topics that it is about."""

    scenario: str
    segments: tuple[Table, ...]
    right: tuple[int, ...]


def main() -> None:
    for kind, model in (("meaning", meaning()), ("words", None)):
        names = sorted(chooser()[kind])
        lines = list(labelled(model, names))
        start = np.array([chooser()[kind][name] for name in names])
        print(f"\n[{kind}]  # right first, with the weights of the table: {accuracy(lines, start):.3f}")
        scenarios = sorted({line.scenario for line in lines})
        if "--held" in sys.argv:
            right = [
                accuracy(
                    [line for line in lines if line.scenario == held],
                    fitted([line for line in lines if line.scenario != held], start),
                )
                for held in scenarios
            ]
            print(f"# fitted on all other scenarios: {np.mean(right):.3f}")
        weights = fitted(lines, start)
        print(f"# fitted on all: {accuracy(lines, weights):.3f}")
        for name, weight in zip(names, weights, strict=True):
            print(f"{name} = {weight:.2f}")


def labelled(model: object, names: Sequence[str]) -> Iterator[Labelled]:
    """Yield the lines that are about a topic of their scenario, with their features."""
    by_scenario: dict[str, list[dict[str, list[str]]]] = defaultdict(list)
    for row in map(json.loads, LINES.read_text(encoding="utf-8").splitlines()):
        by_scenario[row["scenario"]].append(row)
    for name, rows in by_scenario.items():
        scenario = load(ROOT / "scenarios" / f"{name}.yaml")
        matcher = matcher_for(scenario, model)  # type: ignore[arg-type]
        places = {f"{group.kind}:{group.id}": place for place, group in enumerate(matcher.groups)}
        for row in rows:
            right = tuple(places[about] for about in row["about"] if about in places)
            said = segments(str(row["text"]), scenario.counterpart.name)
            if right and said:
                yield Labelled(name, tuple(_table(matcher, part.said, part.form, names) for part in said), right)


def _table(matcher: Matcher, said: str, form: object, names: Sequence[str]) -> Table:
    rows = matcher.features(said, form)  # type: ignore[arg-type]
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def fitted(lines: Sequence[Labelled], start: Table) -> Table:
    """Return the weights, by Adam, from `start` on."""
    weights = start.copy()
    mean, spread = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        slope = SHRINK * (weights - start)
        for line in lines:
            slope += _slope(line, weights) / len(lines)
        mean, spread = 0.9 * mean + 0.1 * slope, 0.999 * spread + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    return weights


def _slope(line: Labelled, weights: Table) -> Table:
    right = list(line.right)
    likely = [shares(table @ weights) for table in line.segments]
    best = max(range(len(likely)), key=lambda place: likely[place][right].sum())
    odds, table = likely[best], line.segments[best]
    own = odds[right] / odds[right].sum()
    slope: Table = odds @ table - own @ table[right]
    return slope


def shares(scores: Table) -> Table:
    """Return how likely each of some scores makes its topic: 0–1, together 1."""
    odds: Table = np.exp(scores - scores.max())
    likely: Table = odds / odds.sum()
    return likely


def accuracy(lines: Sequence[Labelled], weights: Table) -> float:
    """Return how often a topic that is right comes first for one of a line's segments."""
    return float(np.mean([any(int((t @ weights).argmax()) in line.right for t in line.segments) for line in lines]))


if __name__ == "__main__":
    main()
