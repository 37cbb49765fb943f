"""The files beside a history: whose they are, what an erasure leaves of them, and what is said of them."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from trainer import folders
from trainer.__main__ import main
from trainer.errors import TrainerError
from trainer.history import History, backups
from trainer.history.advice import command
from trainer.history.erased_elsewhere import Before
from trainer.history.errors import Damaged
from trainer.history.fallback import Keeper
from trainer.history.left_files import unsaved_files
from trainer.history.rescue import Rescue, take_up, told_at_opening
from trainer.history.restoration import chosen, put_back

from .everything import fill_all, talk
from .trust.identity import lines_in

PRECIOUS = "Precious."
NAMES = (
    "me.sqlite",
    "me",
    "me.db",
    "me.db.sqlite",
    "me~.sqlite",
    "me~",
    "me~~.sqlite",
    ".sqlite",
    ".sqlite~.sqlite",
    "me.sqlite.sqlite",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


# -- backups -----------------------------------------------------------------------------------------------------------


def test_no_two_files_of_a_folder_share_their_backups(tmp_path: Path) -> None:
    for name in NAMES:
        with closing(History.open(tmp_path / name)) as history:
            talk(history, f"Said in {name}.", now=datetime.now(UTC))
    made = {name: [file for _, _, file in backups.found(tmp_path / name)] for name in NAMES}
    assert all(len(files) == 1 for files in made.values())
    assert len({files[0] for files in made.values()}) == len(NAMES)
    with closing(History.open(tmp_path / "me.db.sqlite")) as history:
        history.erasing.everything()
    assert lines_in(made["me.db"][0]) == ["Said in me.db."]
    put_back(tmp_path / "me~.sqlite", chosen(tmp_path / "me~.sqlite")[0].path)
    assert lines_in(tmp_path / "me~.sqlite") == ["Said in me~.sqlite."]


@pytest.mark.parametrize("name", ["日" * 76 + ".sqlite", "h" * 235 + ".sqlite", "x/:memory:"])
def test_a_file_of_any_name_has_a_backup(tmp_path: Path, name: str) -> None:
    with closing(History.open(tmp_path / name)) as history:
        talk(history, PRECIOUS, now=datetime.now(UTC))
    ((_, _, copy),) = backups.found(tmp_path / name)
    assert lines_in(copy) == lines_in(tmp_path / name) == [PRECIOUS]


def test_backups_under_the_name_of_earlier_versions_are_found(tmp_path: Path) -> None:
    file = tmp_path / "me.db"
    with closing(History.open(file)) as history:
        talk(history, "Said.", now=datetime.now(UTC))
    (made,) = (found for _, _, found in backups.found(file))
    older = made.rename(made.with_name("me.db-2026-10-01.sqlite"))
    assert [found for _, _, found in backups.found(file)] == [older]
    History.open(tmp_path / "me.db.sqlite").close()
    assert backups.found(file) == [], "now they may be of the other one"


def test_a_promise_that_is_changed_each_day_keeps_no_more_backups(path: Path) -> None:
    with closing(History.open(path)) as history:
        number, _ = talk(history, "Said.")
        for day in range(60):
            history.notes.commit(
                number, f"On day {day} I will call.", datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
            )
            history.back_up(date(2026, 1, 1) + timedelta(days=day))
    assert len(backups.found(path)) <= backups.DAILY + backups.WEEKLY + backups.MONTHLY


@pytest.mark.parametrize(
    "left", [".0a1b2c3d.half", "backups/.0a1b2c3d.half", "history.sqlite.restored-2026-11-24-090000.half"]
)
@pytest.mark.parametrize("linked", [False, True])
def test_an_erasure_leaves_no_half_of_a_copy(tmp_path: Path, left: str, linked: bool) -> None:
    real = tmp_path / "real" / "history.sqlite"
    fill_all(real, 1)
    with closing(History.open(real)) as history:
        history.back_up(date(2026, 11, 24))
    path = tmp_path / "data" / "history.sqlite" if linked else real
    if linked:
        path.parent.mkdir()
        path.symlink_to(real)
    half = real.parent / left
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(real.read_bytes())
    others = real.parent / ".somebody.half"
    others.write_text("not ours", encoding="utf-8")
    with closing(History.open(path)) as history:
        history.erasing.everything()
    assert (not half.exists() or (linked and left.startswith("backups"))) and others.exists()


@pytest.mark.parametrize("content", [b"\0" * 90_000, b"<html>Please log in</html>" * 200, os.urandom(50_000)])
def test_a_history_beyond_recognition_is_still_ours_where_there_are_backups(path: Path, content: bytes) -> None:
    """As a power cut leaves one, or a program that keeps folders in step writes a page to log in there."""
    with closing(History.open(path)) as history:
        talk(history, "Precious.", now=datetime.now(UTC))
    path.write_bytes(content)
    with pytest.raises(Damaged, match="restore"):
        History.open(path)
    put_back(path, chosen(path)[0].path)
    assert lines_in(path) == ["Precious."]


# -- what could not be saved -------------------------------------------------------------------------------------------


def in_memory(path: Path, line: str) -> Keeper:
    """A talk whose file, and all of its folder, is gone."""
    keeper = Keeper(path, lambda _: None)
    keeper.keep(lambda history: talk(history, line, now=datetime.now(UTC)))
    path.unlink()
    for one in sorted(path.parent.rglob("*"), reverse=True):
        one.rmdir() if one.is_dir() else one.unlink()
    path.parent.rmdir()
    path.parent.write_text("no folder any more", encoding="utf-8")
    keeper.look()
    return keeper


def test_a_rescue_goes_into_no_other_history_of_its_name(tmp_path: Path) -> None:
    """It lies in the data folder then, beside the usual history, which has the same name."""
    path = tmp_path / "stick" / "history.sqlite"
    usual = folders.database()
    with closing(History.open(usual)) as history:
        talk(history, "Said in the usual one.")
    keeper = in_memory(path, "Said on the stick.")
    assert "goes into the history by itself" in keeper.close()
    (file,) = unsaved_files(path)
    assert file.parent == usual.parent
    with closing(History.open(usual)) as history:
        assert told_at_opening(history) == "" and lines_in(usual) == ["Said in the usual one."]
    path.parent.unlink()
    with closing(History.open(path)) as history:
        assert "is in your history now" in told_at_opening(history) and unsaved_files(path) == []
    assert lines_in(path) == ["Said on the stick."]


@pytest.mark.parametrize("name", ["日" * 76 + ".sqlite", "h" * 230 + ".sqlite"])
def test_a_long_name_is_no_reason_to_lose_anything(tmp_path: Path, name: str) -> None:
    path = tmp_path / "data" / name
    keeper = Keeper(path, lambda _: None)
    keeper.keep(lambda history: talk(history, "Precious.", now=datetime.now(UTC)))
    path.unlink()
    path.mkdir()
    keeper.look()
    assert "goes into the history by itself" in keeper.close()
    path.rmdir()
    with closing(History.open(path)) as history:
        assert "is in your history now" in told_at_opening(history)
    assert lines_in(path) == ["Precious."]


def test_a_rescue_is_written_once_and_found_whole(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(History.open(path)) as history, closing(History.open(None)) as memory:
        talk(memory, "Precious.", now=datetime.now(UTC))
        true, found = History.close, []

        def closed(self: History, backed_up: bool = True) -> None:
            found.append(unsaved_files(path))  # while it is being written, nobody finds it
            true(self, backed_up)

        monkeypatch.setattr(History, "close", closed)
        rescue = Rescue(path)
        told = rescue.told(memory, False, Before())
        monkeypatch.undo()
        assert found == [[]] and rescue.told(memory, False, Before()) == told and len(unsaved_files(path)) == 1
        assert "1 talk and 1 line" in take_up(history, path) and unsaved_files(path) == []


def test_another_trouble_is_rescued_anew(path: Path) -> None:
    """As much had been written in memory when the first one was."""
    History.open(path).close()
    rescue = Rescue(path)
    for line in ("First.", "Second."):
        with closing(History.open(None)) as memory:
            talk(memory, line, now=datetime.now(UTC))
            rescue.told(memory, False, Before())
    assert [lines_in(file) for file in unsaved_files(path)] == [["First."], ["Second."]]


def test_what_was_erased_does_not_come_back_from_a_rescue(path: Path) -> None:
    with closing(History.open(path)) as history, closing(History.open(None)) as memory:
        talk(memory, "Precious.", now=datetime.now(UTC))
        Rescue(path).told(memory, False, Before())
        history.erasing.everything()
        assert take_up(history, path) == "" and history.sessions() == []


# -- what is said ------------------------------------------------------------------------------------------------------


def test_an_advice_names_the_history_it_is_about(tmp_path: Path) -> None:
    assert command("restore", folders.database()) == "“trainer restore”" == command("restore", None)
    told = command("import", tmp_path / "my talks.sqlite", tmp_path / "a b.sqlite")
    assert ("--db" in told and "'" in told) or os.name == "nt"
    path = tmp_path / "other.sqlite"
    path.write_bytes(b"SQLite format 3\0" + b"\xa5" * 9000)
    with closing(History.open(tmp_path / "whole.sqlite")) as history:
        history.back_up(date(2026, 11, 24)).rename(tmp_path / "backups" / "other-2026-11-24.sqlite")
    with pytest.raises(TrainerError) as refused:
        History.open(path)
    assert f"trainer --db {path} restore" in str(refused.value)


def test_a_missing_history_is_told_by_every_command(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(History.open(path)) as history:
        talk(history, "Precious.", now=datetime.now(UTC))
    small = tmp_path / "small.sqlite"
    with closing(History.open(small)) as history:
        talk(history, "Of another.", seed=9)
    to = tmp_path / "export"
    assert main(["export", "--db", str(path), "--to", str(to)]) == 0
    before = (to / "export.json").read_bytes()
    path.unlink()
    assert main(["export", "--db", str(path), "--to", str(to)]) == 2
    assert (
        "a backup of" in capsys.readouterr().err and (to / "export.json").read_bytes() == before and not path.exists()
    )
    assert main(["import", "--db", str(path), str(small)]) == 0
    assert "but a backup of" in capsys.readouterr().out
    assert main(["doctor", "--db", str(path)]) == 0
    assert "holds what is not in the file" in capsys.readouterr().out
    for _, _, backup in backups.found(path):
        assert main(["import", "--db", str(path), str(backup)]) == 0
    assert main(["doctor", "--db", str(path)]) == 0
    assert "holds what is not in the file" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["play", "explain", "simulate"])
@pytest.mark.parametrize("seed", [str(2**63), "x", str(-(2**70))])
def test_a_seed_that_no_file_can_hold_is_refused_at_once(
    name: str, seed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([name, "coffee_neighbour", "--seed", seed])
    assert "--seed" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="files have no such owners there")
@pytest.mark.parametrize("whose", ["somebody else's", "a link"])
def test_what_somebody_else_has_put_there_is_not_taken_in(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    """A folder for passing files is open to everybody on the machine."""
    with closing(History.open(path)) as history, closing(History.open(None)) as memory:
        talk(memory, "Not ours.", now=datetime.now(UTC))
        Rescue(path).told(memory, False, Before())
        (file,) = unsaved_files(path)
        if whose == "a link":
            file.rename(tmp_path / "elsewhere.sqlite")
            file.symlink_to(tmp_path / "elsewhere.sqlite")
        else:
            monkeypatch.setattr(os, "geteuid", lambda: 12_345)
        assert take_up(history, path) == "" and history.sessions() == [] and os.path.lexists(file)
