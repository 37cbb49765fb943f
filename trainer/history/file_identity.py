"""Whether the file that is open is still the one at its path."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .errors import Moved


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a file from every other on the machine, whatever its name: its device and its number there."""

    device: int
    number: int


def identity_of(path: Path) -> Identity | None:
    """Return the identity of the file at a path, None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return Identity(found.st_dev, found.st_ino)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """The file that was opened. `identity`: what it was then."""

    path: Path
    identity: Identity

    def check(self) -> None:
        """Raise Moved if the path leads to no file, or to another one."""
        now = identity_of(self.path)
        if now != self.identity:
            raise Moved(self.path, replaced=now is not None)
