"""What a pack holds, and all its faults, before anything is installed."""

from __future__ import annotations

import re
import unicodedata
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from ..drills.load import Rehearsal, deck_of
from ..errors import TrainerError
from ..plain_files import YAML_ENDINGS, FileRefused, read_bytes, understood
from ..safe_text import as_argument, composed, in_one_row, visible
from ..scenario import Scenario, scenario_of
from ..scenario.faults import LARGEST_FILE, Fault, decoded, fault_of, of_whole_file
from ..scenario.limits import LONGEST, MOST_ROWS, first_rows, shortened
from ..scenario.load import is_about_pack
from ..scenario.node_reader import Builder
from ..scenario.tree import parse
from .archive import Contents, read_archive
from .names import LONGEST_NAME, fault_of_name
from .pictures import ENDINGS
from .pictures import fault_of as fault_of_picture

_KEYS = ("author", "about", "licence")
#: First letters of the Unicode categories of letters, of the marks on them, and of numbers.
_OF_WORDS = "LMN"
_LONGEST_FOLDER = 40
#: Cards of a pack; all that are here are read when the first drills begin, a thousand of them in a second.
MOST_CARDS = 1_000
#: Finds the faults of a scenario that only playing shows.
Trial = Callable[[Scenario], list[Fault]]
#: Returns what judges the model answers of cards by playing; takes the scenarios that come with them, by id.
Rehearse = Callable[[Mapping[str, Scenario]], Rehearsal]


@dataclass(frozen=True, slots=True)
class Part:
    """A scenario or a set of cards in a pack. `told`: its title, and what to know before it is installed.

    `ids`: by which talks or answers are remembered: its own, or those of its cards.
    """

    file: str
    id: str
    told: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """An inspected pack. `files`: name → bytes of what would be installed; `left_out`: names of the rest.

    `faults`, `warnings`: each a line with file and place; a pack with faults cannot be installed. `source`: the file it
    was read from; `untold`: how many of its faults and warnings are not among these.
    """

    name: str
    title: str
    author: str = ""
    about: str = ""
    licence: str = ""
    scenarios: tuple[Part, ...] = ()
    decks: tuple[Part, ...] = ()
    pictures: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    source: str = ""
    untold: int = 0

    @property
    def cards(self) -> tuple[str, ...]:
        """The ids of all its cards."""
        return tuple(id_ for deck in self.decks for id_ in deck.ids)

    def told(self) -> list[str]:
        """Describe what is in it, line by line, for a person to decide; without characters that could act."""
        return self._rows(list)

    def told_in_short(self) -> list[str]:
        """Do the same in no more lines than a window makes of a file; the last one says how many faults are not told."""
        return self.with_fewer_faults()._rows(first_rows)

    def _rows(self, chosen: Callable[[list[str]], list[str]]) -> list[str]:
        """Return the lines; `chosen`: which there are of a kind."""
        by = f" by {self.author}" if self.author else ""
        rows = [f"{self.title}{by}", *(text for text in (self.about, self.licence) if text), ""]
        for kind, found in (
            ("Scenario", [part.told for part in self.scenarios]),
            ("Drills", [part.told for part in self.decks]),
            ("Portrait", list(self.pictures)),
            ("Left out", [shortened(name, 2 * LONGEST_NAME) for name in self.left_out]),
            ("Fault", list(self.faults)),
            ("Warning", list(self.warnings)),
        ):
            rows += [f"{kind}: {row}" for row in chosen(found)]
        if self.untold:
            rows.append(
                f"… and {self.untold:,} more. “trainer check {as_argument(self.source)}” in a terminal tells them all."
            )
        return [in_one_row(row) for row in rows]

    def with_fewer_faults(self) -> Pack:
        """Return the pack with no more faults, and warnings, than a window makes rows of."""
        left = sum(max(0, len(rows) - MOST_ROWS) for rows in (self.faults, self.warnings))
        faults, warnings = self.faults[:MOST_ROWS], self.warnings[:MOST_ROWS]
        return replace(self, faults=faults, warnings=warnings, untold=self.untold + left)


def json_of_pack(pack: Pack) -> dict[str, Any]:
    """Return a pack as `pack_of` reads it again, for another process; its files in base64, the first of its faults."""
    files = {name: b64encode(data).decode("ascii") for name, data in pack.files.items()}
    return {**asdict(replace(pack.with_fewer_faults(), files={})), "files": files}


def pack_of(said: Mapping[str, Any]) -> Pack:
    """Return the pack that `json_of_pack` described; any error for what is none."""
    lists = {name: tuple(said[name]) for name in ("pictures", "left_out", "faults", "warnings")}
    parts = {
        name: tuple(Part(**{**part, "ids": tuple(part["ids"])}) for part in said[name])
        for name in ("scenarios", "decks")
    }
    return Pack(**{**said, **lists, **parts, "files": {name: b64decode(data) for name, data in said["files"].items()}})


def look_into(path: Path, trial: Trial | None = None, rehearse: Rehearse | None = None) -> Pack:
    """The pack of a .zip, or of a single scenario file. Raises TrainerError for what is neither.

    `trial`, `rehearse`: find the faults of scenarios and of cards that only playing shows; without them those are not
    looked for.
    """
    try:
        contents = _single(path) if path.suffix.lower() in YAML_ENDINGS else read_archive(path)
        pack = understood(
            lambda: looked_through(name_of(path), contents.files, contents.others, trial, rehearse),
            "this cannot be read as a pack",
        )
        return replace(pack, source=str(path))
    except FileRefused as refusal:
        raise TrainerError(f"{path}: {refusal.sentence}; nothing was installed.") from refusal


def _single(path: Path) -> Contents:
    name = composed(path.name)
    if why := fault_of_name(name):
        raise TrainerError(f"The name “{visible(name)}” {why}. Please give the file another one.")
    return Contents({name: read_bytes(path, LARGEST_FILE)})


def name_of(path: Path) -> str:
    """Return the name of the folder a pack is installed in, made from the letters of its file name."""
    name = composed(path.stem.casefold())
    kept = "".join(char if unicodedata.category(char)[0] in _OF_WORDS else "-" for char in name)
    whole = re.sub("-+", "-", kept).strip("-") or "pack"
    if len(whole) <= _LONGEST_FOLDER:
        return whole
    # Two that differ at their ends only are two packs: "…, part 1" and "…, part 2".
    mark = f"-{zlib.crc32(whole.encode()):08x}"
    return whole[: _LONGEST_FOLDER - len(mark)].strip("-") + mark


def looked_through(
    name: str,
    files: Mapping[str, bytes],
    others: Iterable[str] = (),
    trial: Trial | None = None,
    rehearse: Rehearse | None = None,
) -> Pack:
    """Make a pack of some files, with all its faults; `others`: what was with them and not unpacked."""
    return _Looking(files, trial, rehearse).pack(name, others)


def faults_of_about(data: bytes) -> list[Fault]:
    """Return every fault of a file that says what a pack is, by line."""
    return _about(data)[1]


def _about(data: bytes) -> tuple[dict[str, str], list[Fault]]:
    """Return what pack.yaml says, and its faults."""
    try:
        root = parse(decoded(data))
    except FileRefused as refusal:
        return {}, [fault_of(refusal)]
    b = Builder()
    values = b.keys(root, ["title"], _KEYS, where="a pack")
    said = {key: shortened(b.text(values, key), LONGEST[key]) for key in ("title", *_KEYS)}  # what is longer is a fault
    return said, sorted(b.faults)


class _Looking:
    """Looks through the files of a pack, one by one, and notes what it holds and every fault."""

    def __init__(self, files: Mapping[str, bytes], trial: Trial | None, rehearse: Rehearse | None) -> None:
        self._files, self._trial, self._rehearse = files, trial, rehearse
        self._played: dict[str, Scenario] = {}
        self._about: dict[str, str] = {}
        self._scenarios: list[Part] = []
        self._decks: list[Part] = []
        self._kept: dict[str, bytes] = {}
        self._faults: list[str] = []
        self._warnings: list[str] = []
        self._taken: dict[tuple[str, str], str] = {}

    def pack(self, name: str, others: Iterable[str]) -> Pack:
        """Return the pack of that name; `others`: what of it was not unpacked."""
        pictures = [file for file in self._files if _is_picture(file)]
        about = min(filter(is_about_pack, self._files), default="")
        if about:
            self._look_at_about(about)
        for file in pictures:
            self._look_at_picture(file)
        # Scenarios first: cards are moments of them.
        for file in sorted(self._files, key=lambda file: "/" in file):
            self._look_at(file, frozenset(PurePosixPath(picture).name for picture in pictures))
        cards = sum(len(deck.ids) for deck in self._decks)
        if cards > MOST_CARDS:
            self._faults.append(
                f"There are {cards:,} cards in it; {MOST_CARDS:,} are the most that are read before drills begin."
            )
        if not self._scenarios and not self._decks and not self._faults:
            self._faults.append("There is no scenario and no drill in it: scenarios lie at its top, cards in “drills”.")
        said, left_out = self._about, sorted({*self._files, *others} - set(self._kept))
        return Pack(
            name, said.get("title") or name, said.get("author", ""), said.get("about", ""), said.get("licence", ""),
            tuple(self._scenarios), tuple(self._decks), tuple(pictures), tuple(left_out), tuple(self._faults),
            tuple(self._warnings), self._kept,
        )  # fmt: skip

    def _look_at_about(self, file: str) -> None:
        self._about, found = _about(self._files[file])
        self._note(found, file)
        self._kept[file] = self._files[file]

    def _look_at_picture(self, file: str) -> None:
        sentence = fault_of_picture(file, self._files[file])
        if sentence:
            self._faults.append(of_whole_file(file, sentence, "picture"))
        self._kept[file] = self._files[file]

    def _look_at(self, file: str, pictures: frozenset[str]) -> None:
        """Look at a file of a scenario or of cards; any other is left out."""
        place = PurePosixPath(file)
        if place.suffix.lower() not in YAML_ENDINGS or is_about_pack(file):
            return
        if len(place.parts) == 1:
            self._look_at_scenario(file, place.stem, pictures)
        elif len(place.parts) == 2 and place.parts[0] == "drills":
            self._look_at_deck(file, place.stem)
        else:
            return
        self._kept[file] = self._files[file]

    def _look_at_scenario(self, file: str, stem: str, pictures: frozenset[str]) -> None:
        scenario, found = scenario_of(self._files[file], stem, pictures)
        self._note(found, file)
        self._take("scenario", [stem], file)
        if scenario is None:
            return
        self._played[stem] = scenario
        if self._trial is not None:
            self._note(self._trial(scenario), file)
        told = f"“{scenario.title}” ({scenario.kind}, {scenario.level})"
        self._scenarios.append(Part(file, scenario.id, told, (scenario.id,)))

    def _look_at_deck(self, file: str, stem: str) -> None:
        deck = deck_of(self._files[file], self._rehearse(self._played) if self._rehearse else None)
        self._note(deck.faults, file)
        self._take("card", deck.ids, file)
        if deck.cards:
            many = "s" * (len(deck.cards) != 1)
            self._decks.append(Part(file, stem, f"“{deck.title}” ({len(deck.cards)} card{many})", deck.ids))

    def _take(self, what: str, ids: Iterable[str], file: str) -> None:
        """Note an id that stands in another file of the pack already."""
        for id_ in ids:
            other = self._taken.setdefault((what, id_), file)
            if other != file:
                told = f"the {what} “{id_}” is twice in this pack, also in {other}; give one of them another name"
                self._faults.append(of_whole_file(file, told, "double-id"))

    def _note(self, found: Iterable[Fault], file: str) -> None:
        """Note faults; warnings are for the author, and keep nobody from taking a pack in."""
        for fault in found:
            (self._faults if fault.is_error else self._warnings).append(fault.shown(file))


def _is_picture(file: str) -> bool:
    place = PurePosixPath(file)
    return len(place.parts) == 2 and place.parts[0] == "portraits" and place.suffix.lower() in ENDINGS
