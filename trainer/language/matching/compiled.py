"""The tables of a language in the form they are used in, cached beside them from one start to the next.

Reading the files and joining their templates takes a tenth of a second at every start. So the result is kept in
`__pycache__` in the language's folder, as Python does with its modules: it is rebuilt when a table or the automaton's
code changes, is never needed, and can be deleted at any time. It is trusted as much as the tables themselves.
"""

from __future__ import annotations

import hashlib
import logging
import marshal
import os
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from . import templates
from .templates import Automaton, Endings

PARTS = ("words", "phrases", "families", "frames", "moves", "polarity")
#: The automata, by the rows they hold; each is matched at different places of a sentence.
KINDS = ("frames", "conditional", "anywhere", "opening", "prefaces", "answers", "acts")
PREFACES = ("ask_me", "your_view")
OWN_ANSWER = "own_answer"
#: Lists that are matched on their own: what an act leaves out, and what makes a sentence general.
ACTS = ("omission", "declining", "in_general")

#: The code that makes the automata: if it changes, the cache is out of date.
_CODE = (Path(templates.__file__), Path(__file__))

_log = logging.getLogger(__name__)


def parsed(folder: Path) -> dict[str, Any]:
    """Read the tables of a folder as plain values, without automata."""
    return {part: tomllib.loads((folder / f"{part}.toml").read_text("utf-8")) for part in PARTS}


def stored(folder: Path) -> dict[str, Any] | None:
    """Load the cached tables; None if the cache is missing, or older than the tables or the code."""
    try:
        of_tables, of_code, content = marshal.loads(_place(folder).read_bytes())
    except (OSError, EOFError, ValueError, TypeError):
        return None
    # A bundle holds no source to compare with; its cache was made by the code in it.
    current = of_tables == _digest(_tables(folder)) and (of_code == _digest(_CODE) or not _CODE[0].exists())
    return content if current else None


def store(folder: Path, content: Mapping[str, Any]) -> None:
    """Cache `content` for the next start. A folder that cannot be written to is no error."""
    place = _place(folder)
    fresh = place.with_suffix(f".{os.getpid()}")
    try:
        place.parent.mkdir(exist_ok=True)
        fresh.write_bytes(marshal.dumps((_digest(_tables(folder)), _digest(_CODE), dict(content))))
        fresh.replace(place)
    except OSError as error:
        _log.info("compiled tables not kept: %s", type(error).__name__)


def automata(tables: Mapping[str, Any], endings: Endings) -> dict[str, Automaton]:
    """Build the automata of the tables, by kind. A row's number in its automaton is its index in its file."""
    lists = tables["phrases"]
    frames, cues = tables["frames"]["frame"], tables["moves"]["cue"]
    rows = {
        "frames": _only(frames, lambda row: row["then"] != ["if_we"]),
        "conditional": _only(frames, lambda row: row["then"] == ["if_we"]),
        "anywhere": _only(cues, lambda row: row["at"] == "any"),
        "opening": _only(cues, lambda row: row["at"] == "start"),
        "prefaces": [f"<{name}>" for name in PREFACES],
        "answers": [f"<{OWN_ANSWER}>"],
        "acts": [f"<{name}>" for name in ACTS],
    }
    return {kind: Automaton(rows[kind], lists, endings) for kind in KINDS}


def _only(rows: Iterable[Mapping[str, Any]], wanted: Any) -> list[str]:
    return ["|".join(template for template, _ in row["any_of"]) if wanted(row) else "" for row in rows]


def _place(folder: Path) -> Path:
    return folder / "__pycache__" / f"tables.{sys.implementation.cache_tag}.bin"


def _tables(folder: Path) -> list[Path]:
    return [folder / f"{part}.toml" for part in PARTS]


def _digest(paths: Iterable[Path]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for path in paths:
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.digest()
