"""Text from anywhere, shown so that no character in it acts: no controls, no change of the direction of writing.

And heard by what is seen of it, in whatever way it was typed.
"""

from __future__ import annotations

import os
import re
import shlex
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Literal

#: Joiners that scripts and emoji need; they neither act nor hide anything.
_JOINERS = "\u200c\u200d"
#: Unicode categories that act: controls, formats, lone surrogates, separators of lines and paragraphs.
_ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")
#: Characters that a screen shows as nothing (Default_Ignorable_Code_Point of Unicode, with the marks of annotations),
#: and controls that are no spaces.
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    r"\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
)
#: Those that turn the direction of writing round for all that follows.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: The flag of a part of a country: a black flag, followed by the letters of its code, which are seen only so.
_FLAG = re.compile(r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
#: White space of any kind but the narrow space that parts thousands; empty lines, which end a paragraph, stay.
_SPACE = re.compile(r"\n\s*\n|(?!(?<=\d)\u202f(?=\d))\s")
#: A picture of six dots of Braille, none of them raised: seen by nobody, though it counts as a picture.
_EMPTY_BRAILLE = "\u2800"
#: Letters that stand for a Korean letter that is left out, and are seen by nobody; beside the other parts of a syllable a
#: font needs them.
_FILLER = re.compile("[\u3164\uffa0]|\u115f(?![\u1161-\u11a7])|(?<![\u1100-\u115e])\u1160")
#: What people type for an apostrophe: accents, primes, quotation marks and letters that look like one.
APOSTROPHES = (
    "'’`´‘‛′‵＇｀\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u0384\u055a\u05f3\u07f4\u07f5\u1fbd\u1fbf\u1ffe"
    "\u275b\u275c\ua78b\ua78c"
)
#: Inside a word or number any of them is one; elsewhere it may be a quotation mark, or stand for feet or minutes.
_APOSTROPHE = re.compile(rf"(?<=[^\W_])[{APOSTROPHES[2:]}](?=[^\W_])")
#: Unicode categories of marks on a letter, and the parts of Korean letters that are written behind the first one.
_MARKS, _PARTS = ("Mn", "Mc", "Me"), frozenset(map(chr, range(0x1160, 0x1200)))
#: A path that a terminal of Windows takes for one word.
_PLAIN_PATH = re.compile(r"[\w\\/:.~-]+")
#: The most marks on a letter that are composed with it: more than any script has (the Stream-Safe Text Format of Unicode).
_MOST_MARKS = 30
_LONG_RUN = re.compile(rf"[^\x00-\u02ff]{{{_MOST_MARKS + 1}}}")


def seen(text: str) -> str:
    """Return a text without the characters that nobody sees, joiners and what chooses the look of an emoji included."""
    return _UNSEEN.sub("", text)


def heard(text: str) -> str:
    """Return a text as it is read and compared: what is seen of it, letters composed (NFC), one sign for the apostrophe, and
    a space for white space of any kind.

    A Mac hands out names with each accent as a character of its own, and keyboards have many signs that look alike.
    """
    text = spaced(seen(text))
    if text.isascii() and "`" not in text:
        return text
    return _APOSTROPHE.sub("’", composed(text))


def composed(text: str, form: Literal["NFC", "NFD"] = "NFC") -> str:
    """Return a text in a form of Unicode, in time that grows with its length alone.

    Ordering the marks of a letter takes the square of their number, so that only the first ones stay where there are more
    than any script has.
    """
    if not _LONG_RUN.search(text):
        return unicodedata.normalize(form, text)
    most = _MOST_MARKS + 1
    pieces = (unicodedata.normalize(form, text[first : min(last, first + most)]) for first, last in _pieces(text))
    return "".join(piece[:most] for piece in pieces)


def heard_spans(text: str) -> list[tuple[int, int]]:
    """Return, for each character of `heard(text)`, the characters of `text` that it stands for: the first, and past the last."""
    hidden = {place for run in _UNSEEN.finditer(text) for place in range(*run.span())}
    kept = [place for place in range(len(text)) if place not in hidden]
    found: list[tuple[int, int]] = []
    for first, last in _pieces([text[place] for place in kept]):
        typed = kept[first:last]
        length = len(composed("".join(text[place] for place in typed)))
        # The first one holds what was composed into it; very few characters become several.
        rest = [(place, place + 1) for place in typed[max(1, len(typed) - length + 1) :]]
        head = (typed[0], typed[len(typed) - len(rest) - 1] + 1)
        found += [head, *rest, *[(rest or [head])[-1]] * (length - len(rest) - 1)]
    return found


def _pieces(chars: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the stretches that are composed each by itself: a character with the marks and parts of a letter behind it."""
    begins = [place for place, char in enumerate(chars) if place == 0 or not (is_mark(char) or char in _PARTS)]
    yield from pairwise([*begins, len(chars)])


def is_mark(char: str) -> bool:
    """Tell whether a character is a mark on the letter before it: an accent, or the sign of a vowel."""
    return unicodedata.category(char) in _MARKS


def in_word(char: str) -> bool:
    """Tell whether a character is part of a word: a letter, a digit, a mark on one, a joiner that a script needs."""
    return char.isalnum() or char in _JOINERS or is_mark(char)


def columns(char: str) -> int:
    """Return how many columns of a terminal a character takes: none for marks and what is not seen, two for wide ones."""
    if not seen(char) or char in _PARTS or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def spaced(text: str) -> str:
    """Return a text, as long as it was, with a space for white space of any kind: what is pasted has spaces of its own.

    Empty lines stay, since they part sentences, and so does the narrow space within a number.
    """
    return _SPACE.sub(lambda found: found.group() if len(found.group()) > 1 else " ", text)


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text can be seen."""
    return not seen(text).replace(_EMPTY_BRAILLE, "").strip()


def acting(text: str) -> str:
    """Return the first character that would act rather than be seen, "" for none; line breaks and tabs do not count."""
    if text.isprintable():
        return ""
    return next((char for char in _FLAG.sub("", text) if _acts(char)), "")


def _acts(char: str) -> bool:
    return char not in "\n\t" and char not in _JOINERS and unicodedata.category(char) in _ACTING


def visible(text: str) -> str:
    """Return a text in which nothing acts: what would is replaced, what is shown as nothing left out, and tabs become
    spaces. Line breaks stay, and joiners and flags whole.
    """
    return text if _is_shown_whole(text) else "".join(_shown(text))


def in_one_row(text: str) -> str:
    """Return a text as `visible` does, without line breaks: the name of a file may hold one, and begin a row of its own."""
    return visible(text).replace("\n", "\ufffd")


def as_argument(path: object) -> str:
    """Return a path as it is typed behind a command in a terminal, so that a sentence can say what to type."""
    text = in_one_row(str(path))
    if text.startswith("-"):
        text = f".{os.sep}{text}"
    if os.name == "nt":
        return text if _PLAIN_PATH.fullmatch(text) else f'"{text}"'
    return shlex.quote(text)


def visible_places(text: str) -> Sequence[int]:
    """Return, for each character of a text and for its end, the place in `visible(text)` where it stands."""
    return range(len(text) + 1) if _is_shown_whole(text) else list(accumulate(map(len, _shown(text)), initial=0))


def _is_shown_whole(text: str) -> bool:
    return text.isprintable() and (text.isascii() or not _FILLER.search(text))


def _shown(text: str) -> Iterator[str]:
    """Yield what each character of a text is shown as."""
    fillers = {found.start() for found in _FILLER.finditer(text)}
    flags = {place for flag in _FLAG.finditer(text) for place in range(*flag.span())}
    for place, char in enumerate(text):
        if char == "\t":
            yield " "
        elif place in fillers:
            yield ""
        elif place in flags or not _acts(char):
            yield char
        else:
            # A control may belong to a command to a terminal, so that its trace is shown.
            hides = _UNSEEN.match(char) and char not in _TURNING and unicodedata.category(char) != "Cc"
            yield "" if hides else "\ufffd"


def signed(points: int) -> str:
    """Return a change in points with its sign, as it is shown: "+4", "−8" with a true minus, "0"."""
    return f"{points:+d}".replace("-", "−") if points else "0"
