"""Topics: which of an author's cue words a line holds, whatever their endings and in spite of slips."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from .matching.tokens import split
from .tables import load

_ENDINGS = (
    "ingly",
    "fully",
    "ings",
    "ness",
    "ing",
    "ies",
    "ied",
    "ier",
    "ily",
    "ed",
    "es",
    "er",
    "ly",
    "s",
    "d",
    "y",
    "e",
)
_SHORTEST_STEM = 3
_SHORTEST_FUZZY = 6


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word without its ending: close enough to bring "busy", "busier" and "busily" together."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            root = word[: -len(ending)]
            # A doubled consonant came with the ending: "planning" → "plan".
            return root[:-1] if len(root) > _SHORTEST_STEM and root[-1] == root[-2] and root[-1] not in "sl" else root
    return word


@lru_cache(maxsize=4096)
def stems(text: str, language: str = "english") -> tuple[str, ...]:
    """Return the stems of the words of a text, in order, without marks; percent and currency signs count as words."""
    words = split(text, load(language).spelling)
    found: list[str] = []
    for word in words:
        if word.norm[0].isalpha():
            found.append(stem(word.norm))
        elif word.norm[0].isdigit() or word.norm[0] in "$€£":
            found.append(word.norm.rstrip("%k") or word.norm)
            if word.norm[-1] == "%":
                found.append("%")
        elif word.norm in "%$€£":
            found.append(word.norm)
    return tuple(found)


def spoken_of(text: str, cues: Iterable[str], language: str = "english") -> list[str]:
    """Return those cues that the text holds, in the order of the cues."""
    cues = tuple(cues)
    held = _held(stems(text, language), cues, language)
    return [cue for cue in cues if cue in held]


@lru_cache(maxsize=4096)
def _held(said: tuple[str, ...], cues: tuple[str, ...], language: str) -> frozenset[str]:
    by_first = _by_first_letter(cues, language)
    found: set[str] = set()
    for place, word in enumerate(said):
        for cue, parts in by_first.get(word[0], ()):
            here = said[place : place + len(parts)]
            if len(here) == len(parts) and all(map(_same, here, parts)):
                found.add(cue)
    return frozenset(found)


@lru_cache(maxsize=512)
def _by_first_letter(cues: tuple[str, ...], language: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Group cues, with their stems, by their first letter, which a slip rarely touches."""
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for cue in cues:
        parts = stems(cue, language)
        if parts and parts[0]:
            table.setdefault(parts[0][0], []).append((cue, parts))
    return table


def _same(said: str, wanted: str) -> bool:
    if said == wanted:
        return True
    if min(len(said), len(wanted)) < _SHORTEST_FUZZY or said[0] != wanted[0]:
        return False
    from rapidfuzz.distance import OSA  # imported late: only words that differ need it

    return OSA.distance(said, wanted, score_cutoff=1) <= 1


def makes_sense(text: str, language: str = "english") -> bool:
    """Tell whether a text holds at least one word that the tables know; "…" and "asdf" do not."""
    tables = load(language)
    known = tables.vocabulary | tables.common
    return any(word.norm in known for word in split(text, tables.spelling))
