"""The bands of resistance: the one table that says which word stands for which points."""

from __future__ import annotations

#: (up to so many points, word), from the lowest.
BANDS = ((35, "open"), (55, "listening"), (75, "guarded"), (94, "annoyed"), (100, "leaving"))
#: The words alone; each is also a mood of a portrait.
MOODS = tuple(word for _, word in BANDS)
#: Up to here somebody is at ease.
_CALM = 55


def band(resistance: int) -> str:
    """Return the word for a resistance of 0–100 points."""
    return next((word for limit, word in BANDS if resistance <= limit), MOODS[-1])


def is_calm(resistance: int) -> bool:
    """Tell whether a resistance of 0–100 points is shown in the calm colour."""
    return resistance <= _CALM
