"""Everything that is stored, as files for other programs and for people: JSON, CSV, or a page for a coach."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import TrainerError
from ..history import History
from ..history.import_rows import take_in
from ..history.migrations import VERSION
from ..history.notes import with_words
from ..history.other_file import Rows
from ..history.valid_rows import COLUMNS
from ..history.valid_values import json_value
from ..plain_files import is_plain, make_folder, read_bytes, write_chosen, write_whole
from ..safe_text import seen
from .report import report

#: The formats: name → what it is for.
FORMATS = {
    "json": "everything, for other programs",
    "csv": "everything, a table each, for a spreadsheet",
    "html": "a page for a coach",
}
#: The columns that hold JSON.
_JSON_COLUMNS = {"turns": ("causes", "concerns", "state"), "workshops": ("state",), "reviews": ("memory",)}
#: With one of these at its beginning, a spreadsheet takes a text for a formula.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠|%]")
_DIGITS, _SPARE = re.compile(rb"\d+"), 8
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Export:
    """`files`: name → content. `left_out`: in words, the rows that cannot be read; they are in none of the files."""

    files: Mapping[str, str]
    left_out: Sequence[str] = ()

    def told(self) -> str:
        """Say in a sentence what was left out, "" for nothing."""
        if not self.left_out:
            return ""
        count = len(self.left_out)
        rows = "one row that cannot be read was" if count == 1 else f"{count} rows that cannot be read were"
        return f"{rows[0].upper()}{rows[1:]} left out: {'; '.join(self.left_out[:5])}{' …' if count > 5 else ''}."

    def write_as(self, path: Path) -> None:
        """Write the only file under a name of its own, for its owner only. Raises TrainerError."""
        (content,) = self.files.values()
        write_chosen(path, content)

    def write(self, folder: Path) -> None:
        """Write the files into a folder, which is made if it is not there, for their owner only.

        An export made before is replaced. Raises TrainerError, with nothing written, where anything else has such a name.
        """
        try:
            make_folder(folder)
            # Spreadsheets take a file for UTF-8 only if it begins with this mark.
            files = {
                folder / name: content.encode("utf-8-sig" if name.endswith(".csv") else "utf-8")
                for name, content in self.files.items()
            }
            for file, data in files.items():
                _refuse_others(file, data)
            for file, data in files.items():
                write_whole(file, data)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "no name of a folder"
            raise TrainerError(f"{folder} cannot be written ({reason}). Please choose another place.") from error
        except TrainerError as error:
            raise TrainerError(f"{error} cannot be written. Please choose another place.") from error


def _refuse_others(file: Path, data: bytes) -> None:
    """Raise TrainerError if a file is there that is no earlier export: one of those begins as this one does."""
    if not os.path.lexists(file):
        return
    first = _beginning_of(data)
    if file.is_symlink() or not is_plain(file) or _beginning_of(read_bytes(file, 2**63, len(first) + _SPARE)) != first:
        raise TrainerError(f"{file} (something else has that name already)")


def _beginning_of(data: bytes) -> bytes:
    """Return by what an export is known: its first lines, as far as a name of ours, whatever version it is of."""
    lines = data.split(b"\n", 3)
    return _DIGITS.sub(b"", b"\n".join(lines[:3] if lines[0] == b"{" else lines[:1]))


def export(history: History, form: str, today: date) -> Export:
    """Return the files of a format; a row that cannot be read costs that row only. Raises TrainerError."""
    found = history.readable()
    rows = replace(found, tables=with_words(found.tables))
    if form == "csv":
        files = {f"{table}.csv": _csv(table, rows.tables[table]) for table in COLUMNS}
    elif form == "html":
        files = {"practice-review.html": _page(history, rows, today)}
    else:
        files = {"export.json": _json(rows)}
    return Export(files, tuple(rows.left_out))


def _page(history: History, rows: Rows, today: date) -> str:
    """Return the page for a coach about the current learner; counted by the database, so of the sound rows alone."""
    whose = history.profiles.current().name if not rows.left_out else ""
    if not rows.left_out:
        return report(history, whose, today)
    with closing(History.open(None)) as sound:
        taken = take_in(sound, rows.tables)
        sound.profile = taken.ids["profiles"].get(history.profile, 1)
        return report(sound, sound.profiles.current().name, today)


def _json(rows: Rows) -> str:
    """Return every table as one JSON object."""
    tables = {name: [_unpacked(name, row) for row in found] for name, found in rows.tables.items()}
    left_out = {"left_out": rows.left_out} if rows.left_out else {}
    return json.dumps({"version": VERSION, **tables, **left_out}, ensure_ascii=False, indent=1) + "\n"


def _unpacked(table: str, row: dict[str, Any]) -> dict[str, Any]:
    packed = _JSON_COLUMNS.get(table, ())
    return {name: (json_value(value) if value else None) if name in packed else value for name, value in row.items()}


def _csv(table: str, rows: Sequence[Mapping[str, object]]) -> str:
    """Return the rows of a table as CSV, the names of its columns first."""
    out = io.StringIO()
    # All in quotes: where lists are parted by semicolons, one in a line would begin another cell, and perhaps a formula.
    writer = csv.DictWriter(out, list(COLUMNS[table]), quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    writer.writerows({name: _cell(row[name]) for name in COLUMNS[table]} for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    """Return a value as a cell that a spreadsheet shows and does not run."""
    if not isinstance(value, str):
        return value
    shown = _CONTROL.sub("", value)
    return f"'{shown}" if _FORMULA.match(seen(shown)) else shown
