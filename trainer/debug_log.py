"""What the program does, told on standard error with `--debug`: never a word that anybody typed."""

from __future__ import annotations

import time
from typing import TextIO

_out: TextIO | None = None
_begun = 0.0


def begin(out: TextIO) -> None:
    """Write notes to a stream from now on."""
    global _out, _begun
    _out, _begun = out, time.monotonic()


def note(what: str, **facts: object) -> None:
    """Write a note, if anybody wants them: milliseconds since the start, what happened, and facts about it.

    Facts are numbers, names of ours and kinds of things. Lines, replies, titles and paths are not put into it.
    """
    if _out is not None:
        told = " ".join(f"{name}={value}" for name, value in facts.items())
        print(f"{(time.monotonic() - _begun) * 1000:8.0f} ms  {what}  {told}".rstrip(), file=_out, flush=True)
