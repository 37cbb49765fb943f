"""`python -m tests.mutants [--only WORD]… [--slice N/M] [--jobs N]`: plants each fault in a copy, and runs the tests on it.

The working tree is never touched. Exit 1 when fewer than 95 % of the faults are noticed, 2 when a row is wrong.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from ..conftest import ROOT
from .table import Fault, faults, part_of

#: Percent of the faults that have to be noticed.
FLOOR = 95.0
#: Seconds after which a run hangs; a fault that makes the tests hang is noticed.
_LONGEST, _HANGS = 240, 124
_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "build", "dist", "__pycache__", ".*_cache", ".hypothesis")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?::.*?)(?: - .*)?$", re.MULTILINE)
_PYTEST = ("-x", "-q", "-p", "no:cacheprovider", "--no-header", "--tb=no", "-rfE")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a fault. `state`: killed, survived or wrong; `by`: the test that saw it, or what is wrong."""

    fault: Fault
    state: str
    by: str
    seconds: float


class Copy:
    """A copy of the tree in which faults are planted, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "tree"
        shutil.copytree(ROOT, self.root, ignore=_LEFT_OUT, symlinks=True)

    def run(self, tests: Sequence[str], *options: str) -> tuple[int, str]:
        """Run tests on the copy as it is. Return the exit code and what was printed."""
        environment = {
            **os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(self.root),
            "XDG_CACHE_HOME": str(self.root.parent / "cache"),
        }  # fmt: skip
        paths = [test if "/" in test else f"tests/{test}" for test in tests]
        command = [sys.executable, "-m", "pytest", *_PYTEST, *options, *paths]
        try:
            done = subprocess.run(  # noqa: PLW1510 – the exit code is what is asked for
                command, cwd=self.root, env=environment, capture_output=True, text=True, timeout=_LONGEST
            )
        except subprocess.TimeoutExpired:
            return _HANGS, ""
        return done.returncode, done.stdout + done.stderr

    def try_out(self, fault: Fault, left_out: Iterable[str]) -> Outcome:
        """Plant a fault, run its tests but for some that are left out, take it out again."""
        path, begun = self.root / fault.file, time.monotonic()
        sound = path.read_text(encoding="utf-8")
        try:
            _write(path, fault.planted_in(sound))
            code, said = self.run(fault.tests, *(f"--deselect={test}" for test in left_out))
        except ValueError as error:
            return Outcome(fault, "wrong", str(error), 0.0)
        finally:
            _write(path, sound)
        failed = _FAILED.search(said)
        seconds = time.monotonic() - begun
        if code == 0:
            return Outcome(fault, "survived", "", seconds)
        if code == 1 and failed:
            return Outcome(fault, "killed", failed[1], seconds)
        if code == _HANGS or code < 0:
            return Outcome(fault, "killed", "(the tests hang)" if code == _HANGS else "(the program aborts)", seconds)
        return Outcome(fault, "wrong", f"the tests cannot be run: {said.strip()[-300:]}", seconds)


def _write(path: Path, text: str) -> None:
    """Write a file, and let go of its bytecode: that is told apart by size and second, and two faults can share both."""
    path.write_text(text, encoding="utf-8")
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        compiled.unlink()


class Trial:
    """Tries out faults, so many at a time, each in a copy of its own."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self._jobs = jobs
        self._copies: Queue[Copy] = Queue()
        for number in range(jobs):
            self._copies.put(Copy(folder / str(number)))
        #: Tests that fail without any fault too: they see nothing, and are left out.
        self.blind: set[str] = set()

    def run(self, rows: Sequence[Fault]) -> list[Outcome]:
        """Try out faults, and tell each as it is known. What saw one is run once more without it."""
        with ThreadPoolExecutor(self._jobs) as pool:
            outcomes = list(pool.map(self._one, rows))
        found = self._blind({one.by for one in outcomes if "::" in one.by})
        self.blind |= found
        again = [one.fault for one in outcomes if one.by in found]
        if not again:
            return outcomes
        print(f"Failing without any fault too: {', '.join(sorted(found))}", flush=True)
        return [*(one for one in outcomes if one.by not in found), *self.run(again)]

    def _one(self, fault: Fault) -> Outcome:
        copy = self._copies.get()
        try:
            outcome = copy.try_out(fault, self.blind)
        finally:
            self._copies.put(copy)
        print(f"{outcome.state:8}  {outcome.seconds:5.1f} s  {fault.name}  {outcome.by}", flush=True)
        return outcome

    def _blind(self, saw: set[str]) -> set[str]:
        if not saw:
            return set()
        copy = self._copies.get()
        code, said = copy.run(sorted(saw), "--maxfail=10000")
        self._copies.put(copy)
        return saw & set(_FAILED.findall(said)) if code == 1 else set() if code == 0 else saw


def _slice(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if not (number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of)):
        raise argparse.ArgumentTypeError("a slice is written 1/9")
    return int(number), int(of)


def _unplantable() -> Iterator[str]:
    """Yield what is wrong with any row of the table, whichever are asked for: the code goes on, and rows fall behind."""
    for fault in faults():
        try:
            fault.planted_in((ROOT / fault.file).read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            yield str(error)


def main() -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument(
        "--only",
        action="append",
        metavar="WORD",
        help="only faults with this word in name, file or promise; may be repeated",
    )
    parser.add_argument("--slice", type=_slice, default=(1, 1), metavar="N/M", help="every M-th fault from the N-th on")
    parser.add_argument("--jobs", type=int, default=2, help="so many at a time")
    given = parser.parse_args()
    if wrong := list(_unplantable()):
        print("Rows that are wrong:", *wrong, sep="\n  ")
        return 2
    rows = part_of(tuple(one for one in faults() if any(map(one.concerns, given.only or [""]))), *given.slice)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="safe-no-mutants-") as folder:
        outcomes = Trial(Path(folder), given.jobs).run(rows)
    for state, title in (("wrong", "Rows that are wrong"), ("survived", "Not noticed")):
        found = [one for one in outcomes if one.state == state]
        if found:
            print(f"\n{title}:")
        for one in found:
            print(f"  {one.fault.name} ({one.fault.file}): {one.by or one.fault.promise}")
    killed = sum(one.state == "killed" for one in outcomes)
    share = 100 * killed / len(outcomes) if outcomes else 100.0
    print(f"\n{killed} of {len(outcomes)} faults were noticed in {time.monotonic() - begun:.0f} s: {share:.1f} %")
    if any(one.state == "wrong" for one in outcomes):
        return 2
    return 0 if share >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
