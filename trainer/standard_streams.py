"""Standard input, output and error as they may be found: closed by whoever started the program, or full."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO, cast

from .errors import TrainerError

#: The lowest number of a file that is no standard stream.
_FIRST_OTHER = 3


def prepare() -> None:
    """Make the standard streams UTF-8, and keep the numbers of closed ones taken.

    Else the next file that is opened would get such a number, and with it whatever a library writes there.
    """
    with contextlib.suppress(OSError):  # a system that lets nobody have it
        while (number := os.open(os.devnull, os.O_RDWR)) < _FIRST_OTHER:
            pass
        os.close(number)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is not sys.stdin else "replace")


def streams() -> tuple[TextIO, TextIO, TextIO]:
    """Return standard input, output and error. Their methods raise TrainerError where one is closed, or cannot be written.

    Standard error raises nothing: there is nowhere else to say so. A pipe that nobody reads stays a BrokenPipeError.
    """
    stdin = sys.stdin if sys.stdin is not None else cast(TextIO, _NoInput())
    return stdin, cast(TextIO, _Output(sys.stdout)), cast(TextIO, _Errors(sys.stderr))


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Raise TrainerError where the system says that standard input cannot be read."""
    with _told("Standard input cannot be read"):
        yield


def tell(sentence: str) -> None:
    """Write a sentence to standard error, if there is one that takes it."""
    _Errors(sys.stderr).write(f"{sentence}\n")


def flush() -> None:
    """Write what standard output still holds back. Raises as its methods do."""
    if sys.stdout is not None:
        _Output(sys.stdout).flush()


def let_go() -> None:
    """Give up what cannot be written: Python would try it once more while it ends, and complain."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            with contextlib.suppress(OSError):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)


@contextlib.contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise TrainerError(f"{what}: {error.strerror or error}.") from error


class _NoInput:
    """Standard input that is closed."""

    def readline(self, _size: int = -1) -> str:
        raise TrainerError("There is nothing to read: standard input is closed.")

    read = readline

    def isatty(self) -> bool:
        return False


class _Output:
    """Standard output, None if it is closed."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        if self._stream is None:
            raise TrainerError("There is nowhere to write to: standard output is closed.")
        with _told("Standard output cannot be written"):
            return self._stream.write(text)

    def flush(self) -> None:
        if self._stream is not None:
            with _told("Standard output cannot be written"):
                self._stream.flush()


class _Errors:
    """Standard error, None if it is closed: what it does not take is lost."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        if self._stream is not None:
            with contextlib.suppress(OSError):
                self._stream.write(text)
                self._stream.flush()
        return len(text)

    def flush(self) -> None:
        """Do nothing: each text is written at once."""
