"""Answers → verdicts, by the same reading that hears a line in a talk. A verdict says which part failed, and why."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from ..language import MoveKind, Reading, read
from ..language.cues import spoken_of
from ..language.tables import flip_table
from .cards import Card, DrillKind

#: Share of the telling words of what is asked that may be left out.
MOST_LOST = 0.67
#: Share of them that may be put in other words.
MOST_REPLACED = 0.26


@dataclass(frozen=True, slots=True)
class Verdict:
    """`failed`: what failed first ("" for nothing): pressure, not_an_ask, still_yes, content, not_a_label,
    other_feeling, wrong. `said`: a sentence about the answer.
    """

    right: bool
    failed: str
    said: str


@cache
def _table() -> dict[str, Any]:
    with Path(__file__).with_name("judge.toml").open("rb") as file:
        return tomllib.load(file)


def sentences() -> dict[str, str]:
    """What is said of each way to fail, and of a right answer."""
    said: dict[str, str] = _table()["said"]
    return said


def words() -> dict[str, str]:
    """How each answer to "what would no mean?" is said."""
    said: dict[str, str] = _table()["words"]
    return said


def judge(card: Card, answer: str) -> Verdict:
    """Whether an answer is right. `answer`: what was typed, or the key: accept, refuse, none; 1 to 4."""
    failed = {
        DrillKind.FLIP: _flip_fails,
        DrillKind.NAME: _name_fails,
        DrillKind.NO_MEANS: _choice_fails,
        DrillKind.SPOT: _choice_fails,
    }[card.kind](card, answer)
    return Verdict(not failed, failed, sentences()[failed or "right"])


def _choice_fails(card: Card, answer: str) -> str:
    return "" if answer == card.answer else "wrong"


def _flip_fails(card: Card, answer: str) -> str:
    reading = read(answer)
    if reading.has(MoveKind.PRESSURE):
        return "pressure"
    if reading.ask is None:
        return "not_an_ask"
    if reading.no_means != "accept":
        return "still_yes"
    return "" if keeps_content(read(card.prompt), reading) else "content"


def keeps_content(prompt: Reading, answer: Reading) -> bool:
    """Whether the answer asks for the same thing.

    It does not when a day, time or amount is lost, or when a telling word was left out and another stands in its place.
    """
    if _terms(prompt) - _terms(answer) - _as_typed(prompt, answer):
        return False
    asked, given = _telling(prompt, prompt.proposal or prompt.text), _telling(answer, answer.proposal or answer.text)
    said = _telling(answer, answer.text)
    missing = [word for word in asked if not any(_akin(word, other) for other in said)]
    new = [word for word in given if not any(_akin(word, other) for other in _telling(prompt, prompt.text))]
    if not missing:
        return True
    share = len(missing) / len(asked)
    numbers = any(word.isdigit() for word in missing) and any(word.isdigit() for word in new)
    return share <= MOST_LOST and not numbers and not (new and share > MOST_REPLACED)


def _terms(reading: Reading) -> set[tuple[str, object]]:
    """The specifics of a line, as what they mean."""
    return {(term.what, term.value if term.value is not None else term.text.lower()) for term in reading.terms}


def _as_typed(prompt: Reading, answer: Reading) -> set[tuple[str, object]]:
    """Specifics of the prompt whose words stand in the answer too, as somebody in a hurry types them."""
    said = [word.lower() for word in answer.text.split()]
    return {
        (term.what, term.value if term.value is not None else term.text.lower())
        for term in prompt.terms
        if all(
            any(_akin(_root(part), _root(word.strip(".,?!"))) for word in said) for part in term.text.lower().split()
        )
    }


def _telling(reading: Reading, text: str) -> list[str]:
    """Words that tell what is asked for: no specifics, which are compared for themselves, and no passing words."""
    for term in reading.terms:
        text = text.replace(term.text, " ")
    passing = _passing()
    words = [word.strip("'’") for word in _WORDS.findall(text.lower())]
    return [_NUMBERS.get(word, _root(word)) for word in words if word not in passing and _root(word) not in passing]


_NUMBERS = {word: str(number) for number, word in enumerate(
    ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
)}  # fmt: skip


@cache
def _passing() -> frozenset[str]:
    """Words of a request that tell nothing of what is asked for."""
    words = list(_table()["passing"])
    return frozenset((*words, *map(_root, words)))


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    """Word → the words of requests that mean the same."""
    groups = [frozenset(_root(part) for word in group for part in word.split()) for group in _table()["synonyms"]]
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        for word in group:
            found[word] = found.get(word, frozenset()) | group
    return found


_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "s")


def _root(word: str) -> str:
    """A word without its ending, a past form as its plain one: "took" is "take", "handed" is "hand"."""
    forms: dict[str, str] = flip_table()["past"]
    word = forms.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word.rstrip("e") if len(word) > 3 else word


def _akin(one: str, other: str) -> bool:
    """The same word, another form of it, a slip of the finger, or another word for it."""
    if one == other or other in _synonyms().get(one, ()):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short) and len(long) - len(short) <= 4:
        return True
    return len(short) >= 5 and OSA.distance(one, other, score_cutoff=1) <= 1


def _name_fails(card: Card, answer: str) -> str:
    reading = read(answer)
    if not reading.has(MoveKind.LABEL, MoveKind.SUMMARY) and not _GUESS.match(answer):
        return "not_a_label"
    if spoken_of(answer, (*card.feels, *_feelings(card.feels, own=True))):
        return ""
    # There are more words for a feeling than any list holds: only one that names another feeling is another one.
    return "other_feeling" if spoken_of(answer, tuple(_feelings(card.feels, own=False))) else ""


#: "It sounds like he let you down" guesses at them too, though it begins with somebody else.
_GUESS = re.compile(
    r"(?i)\s*(?:so,? )?(?:(?:it|that|this) )?(?:really )?(?:sounds|seems|looks|feels) (?:like|as if|as though)\b.*\b(?:you|your|yourself)\b"
)


def _feelings(feels: tuple[str, ...], own: bool) -> list[str]:
    """Words for the feelings a card names, or for all others."""
    named = {word.lower() for word in feels}
    return [word for group in _table()["feelings"] for word in group if bool(named & set(group)) is own]
