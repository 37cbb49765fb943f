"""What is known of scenario files from earlier starts, so that a large library is listed at once.

Each file is read whole only once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from .. import __version__
from .load import Entry, glance

#: A catalogue of another version is not used: that version may find other faults.
_FORMAT = f"1 {__version__}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What shows that a file has not changed. `size`: bytes; `changed`: nanoseconds."""

    size: int
    changed: int


@dataclass(slots=True)
class Catalogue:
    """Entries by path, each with the stamp of its file. `path`: where the catalogue is stored, None for nowhere."""

    path: Path | None = None
    _known: dict[str, tuple[Stamp, Entry]] = field(default_factory=dict)
    _changed: bool = False

    def listed(self, paths: Iterable[Path]) -> list[Entry]:
        """Return an entry per file: the known one, or a glance at a new or changed file. Forget all other files."""
        known, self._known = self._known, {}
        for path in paths:
            stamp = _stamp(path)
            old = known.pop(str(path), None)
            fresh = old is None or stamp is None or old[0] != stamp
            entry = glance(path) if fresh or old is None else old[1]
            if stamp is not None:
                self._known[str(path)] = (stamp, entry)
            self._changed |= fresh
        self._changed |= bool(known)
        return [entry for _, entry in self._known.values()]

    def learn(self, entry: Entry) -> None:
        """Replace the entry of a listed file with one made from the whole file."""
        key = str(entry.path)
        if key in self._known:
            self._known[key] = (self._known[key][0], entry)
            self._changed = True

    def keep(self) -> None:
        """Write the catalogue, whole or not at all. If the disk refuses, only the next start takes longer."""
        if self.path is None or not self._changed:
            return
        rows = [[*astuple(stamp), *_row(entry)] for stamp, entry in self._known.values()]
        half = self.path.with_name(self.path.name + ".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            half.touch(mode=0o600)  # it holds the titles of the learner's own talks
            half.write_text(json.dumps([_FORMAT, rows], ensure_ascii=False), encoding="utf-8")
            half.replace(self.path)
        except OSError:
            return
        self._changed = False


def load_catalogue(path: Path | None) -> Catalogue:
    """Read a stored catalogue; an empty one if it is missing, of another version or damaged."""
    found = Catalogue(path)
    try:
        kept = json.loads(path.read_text(encoding="utf-8")) if path is not None else None
        if kept and kept[0] == _FORMAT:
            for row in kept[1]:  # size, changed, then the values of `_row`
                entry = _entry(row[2:])
                found._known[str(entry.path)] = (Stamp(int(row[0]), int(row[1])), entry)
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return Catalogue(path)
    return found


def _stamp(path: Path) -> Stamp | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return Stamp(stat.st_size, stat.st_mtime_ns)


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
