"""What every command is: a module with its arguments and its run."""

from __future__ import annotations

import io
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Protocol, TextIO, cast

from ..standard_streams import reading
from . import COMMANDS

#: What a command returns: all is well; or it ran, and found faults or was told not to go on.
WELL, FAULTS = 0, 1
#: Characters of the longest path that is read.
_LONGEST_PATH = 32_768


class Streams(NamedTuple):
    """Where a command reads and writes."""

    stdin: TextIO
    out: TextIO
    err: TextIO


class Command(Protocol):
    """A module of this package that `COMMANDS` names."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments of the command to its parser."""

    def run(self, options: Namespace, streams: Streams) -> int:
        """Run the command with parsed arguments and return WELL or FAULTS.

        Raises TrainerError with the one sentence to show if it cannot be done.
        """


def load(name: str) -> Command:
    """Import the module of a command by the name that is typed, and return it."""
    module, _ = COMMANDS[name]
    return cast(Command, import_module(f"{__package__}.{module}"))


def named_by(stdin: TextIO) -> Path:
    """Return the path that is all of standard input; the name of a file may hold anything, ends of lines included."""
    if isinstance(stdin, io.TextIOWrapper):
        stdin.reconfigure(errors="surrogateescape", newline="\n")
    with reading():
        return Path(stdin.read(_LONGEST_PATH))


def seed(typed: str) -> int:
    """Return the seed that was typed, for a parser of arguments: what a file can hold. Raises ValueError."""
    number = int(typed)
    if abs(number) >= 2**63:
        raise ValueError("too large")
    return number
