"""Which way a question leans that the reader knows no frame for: by the words that speak against a thing.

The reader must not guess, since it hears everything. On a card it is known what is asked for, and somebody asks it.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ..language.flipping.verb_forms import root

#: How many words before a word that speaks against it a denial still turns it round.
_DENIED_WITHIN = 2
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@cache
def _table() -> dict[str, Any]:
    with Path(__file__).with_name("leaning.toml").open("rb") as file:
        return tomllib.load(file)


def pushes(answer: str) -> bool:
    """Tell whether an answer pushes although it has the words of a question: "would it kill you to …"."""
    return _matches("pushes", answer)


def asks_to_be_let_off(answer: str) -> bool:
    """Tell whether an answer asks whether something has to be done, to have it left undone: "do I have to stay?"."""
    return _matches("let_off", answer)


def leans_to_no(answer: str, prompt: str) -> bool:
    """Tell whether a plain no to an answer lets be what a prompt asks for, by its words alone."""
    said, asked = _roots(_question(answer)), _roots(prompt)
    if not said or said[0] not in _openings() or answer.rstrip()[-1:] in (".", "!"):
        return False
    if asks_to_be_let_off(answer):
        return True
    against = _places(said, _phrases("against"), asked)
    if not against:
        return False
    return any(not _denied(said, place) for place in against)


def opens_question(answer: str) -> bool:
    """Tell whether an answer begins as a yes/no question does, with its mark or without."""
    said = _roots(_question(answer))
    return bool(said) and said[0] in _openings() and answer.rstrip()[-1:] not in (".", "!")


def may_lean(answer: str, prompt: str) -> bool:
    """Tell whether an answer asks yes or no and has no word that speaks for what is asked, so that its meaning can tell."""
    said, asked = _roots(_question(answer)), _roots(prompt)
    if not said or said[0] not in _openings() or answer.rstrip()[-1:] in (".", "!"):
        return False
    return not _places(said, _phrases("for"), asked)


def _question(answer: str) -> str:
    """Return an answer in lower case without a condition or a name before its question: "if it rains, would you mind …"."""
    text = answer.strip().lower().replace("’", "'")
    for pattern in _table()["before"]:
        text = re.sub(pattern, "", text)
    return text


def _matches(name: str, answer: str) -> bool:
    return any(re.search(pattern, _question(answer)) for pattern in _table()[name])


def _denied(said: list[str], place: int) -> bool:
    """Tell whether a word is denied right before it; a fronted denial ("wouldn't it be a nuisance") turns nothing round."""
    first = max(1, place - _DENIED_WITHIN)
    return any(word in _denials() for word in said[first:place])


def _places(said: list[str], phrases: frozenset[tuple[str, ...]], asked: list[str]) -> list[int]:
    """Return where phrases begin in a line, without those that the prompt has, too."""
    held = {phrase for phrase in phrases if _starts(asked, phrase)}
    return [place for phrase in phrases - held for place in _starts(said, phrase)]


def _starts(words: list[str], phrase: tuple[str, ...]) -> list[int]:
    size = len(phrase)
    return [place for place in range(len(words) - size + 1) if tuple(words[place : place + size]) == phrase]


def _roots(text: str) -> list[str]:
    return [_root(word) for word in _WORD.findall(text.lower().replace("’", "'"))]


def _root(word: str) -> str:
    return word if "'" in word else root(word)


@cache
def _phrases(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(_roots(phrase)) for phrase in _table()[name])


@cache
def _openings() -> frozenset[str]:
    return frozenset(_root(word) for word in _table()["openings"])


@cache
def _denials() -> frozenset[str]:
    return frozenset(_root(word) for word in _table()["denials"])
