"""Things that go wrong with files: each ends in a sentence, nothing is overwritten, nothing committed is lost."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer import keeping
from trainer.errors import TrainerError
from trainer.history import Damaged, History
from trainer.history.backups import DAILY, MONTHLY, WEEKLY, found, look_into, make, restore, superseded
from trainer.scenario import Scenario
from trainer.session import Session

from .conftest import ROOT

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
#: How often a child is killed: a few times in every run, 300 times by "make fuzz".
KILLS = int(os.environ.get("SAFE_NO_KILLS", "8"))


def talk(history: History, scenario: Scenario, *lines: str) -> int:
    session = Session(scenario, 3)
    session_id = history.start(session, NOW)
    for line in lines:
        history.add_turn(session_id, session.say(line), NOW)
    return session_id


@pytest.fixture
def file(tmp_path: Path, coffee: Scenario) -> Path:
    """A file with a talk and a backup of it."""
    path = tmp_path / "data" / "history.sqlite"
    history = History.open(path)
    talk(history, coffee, "Hello!", "Can we have a coffee?")
    history.back_up(date(2026, 11, 20))
    history.close()
    return path


# -- killed


CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from trainer.history import History
from trainer.scenario import load
from trainer.session import Session
history = History.open(Path(sys.argv[1]))
scenario = load(Path(sys.argv[2]))
number = 0
print("ready", flush=True)
while True:
    session = Session(scenario, number)
    session_id = history.start(session, datetime.now(UTC))
    for line in ("Hello!", "It sounds like your weeks are full.", "The tram is late.", "Thanks!"):
        history.add_turn(session_id, session.say(line), datetime.now(UTC))
        number += 1
        print(number, flush=True)
"""


def test_a_program_that_is_killed_at_any_moment_loses_no_committed_turn(tmp_path: Path, coffee: Scenario) -> None:
    path, told, chance = tmp_path / "history.sqlite", 0, random.Random(4)
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path), str(ROOT / "scenarios" / "coffee_new_acquaintance.yaml")],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 0.15))
        child.kill()
        heard = [int(row) for row in child.stdout.read().split() if row.isdigit()]
        child.stdout.close()
        child.wait()
        told += max(heard, default=0)
        history = History.open(path)
        assert history.faults() == []
        stored = sum(row.turns for row in history.sessions())
        assert stored >= told
        told = stored
        cut = history.resumable()
        if cut is not None:
            assert history.resume(cut, coffee).turns[-1].number == cut.turns
        history.close()


# -- damaged, foreign, newer, locked


def test_a_damaged_file_is_told_and_left_untouched(file: Path) -> None:
    before = bytearray(file.read_bytes())
    for place in range(4096, len(before), 997):
        before[place] ^= 0xFF
    file.write_bytes(before)
    for beside in ("-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
    with pytest.raises(Damaged, match=r"left untouched.*Restore a backup"):
        History.open(file).close()
    assert file.read_bytes() == before


@pytest.mark.parametrize("keep", [0, 10, 100, 1500, 5000])
def test_a_truncated_file_is_never_overwritten(file: Path, keep: int) -> None:
    cut = file.read_bytes()[:keep]
    file.write_bytes(cut)
    if keep == 0:
        History.open(file).close()  # an empty file is a new one
        return
    with pytest.raises(TrainerError, match=r"untouched|damaged|cannot be used"):
        History.open(file)
    assert file.read_bytes() == cut


@given(st.integers(0, 2**31), st.integers(1, 40))
@settings(max_examples=25, deadline=None)
def test_bits_that_flip_end_in_a_sentence_or_do_no_harm(
    tmp_path_factory: pytest.TempPathFactory, seed: int, flips: int
) -> None:
    folder = tmp_path_factory.mktemp("flip")
    path = folder / "x.sqlite"
    history = History.open(path)
    from trainer.scenario import load

    talk(history, load(ROOT / "scenarios" / "coffee_new_acquaintance.yaml"), "Hello!", "Can we have a coffee?")
    history.close()
    data, chance = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(flips):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)
    # Anything but the expected error fails here.
    with contextlib.suppress(TrainerError), contextlib.closing(History.open(path)) as history:
        for row in history.sessions():
            history.turns(row.id)


def test_a_locked_file_gets_a_sentence(file: Path, coffee: Scenario) -> None:
    history = History.open(file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("begin exclusive")
    with pytest.raises(TrainerError, match="cannot be used"):
        talk(history, coffee, "Hello!")
    other.execute("rollback")
    other.close()
    assert talk(history, coffee, "Hello!")
    history.close()


def test_two_programs_on_one_file(file: Path, coffee: Scenario) -> None:
    one, two = History.open(file), History.open(file)
    talk(one, coffee, "Hello from one!")
    talk(two, coffee, "Hello from two!")
    assert len(one.sessions()) == len(two.sessions()) == 3
    one.close()
    two.close()


def test_a_full_disk_gets_a_sentence_and_what_was_there_stays(file: Path, coffee: Scenario) -> None:
    history = History.open(file)
    history._connection.execute("pragma max_page_count = 1")
    pages = history._connection.execute("pragma page_count").fetchone()[0]
    history._connection.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(TrainerError, match="full"):
        for _ in range(400):
            talk(history, coffee, "Hello! " + "x" * 1500)
    history.close()
    again = History.open(file)
    assert again.faults() == [] and again.sessions()
    again.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="an administrator may write anywhere")
def test_a_folder_that_may_not_be_written_gets_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with pytest.raises(TrainerError):
        History.open(folder / "history.sqlite")


def test_a_missing_home_is_made_and_only_its_owner_may_read(file: Path) -> None:
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0
    assert all(
        one.stat().st_mode & 0o077 == 0 for one in file.parent.rglob("*") if one.is_file() and one.suffix == ".sqlite"
    )


# -- backups


def test_a_day_of_use_leaves_a_backup_that_holds_everything(tmp_path: Path, coffee: Scenario) -> None:
    path = tmp_path / "history.sqlite"
    history = History.open(path)
    talk(history, coffee, "Hello!")
    history.close()
    (backup,) = look_into(path)
    assert (backup.talks, backup.lines, backup.sound, backup.day) == (1, 1, True, datetime.now().date())
    untouched = History.open(path)
    untouched.close()
    assert len(look_into(path)) == 1


@given(st.sets(st.integers(0, 900), min_size=1, max_size=120))
@settings(max_examples=60, deadline=None)
def test_backups_are_kept_by_day_week_and_month(ages: set[int]) -> None:
    today = date(2026, 11, 24)
    there = {today - timedelta(days=age): Path(str(age)) for age in ages}
    gone = {int(path.name) for path in superseded(there, today)}
    kept = sorted(ages - gone)
    assert kept[: min(DAILY, len(ages))] == sorted(ages)[:DAILY]
    assert len(kept) <= DAILY + WEEKLY + MONTHLY
    assert max((today - timedelta(days=age)) for age in kept) == max(there)


def test_restoring_sets_the_file_aside_and_saves_what_is_newer(file: Path, coffee: Scenario) -> None:
    history = History.open(file)
    talk(history, coffee, "Said after the backup.")
    history.close()
    backup = found(file)[date(2026, 11, 20)]
    said = keeping.put_back(file, backup)
    assert said[-1].endswith("1 talk and 1 line.")
    history = History.open(file)
    lines = [turn.line for row in history.sessions() for turn in history.turns(row.id)]
    assert sorted(lines) == ["Can we have a coffee?", "Hello!", "Said after the backup."]
    history.close()
    assert any("set-aside" in one.name for one in file.parent.iterdir())


def test_a_damaged_backup_is_refused_and_nothing_is_touched(file: Path) -> None:
    broken = file.parent / "backups" / "history-2026-11-01.sqlite"
    broken.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    before = file.read_bytes()
    with pytest.raises(TrainerError, match="damaged"):
        restore(file, broken, NOW)
    assert file.read_bytes() == before
    assert [backup.sound for backup in look_into(file)].count(False) == 1


def test_what_can_be_read_of_a_damaged_file_is_saved(file: Path, coffee: Scenario) -> None:
    history = History.open(file)
    for number in range(60):
        talk(history, coffee, f"Line {number} after the backup.", "Thanks!")
    history.close()
    data = bytearray(file.read_bytes())
    middle = len(data) * 2 // 3
    data[middle : middle + 9000] = b"\x00" * 9000
    file.write_bytes(data)
    said = " ".join(keeping.put_back(file, found(file)[date(2026, 11, 20)]))
    history = History.open(file)
    assert history.faults() == []
    assert len(history.sessions()) > 1, said
    history.close()


def test_the_commands_tell_and_do(file: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "trainer", *arguments, "--db", str(file)],
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
        )
        return done.returncode, done.stdout + done.stderr

    assert "All is well" in run("doctor")[1]
    assert "backups" in run("backup")[1]
    code, told = run("restore", "--list")
    assert code == 0 and "1 talks, 2 lines" in told
    assert "is in its place" in run("restore")[1]
    file.chmod(0o644)
    data = bytearray(file.read_bytes())
    data[4096:9000] = b"\xff" * (9000 - 4096)
    file.write_bytes(data)
    code, told = run("doctor")
    assert code == 1 and "fault: " in told


def test_an_interrupted_backup_leaves_the_one_before(file: Path) -> None:
    history = History.open(file)
    good = found(file)[date(2026, 11, 20)].read_bytes()
    (file.parent / "backups" / "history-2026-11-20.sqlite.half").write_bytes(b"half a backup")
    make(history._connection, file, date(2026, 11, 20))
    assert look_into(file)[0].sound and not list(file.parent.glob("backups/*.half"))
    assert good[:16] == b"SQLite format 3\x00"
    history.close()
    history.close()
