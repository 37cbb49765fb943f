"""The table of planted faults, and how one is planted."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: `find` in `file` becomes `replace`, which breaks `promise`. `tests`: what is run, in this order."""

    name: str
    file: str
    find: str
    replace: str
    promise: str
    tests: tuple[str, ...]

    def planted_in(self, text: str) -> str:
        """Return the text of the file with the fault in it. Raises ValueError unless what it replaces is there once."""
        found = text.count(self.find)
        if found != 1 or self.find == self.replace:
            raise ValueError(f"{self.name}: {self.file} holds {self.find!r} {found} times instead of once")
        return text.replace(self.find, self.replace)

    def concerns(self, word: str) -> bool:
        """Tell whether a word is in its name, its file or its promise."""
        return any(word.casefold() in said.casefold() for said in (self.name, self.file, self.promise))


def faults() -> tuple[Fault, ...]:
    """Return all faults. A row names a set of tests, or tests of its own; without either the default set is run."""
    table = tomllib.loads(Path(__file__).with_name("mutants.toml").read_text(encoding="utf-8"))
    sets: dict[str, list[str]] = table["sets"]

    def tests(row: dict[str, object]) -> tuple[str, ...]:
        named = row.get("tests", "default")
        return tuple(sets[named] if isinstance(named, str) else named)  # type: ignore[arg-type]

    made = tuple(Fault(**{**row, "tests": tests(row)}) for row in table["fault"])
    names = [fault.name for fault in made]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"two faults are called {', '.join(twice)}")
    return made


def part_of(rows: tuple[Fault, ...], number: int, of: int) -> tuple[Fault, ...]:
    """Return the slice with this number, from 1: every so-many-th row, so that each slice has some of every kind."""
    return rows[number - 1 :: of]
