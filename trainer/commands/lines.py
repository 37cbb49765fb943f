"""Lines in and out of a command: plain ones from a stream, JSON objects to one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from ..errors import TrainerError
from ..standard_streams import reading

#: Characters of the longest line that is read from a stream.
LONGEST_LINE = 4_000_000
#: A text with a zero among so few characters, or fewer, is UTF-16.
_MOST_TO_A_ZERO = 4


def lines_of(stream: TextIO) -> Iterator[str]:
    """Yield the lines of a stream without line ends, and without the mark that some programs begin a text with.

    Raises TrainerError for one that does not end, as from a device, for a text in UTF-16, and where the stream cannot be read.
    """
    for number, line in enumerate(iter(lambda: _next_of(stream), "")):
        if len(line) == LONGEST_LINE:
            raise TrainerError(
                f"Line {number + 1} has more than {LONGEST_LINE:,} characters. Please give shorter ones."
            )
        if number == 0 and line and _is_utf_16(line):
            raise TrainerError(
                "This is no text in UTF-8 but looks like UTF-16, as “>” writes it in PowerShell. Please save it as UTF-8."
            )
        yield (line if number else line.removeprefix("\ufeff")).rstrip("\r\n")


def _next_of(stream: TextIO) -> str:
    with reading():
        return stream.readline(LONGEST_LINE)


def _is_utf_16(beginning: str) -> bool:
    """Tell whether what was read as UTF-8 is UTF-16, in which every other byte is 0 wherever letters are plain."""
    return len(beginning) <= _MOST_TO_A_ZERO * beginning.count("\0")


def write_object(out: TextIO, values: Mapping[str, Any]) -> None:
    """Write values as one line of JSON, at once, for a program that waits for it."""
    out.write(json.dumps(values, ensure_ascii=False) + "\n")
    out.flush()
