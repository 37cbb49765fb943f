"""Reads values out of the nodes of a scenario file and notes every fault on the way."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from ..safe_text import acting, is_blank
from .faults import Fault, at
from .limits import LARGEST_AMOUNT, LONGEST, LONGEST_CUE, MOST, MOST_HINTS, MOST_ITEMS, shortened
from .tree import MappingNode, Node, ScalarNode, SequenceNode, is_cut, is_nothing

Choice = TypeVar("Choice", bound=StrEnum)


#: A sentence names so many keys that are known; more are looked up.
_MOST_NAMED = 30


def _some(known: Sequence[str]) -> str:
    more = ", …; scenarios/README.md has them all" if len(known) > _MOST_NAMED else ""
    return ", ".join(known[:_MOST_NAMED]) + more


class Builder:
    """Reads values out of nodes and notes every fault, without stopping at the first."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, node: Node, sentence: str, rule: str) -> None:
        self.faults.append(at(node, sentence, rule))

    def warn(self, node: Node, sentence: str, rule: str) -> None:
        """Note what its author may have meant: it is told, and the file can be used as it is."""
        self.faults.append(at(node, sentence, rule, "warning"))

    def nearest(self, word: str, known: Sequence[str]) -> str:
        """Return the end of a sentence that suggests a known word; "" if none is near, or much is wrong already."""
        if len(word) > LONGEST_CUE or len(self.faults) > MOST_HINTS:
            return ""
        near = difflib.get_close_matches(word, known, 1)
        return f"; did you mean {str(near[0])!r}?" if near else ""

    def shows(self, node: Node, value: str) -> None:
        """Note a character that would act, or hide something, where the text is shown."""
        char = acting(value)
        if char:
            what = "half of a character" if unicodedata.category(char) == "Cs" else "a control character"
            told = f"U+{ord(char):04X}, {unicodedata.name(char, what).lower()},"
            self.fault(node, f"{told} stands in this text; take it out", "hidden-character")

    def uncut(self, node: Node) -> None:
        """Notes, as a warning, a text without quotes that a comment ends."""
        if is_cut(node):
            told = "the text ends before #; put it in quotes if # belongs to it, or the comment above it"
            self.warn(node, told, "cut-text")

    def keys(
        self, node: Node, required: Sequence[str], optional: Sequence[str] = (), where: str = "a scenario"
    ) -> dict[str, Node]:
        """Return the values of a mapping by key; note unknown, double and missing keys."""
        if not isinstance(node, MappingNode):
            self.fault(node, f"{where} is written as keys with values", "not-a-mapping")
            return {}
        found: dict[str, Node] = {}
        known = [*required, *optional]
        for key_node, value in node.value:
            key = str(key_node.value) if isinstance(key_node, ScalarNode) else ""
            if not isinstance(key_node, ScalarNode):
                self.fault(
                    key_node, f"a list or a mapping stands here as a key of {where}; a key is a word", "unknown-key"
                )
            elif key not in known:
                hint = self.nearest(key, known) or f"; {where} knows {_some(known)}"
                self.fault(key_node, f"unknown key {shortened(key)!r}{hint}", "unknown-key")
            elif key in found:
                self.fault(key_node, f"the key {key!r} stands here twice", "double-key")
            else:
                found[key] = value
        for key in required:
            if key not in found:
                self.fault(node, f"{where} needs the key {key!r}", "missing-key")
        return found

    def text(self, values: Mapping[str, Node], key: str, default: str = "") -> str:
        """Return the text of a key, with spaces tidied."""
        node = values.get(key)
        if node is None:
            return default
        if is_nothing(node):
            told = "holds only a comment; put the text in quotes if # belongs to it" if is_cut(node) else "is empty"
            self.fault(node, f"{key!r} {told}", "empty-text")
            return default
        if not isinstance(node, ScalarNode) or str(node.tag) != "tag:yaml.org,2002:str":
            self.fault(node, f"{key!r} is a text; put it in quotes if it looks like something else", "not-a-text")
            return default
        return self.checked(node, key)

    def checked(self, node: Node, key: str) -> str:
        value = " ".join(str(node.value).split())
        if is_blank(value):
            told = "holds only characters that nobody sees" if value else "is empty"
            self.fault(node, f"{key!r} {told}", "empty-text")
        self.shows(node, value)
        self.uncut(node)
        limit = LONGEST.get(key, LONGEST["say"])
        if len(value) > limit:
            self.fault(node, f"{key!r} has {len(value)} characters; {limit} fit on the page", "too-long")
        return value

    def number(self, values: Mapping[str, Node], key: str, default: int) -> int:
        """Return whole points from 0 to 100."""
        node = values.get(key)
        if node is None:
            return default
        try:
            value = int(node.value) if isinstance(node, ScalarNode) else -1
        except ValueError:
            value = -1
        if not 0 <= value <= 100:
            self.fault(node, f"{key!r} is a whole number from 0 to 100", "not-a-number")
            return default
        return value

    def amount(self, values: Mapping[str, Node], key: str) -> float:
        """Return a number above 0, such as 58000 or 2.5; 0 if the key is missing."""
        node = values.get(key)
        if node is None:
            return 0.0
        return self.checked_amount(node, key)

    def checked_amount(self, node: Node, key: str) -> float:
        try:
            value = float(node.value) if isinstance(node, ScalarNode) else 0.0
        except ValueError:
            value = 0.0
        if not 0 < value < LARGEST_AMOUNT:
            self.fault(node, f"{key!r} is a number above 0, without marks or words", "not-an-amount")
            return 0.0
        return value

    def flag(self, values: Mapping[str, Node], key: str) -> bool:
        """Return true or false; false if the key is missing."""
        node = values.get(key)
        if node is None:
            return False
        if not isinstance(node, ScalarNode) or str(node.tag) != "tag:yaml.org,2002:bool":
            self.fault(node, f"{key!r} is true or false", "not-a-flag")
            return False
        return str(node.value).lower() == "true"

    def choice(self, values: Mapping[str, Node], key: str, kind: type[Choice], default: Choice) -> Choice:
        node = values.get(key)
        if node is None:
            return default
        try:
            return kind(str(node.value))
        except ValueError:
            hint = self.nearest(str(node.value), list(kind)) if isinstance(node, ScalarNode) else ""
            self.fault(node, f"{key!r} is one of {', '.join(kind)}{hint}", "unknown-value")
            return default

    def items(self, values: Mapping[str, Node], key: str) -> list[Node]:
        node = values.get(key)
        if node is None:
            return []
        if not isinstance(node, SequenceNode):
            self.fault(node, f"{key!r} is a list, each item after a dash", "not-a-list")
            return []
        if not node.value:
            self.fault(node, f"{key!r} is an empty list", "empty-list")
        most = MOST.get(key, MOST_ITEMS)
        if len(node.value) > most:
            self.fault(node.value[most], f"{key!r} has {len(node.value)} items; {most} at most", "too-many")
        return list(node.value[:most])

    def texts(self, values: Mapping[str, Node], key: str, longest: int = LONGEST_CUE) -> tuple[str, ...]:
        found: list[str] = []
        for node in self.items(values, key):
            if not isinstance(node, ScalarNode) or is_blank(str(node.value)):
                self.fault(node, f"an item of {key!r} is a text", "not-a-text")
            elif len(str(node.value)) > longest:
                self.fault(
                    node,
                    f"an item of {key!r} has {len(str(node.value))} characters; {longest} at most",
                    "too-long",
                )
            else:
                self.shows(node, str(node.value))
                self.uncut(node)
                found.append(" ".join(str(node.value).split()))
        return tuple(found)
