"""The system's voice for replies, where there is one. Without the add-on of Qt, or without a voice, there is none."""

from __future__ import annotations

from typing import Protocol


class Voice(Protocol):
    """Whatever can say a text aloud."""

    def say(self, text: str) -> object: ...

    def stop(self) -> object: ...


def system_voice() -> Voice | None:
    """The voice of the system, None where Qt's speech module or a voice is missing."""
    try:
        from PySide6.QtTextToSpeech import QTextToSpeech  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    engines = [name for name in QTextToSpeech.availableEngines() if name != "mock"]
    return QTextToSpeech(engines[0]) if engines else None
