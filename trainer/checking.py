"""`trainer check`: every fault of scenario files, drills and packs, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from .drills.load import check_cards, is_drill_file
from .packs import look_into
from .safe_text import visible
from .scenario import Fault, check


def check_files(paths: Iterable[Path], quick: bool, as_json: bool, out: TextIO) -> bool:
    """Write the faults of each file as it is checked; return whether there is no error.

    `quick`: leave out faults that only playing reveals. `as_json`: write one object a file, with its faults.
    """
    sound = True
    for path in paths:
        rows = _rows(path, quick)
        sound = sound and all(row.get("severity") == "warning" for row in rows)
        if as_json:
            out.write(json.dumps({"file": str(path), "faults": rows}, ensure_ascii=False) + "\n")
        else:
            out.write("".join(f"{row['told']}\n" for row in rows))
        out.flush()
    return sound


def _rows(path: Path, quick: bool) -> list[dict[str, Any]]:
    """Return the faults of a file; `told` is the line shown to people."""
    if path.suffix.lower() == ".zip":
        return [{"told": visible(f"{path}/{told}")} for told in look_into(path).faults]
    return [{"told": fault.shown(path), **asdict(fault)} for fault in _faults(path, quick)]


def _faults(path: Path, quick: bool) -> list[Fault]:
    if is_drill_file(path):
        return check_cards(path)[1]
    scenario, faults = check(path)
    if scenario is None or quick:
        return faults
    from .simulate.trial import trial

    return [*faults, *trial(scenario)]
