"""Templates of the phrase tables, and the automaton that finds them in a line.

A template is written as in ``be <very>* (crazy|mad) [of me]``:

- ``word``      that word
- ``(a|b c)``   one of these; ``(a|b)*`` none or more of them
- ``[a]``       a or nothing
- ``<name>``    a phrase of the list of that name; ``<name>*`` none or more of them
- ``<any>``     any one word; ``<gap>`` up to four words of the same sentence

All templates of a table become one automaton that remembers its steps, so that the time to read a line does not grow
with the size of the table. It remembers one step for each word it is given, so give it words of a bounded vocabulary
and the class of all others (`Tables.keys`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

_PIECE = re.compile(r"<([a-z_]+)>(\*?)|(\)\*|[()\[\]|])|([^\s()\[\]|<>*]+)")
_GAP = 4
#: The longest match in words. No row names more than 27; what repeats ("very very …") is followed no farther, or a line
#: of it would be read from each of its words to its end.
LONGEST_MATCH = 40
#: In a word of so few letters the ending says nothing about its class.
_SHORTEST_ENDED = 4
#: Classes that stand for words no template names: any word, an adverb, a verb in -ing, a number.
ANY, ADVERB, PARTICIPLE, NUMBER = "‹any›", "‹ly›", "‹ing›", "‹number›"
_BUILT_IN = {"any": ANY, "adverb": ADVERB, "doing": PARTICIPLE, "number": NUMBER}


class TemplateError(ValueError):
    """A template is not well formed; the text says which one and why."""


@dataclass(frozen=True)
class Endings:
    """The rules by which a word that no template names shows its class: `[endings]` of `words.toml`."""

    adverb: str
    participle: str
    not_adverbs: frozenset[str]
    not_participles: frozenset[str]

    @cached_property
    def class_of(self) -> Callable[[str], str]:
        """A function that maps a word to the one class that stands for it."""
        return lru_cache(maxsize=8192)(self._class_of)

    def _class_of(self, word: str) -> str:
        if not word[0].isalnum() and word[0] not in "$€£":
            return word if len(word) == 1 else "‹mark›"
        if any(c.isdigit() for c in word):
            return NUMBER
        if word.endswith(self.participle) and len(word) > _SHORTEST_ENDED and word not in self.not_participles:
            return PARTICIPLE
        if word.endswith(self.adverb) and len(word) > _SHORTEST_ENDED and word not in self.not_adverbs:
            return ADVERB
        return ANY


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a parsed template. `how`: word, list, sequence, choice, maybe or many."""

    how: str
    word: str = ""
    parts: tuple[Node, ...] = ()


@lru_cache(maxsize=4096)
def parse(template: str) -> Node:
    """Parse a template to a tree. Raises TemplateError."""
    if template.replace(" ", "").isalpha():
        return Node("sequence", parts=tuple(Node("word", word) for word in template.split()))
    pieces = list(_PIECE.finditer(template))
    if "".join(piece.group() for piece in pieces) != re.sub(r"\s+", "", template):
        raise TemplateError(f"cannot read the template {template!r}")
    node, place = _choice(pieces, 0, template)
    if place != len(pieces):
        raise TemplateError(f"a bracket too many in {template!r}")
    return node


def _choice(pieces: list[re.Match[str]], place: int, template: str) -> tuple[Node, int]:
    options: list[Node] = []
    parts: list[Node] = []
    while place < len(pieces):
        name, star, mark, word = pieces[place].groups()
        if mark in (")", ")*", "]"):
            break
        place += 1
        if mark == "|":
            options.append(Node("sequence", parts=tuple(parts)))
            parts = []
        elif mark:
            inner, place = _choice(pieces, place, template)
            closing = pieces[place].group() if place < len(pieces) else ""
            if closing.rstrip("*") != {"(": ")", "[": "]"}[mark]:
                raise TemplateError(f"a bracket is not closed in {template!r}")
            place += 1
            how = "many" if closing == ")*" else "maybe" if mark == "[" else ""
            parts.append(Node(how, parts=(inner,)) if how else inner)
        elif name:
            part = Node("list", word=name)
            parts.append(Node("many", parts=(part,)) if star else part)
        else:
            # Hyphens are written or not: "off-base" is two words here as in the line.
            parts.extend(Node("word", word=part) for part in word.split("-") if part)
    options.append(Node("sequence", parts=tuple(parts)))
    return (options[0] if len(options) == 1 else Node("choice", parts=tuple(options))), place


def expand(template: str, lists: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield every sentence a template covers; open places are shown as ``…``, repetitions once."""
    for words in _expand(parse(template), lists):
        yield " ".join(words)


def _expand(node: Node, lists: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    if node.how == "word":
        yield (node.word,)
    elif node.how == "list" and (node.word in _BUILT_IN or node.word == "gap"):
        yield ("…",)
    elif node.how == "list":
        for phrase in lists[node.word]:
            yield from _expand(parse(phrase), lists)
    elif node.how in ("maybe", "many"):
        yield ()
        yield from _expand(node.parts[0], lists)
    elif node.how == "choice":
        for option in node.parts:
            yield from _expand(option, lists)
    elif node.parts:
        for first in _expand(node.parts[0], lists):
            for rest in _expand(Node("sequence", parts=node.parts[1:]), lists):
                yield first + rest
    else:
        yield ()


class Automaton:
    """All templates of a table at once; an empty template keeps its number but matches nothing.

    It is a nondeterministic automaton (states, arcs by word, arcs without a word). The sets of states that lines lead
    to are numbered, and the steps between them remembered, so that each is worked out only once.
    """

    def __init__(self, templates: Sequence[str], lists: Mapping[str, Sequence[str]], endings: Endings) -> None:
        self._class_of = endings.class_of
        # A state is a number; most have one arc, so these tables hold only the arcs and ends there are.
        self._count = 1
        self._out: dict[int, dict[str, list[int]]] = {}
        self._free: dict[int, list[int]] = {}
        self._ends: dict[int, list[int]] = {}
        self._words: set[str] = set()
        self._fragments = {name: tuple(parse(phrase) for phrase in phrases) for name, phrases in lists.items()}
        for number, template in enumerate(templates):
            if not template:
                continue
            self._ends.setdefault(self._add(parse(template), 0), []).append(number)
        self._arcs: list[dict[str, list[int]]] = []
        self._numbers: dict[frozenset[int], int] = {}
        self._steps: list[dict[str, int]] = []
        self._found: list[tuple[int, ...]] = []
        self._start = self._intern({0})
        self._after: dict[tuple[str, ...], int] = {}

    def dump(self) -> tuple[Any, ...]:
        """Return everything in it as plain values, for `of`."""
        return self._out, self._free, self._ends, self._words, self._arcs, self._numbers, self._steps, self._found

    @classmethod
    def of(cls, dumped: tuple[Any, ...], endings: Endings) -> Automaton:
        """Rebuild an automaton from what `dump` returned."""
        self = cls((), {}, endings)
        (self._out, self._free, self._ends, self._words, self._arcs, self._numbers, self._steps, self._found) = dumped
        return self

    @property
    def vocabulary(self) -> frozenset[str]:
        """Every word that a template names."""
        return frozenset(self._words)

    def begins(self, word: str) -> bool:
        """Tell whether any template may begin with this word: a quick test that spares most words a `match`."""
        step = self._steps[self._start].get(word)
        return (self._step(self._start, word) if step is None else step) >= 0

    def match(self, words: Sequence[str], first: int, last: int, before: tuple[str, ...] = ()) -> list[tuple[int, int]]:
        """Return (template number, end) of all templates that begin at word `first` and end at or before `last`.

        None is longer than LONGEST_MATCH.

        `before`: words to read first, for those that are left out or stand elsewhere ("[be] opposed to it?").
        """
        state = self._after.get(before)
        if state is None:
            state = self._start
            for word in before:
                state = self._step(state, word)
            self._after[before] = state
        steps, found = self._steps, self._found
        results = [(number, first) for number in found[state]] if before and state >= 0 else []
        place, last = first, min(last, first + LONGEST_MATCH)
        while state >= 0 and place < last:
            word = words[place]
            step = steps[state].get(word)
            state = self._step(state, word) if step is None else step
            place += 1
            if state >= 0 and found[state]:
                results += [(number, place) for number in found[state]]
        return results

    def _new(self) -> int:
        self._count += 1
        return self._count - 1

    def _lead(self, start: int, end: int) -> None:
        """Add an arc without a word."""
        self._free.setdefault(start, []).append(end)

    def _add(self, node: Node, start: int) -> int:
        """Add what `node` covers, from state `start` on, and return the state it ends in."""
        if node.how == "word":
            self._words.add(node.word)
            return self._arc(start, node.word)
        if node.how == "list":
            return self._add_list(node.word, start)
        if node.how == "sequence":
            for part in node.parts:
                start = self._add(part, start)
            return start
        end = self._new()
        if node.how == "many":
            loop = self._new()
            self._lead(start, loop)
            self._lead(self._add(node.parts[0], loop), loop)
            self._lead(loop, end)
            return end
        for option in node.parts:
            self._lead(self._add(option, start), end)
        if node.how == "maybe":
            self._lead(start, end)
        return end

    def _add_list(self, name: str, start: int) -> int:
        if name in _BUILT_IN:
            return self._arc(start, _BUILT_IN[name])
        end = self._new()
        if name == "gap":
            for _ in range(_GAP):
                self._lead(start, end)
                start = self._arc(start, ANY)
            self._lead(start, end)
            return end
        if name not in self._fragments:
            raise TemplateError(f"there is no list called <{name}>")
        for node in self._fragments[name]:
            self._lead(self._add(node, start), end)
        return end

    def _arc(self, start: int, word: str) -> int:
        end = self._new()
        self._out.setdefault(start, {}).setdefault(word, []).append(end)
        return end

    def _intern(self, states: set[int]) -> int:
        """Return the number of a set of states, extended by all that can be reached without a word."""
        todo, closed = list(states), set(states)
        while todo:
            for state in self._free.get(todo.pop(), ()):
                if state not in closed:
                    closed.add(state)
                    todo.append(state)
        # States with no arcs by word and no end have done their work.
        key = frozenset(n for n in closed if n in self._out or n in self._ends)
        if key not in self._numbers:
            self._numbers[key] = len(self._steps)
            self._steps.append({})
            self._arcs.append(self._merged(key))
            self._found.append(tuple(sorted({n for state in key for n in self._ends.get(state, ())})))
        return self._numbers[key]

    def _merged(self, states: frozenset[int]) -> dict[str, list[int]]:
        """Map each word to the states it leads to from a set of states."""
        merged: dict[str, list[int]] = {}
        for number in states:
            for word, targets in self._out.get(number, {}).items():
                merged.setdefault(word, []).extend(targets)
        return merged

    def _step(self, state: int, word: str) -> int:
        if state < 0:
            return -1
        steps = self._steps[state]
        if word not in steps:
            key = word if word in self._words or word[0] == "‹" else self._class_of(word)
            arcs = self._arcs[state]
            reached = {target for name in self._names(key) for target in arcs.get(name, ())}
            steps[word] = self._intern(reached) if reached else -1
        return steps[word]

    def _names(self, word: str) -> Iterator[str]:
        """Yield the arcs a word may take: itself, its class, and any."""
        yield word
        kind = word if word.startswith("‹") else self._class_of(word)
        if kind in (NUMBER, PARTICIPLE, ADVERB):
            yield kind
        if kind in (NUMBER, PARTICIPLE, ADVERB, ANY):
            yield ANY
