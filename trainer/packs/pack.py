"""What a pack holds, and all its faults, before anything is installed."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from ..drills.load import deck_of
from ..errors import TrainerError
from ..plain_files import YAML_ENDINGS, FileRefused, read_bytes, understood
from ..safe_text import in_one_row, visible
from ..scenario import scenario_of
from ..scenario.faults import LARGEST_FILE, Fault, decoded, fault_of
from ..scenario.load import is_about_pack
from ..scenario.node_reader import Builder
from ..scenario.tree import parse
from .archive import read_archive, stays_inside
from .pictures import ENDINGS
from .pictures import fault_of as fault_of_picture

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
        return [in_one_row(row) for row in rows]


def json_of_pack(pack: Pack) -> dict[str, Any]:
    """Return a pack as `pack_of` reads it again, for another process; its files in base64."""
    files = {name: b64encode(data).decode("ascii") for name, data in pack.files.items()}
    return {**asdict(replace(pack, files={})), "files": files}


def pack_of(said: Mapping[str, Any]) -> Pack:
    """Return the pack that `json_of_pack` described; any error for what is none."""
    lists = {name: tuple(said[name]) for name in ("cards", "pictures", "left_out", "faults")}
    parts = {name: tuple(Part(**part) for part in said[name]) for name in ("scenarios", "decks")}
    return Pack(**{**said, **lists, **parts, "files": {name: b64decode(data) for name, data in said["files"].items()}})


def look_into(path: Path) -> Pack:
    """The pack of a .zip, or of a single scenario file. Raises TrainerError for what is neither."""
    if path.suffix.lower() in YAML_ENDINGS and not stays_inside(path.name):
        raise TrainerError(
            f"“{visible(path.name)}” is a name that not every disk can keep. Please give the file another one."
        )
    try:
        if path.suffix.lower() in YAML_ENDINGS:
            files = {path.name: read_bytes(path, LARGEST_FILE)}
        else:
            files = read_archive(path)
        return understood(lambda: looked_through(name_of(path), files), "this cannot be read as a pack")
    except FileRefused as refusal:
        raise TrainerError(f"{path}: {refusal.sentence}; nothing was installed.") from refusal


def name_of(path: Path) -> str:
    """Return the name of the folder a pack is installed in, made from the letters of its file name."""
    return re.sub(r"[\W_]+", "-", path.stem.casefold()).strip("-")[:40] or "pack"


def looked_through(name: str, files: Mapping[str, bytes]) -> Pack:
    """Make a pack of some files, with all its faults."""
    faults: list[str] = []
    named = next((file for file in sorted(files) if is_about_pack(file)), None)
    about = _about(named, files[named], faults) if named else {}
    kept = {named: files[named]} if named else {}
    pictures = {file: data for file, data in files.items() if _is_picture(file)}
    for file, data in pictures.items():
        sentence = fault_of_picture(file, data)
        if sentence:
            faults.append(visible(f"{file}: error: {sentence} [picture]"))
    known = frozenset(PurePosixPath(file).name for file in pictures)
    scenarios: list[Part] = []
    decks: list[Part] = []
    cards: list[str] = []
    for file, data in files.items():
        place = PurePosixPath(file)
        if place.suffix.lower() not in YAML_ENDINGS or is_about_pack(file):
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


def _about(file: str, data: bytes, faults: list[str]) -> dict[str, str]:
    """What pack.yaml says."""
    try:
        root = parse(decoded(data))
    except FileRefused as refusal:
        faults.append(fault_of(refusal).shown(file))
        return {}
    b = Builder()
    values = b.keys(root, ["title"], _KEYS, where="a pack")
    found = {key: b.text(values, key) for key in ("title", *_KEYS)}
    faults += _shown(sorted(b.faults), file)
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
    """The errors; warnings are for the author, and keep nobody from taking a pack in."""
    return [fault.shown(file) for fault in found if fault.is_error]
