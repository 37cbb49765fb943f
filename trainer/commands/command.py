"""What every command is: a module with its arguments and its run."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from importlib import import_module
from typing import NamedTuple, Protocol, TextIO, cast

from . import COMMANDS

#: What a command returns: all is well; or it ran, and found faults or was told not to go on.
WELL, FAULTS = 0, 1


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
