"""A line → its words, each with its place in the line as typed.

One typed word may become two (``wouldn't`` → ``would`` + ``not``), never the other way round, so no place in the line
is ever invented. Characters that nobody sees are no part of a word, and the word of their line they stand in reaches
over them, as over accents that were typed apart. Matching uses `Word.norm`; the line itself is not changed, because
lower-casing or composing characters can change its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ...safe_text import APOSTROPHES, heard, heard_spans, is_mark

_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_TOKEN = re.compile(
    r"(?P<word>w/o?(?=\s)|b/c\b|[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<number>[$€£]?\d+(?:[.,:]\d+)*(?:[kK%€£]|\s?[ap]m\b|\s?[ap]\.m(?:\.(?=[,;)]|\s+[a-z\d])|\b)|st\b|nd\b|rd\b|th\b)?)"
    r"|(?P<inner>(?<=\w)\.(?=\w))"
    r"|(?P<stop>[.?!…]+|\n\s*\n)"
    r"|(?P<hyphen>(?<=\w)-(?=\w)|(?<=\d)[–—](?=\d))"
    r"|(?P<dash>--+|[—–;:]|(?<=\s)-(?=\s))"
    r"|(?P<quote>[\"“”«»]|(?<!\w)['‘](?=\w)|(?<=[\w?!.…,])['’](?!\w))"
    r"|(?P<other>[^\w\s]|_)"
)

#: The `Word.norm` of sentence marks, which count as words.
STOP, DASH, QUOTE, SINGLE, COMMA = ".", ";", '"', "'", ","


#: What makes "no." a number's: "no. PX-30418".
_NUMBERED = re.compile(r" ?[A-Z]{1,4}[-/]?\d")

#: Unicode categories of emoji and other pictures.
_PICTURES = ("So", "Sk", "Cs", "Cn", "Mn")


class Word(NamedTuple):
    """A word or mark of a line.

    `norm`: the form used for matching; `start`, `end`: characters of the line as typed; `quoted`: inside quotation
    marks.
    """

    norm: str
    start: int
    end: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: words `first` to `last` (exclusive). `question`: it ends with a question mark."""

    first: int
    last: int
    question: bool


@dataclass(frozen=True, eq=False)
class Spelling:
    """The rules by which a language's writing becomes words (`words.toml`).

    `before_names`, `abbreviations`: words whose full stop ends no sentence, or only before a capital; `numbered`: what is told
    apart by a number ("order no. 7"); `begin_sentences`: words before which a capital letter is a grade or a plan, not a
    name's. `forms`: a typed form → one or more words; `suffixes`: an ending after an apostrophe → words; `correct`: a mistyped
    word → the word of the tables it stands for, or itself.
    """

    before_names: frozenset[str]
    abbreviations: frozenset[str]
    numbered: frozenset[str]
    begin_sentences: frozenset[str]
    forms: Mapping[str, tuple[str, ...]]
    suffixes: Mapping[str, tuple[str, ...]]
    correct: Callable[[str], str]


def split(line: str, spelling: Spelling) -> list[Word]:
    """Return the words and sentence marks of a line, in order. Never fails, whatever the text."""
    read = heard(line)
    if read == line:
        return _split(line, spelling)
    spans = heard_spans(line)
    return [word._replace(start=spans[word.start][0], end=spans[word.end - 1][1]) for word in _split(read, spelling)]


def _split(line: str, spelling: Spelling) -> list[Word]:
    words: list[Word] = []
    add = words.append
    quotes = opened = 0
    for match in _TOKEN.finditer(_with_marks_as_letters(line)):
        group, start = match.lastgroup, match.start()
        text = line[start : match.end()]
        if group == "word":
            for norm, first, last in _forms(text, spelling):
                add(Word(norm, start + first, start + last))
        elif group == "quote" and opened == 0 and _ends_a_possessive(line, start):
            continue
        elif group == "quote":
            quotes += 1
            opened += 1 if line[match.end() : match.end() + 1].isalnum() else -1
            add(Word(SINGLE if text in "'‘’" else QUOTE, start, start + len(text)))
        elif group == "stop" and _ends_an_abbreviation(line, start, match.end(), spelling):
            continue
        elif group not in ("hyphen", "inner"):
            add(Word(_mark(group, text), start, start + len(text)))
    return _mark_quotes(_mark_quotes(words, QUOTE), SINGLE) if quotes > 1 else words


def _ends_an_abbreviation(line: str, start: int, end: int, spelling: Spelling) -> bool:
    """Tell whether a full stop belongs to the word before it: "Dr. Shah", "e.g. fruit", "until 10 p.m., for", "no. PX-304"."""
    if line[start:end] != ".":
        return False
    first = start
    while first and (line[first - 1].isalpha() or line[first - 1] == "."):
        first -= 1
    word = line[first:start].lower()
    if len(word) == 1 and line[first].isupper() and _among_initials(line[:first], line[end:].lstrip(), spelling):
        return True
    follows = line[end:].lstrip()[:1]
    if line[start - 1 : start].isdigit() and follows.islower():
        return True  # "the one on 12.09. falls on a Monday"
    goes_on = follows.islower() or follows.isdigit() or follows in ("$", "€", "£")  # "approx. 40", "p. 37"
    if line[end : end + 1] == COMMA or (word in spelling.abbreviations and _NUMBERED.match(line, end)):
        return True
    if word == "no":
        return _numbers(line, first, end, spelling)
    return word in spelling.before_names or (goes_on and ("." in word or word in spelling.abbreviations))


def _numbers(line: str, start: int, end: int, spelling: Spelling) -> bool:
    """Tell whether "no." stands for a number: "order no. 88214"."""
    before = line[:start].rstrip().rsplit(" ", 1)[-1].lower().strip("(")
    return before in spelling.numbered and line[end:].lstrip()[:1].isdigit()


def _among_initials(before: str, after: str, spelling: Spelling) -> bool:
    """Tell whether one capital letter stands in a name, between others, after a title or alone: "Mr. J. T. Lowe", "K. Lowe"."""
    if not after[:1].isupper():
        return False
    begins = after.split(" ", 1)[0].lower() in spelling.begin_sentences
    alone = before.rstrip().rsplit(" ", 1)[-1].islower() and not begins
    return after[1:2] == "." or before.rstrip()[-1:] == "." or alone


def _ends_a_possessive(line: str, place: int) -> bool:
    """Tell whether a mark that closes no quotation stands after an s: "five weeks' notice"."""
    return line[place] in APOSTROPHES and line[place - 1 : place] in ("s", "S")


def _with_marks_as_letters(line: str) -> str:
    """Return a line in which the marks on letters are letters: many scripts write their vowels so."""
    if line.isascii():
        return line
    shape: list[str] = []
    for char in line:
        shape.append("a" if shape and shape[-1].isalpha() and is_mark(char) else char)
    return "".join(shape)


def _mark(group: str | None, text: str) -> str:
    """Return the norm of a token that is no word."""
    if group == "stop":
        return "?" if "?" in text else STOP
    if group == "dash":
        return DASH
    # An emoji separates what stands before it from what follows, as a comma does.
    return "," if unicodedata.category(text[0]) in _PICTURES else text.lower()


@lru_cache(maxsize=8192)
def _forms(typed: str, spelling: Spelling) -> tuple[tuple[str, int, int], ...]:
    """Return the words that a typed word stands for, as (norm, first, last) with offsets in the typed word.

    Two words divide the letters between them if the spelling shows where; otherwise each covers all of them.
    """
    size = len(typed)
    plain = _APOSTROPHE.sub("'", typed).lower()
    if plain in spelling.forms:
        forms = spelling.forms[plain]
        first = len(forms[0])
        if len(forms) == 2 and plain.startswith(forms[0]) and first < len(plain) == size:
            return (forms[0], 0, first), (forms[1], first, size)
        return tuple((form, 0, size) for form in forms)
    for suffix, extra in spelling.suffixes.items():
        if plain.endswith(suffix) and len(plain) > len(suffix) and len(plain) == size:
            cut = size - len(suffix)
            return (spelling.correct(plain[:cut]), 0, cut), *((norm, cut, size) for norm in extra)
    return ((spelling.correct(plain), 0, size),)


def _mark_quotes(words: list[Word], mark: str) -> list[Word]:
    """Mark the words between two such marks as quoted, unless they are the whole line: then the line is meant."""
    places = [index for index, word in enumerate(words) if word.norm == mark]
    if len(places) < 2:
        return words
    spoken = sum(1 for word in words if word.norm[0].isalnum())
    marked = list(words)
    for opening, closing in zip(places[::2], places[1::2], strict=False):
        inside = range(opening + 1, closing)
        if sum(1 for index in inside if words[index].norm[0].isalnum()) == spoken:
            continue
        for index in inside:
            marked[index] = words[index]._replace(quoted=True)
    return marked


def sentences(words: Sequence[Word]) -> list[Sentence]:
    """Cut a line at full stops, question marks and dashes that are outside quotation marks."""
    found: list[Sentence] = []
    first = 0
    for index, word in enumerate(words):
        if word.norm in (STOP, "?", DASH) and not word.quoted:
            if index > first:
                found.append(Sentence(first, index, word.norm == "?"))
            first = index + 1
    if first < len(words):
        found.append(Sentence(first, len(words), False))
    return found
