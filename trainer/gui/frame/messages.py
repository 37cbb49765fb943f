"""Sentences for the person, said on the page in hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ...errors import TrainerError
from ..kit.widgets import Notice
from .navigator import Navigator

#: Takes a sentence back.
TakeBack = Callable[[], None]


class Messages:
    """`home`: the page that is shown when there is none in hand."""

    def __init__(self, navigator: Navigator, home: str) -> None:
        self._navigator, self._home = navigator, home

    def tell(self, sentence: str) -> TakeBack:
        """Say a sentence on the page in hand. Return what takes it back where it was said, and leaves all else there."""
        notice = self._notice()
        notice.say(sentence)
        return lambda: notice.take_back(sentence)

    def tell_for_now(self, sentence: str) -> TakeBack:
        """Do so with a passing sentence, which stands in front of another one until it is taken back."""
        notice = self._notice()
        notice.say_for_now(sentence)
        return lambda: notice.take_back(sentence)

    def _notice(self) -> Notice:
        if self._navigator.shown is None:
            self._navigator.go(self._home)
        assert self._navigator.shown is not None
        return self._navigator.shown.notice

    def attempt(self, action: Callable[[], object]) -> bool:
        """Do something, and tell an expected error. False where there was one."""
        try:
            action()
        except TrainerError as error:
            self.tell(str(error))
            return False
        return True

    def save(self, path: Path, write: Callable[[Path], object]) -> None:
        """Have a file written to a path, and say that it is there, or why not."""
        if self.attempt(lambda: write(path)):
            self.tell(f"Saved as {path}.")
