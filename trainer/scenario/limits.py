"""How long a text of a scenario may be, and how many there may be of a thing."""

from __future__ import annotations

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
#: After this many faults no hints at what was meant are added, because searching for them takes time.
MOST_HINTS = 100


def shortened(text: str, most: int = LONGEST_CUE) -> str:
    """Return as much of a text as fits in a sentence about it, or in the `most` characters of its place in a list."""
    return text if len(text) <= most else text[:most] + "…"
