"""`trainer check`: every fault of scenario files, drills and packs, for people and for programs."""

from __future__ import annotations

import io
import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from .. import folders
from ..drills.load import check_cards, is_drill_file
from ..errors import TrainerError
from ..packs import look_into
from ..plain_files import FileRefused, is_folder, json_of, understood
from ..safe_text import in_one_row
from ..scenario import Fault, check, files
from ..scenario.faults import fault_of
from ..scenario.load import named
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


def _meant(paths: Sequence[Path], stdin: TextIO, quoted: bool) -> Iterator[Path]:
    """Yield the files that some paths mean, one by one: names from standard input are taken as they come.

    `quoted`: each of these is a JSON text.

    Raises TrainerError at the end if there was none.
    """
    found = False
    for path in paths:
        if path == Path("-"):
            if isinstance(stdin, io.TextIOWrapper):
                stdin.reconfigure(errors="surrogateescape")  # a name need not be UTF-8
            inside: Iterable[Path] = (
                Path(str(json_of(line)) if quoted else line) for line in lines_of(stdin) if line.strip()
            )
        else:
            inside = files([path, path / "drills"]) if is_folder(path) else [path]
        for file in inside:
            found = True
            yield file
    if not found:
        raise TrainerError("There are no scenario files there. Name a .yaml file or a folder that holds some.")


def check_files(paths: Iterable[Path], quick: bool, as_json: bool, out: TextIO) -> bool:
    """Write the faults of each file as it is checked; return whether there is no error.

    `quick`: without those that only playing or the other files show. `as_json`: one object a file, with its faults.
    """
    sound, number, told = True, 0, False
    names = _Names()
    for path in paths:
        number += 1
        rows = _rows(path, quick, names)
        told = told or bool(rows)
        sound = sound and all(row.get("severity") == "warning" for row in rows)
        if as_json:
            out.write(json.dumps({"file": str(path), "faults": rows}, ensure_ascii=False) + "\n")
        else:
            out.write("".join(f"{row['told']}\n" for row in rows))
        out.flush()
    if not told and not as_json:
        out.write(f"All is well: {number} file{'' if number == 1 else 's'} checked.\n")
    return sound


def _rows(path: Path, quick: bool, names: _Names) -> list[dict[str, Any]]:
    """Return the faults of a file; `told` is the line that people are shown."""
    if path.suffix.lower() == ".zip":
        return [{"told": in_one_row(told)} for told in _faults_of_pack(path)]
    try:
        faults = understood(lambda: _faults(path, quick, names), "this cannot be checked")
    except FileRefused as refusal:
        faults = [fault_of(refusal)]
    except TrainerError as error:
        faults = [fault_of(FileRefused(str(error)))]
    return [{"told": fault.shown(path), **asdict(fault)} for fault in faults]


def _faults_of_pack(path: Path) -> list[str]:
    try:
        return [f"{path}/{told}" for told in look_into(path).faults]
    except TrainerError as error:  # its sentence names the file
        return [str(error)]


def _faults(path: Path, quick: bool, names: _Names) -> list[Fault]:
    if is_drill_file(path):
        return check_cards(path)[1]
    scenario, faults = check(path)
    if scenario is None or quick:
        return faults
    from ..simulate.trial import trial

    return [*faults, *trial(scenario), *names.faults(path)]


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
