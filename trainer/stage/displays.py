"""Which display the room's window belongs on: by name, remembered for each set of displays."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..errors import TrainerError
from ..plain_files import FileRefused, read_json, write_whole


def key_of(names: Sequence[str]) -> str:
    """The same displays, in whatever order they are found, have one key."""
    return " | ".join(sorted(names))


def audience_display(names: Sequence[str], console: str, remembered: Mapping[str, str]) -> str | None:
    """The display for the room, None where there is only the console's own: then its window stays a window."""
    chosen = remembered.get(key_of(names))
    if chosen is not None and chosen in names and len(names) > 1:
        return chosen
    return next((name for name in names if name != console), None)


def told(names: Sequence[str], audience: str | None) -> str:
    """What the console says of the displays."""
    if len(names) < 2:
        return "One display: the audience window is a window of its own. Share or move that one, not this."
    return f"The room sees “{audience}”. S changes the displays over."


def load_choices(path: Path) -> dict[str, str]:
    """What was chosen before; nothing where the file is missing or none of ours."""
    stored: object = None
    with contextlib.suppress(FileRefused):
        stored = read_json(path)
    return {str(key): str(value) for key, value in stored.items()} if isinstance(stored, dict) else {}


def save_choice(path: Path, names: Sequence[str], audience: str) -> None:
    """Remember a choice; a disk that refuses only means that it has to be chosen again."""
    choices = {**load_choices(path), key_of(names): audience}
    with contextlib.suppress(TrainerError):
        write_whole(path, json.dumps(choices, indent=1) + "\n")
