"""Things that go wrong with files: each ends in a sentence, nothing is overwritten, nothing committed is lost."""

from __future__ import annotations

import contextlib
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.errors import TrainerError
from trainer.history import Damaged, History, fallback
from trainer.history.backups import DAILY, MONTHLY, WEEKLY, look_into, make
from trainer.history.fallback import Keeper
from trainer.history.rescue import told_at_opening
from trainer.history.restoration import put_back
from trainer.scenario import Scenario
from trainer.session import Session

from .conftest import ROOT
from .everything import backup_of, fill_all, flipped, gone_of, look_at_all
from .trust.identity import lines_in

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


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a file with rows in all tables."""
    path = tmp_path_factory.mktemp("whole") / "x.sqlite"
    fill_all(path)
    history = History.open(path)
    assert all(history.tables().values())
    history.close(backed_up=False)
    return path.read_bytes()


@given(st.integers(0, 2**31), st.integers(1, 40), st.booleans())
@settings(max_examples=40, deadline=None)
def test_bits_that_flip_end_in_a_sentence_or_do_no_harm(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, seed: int, flips: int, schema: bool
) -> None:
    path = tmp_path_factory.mktemp("flip") / "x.sqlite"
    # Half of the time only in rows: a file whose schema is hit seldom gets as far as them.
    path.write_bytes(flipped(whole, seed, flips, 0 if schema else 16384))
    # Anything but the expected error fails here.
    with contextlib.suppress(TrainerError), contextlib.closing(History.open(path)) as history:
        look_at_all(history)


GARBLED = [
    (table, column, value)
    for table, columns in {
        "sessions": ("started", "outcome", "level", "opening_resistance", "title"),
        "turns": ("line", "kind", "moves", "causes", "resistance_after", "said_at"),
        "reflections": ("answer",),
        "commitments": ("text", "made_at"),
        "profiles": ("name",),
        "reviews": ("memory", "reviewed_at", "skill", "seconds"),
        "workshops": ("state",),
    }.items()
    for column in columns
    for value in (b"\xff\xfe", "{broken")
    if (column, value)
    not in {(name, "{broken") for name in ("title", "line", "moves", "answer", "text", "name", "skill")}
]


@pytest.mark.parametrize(("table", "column", "value"), GARBLED)
def test_a_garbled_row_is_told_wherever_it_is_read(
    tmp_path: Path, whole: bytes, table: str, column: str, value: str | bytes
) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(whole)
    connection = sqlite3.connect(path)
    connection.execute(f"update {table} set {column} = ?", [value])
    connection.commit()
    connection.close()
    with contextlib.closing(History.open(path)) as history, pytest.raises(Damaged, match="Restore a backup"):
        look_at_all(history)


def test_a_talk_that_is_its_own_other_way_does_not_go_round(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(whole)
    connection = sqlite3.connect(path)
    connection.execute("update sessions set parent = id, branched_at = 2")
    connection.commit()
    connection.close()
    history = History.open(path)
    for row in history.sessions():
        history.turns(row.id)
        history.erasing.session(row.id)
    history.close()


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


DAYS = st.dates(date(2020, 1, 1), date(2027, 6, 30))


@given(st.sets(DAYS, min_size=1, max_size=150) | st.builds(
    lambda first, n, step: {first + timedelta(days=k * step) for k in range(n)}, DAYS, st.integers(1, 400), st.integers(1, 9)
))  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_backups_are_kept_by_day_week_and_month(days: set[date]) -> None:
    kept = days - gone_of(days)
    newest = sorted(days, reverse=True)
    assert set(newest[:DAILY]) <= kept
    weeks = sorted({day - timedelta(days=day.weekday()) for day in days}, reverse=True)[:WEEKLY]
    months = sorted({day.replace(day=1) for day in days}, reverse=True)[:MONTHLY]
    last_of = [max(day for day in days if day - timedelta(days=day.weekday()) == monday) for monday in weeks]
    last_of += [max(day for day in days if day.replace(day=1) == first) for first in months]
    assert kept == set(newest[:DAILY]) | set(last_of)


@given(st.lists(st.integers(1, 45), min_size=1, max_size=120))
@settings(max_examples=40, deadline=None)
def test_backups_made_day_after_day_reach_back_a_year(gaps: list[int]) -> None:
    """What counts is what is left after the old ones went at every step, not in one go."""
    there: set[date] = set()
    today, used = date(2020, 1, 1), []
    for gap in gaps:
        today += timedelta(days=gap)
        used.append(today)
        there.add(today)
        there -= gone_of(there)
    assert set(used[-DAILY:]) <= there and len(there) <= DAILY + WEEKLY + MONTHLY
    months = sorted({day.replace(day=1) for day in used}, reverse=True)[:MONTHLY]
    for first in months:
        assert max(day for day in used if day.replace(day=1) == first) in there


def test_a_backup_made_while_another_program_writes_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), str(ROOT / "scenarios" / "coffee_new_acquaintance.yaml")],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()
    told = [int(child.stdout.readline()) for _ in range(20)][-1]
    history = History.open(path)
    seen = []
    for _ in range(6):
        history.back_up(date(2026, 11, 20))
        (backup,) = look_into(path)
        assert backup.sound
        copy = History.open(backup.path)
        assert copy.faults() == []
        # Every talk in it is whole up to its last line.
        for row in copy.sessions():
            assert [turn.number for turn in copy.turns(row.id)] == list(range(1, row.turns + 1))
        copy.close(backed_up=False)
        seen.append(backup.lines)
    child.kill()
    child.stdout.close()
    child.wait()
    assert told <= seen[0] <= seen[-1], "the other program went on writing"
    assert seen[0] < seen[-1]
    history.close(backed_up=False)


def test_backups_are_for_their_owner_alone(tmp_path: Path, coffee: Scenario) -> None:
    """Whatever rights are usual here, whatever the folder had before."""
    path = tmp_path / "data" / "history.sqlite"
    (tmp_path / "data" / "backups").mkdir(parents=True, mode=0o755)
    usual = os.umask(0)
    try:
        history = History.open(path)
        talk(history, coffee, "Hello!")
        backup = history.back_up(date(2026, 11, 20))
        assert backup.stat().st_mode & 0o777 == 0o600 and path.stat().st_mode & 0o777 == 0o600
        assert (tmp_path / "data" / "backups").stat().st_mode & 0o777 == 0o700
        for beside in path.parent.glob("history.sqlite-*"):
            assert beside.stat().st_mode & 0o777 == 0o600, beside
        history.close(backed_up=False)
        (tmp_path / "new").mkdir(mode=0o755)
        other = History.open(tmp_path / "new" / "deep" / "x.sqlite")
        assert (tmp_path / "new" / "deep").stat().st_mode & 0o777 == 0o700
        other.close()
        put_back(path, backup)
        assert {one.stat().st_mode & 0o777 for one in path.parent.iterdir() if one.is_file()} == {0o600}
    finally:
        os.umask(usual)


def test_an_unsound_copy_takes_no_place(file: Path) -> None:
    """A file that was damaged after it was opened is not copied over the last good backup of the day."""
    history = History.open(file)
    good = backup_of(file, date(2026, 11, 20))
    before = good.read_bytes()
    history._connection.execute("pragma shrink_memory")  # what was read at the start is not remembered
    data = bytearray(file.read_bytes())
    data[8192:] = flipped(bytes(data[8192:]), 5, 6000)
    file.write_bytes(data)
    with pytest.raises(TrainerError):
        history.back_up(date(2026, 11, 20))
    assert good.read_bytes() == before
    assert {one.suffix for one in good.parent.iterdir()} == {".sqlite"}
    with contextlib.suppress(TrainerError):
        history.close(backed_up=False)


def test_restoring_sets_the_file_aside_and_saves_what_is_newer(file: Path, coffee: Scenario) -> None:
    history = History.open(file)
    talk(history, coffee, "Said after the backup.")
    history.close()
    backup = backup_of(file, date(2026, 11, 20))
    said = put_back(file, backup)
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
        put_back(file, broken)
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
    said = " ".join(put_back(file, backup_of(file, date(2026, 11, 20))))
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
    assert code == 0 and "1 talk, 2 lines" in told
    assert "is in its place" in run("restore")[1]
    file.chmod(0o644)
    data = bytearray(file.read_bytes())
    data[4096:9000] = b"\xff" * (9000 - 4096)
    file.write_bytes(data)
    code, told = run("doctor")
    assert code == 1 and "fault: " in told


def test_an_interrupted_backup_leaves_the_one_before(file: Path) -> None:
    history = History.open(file)
    good = backup_of(file, date(2026, 11, 20)).read_bytes()
    half = file.parent / "backups" / ".0123abcd.half"
    half.write_bytes(b"half a backup")
    os.utime(half, (0, 0))
    make(history._connection, file, date(2026, 11, 20))
    assert look_into(file)[0].sound and not list(file.parent.glob("backups/*.half"))
    assert good[:16] == b"SQLite format 3\x00"
    history.close()
    history.close()


@pytest.mark.parametrize(
    "garbled",
    [
        "update workshops set ended_at = x'00ff'",
        "update workshops set state = '[1]'",
        "update workshops set saved_at = 7",
        "update commitments set asked_at = x'00', status = 'done'",
        "update commitments set made_at = x'00'",
        "update reflections set written_at = x'00'",
        "update sessions set uid = x'00' where id = 1",
        "update profiles set made_at = 7",
    ],
)
def test_a_garbled_row_keeps_nothing_from_going_back_into_the_file(
    tmp_path: Path, coffee: Scenario, garbled: str
) -> None:
    path, told = tmp_path / "history.sqlite", list[str]()
    fill_all(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.execute(garbled)
    keeper = Keeper(path, told.append)
    session = Session(coffee, 1)
    number = keeper.keep(lambda history: history.start(session, NOW))
    uid = keeper.history.raw.uid_of(number)
    with closing(sqlite3.connect(path, isolation_level=None)) as busy:
        busy.execute("begin exclusive")
        keeper.keep(lambda history: history.add_turn(number, session.say("Said while it was locked."), NOW, uid=uid))
        assert keeper.trouble
        busy.execute("rollback")
    assert keeper.close() == ""
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("select count(*) from turns where line = 'Said while it was locked.'").fetchone() == (1,)


def test_a_bug_at_closing_loses_no_word(tmp_path: Path, coffee: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "history.sqlite"
    keeper = Keeper(path, lambda _: None)
    session = Session(coffee, 1)
    number = keeper.keep(lambda history: history.start(session, NOW))
    with closing(sqlite3.connect(path, isolation_level=None)) as busy:
        busy.execute("begin exclusive")
        keeper.keep(lambda history: history.add_turn(number, session.say("Said while it was locked."), NOW))
        busy.execute("rollback")
    with monkeypatch.context() as patched:
        patched.setattr(fallback, "take_in", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            keeper.close()
    keeper.give_up()
    with closing(History.open(path)) as history:
        assert "What could not be saved before is in your history now" in told_at_opening(history)
    assert lines_in(path) == ["Said while it was locked."]
