"""What the learner has set, as the window sees it: kept at each change, and told."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ... import settings as stored
from ...debug_log import note
from ...errors import TrainerError


class SettingsModel(QObject):
    """`changed` tells the name of a setting; `trouble_told` that it could not be kept, in a sentence."""

    changed = Signal(str)
    trouble_told = Signal(str)

    def __init__(self, path: Path | None) -> None:
        """`path`: the file of the settings, None to keep them in memory."""
        super().__init__()
        self._path = path
        #: Names of those that were changed here and are not in the file yet.
        self._unkept: set[str] = set()
        self.values = stored.load(path) if path else stored.Settings()

    def __getitem__(self, name: str) -> str:
        """Return the value in force. Raises KeyError for a name that is in no row."""
        return self.values[name]

    def set(self, name: str, value: str) -> None:
        """Change a setting, keep it, tell it."""
        self.values = self.values.with_(name, value)
        self._unkept.add(name)
        if self._path is not None:
            try:
                stored.save(self.values, self._path, self._unkept)
                self._unkept.clear()
            except TrainerError as error:
                self.trouble_told.emit(str(error))
        note("setting", name=name, value=value)
        self.changed.emit(name)
