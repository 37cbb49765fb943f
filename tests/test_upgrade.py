"""A file of every version that was ever released opens in this program with everything that is in it."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from trainer.errors import TrainerError
from trainer.history import History, backups
from trainer.history import connection as opening
from trainer.history.migrations import MIGRATIONS, VERSION

from .everything import exported, look_at_all
from .make_schema_files import FOLDER, LINES

VERSIONS = range(1, VERSION + 1)
OLD = range(1, VERSION)


def content(path: Path) -> dict[str, Any]:
    """Everything SQLite finds in a file: its version, its tables as they were made, its rows."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    tables = connection.execute("select name, sql from sqlite_master order by name").fetchall()
    held: dict[str, Any] = {"version": connection.execute("pragma user_version").fetchone(), "tables": tables}
    for (name,) in connection.execute("select name from sqlite_master where type = 'table'").fetchall():
        held[name] = connection.execute(f"select * from {name}").fetchall()
    connection.close()
    return held


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def file(tmp_path: Path, version: int) -> Path:
    path = tmp_path / "history.sqlite"
    shutil.copyfile(FOLDER / f"v{version}.sqlite", path)
    return path


def test_there_is_a_small_file_of_every_version() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == [f"v{number}.sqlite" for number in VERSIONS]
    for number in VERSIONS:
        path = FOLDER / f"v{number}.sqlite"
        assert path.stat().st_size < 60_000
        assert content(path)["version"] == (number,)


def test_every_row_is_there_with_its_values(file: Path, version: int) -> None:
    before = content(file)
    history = History.open(file)
    after = history.tables()
    names = {name: [row[1] for row in _columns(FOLDER / f"v{version}.sqlite", name)] for name in after}
    for name, rows in after.items():
        if name not in before:
            assert rows == [] or name == "profiles"
            continue
        kept = [{key: value for key, value in row.items() if key in names[name]} for row in rows]
        old = [dict(zip(names[name], row, strict=True)) for row in before[name]]
        if name == "turns" and version < 3:  # only the last state of a talk is kept from version 3 on
            last = {
                (row["session_id"], max(o["number"] for o in old if o["session_id"] == row["session_id"]))
                for row in old
            }
            old = [row if (row["session_id"], row["number"]) in last else {**row, "state": ""} for row in old]
        assert kept == old, name
    assert history.faults() == []
    history.close()


def _columns(path: Path, table: str) -> list[Any]:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    found = connection.execute(f"pragma table_info({table})").fetchall()
    connection.close()
    return found


def test_the_pages_can_show_all_of_it(file: Path, version: int) -> None:
    history = History.open(file)
    everyone = [one.name for one in history.profiles.all()]
    assert everyone == [["Me"], ["Me"], ["Me", "Ada"], ["Me", "Ada", "Workshop of 04 Apr 2026"]][version - 1]
    rows = {row.id: row for row in history.sessions()}
    assert rows.keys() == ({1, 2, 3} if version < 3 else {1, 3})
    assert [turn.line for turn in history.turns(3)] == [line for line, *_ in LINES]
    assert [turn.resistance_after for turn in history.turns(1)] == [60, 66, 41]
    assert history.turns(1)[0].causes[0][1] == -2
    assert (rows[3].parent, rows[3].branched_at) == ((1, 2) if version > 1 else (0, 0))
    if version >= 2:
        assert history.notes.reflections(1)["what"] == "I asked twice."
        assert history.turns(3)[2].tone == "warm"
    if version >= 3:
        last = history.reviews.last("flip-coffee")
        assert last is not None and last.right
    if version >= 4:
        begun = history.workshops.unfinished()
        assert begun is not None and begun[2]["ways"] == [["Hello!"]]
    look_at_all(history)
    json.dumps(exported(history))
    history.close()


def test_a_copy_is_kept_of_what_was_there(file: Path, version: int) -> None:
    before = content(file)
    History.open(file).close()
    copy = file.with_name(f"history.sqlite.before-version-{VERSION}")
    assert copy.exists() == (version < VERSION)
    if copy.exists():
        assert content(copy) == before
        assert copy.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("version", OLD)
@pytest.mark.parametrize("broken", ["this is no sql", None])
def test_an_upgrade_that_fails_in_its_last_step_leaves_the_file_as_it_was(
    file: Path, broken: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`None` as a statement raises a TypeError: whatever goes wrong, the steps before it are taken back too."""
    before = content(file)
    steps = (*MIGRATIONS[:-1], (*MIGRATIONS[-1], broken))
    monkeypatch.setattr(opening, "MIGRATIONS", steps)
    with pytest.raises(TrainerError):
        History.open(file)
    assert content(file) == before
    monkeypatch.undo()
    history = History.open(file)  # and it goes on from there when that is mended
    assert history.tables()["sessions"]
    history.close()


@pytest.mark.parametrize("version", OLD)
def test_no_upgrade_without_its_copy(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = content(file)
    monkeypatch.setattr(backups, "copy_to", full)
    with pytest.raises(TrainerError, match="cannot be used"):
        History.open(file)
    assert content(file) == before
