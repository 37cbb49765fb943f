"""The third-party parts of this program and their licences: from what is installed, or from the bundle's own copies.

Whoever passes the program on has to pass on these texts; whoever uses it can read them (trainer/gui/about.py).
"""

from __future__ import annotations

import sys
import sysconfig
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from . import folders

#: How the names of licence files begin.
_NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE")


@dataclass(frozen=True, slots=True)
class Part:
    """A row of parts.toml, which explains each column."""

    name: str
    distribution: str
    module: str
    use: str
    licence: str
    source: str
    texts: tuple[str, ...] = ()
    bundle_only: bool = False

    @property
    def file(self) -> str:
        """The name of the file with its licence in the bundle."""
        return f"{self.distribution or self.name.casefold()}.txt"


@cache
def parts() -> tuple[Part, ...]:
    """Return all rows, in order."""
    with Path(__file__).with_suffix(".toml").open("rb") as file:
        rows = tomllib.load(file)["part"]
    return tuple(Part(use=row.pop("for"), texts=tuple(row.pop("texts", ())), **row) for row in rows)


def own_licence() -> str:
    """Return the licence of this program itself; "" if it was installed without it."""
    path = folders.resources() / "LICENSE"
    if path.is_file():
        return path.read_text(encoding="utf-8")
    return _of_distribution("safe-no")


def shown() -> list[tuple[Part, str]]:
    """Return the parts in use here, each with the text of its licence."""
    kept = bundled()
    if kept.is_dir():
        return [
            (part, (kept / part.file).read_text(encoding="utf-8")) for part in parts() if (kept / part.file).is_file()
        ]
    return [(part, text) for part in parts() if not part.bundle_only and (text := text_of(part))]


def system_texts() -> list[tuple[str, str]]:
    """Return (name, licence) of the system libraries that a bundle contains; none when running from source."""
    folder = bundled() / "system"
    found = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    return [(path.stem, path.read_text(encoding="utf-8", errors="replace")) for path in found]


def bundled() -> Path:
    """Return the folder where a bundle keeps the licences; from source it does not exist."""
    return folders.resources() / "licences"


def text_of(part: Part) -> str:
    """Return the licence of a part as installed here, with its notices; "" if it is not installed."""
    if not part.distribution and not part.texts:
        return _of_python()
    own = _of_distribution(part.distribution) if part.distribution else ""
    known = [(folders.assets() / "licences" / name).read_text(encoding="utf-8") for name in part.texts]
    return "\n\n".join(text for text in (own, *known) if text)


def write(folder: Path, modules: Iterable[str]) -> None:
    """Write the licences of those parts that are among the modules of the bundle. Raises ValueError if one has none."""
    there = set(modules)
    folder.mkdir(parents=True, exist_ok=True)
    for part in parts():
        if part.module and part.module not in there:
            continue
        text = text_of(part)
        if not text:
            raise ValueError(f"No licence was found for {part.name}, which is in the bundle.")
        (folder / part.file).write_text(text, encoding="utf-8")


def _of_distribution(name: str) -> str:
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:
        return ""
    found = [
        file
        for file in files
        if file.name.upper().startswith(_NAMES) and any(part.endswith(".dist-info") for part in file.parts)
    ]
    return "\n\n".join(file.read_text(encoding="utf-8").strip() for file in found) + "\n" if found else ""


def _of_python() -> str:
    """Return Python's licence, from beside its library or program; if it is neither there, the notice instead."""
    for folder in (sysconfig.get_path("stdlib"), sys.base_prefix):
        path = Path(folder) / "LICENSE.txt"
        if path.is_file():
            return path.read_text(encoding="utf-8", errors="replace")
    return f"{sys.copyright}\n\nPython is under the Python Software Foundation License, version 2.\n"
