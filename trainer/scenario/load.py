"""Files → scenarios: the head of a file, a whole file, a folder."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .. import folders
from ..errors import TrainerError
from ..plain_files import FileRefused, is_plain, is_there, understood, yaml_files
from ..safe_text import as_argument, in_one_row
from . import compiled
from .faults import Fault, decoded, fault_of, first_error, read_file, read_text
from .heads import HELD_BACK, LISTED, quick_values, sure_head
from .levels import Level
from .limits import LONGEST, LONGEST_CUE, first_rows, shortened
from .model import PORTRAITS, Kind, Scenario

#: The folder for portraits beside scenario files; and the file that describes a pack, which is no scenario.
PICTURES, ABOUT_PACK = "portraits", "pack.yaml"
_ABOUT_PACK = (ABOUT_PACK, "pack.yml")
#: Bytes of a scenario that is read in a moment; half a million take seconds, because each value keeps its line and column.
_READ_AT_ONCE = 40_000
#: The scenarios that were read last, each with what shows that it has not changed; and the most of them.
_READ: dict[Path, tuple[tuple[int, ...] | None, Scenario]] = {}
_MOST_READ = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A scenario file in a list. `fault`: its first known fault, "" for none; a file with one cannot be played."""

    path: Path
    title: str
    kind: str = ""
    level: str = ""
    brief: str = ""
    fault: str = ""
    #: See `Scenario.held_back`.
    held_back: bool = False
    #: Whether the whole file was read, not only its head.
    whole: bool = False


def check(path: Path) -> tuple[Scenario | None, list[Fault]]:
    """Return the scenario of a file and *all* its faults, by line; None in its place if there are any."""
    try:
        scenario, faults = _built(read_text(path), path.stem, _pictures_beside(path))
    except FileRefused as refusal:
        return None, [fault_of(refusal)]
    return (scenario and _with_portrait(scenario, path.parent / PICTURES)), faults


def scenario_of(data: bytes, scenario_id: str, pictures: Collection[str]) -> tuple[Scenario | None, list[Fault]]:
    """Do the same for the bytes of a file that is not on the disk; `pictures`: names that would lie beside it."""
    try:
        return _built(decoded(data), scenario_id, pictures)
    except FileRefused as refusal:
        return None, [fault_of(refusal)]


def _built(text: str, scenario_id: str, pictures: Collection[str]) -> tuple[Scenario | None, list[Fault]]:
    from .from_tree import build  # imported late: a list of scenarios needs only the heads of the files
    from .tree import parse

    root = parse(text)
    return understood(lambda: build(root, scenario_id, pictures), "this cannot be read as a scenario")


def _pictures_beside(path: Path) -> Collection[str]:
    try:
        return {picture.name for picture in (path.parent / PICTURES).iterdir()}
    except OSError:  # most have none
        return ()


def _with_portrait(scenario: Scenario, folder: Path) -> Scenario:
    """Give the scenario's own portrait its whole path, so that whoever shows it need not know the folder."""
    portrait = scenario.counterpart.portrait
    if not portrait or portrait in PORTRAITS:
        return scenario
    return replace(scenario, counterpart=replace(scenario.counterpart, portrait=str(folder / portrait)))


def takes_long(path: Path) -> bool:
    """Tell whether reading a scenario may take a second or more: it is large, none of ours, and was not read just now."""
    try:
        large = path.stat().st_size > _READ_AT_ONCE
    except OSError:
        return False
    return large and path.parent != folders.scenarios() and _remembered(path) is None


def _remembered(path: Path) -> Scenario | None:
    """Return the scenario of a file that was read before and has not changed since."""
    stamp, scenario = _READ.get(path, (None, None))
    return scenario if scenario is not None and stamp == _stamp(path) else None


def _stamp(path: Path) -> tuple[int, ...] | None:
    """Return what shows that neither a file nor the pictures beside it have changed; None where it cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    pictures = path.parent / PICTURES
    changed = pictures.stat().st_mtime_ns if is_there(pictures) else 0
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns, changed


def load(path: Path) -> Scenario:
    """Return the scenario of a file. Raises TrainerError with its first fault."""
    if (known := _remembered(path)) is not None:
        return known
    stamp, scenario = _stamp(path), _read(path)
    for old in list(_READ)[: len(_READ) + 1 - _MOST_READ]:
        _READ.pop(old, None)
    _READ[path] = stamp, scenario
    return scenario


def _read(path: Path) -> Scenario:
    ours = path.parent == folders.scenarios()
    if ours and is_plain(path):
        kept = compiled.taken_up(path)
        if kept is not None:
            return kept
    scenario, faults = check(path)
    if scenario is not None and ours:
        compiled.keep(path, scenario)
    if scenario is None:
        error = first_error(faults) or faults[0]
        raise TrainerError(f"{error.shown(path)}. Run “trainer check {as_argument(path)}” to see every fault.")
    return scenario


def glance(path: Path) -> Entry:
    """Read what a list shows of a file: from its head alone where that is sure, otherwise from all of it.

    Quick in nearly all files, but no proof that the rest is sound.
    """
    try:
        data = read_file(path)
        values = quick_values(data)
        if values is None:
            values = _parsed(data)
    except FileRefused as refusal:
        return Entry(path, in_one_row(path.stem), fault=fault_of(refusal).shown(path.name))
    # What is too long is a fault, which whoever reads the whole file will find; until then it must not fill the list.
    title, kind, level, brief = (
        shortened(values.get(key, ""), LONGEST.get(key, LONGEST_CUE)) for key in LISTED if key != HELD_BACK
    )
    return Entry(
        path, title or in_one_row(path.stem), kind, level, brief, held_back=values.get(HELD_BACK, "").lower() == "true"
    )


def _parsed(data: bytes) -> dict[str, str]:
    """Return the texts above the body of a file if that is sure to be all the list shows; a large one takes a second else."""
    from .tree import parse  # importing the YAML parser takes a tenth of a start; plain heads do without it

    if (head := sure_head(data)) is not None:
        with contextlib.suppress(FileRefused):
            if found := plain_values(parse(head)):
                return found
    return plain_values(parse(decoded(data)))


def examine(entry: Entry) -> Entry:
    """The entry with the first fault of the whole file, if it has one."""
    error = first_error(check(entry.path)[1])
    return replace(entry, fault=error.shown(entry.path.name) if error else "", whole=True)


def plain_values(root: object) -> dict[str, str]:
    """Return the texts of a mapping by key, with spaces tidied; lists and mappings in it are left out."""
    from .tree import MappingNode, ScalarNode

    if not isinstance(root, MappingNode):
        return {}
    return {
        str(key.value): " ".join(str(value.value).split())
        for key, value in root.value
        if isinstance(key, ScalarNode) and isinstance(value, ScalarNode)
    }


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Sort entries by kind, then from easy to hard, then by title."""
    kinds, levels = [str(kind) for kind in Kind], [str(level) for level in Level]

    def place(entry: Entry) -> tuple[int, int, str]:
        known = entry.kind in kinds and entry.level in levels
        return (kinds.index(entry.kind), levels.index(entry.level), entry.title) if known else (99, 0, entry.title)

    return sorted(entries, key=place)


def files(folders: Iterable[Path]) -> list[Path]:
    """The scenario files of some folders, by name; folders that are missing, or may not be looked into, are skipped."""
    return [path for folder in folders for path in yaml_files(folder) if not is_about_pack(path.name)]


def is_about_pack(name: str) -> bool:
    """Tell whether a file of this name says what a pack is, and is no scenario."""
    return name.lower() in _ABOUT_PACK


def named(paths: Iterable[Path], folders: Sequence[Path]) -> dict[str, Path]:
    """Map every name to the one of `paths` that is played by it: a file in the last folder, otherwise the first."""
    own = folders[-1] if folders else None
    found: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: path.parent != own):
        found.setdefault(path.stem, path)
    return found


def one_of_each_name(entries: Iterable[Entry], folders: Sequence[Path]) -> list[Entry]:
    """Return the entries, each whose name means another file with the fault that says so.

    Talks are stored under the name of their file, so two of one name would be mixed up. `folders`: the learner's own last.
    """
    listed = list(entries)
    chosen = named((entry.path for entry in listed), folders)
    if len(chosen) == len(listed):
        return listed
    told = "{} has the same name and is played instead; rename one of them"
    return [
        entry
        if entry.fault or (played := chosen[entry.path.stem]) == entry.path
        else replace(entry, fault=told.format(played))
        for entry in listed
    ]


def find(name: str, folders: Iterable[Path]) -> Path:
    """The file a person means by `name`: a path, or the name of a scenario in one of the folders; the last one, the
    learner's own, comes first.

    Raises TrainerError with the names there are.
    """
    if is_plain(Path(name)):
        return Path(name)
    places = list(folders)
    known = named(files(places), places)
    for stem, candidate in known.items():
        if name in (stem, candidate.name):
            return candidate
    names = ", ".join(first_rows(sorted(known))) or "none"
    if is_there(Path(name)):
        raise TrainerError(f"{name} is no plain file but a folder, a pipe or a device. The scenarios here: {names}.")
    raise TrainerError(f"There is no scenario “{name}”. The ones here: {names}.")
