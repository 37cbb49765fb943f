"""Kinds of harm to the file that people who tried to break it found: journals, swaps, other programs' files, copies."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import struct
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from trainer.__main__ import main
from trainer.errors import TrainerError
from trainer.history import History, backups
from trainer.history.fallback import Keeper
from trainer.history.import_rows import take_in
from trainer.history.left_files import left_files
from trainer.history.merge import merge, rows_of_file
from trainer.history.restoration import chosen, put_back
from trainer.history.reviews import Profile
from trainer.history.salvage import salvage
from trainer.history.swap import finish

from .everything import NOW, fill_all, practise, talk
from .trust.identity import Learner, another, lines_in


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "history.sqlite"
    fill_all(file, 2)
    return file


def folder_of(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}


def sessions_in(path: Path) -> int:
    with closing(History.open(path)) as history:
        return len(history.raw.query("select id from sessions"))


# -- databases of other programs


@pytest.mark.parametrize("version", [-5, -1, 1, 2, 3, 4])
@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_database_of_another_program_is_not_touched_whatever_its_number(
    tmp_path: Path, version: int, mode: str
) -> None:
    """Many programs count their own versions in the same place."""
    path = tmp_path / "people.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"pragma journal_mode = {mode}")
        connection.execute("create table people (name)")
        connection.execute(f"pragma user_version = {version}")
    before = folder_of(path), path.stat().st_mode
    for command in ("doctor", "export", "backup"):
        assert main([command, "--db", str(path)]) == 2
    with pytest.raises(TrainerError, match="another program"):
        rows_of_file(path)
    assert (folder_of(path), path.stat().st_mode) == before


def test_a_file_of_one_byte_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "note"
    path.write_bytes(b"A")
    with pytest.raises(TrainerError, match="not a file of Safe No"):
        History.open(path)
    assert path.read_bytes() == b"A"


# -- an older state of the same file


def test_an_older_state_of_the_same_talk_written_over_it_is_noticed(path: Path) -> None:
    learner = Learner(path)
    learner.say("Early.")
    older = path.read_bytes()
    learner.say("Precious one.")
    learner.say("Precious two.")
    path.write_bytes(older)
    learner.say("Late.")
    assert learner.told
    assert learner.keeper.close() == ""
    said = ["Early.", "Precious one.", "Precious two.", "Late."]
    assert [line for line in lines_in(path) if line in said] == said


def test_the_number_of_a_deleted_file_is_given_to_no_other_while_it_is_missed(path: Path, tmp_path: Path) -> None:
    learner = Learner(path)
    learner.say("Before.")
    path.unlink()
    learner.say("While it was gone.")
    shutil.copyfile(another(tmp_path / "other"), path)
    assert not learner.keeper.come_back(now=True), "it is another history"
    assert learner.keeper.lost
    learner.keeper.close()
    assert {"Before.", "While it was gone.", "Said elsewhere."} <= set(lines_in(path))


def test_what_another_program_erased_does_not_come_back(path: Path) -> None:
    learner = Learner(path)
    learner.say("To be erased.")
    with closing(History.open(path)) as other:
        other.erasing.everything()
    with pytest.raises(TrainerError, match="erased"):
        learner.say("Said after.")
    learner.keeper.look()
    assert learner.keeper.close() == "" and not any("taken the place" in told for told in learner.told)
    assert lines_in(path) == []


def test_contents_that_change_while_the_file_is_held_are_noticed(path: Path, tmp_path: Path) -> None:
    told: list[str] = []
    keeper = Keeper(path, told.append)
    assert keeper.history.sessions()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        keeper.keep(lambda history: history.profiles.add("Cleo", "learner", NOW))
        assert keeper.held and keeper.history.sessions(), "memory holds what the file held"
        other.execute("rollback")
    path.write_bytes(another(tmp_path / "other").read_bytes())
    assert not keeper.come_back(now=True) and keeper.lost
    keeper.settle(everything=False)
    keeper.close()
    with closing(History.open(path)) as history:
        assert {"Me", "Cleo"} <= {one.name for one in history.profiles.all()}


# -- journals


def whole_journal(image: bytes) -> bytes:
    """A rollback journal that puts every page of a file back, as a packing that was cut leaves it."""
    size, nonce = int.from_bytes(image[16:18], "big"), 7
    head = struct.pack(
        ">8sIIIII", bytes.fromhex("d9d505f920a163d7"), len(image) // size, nonce, len(image) // size, 512, size
    )
    made = bytearray(head.ljust(512, b"\0"))
    for start in range(0, len(image), size):
        page = image[start : start + size]
        summed = nonce + sum(page[place] for place in range(size - 200, 0, -200))
        made += struct.pack(">I", start // size + 1) + page + struct.pack(">I", summed & 0xFFFFFFFF)
    return bytes(made)


@pytest.mark.parametrize("age", [-100, 0, 100])
def test_a_whole_journal_of_an_earlier_state_takes_nothing_away(path: Path, age: int) -> None:
    older = path.read_bytes()
    with closing(History.open(path)) as history:
        for day in range(3, 6):
            practise(history, day)
        talks = len(history.raw.query("select id from sessions"))
    journal = path.with_name(f"{path.name}-journal")
    journal.write_bytes(whole_journal(older))
    os.utime(journal, (time.time() + age, time.time() + age))
    before = folder_of(path)
    with pytest.raises(TrainerError, match="would lose talks"):
        History.open(path)
    assert folder_of(path) == before
    journal.unlink()
    assert sessions_in(path) == talks


def note_written(history: History) -> None:
    history.notes.reflect(1, {"what": "Much better.", "next": "Ask once more."}, NOW + timedelta(days=9))


def commitment_answered(history: History) -> None:
    history.notes.answer_commitment(1, "done", "It went better still.", NOW + timedelta(days=9))


def workshop_stepped(history: History) -> None:
    found = history.workshops.unfinished()
    assert found is not None
    history.workshops.save(found[0], {**found[2], "part": 5}, NOW + timedelta(days=9))


def imported(history: History) -> None:
    assert history.path is not None
    other = history.path.with_name("other.sqlite")
    with closing(History.open(other)) as there:
        for day in range(3, 9):
            practise(there, day, "Eve")
    assert merge(history, other).talks > 3


@pytest.mark.parametrize("write", [note_written, commitment_answered, workshop_stepped, imported])
def test_a_write_that_was_cut_is_undone_whatever_it_wrote(path: Path, write: Callable[[History], None]) -> None:
    """As a kill leaves it between the writing of the pages and the end of the journal: nothing belongs to another file."""
    older = path.read_bytes()
    with closing(History.open(path)) as history:
        rows = history.tables()
        write(history)
    path.with_name(f"{path.name}-journal").write_bytes(whole_journal(older))
    with closing(History.open(path)) as history:
        assert history.tables() == rows


def journal_head(pages: int, records: int = 0) -> bytes:
    """The head of a rollback journal of a file that had so many pages."""
    return struct.pack(">8sIIIII", bytes.fromhex("d9d505f920a163d7"), records, 7, pages, 512, 4096).ljust(512, b"\0")


def test_a_first_write_that_was_cut_leaves_a_file_to_begin_with(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    History.open(path).close()
    path.with_name("new.sqlite-journal").write_bytes(journal_head(0))
    with closing(History.open(path)) as history:
        assert history.sessions() == []


@pytest.mark.parametrize("pages", [0, 1, 5])
@pytest.mark.parametrize("records", [0, 0xFFFFFFFF])
def test_a_journal_of_a_shorter_file_cuts_nothing_off(path: Path, pages: int, records: int) -> None:
    """SQLite would cut the file to the length that such a journal tells, down to nothing, and begin a new one."""
    path.with_name(f"{path.name}-journal").write_bytes(journal_head(pages, records))
    before = folder_of(path)
    with pytest.raises(TrainerError, match="move that away"):
        History.open(path)
    assert folder_of(path) == before


def test_journals_beside_what_a_link_means_are_looked_at(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "real" / "r.sqlite"
    real.parent.mkdir()
    path.rename(real)
    path.symlink_to(real)
    older = real.read_bytes()
    with closing(History.open(path)) as history:
        practise(history, 4)
        practise(history, 5)
        talks = len(history.raw.query("select id from sessions"))
    real.with_name("r.sqlite-journal").write_bytes(whole_journal(older))
    before = folder_of(real)
    with pytest.raises(TrainerError, match="would lose talks"):
        History.open(path)
    assert folder_of(real) == before
    real.with_name("r.sqlite-journal").unlink()
    assert sessions_in(path) == talks


@pytest.mark.parametrize("ending", ["-journal", "-wal", "-shm"])
def test_a_pipe_beside_the_file_is_told(path: Path, ending: str) -> None:
    os.mkfifo(path.with_name(path.name + ending))
    for command in ("doctor", "export"):
        assert main([command, "--db", str(path)]) == 2
    with pytest.raises(TrainerError, match="no plain file"):
        rows_of_file(path)


def test_salvage_reads_the_file_alone_where_a_journal_is_of_another(path: Path, tmp_path: Path) -> None:
    other = another(tmp_path / "other", "Of another.")
    path.with_name(f"{path.name}-journal").write_bytes(whole_journal(other.read_bytes()))
    with closing(History.open(None)) as history:
        salvage(path, history)
        lines = {row["line"] for row in history.raw.query("select line from turns")}
    assert "Hello on day 0!" in lines and "Of another." not in lines


# -- one file in the place of another


def test_a_ready_file_that_nobody_decided_on_changes_nothing(path: Path, tmp_path: Path) -> None:
    """As a folder that is kept in step with another machine's brings one back."""
    before = path.read_bytes()
    shutil.copyfile(another(tmp_path / "other"), path.with_name(f"{path.name}.restored-2026-01-02-030405"))
    os.mkfifo(path.with_name(f"{path.name}.restored-2026-01-02-030406"))
    path.with_name(f"{path.name}.swap").write_text(
        '{"stamp": "2026-01-02-030405", "new": {"device": 1, "number": 2}, "old": null}'
    )
    finish(path)
    assert path.read_bytes() == before and not path.with_name(f"{path.name}.swap").exists()


@pytest.mark.parametrize("moment", ["ready", "noted", "journal moved", "moved", "two names"])
def test_a_swap_that_was_cut_is_finished_by_whatever_comes_next(
    path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """And a restore that comes next loses nothing of it."""
    from trainer.history import swap

    with closing(History.open(path)) as history:
        backup = history.back_up(date(2026, 11, 20))
        talk(history, "Only in the old file.", now=NOW + timedelta(days=8))
    cut = RuntimeError("cut")

    def stop(*_: object) -> None:
        raise cut

    where = {"ready": "write_whole", "noted": "_done", "moved": "_moved_to_free"}.get(moment)
    if where:
        monkeypatch.setattr(swap, where, stop)
    elif moment == "journal moved":
        monkeypatch.setattr(Path, "rename", _cut_at(Path.rename, path, cut))
    else:
        monkeypatch.setattr(Path, "unlink", _cut_at(Path.unlink, None, cut))
    monkeypatch.setattr(swap, "_undo", lambda *_: None)
    _leave_all_as_it_is(monkeypatch)
    with pytest.raises(RuntimeError):
        put_back(path, backup)
    monkeypatch.undo()
    assert main(["restore", "--db", str(path)]) == 0
    assert "Only in the old file." in lines_in(path)
    capsys.readouterr()


def _cut_at(plain: Callable[..., object], wanted: Path | None, cut: Exception) -> Callable[..., object]:
    def step(self: Path, *given: object, **named: object) -> object:
        if (wanted is None and ".restored-" in self.name and not self.name.endswith(".half")) or self == wanted:
            raise cut
        return plain(self, *given, **named)

    return step


def _leave_all_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill cleans up nothing, unlike an error."""
    plain = Path.unlink

    def unlink(self: Path, missing_ok: bool = False) -> None:
        if ".restored-" in self.name or self.name.endswith(".swap"):
            raise RuntimeError("cut")
        plain(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)


def test_nothing_half_made_is_left_when_the_disk_is_full(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(History.open(path)) as history:
        backup = history.back_up(date(2026, 11, 20))
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("trainer.history.restoration.write_copy", full)
    with pytest.raises(TrainerError, match="disk is full"):
        put_back(path, backup)
    assert path.read_bytes() == before and left_files(path) == []
    assert not list(path.parent.glob("*.half"))


# -- copies


@pytest.mark.parametrize("index", ["turns_by_effect", "sessions_by_uid", "reviews_by_time", "turns_by_session"])
def test_no_backup_is_made_of_a_file_whose_index_is_damaged(path: Path, index: str) -> None:
    with closing(History.open(path)) as history:
        good = history.back_up(date(2026, 11, 20))
        (root,) = history._connection.execute("select rootpage from sqlite_master where name = ?", [index]).fetchone()
    before = good.read_bytes()
    data = bytearray(path.read_bytes())
    data[root * 4096 - 40] ^= 4  # in the last entry of the page
    path.write_bytes(data)
    try:
        with closing(History.open(path)) as history:
            faults = history.faults()
            try:
                history.back_up(date(2026, 11, 20))
                made = True
            except TrainerError:
                made = False
        assert made == (not faults)
    except TrainerError as error:
        assert "damaged" in str(error)
    assert chosen(path)[0].sound
    assert good.read_bytes() == before or backups.look_at(good).sound


def test_a_talk_that_went_on_elsewhere_gets_a_backup_of_its_own(path: Path, tmp_path: Path) -> None:
    with closing(History.open(path)) as history:
        session_id, session = talk(history, "Shared.", seed=60)
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(path, copy)
    for file, line in ((path, "Went on here."), (copy, "Went on there.")):
        with closing(History.open(file)) as history:
            branch = session.branch(2) if file == copy else session
            history.add_turn(session_id, branch.say(line), NOW)
            history.writes.changed = False
            if file == path:
                history.back_up(date(2026, 11, 20))
    shutil.copyfile(copy, path)
    with closing(History.open(path)) as history:
        history.back_up(date(2026, 11, 20))
        history.writes.changed = False
    held = {line for backup in backups.look_into(path) for line in lines_in(backup.path)}
    assert {"Went on here.", "Went on there."} <= held


def test_a_copy_from_before_an_upgrade_is_not_replaced_by_one_that_holds_less(tmp_path: Path) -> None:
    schema = Path(__file__).parent / "data" / "schema" / "v2.sqlite"
    path = tmp_path / "history.sqlite"
    for emptied in (False, True):
        shutil.copyfile(schema, path)
        if emptied:
            with closing(sqlite3.connect(path, isolation_level=None)) as connection:
                connection.execute("delete from turns")
                connection.execute("delete from sessions")
        History.open(path).close()
        path.unlink()
    copies = backups.upgraded_from(path)
    assert len(copies) == 2 and max(len(rows_of_file(one).tables["turns"]) for one in copies) == 8


def test_two_files_in_one_folder_have_backups_of_their_own(tmp_path: Path) -> None:
    one, other = tmp_path / "me.sqlite", tmp_path / "me.db"
    for file in (one, other):
        with closing(History.open(file)) as history:
            talk(history, f"Of {file.name}.")
    with closing(History.open(other)) as history:
        history.erasing.everything()
    assert [backup.lines for backup in backups.look_into(one)] == [1]


def test_erasing_a_learner_leaves_others_of_the_same_number_in_copies(path: Path) -> None:
    with closing(History.open(path)) as history:
        backup = history.back_up(date(2026, 11, 20))
    path.unlink()
    with closing(History.open(path)) as history:
        anna = history.profiles.add("Anna", "learner", NOW)
        assert anna.id == 2, "the number that Ada has in the backup"
        history.erasing.profile(anna.id)
    with closing(History.open(backup)) as history:
        assert "Ada" in {one.name for one in history.profiles.all()}
        assert history.raw.query("select 1 from sessions where profile = 2")


def test_a_copy_that_is_in_use_is_not_deleted_by_erasing(path: Path) -> None:
    with closing(History.open(path)) as history:
        backup = history.back_up(date(2026, 11, 20))
        (first,) = history.raw.query("select min(id) as id from sessions")
        with closing(sqlite3.connect(backup, isolation_level=None)) as other:
            other.execute("begin immediate")
            with pytest.raises(TrainerError, match="in use by another program"):
                history.erasing.session(first["id"])
            other.execute("rollback")
        history.writes.changed = False
    assert backup.exists()


def test_a_backup_while_another_program_holds_the_file_gives_no_wrong_advice(path: Path) -> None:
    with closing(History.open(path, 0.1)) as history, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        with pytest.raises(TrainerError, match="another program writes") as told:
            history.back_up(date(2026, 11, 20))
        assert "restore" not in str(told.value).lower()
        other.execute("rollback")


# -- what is read


def test_a_page_that_cannot_be_read_leaves_no_transaction_open(path: Path) -> None:
    """Every later line would have been written into it, and never been committed."""
    history = History.open(path)
    (root,) = history._connection.execute("select rootpage from sqlite_master where name = 'commitments'").fetchone()
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(os.urandom(4096))
    history._connection.execute("pragma shrink_memory")
    with pytest.raises(TrainerError):
        history.notes.last_commitment()
    assert not history._connection.in_transaction
    history.close(backed_up=False)


def test_thousands_of_learners_are_imported_soon(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = tmp_path / "theirs" / "history.sqlite"
    fill_all(theirs, 1)
    with closing(sqlite3.connect(theirs, isolation_level=None)) as connection:
        connection.execute("begin")
        connection.executemany(
            "insert into profiles (name, kind, made_at) values (?, 'learner', '2026-11-24T09:00:00.000+00:00')",
            [[f"Learner {number}"] for number in range(3_000)],
        )
        connection.execute("commit")
    with closing(History.open(path)) as history:
        plain, asked = history.profiles.all, []

        def counted() -> list[Profile]:
            asked.append(1)
            return plain()

        monkeypatch.setattr(history.profiles, "all", counted)
        assert merge(history, theirs).learners == 3_000
    assert len(asked) == 1, "the learners here are read once, not for each of theirs"


@pytest.mark.parametrize("size", [512, 1024, 65536])
def test_pages_of_any_size_are_read_without_the_head(path: Path, size: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"pragma page_size = {size}")
        connection.execute("vacuum")
    with closing(History.open(path)) as history:
        lines = len(history.raw.query("select id from turns"))
        history.writes.changed = False
    data = bytearray(path.read_bytes())
    data[16:24] = bytes(8)
    path.write_bytes(data)
    with closing(History.open(None)) as history:
        salvage(path, history)
        assert len(history.raw.query("select id from turns")) >= lines * 0.8


def test_a_file_of_holes_holds_nothing_up(tmp_path: Path, path: Path) -> None:
    theirs = tmp_path / "holes.sqlite"
    shutil.copyfile(path, theirs)
    with theirs.open("r+b") as file:
        file.truncate(40_000_000_000)
    begun = time.monotonic()
    with contextlib.suppress(TrainerError):
        rows_of_file(theirs)
    theirs.write_bytes(b"SQLite format 3\0" + bytes(5_000))
    with theirs.open("r+b") as file:
        file.truncate(40_000_000_000)
    with pytest.raises(TrainerError, match=r"holes\.sqlite"):
        rows_of_file(theirs)
    assert time.monotonic() - begun < 10


def test_an_empty_file_can_be_restored_over(path: Path) -> None:
    with closing(History.open(path)) as history:
        backup = history.back_up(date(2026, 11, 20))
        talks = len(history.raw.query("select id from sessions"))
    path.write_bytes(b"")
    put_back(path, backup)
    assert sessions_in(path) == talks


@pytest.mark.parametrize("name", ["a**b.sqlite", "h[1].sqlite", "x" * 250, "line\nbreak.sqlite", "?.sqlite"])
def test_no_name_of_a_file_ends_in_a_traceback(tmp_path: Path, name: str) -> None:
    for command in ("doctor", "backup", "export", "restore"):
        assert main([command, "--db", str(tmp_path / name)]) in (0, 1, 2)


def test_a_talk_of_a_day_to_come_is_not_the_newest_for_ever(path: Path) -> None:
    with closing(History.open(path)) as history:
        talk(history, "Under a clock that was ahead.", now=datetime(2087, 1, 1, tzinfo=UTC), seed=70)
        newest, _ = talk(history, "Just now.", now=datetime.now(UTC), seed=71)
        row = history.resumable()
        assert row is not None and row.id == newest


def test_two_lines_of_one_number_are_imported_the_same_way_each_time(path: Path) -> None:
    """A bit of a number was flipped: importing twice still adds nothing twice."""
    with closing(History.open(path)) as history:
        tables = history.readable().tables
    turns = tables["turns"]
    first = turns[0]
    tables["turns"] = [*turns, {**first, "id": 900, "line": "Of a garbled number."}]
    with closing(History.open(None)) as into:
        assert take_in(into, tables).lines == len(turns)
        assert take_in(into, tables).told() == ""
