"""Faults of a scenario file, and reading the text of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..plain_files import FileRefused, encodable, place_after, too_large
from ..plain_files import decoded as in_utf8
from ..plain_files import read_bytes as read_plain
from ..safe_text import in_one_row
from .limits import in_short

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

#: In bytes; the largest file that comes with the program has 704,000.
LARGEST_FILE = 768 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. `line`, `column`: from 1. `severity`: error or warning. `rule`: its name in `scenarios/README.md`.

    A sentence is shortened here, whatever rule made it: a word that it repeats of a file may be as long as the file.
    """

    line: int
    column: int
    severity: str
    sentence: str
    rule: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentence", in_short(self.sentence))

    @property
    def is_error(self) -> bool:
        """Whether the file cannot be used as it is."""
        return self.severity == "error"

    def shown(self, path: Path | str) -> str:
        """Format the fault as `trainer check` prints it: one row, without characters that could act on a terminal."""
        return in_one_row(f"{path}:{self.line}:{self.column}: {self.severity}: {self.sentence} [{self.rule}]")


def of_whole_file(file: str, sentence: str, rule: str) -> str:
    """Format an error of a file that stands at no line of it."""
    return in_one_row(f"{file}: error: {in_short(sentence)} [{rule}]")


def fault_of(refusal: FileRefused) -> Fault:
    """Return the one fault of a file that cannot be read."""
    return Fault(refusal.line, refusal.column, "error", refusal.sentence, refusal.rule)


def first_error(faults: Iterable[Fault]) -> Fault | None:
    """Return the first fault that is no mere warning."""
    return next((fault for fault in faults if fault.is_error), None)


def read_text(path: Path) -> str:
    """Return the text of an author's file; raise FileRefused for what is missing, too large, empty or no text."""
    return decoded(read_file(path))


def read_file(path: Path) -> bytes:
    """Return the bytes of an author's file; raise FileRefused for what is missing, too large or no plain file.

    A name that is no UTF-8 is refused too: talks are stored under it.
    """
    if not encodable(path.name):
        raise refused(1, 1, "the name of this file is not UTF-8; rename it", "file-name")
    return read_plain(path, LARGEST_FILE)


def decoded(data: bytes) -> str:
    """Return the text of the bytes of an author's file; raise FileRefused."""
    if len(data) > LARGEST_FILE:
        raise too_large(len(data), LARGEST_FILE)
    text = in_utf8(data)
    control = _CONTROL.search(text)
    if control:
        raise refused(
            *place_after(text[: control.start()]),
            "a control character stands here; save the file as plain text",
            "not-text",
        )
    if not text.strip():
        raise refused(1, 1, "the file is empty", "empty")
    return text


def at(node: Node, sentence: str, rule: str, severity: str = "error") -> Fault:
    """Make a fault at the place where a node begins."""
    return Fault(node.start_mark.line + 1, node.start_mark.column + 1, severity, sentence, rule)


def refused(line: int, column: int, sentence: str, rule: str) -> FileRefused:
    """Return the refusal of a file for what stands at a place in it."""
    return FileRefused(sentence, rule, line, column)
