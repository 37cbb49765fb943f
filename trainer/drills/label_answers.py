"""How an answer to a *Name it* card is judged: whether it is a label, of what they feel, and no echo of what they said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ..language import MoveKind, read
from ..language.flipping.verb_forms import root
from .akin import akin, telling
from .cards import Card
from .feelings import Named, Said, after, named, said_of_them
from .verdict import Nearness, in_full, table

#: What is no label whatever its form: lists of `[labels]`.
_NO_LABELS = ("advice", "own", "judging", "of_others")
#: How near a label is to what was said if it only repeats it, and how much nearer than to what may be felt.
REPEATED, REPEATED_MORE = 0.57, 0.15
#: The share of its words that are those of what was said if it only repeats it.
REPEATED_WORDS = 0.5


def fails(card: Card, answer: str, near: Nearness | None) -> str:
    """Return what failed first in a label, "" for nothing (see `Verdict`)."""
    text = in_full(answer)
    if any(_holds(name, text) for name in _NO_LABELS):
        return "not_a_label"
    if _holds("untouched", text):
        return "other_feeling"
    own = _own(card, text)
    if not own and not _is_label(text):
        return "not_a_label"
    if own:
        return "other_feeling" if all(one.denied for one in own) else ""
    if _only_repeats(card, text, near):
        return "names_nothing"
    # No list holds every word for a feeling, so only a word known for another feeling fails.
    labels = table()["labels"]
    others = _felt(text, tuple(word for word in _feelings(card.feels, own=False) if word not in labels["weak"]))
    return "other_feeling" if any(not one.denied and said_of_them(text, one, _said()) for one in others) else ""


def speaks_of_them(text: str) -> bool:
    """Tell whether a text that has not the form of a label speaks of the other person, or of a feeling, all the same."""
    return (_holds("theirs", text) or _holds("guess", text)) and not any(
        _holds(name, text) for name in (*_NO_LABELS, "asks")
    )


def _own(card: Card, text: str) -> list[Named]:
    return _felt(text, (*card.feels, *_feelings(card.feels, own=True)))


def reasons(card: Card, text: str) -> list[str] | None:
    """Return what follows the words for what a card says may be felt, "" for nothing; None if a label holds no such word."""
    own = _own(card, text)
    return [after(text, one) for one in own] if own else None


def nearness(card: Card, text: str, near: Nearness) -> tuple[float, float]:
    """Return how near (cosine) a label is to what was said, and to the model answer or one that names what may be felt."""
    said, *felt = near(text, _told_and_felt(card), _general())
    return said, max(felt)


def _only_repeats(card: Card, answer: str, near: Nearness | None) -> bool:
    """Tell whether a label gives back what was said and nothing of what is behind it: "it sounds like you have 60 essays"."""
    words = [word for word in telling(read(answer), answer) if word not in _opening_words()]
    said = telling(read(card.says), card.says)
    if words and sum(any(akin(word, other) for other in said) for word in words) / len(words) >= REPEATED_WORDS:
        return True
    if near is None:
        return False
    told, *felt = near(answer, _told_and_felt(card), _general())
    return told >= REPEATED and told - max(felt) >= REPEATED_MORE


def compared_with(card: Card) -> list[str]:
    """Return all lines that labels of a card are compared with, so that their vectors can be made before."""
    return [*_general(), *_told_and_felt(card)]


def _general() -> list[str]:
    labels: list[str] = table()["general"]["labels"]
    return labels


def _told_and_felt(card: Card) -> list[str]:
    return [card.says, card.model, *(f"It sounds like you feel {feeling}." for feeling in card.feels)]


@cache
def _said() -> Said:
    labels = table()["labels"]
    words = (frozenset(labels[name]) for name in ("supposing", "of_them", "of_third_persons"))
    return Said(frozenset(labels["said_of_them"]), re.compile(labels["supposed"]), *words)


@cache
def _opening_words() -> frozenset[str]:
    """Return the words, as roots, that open a label and say nothing of what it names."""
    return frozenset(map(root, table()["labels"]["opening"]))


def _is_label(text: str) -> bool:
    """Tell whether a text may be a guess about the other person: by the reader, by its opening, or as it speaks of them."""
    if read(text).has(MoveKind.LABEL, MoveKind.SUMMARY) or _holds("guess", text):
        return True
    return not _holds("asks", text) and _holds("theirs", text)


def _felt(text: str, phrases: Sequence[str]) -> list[Named]:
    labels = table()["labels"]
    return named(text, phrases, frozenset(labels["denials"]), re.compile(labels["excused"]))


def _holds(name: str, text: str) -> bool:
    """Tell whether a text holds one of the patterns in a list of `[labels]`."""
    return any(re.search(f"(?i){pattern}", text) for pattern in table()["labels"][name])


def _feelings(feels: tuple[str, ...], own: bool) -> list[str]:
    """Return the words for the feelings a card names (`own`), or for all others."""
    named = {word.lower() for word in feels}
    return [word for group in table()["feelings"] for word in group if bool(named & set(group)) is own]
