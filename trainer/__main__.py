"""The program: its options, its commands, and how whatever goes wrong is told. A command that is not used is not imported."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from trainer import __version__, debug_log, folders
from trainer.commands import COMMANDS
from trainer.errors import TrainerError
from trainer.safe_text import in_one_row

#: Exit codes of the program itself; those of a command are in trainer/commands/command.py.
EXIT_ERROR, EXIT_INTERRUPTED = 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name, or open the window, and return the exit code.

    0: done. 1: the command found faults, or was told not to go on. 2: an error, told in one sentence. 130: Ctrl+C.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is not sys.stdin else "replace")
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except TrainerError as error:
        print(in_one_row(str(error)), file=sys.stderr)
        return EXIT_ERROR
    except BrokenPipeError:
        # Whoever read the output has closed it: nothing more to say, and no traceback while Python closes it too.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _run(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for. Raises TrainerError with the sentence to show if that cannot be done."""
    options = _parser(arguments).parse_args(arguments)
    if options.debug:
        debug_log.begin(sys.stderr)
    if not options.self_test and options.command is None:
        return _window(options.db)
    from trainer.commands.command import Streams, load

    streams = Streams(sys.stdin, sys.stdout, sys.stderr)
    if options.self_test:
        from trainer.commands import self_test

        return self_test.run(_build_window, streams)
    return load(options.command).run(options, streams)


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return a parser that knows every command by name, and the arguments of those named in `arguments`."""
    parser = argparse.ArgumentParser(
        prog="trainer",
        description="Practise asking so that the other person can safely say no. Without a command the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"Safe No {__version__}")
    parser.add_argument(
        "--db",
        type=Path,
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
