"""A question that nothing is known about → which kind of honest answer it can have: `unknowns.toml` as values."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from .segments import Segment


def unknown(segment: Segment) -> str:
    """Return the act whose answers fit a question that nothing is known about."""
    for act, forms, pattern in _rows():
        if segment.form in forms and (pattern is None or pattern.search(segment.said)):
            return act
    raise AssertionError("the last rows take any form")


@cache
def unknown_acts() -> tuple[str, ...]:
    """Return the acts that such questions can be."""
    return tuple(act for act, _, _ in _rows())


@cache
def _rows() -> tuple[tuple[str, frozenset[str], re.Pattern[str] | None], ...]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        rows = tomllib.load(file)["unknown"]
    return tuple(
        (row["id"], frozenset(row["forms"]), re.compile(row["pattern"]) if "pattern" in row else None) for row in rows
    )
