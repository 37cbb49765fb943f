"""The learner's settings: a small file of plain words, which each window that is open reads and writes."""

from __future__ import annotations

import contextlib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from .errors import TrainerError
from .plain_files import FileRefused, json_text, read_json, set_unreadable_aside, writable, write_whole

#: Digits of the longest whole number that is kept.
_MOST_DIGITS = 4_300


@dataclass(frozen=True, slots=True)
class Setting:
    """A row of the table. `choices`: (value, word on screen); the first is the default."""

    name: str
    label: str
    help: str
    choices: tuple[tuple[str, str], ...]
    hidden: bool = False

    @property
    def default(self) -> str:
        return self.choices[0][0]


@cache
def table() -> dict[str, Setting]:
    """Return all settings by name, in the order of the page."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        rows = tomllib.load(file)["setting"]
    return {row["name"]: Setting(**{**row, "choices": tuple(tuple(pair) for pair in row["choices"])}) for row in rows}


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs from the defaults. `others`: keys and values of a newer version, kept as they are where they can be written."""

    values: dict[str, str] = field(default_factory=dict)
    others: dict[str, object] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return the value in force. Raises KeyError for an unknown name."""
        return self.values.get(name, table()[name].default)

    def with_(self, name: str, value: str) -> Settings:
        """Return the settings with one changed. Raises KeyError for an unknown name, ValueError for another value."""
        if value not in dict(table()[name].choices):
            raise ValueError(value)
        return replace(self, values={**self.values, name: value})


def load(path: Path) -> Settings:
    """The settings of a file; the defaults where it is missing, cannot be read, or says what no row allows."""
    return found(path) or Settings()


def found(path: Path) -> Settings | None:
    """The settings of a file, without what no row allows; None where it is missing or cannot be read."""
    stored: object = None
    with contextlib.suppress(FileRefused):
        stored = read_json(path, whole=_whole)
    if not isinstance(stored, dict):
        return None
    known = {
        name: value
        for name, value in stored.items()
        if name in table() and isinstance(value, str) and value in dict(table()[name].choices)
    }
    # A value that no row allows may be one of a newer version, too.
    others = {name: value for name, value in stored.items() if name not in known}
    return Settings(known, {name: value for name, value in others.items() if writable({name: value})})


def _whole(digits: str) -> int | float:
    """Return a whole number; one of more digits than Python reads is a number without end, which only its own key minds."""
    return int(digits) if len(digits) <= _MOST_DIGITS else math.inf


def save_changed(changed: Mapping[str, str], settings: Settings, path: Path) -> Path | None:
    """Write what was changed into the file, where another window may have changed others. Raises TrainerError as `save`.

    `settings`: those in force here, for a file that is missing or cannot be read. Return where one that cannot be read was set
    aside.
    """
    stored = found(path)
    aside = set_unreadable_aside(path) if stored is None else None
    stored = stored or settings
    save(replace(stored, values={**stored.values, **changed}), path)
    return aside


def save(settings: Settings, path: Path) -> None:
    """Write the file whole, so that a power cut leaves the old one. Raises TrainerError if the disk refuses."""
    try:
        write_whole(path, json_text(settings.values, settings.others))
    except TrainerError as error:
        raise TrainerError(f"The settings cannot be kept in {error}; they hold until you close the window.") from error
