"""Whatever becomes of a file under an open program: each line is in the file at the path at the end, or it is said that it is not."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.fallback import Keeper
from trainer.history.restoration import put_back
from trainer.history.taken import Taken
from trainer.session import Session

from ..everything import NOW, coffee, talk
from .outcome import Outcome


def lines_in(path: Path) -> list[str]:
    """Every line that a file holds, without a change to it."""
    with closing(History.open(path)) as history:
        return [row["line"] for row in history.raw.query("select line from turns order by said_at, id")]


class Learner:
    """Somebody who says lines in one talk, as the window and the terminal have them stored."""

    def __init__(self, path: Path) -> None:
        self.told: list[str] = []
        self.keeper = Keeper(path, self.told.append)
        self.keeper.moved = self._moved
        self.session, self.session_id, self.said = Session(coffee(), 5), 0, 0

    def _moved(self, taken: Taken) -> None:
        self.session_id = taken.ids["sessions"].get(self.session_id, 0)

    def say(self, line: str) -> None:
        turn = self.session.say(line)
        self.said += 1
        now = NOW + timedelta(minutes=self.said)

        def store(history: History) -> None:
            self.session_id = self.session_id or history.start(Session(coffee(), 5), now)
            history.add_turn(self.session_id, turn, now)

        self.keeper.keep(store)


def another(folder: Path, *lines: str) -> Path:
    """The history of another machine."""
    folder.mkdir(exist_ok=True)
    file = folder / "another.sqlite"
    history = History.open(file)
    talk(history, *(lines or ("Said elsewhere.",)), now=NOW - timedelta(days=2), seed=77)
    history.close(backed_up=False)
    return file


def _deleted(path: Path) -> None:
    path.unlink()


def _moved_away(path: Path) -> None:
    path.rename(path.with_name("kept.sqlite"))


def _folder_gone(path: Path) -> None:
    shutil.rmtree(path.parent)


def _folder_moved(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))


def _folder_is_a_file(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("no folder")


def _replaced(path: Path) -> None:
    another(path.parent.parent / "other").replace(path)


def _copied_over(path: Path) -> None:
    """The same file on the disk with other contents, as `cp` leaves it."""
    path.write_bytes(another(path.parent.parent / "other").read_bytes())


def _a_folder_in_its_place(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _a_link_to_another(path: Path) -> None:
    other = another(path.parent.parent / "other")
    path.unlink()
    path.symlink_to(other)


def _a_pipe_in_its_place(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _restored_elsewhere(path: Path) -> None:
    """`trainer restore` in a terminal."""
    (backup,) = (path.parent / "backups").iterdir()
    put_back(path, backup)


WAYS: tuple[Callable[[Path], None], ...] = (
    _deleted, _moved_away, _folder_gone, _folder_moved, _folder_is_a_file, _replaced, _copied_over, _a_folder_in_its_place,
    _a_link_to_another, _a_pipe_in_its_place, _emptied, _restored_elsewhere,
)  # fmt: skip


def run(seed: int, count: int) -> Outcome:
    """Try `count` sittings, each with lines, changes to the file and tries to come back in an order made up by chance."""
    outcome = Outcome()
    for number in range(seed, seed + count):
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "data" / "history.sqlite"
            with closing(History.open(path)) as history:
                talk(history, "Said yesterday.", now=NOW - timedelta(days=1))
            try:
                fault = _sitting(path, random.Random(f"identity {number}"))
            except Exception as error:
                fault = f"{type(error).__name__}: {error}"
            outcome.count(fault and f"{number}: {fault}")
    return outcome


def _sitting(path: Path, chance: random.Random) -> str:
    learner, said, done = Learner(path), list[str](), list[str]()
    learner.keeper.history.sessions()
    for number in range(chance.randint(3, 9)):
        step = chance.choice(("say", "say", "say", "way", "look", "back", "settle", "settle all"))
        done.append(step)
        if step == "say":
            said.append(f"Line {number}.")
            learner.say(said[-1])
        elif step == "way":
            way = chance.choice(WAYS)
            done[-1] = way.__name__
            try:
                if path.exists() and not path.is_file():
                    raise ValueError("a pipe or a folder is there: writing to it would wait for ever")
                way(path)
            except (OSError, ValueError, TrainerError):  # there is nothing left to do it to
                done[-1] += " (not possible)"
        elif step == "look":
            learner.keeper.look()
        elif step == "back":
            learner.keeper.come_back(now=True)
        else:
            try:
                learner.keeper.settle(everything=step == "settle all")
            except TrainerError:
                done[-1] += " (refused)"
    unsaved = learner.keeper.close()
    return "" if unsaved else _missing(path, said, done, learner.told)


def _missing(path: Path, said: list[str], done: list[str], told: list[str]) -> str:
    """Return which lines are in no file and were not told of, "" for none."""
    if not said and not path.is_file():
        return ""
    there = lines_in(path) if path.is_file() else []
    left = [line for line in said if line not in there]
    twice = {line for line in said if there.count(line) > 1}
    if twice:
        return f"twice {sorted(twice)} after {done}"
    return f"{left} after {done}; told {told}" if left else ""
