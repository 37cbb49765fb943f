"""Whether two words of asks say the same: forms of one word, synonyms, or a slip apart. The words are in `akin.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from ..language import Reading
from ..language.flipping.verb_forms import root
from ..language.tables import flip_words
from .facts import without_facts


@cache
def _table() -> dict[str, Any]:
    with Path(__file__).with_name("akin.toml").open("rb") as file:
        return tomllib.load(file)


def telling(reading: Reading, text: str) -> list[str]:
    """Return the words that tell what is asked for: no terms and facts, which are compared before, and no passing words."""
    for term in reading.terms:
        text = text.replace(term.text, " ")
    passing = _passing()
    words = [word.strip("'’") for word in _WORDS.findall(without_facts(text))]
    said = (word for word in words if word not in passing and not _is_passing_slip(word))
    return [root(word) for word in said if root(word) not in passing]


@cache
def _passing() -> frozenset[str]:
    """Return the words of a request that say nothing about what is asked for."""
    words = list(_table()["passing"])
    return frozenset((*words, *map(root, words)))


@cache
def _verb_roots() -> frozenset[str]:
    return frozenset(map(root, flip_words("verbs")))


@lru_cache(maxsize=8192)
def _is_passing_slip(word: str) -> bool:
    """Tell whether a word is one of those that say nothing about what is asked for, a letter apart: "insted"."""
    if len(word) < _LONG_SLIP or root(word) in _verb_roots():
        return False
    return any(
        word[0] == other[0] and OSA.distance(word, other, score_cutoff=1) <= 1
        for other in _passing()
        if len(other) >= _LONG_SLIP
    )


#: A slip in a word that says nothing is looked for in words of so many letters.
_LONG_SLIP = 5


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    """Map each word to the words that mean the same in requests."""
    groups = [frozenset(root(part) for word in group for part in word.split()) for group in _table()["synonyms"]]
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        for word in group:
            found[word] = found.get(word, frozenset()) | group
    return found


_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def akin(one: str, other: str) -> bool:
    """Tell whether two words are the same, forms of one word, one letter apart, or synonyms."""
    if one == other or other in _synonyms().get(one, ()):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short) and len(long) - len(short) <= 4:
        return True
    return len(short) >= 5 and OSA.distance(one, other, score_cutoff=1) <= 1


def converse(one: str, other: str) -> bool:
    """Tell whether two verbs (as roots) can say the same of one act, from the side of the one who acts and the other's."""
    return one != other and any({one, other} <= row for row in _conversions())


@cache
def _conversions() -> list[frozenset[str]]:
    return [frozenset(map(root, row)) for row in _table()["converse"]]


@cache
def light() -> frozenset[str]:
    """Return the verbs, as roots, that say little of an act by themselves."""
    return frozenset(map(root, _table()["light"]))


@cache
def stopping() -> frozenset[str]:
    """Return the verbs, as roots, of leaving something undone."""
    return frozenset(map(root, _table()["stopping"]))
