"""Which feelings and difficulties a label names, and which of them it denies. The words are in `judge.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rapidfuzz.distance import OSA

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
#: Endings of one word for a feeling: "worry, worried, worrying", "frustrated, frustration", "lonely, loneliness".
_ENDINGS = ("ing", "ed", "es", "s", "d", "ion", "ness", "ment", "ful", "ly", "r")
#: A slip is looked for in words of so many letters.
_LONG = 6
#: A feeling is denied by a word that stands so many words before it.
_DENIED_WITHIN = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A feeling that a label names. `start`, `end`: its words, the end exclusive; `denied`: "you're not scared"."""

    phrase: str
    start: int
    end: int
    denied: bool


def named(text: str, phrases: Iterable[str], denials: frozenset[str], excused: re.Pattern[str]) -> list[Named]:
    """Return the phrases that a text names, without those inside a longer one.

    `denials`: words that deny what follows; `excused`: turns in which they do not ("can't help feeling").
    """
    words = _words(text)
    found = [(start, end, phrase) for phrase in phrases for start, end in _places(words, _words(phrase))]
    outer = [one for one in found if not any(_inside(one, other) for other in found)]
    return [Named(phrase, start, end, _denied(words, start, denials, excused)) for start, end, phrase in outer]


@dataclass(frozen=True, slots=True)
class Said:
    """How it is told whose a feeling is, and whether it is there.

    `before`: words right before what is said of somebody; `supposed`: what ends before a feeling that is not there ("you'd be
    happy"), `supposing`: words right after one ("a word of thanks would have …"); `of_them`, `of_others`: words of which the
    nearest before a feeling tells whose it is.
    """

    before: frozenset[str]
    supposed: re.Pattern[str]
    supposing: frozenset[str]
    of_them: frozenset[str]
    of_others: frozenset[str]


def said_of_them(text: str, one: Named, said: Said) -> bool:
    """Tell whether a feeling is said of them, rather than of others or as a word of a picture: "you're down", not "roll back down"."""
    words = _words(text)
    before = words[: one.start]
    if not before:
        return True
    if said.supposed.search(" ".join(before)) or not said.supposing.isdisjoint(words[one.end : one.end + 1]):
        return False
    whose = next((word for word in reversed(before) if word in said.of_them or word in said.of_others), "")
    if whose in said.of_others:
        return False  # "while he's still so pleased to see you"
    return before[-1] in said.before or before[-1].endswith(("'re", "'m", "'ve", "ly"))


def after(text: str, one: Named) -> str:
    """Return the words of a text that follow a feeling: often its reason."""
    return " ".join(_words(text)[one.end :])


def _places(words: tuple[str, ...], parts: tuple[str, ...]) -> list[tuple[int, int]]:
    size = len(parts)
    return [
        (start, start + size)
        for start in range(len(words) - size + 1)
        if all(map(_same, words[start : start + size], parts))
    ]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.replace("’", "'") for word in _WORD.findall(text.lower()))


def _inside(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Tell whether a match lies in a longer one: "fumes" in "running on fumes"."""
    return other[0] <= one[0] and one[1] <= other[1] and one[1] - one[0] < other[1] - other[0]


def _denied(words: tuple[str, ...], start: int, denials: frozenset[str], excused: re.Pattern[str]) -> bool:
    before = words[max(0, start - _DENIED_WITHIN) : start]
    if excused.search(" ".join(before)) or not before:
        return False
    return any(word in denials or word.endswith("n't") for word in before)


def _same(said: str, wanted: str) -> bool:
    """Tell whether two words are forms of one, or a slip apart."""
    if said == wanted:
        return True
    if _forms(said) & _forms(wanted):
        return True
    pairs = product(_forms(said), _forms(wanted))
    return any(
        min(len(one), len(other)) >= _LONG and one[0] == other[0] and OSA.distance(one, other, score_cutoff=1) <= 1
        for one, other in pairs
    )


@lru_cache(maxsize=8192)
def _forms(word: str) -> frozenset[str]:
    """Return what a word may be a form of: "hated" of "hat" and "hate", "worried" of "worry"."""
    found = {word}
    if word.endswith(("ied", "ies", "ier")):
        found.add(word[:-3] + "y")
    if word.endswith(("iness", "ily")):
        found.add(word.removesuffix("iness").removesuffix("ily") + "y")
    for ending in _ENDINGS:
        base = word.removesuffix(ending)
        if base != word and len(base) >= _LONG // 2:
            found |= {base, base if base.endswith("e") else f"{base}e"}
            if base[-1] == base[-2] and base[-1] not in "sl":
                found.add(base[:-1])
    return frozenset(form for form in found if len(form) > _LONG // 2) | {word}
