"""Medians, and a yardstick: fixed work by which times of one run are compared with those of another machine or day."""

from __future__ import annotations

import json
import random
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RUNS = 9


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def timed(action: Callable[[], object], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def _fixed_work() -> None:
    """What such a program does all day: words, dictionaries, sorting, JSON; some ten milliseconds."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefgh", k=6)) for _ in range(4_000)]
    found = {word: len(re.findall(r"[aeg]+", word)) for word in words}
    rows = sorted(found.items(), key=lambda row: (row[1], row[0]))
    json.loads(json.dumps(rows))


def yardstick() -> float:
    """Milliseconds of the fixed work here and now."""
    return statistics.median(timed(_fixed_work, RUNS))
