"""Forms of English verbs: -ing and past of a base form, and the base form of a past one.

What cannot be told by rule stands in the tables `[past]` and `[words]` of `flips.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from ..tables import flip_table, flip_words, load

_DOUBLED = re.compile(r"^(?:[^aeiou]*[aeiou][bdgklmnprt])$")
_VOWELS = frozenset("aeiouy")
_LETTERS = re.compile(r"[^\W\d_]+")
_AND = re.compile(r"(,? (?:and|or|then)(?: then| just| simply| also)? |, )(\w+)(?= (\w+)|)")
_LONGEST_DOUBLED = 6


def is_participle(word: str) -> bool:
    """Tell whether a word is a verb in -ing: "meeting" is, "bring", "morning" and "something" are not."""
    low = word.lower()
    ended = low.endswith("ing") and not _VOWELS.isdisjoint(low[: -len("ing")]) and _LETTERS.fullmatch(low) is not None
    return ended and low not in load().endings.not_participles


#: Words in -ed of so few letters are mostly no verbs: "bed", "shed".
_LONGEST_BED = 4


def is_past(word: str) -> bool:
    """Tell whether a word is, or looks like, a past form."""
    if _irregular_base(word):
        return True
    known = base_of(word) if word.endswith("ed") else ""
    return known != "" or (word.endswith("ed") and not word.endswith("eed") and len(word) > _LONGEST_BED)


def base_of(past: str) -> str:
    """Return the base form of a past form, "" if it cannot be told."""
    irregular = _irregular_base(past)
    stems = (past[:-2], past[:-1], past[:-3], f"{past[:-3]}y")
    return irregular or next((stem for stem in stems if stem in flip_words("verbs")), "")


def _irregular_base(past: str) -> str:
    """Return the base form of an irregular past form, with what may stand before it ("retook"); "" for none."""
    forms: dict[str, str] = flip_table()["past"]
    before = next((part for part in _BEFORE_VERBS if past.startswith(part) and past[len(part) :] in forms), "")
    return forms.get(past, "") or (before and before + forms[past[len(before) :]])


def base_of_doing(act: str) -> str:
    """Return an act in -ing in its base form ("coming to the quiz" → "come to the quiz"); "" if it cannot be told."""
    verb, space, rest = act.partition(" ")
    stem = verb.lower().removesuffix("ing")
    known = next(
        (base for base in (stem, f"{stem}e", stem[:-1]) if base in _verbs() and doing(base) == verb.lower()), ""
    )
    return f"{known}{space}{rest}" if known and not _AND.search(f" {rest}") else ""


def doing(act: str) -> str:
    """Put the verbs of an act in its base form into -ing ("meet and talk" → "meeting and talking"); "" for none."""
    return _inflected(act, _doing)


def did(act: str) -> str:
    """Put the verbs of an act in its base form into the past ("leave and call him" → "left and called him"); "" for none."""
    return _inflected(act, _did)


def _inflected(act: str, form: Callable[[str], str]) -> str:
    words = act.split(" ")
    place = _verb_place(words)
    verb = form(words[place].lower()) if place < len(words) else ""
    if not verb:
        return ""
    if (
        words[place].lower() in ("come", "go")
        and place + 1 < len(words)
        and words[place + 1] in flip_words("seen_after_come")
    ):
        rest = " ".join(("to", *words[place + 1 :])) if form is _doing else " ".join(("and", *words[place + 1 :]))
    else:
        rest = " ".join(words[place + 1 :])
    rest = _AND.sub(lambda found: _further(found, form), f" {rest}")[1:] if rest else ""
    return " ".join(part for part in (*words[:place], verb, rest) if part)


def _further(found: re.Match[str], form: Callable[[str], str]) -> str:
    link, word, after = found.groups()
    noun = word in flip_words("nouns_too") and after not in flip_words("after_verb")
    listed = link != ", " or (word not in flip_words("nouns_too") and after in flip_words("determiners"))
    return link + (form(word) or word) if word in _verbs() and not noun and listed else found.group()


def _verb_place(words: list[str]) -> int:
    """Return the place of the verb: adverbs may stand before it ("quickly check")."""
    place = 0
    while place < len(words) - 1 and _stands_before_a_verb(words[place].lower()):
        place += 1
    return place


def _stands_before_a_verb(word: str) -> bool:
    return word in flip_words("before_verb") or (word.endswith("ly") and word not in flip_words("verbs"))


def _doing(verb: str) -> str:
    if not verb.isalpha() or is_participle(verb):
        return ""
    if verb in _ing_of():
        return _ing_of()[verb]
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return (verb + verb[-1] if _doubles(verb) else verb) + "ing"


def _did(verb: str) -> str:
    if not verb.isalpha() or is_participle(verb):
        return ""
    if verb in _past_of():
        return _past_of()[verb]
    before = next((part for part in _BEFORE_VERBS if verb.startswith(part) and verb[len(part) :] in _past_of()), "")
    if before:
        return before + _past_of()[verb[len(before) :]]
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    return (verb + verb[-1] if _doubles(verb) else verb) + "ed"


def _doubles(verb: str) -> bool:
    if verb.startswith("un") and len(verb) > _LONGEST_UN:
        verb = verb.removeprefix("un")  # "unban", "unpin"
    short = len(verb) <= _LONGEST_DOUBLED and _DOUBLED.match(verb) is not None
    return verb in flip_words("doubled") or (short and verb not in flip_words("never_doubled"))


#: "Un" before so few letters is no prefix: "unit".
_LONGEST_UN = 4
#: What an irregular verb may have before it: "proofread", "rewrite", "overtake".
_BEFORE_VERBS = ("proof", "under", "over", "with", "fore", "out", "mis", "up", "re")


@cache
def _verbs() -> frozenset[str]:
    """Every word that the tables know as a verb in its base form."""
    orders = {phrase for phrase in load().lists["imperative_verb"] if phrase.isalpha()}
    return flip_words("verbs") | frozenset(flip_table()["past"].values()) | orders


@cache
def _ing_of() -> dict[str, str]:
    return {word.removesuffix("ying") + "ie": word for word in flip_words("irregular_doing")}


@cache
def _past_of() -> dict[str, str]:
    """Map each base form to its irregular past; the first row of a verb is the one used."""
    found: dict[str, str] = {}
    for past, base in flip_table()["past"].items():
        found.setdefault(base, past)
    return found


#: Endings of verbs and nouns whose other forms no table holds.
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "s")
_SHORTEST_ROOT = 3


@lru_cache(maxsize=8192)
def root(word: str) -> str:
    """Return what the forms of a word have in common: "took" is "take", "handed" and "handing" are "hand", "rolling" is "roll"."""
    word = (base_of_doing(word) if word.endswith("ing") else base_of(word) if is_past(word) else "") or word
    if word.endswith(("ied", "ies")):
        word = f"{word[:-3]}y"
    ending = next((end for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _SHORTEST_ROOT), "")
    plain = word.removesuffix(ending)
    if ending and plain[-1] == plain[-2] and plain[-1] not in "sl":
        plain = plain[:-1]  # "chatting" and "chat", a verb no table holds
    return plain.rstrip("e") if len(plain) > _SHORTEST_ROOT else plain
