"""What a pack holds, and all its faults, before anything is installed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from ..drills.load import deck_of
from ..errors import TrainerError
from ..safe_text import visible
from ..scenario import scenario_of
from ..scenario.faults import LARGEST_FILE, Fault, FileRefused, decoded
from ..scenario.load import ABOUT_PACK
from ..scenario.node_reader import Builder
from ..scenario.tree import parse
from .archive import read_archive, stays_inside
from .pictures import ENDINGS, fault_of

_KEYS = ("author", "about", "licence")


@dataclass(frozen=True, slots=True)
class Part:
    """A scenario or a set of cards in a pack. `told`: its title, and what to know before it is installed."""

    file: str
    id: str
    told: str


@dataclass(frozen=True, slots=True)
class Pack:
    """An inspected pack. `files`: name → bytes of what would be installed; `left_out`: names of the rest.

    `faults`: each a line with file and place; a pack with faults cannot be installed.
    """

    name: str
    title: str
    author: str = ""
    about: str = ""
    licence: str = ""
    scenarios: tuple[Part, ...] = ()
    decks: tuple[Part, ...] = ()
    cards: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)

    def told(self) -> list[str]:
        """Describe what is in it, line by line, for a person to decide; without characters that could act."""
        by = f" by {self.author}" if self.author else ""
        rows = [f"{self.title}{by}", *(text for text in (self.about, self.licence) if text), ""]
        rows += [f"Scenario: {part.told}" for part in self.scenarios]
        rows += [f"Drills: {part.told}" for part in self.decks]
        rows += [f"Portrait: {name}" for name in self.pictures]
        rows += [f"Left out: {name}" for name in self.left_out]
        rows += [f"Fault: {fault}" for fault in self.faults]
        return [visible(row) for row in rows]


def look_into(path: Path) -> Pack:
    """Inspect a .zip, or a single scenario file. Raises TrainerError if it is neither."""
    name = name_of(path)
    if path.suffix.lower() != ".yaml":
        return looked_through(name, read_archive(path))
    if not stays_inside(path.name):
        raise TrainerError(
            f"“{visible(path.name)}” is a name that not every disk can keep. Please give the file another one."
        )
    try:
        with path.open("rb") as file:
            return looked_through(name, {path.name: file.read(LARGEST_FILE + 1)})
    except OSError as error:
        raise TrainerError(f"{path} cannot be read ({error.strerror}).") from error


def name_of(path: Path) -> str:
    """Return the name of the folder a pack is installed in, made from the letters of its file name."""
    return re.sub(r"[\W_]+", "-", path.stem.casefold()).strip("-")[:40] or "pack"


def looked_through(name: str, files: Mapping[str, bytes]) -> Pack:
    """Make a pack of some files, with all its faults."""
    faults: list[str] = []
    about = _about(files.get(ABOUT_PACK), faults)
    kept = {ABOUT_PACK: files[ABOUT_PACK]} if ABOUT_PACK in files else {}
    pictures = {file: data for file, data in files.items() if _is_picture(file)}
    for file, data in pictures.items():
        sentence = fault_of(file, data)
        if sentence:
            faults.append(visible(f"{file}: error: {sentence} [picture]"))
    known = frozenset(PurePosixPath(file).name for file in pictures)
    scenarios: list[Part] = []
    decks: list[Part] = []
    cards: list[str] = []
    for file, data in files.items():
        place = PurePosixPath(file)
        if place.suffix.lower() != ".yaml" or file == ABOUT_PACK:
            continue
        if len(place.parts) == 1:
            scenarios += _scenario(file, data, known, faults)
        elif len(place.parts) == 2 and place.parts[0] == "drills":
            part, ids = _deck(file, data, faults)
            decks += part
            cards += ids
        else:
            continue
        kept[file] = data
    kept |= pictures
    if not scenarios and not decks and not faults:
        faults.append("There is no scenario and no drill in it: scenarios lie at its top, cards in “drills”.")
    return Pack(
        name, about.get("title") or name, about.get("author", ""), about.get("about", ""), about.get("licence", ""),
        tuple(scenarios), tuple(decks), tuple(cards), tuple(pictures), tuple(sorted(set(files) - set(kept))),
        tuple(faults), kept,
    )  # fmt: skip


def _is_picture(file: str) -> bool:
    place = PurePosixPath(file)
    return len(place.parts) == 2 and place.parts[0] == "portraits" and place.suffix.lower() in ENDINGS


def _about(data: bytes | None, faults: list[str]) -> dict[str, str]:
    """Return the texts of pack.yaml, and add its faults."""
    if data is None:
        return {}
    try:
        root = parse(decoded(data))
    except FileRefused as refusal:
        faults.append(refusal.fault.shown(ABOUT_PACK))
        return {}
    b = Builder()
    values = b.keys(root, ["title"], _KEYS, where="a pack")
    found = {key: b.text(values, key) for key in ("title", *_KEYS)}
    faults += _shown(sorted(b.faults), ABOUT_PACK)
    return found


def _scenario(file: str, data: bytes, pictures: frozenset[str], faults: list[str]) -> Iterable[Part]:
    scenario, found = scenario_of(data, PurePosixPath(file).stem, pictures)
    faults += _shown(found, file)
    if scenario is not None:
        yield Part(file, scenario.id, f"“{scenario.title}” ({scenario.kind}, {scenario.level})")


def _deck(file: str, data: bytes, faults: list[str]) -> tuple[list[Part], list[str]]:
    title, cards, found = deck_of(data)
    faults += _shown(found, file)
    if not cards:
        return [], []
    part = Part(file, PurePosixPath(file).stem, f"“{title}” ({len(cards)} card{'s' * (len(cards) != 1)})")
    return [part], [card.id for card in cards]


def _shown(found: Iterable[Fault], file: str) -> list[str]:
    return [fault.shown(file) for fault in found]
