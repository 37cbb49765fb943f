"""`trainer check`: every fault of scenario files, drills and packs, for people and for programs."""

from __future__ import annotations

import io
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from .. import folders
from ..drills.load import Rehearsal, check_cards, is_drill_file
from ..errors import TrainerError
from ..packs import faults_of_about, look_into_here
from ..plain_files import FileRefused, is_folder, json_of, trouble, understood, yaml_files
from ..safe_text import in_one_row
from ..scenario import Fault, Scenario, check, files
from ..scenario.faults import fault_of, read_file
from ..scenario.load import is_about_pack, named
from .command import FAULTS, WELL, Streams
from .lines import lines_of


def add_arguments(parser: ArgumentParser) -> None:
    """Add the arguments of `check` to its parser."""
    parser.add_argument(
        "paths",
        type=Path,
        nargs="+",
        metavar="PATH",
        help="files, folders of them, packs; - reads names from standard input",
    )
    parser.add_argument("--quick", action="store_true", help="without the faults that only playing shows")
    parser.add_argument(
        "--quoted", action="store_true", help="the names from standard input are JSON texts, which may hold line breaks"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a file")


def run(options: Namespace, streams: Streams) -> int:
    """Write the faults of every file that is meant; FAULTS if one of them is an error."""
    sound = check_files(_meant(options.paths, streams.stdin, options.quoted), options.quick, options.json, streams.out)
    return WELL if sound else FAULTS


class _NothingThere(TrainerError):
    """Folders that were named and hold nothing that can be checked. `places`: each with the sentence why."""

    def __init__(self, places: Mapping[Path, str]) -> None:
        told = list(places.values()) or ["There are no scenario files there."]
        super().__init__(" ".join([*told, "Name a .yaml file or a folder that holds some."]))
        self.places = places


def _meant(paths: Sequence[Path], stdin: TextIO, quoted: bool) -> Iterator[Path]:
    """Yield the files that some paths mean, one by one: names from standard input are taken as they come.

    `quoted`: each of these is a JSON text.

    Raises _NothingThere at the end if there was none, or none in a folder that is meant, or one cannot be looked into.
    """
    found = False
    missing: dict[Path, str] = {}
    for path in _named(paths, stdin, quoted):
        inside = _files_in(path) if is_folder(path) else [path]
        if is_folder(path):
            why = (
                trouble(path)
                or trouble(path / "drills")
                or ("" if inside else f"There are no scenario files in {path}.")
            )
            missing |= {path: why} if why else {}
        for file in inside:
            found = True
            yield file
    if missing or not found:
        raise _NothingThere(missing)


def _named(paths: Sequence[Path], stdin: TextIO, quoted: bool) -> Iterator[Path]:
    for path in paths:
        if path != Path("-"):
            yield path
            continue
        if isinstance(stdin, io.TextIOWrapper):
            stdin.reconfigure(errors="surrogateescape")  # a name need not be UTF-8
        yield from (Path(str(json_of(line)) if quoted else line) for line in lines_of(stdin) if line.strip())


def _files_in(folder: Path) -> list[Path]:
    about = [path for path in yaml_files(folder) if is_about_pack(path.name)]
    return [*about, *files([folder]), *yaml_files(folder / "drills")]  # of cards a file may have any name


def check_files(paths: Iterable[Path], quick: bool, as_json: bool, out: TextIO) -> bool:
    """Write the faults of each file as it is checked; return whether there is no error.

    `quick`: without those that only playing or the other files show. `as_json`: one object a file, with its faults.
    Raises TrainerError at the end if all is well but a folder that was named, in which there is nothing.
    """
    sound, number, told = True, 0, False
    names = _Names()
    try:
        for path in paths:
            number += 1
            rows = _rows(path, quick, names)
            told = told or bool(rows)
            sound = sound and all(row["severity"] == "warning" for row in rows)
            _write(path, rows, as_json, out)
    except _NothingThere as error:
        if as_json or not sound:
            for place, why in error.places.items():
                _write(place, [_row(why, "error")], as_json, out)
        if sound:
            raise
    if not told and not as_json:
        out.write(f"All is well: {number} file{'' if number == 1 else 's'} checked.\n")
    return sound


def _write(path: Path, rows: list[dict[str, Any]], as_json: bool, out: TextIO) -> None:
    if as_json:
        out.write(json.dumps({"file": str(path), "faults": rows}, ensure_ascii=False) + "\n")
    else:
        out.write("".join(f"{row['told']}\n" for row in rows))
    out.flush()


def _rows(path: Path, quick: bool, names: _Names) -> list[dict[str, Any]]:
    """Return the faults of a file; `told` is the line that people are shown."""
    if path.suffix.lower() == ".zip":
        return _rows_of_pack(path, quick)
    try:
        faults = understood(lambda: _faults(path, quick, names), "this cannot be checked")
    except FileRefused as refusal:
        faults = [fault_of(refusal)]
    except TrainerError as error:
        faults = [fault_of(FileRefused(str(error)))]
    return [{"told": fault.shown(path), **asdict(fault)} for fault in faults]


def _rows_of_pack(path: Path, quick: bool) -> list[dict[str, Any]]:
    """Return everything that keeps a pack from being installed here, and what playing its scenarios shows."""
    try:
        pack = look_into_here(path, None if quick else _trial, None if quick else _rehearsal)
    except TrainerError as error:  # its sentence names the file
        return [_row(str(error), "error")]
    faults = [(told, "error") for told in pack.faults] + [(told, "warning") for told in pack.warnings]
    return [_row(f"{path}{'/' if f': {severity}: ' in told else ': '}{told}", severity) for told, severity in faults]


def _row(told: str, severity: str) -> dict[str, Any]:
    return {"told": in_one_row(told), "severity": severity}


def _trial(scenario: Scenario) -> list[Fault]:
    """Return the faults that playing shows; what plays is loaded with the first that is played."""
    from ..simulate.trial import trial

    return trial(scenario)


def _rehearsal(beside: Mapping[str, Scenario], places: Sequence[Path] = ()) -> Rehearsal:
    """Return what judges the model answers of cards by playing.

    `beside`: the scenarios that come with the cards, by id; `places`: folders of more.
    """
    from ..drills.dry_run import Moments, rehearsal, scenarios_in
    from ..meaning import meaning

    known = scenarios_in([*places, *folders.scenario_places()])
    return rehearsal(Moments(lambda name: beside.get(name) or known(name), meaning()))


def _faults(path: Path, quick: bool, names: _Names) -> list[Fault]:
    if is_drill_file(path):
        beside = path.absolute().parent.parent
        return check_cards(path, rehearsal=None if quick else _rehearsal({}, [beside]))[1]
    if is_about_pack(path.name):
        return faults_of_about(read_file(path))
    scenario, faults = check(path)
    return faults if scenario is None or quick else [*faults, *_trial(scenario), *names.faults(path)]


class _Names:
    """Which scenarios of the program's places have one name; looked up once, when it is first asked."""

    def __init__(self) -> None:
        self._known: dict[str, list[Path]] = {}
        self._played: dict[str, Path] = {}

    def faults(self, path: Path) -> list[Fault]:
        """Return a warning if another file in the program's places has the name of this one, which lies there too."""
        if not self._known:
            places = folders.scenario_places()
            self._played = named(found := files(places), places)
            for known in found:
                self._known.setdefault(known.stem, []).append(known.resolve())
        same = self._known.get(path.stem, [])
        if path.resolve() not in same or len(same) == 1:
            return []
        played = self._played[path.stem].resolve()
        others = ", ".join(str(other) for other in same if other != path.resolve())
        told = "this one is played" if played == path.resolve() else f"{played} is played"
        return [Fault(1, 1, "warning", f"the same name has {others}; {told}. Rename one of them", "double-name")]
