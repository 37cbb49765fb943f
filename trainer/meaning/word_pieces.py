"""A line → the numbers of its word pieces, as the model was taught to read: BERT's uncased word pieces.

Letters lose case and accents, marks stand alone, and each word is cut into the longest pieces that are known.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from ..safe_text import composed

#: The pieces with a meaning of their own; every list of pieces holds them.
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
#: A piece that goes on with a word begins with this.
_GOES_ON = "##"
#: A word of more than this many characters is unknown.
_LONGEST_WORD = 100
#: The ranges of ideographs, each of which is a word.
_IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPieces:
    """Cuts lines into the pieces of a list. `pieces`: in the order of their numbers."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._begin, self._end, self._unknown = (self._numbers[piece] for piece in (BEGIN, END, UNKNOWN))

    def numbers(self, line: str, most: int) -> list[int]:
        """Return the numbers of the pieces of a line, with the marks of its begin and end; at most `most` of them."""
        found = [number for word in words(line) for number in self._of(word)]
        return [self._begin, *found[: most - 2], self._end]

    def _of(self, word: str) -> list[int]:
        if len(word) > _LONGEST_WORD:
            return [self._unknown]
        found: list[int] = []
        start = 0
        while start < len(word):
            piece, end = self._longest(word, start)
            if not end:
                return [self._unknown]
            found.append(piece)
            start = end
        return found

    def _longest(self, word: str, start: int) -> tuple[int, int]:
        """Return (number, end) of the longest known piece that begins here; an end of 0 for none."""
        before = _GOES_ON if start else ""
        for end in range(len(word), start, -1):
            number = self._numbers.get(before + word[start:end])
            if number is not None:
                return number, end
        return 0, 0


def words(line: str) -> Iterator[str]:
    """Yield the words and marks of a line, without case and accents."""
    word = ""
    for sign in _plain(line):
        if sign == " " or _is_mark(sign) or _is_ideograph(sign):
            if word:
                yield word
            word = ""
            if sign != " ":
                yield sign
        else:
            word += sign
    if word:
        yield word


def _plain(line: str) -> str:
    spaced = "".join(_cleaned(sign) for sign in line)
    apart = composed(spaced, "NFD")
    return "".join(sign for sign in apart if unicodedata.category(sign) != "Mn").lower()


def _cleaned(sign: str) -> str:
    """Return a character as it is read: every kind of space as one, and nothing for what is not seen."""
    if sign in "\t\n\r" or unicodedata.category(sign) == "Zs":
        return " "
    if sign in "\x00�" or unicodedata.category(sign).startswith("C"):
        return ""
    return sign


def _is_mark(sign: str) -> bool:
    return (sign.isascii() and not sign.isalnum()) or unicodedata.category(sign).startswith("P")


def _is_ideograph(sign: str) -> bool:
    return not sign.isascii() and any(low <= ord(sign) <= high for low, high in _IDEOGRAPHS)
