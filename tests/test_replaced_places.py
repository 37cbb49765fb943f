"""What may be moved away from the path of a history: a file or a link of one's own, never what a link leads to."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.fallback import Keeper
from trainer.history.migrations import VERSION
from trainer.history.restoration import put_back
from trainer.history.swap import put_in_place

from .everything import fill_all, talk
from .trust.identity import lines_in

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def a_folder(place: Path) -> None:
    place.mkdir()
    (place / "letter.txt").write_text("Dear Ann", encoding="utf-8")


def a_pipe(place: Path) -> None:
    os.mkfifo(place)


def somebodys_text(place: Path) -> None:
    place.write_text("Dear Ann", encoding="utf-8")


def somebodys_database(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("create table people (name)")


def nothing(place: Path) -> None:
    assert not place.exists()


def looked(folder: Path) -> dict[str, object]:
    return {
        str(one.relative_to(folder)): one.read_bytes() if one.is_file() else one.stat().st_ino
        for one in folder.rglob("*")
    }


def newer(place: Path) -> None:
    with closing(History.open(place)) as history:
        talk(history, "Said before.")
        history.writes.changed = False
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("create table added (what text)")
        connection.execute("pragma user_version = 99")
        connection.commit()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "history.sqlite"
    file.parent.mkdir()
    return file


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    file = tmp_path / "backup.sqlite"
    fill_all(file, 1)
    return file


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("make", [a_folder, a_pipe, somebodys_text, somebodys_database, nothing])
def test_what_a_link_leads_to_stays_where_it_is(
    path: Path, backup: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    make(theirs / "thing")
    path.symlink_to(theirs / "thing")
    before = looked(theirs)
    try:
        put_back(path, backup)
        assert len(lines_in(path)) > 0 and not path.is_symlink()
    except TrainerError as error:
        assert str(path) in str(error) and path.is_symlink()
    assert looked(theirs) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("make", [a_folder, a_pipe, somebodys_text, somebodys_database])
def test_what_is_in_memory_goes_into_the_place_of_the_link_alone(
    path: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    make(theirs / "thing")
    keeper = Keeper(path, lambda _: None)
    keeper.keep(lambda history: talk(history, "Precious.", now=datetime.now(UTC)))
    path.unlink()
    path.symlink_to(theirs / "thing")
    before = looked(theirs)
    keeper.look()
    keeper.settle(everything=False, aside=True)
    assert keeper.close() == "" and lines_in(path) == ["Precious."] and looked(theirs) == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_to_a_history_is_kept(path: Path, backup: Path, tmp_path: Path) -> None:
    """As somebody has it who keeps the history in a folder that is kept in step."""
    real = tmp_path / "cloud" / "history.sqlite"
    real.parent.mkdir()
    fill_all(real, 1)
    path.symlink_to(real)
    put_back(path, backup)
    assert path.is_symlink() and len(list(real.parent.glob("*.set-aside-*"))) == 1


@pytest.mark.parametrize("make", [a_folder, a_pipe])
def test_nothing_but_a_file_is_moved_away_by_a_restore(path: Path, backup: Path, make: Callable[[Path], None]) -> None:
    make(path)
    before = looked(path.parent)
    with pytest.raises(TrainerError, match="no plain file"):
        put_back(path, backup)
    assert looked(path.parent) == before


@pytest.mark.skipif(not Path("/dev").is_dir() or os.name == "nt", reason="there are no devices here")
def test_a_device_is_never_moved_away(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried on what only says that it is one: no test comes near a real one."""
    path.write_bytes(b"")
    true = Path.lstat

    def pretended(self: Path) -> os.stat_result:
        found = true(self)
        return os.stat_result((0o020666, *found[1:])) if self == path else found

    monkeypatch.setattr(Path, "lstat", pretended)
    with pytest.raises(TrainerError, match="device"):
        put_in_place(path, Path.touch, NOW)
    assert [one.name for one in path.parent.iterdir()] == ["history.sqlite"]


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (a_folder, "no plain file"),
        (a_pipe, "no plain file"),
        (nothing, "there is no such file"),
        (somebodys_database, "it is no history of Safe No"),
        (Path.touch, "it is no history of Safe No"),
        (newer, "it was written by a newer version of Safe No"),
    ],
)
def test_only_a_history_is_said_to_be_in_its_place(
    path: Path, tmp_path: Path, make: Callable[[Path], None], told: str
) -> None:
    make(place := tmp_path / "named.sqlite")
    with pytest.raises(TrainerError, match=f"{place.name} cannot be restored .*{told}"):
        put_back(path, place)


def test_a_file_of_a_newer_version_is_not_replaced(path: Path, backup: Path) -> None:
    fill_all(path, 1)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"pragma user_version = {VERSION + 1}")
        connection.commit()
    before = looked(path.parent)
    with pytest.raises(TrainerError, match="newer version"):
        put_back(path, backup)
    assert looked(path.parent) == before
    with pytest.raises(TrainerError, match="newer version"):
        History.open(path)
