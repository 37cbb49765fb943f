"""Installed packs: a folder each in the learner's data folder, put there whole or not at all, removed without trace."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ..errors import TrainerError
from ..plain_files import FileRefused, folders_in, trouble, troubles_in, yaml_files
from ..safe_text import visible
from ..scenario.faults import read_text
from ..scenario.limits import LONGEST, first_rows, shortened
from ..scenario.load import is_about_pack, plain_values
from ..scenario.tree import parse
from ..whole_folders import clear, made_beside, put_in, put_right, take_away
from .pack import Pack

#: The folders in a pack.
_PARTS = ("drills", "portraits")


@dataclass(frozen=True, slots=True)
class Installed:
    """An installed pack. `scenarios`, `decks`: how many files of each."""

    name: str
    title: str
    author: str
    scenarios: int
    decks: int
    path: Path

    def told(self) -> str:
        """Describe the pack in a line."""
        by = f" by {self.author}" if self.author else ""
        counts = f"{self.scenarios} scenario{'s' * (self.scenarios != 1)}"
        drills = f", {self.decks} set{'s' * (self.decks != 1)} of drills" if self.decks else ""
        return visible(f"{self.title}{by}: {counts}{drills}")


def installed(folder: Path) -> list[Installed]:
    """Return the packs below a folder, by name."""
    return [_read(place) for place in folders_in(folder)]


def unreadable(folder: Path) -> list[str]:
    """Return why packs below a folder, or parts of them, cannot be looked into, a sentence each."""
    inside = [place / part for place in folders_in(folder) for part in _PARTS]
    return [*troubles_in(folder), *(told for place in inside if (told := trouble(place)))]


def _read(place: Path) -> Installed:
    said: dict[str, str] = {}
    found = yaml_files(place)
    for about in filter(lambda path: is_about_pack(path.name), found):
        with contextlib.suppress(FileRefused):
            said = said or plain_values(parse(read_text(about)))
    scenarios = sum(not is_about_pack(path.name) for path in found)
    decks = len(yaml_files(place / "drills"))
    # Put there by hand, or changed since: what is too long for a page must not fill the list.
    title, author = (shortened(said.get(key, ""), LONGEST[key]) for key in ("title", "author"))
    return Installed(place.name, title or place.name, author, scenarios, decks, place)


def install(pack: Pack, folder: Path, scenarios: Collection[str] = (), cards: Collection[str] = ()) -> Path:
    """Put a pack below a folder, replacing one of the same name, and return its path.

    `scenarios`, `cards`: ids in use elsewhere. Raises TrainerError, and leaves everything as it was, for a pack with
    faults, an id in use, or a disk that refuses.
    """
    _check(pack, scenarios, cards)
    put_right(folder)
    place, before = folder / pack.name, os.path.lexists(folder / pack.name)
    try:
        _put_there(pack, place)
    except OSError as error:
        _tidy(folder)
        same = os.path.lexists(place) or not before
        left = "nothing has changed" if same else "the one that was here comes back at the next start"
        raise TrainerError(
            f"“{pack.title}” cannot be kept in {folder} ({error.strerror}). {_advice(error)}; {left}."
        ) from error
    return place


def _put_there(pack: Pack, place: Path) -> None:
    new = made_beside(place)
    try:
        _write(pack, new)
        put_in(new, place)
    finally:
        with contextlib.suppress(OSError):
            clear(new)


def _advice(error: OSError) -> str:
    """Return what to do, without a full stop: what is full or broken is the disk, all else was another program."""
    if error.errno in (errno.EBUSY, errno.ENOENT):
        return "Another program is changing your packs; please try again when it is done"
    return "Please check the disk"


def _check(pack: Pack, scenarios: Collection[str], cards: Collection[str]) -> None:
    if pack.faults:
        more = f" There are {len(pack.faults)} in all." if len(pack.faults) > 1 else ""
        raise TrainerError(f"“{pack.title}” has a fault and was not installed: {pack.faults[0]}{more}")
    for ids, taken, what in (
        ([part.id for part in pack.scenarios], scenarios, "scenario"),
        (list(pack.cards), cards, "card"),
    ):
        double = [id_ for id_ in ids if id_ in taken]
        if double:
            raise TrainerError(
                f"“{pack.title}” was not installed: there is a {what} “{shortened(double[0])}” already, and answers are remembered by "
                "that name. Its author can give it another one."
            )


def _write(pack: Pack, place: Path) -> None:
    for name, data in pack.files.items():
        path = place / name
        if path.parent != place:  # which is not made again if it was taken away: half of a pack would be in it
            path.parent.mkdir(mode=0o700, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def remove(name: str, folder: Path) -> Installed:
    """Remove a pack with everything it brought, and return what it was. Sessions that were practised stay.

    Raises TrainerError if there is no such pack, or the disk refuses.
    """
    put_right(folder)
    known = {pack.name: pack for pack in installed(folder)}
    if name not in known:
        names = ", ".join(first_rows(list(known))) or "none"
        raise TrainerError(f"There is no pack “{visible(name)}”. The ones here: {names}.")
    pack = known[name]
    try:
        take_away(pack.path)
    except FileNotFoundError as error:
        raise TrainerError(f"“{pack.title}” is gone already: another program has removed it.") from error
    except OSError as error:
        if os.path.lexists(pack.path):
            raise TrainerError(
                f"“{pack.title}” cannot be removed ({error.strerror}). Please check the disk."
            ) from error
        raise TrainerError(
            f"“{pack.title}” is no longer here, but not all of its files can be deleted ({error.strerror}). What is left lies "
            f"hidden in {folder}; it is tried again at the next start."
        ) from error
    _tidy(folder)
    return pack


def _tidy(folder: Path) -> None:
    """Remove the folder if it is empty."""
    with contextlib.suppress(OSError):
        folder.rmdir()
