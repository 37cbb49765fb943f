"""The program: its options, its commands, and how whatever goes wrong is told. A command that is not used is not imported."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from trainer import __version__, debug_log, folders, standard_streams
from trainer.commands import COMMANDS
from trainer.errors import TrainerError
from trainer.plain_files import file_named
from trainer.safe_text import in_one_row, visible

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

#: Exit codes of the program itself; those of a command are in trainer/commands/command.py.
EXIT_ERROR, EXIT_INTERRUPTED = 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name, or open the window, and return the exit code.

    0: done. 1: the command found faults, or was told not to go on. 2: an error, told in one sentence. 130: Ctrl+C.
    """
    standard_streams.prepare()
    try:
        return _written(sys.argv[1:] if arguments is None else arguments)
    except TrainerError as error:
        standard_streams.tell(in_one_row(str(error)))
        return EXIT_ERROR
    except BrokenPipeError:
        return 0  # whoever read the output has closed it: nothing more to say
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    finally:
        standard_streams.let_go()


def _written(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for, and write all that it said. Raises TrainerError if either cannot be done."""
    try:
        code = _run(arguments)
    except SystemExit:  # the parser has shown its help, or what is wrong with the arguments
        standard_streams.flush()
        raise
    standard_streams.flush()
    return code


def _run(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for. Raises TrainerError with the sentence to show if that cannot be done."""
    options = _parser(arguments).parse_args(arguments)
    streams = standard_streams.streams()
    if options.debug:
        debug_log.begin(streams[-1])
    if not options.self_test and options.command is None:
        return _window(options.db)
    from trainer.commands.command import Streams, load

    if options.self_test:
        from trainer.commands import self_test

        return self_test.run(_build_window, Streams(*streams))
    return load(options.command).run(options, Streams(*streams))


class _Parser(argparse.ArgumentParser):
    """A parser that does not pass over it if its help cannot be written."""

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        _, out, err = standard_streams.streams()
        (err if file is sys.stderr else out).write(visible(message))  # it may repeat the name of a file


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return a parser that knows every command by name, and the arguments of those named in `arguments`."""
    parser = _Parser(
        prog="trainer",
        description="Practise asking so that the other person can safely say no. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"Safe No {__version__}")
    parser.add_argument(
        "--db",
        type=file_named,
        metavar="FILE",
        help="the file with your history, instead of the one in your data folder",
    )
    parser.add_argument(
        "--self-test", action="store_true", help="load every scenario, play one, store it, read it back"
    )
    parser.add_argument("--debug", action="store_true", help="tell on standard error what is done, never what is typed")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, (_, told) in COMMANDS.items():
        made = commands.add_parser(name, help=told)
        if name in arguments:
            from trainer.commands.command import load

            load(name).add_arguments(made)
    return parser


def _build_window() -> None:
    """Build the window once, for the self-test."""
    from trainer.gui.app import build_for_test

    build_for_test()


def _window(database: Path | None) -> int:
    """Open the window and stay until it is closed. Raises TrainerError if there is no display, or no Qt."""
    from trainer import display

    # Windows and macOS always have one.
    told = "" if sys.platform in ("win32", "darwin") else display.trouble(os.environ, os.path.exists)
    if told:
        raise TrainerError(told)
    # Until the window hears Ctrl+C itself, it just ends the process: Qt cannot be interrupted while it is loaded.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from trainer.gui.app import run
    except ImportError as error:
        raise TrainerError(
            f"The window cannot be opened ({error}). “make run” installs what is missing; {display.WAY_ON}"
        ) from error
    return run(database or folders.database())


if __name__ == "__main__":
    sys.exit(main())
