"""What the learner has set, as the window sees it: kept at each change, and told."""

from __future__ import annotations

from dataclasses import replace
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
        #: What was changed here and could not be kept yet.
        self._unsaved: dict[str, str] = {}
        self.values = stored.load(path) if path else stored.Settings()

    def __getitem__(self, name: str) -> str:
        """Return the value in force. Raises KeyError for a name that is in no row."""
        return self.values[name]

    def look(self) -> None:
        """Take over, and tell, what another window has changed meanwhile."""
        there = stored.found(self._path) if self._path is not None else None
        if there is None:
            return
        before, self.values = self.values, replace(there, values={**there.values, **self._unsaved})
        for name in stored.table():
            if before[name] != self.values[name]:
                self.changed.emit(name)

    def set(self, name: str, value: str) -> None:
        """Change a setting, keep it, tell it."""
        self.values = self.values.with_(name, value)
        if self._path is not None:
            self._unsaved[name] = value
            try:
                aside = stored.save_changed(self._unsaved, self.values, self._path)
                self._unsaved.clear()
                if aside is not None:
                    self.trouble_told.emit(
                        f"Your settings could not be read, so they begin anew. The file as it was is {aside}."
                    )
            except TrainerError as error:
                self.trouble_told.emit(str(error))
        note("setting", name=name, value=value)
        self.changed.emit(name)
