"""What is known of scenario files from earlier starts, so that a large library is listed at once.

Each file is read whole only once.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

from .. import __version__
from ..errors import TrainerError
from ..plain_files import FileRefused, read_json, understood, write_whole
from .load import PICTURES, Entry, glance

#: A catalogue of another form or version is not used: that version may find other faults.
_FORMAT = f"3 {__version__}"
#: Fields of a stamp, with which each row begins.
_STAMPED = 4
#: In bytes: some 20,000 scenarios. It is read before the window is there, and must not hold that up whatever it says.
LARGEST_CATALOGUE = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stamp:
    """What shows that nothing has changed on which the entry of a file depends.

    `size`: bytes. `changed`: nanoseconds, and so are `touched`, of its rights too, and `pictures`, of the folder beside it
    from which it can have a portrait; 0 for none.
    """

    size: int
    changed: int
    touched: int
    pictures: int


#: Of a file that cannot be looked at; it is never known again.
_NO_STAMP = Stamp(-1, -1, -1, -1)


@dataclass(slots=True)
class Catalogue:
    """Entries by path, each with the stamp of its file. `path`: where the catalogue is stored, None for nowhere."""

    path: Path | None = None
    _known: dict[str, tuple[Stamp, Entry]] = field(default_factory=dict)
    _changed: bool = False
    #: What the file said when it was read or written here.
    _read: dict[str, tuple[Stamp, Entry]] = field(default_factory=dict)

    def listed(self, paths: Iterable[Path]) -> list[Entry]:
        """Return an entry per file: the known one, or a glance at a new or changed file. Forget all other files."""
        known, self._known = self._known, {}
        pictures: dict[Path, int] = {}
        for path in paths:
            if path.parent not in pictures:
                pictures[path.parent] = _time_of(path.parent / PICTURES)
            stamp = _stamp(path, pictures[path.parent])
            old = known.pop(str(path), None)
            fresh = old is None or stamp is None or old[0] != stamp or _may_pass(old[1])
            entry = glance(path) if fresh or old is None else old[1]
            self._known[str(path)] = (stamp or _NO_STAMP, entry)
            self._changed |= fresh
        self._changed |= bool(known)
        return [entry for _, entry in self._known.values()]

    def learn(self, entry: Entry) -> None:
        """Remember what an entry says of its file, if that was read whole."""
        key = str(entry.path)
        if key in self._known and entry.whole:
            self._known[key] = (self._known[key][0], entry)
            self._changed = True

    def keep(self) -> None:
        """Write the catalogue, whole or not at all. If the disk refuses, only the next start takes longer."""
        if self.path is None or not self._changed:
            return
        known = self._with_others(load_catalogue(self.path)._read)
        with contextlib.suppress(TrainerError):
            write_whole(self.path, _text(known.values()))
            self._changed, self._read = False, known

    def _with_others(self, now: dict[str, tuple[Stamp, Entry]]) -> dict[str, tuple[Stamp, Entry]]:
        """Return what is known here, with what another window has learnt or forgotten since. `now`: what the file says."""
        known = dict(self._known)
        for key in {*self._read, *now} if now else ():
            ours, theirs = known.get(key), now.get(key)
            more = ours and theirs and ours[0] == theirs[0] and theirs[1].whole and not ours[1].whole
            if ours == self._read.get(key) or more:
                known.pop(key, None)
                known |= {key: theirs} if theirs else {}
        return known


def load_catalogue(path: Path | None) -> Catalogue:
    """What was kept; an empty one where it is missing, of another version, or no catalogue."""
    if path is not None:
        with contextlib.suppress(FileRefused):
            kept = read_json(path, LARGEST_CATALOGUE)
            known = understood(lambda: _known(kept), "this is no catalogue")
            return Catalogue(path, known, _read=dict(known))
    return Catalogue(path)


def _known(kept: Any) -> dict[str, tuple[Stamp, Entry]]:
    """Return what a file of this version says; nothing for another version, any error for what is no catalogue."""
    if not kept or kept[0] != _FORMAT:
        return {}
    found = {}
    for row in kept[1]:
        entry = _entry(row[_STAMPED:])
        found[str(entry.path)] = (Stamp(*map(int, row[:_STAMPED])), entry)
    return found


def _text(known: Iterable[tuple[Stamp, Entry]]) -> str:
    """Return what a catalogue says, of as many entries as it may hold; in ASCII, as a path need not be UTF-8."""
    begin, between, end = f"[{json.dumps(_FORMAT)}, [", ", ", "]]"
    rows, size = [], len(begin) + len(end)
    for stamp, entry in known:
        rows.append(json.dumps([*astuple(stamp), *_row(entry)]))
        size += len(rows[-1]) + len(between)
        if size > LARGEST_CATALOGUE:
            return begin + between.join(rows[:-1]) + end
    return begin + between.join(rows) + end


def _stamp(path: Path, pictures: int) -> Stamp | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return Stamp(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, pictures)


def _time_of(folder: Path) -> int:
    """Return when something last came to a folder or went, in nanoseconds; 0 where there is none."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


def _may_pass(entry: Entry) -> bool:
    """Tell whether an entry is of a file that could not be read: whatever kept one from it leaves no trace when it goes."""
    return entry.fault.endswith("[unreadable]")


def _row(entry: Entry) -> list[str | bool]:
    return [
        str(entry.path), entry.title, entry.kind, entry.level, entry.brief, entry.fault, entry.held_back, entry.whole
    ]  # fmt: skip


def _entry(row: list[object]) -> Entry:
    """Rebuild an entry from `_row`. Raises ValueError for a row of another shape."""
    path, title, kind, level, brief, fault, held_back, whole = row
    texts = (path, title, kind, level, brief, fault)
    if (
        not all(isinstance(text, str) for text in texts)
        or not isinstance(held_back, bool)
        or not isinstance(whole, bool)
    ):
        raise ValueError("no row of a catalogue")
    made = Entry(Path(str(path)), str(title), str(kind), str(level), str(brief), str(fault), held_back)
    return replace(made, whole=whole)
