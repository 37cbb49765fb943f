"""The questions of the debrief, and the commitment that ends it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: The two forms of the debrief: five minutes, and twenty.
SHORT, LONG = "short", "long"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the debrief. `form`: "short" if it belongs to the five-minute form too, otherwise "long"."""

    id: str
    form: str
    text: str


@cache
def _file() -> dict[str, Any]:
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        return tomllib.load(file)


def questions(form: str = LONG) -> tuple[Question, ...]:
    """Return the questions of a form, in order."""
    rows = (Question(**row) for row in _file()["question"])
    return tuple(row for row in rows if form == LONG or row.form == SHORT)


def words() -> dict[str, str]:
    """Return the texts that ask for the commitment and ask about it later."""
    return dict(_file()["commitment"])
