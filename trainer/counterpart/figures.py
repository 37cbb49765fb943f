"""The figure that a line names where an amount is being bargained over: in digits or in words, whole or in thousands."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from ..language import Reading, Term, read
from ..language.terms import leading_amount
from ..scenario import Bargain
from .word_lists import word_list

#: A figure below this share of their first offer is about something else; so is a plain one above this many times what is wanted.
ELSEWHERE, PLAIN = 0.25, 3
#: "Sixty-four" stands for 64,000 where such sums are spoken of.
_THOUSAND = 1_000
#: What can follow a figure that stands alone; before any other word it counts something: "two jobs", "eight months".
_STANDS_ALONE = re.compile(
    r"(?i)\s*(?:$|[.,;:!?…)–—]|-(?![a-z])|(?:and|but|or|from|in|by|at|then|now|is|are|would|will|too|please|for|if|with|instead|"
    r"isn['’]?t|isnt|it (?:is|was|will be)|seems?|sounds?|feels?|as|because|cos|on|a (?:year|quarter|month|week|hour|day)|an hour|per|tops|max|maybe|lol|k|grand|"
    r"thousand|percent|per cent|%|plus|to start|extra|more|might|could|was|that|next|this|today|tomorrow|ok|okay|deal|right)\b)"
)
#: What stands before a figure that another is held against.
_HELD_AGAINST = re.compile(
    r"(?i)\b(?:than|instead of|and not|rather than|not|above|beyond|over|on top of|the other|the remaining|the missing)\s+(?:the |a |your |my )?$"
)
#: "Three is not enough": a figure that is called too little.
_TOO_LITTLE = re.compile(
    r"(?i)[\w$€£.,-]+(?:\s*%|\s+percent|\s+per cent|\s+thousand|\s+an hour)?\s+(?:is|was|are)(?:n['’]?t| not)(?: really| very)? (?:much|enough|a lot|what)\b"
)
#: What stands before the hour of a day, and the last of them.
_TELLS_TIME, _LAST_HOUR = re.compile(r"(?i)\b(?:at|till|until|since)\s+$"), 12
#: "Which of the three": so many of something that was spoken of.
_OF_SOME = re.compile(r"(?i)\b(?:of the|of these|of those|all|these|those|my|our|both)\s+$")
#: "From eighteen a week to twelve": how something has become.
_FROM_TO = (
    re.compile(r"(?i)\bfrom\s+(?:about |around |some |roughly |nearly |over )?$"),
    re.compile(r"(?i)\bto\s+(?:about |around |some |roughly |nearly |just )?$"),
)
#: "She's six": how old somebody is.
_TELLS_AGE = re.compile(
    r"(?i)\b(?:she|he|they|who|we|i)(?:['’](?:s|re|m)| is| are| am| was| were| turned| turns)\s+(?:only |just |nearly |almost )?$"
)
_NUMBER_WORD = re.compile(
    r"(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?:and[\s-])?(?:one|two|three|four|five|six|seven|eight|"
    r"nine|a half|half|hundred|thousand))*\b"
)


def figure(bargain: Bargain, reading: Reading) -> float:
    """Return the amount a line asks for, 0 for none; of a range the lower end, which is what a listener hears."""
    named = figures(bargain, reading)
    return named[-1] if named else 0.0


@cache
def present_figures(bargain: Bargain, brief: str) -> frozenset[float]:
    """Return what the brief says things are at present, which nobody asks for: amounts below their first offer."""
    return frozenset(value for value in figures(bargain, read(brief)) if value < bargain.offer)


def numbers(text: str) -> frozenset[float]:
    """Return every number of a text, in digits or in words, whatever it counts."""
    digits = [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]
    words = [leading_amount(match.group()) for match in _NUMBER_WORD.finditer(text)]
    return frozenset(number for number in (*digits, *words) if number)


def figures(bargain: Bargain, reading: Reading) -> list[float]:
    """Return every amount that a line names, in order, in the units of the bargain."""
    found = _not_measures(bargain, reading, _named(bargain, reading))
    # "Two percent is better than six in a dream": what another figure is held against is not asked for.
    asked_for = [(place, value) for place, value in sorted(found) if not _HELD_AGAINST.search(reading.text[:place])]
    asked_for = [
        (place, value) for place, value in asked_for or sorted(found) if not _TOO_LITTLE.match(reading.text, place)
    ]
    return [_scaled(bargain, value) for _, value in asked_for if _is_pay(bargain, value)]


#: A figure with its unit, in plain spelling: "3 percent", "three", "60,000 a year".
_WITH_UNIT = re.compile(
    rf"(?:the |your |that )?(?:(?P<digits>[$€£]?\d[\d,]*(?:\.\d+)?)|(?P<word>{_NUMBER_WORD.pattern.removeprefix('(?i)')}))"
    r"(?P<unit> ?(?:%|percent|per cent|k|grand|thousand|euros?|dollars?|pounds?))?(?: (?:an hour|a year|a month|per hour))?\b"
)
#: What a figure does, rather than what it counts.
_DOES = re.compile(
    r" (?:come|comes|came|mean|means|stand|stands|get|got|look|looks|fit|fits|happen|work|works|depend|depends)\b"
)


def with_offer_named(bargain: Bargain, offer: float, said: str) -> str:
    """Return words in plain spelling with the figure on offer as "that figure": "why three?" is about no three things."""

    def named(match: re.Match[str]) -> str:
        digits, word = match["digits"], match["word"]
        value = float(digits.strip("$€£").replace(",", "")) if digits else leading_amount(word) or 0.0
        alone = bool(match["unit"] or _STANDS_ALONE.match(said, match.end()) or _DOES.match(said, match.end()))
        return "that figure" if alone and offer in (value, _scaled(bargain, value)) else match.group()

    return _WITH_UNIT.sub(named, said) if offer else said


def _named(bargain: Bargain, reading: Reading) -> list[tuple[int, float, bool]]:
    """Return (where, how much, without a unit) of all amounts that a line could be naming."""
    found = [
        (term.start, _asked_of(reading.text, term), term.what != bargain.unit)
        for term in reading.terms
        if term.value
        and (
            term.what == bargain.unit
            or (term.what == "number" and _is_bare(reading.text, term.start, _end(reading.text, term.end), term.value))
        )
    ]
    taken = [(term.start, term.end) for term in reading.terms if term.what not in ("day",)]
    for match in _NUMBER_WORD.finditer(reading.text):
        inside = any(start <= match.start() < end for start, end in taken)
        said = leading_amount(match.group())
        if said and said > 1 and not inside and _is_bare(reading.text, match.start(), match.end(), said):
            found.append((match.start(), said, True))
    return sorted(found)


def _asked_of(text: str, term: Term) -> float:
    """Return what a term asks for: "from 52 to 62" the upper end, any other range the lower one, which is what a listener hears."""
    rises = term.high is not None and _FROM_TO[0].search(text[: term.start]) is not None
    return (term.high if rises else term.value) or 0.0


def _not_measures(bargain: Bargain, reading: Reading, named: list[tuple[int, float, bool]]) -> list[tuple[int, float]]:
    """Return the amounts of a line, by place, without the plain numbers that measure something else.

    Those of a sentence that counts ("my hours were 118") or holds a plain number that can be no pay ("31 a quarter last year,
    20 now") do, up to where it asks; and so do both of one that falls: "from 18 a week to 12".
    """
    text = reading.text
    ends = [*(match.end() for match in re.finditer(r"[.!?;](?:\s|$)", text)), len(text)]
    measured: set[int] = set()
    for first, last in zip([0, *ends], ends, strict=False):
        ask = min((ask.frame_start for ask in reading.asks if first <= ask.frame_start < last), default=last)
        inside = {place: value for place, value, plain in named if plain and first <= place < ask}
        if _counted().search(text[first:ask]) or not all(_is_pay(bargain, value) for value in inside.values()):
            measured |= inside.keys()
    for (start, higher, _), (end, lower, plain) in pairwise(named):
        if plain and lower < higher and _FROM_TO[0].search(text[:start]) and _FROM_TO[1].search(text[:end]):
            measured |= {start, end}
    return [(place, value) for place, value, _ in named if place not in measured]


@cache
def _counted() -> re.Pattern[str]:
    """Return how it is told how many of something there were: "the visits fell to about twelve"."""
    things = "|".join(sorted(word_list("counted")))
    return re.compile(
        rf"(?i)\b(?:{things})\b(?: [\w'’-]+){{0,6}} (?:was|were|is|are|took|fell|rose|went)\b(?: [\w'’-]+){{0,2}} \d"
    )


def _is_pay(bargain: Bargain, value: float) -> bool:
    return bargain.offer * ELSEWHERE <= _scaled(bargain, value) <= bargain.wanted * PLAIN


def _is_bare(text: str, start: int, end: int, value: float) -> bool:
    """Tell whether a number stands alone, neither counting something nor telling the time: "at 3"."""
    tells_time = value <= _LAST_HOUR and _TELLS_TIME.search(text[:start]) is not None
    counts = any(pattern.search(text[:start]) for pattern in (_TELLS_AGE, _OF_SOME))
    return _STANDS_ALONE.match(text, end) is not None and not tells_time and not counts


def _end(text: str, end: int) -> int:
    """Return where a term ends without a word that it took along: "60 and an"."""
    return end - len(text[:end]) + len(re.sub(r"(?i)\s+(?:and|or)(?:\s+an?)?$", "", text[:end]))


def _scaled(bargain: Bargain, value: float) -> float:
    thousands = value * _THOUSAND
    means_thousands = value < bargain.offer * ELSEWHERE and bargain.offer / 2 <= thousands <= bargain.wanted * PLAIN
    return thousands if means_thousands else value
