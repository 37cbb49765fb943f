"""How long a text of a scenario may be, and how many there may be of a thing."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: The longest texts in characters: what still fits on a projected page.
LONGEST = {
    "title": 60,
    "brief": 900,
    "what": 90,
    "name": 40,
    "role": 80,
    "opening": 300,
    "thought": 120,
    "say": 280,
    "ending": 400,
    "model_line": 200,
    "question": 160,
    "text": 600,
    "setback": 200,
    "example": 200,
    "topic": 60,
    "about": 600,
    "author": 80,
    "licence": 120,
}
#: The most items in a list; MOST_ITEMS in those not named.
MOST = {"lines": 500, "cards": 300, "facts": 300}
MOST_ITEMS = 120
LONGEST_CUE = 40
LARGEST_AMOUNT = 1e9
#: Characters of a sentence about a file; the longest of ours, which names thirty keys, has half of them.
LONGEST_SENTENCE = 1_000
#: The most rows of a kind that a window makes of a file; a file may hold thousands.
MOST_ROWS = 50
#: After this many faults no hints at what was meant are added, because searching for them takes time.
MOST_HINTS = 100


def shortened(text: str, most: int = LONGEST_CUE) -> str:
    """Return as much of a text as fits in a sentence about it, or in the `most` characters of its place in a list."""
    return text if len(text) <= most else text[:most] + "…"


#: What a sentence repeats of a file stands in quotation marks, as `repr` writes them or curved; an apostrophe begins none.
_QUOTED = re.compile(r"""(?<![\w\\])(?:'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|“[^“”]*+”)""", re.DOTALL)


def in_short(sentence: str) -> str:
    """Return a sentence with each word it repeats of a file shortened, and no longer than a sentence may be.

    What is ours in it stays whole: it says what to do, and often stands at the end.
    """
    if len(sentence) <= LONGEST_CUE:
        return sentence
    told = _QUOTED.sub(_shortened_inside, sentence)
    half = LONGEST_SENTENCE // 2
    return told if len(told) <= LONGEST_SENTENCE else f"{told[: half - 3]} … {told[-half:]}"


def _shortened_inside(quoted: re.Match[str]) -> str:
    return f"{quoted[0][0]}{shortened(quoted[0][1:-1])}{quoted[0][-1]}"


def first_rows(rows: Sequence[str], more: str = "… and {:,} more") -> list[str]:
    """Return as many rows as a window makes of a file, and one that says how many more there are."""
    left = len(rows) - MOST_ROWS
    return [*rows[:MOST_ROWS], *([more.format(left)] if left > 0 else [])]
