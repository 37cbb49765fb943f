"""The learner's settings: a small file of plain words, read at the start; each change is written by itself."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from .errors import TrainerError
from .plain_files import FileRefused, change_json, read_json, writable


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
    """What differs from the defaults. `others`: keys of a newer version, kept as they are where they can be written."""

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
    stored: object = None
    with contextlib.suppress(FileRefused):
        stored = read_json(path)
    if not isinstance(stored, dict):
        return Settings()
    known = {
        name: value
        for name, value in stored.items()
        if name in table() and isinstance(value, str) and value in dict(table()[name].choices)
    }
    others = {name: value for name, value in stored.items() if name not in table()}
    return Settings(known, {name: value for name, value in others.items() if writable({name: value})})


def save(settings: Settings, path: Path, names: Iterable[str] | None = None) -> None:
    """Write what is set under these names, or all of it; what else the file says now stays, since another window may have set it.

    A file that is missing or cannot be read is written anew. Raises TrainerError if the disk refuses.
    """
    changed = {name: settings[name] for name in (settings.values if names is None else names)}
    try:
        change_json(path, changed, otherwise={**settings.others, **settings.values})
    except TrainerError as error:
        raise TrainerError(f"The settings cannot be kept in {error}; they hold until you close the window.") from error
