"""Whether the file that is open is still the one at its path, with the contents it had."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import TrainerError
from .errors import Held, Moved


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells a file from every other on the machine, whatever its name: its device and its number there."""

    device: int
    number: int


def identity_of(path: Path, of_link: bool = False) -> Identity | None:
    """Return the identity of the file at a path, None where there is none. `of_link`: of a link its own."""
    try:
        found = path.lstat() if of_link else path.stat()
    except (OSError, ValueError):
        return None
    return Identity(found.st_dev, found.st_ino)


def state_of(path: Path) -> tuple[int, ...] | None:
    """Return what changes when a file is written to, or another one takes its place; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


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


@dataclass(frozen=True, slots=True)
class Contents:
    """What tells the contents of a file from others'. `begun`: when it was begun; `talk`, `uid`: of its newest talk, if any.

    `erasures`: how often something was erased in it. `version`: of its tables.
    """

    begun: str
    talk: int
    uid: str
    erasures: int
    version: int


def contents_of(query: Callable[..., list[dict[str, Any]]], known: Contents | None = None) -> Contents | None:
    """Return what tells the contents of a file, read by `query`; None where that cannot be read.
    Raises Held while another program keeps it from being read.

    `known`: look for the talk of these contents, rather than for the newest.
    """
    which = "id = ?" if known is not None else "id = (select max(id) from sessions where id > ?)"
    try:
        begun = query("select made_at from profiles where id = 1")
        newest = query(f"select id, uid from sessions where {which}", known.talk if known is not None else 0)
        erasures = query("pragma application_id")[0]["application_id"]
        version = query("pragma user_version")[0]["user_version"]
        talk, uid = (newest[0]["id"], newest[0]["uid"]) if newest else (0, "")
        return Contents(str(begun[0]["made_at"]) if begun else "", talk, str(uid), erasures, version)
    except Held:
        raise
    except (TrainerError, LookupError):  # a damaged schema may call a column otherwise
        return None
