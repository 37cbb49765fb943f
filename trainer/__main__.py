"""The program's commands. What a command does not need is not imported for it."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from trainer import __version__, folders
from trainer.errors import TrainerError
from trainer.safe_text import visible

EXIT_FAULTS, EXIT_ERROR = 1, 2


def _parser() -> argparse.ArgumentParser:
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
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    play = commands.add_parser("play", help="practise a scenario in the terminal, lines from standard input")
    play.add_argument("scenario", metavar="SCENARIO", help="a file, or the name of a scenario")
    play.add_argument("--seed", type=int, default=0, help="the same seed and lines give the same run (default 0)")
    play.add_argument("--level", choices=("easy", "medium", "hard"), help="an easier or harder counterpart")
    play.add_argument("--json", action="store_true", help="one JSON object a turn")
    # SUPPRESS: given after the command it wins, left out it leaves what stood before the command.
    play.add_argument("--db", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="the file with your history")
    reading = commands.add_parser("read", help="what each line of standard input does")
    reading.add_argument("--json", action="store_true", help="one JSON object a line")
    reading.add_argument("--after", metavar="REPLY", help="what the other person said before, for mirrors")
    flipping = commands.add_parser("flip", help="no-oriented rewrites of each line of standard input")
    flipping.add_argument("--json", action="store_true", help="one JSON object a line")
    checking = commands.add_parser("check", help="all faults of scenario files")
    checking.add_argument(
        "paths",
        type=Path,
        nargs="+",
        metavar="PATH",
        help="files, folders of them, packs; - reads names from standard input",
    )
    checking.add_argument("--quick", action="store_true", help="without the faults that only playing shows")
    checking.add_argument("--json", action="store_true", help="one JSON object a file")
    simulating = commands.add_parser("simulate", help="scripted players against the counterpart: outcome rates of each")
    simulating.add_argument("scenarios", nargs="+", metavar="SCENARIO", help="files, or names of scenarios")
    simulating.add_argument("--runs", type=int, default=200, metavar="N", help="talks of each player (default 200)")
    simulating.add_argument("--level", choices=("easy", "medium", "hard"), help="one level only, instead of all three")
    simulating.add_argument("--player", help="one player only, instead of all eight")
    simulating.add_argument("--seed", type=int, default=0, help="the same seed gives the same table (default 0)")
    simulating.add_argument("--json", action="store_true", help="one JSON object a row")
    commands.add_parser("causes", help="the table of causes: everything that can move the counterpart")
    evaluating = commands.add_parser("evaluate", help="how well a file of labelled lines is heard")
    evaluating.add_argument("file", type=Path, metavar="FILE.jsonl", help="one object a line: text, kind, no_means")
    evaluating.add_argument("--json", action="store_true", help="one JSON object")
    _add_data_commands(commands)
    _add_pack_commands(commands)
    return parser


def _add_pack_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Commands about scenarios of somebody else."""
    installing = commands.add_parser("install", help="take in a pack: show what is in it, ask, and put it in its place")
    installing.add_argument("pack", type=Path, metavar="FILE", help="a .zip, or one scenario file")
    installing.add_argument("--yes", action="store_true", help="without the question")
    installing.add_argument(
        "--json", action="store_true", help="what is in it as one JSON object; nothing is installed"
    )
    commands.add_parser("packs", help="the packs that were taken in")
    removing = commands.add_parser("remove", help="take a pack away with everything it brought")
    removing.add_argument("name", metavar="NAME", help="its name in “trainer packs”")


def _add_data_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Commands about the learner's file."""
    exporting = commands.add_parser(
        "export", help="everything that is stored: JSON or a page, to standard output, or CSV files"
    )
    exporting.add_argument(
        "--format",
        choices=("json", "csv", "html"),
        default="json",
        help="json (default), csv, html: a page for a coach",
    )
    exporting.add_argument("--to", type=Path, metavar="FOLDER", help="where the CSV files go, one for each table")
    exporting.add_argument(
        "--db", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="the file with your history"
    )
    filling = commands.add_parser(
        "demo-data", help="fill a new file through the real engine, for trying out and measuring"
    )
    filling.add_argument(
        "--sessions", type=int, default=60, metavar="N", help="talks, three a day up to now (default 60)"
    )
    filling.add_argument("--seed", type=int, default=0, help="the same seed says the same lines (default 0)")
    filling.add_argument(
        "--db", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="the file to fill; it must be new"
    )
    for name, told in (
        ("backup", "copy your file to today's backup"),
        ("restore", "put a backup in the place of your file, which is set aside; without FILE the newest sound one"),
        ("doctor", "look your file through, and tell what there is"),
    ):
        made = commands.add_parser(name, help=told)
        made.add_argument(
            "--db", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="the file with your history"
        )
        if name == "restore":
            made.add_argument("--list", action="store_true", help="only list the backups and what each holds")
            made.add_argument("backup", type=Path, nargs="?", metavar="FILE", help="the backup to restore")
    importing = commands.add_parser("import", help="take in another file of ours, without doubling anything")
    importing.add_argument("file", type=Path, metavar="FILE", help="the other file; it is only read")
    importing.add_argument(
        "--db", type=Path, metavar="FILE", default=argparse.SUPPRESS, help="the file with your history"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code: 0, 1 for faults found by `check`, 2 for an error told in one sentence."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is not sys.stdin else "replace")
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except TrainerError as error:
        print(visible(str(error)), file=sys.stderr)
        return EXIT_ERROR
    except BrokenPipeError:
        # Whoever read the output has closed it: nothing more to say, and no traceback while Python closes it too.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _run(options: argparse.Namespace) -> int:
    if options.self_test:
        from trainer.selftest import self_test

        print(self_test())
        return 0
    if options.command is None:
        return _window(options.db)
    if options.command == "demo-data":
        return _demo_data(options)
    if options.command == "export":
        return _export(options)
    if options.command in ("backup", "restore", "doctor"):
        from trainer import keeping

        path = options.db or folders.database()
        if options.command == "backup":
            keeping.back_up(path, sys.stdout)
        elif options.command == "restore":
            keeping.restore(path, options.backup, options.list, sys.stdout)
        else:
            return 0 if keeping.examine(path, sys.stdout) else EXIT_FAULTS
        return 0
    if options.command == "check":
        from trainer.checking import check_files

        return 0 if check_files(_files(options.paths), options.quick, options.json, sys.stdout) else EXIT_FAULTS
    if options.command in ("install", "packs", "remove"):
        return _packs(options)
    if options.command == "import":
        from trainer.history.merge import merge

        if not options.file.is_file():
            raise TrainerError(f"There is no file {options.file}.")
        with contextlib.closing(_history(options.db)) as history:
            taken = merge(history, options.file)
        print(f"New here: {taken.told() or 'nothing'}.")
        return 0
    return _console(options)


def _packs(options: argparse.Namespace) -> int:
    from trainer import packing

    if options.command == "install" and options.json:
        packing.show_pack(options.pack, sys.stdout)
    elif options.command == "install":
        return 0 if packing.install_pack(options.pack, options.yes, sys.stdin, sys.stdout) else EXIT_FAULTS
    elif options.command == "packs":
        packing.list_packs(sys.stdout)
    else:
        packing.remove_pack(options.name, sys.stdout)
    return 0


def _console(options: argparse.Namespace) -> int:
    from trainer import console

    if options.command == "read":
        console.read_lines(options.json, options.after, sys.stdin, sys.stdout)
    elif options.command == "flip":
        console.flip_lines(options.json, sys.stdin, sys.stdout)
    elif options.command == "evaluate":
        console.evaluate_file(options.file, options.json, sys.stdout)
    elif options.command == "causes":
        console.show_causes(sys.stdout)
    elif options.command == "simulate":
        _simulate(options)
    elif options.command == "play":
        from trainer.scenario import Level, find, load

        scenario = load(find(options.scenario, folders.scenario_places()))
        if options.level:
            scenario = scenario.at_level(Level(options.level))
        with contextlib.closing(_history(options.db)) as history:
            console.play(scenario, options.seed, options.json, history, sys.stdin, sys.stdout)
    return 0


def _simulate(options: argparse.Namespace) -> None:
    from trainer import console
    from trainer.scenario import Level, find, load

    places = folders.scenario_places()
    scenarios = [load(find(name, places)) for name in options.scenarios]
    levels = [Level(options.level)] if options.level else list(Level)
    console.simulate_all(scenarios, levels, options.player, options.runs, options.seed, options.json, sys.stdout)


def _export(options: argparse.Namespace) -> int:
    with contextlib.closing(_history(options.db)) as history:
        if options.format == "csv":
            if options.to is None:
                raise TrainerError("CSV is a file for each table: name a folder for them with --to FOLDER.")
            _write_csv(history.tables(), options.to)
        elif options.format == "html":
            from datetime import date

            from trainer.progress.report import report

            sys.stdout.write(report(history, history.profiles.current().name, date.today()))
        else:
            json.dump(history.export(), sys.stdout, ensure_ascii=False, indent=1)
            print()
    return 0


def _write_csv(tables: dict[str, list[dict[str, object]]], folder: Path) -> None:
    import csv

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]) if rows else ["empty"])
                writer.writeheader()
                writer.writerows(rows)
    except OSError as error:
        raise TrainerError(f"{folder} cannot be written ({error.strerror}). Please choose another place.") from error


def _demo_data(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from trainer.demo import fill
    from trainer.drills.load import load_cards
    from trainer.scenario import files, load

    if options.db is None or options.db.exists():
        raise TrainerError(
            "Name a file that does not exist yet, with --db FILE: nothing of yours is mixed with invented talks."
        )
    scenarios = [load(path) for path in files((folders.scenarios(),))]
    cards = load_cards((folders.scenarios() / "drills",))
    with contextlib.closing(_history(options.db)) as history:
        fill(history, scenarios, cards, max(1, options.sessions), options.seed, datetime.now(UTC))
    print(f"{options.sessions} talks in {options.db}. “trainer --db {options.db}” opens the window on them.")
    return 0


def _history(path: Path | None):  # type: ignore[no-untyped-def]
    from trainer.history import History

    return History.open(path or folders.database())


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that are meant, one by one: names from standard input are taken as they come."""
    from trainer.plain_files import is_folder
    from trainer.scenario import files

    found = False
    for path in paths:
        if path == Path("-"):
            if isinstance(sys.stdin, io.TextIOWrapper):
                sys.stdin.reconfigure(errors="surrogateescape")  # a name need not be UTF-8
            inside: Iterable[Path] = (Path(line.rstrip("\n")) for line in sys.stdin if line.strip())
        else:
            inside = files([path, path / "drills"]) if is_folder(path) else [path]
        for file in inside:
            found = True
            yield file
    if not found:
        raise TrainerError("There are no scenario files there. Name a .yaml file or a folder that holds some.")


def _window(database: Path | None) -> int:
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
