"""Restoration: a backup in the place of the learner's file, and what the old file still holds taken over."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

from .backups import restore
from .salvage import salvage
from .store import History


def put_back(path: Path, backup: Path) -> list[str]:
    """Restore a backup, import what can still be read of the old file, and return what was done, in sentences."""
    aside = restore(path, backup, datetime.now(UTC))
    said = [f"{backup.name} is in its place."]
    if aside is not None:
        said.append(f"The file that stood there is {aside}, untouched.")
        with contextlib.closing(History.open(path)) as history:
            saved = salvage(aside, history).told()
        said.append(
            f"What was only in it and could still be read was taken in: {saved}."
            if saved
            else "It held nothing more that could be read."
        )
    return said
