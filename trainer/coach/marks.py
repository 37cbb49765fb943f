"""The words of a line to underline, and the sentence about its "no": while it is typed, and in the debrief."""

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
    """A stretch of a line, characters `start` to `end` (exclusive), that does what `row` says."""

    start: int
    end: int
    row: MarkRow


@cache
def _file() -> dict[str, Any]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


@cache
def rows() -> dict[MoveKind, MarkRow]:
    """Return the table by kind of move."""
    return {MoveKind(row["kind"]): MarkRow(**{**row, "kind": MoveKind(row["kind"])}) for row in _file()["mark"]}


def marks(reading: Reading) -> tuple[Mark, ...]:
    """Return the words that do something, in order; of two that overlap, the later one starts where the first ends."""
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
    """Say in one sentence what a "no" would mean now, and name what else the line does."""
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
