"""How well labelled lines are read: precision, recall and F1 per kind, confusion, and what "No" means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .read import read
from .reading import MoveKind, NoMeans

#: Kinds that labelled files distinguish; every other kind counts as `other`.
SCORED = (
    MoveKind.NO_ORIENTED_ASK,
    MoveKind.YES_ORIENTED_ASK,
    MoveKind.OPEN_QUESTION,
    MoveKind.LABEL,
    MoveKind.ACCUSATION_AUDIT,
    MoveKind.AUTONOMY,
    MoveKind.PRESSURE,
    MoveKind.OTHER,
)


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one kind, as fractions of 1. `lines`: how many lines have this label."""

    kind: str
    precision: float
    recall: float
    f1: float
    lines: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A line that is read otherwise than it is labelled."""

    text: str
    kind: str
    heard: str
    no_means: str
    heard_no_means: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result over all lines. `macro_f1`: mean of the kinds that occur; `no_means`: share right of labelled asks."""

    lines: int
    scores: tuple[Score, ...]
    macro_f1: float
    no_means: float
    confusion: tuple[tuple[str, str, int], ...]
    missed: tuple[Missed, ...]


def scored_kind(kind: MoveKind, labelled: frozenset[str]) -> str:
    """Return the kind to compare with the label: `other` for kinds that the labels do not use."""
    return str(kind) if kind in SCORED or str(kind) in labelled else str(MoveKind.OTHER)


def evaluate(rows: Iterable[Mapping[str, str]]) -> Evaluation:
    """Read every row's `text` and compare the result with its `kind` and `no_means`."""
    rows = list(rows)
    labelled = frozenset(row["kind"] for row in rows)
    pairs: Counter[tuple[str, str]] = Counter()
    missed: list[Missed] = []
    asks = right = 0
    for row in rows:
        reading = read(row["text"])
        heard = scored_kind(reading.kind, labelled)
        pairs[row["kind"], heard] += 1
        if row["no_means"] != NoMeans.NONE:
            asks += 1
            right += reading.no_means == row["no_means"]
        if heard != row["kind"] or reading.no_means != row["no_means"]:
            missed.append(Missed(row["text"], row["kind"], heard, row["no_means"], reading.no_means))
    scores = _scores(pairs)
    present = [score.f1 for score in scores if score.lines]
    return Evaluation(
        lines=len(rows),
        scores=scores,
        macro_f1=sum(present) / len(present) if present else 0.0,
        no_means=right / asks if asks else 1.0,
        confusion=tuple((gold, heard, count) for (gold, heard), count in sorted(pairs.items()) if gold != heard),
        missed=tuple(missed),
    )


def _scores(pairs: Mapping[tuple[str, str], int]) -> tuple[Score, ...]:
    """Return the score of each kind, from how often which label was heard as which kind."""
    labelled: Counter[str] = Counter()
    heard: Counter[str] = Counter()
    for (gold, said), count in pairs.items():
        labelled[gold] += count
        heard[said] += count
    kinds = sorted(labelled.keys() | heard.keys())
    return tuple(_score(kind, pairs.get((kind, kind), 0), labelled[kind], heard[kind]) for kind in kinds)


def _score(kind: str, hit: int, labelled: int, heard: int) -> Score:
    f1 = 2 * hit / (labelled + heard) if labelled + heard else 0.0
    return Score(kind, hit / heard if heard else 0.0, hit / labelled if labelled else 0.0, f1, labelled)
