"""The specifics of a line: money, percentages, times, days, durations."""

from __future__ import annotations

import re

from .reading import Term

_NUMBER = r"\d{1,3}(?:[,.]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORDS = {
    "one": 1,
    "a": 1,
    "an": 1,
    "two": 2,
    "three": 3,
    "five": 5,
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "half an": 0.5,
}
_PATTERNS = (
    ("percent", re.compile(rf"(?<![\w$€£])({_NUMBER})\s?(?:%|per ?cent\b)", re.I)),
    ("money", re.compile(rf"(?:[$€£]\s?({_NUMBER})(\s?k\b)?|(?<!\w)({_NUMBER})(k\b|\s?k\b)?\s?(?:€|£|\$|euros?\b|dollars?\b|pounds?\b|bucks\b))", re.I)),
    ("money", re.compile(r"(?<![\w$€£.,:])(\d+(?:\.\d+)?)(k)\b", re.I)),
    ("duration", re.compile(r"(?<![\w$€£])(\d+|one|two|three|five|ten|fifteen|twenty|thirty|half an|an|a)[\s-](minutes?|mins?|hours?|days?|weeks?)\b", re.I)),
    ("time", re.compile(r"(?<![\w$€£.:])(\d{1,2})(?::(\d{2}))?\s?(am|pm|o['’]clock)\b|(?<![\w$€£.:])(\d{1,2}):(\d{2})\b|\b(?:at )(noon|midnight)\b", re.I)),
    ("day", re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(today|tomorrow|tonight|next week|this week|next month)\b", re.I)),
)  # fmt: skip
_MINUTES = {"min": 1, "hou": 60, "day": 1440, "wee": 10080}


def find_terms(line: str) -> list[Term]:
    """All terms of a line in order, none overlapping. Offsets in characters of the line."""
    found: list[Term] = []
    for what, pattern in _PATTERNS:
        for match in pattern.finditer(line):
            start, end = match.span()
            if any(start < term.end and term.start < end for term in found):
                continue
            found.append(Term(what, start, end, match.group(), _value(what, match)))
    return sorted(found, key=lambda term: term.start)


def _value(what: str, match: re.Match[str]) -> float | None:
    groups = [group for group in match.groups() if group]
    if what in ("percent", "money"):
        amount = float(re.sub(r"[,.](?=\d{3}(?!\d))", "", groups[0]))
        return amount * 1000 if what == "money" and len(groups) > 1 else amount
    if what == "duration":
        count = _WORDS.get(groups[0].lower()) if not groups[0].isdigit() else float(groups[0])
        return None if count is None else count * _MINUTES[groups[1].lower()[:3]]
    if what == "time":
        return _minutes_after_midnight(match)
    return None


def _minutes_after_midnight(match: re.Match[str]) -> float | None:
    hour, minute, half, plain_hour, plain_minute, name = match.groups()
    if name:
        return 720.0 if name.lower() == "noon" else 0.0
    hours = int(hour or plain_hour) % 24
    if half and half.lower() in ("am", "pm"):
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    return hours * 60.0 + int(minute or plain_minute or 0)
