"""Import of another file of Safe No."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import TrainerError
from .import_rows import Taken, take_in

if TYPE_CHECKING:
    from .store import History


def merge(into: History, path: Path) -> Taken:
    """Import everything that is new from the file at `path`, which is only read: a copy of it is opened and upgraded.

    Raises TrainerError, and imports nothing, if the file cannot be copied or used.
    """
    from .store import History

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "other.sqlite"
        try:
            for ending in ("", "-wal", "-shm"):
                part = path.with_name(path.name + ending)
                if not ending or part.exists():
                    shutil.copyfile(part, copy.with_name(copy.name + ending))
        except OSError as error:
            raise TrainerError(f"{path} cannot be read ({error.strerror}). Please choose another file.") from error
        other = History.open(copy)
        try:
            return take_in(into, other.tables())
        finally:
            other.close()
