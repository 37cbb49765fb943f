"""Which display the audience window belongs on: by name, remembered for each set of displays."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import TrainerError
from ..plain_files import FileRefused, change_json, read_json


def distinct(names: Sequence[str]) -> list[str]:
    """Return the names of displays, told apart where two have the same: "DELL", "DELL (2)"."""
    told: list[str] = []
    for place, name in enumerate(names):
        before = list(names[:place]).count(name)
        told.append(f"{name} ({before + 1})" if before else name)
    return told


def key_of(names: Sequence[str]) -> str:
    """Return the key of a set of displays, the same in whatever order they are found."""
    return " | ".join(sorted(names))


def audience_display(names: Sequence[str], console: str, remembered: Mapping[str, str]) -> str | None:
    """Return the display for the audience, None where there is only the console's own: then its window stays a window.

    A remembered choice never covers the console: where that stands on it now, another display is taken.
    """
    free = [name for name in names if name != console]
    chosen = remembered.get(key_of(names), "")
    return chosen if chosen in free else next(iter(free), None)


def told(audience: str | None) -> str:
    """Return what the console says of the displays."""
    if audience is None:
        return "Only one display found. Share or move the audience window, not this one."
    return f"The audience sees “{audience}”. S swaps the displays."


def load_choices(path: Path) -> dict[str, str]:
    """Return what was chosen before; nothing where the file is missing or none of ours."""
    stored: object = None
    with contextlib.suppress(FileRefused):
        stored = read_json(path)
    return {str(key): str(value) for key, value in stored.items()} if isinstance(stored, dict) else {}


def save_choice(path: Path, names: Sequence[str], audience: str) -> None:
    """Remember a choice; a disk that refuses only means that it has to be chosen again."""
    with contextlib.suppress(TrainerError):
        change_json(path, {key_of(names): audience})
