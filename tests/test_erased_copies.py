"""What is erased is gone from every copy, however it is called there; and no copy that holds more is spoilt or deleted for it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from trainer.__main__ import main
from trainer.errors import TrainerError
from trainer.history import History, backups, swap
from trainer.history.image import BESIDE
from trainer.history.left_files import READY, UNSAVED, cut_files, named, unsaved_files, written_for
from trainer.history.merge import merge
from trainer.history.migrations import MIGRATIONS
from trainer.history.rescue import told_at_opening
from trainer.history.restoration import chosen, put_back
from trainer.workshop import Workshop

from .everything import NOW, coffee, talk
from .trust.identity import lines_in

SECRET, PRECIOUS = "What nobody shall read.", "What nobody shall lose."
DAY = date(2026, 11, 24)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


def holding(folder: Path, words: str = SECRET) -> list[str]:
    """The names of the files in whose bytes the words stand."""
    return sorted(file.name for file in folder.rglob("*") if file.is_file() and words.encode() in file.read_bytes())


def of_format(path: Path, version: int, line: str) -> None:
    """A file as an earlier version wrote it, with one talk of one line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for step in MIGRATIONS[:version]:
            for statement in step:
                file.execute(statement)
        file.execute(f"pragma user_version = {version}")
        file.execute(
            "insert into sessions (id, scenario, title, kind, level, seed, started, opening_resistance)"
            " values (1, 'coffee_neighbour', 'Coffee', 'coffee', 'easy', 1, '2026-03-03T10:00:00.000+00:00', 58)"
        )
        file.execute(
            "insert into turns (session_id, number, line, kind, no_means, resistance_before, resistance_after, causes, decision,"
            " reply, thought, concerns, state, said_at)"
            " values (1, 1, ?, 'other', 'none', 58, 58, '[]', 'neutral', 'r', 't', '{}', '', '2026-03-03T10:00:01.000+00:00')",
            [line],
        )


def erase_the_way_of(copy: Path, path: Path) -> None:
    """Go on otherwise with the only talk, take in how it went on in a copy, and erase that."""
    with closing(History.open(path)) as history:
        row = history.sessions()[0]
        turn = history.resume(row, coffee()).say("Quite another line.")
        history.add_turn(row.id, turn, NOW + timedelta(hours=1))
        merge(history, copy)
        (way,) = (one.id for one in history.sessions() if one.parent)
        history.erasing.session(way)


# -- the same thing under another name ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [1, 2])
def test_a_talk_that_each_upgrade_has_given_another_uid(path: Path, version: int) -> None:
    of_format(path, version, SECRET)
    kept = path.parent / "backups" / "history-2026-01-02.sqlite"
    kept.parent.mkdir()
    shutil.copy(path, kept)
    with closing(History.open(path)) as history:
        history.back_up(DAY)
    put_back(path, kept)
    with closing(History.open(path)) as history:
        talk(history, PRECIOUS)
        history.back_up(DAY + timedelta(days=1))
        history.erasing.session(1)
    left = [name for name in holding(path.parent) if "set-aside" not in name]
    assert left == [] and lines_in(path) == [PRECIOUS]
    assert sorted(one.talks for one in backups.look_into(path) if one.sound) == [0, 0, 1, 1]
    assert PRECIOUS in lines_in(chosen(path)[0].path)


@pytest.mark.parametrize(("there", "here", "kind"), [("Ann", "ANN", "learner"), ("Ann", "Ann", "workshop")])
def test_a_learner_whose_name_is_written_otherwise(path: Path, there: str, here: str, kind: str) -> None:
    with closing(History.open(path)) as history:
        history.profiles.choose(history.profiles.add(there, "learner", NOW).id)
        talk(history, SECRET)
    ((_, _, copy),) = backups.found(path)
    path.unlink()
    with closing(History.open(path)) as history:
        history.profiles.add(here, kind, NOW)
        merge(history, copy)
        (owner,) = (row["profile"] for row in history.raw.query("select profile from sessions"))
        history.erasing.profile(owner)
    assert holding(path.parent) == []


def test_a_way_that_an_import_has_made(path: Path) -> None:
    """In the copies its lines belong to the talk it branched off."""
    with closing(History.open(path)) as history:
        number, session = talk(history, PRECIOUS)
        history.back_up(DAY)
    ((_, _, early),) = [one for one in backups.found(path) if one[0] == DAY]
    with closing(History.open(path)) as history:
        history.add_turn(number, session.say(SECRET), NOW + timedelta(minutes=1))
        history.back_up(DAY + timedelta(days=1))
    full = next(file for day, _, file in backups.found(path) if day == DAY + timedelta(days=1))
    path.unlink()
    put_back(path, early)
    erase_the_way_of(full, path)
    assert holding(path.parent) == [] and PRECIOUS in lines_in(full)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_history_that_was_opened_by_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real" / "history.sqlite", tmp_path / "link" / "history.sqlite"
    link.parent.mkdir()
    for place in (real, link):
        if place is link:
            link.symlink_to(real)
        with closing(History.open(place)) as history:
            talk(history, SECRET)
    assert len(holding(tmp_path)) == 4, "the file by both its names, and a copy beside each"
    with closing(History.open(link)) as history:
        history.erasing.everything()
    assert holding(tmp_path) == []


def test_a_workshop_keeps_none_of_an_erased_talk(path: Path) -> None:
    with closing(History.open(path)) as history:
        mine = history.profiles.add("Tuesday's room", "workshop", NOW)
        history.profiles.choose(mine.id)
        for line in (SECRET, PRECIOUS):
            number, _ = talk(history, line)
            state = Workshop("coffee_neighbour", "easy", 1).said(line).stored_as(number).as_dict()
            history.workshops.begin(mine.id, state, NOW)
        history.erasing.session(history.sessions()[-1].id)
    assert holding(path.parent) == [] and holding(path.parent, PRECIOUS) != []
    with closing(History.open(path)) as history:
        assert len(history.raw.query("select 1 from workshops")) == 1


def test_a_promise_made_after_another_attempt_goes_with_its_talk(path: Path) -> None:
    with closing(History.open(path)) as history:
        number, session = talk(history, "Hello!", PRECIOUS)
        attempt = history.start(session.branch(2), NOW, number, 2)
        history.notes.commit(attempt, SECRET, NOW)
        history.back_up(DAY)
        history.erasing.session(number)
        assert history.notes.open_commitment() is None
    assert holding(path.parent) == []


def test_what_followed_an_erased_line_elsewhere_goes_with_it(path: Path) -> None:
    """A copy went further on the way that is erased, and its later lines still tell of the one before."""
    with closing(History.open(path)) as history:
        number, session = talk(history, PRECIOUS)
    short = path.with_name("short.sqlite")
    shutil.copy(path, short)
    with closing(History.open(path)) as history:
        history.add_turn(number, session.say(SECRET), NOW + timedelta(minutes=1))
        middle = path.with_name("middle.sqlite")
        shutil.copy(path, middle)
        history.add_turn(number, session.say("And a line more."), NOW + timedelta(minutes=2))
        full = history.back_up(DAY)
        history.writes.changed = False
    path.unlink()
    shutil.copy(short, path)
    erase_the_way_of(middle, path)
    assert lines_in(full) == [PRECIOUS] and SECRET.lower().encode() not in full.read_bytes().lower()


def test_of_two_learners_of_like_names_only_one_is_erased(path: Path) -> None:
    with closing(History.open(path)) as history:
        ann = history.profiles.add("Ann", "learner", NOW).id
        for number, line in ((ann, SECRET), (history.profiles.add("Ann (learner)", "learner", NOW).id, PRECIOUS)):
            history.profiles.choose(number)
            talk(history, line)
        copy = history.back_up(DAY)
        history.erasing.profile(ann)
    assert holding(path.parent) == [] and lines_in(path) == lines_in(copy) == [PRECIOUS]


def test_the_backups_of_another_file_stay_while_that_is_away(tmp_path: Path) -> None:
    for name, line in (("hist.db.sqlite", PRECIOUS), ("hist.db", SECRET)):
        with closing(History.open(tmp_path / name)) as history:
            talk(history, line)
    (tmp_path / "hist.db.sqlite").rename(tmp_path / "elsewhere")
    with closing(History.open(tmp_path / "hist.db")) as history:
        history.erasing.everything()
    (tmp_path / "elsewhere").rename(tmp_path / "hist.db.sqlite")
    ((_, _, copy),) = backups.found(tmp_path / "hist.db.sqlite")
    assert lines_in(copy) == [PRECIOUS] and holding(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    ["history.sqlite.restored-2026-11-24-090000.half.before-version-4", "backups/history-2026-11-01.sqlite-journal"],
)
def test_an_erasure_leaves_no_by_product(path: Path, name: str) -> None:
    with closing(History.open(path)) as history:
        talk(history, SECRET)
        history.back_up(DAY)
        (path.parent / name).write_text(SECRET, encoding="utf-8")
        history.erasing.everything()
    assert holding(path.parent) == []


# -- copies that hold more ------------------------------------------------------------------------------------------------


def format_1(copy: Path) -> None:
    copy.unlink()
    of_format(copy, 1, PRECIOUS)


def with_a_bad_page(copy: Path) -> None:
    with copy.open("r+b") as file:
        file.seek(12 * 4096)
        file.write(b"\xff" * 4096)


def read_only(copy: Path) -> None:
    copy.chmod(0o400)
    copy.parent.chmod(0o500)


@pytest.mark.parametrize("spoil", [format_1, with_a_bad_page, read_only])
def test_no_copy_is_deleted_for_what_else_is_erased(path: Path, spoil: Callable[[Path], None]) -> None:
    with closing(History.open(path)) as history:
        talk(history, PRECIOUS)
        history.back_up(date(2026, 1, 2))
        number, _ = talk(history, SECRET)
    copy = next(file for day, _, file in backups.found(path) if day == date(2026, 1, 2))
    spoil(copy)
    before = copy.read_bytes()
    try:
        with closing(History.open(path)) as history:
            try:
                history.erasing.session(number)
                assert holding(path.parent) == []
            except TrainerError as told:
                assert f"{copy}" in str(told) and SECRET in lines_in(path) and copy.read_bytes() == before
            history.writes.changed = False
        assert PRECIOUS.encode() in copy.read_bytes()
    finally:
        copy.parent.chmod(0o700)


def test_while_one_copy_refuses_none_is_changed_and_the_file_is_as_it_was(path: Path) -> None:
    with closing(History.open(path)) as history:
        number, _ = talk(history, SECRET)
        copies = [history.back_up(DAY + timedelta(days=one)) for one in range(3)]
        for copy in copies:
            before = {one: one.read_bytes() for one in copies}
            with closing(sqlite3.connect(copy, isolation_level=None)) as other:
                other.execute("begin immediate")
                with pytest.raises(TrainerError, match=f"{copy.name} is in use"):
                    history.erasing.session(number)
            assert {one: one.read_bytes() for one in copies} == before
            history.writes.look()  # nothing is missed
            assert history.turns(number)[0].line == SECRET
        history.erasing.session(number)
    assert holding(path.parent) == []


def test_while_another_program_reads_the_file_no_copy_is_changed(path: Path) -> None:
    with closing(History.open(path, patience=0.1)) as history:
        number, _ = talk(history, SECRET)
        copy = history.back_up(DAY)
        before = copy.read_bytes()
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("begin")
            reader.execute("select * from turns").fetchall()
            with pytest.raises(TrainerError):
                history.erasing.session(number)
        assert copy.read_bytes() == before and lines_in(path) == [SECRET]
        history.erasing.session(number)
    assert holding(path.parent) == []


def test_a_note_that_only_one_backup_holds_keeps_that_backup(path: Path) -> None:
    with closing(History.open(path)) as history:
        number, _ = talk(history, "Hello!")
    before = path.read_bytes()
    with closing(History.open(path)) as history:
        history.notes.reflect(number, {"what": PRECIOUS}, NOW)
        kept = history.back_up(DAY)
        history.writes.changed = False
    path.write_bytes(before)
    with closing(History.open(path)) as history:
        for day in range(1, 40):
            talk(history, f"Line {day}.", now=NOW + timedelta(days=day), seed=day)
            history.back_up(DAY + timedelta(days=day))
        history.writes.changed = False
    assert kept.exists()


@pytest.mark.parametrize("ending", BESIDE)
@pytest.mark.parametrize("fill", [b"", os.urandom(9_000), b"\0" * 4096])
def test_a_backup_is_spoilt_by_nothing_left_beside_the_one_before(path: Path, ending: str, fill: bytes) -> None:
    with closing(History.open(path)) as history:
        talk(history, "Hello!")
        (copy := history.back_up(DAY)).with_name(copy.name + ending).write_bytes(fill)
        talk(history, PRECIOUS)
        made = history.back_up(DAY)
        assert PRECIOUS in lines_in(made) and backups.look_at(made).sound
        history.writes.changed = False


def cut_while_it_was_erased(copy: Path) -> None:
    """As a kill leaves a copy: a part of it is written anew, with the journal from before that beside it."""
    with closing(sqlite3.connect(copy, isolation_level=None)) as file:
        file.execute("pragma cache_size = 1")
        file.execute("begin immediate")
        file.execute("update turns set reply = 'x', line = ?", ["y" * 9_000])
        file.execute("delete from sessions")
        journal = copy.with_name(f"{copy.name}-journal")
        found = copy.read_bytes(), journal.read_bytes()
        file.execute("rollback")
    copy.write_bytes(found[0])
    journal.write_bytes(found[1])


def test_a_backup_is_spoilt_by_no_erasing_that_was_cut_in_the_one_before(path: Path) -> None:
    with closing(History.open(path)) as history:
        for number in range(20):
            talk(history, f"Line {number}.", seed=number)
        copy = history.back_up(DAY)
        cut_while_it_was_erased(copy)
        assert backups.look_at(copy).lines == 20, "it is whole with its journal"
        talk(history, PRECIOUS)
        made = history.back_up(DAY)
        assert PRECIOUS in lines_in(made) and backups.look_at(made).lines == 21
        assert [one.fault for one in backups.look_into(path)] == [""]
        history.writes.changed = False


def test_a_backup_is_put_beside_no_pipe_and_no_folder(path: Path) -> None:
    with closing(History.open(path)) as history:
        talk(history, PRECIOUS)
        copy = history.back_up(DAY)
        copy.with_name(f"{copy.name}-wal").mkdir()
        talk(history, "More.")
        made = history.back_up(DAY)
        assert made != copy and backups.look_at(made).sound
        history.writes.changed = False


# -- what a killed program was about to name ------------------------------------------------------------------------------


def half_of(path: Path, kind: str = UNSAVED) -> Path:
    half = named(path, kind, "2026-11-24-090000.half")
    with closing(History.open(half)) as history:
        talk(history, SECRET, now=datetime.now(UTC))
        history.writes.changed = False
    return half


def test_a_rescue_that_was_cut_before_it_had_its_name_is_taken_up(path: Path) -> None:
    with closing(History.open(path)) as history:
        half = half_of(path)
        assert told_at_opening(history) == "" and half.exists(), "its program may still be at it"
        os.utime(half, (half.stat().st_mtime - 100,) * 2)
        assert "1 talk" in told_at_opening(history)
    assert lines_in(path) == [SECRET] and unsaved_files(path) == cut_files(path) == []


def test_one_that_was_cut_before_anything_was_in_it_goes(path: Path) -> None:
    with closing(History.open(path)) as history:
        half = half_of(path)
        half.write_bytes(b"")
        os.utime(half, (0, 0))
        assert told_at_opening(history) == "" and not half.exists()


def test_what_is_erased_is_in_no_rescue_that_was_cut(path: Path) -> None:
    half = half_of(path)
    with closing(History.open(path)) as history:
        merge(history, half)
        history.erasing.everything()
        assert holding(path.parent) == []


def test_the_program_starts_where_no_folder_for_temporary_files_takes_a_byte(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", full)
    with closing(History.open(path)) as history:
        assert told_at_opening(history) == ""
        history.erasing.everything()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("how", ["link", "dots"])
def test_a_rescue_is_found_however_its_path_is_written(tmp_path: Path, how: str) -> None:
    path = tmp_path / "data" / "history.sqlite"
    History.open(path).close()
    (tmp_path / "link").symlink_to(path.parent)
    other = tmp_path / ("link" if how == "link" else "data/../data") / "history.sqlite"
    place = tmp_path / "elsewhere"
    place.mkdir()
    assert written_for(other, place) == written_for(path, place)


def test_what_is_advised_for_a_rescue_can_be_done(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(History.open(path)) as history:
        whole = half_of(path).rename(named(path, UNSAVED, "2026-11-24-090000"))
        history.writes.changed = False
    assert main(["--db", f"{path}", "import", f"{whole}"]) == 0
    assert "1 talk" in capsys.readouterr().out and lines_in(path) == [SECRET]


# -- a place that is missing ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_restore_leaves_nothing_of_a_lost_file_beside_the_new_one(path: Path, ending: str) -> None:
    with closing(History.open(path)) as history:
        talk(history, PRECIOUS)
    path.unlink()
    left = path.with_name(path.name + ending)
    left.write_bytes(os.urandom(9_000))
    with pytest.raises(TrainerError, match=f"is not there, but {left.name} is"):
        History.open(path)
    assert not path.exists(), "nothing was made beside it"
    put_back(path, chosen(path)[0].path)
    assert not left.exists() and lines_in(path) == [PRECIOUS]
    History.open(path).close()


def test_nothing_is_said_to_be_in_its_place_that_is_not(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(History.open(path)) as history:
        talk(history, PRECIOUS)
    true = swap._write_note

    def then_gone(at: Path, decided: swap._Swap) -> None:
        true(at, decided)
        swap.tidy(at, 1e12, age=0.0)
        named(at, READY, decided.stamp).unlink()

    monkeypatch.setattr(swap, "_write_note", then_gone)
    with pytest.raises(TrainerError, match="cannot be replaced"):
        put_back(path, chosen(path)[0].path)
    assert lines_in(path) == [PRECIOUS]


# -- while others are at it, or after a wrong clock -----------------------------------------------------------------------


@pytest.mark.parametrize("swept", [False, True])
def test_a_backup_that_another_program_makes_meanwhile_holds_nothing_of_it(
    path: Path, monkeypatch: pytest.MonkeyPatch, swept: bool
) -> None:
    """Its half was written, and is not in its place yet: nobody who lists the copies finds it. `swept`: but whoever sweeps up."""
    real, erased = Path.replace, list[str]()
    with closing(History.open(path)) as history, closing(History.open(path)) as other:
        number, _ = talk(history, SECRET)
        talk(history, PRECIOUS, seed=4, now=NOW + timedelta(days=1))

        def meanwhile(half: Path, target: Path) -> Path:
            if not erased:
                erased.append(half.name)
                aside = half.with_name("kept")
                half.rename(aside)
                other.erasing.session(number)
                if not swept:
                    aside.rename(half)
            return real(half, target)

        monkeypatch.setattr(Path, "replace", meanwhile)
        backup = history.back_up(DAY)
        history.writes.changed = other.writes.changed = False
    (path.parent / "backups" / "kept").unlink(missing_ok=True)
    assert erased and holding(path.parent) == [] and lines_in(backup) == [PRECIOUS]


def test_a_backup_that_comes_while_the_file_is_erased_in_is_erased_in_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its program was killed right after it had put it there."""
    with closing(History.open(path)) as history:
        number, _ = talk(history, SECRET)
        first = history.back_up(DAY)
        late = first.read_bytes()
        real = history.erasing._erased

        def meanwhile() -> None:
            real()
            first.with_name("history-2026-11-25.sqlite").write_bytes(late)
            first.with_name("new").write_bytes(late)
            first.with_name("new").replace(first)

        monkeypatch.setattr(history.erasing, "_erased", meanwhile)
        history.erasing.session(number)
        history.writes.changed = False
    assert holding(path.parent) == [] and len(backups.found(path)) == 2


@pytest.mark.parametrize("whole", [False, True])
def test_the_backups_of_another_history_in_a_shared_folder_stay(tmp_path: Path, whole: bool) -> None:
    """Two computers, or two people, whose `backups` are links to one folder."""
    shared = tmp_path / "shared"
    shared.mkdir()
    for name, line in (("a", SECRET), ("b", PRECIOUS)):
        path = tmp_path / name / "history.sqlite"
        path.parent.mkdir()
        (path.parent / "backups").symlink_to(shared)
        with closing(History.open(path)) as history:
            talk(history, line, seed=len(name + line))
            history.back_up(DAY)
    before = holding(shared, PRECIOUS)
    with closing(History.open(tmp_path / "a" / "history.sqlite")) as history:
        if whole:
            history.erasing.everything()
        else:
            history.erasing.profile(1)
        history.writes.changed = False
    assert before and holding(shared, PRECIOUS) == before and holding(shared) == []


def test_a_link_among_the_backups_to_the_history_itself_is_no_trouble(path: Path) -> None:
    with closing(History.open(path)) as history:
        number, _ = talk(history, SECRET)
        history.back_up(DAY).with_name("history-2026-11-01.sqlite").symlink_to(path)
        history.erasing.session(number)
        history.writes.changed = False
    assert holding(path.parent) == []


@pytest.mark.parametrize("days", [-300, 300])
def test_what_a_killed_program_left_under_a_wrong_clock_goes_too(path: Path, days: int) -> None:
    with closing(History.open(path)) as history:
        number, _ = talk(history, SECRET)
        backup = history.back_up(DAY)
        left = [
            backup.with_name(".0123abcd.half"),
            path.with_name("history.sqlite.restored-2026-11-24-101010"),
            path.with_name("history.sqlite.restored-2026-11-24-101010.half"),
        ]
        for file in left:
            shutil.copy(backup, file)
            os.utime(file, (file.stat().st_mtime + days * 86_400,) * 2)
        history.erasing.session(number)
        history.writes.changed = False
    assert holding(path.parent) == [] and not any(file.exists() for file in left)


def test_a_cut_rescue_under_a_wrong_clock_is_taken_up(path: Path, tmp_path: Path) -> None:
    with closing(History.open(path)) as history:
        talk(history, PRECIOUS)
    rescue = named(path, UNSAVED, "2027-11-24-101010")
    with closing(History.open(tmp_path / "other.sqlite")) as history:
        talk(history, "Rescued.", seed=9)
    shutil.copy(tmp_path / "other.sqlite", half := rescue.with_name(f"{rescue.name}.half"))
    os.utime(half, (half.stat().st_mtime + 300 * 86_400,) * 2)
    with closing(History.open(path)) as history:
        told_at_opening(history)
    assert sorted(lines_in(path)) == ["Rescued.", PRECIOUS]


def test_of_a_cut_rescue_of_an_earlier_version_no_copy_stays(path: Path) -> None:
    with closing(History.open(path)) as history:
        talk(history, PRECIOUS)
    half = named(path, UNSAVED, "2026-11-24-101010")
    of_format(half := half.with_name(f"{half.name}.half"), 3, SECRET)
    os.utime(half, (half.stat().st_mtime - 300,) * 2)
    with closing(History.open(path)) as history:
        told_at_opening(history)
        assert SECRET in lines_in(path)
        history.erasing.everything()
        history.writes.changed = False
    assert holding(path.parent) == []
