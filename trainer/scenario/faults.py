"""Faults of a scenario file, and reading the text of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..safe_text import visible

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

#: In bytes; the largest file that comes with the program has 40,000.
LARGEST_FILE = 256 * 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. `line`, `column`: from 1. `severity`: error or warning. `rule`: its name in `scenarios/README.md`."""

    line: int
    column: int
    severity: str
    sentence: str
    rule: str

    def shown(self, path: Path | str) -> str:
        """Format the fault as `trainer check` prints it, without characters that could act on a terminal."""
        return visible(f"{path}:{self.line}:{self.column}: {self.severity}: {self.sentence} [{self.rule}]")


class FileRefused(Exception):
    """The text cannot be read as a tree at all; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


def read_text(path: Path) -> str:
    """Return the text of a file. Raises FileRefused if it is missing, too large, empty or not text."""
    try:
        size = path.stat().st_size
        if size <= LARGEST_FILE:
            return decoded(path.read_bytes())
    except OSError as error:
        raise refused(1, 1, f"the file cannot be read ({error.strerror or 'unknown reason'})", "unreadable") from error
    raise too_large(size)


def too_large(size: int) -> FileRefused:
    """Return the error for a file of `size` bytes."""
    return refused(1, 1, f"the file holds {size:,} bytes; a scenario may hold {LARGEST_FILE:,} at most", "too-large")


def decoded(data: bytes) -> str:
    """Decode the bytes of a file. Raises FileRefused."""
    if len(data) > LARGEST_FILE:
        raise too_large(len(data))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise refused(line, 1, "this is not text in UTF-8", "not-text") from error
    control = _CONTROL.search(text)
    if control:
        line, column = text.count("\n", 0, control.start()) + 1, control.start() - text.rfind("\n", 0, control.start())
        raise refused(line, column, "a control character stands here; save the file as plain text", "not-text")
    if not text.strip():
        raise refused(1, 1, "the file is empty", "empty")
    return text


def at(node: Node, sentence: str, rule: str, severity: str = "error") -> Fault:
    """Make a fault at the place where a node begins."""
    return Fault(node.start_mark.line + 1, node.start_mark.column + 1, severity, sentence, rule)


def refused(line: int, column: int, sentence: str, rule: str) -> FileRefused:
    return FileRefused(Fault(line, column, "error", sentence, rule))
