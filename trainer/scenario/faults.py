"""Faults of a scenario file, and the tree of its text with the place of every value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

#: Files come from strangers too: limits that no honest scenario comes near.
LARGEST_FILE = 512 * 1024
DEEPEST = 12
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MOST_NODES = 20_000


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault. `line`, `column`: from 1. `severity`: error or warning. `rule`: its name in `scenarios/README.md`."""

    line: int
    column: int
    severity: str
    sentence: str
    rule: str

    def shown(self, path: Path | str) -> str:
        """As `trainer check` prints it."""
        return f"{path}:{self.line}:{self.column}: {self.severity}: {self.sentence} [{self.rule}]"


class FileRefused(Exception):
    """The text cannot be read as a tree at all; holds the one fault that says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.sentence)
        self.fault = fault


def read_text(path: Path) -> str:
    """The text of a file. Raises FileRefused for what is missing, too large, empty or no text."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise _refused(
                1,
                1,
                f"the file holds {size:,} bytes; a scenario may hold {LARGEST_FILE:,} at most",
                "too-large",
            )
        data = path.read_bytes()
    except OSError as error:
        raise _refused(1, 1, f"the file cannot be read ({error.strerror or 'unknown reason'})", "unreadable") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _refused(line, 1, "this is not text in UTF-8", "not-text") from error
    control = _CONTROL.search(text)
    if control:
        line, column = text.count("\n", 0, control.start()) + 1, control.start() - text.rfind("\n", 0, control.start())
        raise _refused(line, column, "a control character stands here; save the file as plain text", "not-text")
    if not text.strip():
        raise _refused(1, 1, "the file is empty", "empty")
    return text


def parse(text: str) -> Node:
    """YAML 1.2 text → its node tree. Raises FileRefused with line and column."""
    try:
        yaml = YAML(typ="safe", pure=True)
        root: Any = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = " ".join(str(error.problem or error.context or "it is not YAML").split())
        rule = "anchor" if "alias" in problem or "anchor" in problem else "syntax"
        raise _refused(line, column, f"this cannot be read as YAML: {problem}", rule) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise _refused(1, 1, "this cannot be read as YAML", "syntax") from error
    if root is None:
        raise _refused(1, 1, "the file is empty", "empty")
    for fault in _unsafe(root):
        raise FileRefused(fault)
    return root  # type: ignore[no-any-return]


def _unsafe(root: Node) -> Iterator[Fault]:
    """Anchors, tags of one's own, and trees that are too deep or too large."""
    todo = [(root, 1)]
    count = 0
    while todo:
        node, depth = todo.pop()
        count += 1
        if depth > DEEPEST or count > MOST_NODES:
            yield at(node, "the file is nested too deeply or holds too much", "too-large")
            return
        if node.anchor:
            yield at(node, "anchors (&name) are not allowed; write the text out", "anchor")
        if not str(node.tag).startswith("tag:yaml.org,2002:") or str(node.tag).startswith("tag:yaml.org,2002:python"):
            yield at(node, "tags (!name) are not allowed", "tag")
        if isinstance(node, MappingNode):
            todo.extend((child, depth + 1) for pair in node.value for child in pair)
        elif isinstance(node, SequenceNode):
            todo.extend((child, depth + 1) for child in node.value)


def at(node: Node, sentence: str, rule: str, severity: str = "error") -> Fault:
    """A fault at the place where a node begins."""
    return Fault(node.start_mark.line + 1, node.start_mark.column + 1, severity, sentence, rule)


def _refused(line: int, column: int, sentence: str, rule: str) -> FileRefused:
    return FileRefused(Fault(line, column, "error", sentence, rule))


__all__ = [
    "Fault",
    "FileRefused",
    "MappingNode",
    "Node",
    "ScalarNode",
    "SequenceNode",
    "at",
    "parse",
    "read_text",
]
