"""What is no plain file, wherever a path is opened: each command ends in a sentence, within a second of its own start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ..conftest import ROOT
from .outcome import Outcome

#: Seconds a command may take: starting Python is most of it.
LONGEST = 15.0


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


def _folder(path: Path) -> None:
    path.mkdir()


def _dangling(path: Path) -> None:
    path.symlink_to(path.with_name("is not there"))


def _ring(path: Path) -> None:
    path.symlink_to(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def _unreadable(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0")
    path.chmod(0)


def _empty(path: Path) -> None:
    path.touch()


KINDS: tuple[Callable[[Path], None], ...] = (
    _pipe, _endless, _terminal, _folder, _dangling, _ring, _socket, _unreadable, _empty,
)  # fmt: skip
#: The commands, each with the place of the path in it.
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("play", "coffee_neighbour", "--db", "{path}"), ("doctor", "--db", "{path}"), ("export", "--db", "{path}"),
    ("backup", "--db", "{path}"), ("restore", "--db", "{path}"), ("restore", "{path}", "--db", "{fine}"),
    ("import", "{path}", "--db", "{fine}"), ("check", "{path}.yaml"), ("play", "{path}.yaml", "--db", "{fine}"),
    ("install", "{path}.zip"), ("evaluate", "{path}"), ("export", "--db", "{fine}", "--to", "{path}"),
    ("export", "--db", "{fine}", "--to", "{folder}"),
)  # fmt: skip


def run(seed: int, count: int) -> Outcome:
    """Try `count` of the pairs of a command and a kind, from number `seed` on."""
    outcome = Outcome()
    pairs = [(command, kind) for command in COMMANDS for kind in KINDS]
    for command, kind in pairs[seed : seed + count]:
        with tempfile.TemporaryDirectory() as name:
            begun = time.perf_counter()
            fault = _tried(Path(name), command, kind)
            outcome.count(fault and f"{' '.join(command)} on {kind.__name__[1:]}: {fault}", time.perf_counter() - begun)
    return outcome


def _tried(folder: Path, command: tuple[str, ...], kind: Callable[[Path], None]) -> str:
    target = next((word for word in command if "{path}" in word or "{folder}" in word), "")
    path = folder / "thing"
    if "{folder}" in target:
        (folder / "out").mkdir()
        kind(folder / "out" / "export.json")
    else:
        kind(folder / target.format(path="thing"))
    places = {"path": str(path), "fine": str(folder / "fine.sqlite"), "folder": str(folder / "out")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "trainer", *(word.format(**places) for word in command)],
            input="Hello!\n", check=False, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, timeout=LONGEST,
            env={**os.environ, "XDG_DATA_HOME": str(folder / "data")},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "hangs"
    if "Traceback" in done.stderr or done.returncode not in (0, 1, 2):
        return f"exit {done.returncode}: {done.stderr.strip().splitlines()[-1:]}"
    if done.returncode == 2 and len(done.stderr.strip().splitlines()) != 1:
        return f"not one sentence: {done.stderr}"
    return ""
