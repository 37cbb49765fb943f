"""The specifics of a line: money, percentages, plain numbers, times, dates, days, durations.

The words (months, units, currencies, spelled numbers) are the `[terms]` tables of `words.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..safe_text import heard, heard_spans, spaced
from .matching.cover import Cover
from .reading import Term

#: Repetitions have a limit that no amount comes near, and words of a number are never given back: a long row of them
#: would be gone through again from each of its words.
_DIGITS = r"\d{1,3}(?:[,.\u202f'’]\d{3}){1,12}(?:\.\d+)?|\d+(?:[.,]\d{1,2})?(?!\d)"
_FURTHER_WORDS = 15
#: Numbers of four digits that are more likely years than amounts.
_YEARS = range(1900, 2101)
#: Parts of an amount, any one of which makes it money.
_MONEY = ("sign", "factor", "currency", "high_sign", "high_factor", "high_currency")
_HUNDRED = 100


#: The letters that a pattern takes for plain ones when it does not tell capitals from small letters.
_LIKE = str.maketrans("ıİſ", "iis")

#: A stretch of a line (first character, last exclusive) and the kinds of term to look for there.
Span = tuple[int, int, frozenset[str]]
_NONE: frozenset[str] = frozenset()
_OF_DIGITS = frozenset(("money", "time", "percent"))
#: Table of words → the kinds of term its words hint at; digits hint at money, times and percentages.
_HINTS = {
    "percent": frozenset(("percent",)),
    "halves": frozenset(("time",)),
    "noon": frozenset(("time",)),
    "weekdays": frozenset(("day",)),
    "days": frozenset(("day",)),
    "numbers": frozenset(("money",)),
    "currencies": frozenset(("money",)),
    "minutes": frozenset(("duration",)),
    "months": frozenset(("date",)),
}
_ALL = frozenset().union(*_HINTS.values())


@dataclass(frozen=True, slots=True)
class _Words:
    """The `[terms]` of a language, and patterns made of them, in the order in which they may claim characters."""

    numbers: Mapping[str, float]
    factors: Mapping[str, float]
    currencies: Mapping[str, str]
    minutes: Mapping[str, float]
    noon: Mapping[str, float]
    months: Mapping[str, float]
    patterns: tuple[tuple[str, str], ...]
    #: A word → the kinds of term it may be part of.
    hints: Mapping[str, frozenset[str]]


def find_terms(line: str, language: str = "english", spans: Sequence[Span] | None = None) -> list[Term]:
    """Return all terms of a line in order, none overlapping. Offsets in characters of the line.

    `spans`: the stretches to search, each with the kinds searched for there, for callers who know the `hints`. A range
    ("$60-65k") is one term with `high`. The value of a day ("Tuesday", "tomorrow") is None: no calendar is consulted.
    """
    read = heard(line)
    if read == line:
        return _found(line, language, [(0, len(line), _ALL)] if spans is None else spans)
    typed_at = heard_spans(line)
    places = [start for start, _ in typed_at]
    inside = [(bisect_left(places, first), bisect_left(places, last), kinds) for first, last, kinds in spans or ()]
    found = _found(read, language, [(0, len(read), _ALL)] if spans is None else inside)
    typed = [(term, typed_at[term.start][0], typed_at[term.end - 1][1]) for term in found]
    return [replace(term, start=start, end=end, text=line[start:end]) for term, start, end in typed]


def _found(line: str, language: str, spans: Sequence[Span]) -> list[Term]:
    words = _words(language)
    found: list[Term] = []
    for first, last, kinds in spans:
        here: list[Term] = []
        claimed = Cover(first, last)
        for what, pattern in words.patterns:
            if what not in kinds:
                continue
            for match in _compiled(pattern).finditer(line, first, last):
                if not claimed.touches(*match.span()):
                    for term in _term(what, match, words):
                        claimed.add(term.start, term.end)
                        here.append(term)
        found += sorted(here, key=lambda term: term.start)
    return found


def leading_amount(text: str, language: str = "english") -> float | None:
    """Return the spelled number that a text begins with ("four, then", "be three and a half from July"), None for none.

    `find_terms` ignores such words, since they are rarely amounts; use this where an amount is being bargained over.
    """
    words = _words(language)
    match = _compiled(
        rf"(?i)\s*(?:(?:be|at|for|to|of|about|around|say|with|do|make it|go to|go|accept|take|call it|settle on)\s+)*+({_any(words.numbers)}(?:[\s-](?:and\s)?{_any(words.numbers)})*)\b"
    ).match(text)
    return _number(match.group(1), words) if match else None


def hints(norm: str, language: str = "english") -> frozenset[str]:
    """Return the kinds of term that a word may be part of, mostly none: far cheaper than searching for terms."""
    known = _words(language).hints.get(norm)
    if known is not None:
        return known
    return _OF_DIGITS if norm[0].isdigit() or norm[-1].isdigit() else _NONE


def _term(what: str, match: re.Match[str], words: _Words) -> Iterator[Term]:
    parts: dict[str, str] = {key: value or "" for key, value in match.groupdict().items()}
    start, end = match.span()
    low: float | None = None
    high: float | None = None
    currency = ""
    if what in ("money", "percent"):
        low, high, currency = _amounts(parts, words)
        if what == "money" and not any(parts.get(key) for key in _MONEY):
            # A bare number may be an amount if the context says of what; a spelled one is mostly just a word.
            if not parts["low"][:1].isdigit() or (low in _YEARS and high is None and len(match.group()) == len("2026")):
                return
            what = "number"
    elif what == "duration":
        low, high = (_number(parts[key], words) for key in ("low", "high"))
        unit = words.minutes[_key(parts["unit"])]
        low, high = (None if value is None else value * unit for value in (low, high))
    elif what == "time":
        low = _minutes_after_midnight(parts, words)
    elif what == "date":
        low = _month_and_day(parts, words)
    yield Term(what, start, end, match.group(), low, high, currency)


def _amounts(parts: Mapping[str, str], words: _Words) -> tuple[float | None, float | None, str]:
    """Return low, high and currency; a factor at the end counts for both: "60-65k" is sixty to sixty-five thousand."""
    factors = [words.factors.get(_key(parts.get(key, "")), 0.0) for key in ("factor", "high_factor")]
    low, high = _number(parts["low"], words), _number(parts.get("high", ""), words)
    if high is not None and factors[1] and not factors[0]:
        factors[0] = factors[1]
    low, high = (
        None if value is None else value * (factor or 1.0) for value, factor in zip((low, high), factors, strict=True)
    )
    said = (parts.get(key) for key in ("sign", "currency", "high_sign", "high_currency"))
    return low, high, next((words.currencies[_key(word)] for word in said if word), "")


def _key(said: str) -> str:
    """Return words that a pattern found as the tables have them: in small letters, a space for any white space."""
    return spaced(said.translate(_LIKE).lower())


def _number(text: str, words: _Words) -> float | None:
    if not text:
        return None
    if text[0].isdigit():
        whole = re.sub(r"[,.\u202f'’](?=\d{3}(?!\d))", "", text).replace(",", ".")
        return float(whole)
    total = part = 0.0
    said = re.split(r"[\s-]+", _key(text))
    for word in [word for word in said if word not in ("a", "an")] or said:
        value = words.numbers.get(word, 0.0)
        if value == _HUNDRED:
            part = (part or 1.0) * value
        elif value > _HUNDRED:
            total, part = total + (part or 1.0) * value, 0.0
        else:
            part += value
    return total + part


def _minutes_after_midnight(parts: Mapping[str, str], words: _Words) -> float:
    if parts["noon"]:
        return words.noon[_key(parts["noon"])]
    hours = int(parts["hour"] or parts["plain_hour"] or 0) % 24
    half = parts["half"].lower().replace(".", "")
    if half in ("am", "pm"):
        hours = hours % 12 + (12 if half == "pm" else 0)
    return hours * 60.0 + int(parts["minute"] or parts["plain_minute"] or 0)


def _month_and_day(parts: Mapping[str, str], words: _Words) -> float:
    month = parts["month"] or parts["month_first"]
    day = parts["date"] or parts["date_after"] or "0"
    return words.months[_key(month)] * _HUNDRED + int(re.sub(r"\D", "", day))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when first needed: all of them together would cost the first line some milliseconds."""
    return re.compile(pattern, re.IGNORECASE)


@cache
def _words(language: str) -> _Words:
    from .tables import load

    table = load(language).terms
    numbers, factors, currencies = table["numbers"], table["factors"], table["currencies"]
    spelled = _any(numbers)
    number = rf"(?:{_DIGITS}|(?>\b{spelled}(?:[\s-](?:and\s)?{spelled}){{0,{_FURTHER_WORDS}}}\b))"
    signs = "[" + "".join(re.escape(sign) for sign in currencies if not sign.isalpha()) + "]"
    amount = rf"(?P<sign>{signs})?\s?(?P<low>{number})(?:\s?(?P<factor>{_any(factors)})\b)?(?:\s?(?P<currency>{_any(currencies)})(?!\w))?"
    until = rf"\s?(?:-|–|—|{_any(table['until'])})\s?"
    second = amount.replace("<", "<high_").replace("<high_low>", "<high>")
    range_of = rf"(?:{until}{second})?"
    month, ordinal = _any(table["months"]), r"\d{1,2}(?:st|nd|rd|th)?"
    clock = r"(?P<plain_hour>[01]?\d|2[0-3]):(?P<plain_minute>[0-5]\d)(?![\d.,])"
    patterns = (
        ("percent", rf"(?<![\w.,])(?P<low>{number})(?:{until}(?P<high>{number}))?\s?{_any(table['percent'])}(?!\w)"),
        ("date", rf"\b(?P<date>{ordinal})(?:\sof)?\s(?P<month>{month})\b|\b(?P<month_first>{month})\s(?P<date_after>{ordinal})\b"),
        ("time", rf"\b(?P<hour>1[0-2]|0?\d)(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>{_any(table['halves'])})(?!\w)|(?<![\w.,:{signs[1:-1]}]){clock}|\b(?P<noon>{_any(table['noon'])})\b"),
        ("duration", rf"(?<![\w.,])(?P<low>{number})(?:{until}(?P<high>{number}))?[\s-]?(?P<unit>{_any(table['minutes'])})\b"),
        ("money", rf"(?<![\w.,:/]){amount}{range_of}(?![\w:/%])"),
        ("day", rf"\b(?:{_any(table['weekdays'])}|{_any(table['days'])})\b"),
    )  # fmt: skip
    hints: dict[str, frozenset[str]] = {}
    for key, kinds in _HINTS.items():
        for word in table[key]:
            last = word.split()[-1]
            hints[last] = hints.get(last, _NONE) | kinds
    hints.update(dict.fromkeys(("a", "an"), _NONE))
    return _Words(numbers, factors, currencies, table["minutes"], table["noon"], table["months"], patterns, hints)


def _any(words: Mapping[str, object] | Sequence[str]) -> str:
    """Return a pattern for any one of these words, the longest first."""
    return (
        "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True)) + ")"
    )
