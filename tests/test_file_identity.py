"""The file one writes to is the file at its path: whatever becomes of it under an open program, no line is lost unheard."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from trainer.commands.command import Streams
from trainer.commands.play import play
from trainer.history import History
from trainer.history.errors import Moved
from trainer.history.restoration import told_of_missing
from trainer.session import Session

from .conftest import ROOT
from .everything import NOW, coffee, practise, talk
from .test_trouble import held
from .trust import identity
from .trust.identity import WAYS, Learner, lines_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that was used before, in a folder of its own."""
    file = tmp_path / "data" / "history.sqlite"
    with closing(History.open(file)) as history:
        talk(history, "Said yesterday.", now=NOW - timedelta(days=1))
    return file


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
@pytest.mark.parametrize("begun", [True, False], ids=["in a talk", "before it"])
def test_no_line_is_lost_unheard(path: Path, way: Callable[[Path], None], begun: bool) -> None:
    """It is said at once; at the end, each line of today is in a file at the path, or it is said that it is not."""
    learner = Learner(path)
    assert len(learner.keeper.history.sessions()) == 1 and learner.told == []
    if begun:
        learner.say("Said before.")
    way(path)
    for line in ("Said after one.", "Said after two."):
        learner.say(line)
    today = [*(["Said before."] if begun else []), "Said after one.", "Said after two."]
    assert learner.told, "nobody was told"
    unsaved = learner.keeper.close()
    if unsaved:
        assert way in (identity._folder_is_a_file, identity._a_folder_in_its_place, identity._a_pipe_in_its_place), (
            unsaved
        )
        return
    kept = lines_in(path)
    assert [line for line in kept if line in today] == today
    if way in (identity._replaced, identity._copied_over, identity._a_link_to_another):
        assert "Said elsewhere." in kept and "Said yesterday." not in kept, "two histories were mixed"


def test_what_lay_there_is_found_again(path: Path) -> None:
    """A stick that was pulled out and put back: everything goes into the file by itself."""
    learner = Learner(path)
    learner.say("Said before.")
    away = path.with_name("away")
    path.rename(away)
    learner.say("Said while it was gone.")
    assert learner.keeper.lost and "no longer there" in learner.told[0]
    away.rename(path)
    assert learner.keeper.come_back(now=True) and "everything is saved" in learner.told[-1]
    learner.say("Said afterwards.")
    assert learner.keeper.close() == ""
    assert lines_in(path) == ["Said yesterday.", "Said before.", "Said while it was gone.", "Said afterwards."]


def test_a_copy_that_a_program_keeps_in_step_brings_back_is_the_same_history(path: Path) -> None:
    learner = Learner(path)
    learner.say("Said before.")
    copy = path.with_name("copy")
    shutil.copyfile(path, copy)
    copy.replace(path)
    learner.say("Said after.")
    assert learner.keeper.close() == ""
    assert lines_in(path) == ["Said yesterday.", "Said before.", "Said after."]


@pytest.mark.parametrize("way", [identity._replaced, identity._copied_over])
def test_another_file_is_used_as_it_is_where_nothing_was_done_today(path: Path, way: Callable[[Path], None]) -> None:
    learner = Learner(path)
    assert learner.keeper.history.sessions()
    way(path)
    learner.keeper.look()
    assert learner.keeper.lost and learner.keeper.come_back(now=True)
    assert "used as it is now" in learner.told[-1]
    learner.say("Said after.")
    learner.keeper.close()
    assert sorted(lines_in(path)) == ["Said after.", "Said elsewhere."], "two histories were mixed"


def test_both_can_be_taken_in(path: Path) -> None:
    learner = Learner(path)
    learner.say("Said before.")
    identity._replaced(path)
    learner.keeper.look()
    assert learner.keeper.lost and "another file" in learner.keeper.trouble.lower()
    learner.say("Said after.")
    learner.keeper.settle(everything=True)
    learner.say("Said afterwards.")
    assert learner.keeper.close() == ""
    assert lines_in(path) == ["Said elsewhere.", "Said yesterday.", "Said before.", "Said after.", "Said afterwards."]


def test_what_was_erased_today_does_not_come_back(path: Path) -> None:
    learner = Learner(path)
    learner.say("Said and erased.")
    learner.keeper.history.erasing.session(learner.session_id)
    learner.session, learner.session_id = Session(coffee(), 5), 0
    learner.say("Said then.")
    identity._deleted(path)
    learner.keeper.look()
    learner.keeper.close()
    assert lines_in(path) == ["Said yesterday.", "Said then."]


def test_a_program_that_looks_hears_of_it_before_the_next_line(path: Path) -> None:
    learner = Learner(path)
    assert learner.keeper.history.sessions()
    learner.keeper.look()
    assert learner.told == []
    path.unlink()
    learner.keeper.look()
    assert "no longer there" in learner.told[0] and learner.keeper.history.sessions(), "it goes on with all there was"
    learner.keeper.close()


def test_nothing_is_written_to_a_file_that_is_gone(path: Path) -> None:
    history = History.open(path)
    path.rename(path.with_name("kept.sqlite"))
    with pytest.raises(Moved):
        practise(history, 1)
    history.close()
    assert lines_in(path.with_name("kept.sqlite")) == ["Said yesterday."]
    assert not path.exists()


def test_a_start_without_the_file_says_that_there_are_backups(path: Path) -> None:
    path.unlink()
    assert "1 talk, 1 line" in told_of_missing(path)
    learner = Learner(path)
    assert learner.keeper.history.sessions() == []
    assert "a backup of" in learner.told[0] and "restore" in learner.told[0]
    learner.keeper.close()
    again = Learner(path)
    assert again.keeper.history.sessions() == [] and again.told, "the empty file it has made does not hide it"
    again.say("A new day.")
    again.keeper.close()
    third = Learner(path)
    assert third.keeper.history.sessions() and third.told == []
    third.keeper.close()


def test_the_lines_of_the_day_before_stay_in_their_backup(path: Path) -> None:
    """The file was deleted; a new one of the same day gets a backup beside that of the old one, not in its place."""
    path.unlink()
    learner = Learner(path)
    learner.say("A new day.")
    learner.keeper.close()
    held = sorted(lines_in(file)[0] for file in (path.parent / "backups").iterdir())
    assert held == ["A new day.", "Said yesterday."]


def test_the_end_of_a_talk_in_a_terminal_waits(path: Path) -> None:
    """Another program holds the file when it ends: it is said, waited for, and then everything is saved."""
    with held(path):
        child = subprocess.Popen(
            [sys.executable, "-u", "-m", "trainer", "play", "coffee_new_acquaintance", "--db", str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT,
        )  # fmt: skip
        assert child.stdin is not None and child.stdout is not None
        child.stdin.write("Said while it was held.\n")
        child.stdin.close()
        told = next(line for line in child.stdout if "Waiting for the other program" in line)
    rest = child.stdout.read()
    child.stdout.close()
    assert child.wait() == 0 and "Ctrl+C" in told and "everything is saved" in rest
    assert lines_in(path) == ["Said yesterday.", "Said while it was held."]


def test_no_order_of_such_things_loses_a_line() -> None:
    outcome = identity.run(0, 40)
    assert outcome.held == outcome.tried, outcome.told("identity")


def test_a_terminal_says_what_a_terminal_does(path: Path) -> None:
    """The advice holds where it is given: there is no menu in a terminal, and the end of the talk saves it all."""
    said = iter(["Said before.\n", "Said after.\n", ""])

    def typed(_: int) -> str:
        line = next(said)
        if line == "Said after.\n":
            path.unlink()
        return line

    typing, out, err = io.StringIO(), io.StringIO(), io.StringIO()
    typing.readline = typed  # type: ignore[method-assign, assignment]
    play(Session(coffee(), 1), None, path, False, Streams(typing, out, err))
    told = out.getvalue() + err.getvalue()
    assert (
        "otherwise the end of the talk puts it into a file there" in told
        and "menu" not in told
        and "Data, Save" not in told
    )
    assert lines_in(path) == ["Said yesterday.", "Said before.", "Said after."]
