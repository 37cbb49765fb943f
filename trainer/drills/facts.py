"""The days, amounts and times of an ask, and whether another line keeps every one of them in its place.

The reader's terms are those of its grammar; here all that a person may type is wanted ("sat", "2x a wk", "a fortnight"),
and what stands before it: "on the 8th instead of the 1st" is not "on the 1st instead of the 8th".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

#: How many words before a fact tell its role, and how many after it its unit ("50 a month").
_BEFORE, _AFTER = 3, 2
_TOKEN = re.compile(r"\d[\d,]*(?:[.:]\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?|%")
#: "4k" is one of thousands.
_THOUSANDS = "k"
#: Nouns of so many letters or fewer keep their s: "bus", "gas".
_SHORT = 3
_HISSED = ("ches", "shes", "xes", "sses")
_OWNERS, _DIFFERENCE, _BECOMES, _MEASURED = ("yours", "mine"), "difference", "becomes", "measured"
#: What an answer need not say again: what something is to be in place of, and an amount that only says the same once more.
_UNNEEDED = ("replaced", _MEASURED)
#: Roles told only by the word right before.
_NEAR = (*_OWNERS, _BECOMES, "on_then")


@dataclass(frozen=True, slots=True)
class Fact:
    """A day, month or number of a line. `role`, `unit`: "" if none is told."""

    kind: str
    value: str
    role: str = ""
    unit: str = ""


def keeps_facts(asked: str, given: str, known: str = "") -> bool:
    """Tell whether a line has all days, months and numbers of another, each in its place, and no new ones.

    `known`: what else the card tells; facts of it may be named, too.
    """
    wanted, told = facts(asked), facts(given)
    told += _reckoned(asked, given, wanted, told)
    new = _values(fact for fact in told if fact.role != _DIFFERENCE) - _values(wanted) - _values(facts(known))
    new -= _values(_shared(asked, wanted))
    needed = _values(fact for fact in wanted if fact.role not in _UNNEEDED)
    if needed - _values(told) or any(value not in _table()["small"]["values"] for _, value in new):
        return False
    fresh = {fact for fact in told if (fact.kind, fact.value) not in _values(wanted)}
    return not (
        any(fact.role == _BECOMES for fact in fresh)
        or _roles_clash(wanted, told, given)
        or _units_clash(wanted, told)
        or _opposed(asked, given)
        or (_counted_otherwise(asked, given) and not _values(told) & _values(_shared(asked, wanted)))
        or _another_share(asked, given, wanted, told)
        or _brings_in(asked, given)
        or _other_way(asked, given)
        or _changes_owner(asked, given)
    )


def _another_share(asked: str, given: str, wanted: list[Fact], told: list[Fact]) -> bool:
    """Tell whether only a share is asked for, or the whole instead of one: "halve the fine". Half of 60 for 30 is none."""
    shares = set(_table()["shares"]["words"])
    before, after = bool(shares & set(_words(asked))), bool(shares & set(_words(given)))
    reckoned = _amounts(wanted) & {amount / 2 for amount in _amounts(told)}
    halved = _amounts(_shared(asked, wanted)) & _amounts(told)
    return (after and not before and not reckoned) or (
        "half" in _words(asked) and not after and not halved and not _pattern("evenly").search(given)
    )


def _shared(asked: str, wanted: list[Fact]) -> list[Fact]:
    """Return what half of the amounts of an ask is, where it asks for half."""
    halves = _amounts(wanted) if "half" in _words(asked) else set()
    return [Fact("number", f"{amount / 2:g}") for amount in halves]


def _changes_owner(asked: str, given: str) -> bool:
    """Tell whether a thing of one person has become the other's: "your soup" for "my soup"."""
    was, now = _owned(asked), _owned(given)
    return any(len(was[noun] | now[noun]) > 1 for noun in was.keys() & now.keys() if not was[noun] & now[noun])


def _owned(line: str) -> dict[str, set[str]]:
    """Map each thing to whose it is said to be, "my" or "your"."""
    found: dict[str, set[str]] = {}
    for owner, noun in _pattern("owned").findall(line.lower()):
        if noun not in _rows("days") and noun not in _rows("months"):
            found.setdefault(_singular(noun), set()).add("your" if owner in ("ur", "yr") else owner)
    return found


def _other_way(asked: str, given: str) -> bool:
    """Tell whether the way to a thing has been turned round: "from the airport" for "to the airport", "off" for "on the list"."""
    was, now = _ways(asked), _ways(given)
    turned = _table()["ways"]["turned"]
    return any(sorted((was[noun], now[noun])) in turned for noun in was.keys() & now.keys())


def _ways(line: str) -> dict[str, str]:
    """Map each thing to the preposition before it: "the airport" to "to"."""
    found = {}
    for preposition, noun in _pattern("way").findall(line.lower()):
        if noun in _rows("days") or noun in _rows("months"):
            continue
        found[noun] = _table()["ways"]["plainer"].get(preposition, preposition)
    return found


def _brings_in(asked: str, given: str) -> bool:
    """Tell whether a line asks for what was to be left out: "an appointment" for "without an appointment"."""
    out = _pattern("without").search(asked.lower())
    return out is not None and out[1] in given.lower() and _pattern("left_out").search(given.lower()) is None


def _reckoned(asked: str, given: str, wanted: list[Fact], told: list[Fact]) -> list[Fact]:
    """Return the numbers of the ask that those of a line come to: half of 600 is 300, and two more than four are six."""
    was, now = _amounts(wanted), _amounts(told)
    differences = _amounts(fact for fact in told if fact.role == _DIFFERENCE)
    known = {amount + by for amount in now - differences for by in differences}
    known |= {amount - by for amount in now - differences for by in differences}
    known |= {amount for amount in was for other in was if abs(amount - other) in differences}
    if "half" in _words(asked):
        known |= {2 * amount for amount in now}
    if "half" in _words(given):
        known |= {amount / 2 for amount in now}
    return [Fact("number", f"{amount:g}") for amount in known & was - now]


def _amounts(found: Iterable[Fact]) -> set[float]:
    return {float(fact.value) for fact in found if fact.kind == "number" and fact.value.replace(".", "", 1).isdigit()}


def facts(line: str) -> list[Fact]:
    """Return the facts of a line in their order."""
    words = _words(line)
    found: list[Fact] = []
    last = -1
    for place in range(len(words)):
        named = _named(words, place)
        if named is not None:
            before = words[max(last + 1, place - _BEFORE) : place]
            number = named[0] == "number"
            role = (_beside(words, place) if number else "") or _role(before)
            found.append(Fact(*named, role, _unit(words, place) if number else ""))
            last = place
    return found


def without_facts(line: str) -> str:
    """Return the words of a line, in lower case, but those that are facts or their units."""
    words, units = _words(line), _rows("units")
    return " ".join(word for place, word in enumerate(words) if _named(words, place) is None and word not in units)


def _values(found: Iterable[Fact]) -> set[tuple[str, str]]:
    return {(fact.kind, fact.value) for fact in found}


def _named(words: list[str], place: int) -> tuple[str, str] | None:
    """Return the kind and value of the fact a word is, if it is one."""
    word = words[place]
    for kind in ("days", "months"):
        if word in _rows(kind):
            return kind, _rows(kind)[word]
    number = _table()["numbers"].get(word)
    if number is not None:
        return "number", str(number)
    if not word[0].isdigit():
        return None
    times = 1000 if words[place + 1 : place + 2] == [_THOUSANDS] else 1
    value = word.replace(",", "")
    return "number", re.sub("[.:]", "", value) if times == 1 else f"{float(value.replace(':', '.')) * times:g}"


def _role(before: list[str]) -> str:
    """Return the role of the fact these words stand before: the nearest word tells it, an owner or "to" only right before it."""
    for distance, word in enumerate(reversed(before)):
        role = _rows("roles").get(word, "")
        if role and (distance == 0 or role not in _NEAR):
            return role
    return ""


def _beside(words: list[str], place: int) -> str:
    """Return the role of an amount by the words after it: a difference, or what is measured from somewhere else."""
    after = words[place + 1 : place + 1 + _AFTER]
    if not set(after).isdisjoint(_table()["differences"]["words"]):
        return _DIFFERENCE
    units = _rows("units")
    measured = len(after) == _AFTER and after[0] in units and after[1] in _table()["measured"]["words"]
    return _MEASURED if measured else ""


def _unit(words: list[str], place: int) -> str:
    units = _rows("units")
    if words[place] in units:
        return units[words[place]]
    after = words[place + 1 : place + 1 + _AFTER]
    return next((units[word] for word in after if word in units), "")


def _roles_clash(wanted: list[Fact], told: list[Fact], line: str) -> bool:
    """Tell whether a fact has got an opposite role in a line, or two have changed places."""
    asked = {(fact.kind, fact.value): fact.role for fact in wanted}
    given = {(fact.kind, fact.value): fact.role for fact in told}
    both = [fact for fact in asked if fact in given]
    # "By noon on Monday" is still by Monday, and so is what may be too soon on Monday.
    soon = _pattern("too_soon").search(line) is not None
    turned = [fact for fact in both if given[fact] != "on_then" or not (soon or asked[fact] in given.values())]
    if any(frozenset((asked[fact], given[fact])) in _CLASHES for fact in turned):
        return True
    return any(
        asked[one] != asked[other] and (asked[one], asked[other]) == (given[other], given[one])
        for one, other in combinations(both, 2)
        if one[0] == other[0]
    )


_CLASHES = (
    frozenset(("from_then", "until_then")),
    frozenset(("on_then", "until_then")),
    frozenset(("from_then", "by_then")),
    frozenset(("on_then", "by_then")),
    frozenset(_OWNERS),
)


def _units_clash(wanted: list[Fact], told: list[Fact]) -> bool:
    """Tell whether an amount has got another unit, or that of another amount."""
    asked = {fact.value: fact.unit for fact in wanted if fact.kind == "number"}
    for fact in told:
        unit = asked.get(fact.value)
        if unit is None or not fact.unit or unit == fact.unit:
            continue
        if unit or fact.unit in asked.values():
            return True
    return False


def _counted_otherwise(asked: str, given: str) -> bool:
    """Tell whether things have got another number, or that of other things: "120 leaflets for 300 euros"."""
    was, now = _counted(asked), _counted(given)
    return any(noun in was and not was[noun] & numbers for noun, numbers in now.items())


def _counted(line: str) -> dict[str, set[str]]:
    """Map each thing of a line that is counted, without its ending, to the numbers right before it: "300 leaflets"."""
    words = _words(line)
    found: dict[str, set[str]] = {}
    for place, word in enumerate(words[:-1]):
        number = "1" if word in ("one", "a", "an") else dict([_named(words, place) or ("", "")]).get("number")
        noun = words[place + 1]
        if number and noun[0].isalpha() and noun not in _rows("units") and _named(words, place + 1) is None:
            found.setdefault(_singular(noun), set()).add(number)
    return found


def _singular(noun: str) -> str:
    if len(noun) <= _SHORT:
        return noun
    return noun.removesuffix("es") if noun.endswith(_HISSED) else noun.removesuffix("s")


def _opposed(asked: str, given: str) -> bool:
    """Tell whether a word of the ask has been replaced by one of another side of the same contrast."""
    was, now = set(_words(asked)), set(_words(given))
    return any(
        was & side and not now & side and any(now & other and not was & other for other in sides if other is not side)
        for sides in _contrasts()
        for side in sides
    )


@cache
def _contrasts() -> list[list[set[str]]]:
    return [[set(side.split()) for side in sides] for sides in _table()["opposites"]["rows"]]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_table()["patterns"][name])


def _words(line: str) -> list[str]:
    text = line.lower().replace("’", "'")
    for turn, plain in _table()["plainer"].items():
        text = re.sub(rf"\b{turn}\b", plain, text)
    return _TOKEN.findall(re.sub(r"'s\b", "", text))


@cache
def _rows(name: str) -> dict[str, str]:
    """Map each word of a table of rows to the name of its row."""
    table = _table()[name]
    return {word: row for row, words in table.items() for word in ((row, *words) if name != "roles" else words)}


@cache
def _table() -> dict[str, Any]:
    with Path(__file__).with_name("facts.toml").open("rb") as file:
        return tomllib.load(file)
