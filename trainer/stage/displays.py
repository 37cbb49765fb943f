"""Which display the audience window belongs on: by name, remembered for each set of displays."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path


def key_of(names: Sequence[str]) -> str:
    """Return one key for the same displays, in whatever order they are found."""
    return " | ".join(sorted(names))


def audience_display(names: Sequence[str], console: str, remembered: Mapping[str, str]) -> str | None:
    """Return the display for the audience; None if there is only the console's, so that it stays an ordinary window."""
    chosen = remembered.get(key_of(names))
    if chosen is not None and chosen in names and len(names) > 1:
        return chosen
    return next((name for name in names if name != console), None)


def told(names: Sequence[str], audience: str | None) -> str:
    """Return what the console says about the displays."""
    if len(names) < 2:
        return "One display: the audience window is a window of its own. Share or move that one, not this."
    return f"The room sees “{audience}”. S changes the displays over."


def load_choices(path: Path) -> dict[str, str]:
    """Read the remembered choices; none if the file is missing or unreadable."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in stored.items()} if isinstance(stored, dict) else {}


def save_choice(path: Path, names: Sequence[str], audience: str) -> None:
    """Remember a choice. If the disk refuses, it only has to be made again."""
    choices = {**load_choices(path), key_of(names): audience}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(choices, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError:
        return
