"""How well lines are heard, seen and blind apart, with 95 % intervals: `python -m tests.bench.hearing`.

Nothing of the blind lines is printed but figures. Families: lines written to what was often misheard. Talks: utterances of
whole talks, rich in questions and objections; a no-oriented ask that is heard where none is counts as a false alarm.
"""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from trainer.language import MoveKind, read
from trainer.language.evaluate import SCORED, scored_kind

LINES = Path(__file__).resolve().parents[1] / "lines"
LABELLED = {
    "tuning": ("tuning", "families", "turns_of_phrase"),
    "blind": ("blind", "blind_polarity", "blind_families"),
}
TALKS = {"tuning": ("talks",), "blind": ("blind_talks",)}
RESAMPLED = 1000
_KINDS = frozenset(map(str, SCORED))
#: One line as it was labelled and heard: (kind, kind heard, what "No" means, what was heard of it).
Heard = tuple[str, str, str, str]


def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file of lines."""
    return [json.loads(row) for row in (LINES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def heard(name: str) -> list[Heard]:
    """Read every labelled line of a file."""
    found = []
    for row in rows_of(name):
        reading = read(row["text"])
        found.append((row["kind"], scored_kind(reading.kind, _KINDS), row["no_means"], str(reading.no_means)))
    return found


def f1(lines: Sequence[Heard], kind: str) -> float:
    """Return the F1 of a kind, 0 to 1."""
    hit = sum(line[0] == line[1] == kind for line in lines)
    both = sum(line[0] == kind for line in lines) + sum(line[1] == kind for line in lines)
    return 2 * hit / both if both else 1.0


def macro(lines: Sequence[Heard]) -> float:
    """Return the mean F1 of the kinds that are labelled."""
    return statistics.mean(f1(lines, kind) for kind in sorted({line[0] for line in lines}))


def no_means(lines: Sequence[Heard]) -> float:
    """Return the share of asks of which it is heard rightly what "No" means."""
    asks = [line for line in lines if line[2] != "none"]
    return sum(line[2] == line[3] for line in asks) / len(asks)


def interval(lines: Sequence[Any], figure: Callable[[Sequence[Any]], float]) -> tuple[float, float]:
    """Return the 95 % interval of a figure, by resampling the lines with a fixed seed."""
    draw = random.Random(17)
    found = sorted(figure(draw.choices(lines, k=len(lines))) for _ in range(RESAMPLED))
    return found[int(0.025 * RESAMPLED)], found[int(0.975 * RESAMPLED)]


def _told(name: str, lines: Sequence[Any], figures: Mapping[str, Callable[[Sequence[Any]], float]]) -> str:
    parts = []
    for label, figure in figures.items():
        low, high = interval(lines, figure)
        parts.append(f"{label} {figure(lines):.3f} [{low:.3f}, {high:.3f}]")
    return f"{name:16} {len(lines):5}  " + "  ".join(parts)


def _talk(name: str) -> list[tuple[bool, bool]]:
    rows = rows_of(name)
    return [(row["no_oriented"], read(row["text"]).has(MoveKind.NO_ORIENTED_ASK)) for row in rows]


def _talk_f1(pairs: Sequence[tuple[bool, bool]]) -> float:
    both = sum(said for said, _ in pairs) + sum(is_heard for _, is_heard in pairs)
    return 2 * sum(said and is_heard for said, is_heard in pairs) / both if both else 1.0


def _alarms(pairs: Sequence[tuple[bool, bool]]) -> float:
    return sum(is_heard and not said for said, is_heard in pairs) / len(pairs)


def main() -> None:
    """Print the table."""
    for half in ("tuning", "blind"):
        print(half)
        for name in LABELLED[half]:
            asks = {
                "no-oriented F1": lambda lines: f1(lines, "no_oriented_ask"),
                "“no” means": no_means,
                "macro-F1": macro,
            }
            print(" ", _told(name, heard(name), asks), flush=True)
        for name in TALKS[half]:
            print(" ", _told(name, _talk(name), {"no-oriented F1": _talk_f1, "false alarms": _alarms}), flush=True)
    everyday = (LINES / "everyday.txt").read_text(encoding="utf-8").splitlines()
    alarms = sum(read(line).has(MoveKind.NO_ORIENTED_ASK) for line in everyday)
    print(f"false alarms in {len(everyday):,} everyday utterances: {alarms}")


if __name__ == "__main__":
    main()
