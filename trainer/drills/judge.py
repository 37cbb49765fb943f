"""Answer → Verdict, by the same reading that hears lines in a session. A verdict says which part failed, and why."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from ..language import MoveKind, Reading, read
from ..language.tables import flip_table
from ..language.topics import spoken_of
from ..safe_text import heard
from .cards import Card, DrillKind
from .whose_act import turned_round

#: The share of a request's telling words (see `_telling`) that an answer may leave out.
MOST_LOST = 0.67
#: The share that may be missing if the answer has new words instead.
MOST_REPLACED = 0.26


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on an answer. `said`: a sentence about it.

    `failed`: what failed first, "" for nothing: pressure, not_an_ask, still_yes, other_actor, denied,
    content, not_a_label, other_feeling or
    wrong.
    """

    right: bool
    failed: str
    said: str


@cache
def _table() -> dict[str, Any]:
    with Path(__file__).with_name("judge.toml").open("rb") as file:
        return tomllib.load(file)


def sentences() -> dict[str, str]:
    """Return the sentence for each way to fail, and for a right answer."""
    said: dict[str, str] = _table()["said"]
    return said


def words() -> dict[str, str]:
    """Return the wording of each answer to "what would no mean?"."""
    said: dict[str, str] = _table()["words"]
    return said


def judge(card: Card, answer: str) -> Verdict:
    """Judge an answer: what was typed, or the key of a choice (accept, refuse, none; 1 to 4)."""
    answer = heard(answer)
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
    reading = read(heard(answer))
    if reading.has(MoveKind.PRESSURE):
        return "pressure"
    if reading.ask is None:
        return "not_an_ask"
    if reading.no_means != "accept":
        return "still_yes"
    prompt = read(heard(card.prompt))
    return turned_round(prompt, reading) or ("" if keeps_content(prompt, reading) else "content")


def keeps_content(prompt: Reading, answer: Reading) -> bool:
    """Tell whether the answer asks for the same thing as the prompt.

    It does not if a day, time or amount is lost, or if too many telling words are left out or replaced.
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
    """Return the terms of a line by their meaning: kind and value."""
    return {(term.what, term.value if term.value is not None else term.text.lower()) for term in reading.terms}


def _as_typed(prompt: Reading, answer: Reading) -> set[tuple[str, object]]:
    """Return the terms of the prompt whose words the answer holds, even if typed so that the reader misses them."""
    said = [word.lower() for word in answer.text.split()]
    return {
        (term.what, term.value if term.value is not None else term.text.lower())
        for term in prompt.terms
        if all(
            any(_akin(_root(part), _root(word.strip(".,?!"))) for word in said) for part in term.text.lower().split()
        )
    }


def _telling(reading: Reading, text: str) -> list[str]:
    """Return the words that tell what is asked for: no terms, which are compared separately, and no passing words."""
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
    """Return the words of a request that say nothing about what is asked for."""
    words = list(_table()["passing"])
    return frozenset((*words, *map(_root, words)))


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    """Map each word to the words that mean the same in requests."""
    groups = [frozenset(_root(part) for word in group for part in word.split()) for group in _table()["synonyms"]]
    found: dict[str, frozenset[str]] = {}
    for group in groups:
        for word in group:
            found[word] = found.get(word, frozenset()) | group
    return found


_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "s")


def _root(word: str) -> str:
    """Return a word without its ending, a past form as its base form: "took" is "take", "handed" is "hand"."""
    forms: dict[str, str] = flip_table()["past"]
    word = forms.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word.rstrip("e") if len(word) > 3 else word


def _akin(one: str, other: str) -> bool:
    """Tell whether two words are the same, forms of one word, one letter apart, or synonyms."""
    if one == other or other in _synonyms().get(one, ()):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 3 and long.startswith(short) and len(long) - len(short) <= 4:
        return True
    return len(short) >= 5 and OSA.distance(one, other, score_cutoff=1) <= 1


def _name_fails(card: Card, answer: str) -> str:
    reading = read(heard(answer))
    if not reading.has(MoveKind.LABEL, MoveKind.SUMMARY) and not _GUESS.match(reading.text):
        return "not_a_label"
    if spoken_of(answer, (*card.feels, *_feelings(card.feels, own=True))):
        return ""
    # No list holds every word for a feeling, so only a word known for another feeling fails.
    return "other_feeling" if spoken_of(answer, tuple(_feelings(card.feels, own=False))) else ""


#: "It sounds like he let you down" is a guess at their feeling too, though the reader hears no label.
_GUESS = re.compile(
    r"(?i)\s*(?:so,? )?(?:(?:it|that|this) )?(?:really )?(?:sounds|seems|looks|feels) (?:like|as if|as though)\b.*\b(?:you|your|yourself)\b"
)


def _feelings(feels: tuple[str, ...], own: bool) -> list[str]:
    """Return the words for the feelings a card names (`own`), or for all others."""
    named = {word.lower() for word in feels}
    return [word for group in _table()["feelings"] for word in group if bool(named & set(group)) is own]
