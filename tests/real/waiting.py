"""Waiting for something with a limit, and how a step fails."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: Seconds that anything on the screen may take on a busy machine.
SOON = 4.0


class Failed(Exception):
    """What a step found instead of what was promised, in one sentence."""


class DeadKey(Failed):
    """A key that should have done something and did nothing."""


def until(what: str, ready: Callable[[], T | None], seconds: float = SOON, pause: float = 0.05) -> T:
    """Ask again until the answer is true, and give it. Raises Failed with `what` when it is not so in time."""
    end = time.monotonic() + seconds
    while True:
        answer = ready()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Failed(f"not within {seconds:g} s: {what}")
        time.sleep(pause)
