"""What of a line is underlined, and the sentence about its "no": while it is typed, and when one looks back."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..language import MoveKind, Reading


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A row of the table. `tone`: calm, warm or plain; `line`, `tinted`: the line under the words, the tint behind them."""

    kind: MoveKind
    tone: str
    line: str
    word: str
    does: str
    example: str
    tinted: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` (exclusive) of a line do what `row` says."""

    start: int
    end: int
    row: MarkRow


@cache
def _file() -> dict[str, Any]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


@cache
def rows() -> dict[MoveKind, MarkRow]:
    """The table by kind of move."""
    return {MoveKind(row["kind"]): MarkRow(**{**row, "kind": MoveKind(row["kind"])}) for row in _file()["mark"]}


def marks(reading: Reading) -> tuple[Mark, ...]:
    """The words that do something, in the order of the line; where two overlap, the later one begins after the first."""
    found: list[Mark] = []
    reached = 0
    for move in sorted(reading.moves, key=lambda m: (m.start, -m.end)):
        row = rows().get(move.kind)
        start = max(move.start, reached)
        if row is not None and start < move.end:
            found.append(Mark(start, move.end, row))
            reached = move.end
    return tuple(found)


def hint(reading: Reading) -> str:
    """What a "no" would mean now, in one sentence, and what else the line does."""
    sentences: dict[str, str] = _file()["hints"]
    if not reading.text.strip():
        return sentences["empty"]
    if reading.has(MoveKind.PRESSURE):
        return sentences["pressure"]
    words = dict.fromkeys(
        mark.row.word for mark in marks(reading) if mark.row.kind not in (reading.ask.kind if reading.ask else None,)
    )
    told = sentences[str(reading.no_means)]
    return (
        f"{told} Also: {', '.join(words)}."
        if words and reading.ask
        else f"{told} Heard: {', '.join(words)}."
        if words
        else told
    )
