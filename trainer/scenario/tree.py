"""YAML text → the tree of its values, each with its place; a text that asks for too much is refused early."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError
from ruamel.yaml.scanner import Scanner

from ..plain_files import FileRefused, encodable, place_after, understood
from .faults import refused

#: Limits above any honest file (the largest that comes with the program: 26,900 values, seven levels deep). A value
#: takes 0.05 ms to read.
DEEPEST = 12
MOST_NODES = 30_000
_OWN = "tag:yaml.org,2002:"
#: A comment in the row in which a text ends; in the row right below a text, its indentation first; and a key that is commented out.
_COMMENT, _BELOW, _KEY = (
    re.compile(r"[ \t]+#"),
    re.compile(r"(?:[ \t]*\r?\n)?( *)#(?=([^\s#])?)"),
    re.compile(r"#[a-z_]+:(?!\S)"),
)
#: What stands behind a key whose value is nothing but a comment.
_COMMENTED = re.compile(r"[ \t]*:[ \t]+#")


def parse(text: str) -> Node:
    """Return the node tree of a YAML 1.2 text; raise FileRefused, with line and column where they are known."""
    root = understood(lambda: _root(text), "this cannot be read as YAML", "syntax")
    if root is None:
        raise refused(1, 1, "the file is empty", "empty")
    return root


def _root(text: str) -> Node | None:
    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.Scanner = _Scanner
        return _Tree(yaml, text).root()
    except ReaderError as error:
        told = f"U+{error.character:04X} stands here, which no YAML file may hold; take it out"
        raise refused(*place_after(text[: error.position]), told, "syntax") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = " ".join(str(error.problem or error.context or "it is not YAML").split())
        raise refused(line, column, f"this cannot be read as YAML: {problem}", "syntax") from error


class _Scanner(Scanner):
    """Refuses a directive where it is one, and not where a text begins a line with its sign."""

    def fetch_directive(self) -> None:
        mark = self.reader.get_mark()
        raise refused(mark.line + 1, 1, "directives (%YAML, %TAG) are not allowed; take this line out", "directive")


class _Tree:
    """Builds nodes while the text is being read, so that nothing is read beyond the first thing that is refused."""

    def __init__(self, yaml: Any, text: str) -> None:
        self._text = text
        self._events: Iterator[Event] = yaml.parse(text)
        self._resolver = yaml.resolver
        self._count = 0

    def root(self) -> Node | None:
        """Return the tree of the only document; None if there is none.

        Every file of ours is a mapping: of a list not even the first value is read, since any file may lie in a folder.
        """
        found: Node | None = None
        for event in self._events:
            if isinstance(event, NodeEvent):
                if found is not None:
                    raise _at(event, "a second document begins here (---); a file holds one", "syntax")
                if isinstance(event, SequenceStartEvent):
                    return SequenceNode(f"{_OWN}seq", [], event.start_mark, event.end_mark)
                found = self._node(event, 1, 0)
        return found

    def _node(self, event: Event, depth: int, column: int) -> Node:
        """Return the node that an event begins; `column`: where the list or the mapping begins that it stands in."""
        self._refuse(event, depth)
        if isinstance(event, SequenceStartEvent):
            children = self._until(SequenceEndEvent, event, depth)
            return SequenceNode(f"{_OWN}seq", children, event.start_mark, event.end_mark)
        if isinstance(event, MappingStartEvent):
            children = self._until(MappingEndEvent, event, depth)
            pairs = list(zip(children[::2], children[1::2], strict=True))
            for key, value in pairs:
                self._place_nothing(key, value)
            return MappingNode(f"{_OWN}map", pairs, event.start_mark, event.end_mark)
        assert isinstance(event, ScalarEvent)
        tag = self._resolver.resolve(ScalarNode, event.value, event.implicit)
        comment = "#" if self._is_cut(event, column) else None
        return ScalarNode(
            str(tag), _joined(event.value), event.start_mark, event.end_mark, style=event.style, comment=comment
        )

    def _place_nothing(self, key: Node, value: Node) -> None:
        """Let a value that is not there stand at its key: for the parser it stands where the next thing begins."""
        if is_nothing(value):
            value.start_mark, value.end_mark = key.start_mark, key.end_mark
            value.comment = "#" if _COMMENTED.match(self._text, key.end_mark.index) else None

    def _until(self, end: type[Event], start: Any, depth: int) -> list[Node]:
        column = -1 if start.flow_style else start.start_mark.column
        children = []
        while not isinstance(event := next(self._events), end):
            children.append(self._node(event, depth + 1, column))
        return children

    def _is_cut(self, event: ScalarEvent, column: int) -> bool:
        """Tell whether a comment ends a text that is not in quotes, where its author may have meant `#` as part of it.

        A comment right below is meant as one if it stands where the next key would, and a space follows its `#`.
        """
        place = event.end_mark.index
        if event.style in ("'", '"'):
            return False
        if not event.style and _COMMENT.match(self._text, place):
            return True
        below = _BELOW.match(self._text, place)
        if below is None or self._text.endswith(("\n\n", "\n\r\n"), 0, place):
            return False
        deeper, tight = len(below[1]) > column, bool(below[2])
        return deeper or (tight and not _KEY.match(self._text, below.end() - 1))

    def _refuse(self, event: Any, depth: int) -> None:
        """Raise FileRefused for anchors, aliases and tags, and for too great a depth or number of nodes."""
        self._count += 1
        if depth > DEEPEST or self._count > MOST_NODES:
            raise _at(event, "the file is nested too deeply or holds too much", "too-large")
        if isinstance(event, AliasEvent) or event.anchor:
            raise _at(event, "anchors (&name, *name) are not allowed; write the text out", "anchor")
        if event.tag:
            raise _at(event, "tags (!name) are not allowed", "tag")


def is_cut(node: Node) -> bool:
    """Tell whether a comment ends a text that is not in quotes: its author may have meant `#` as part of it."""
    return bool(node.comment)


def is_nothing(node: Node) -> bool:
    """Tell whether nothing stands where a value could: no text, not even an empty one in quotes."""
    return isinstance(node, ScalarNode) and not node.value and not node.style


def _joined(value: str) -> str:
    """Return a text in which two halves of a character are one, as where JSON wrote it; a half by itself stays."""
    return (
        value if encodable(value) else value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    )


def _at(event: Event, sentence: str, rule: str) -> FileRefused:
    mark = event.start_mark
    return refused(mark.line + 1, mark.column + 1, sentence, rule)


__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode", "is_cut", "is_nothing", "parse"]
