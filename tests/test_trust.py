"""Slices of the trials of what is promised about data (`make fuzz` does all), and what a valid row is."""

from __future__ import annotations

import math
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.backups import look_into
from trainer.history.image import connected, image_of
from trainer.history.merge import merge, rows_of_file
from trainer.history.other_file import fitted
from trainer.history.restoration import chosen, put_back
from trainer.history.valid_rows import COLUMNS, InvalidRow, check_row
from trainer.plain_files import FileRefused
from trainer.progress.exports import export

from .everything import NOW, exported, fill_all, look_at_all, practise, talk
from .trust import clocks, damage, exchange, killed_restore, special_files, strangers
from .trust.outcome import Outcome


def held(outcome: Outcome) -> None:
    assert outcome.tried and outcome.held == outcome.tried, outcome.told("")


def test_what_stands_on_whole_pages_is_saved() -> None:
    outcome = damage.run(0, 40)
    held(outcome)
    assert outcome.share >= 0.9 and outcome.wanted > 5_000, outcome.told("damage")


def test_leaf_pages_give_the_rows_that_sqlite_gives(tmp_path: Path) -> None:
    """So that what is said to stand on a page can be believed."""
    path = tmp_path / "history.sqlite"
    fill_all(path, 3)
    with closing(History.open(path)) as history:
        session_id, _ = talk(history, "x" * 1_900)
        history.notes.reflect(session_id, {"what": "A long answer needs pages of its own. " * 900}, NOW)
        told = damage.rows_of(history)
    assert damage.standing(path.read_bytes(), path.read_bytes()) == told


def test_files_of_strangers_change_nothing_of_ours() -> None:
    held(strangers.run(0, 50))


def test_a_restore_can_be_killed_at_any_moment() -> None:
    held(killed_restore.run(3, 29))


def test_a_wrong_clock_loses_no_backup_and_hides_no_card() -> None:
    held(clocks.run(0, 2, days=20))


def test_histories_that_are_exchanged_keep_every_line_once_in_its_talk() -> None:
    held(exchange.run(3, 3))


def test_what_is_no_plain_file_ends_in_a_sentence() -> None:
    held(special_files.run(0, 9))
    held(special_files.run(54, 9))


# -- one definition of a valid row

_TEXTS = st.text(max_size=30) | st.sampled_from(["", " ", "\0", "a\0b", "\ud800", "\u202e", "=1+1", "x" * 300_000])
_NUMBERS = st.integers(-(2**70), 2**70) | st.sampled_from([0, 1, 100, 101, 2**31 - 1, 2**31, 2**63 - 1, 2**63])
_VALUES = st.none() | _TEXTS | _NUMBERS | st.floats() | st.binary(max_size=20) | st.booleans()


@st.composite
def _rows(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A row of a sound file, some values of which are anything."""
    table = draw(st.sampled_from(list(COLUMNS)))
    row = dict(draw(st.sampled_from(_sound()[table])))
    for name in draw(st.lists(st.sampled_from(list(row)), max_size=3)):
        row[name] = draw(_VALUES)
    return table, row


_SOUND: dict[str, list[dict[str, Any]]] = {}


def _sound() -> dict[str, list[dict[str, Any]]]:
    if not _SOUND:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "history.sqlite"
            fill_all(path, 1)
            with closing(History.open(path)) as history:
                _SOUND.update(history.readable().tables)
    return _SOUND


@given(st.lists(_rows(), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_the_writer_refuses_what_the_reader_would(rows: list[tuple[str, dict[str, Any]]]) -> None:
    with closing(History.open(None)) as history:
        written = 0
        history._connection.execute("pragma foreign_keys = off")  # the talks are not there
        for table, row in rows:
            values = {name: value for name, value in row.items() if name != "id"}
            try:
                history.raw.add(table, values)
                written += 1
            except sqlite3.IntegrityError:  # two of one key
                continue
            except TrainerError as error:
                assert "Traceback" not in str(error)
        found = history.readable()
        assert found.left_out == [], "written, but not to be read"
        assert sum(len(rows) for rows in found.tables.values()) - 1 <= written


@given(_rows())
@settings(max_examples=150, deadline=None)
def test_what_a_database_holds_is_read_as_it_is_checked(row: tuple[str, dict[str, Any]]) -> None:
    """A row put in by another program is either read whole, or left out: no page and no export ends in an error."""
    table, values = row
    with closing(History.open(None)) as history:
        connection = history._connection
        connection.execute("pragma foreign_keys = off")
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" for _ in values)
        try:
            cursor = connection.execute(
                f"insert or replace into {table} ({names}) values ({marks})", list(values.values())
            )
        except (sqlite3.Error, OverflowError, UnicodeEncodeError):
            return
        stored = connection.execute(f"select * from {table} where rowid = ?", [cursor.lastrowid]).fetchone()
        as_read = fitted(table, dict(zip(COLUMNS[table], stored, strict=True)))
        try:
            check_row(table, as_read)
            valid = True
        except InvalidRow:
            valid = False
        assert bool(history.readable().left_out) != valid
        exported(history)
        export(history, "html", NOW.date())


def test_a_number_of_seconds_is_finite() -> None:
    for value in (math.nan, math.inf, -1.0):
        with pytest.raises(ValueError, match="seconds"):
            COLUMNS["reviews"]["seconds"].check(value)


# -- backups hold what can be read


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "history.sqlite"
    fill_all(file, 2)
    return file


def spoil(path: Path, sql: str = "update sessions set level = 'insane' where id = 1") -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(sql)


def test_no_backup_is_made_of_what_cannot_be_read(path: Path) -> None:
    before = {backup.path.name: backup.path.read_bytes() for backup in look_into(path)}
    spoil(path)
    with closing(History.open(path)) as history:
        with pytest.raises(TrainerError, match="1 row that cannot be read"):
            history.back_up(NOW.date())
        practise(history, 5)
        assert any("sessions" in fault and "level" in fault for fault in history.faults())
    assert {backup.path.name: backup.path.read_bytes() for backup in look_into(path)} == before


def test_restore_tells_and_passes_over_a_backup_that_cannot_be_read(path: Path) -> None:
    with closing(History.open(path)) as history:
        good = history.back_up(datetime(2026, 11, 20, tzinfo=UTC).date())
        practise(history, 6)
        worse = history.back_up(datetime(2026, 11, 21, tzinfo=UTC).date())
    spoil(worse)
    backup, passed = chosen(path)
    assert backup.path != worse and any(worse.name in told and "1 rows" in told for told in passed), passed
    with pytest.raises(TrainerError, match="cannot be restored"):
        put_back(path, worse)
    assert good.exists()


def test_one_bad_cell_costs_one_row_of_an_export(path: Path) -> None:
    with closing(History.open(path)) as history:
        whole = exported(history)
    spoil(path, "update turns set causes = '[[' where id = 2")
    with closing(History.open(path)) as history:
        made = {form: export(history, form, NOW.date()) for form in ("json", "csv", "html")}
        left = exported(history)
    assert len(left["turns"]) == len(whole["turns"]) - 1 and "row 2 of turns (causes" in left["left_out"][0]
    assert all("One row that cannot be read was left out" in one.told() for one in made.values())
    assert "Practice review: Me" in made["html"].files["practice-review.html"]


def test_a_line_with_a_nul_survives_a_restore(path: Path) -> None:
    with closing(History.open(path)) as history:
        history.back_up(NOW.date())
        talk(history, "before\0after", now=NOW + timedelta(days=9))
        history.writes.changed = False
    data = bytearray(path.read_bytes())
    data[30] ^= 1  # the number of pages in the head
    path.write_bytes(data)
    put_back(path, chosen(path)[0].path)
    with closing(History.open(path)) as history:
        assert history.raw.query("select 1 from turns where line = ?", "before\0after")


def test_what_a_fuller_backup_holds_decides_and_not_its_date(path: Path) -> None:
    """A clock in 2099 for one evening; then three evenings more."""
    with closing(History.open(path)) as history:
        history.back_up(datetime(2099, 1, 1, tzinfo=UTC).date())
        for day in (20, 21, 22):
            practise(history, day)
            newest = history.back_up((NOW + timedelta(days=day)).date())
        held_now = history.holdings()
    assert chosen(path)[0].path == newest and chosen(path)[0].held == held_now
    assert any(backup.day.year == 2099 for backup in look_into(path))


# -- files that are refused


JOURNALS = ("wal", "journal")


@pytest.mark.parametrize("kind", JOURNALS)
def test_a_journal_of_another_file_is_not_written_into_ours(path: Path, tmp_path: Path, kind: str) -> None:
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other, isolation_level=None)
    connection.execute("create table z (x)")
    connection.execute(f"pragma journal_mode = {'wal' if kind == 'wal' else 'persist'}")
    connection.execute("begin")
    connection.executemany("insert into z values (?)", [[os.urandom(900)] for _ in range(40)])
    if kind == "wal":
        connection.execute("commit")
    left = other.with_name(f"other.sqlite-{kind}").read_bytes()
    connection.close()
    beside = path.with_name(f"{path.name}-{kind}")
    beside.write_bytes(left)
    before = {file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*")}
    try:
        with closing(History.open(path)) as history:
            assert len(history.sessions()) == 4
            look_at_all(history)
    except TrainerError as error:
        assert str(path) in str(error)
        assert {file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*")} == before
    beside.unlink(missing_ok=True)
    with closing(History.open(path)) as history:
        assert len(history.sessions()) == 4, "our own rows are as they were"


def test_a_log_of_an_earlier_day_takes_nothing_away(path: Path) -> None:
    """As a program that keeps folders in step brings it back: all pages as they were then."""
    log = path.with_name(f"{path.name}-wal")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma wal_autocheckpoint = 0")
        connection.execute("vacuum")
        earlier = log.read_bytes()
    with closing(History.open(path)) as history:
        talk(history, "Said later.", now=NOW + timedelta(days=3))
    log.write_bytes(earlier)
    before = path.read_bytes()
    with pytest.raises(TrainerError, match="would lose talks by the journal beside it") as told:
        History.open(path)
    assert log.name in str(told.value)
    assert path.read_bytes() == before and log.read_bytes() == earlier
    log.unlink()
    with closing(History.open(path)) as history:
        assert history.raw.query("select 1 from turns where line = 'Said later.'")


def test_a_log_that_a_kill_left_is_read(path: Path, tmp_path: Path) -> None:
    """As earlier versions left it: the newest lines stand in the log alone."""
    with closing(History.open(path)) as history:
        history._connection.execute("pragma journal_mode = wal")
        talk(history, "Only in the log.", now=NOW + timedelta(days=3))
        left = {file.name: file.read_bytes() for file in path.parent.glob(f"{path.name}*")}
    for name, data in left.items():
        (tmp_path / name).write_bytes(data)
    with closing(connected(image_of(path))) as image:
        assert image.execute("select 1 from turns where line = 'Only in the log.'").fetchone()
    with closing(connected(image_of(path, with_journal=False))) as alone:
        assert not alone.execute("select 1 from turns where line = 'Only in the log.'").fetchone()
    with closing(History.open(path)) as history:
        assert history.raw.query("select 1 from turns where line = 'Only in the log.'")


# -- files of strangers


def test_a_name_of_a_column_reaches_no_sql(path: Path, tmp_path: Path) -> None:
    """The injection of the review: the own profile got all private lines for its name."""
    theirs = tmp_path / "theirs" / "history.sqlite"
    fill_all(theirs, 1)
    name = (
        "made_at, id) values (?1,?2,?3,1) on conflict(id) do update set name=(select group_concat(line) from turns) --"
    )
    spoil(theirs, f'alter table profiles add column "{name}" text default 1')
    with closing(History.open(path)) as history:
        merge(history, theirs)
        assert history.profiles.all()[0].name == "Me"


@pytest.mark.parametrize(
    "sql",
    [
        "create view more as select 1", "create trigger t after insert on turns begin delete from profiles; end",
        "create virtual table f using fts5(x)", "alter table turns add column c as (1)",
        "alter table reviews rename to r; create view reviews as with recursive n(x) as (select 1 union all select x + 1 from n) select x as id from n",
    ],
)  # fmt: skip
def test_what_is_more_than_tables_is_refused_by_its_own_name(tmp_path: Path, sql: str) -> None:
    theirs = tmp_path / "theirs" / "history.sqlite"
    fill_all(theirs, 1)
    with closing(sqlite3.connect(theirs, isolation_level=None)) as connection:
        connection.executescript(sql)
    begun = datetime.now(UTC)
    with pytest.raises(TrainerError) as told:
        rows_of_file(theirs)
    assert datetime.now(UTC) - begun < timedelta(seconds=10)
    assert str(theirs) in str(told.value) and "no file of Safe No" in str(told.value)


def test_a_bad_row_of_theirs_is_left_out_and_told(path: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs" / "history.sqlite"
    fill_all(theirs, 1)
    spoil(theirs)
    with closing(History.open(path)) as history:
        taken = merge(history, theirs)
        assert taken.left_out == 1 and "one row" in taken.told_left_out()
        assert history.faults() == []
        look_at_all(history)


def test_an_image_of_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        image_of(tmp_path)
