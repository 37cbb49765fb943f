"""Commands of ours in sentences: as they are typed for the history that the sentence is about."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

from ..folders import database


def command(name: str, history: Path | None, *files: Path) -> str:
    """Return a command in quotation marks; one about another history than the usual one says which.

    Without that it would change the usual one.
    """
    other = history is not None and history.absolute() != database().absolute()
    words = ["trainer", *(("--db", str(history)) if other else ()), name, *map(str, files)]
    return f"“{subprocess.list2cmdline(words) if os.name == 'nt' else shlex.join(words)}”"
