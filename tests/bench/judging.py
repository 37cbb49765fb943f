"""How well typed answers to the drills are judged, seen and blind apart, with 95 % intervals: `python -m tests.bench.judging`.

`tests/answers/README.md` says who wrote the answers. Of the blind ones look at the figures only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from trainer.drills import Card, judge
from trainer.drills.load import load_cards
from trainer.meaning import meaning

from .hearing import interval

ROOT = Path(__file__).resolve().parents[2]
SEEN, BLIND = ("flip", "name"), ("blind_flip", "blind_name")
#: Whether an answer is right, and whether it is judged right; None where the learner is asked.
Judged = tuple[bool, bool | None]


def judged(name: str) -> list[Judged]:
    """Judge the answers of a file as the program does; without the weights of the meaning, by words alone."""
    model = meaning()
    near = model.alike if model is not None else None
    rows = map(json.loads, (ROOT / "tests" / "answers" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    verdicts = [(row["right"], judge(_cards()[row["card"]], row["answer"], near)) for row in rows]
    return [(right, None if verdict.doubt else verdict.right) for right, verdict in verdicts]


def agreement(answers: Sequence[Judged]) -> float:
    """Return the share (0–1) of the answers that are judged, not asked about, which are judged as their writers do."""
    judged = [(right, said) for right, said in answers if said is not None]
    return sum(right == said for right, said in judged) / len(judged) if judged else 0.0


def asked(answers: Sequence[Judged]) -> float:
    """Return the share (0–1) of answers about which the learner is asked."""
    return sum(said is None for _, said in answers) / len(answers)


def refused(answers: Sequence[Judged]) -> float:
    """Return the share (0–1) of right answers that are called wrong."""
    right = [said for is_right, said in answers if is_right]
    return right.count(False) / len(right) if right else 0.0


def passed(answers: Sequence[Judged]) -> float:
    """Return the share (0–1) of wrong answers that are called right."""
    wrong = [said for is_right, said in answers if not is_right]
    return wrong.count(True) / len(wrong) if wrong else 0.0


@cache
def _cards() -> dict[str, Card]:
    return {card.id: card for card in load_cards((ROOT / "scenarios" / "drills",))}


def main() -> None:
    """Print the table."""
    for half, names in (("seen", SEEN), ("blind", BLIND)):
        print(half)
        for name in names:
            answers, parts = judged(name), []
            for figure in (agreement, asked, refused, passed):
                low, high = interval(answers, figure)
                parts.append(f"{figure.__name__} {figure(answers):.3f} [{low:.3f}, {high:.3f}]")
            print(f"  {name:12} {len(answers):4}  {'  '.join(parts)}", flush=True)


if __name__ == "__main__":
    main()
