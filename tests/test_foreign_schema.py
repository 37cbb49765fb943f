"""Files of strangers that are small and ask for much, or whose tables would refuse, or drop, what is written later."""

from __future__ import annotations

import json
import sqlite3
import struct
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from trainer.__main__ import main
from trainer.errors import TrainerError
from trainer.history import History, import_rows
from trainer.history.backups import look_at
from trainer.history.merge import merge
from trainer.history.other_file import is_as_we_make_it
from trainer.history.restoration import put_back
from trainer.history.sameness import Row, is_same_commitment
from trainer.history.swap import put_in_place
from trainer.history.valid_rows import DEEPEST_ATTEMPT
from trainer.progress.exports import export
from trainer.session import Session

from .everything import NOW, coffee, fill_all, talk
from .trust.identity import lines_in

WHEN = "2026-11-28T10:00:00.000+00:00"
#: One call of it takes minutes, and SQLite looks at no clock meanwhile.
SLOW = "instr(printf('%.*c', 8000000, 'a'), printf('%.*c', 4000000, 'a') || 'b')"
#: Seconds that a small file may take; measured: a tenth of it.
SOON = 10.0
TURNS = (
    "line, kind, no_means, family, resistance_before, resistance_after, causes, decision, reply, thought, concerns, state, "
    "said_at, hints, tone, moves"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "history.sqlite"
    fill_all(file, 1)
    return file


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    file = tmp_path / "theirs" / "in.sqlite"
    fill_all(file, 2)
    return file


def run(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def _with_condition(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        (sql,) = connection.execute("select sql from sqlite_master where name = 'turns'").fetchone()
        connection.execute("pragma writable_schema = on")
        connection.execute(
            "update sqlite_master set sql = ? where name = 'turns'", [f"{sql.rstrip()[:-1]}, check ({SLOW} = 0))"]
        )


def _with_condition_and_no_row_numbers(file: Path) -> None:
    _with_condition(file)
    run(file, "drop table reviews", "create table reviews (uid text primary key) without rowid")


def _with_a_view_behind_many_tables(file: Path) -> None:
    run(file, "begin", "drop table reviews", *(f"create table z{number} (a)" for number in range(1_001)),
        f"create view reviews as select {SLOW} as rowid", "commit")  # fmt: skip


def _with_an_index_that_computes(file: Path) -> None:
    run(file, "create table other (a)", f"create index slow on other ({SLOW})")


def _with_much_in_each_row(file: Path) -> None:
    much = json.dumps([["label", 1]] * 8_000)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("drop table turns")
        connection.execute("create table turns (id integer primary key, session_id integer, number integer)")
        connection.execute("begin")
        connection.executemany("insert into turns (session_id, number) values (1, ?)", [(n,) for n in range(1, 3_000)])
        connection.execute("commit")
        connection.execute("pragma writable_schema = on")
        connection.execute(
            "update sqlite_master set sql = ? where name = 'turns'",
            [f"create table turns (id integer primary key, session_id integer, number integer, causes text default '{much}')"],
        )  # fmt: skip


def _with_cells_over_each_other(file: Path) -> None:
    memory = json.dumps({"card_id": 1, "state": 1, "step": 1, "stability": 1, "difficulty": 1, "due": WHEN, "last_review": None, "x": [1] * 14_000})  # fmt: skip
    run(file, "pragma page_size = 65536", "vacuum", "delete from reviews where id > 1",
        f"update reviews set memory = '{memory}'", "vacuum")  # fmt: skip
    data, size = bytearray(file.read_bytes()), 65_536
    start = next(
        at for at in range(0, len(data), size) if data[at] == 13 and memory[:40].encode() in data[at : at + size]
    )
    cell = data[start + 8 : start + 10]
    count = (int.from_bytes(cell, "big") - 8) // 2
    data[start + 3 : start + 5] = count.to_bytes(2, "big")
    data[start + 8 : start + 8 + 2 * count] = cell * count
    data += bytes(data[start : start + size]) * 4
    data[100] = 0x77
    file.write_bytes(data)


def _with_a_log_that_reaches_far(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[18:20] = b"\2\2"
    file.write_bytes(data)

    def summed(part: bytes, sums: tuple[int, int]) -> tuple[int, int]:
        one, two = sums
        numbers = struct.unpack(f"<{len(part) // 4}I", part)
        for first, second in zip(numbers[::2], numbers[1::2], strict=True):
            one = (one + first + two) & 0xFFFFFFFF
            two = (two + second + one) & 0xFFFFFFFF
        return one, two

    head = struct.pack(">IIIIII", 0x377F0682, 3_007_000, 4_096, 0, 1, 2)
    sums = summed(head, (0, 0))
    frame = struct.pack(">II", 240_000, 240_000)
    last = summed(bytes(4_096), summed(frame, sums))
    log = head + struct.pack(">II", *sums) + frame + struct.pack(">II", 1, 2) + struct.pack(">II", *last) + bytes(4_096)
    file.with_name(f"{file.name}-wal").write_bytes(log)


def _with_many_unknown_learners(file: Path) -> None:
    run(file, "delete from turns",
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 3000) insert into sessions (id, scenario, title, "
        "kind, level, seed, started, opening_resistance, profile, uid) select 1000 + i, 'a', 'a', 'coffee', 'easy', 1, "
        f"'{WHEN}', 50, 1000 + i, 'u' || i from n")  # fmt: skip


GREEDY = [
    _with_condition, _with_condition_and_no_row_numbers, _with_a_view_behind_many_tables, _with_an_index_that_computes,
    _with_much_in_each_row, _with_cells_over_each_other, _with_a_log_that_reaches_far, _with_many_unknown_learners,
]  # fmt: skip


@pytest.mark.parametrize("make", GREEDY)
@pytest.mark.parametrize("command", ["import", "restore", "doctor"])
def test_a_small_file_asks_for_no_more_than_a_small_file(
    path: Path, theirs: Path, make: Callable[[Path], None], command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make(theirs)
    before = {one.name: one.read_bytes() for one in theirs.parent.iterdir() if one.is_file()}
    named = [command, "--db", str(theirs)] if command == "doctor" else [command, "--db", str(path), str(theirs)]
    begun = time.process_time()
    main(named)
    assert time.process_time() - begun < SOON
    told = capsys.readouterr()
    assert "Traceback" not in told.err and all(len(line) < 500 for line in told.err.splitlines())
    if command != "doctor":
        assert {one.name: one.read_bytes() for one in theirs.parent.iterdir() if one.is_file()} == before
    assert main(["doctor", "--db", str(path)]) == 0


# -- what is put back


OF_ANOTHER_MAKE = {
    "one line a talk": ("create unique index one on turns (session_id)",),
    "no tone": ("alter table turns drop column tone",),
    "no workshops": ("drop table workshops",),
    "no uid": ("drop index sessions_by_uid", "alter table sessions drop column uid"),
    "lines replace each other": (
        "drop table turns",
        f"create table turns (id integer primary key, session_id integer, number integer, {TURNS}, "
        "unique (session_id) on conflict replace)",
    ),
    "a column that must be there": ("alter table sessions add column more not null default 1",),
}


@pytest.mark.parametrize("name", OF_ANOTHER_MAKE)
def test_a_restored_file_takes_what_is_written_later_whatever_its_tables_were(
    path: Path, theirs: Path, name: str
) -> None:
    if name == "one line a talk":
        run(theirs, "delete from turns where number > 1")
    run(theirs, *OF_ANOTHER_MAKE[name])
    if look_at(theirs).fault:
        pytest.skip("is refused")
    put_back(path, theirs)
    with closing(sqlite3.connect(path)) as connection:
        assert is_as_we_make_it(connection)
    with closing(History.open(path)) as history:
        talk(history, "The first.", "The second.", seed=91)
        assert history.faults() == []
    assert lines_in(path)[-2:] == ["The first.", "The second."] or {"The first.", "The second."} <= set(lines_in(path))


def test_what_another_program_writes_while_a_backup_is_restored_is_taken_in(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(History.open(path)) as history:
        backup = history.back_up(NOW.date())

    def slowly(place: Path, write: Callable[[Path], None], now: datetime) -> Path | None:
        def and_then(ready: Path) -> None:
            write(ready)
            if "Said meanwhile." not in lines_in(place):
                with closing(History.open(place)) as other:
                    talk(other, "Said meanwhile.", seed=92)

        return put_in_place(place, and_then, now)

    monkeypatch.setattr("trainer.history.restoration.put_in_place", slowly)
    told = put_back(path, backup)
    assert "1 line" in told[-1] and "Said meanwhile." in lines_in(path)


# -- rows


def test_an_import_never_takes_their_ids_for_ours(path: Path, theirs: Path) -> None:
    with closing(History.open(path)) as history:
        history.notes.commit(0, "Call my sister.", NOW)
        (mine,) = history.raw.query("select * from commitments where text = 'Call my sister.'")
    number = mine["id"]
    run(
        theirs,
        "delete from commitments",
        f"insert into commitments (id, text, made_at, profile) values ({number}, 'X', '{WHEN}', 1)",
        f"insert into commitments (id, text, made_at, status, how, asked_at, profile) values ({number + 1}, 'X', '{WHEN}', 'dropped', 'theirs', '{WHEN}', 1)",
    )
    with closing(History.open(path)) as history:
        merge(history, theirs)
        assert history.raw.query("select * from commitments where text = 'Call my sister.'") == [mine]
        (x,) = history.raw.query("select status, how from commitments where text = 'X'")
        assert x == {"status": "dropped", "how": "theirs"}
        assert not merge(history, theirs).told()


@pytest.mark.parametrize("state", ['{"ids": [], "started": [1]}', '{"ids": [], "seed": {}}', '{"ids": [], "x": 1e999}'])
def test_a_workshop_that_nobody_could_have_begun_is_left_out(path: Path, theirs: Path, state: str) -> None:
    run(theirs, f"insert into workshops (profile, state, saved_at) values (1, '{state}', '{WHEN}')")
    with closing(History.open(path)) as history:
        taken = merge(history, theirs)
        assert taken.left_out == 1 and taken.talks
        json.loads(export(history, "json", NOW.date()).files["export.json"], parse_constant=pytest.fail)


def chain(theirs: Path, length: int) -> None:
    """So many attempts, each at the one before."""
    run(theirs,
        f"with recursive n (i) as (select 1 union all select i + 1 from n where i < {length}) insert into sessions (id, scenario, title, kind, "
        "level, seed, started, opening_resistance, profile, uid, parent, branched_at) select 1000 + i, 'a', 'a', 'coffee', 'easy', i, "
        f"'{WHEN}', 50, 1, 'u' || i, case when i > 1 then 999 + i end, case when i > 1 then 1 end from n",
        f"insert into turns (session_id, number, {TURNS}) select {1000 + length}, 1, {TURNS} from turns where id = 1")  # fmt: skip


def test_a_long_chain_of_attempts_is_no_trouble(path: Path, theirs: Path) -> None:
    chain(theirs, DEEPEST_ATTEMPT + 1)
    last = 1001 + DEEPEST_ATTEMPT
    with closing(History.open(path)) as history:
        assert merge(history, theirs).left_out == 0
        run(
            theirs, f"insert into turns (session_id, number, {TURNS}) select {last}, 2, {TURNS} from turns where id = 1"
        )
        assert merge(history, theirs).lines == 1


def test_of_an_endless_chain_of_attempts_the_end_is_left_out(path: Path, theirs: Path) -> None:
    chain(theirs, 2_000)
    with closing(History.open(path)) as history:
        taken = merge(history, theirs)
        assert taken.left_out == 1_999 - DEEPEST_ATTEMPT
        assert not history.raw.query("select 1 from sessions where uid = 'u2000'")
        assert not merge(history, theirs).told()


def test_nobody_writes_a_longer_chain_than_is_read(path: Path, theirs: Path) -> None:
    chain(theirs, DEEPEST_ATTEMPT + 1)
    with closing(History.open(path)) as history:
        merge(history, theirs)
        last, session = history.raw.id_of(f"u{DEEPEST_ATTEMPT}"), Session(coffee(), 1)
        attempt = history.start(session, NOW, last, 1)
        with pytest.raises(TrainerError, match="Please begin the talk anew"):
            history.start(session, NOW, attempt, 1)
        assert not history.faults() and not history.readable().left_out


@pytest.mark.parametrize("rows", [2_000, 4_000])
def test_many_of_one_moment_are_compared_with_few(
    path: Path, theirs: Path, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commitments, and learners: each with the ones that it could be."""
    numbers = f"with recursive n (i) as (select 1 union all select i + 1 from n where i < {rows})"
    run(theirs,
        f"{numbers} insert into commitments (text, made_at, how, profile) select 'I will ' || i, '{WHEN}', '', 1 from n",
        f"{numbers} insert into profiles (name, kind, made_at) select 'Person ' || i, 'learner', '{WHEN}' from n")  # fmt: skip
    compared = 0

    def counted(one: Row, other: Row) -> bool:
        nonlocal compared
        compared += 1
        return is_same_commitment(one, other)

    monkeypatch.setattr(import_rows, "is_same_commitment", counted)
    with closing(History.open(path)) as history, closing(History.open(path)) as again:
        asked: list[str] = []
        history._connection.set_trace_callback(asked.append)
        merge(history, theirs)
        assert compared <= 2 * rows
        assert sum("from profiles" in sql.lower() and "where id" not in sql for sql in asked) < 20
        assert merge(again, theirs).told() == ""


def test_lines_whose_talk_is_gone_here_and_there_are_no_trouble(path: Path) -> None:
    run(path, "pragma foreign_keys = off", "delete from sessions where id = 1")
    copied = path.with_name("copy.sqlite")
    copied.write_bytes(path.read_bytes())
    with closing(History.open(path)) as history:
        merge(history, copied)
        backup = history.back_up(NOW.date())
    put_back(path, backup)


def test_a_note_of_a_day_to_come_gives_way_to_the_one_of_today(path: Path) -> None:
    """The clock was wrong; what is in the file that was in use is what was written last."""
    future = "2087-01-01T00:00:00.000+00:00"
    run(path, f"update reflections set answer = 'old', written_at = '{future}'")
    with closing(History.open(path)) as history:
        backup = history.back_up(NOW.date())
    run(path, f"update reflections set answer = 'new', written_at = '{WHEN}'")
    put_back(path, backup)
    with closing(History.open(path)) as history:
        assert {row["answer"] for row in history.raw.query("select answer from reflections")} == {"new"}


def test_a_learner_with_another_name_is_the_same_after_a_restore(path: Path) -> None:
    with closing(History.open(path)) as history:
        backup = history.back_up(NOW.date())
        before = len(history.profiles.all())
    run(path, "update profiles set name = 'Olga' where id = 1")
    with closing(History.open(path)) as history:
        talk(history, "Said as Olga.", seed=93)
    put_back(path, backup)
    with closing(History.open(path)) as history:
        assert len(history.profiles.all()) == before
        assert any(turn.line == "Said as Olga." for row in history.sessions() for turn in history.turns(row.id))


def test_a_backup_is_not_replaced_by_an_older_state_of_notes(path: Path) -> None:
    older = path.read_bytes()
    run(path, f"update reflections set answer = 'longer', written_at = '{WHEN}'",
        f"update workshops set saved_at = '{WHEN}'", f"update commitments set how = 'well', status = 'done', asked_at = '{WHEN}'")  # fmt: skip
    with closing(History.open(path)) as history:
        first = history.back_up(NOW.date())
    path.write_bytes(older)
    with closing(History.open(path)) as history:
        second = history.back_up(NOW.date())
    assert first != second and first.exists()
    path.unlink()
    assert main(["restore", "--db", str(path)]) == 0
    with closing(History.open(path)) as history:
        assert {row["answer"] for row in history.raw.query("select answer from reflections")} == {"longer"}


def test_a_refused_file_says_what_is_in_it(path: Path, theirs: Path) -> None:
    _with_condition(theirs)
    with (
        closing(History.open(path)) as history,
        pytest.raises(TrainerError, match=r"in.sqlite is no file of Safe No: its table"),
    ):
        merge(history, theirs)
    with pytest.raises(TrainerError, match=r"in.sqlite cannot be restored .its table"):
        put_back(path, theirs)
    with pytest.raises(TrainerError, match=r"in.sqlite cannot be used: its table"):
        History.open(theirs)


@pytest.mark.parametrize("tail", ["/*" + "[" * 400_000, "'" + "[" * 9_000, '"' * 9_001, "--" + "x" * 9_000])
def test_a_long_description_of_a_table_holds_nobody_up(path: Path, theirs: Path, tail: str) -> None:
    with closing(sqlite3.connect(theirs)) as connection:
        connection.execute("create table extra (a)")
        connection.execute("pragma writable_schema = on")
        connection.execute("update sqlite_master set sql = ? where name = 'extra'", [f"create table extra(a) {tail}"])
        connection.commit()
    begun = time.process_time()
    main(["import", "--db", str(path), str(theirs)])
    look_at(theirs)
    assert time.process_time() - begun < SOON


def test_a_view_of_the_person_s_own_costs_no_backup(path: Path) -> None:
    run(path, "create view mine as select line from turns")
    with closing(History.open(path)) as history:
        talk(history, "Said with a view.", seed=95)
        backup = history.back_up(NOW.date())
    assert look_at(backup).sound
    path.unlink()
    put_back(path, backup)
    assert "Said with a view." in lines_in(path)


def test_files_of_one_folder_have_backups_of_their_own_with_and_without_an_ending(path: Path) -> None:
    other = path.with_name("history")
    with closing(History.open(other)) as history:
        talk(history, "Said in the other.", seed=96)
        mine = history.back_up(NOW.date())
    with closing(History.open(path)) as history:
        theirs = history.back_up(NOW.date())
    assert mine != theirs
    with closing(History.open(other)) as history:
        history.erasing.everything()
    assert look_at(theirs).talks and not look_at(mine).talks
