"""The learner's settings: a small file of plain words, read once at the start, written at each change."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from .errors import TrainerError


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
    """The settings that differ from the defaults. `others`: keys of a newer version, kept as they are."""

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
    """Read the settings from a file; the defaults if it is missing or unreadable, and for values no row allows."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    if not isinstance(stored, dict):
        return Settings()
    known = {
        name: value
        for name, value in stored.items()
        if name in table() and isinstance(value, str) and value in dict(table()[name].choices)
    }
    return Settings(known, {name: value for name, value in stored.items() if name not in table()})


def save(settings: Settings, path: Path) -> None:
    """Write the file whole, so that a power cut leaves the old one. Raises TrainerError if the disk refuses."""
    text = json.dumps({**settings.others, **settings.values}, indent=1, sort_keys=True, ensure_ascii=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(path.name + ".new")
        half.write_text(text + "\n", encoding="utf-8")
        half.replace(path)
    except OSError as error:
        raise TrainerError(
            f"The settings cannot be kept in {path} ({error.strerror}); they hold until you close the window."
        ) from error
