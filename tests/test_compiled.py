"""The kept form of the tables: equal to the tables, made anew when they change, never needed."""

from __future__ import annotations

import marshal
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from trainer import folders, scenario
from trainer.language import read, tables
from trainer.language.matching import compiled
from trainer.scenario import compiled as kept

from .conftest import ROOT, SCENARIOS

LINES = ("Would it be crazy if we had lunch on Friday?", "You have to decide now.", "It's up to you.", "Is it 62k?")


@pytest.fixture
def language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the English tables as a language of its own, with nothing kept."""
    folder = tmp_path / "english"
    shutil.copytree(Path(tables.__file__).with_name("english"), folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(tables, "__file__", str(tmp_path / "tables.py"))
    tables._loaded.cache_clear()
    yield folder
    tables._loaded.cache_clear()


def readings() -> list[object]:
    tables._loaded.cache_clear()
    return [read(line) for line in LINES]


def test_kept_tables_read_as_the_files_do(language: Path) -> None:
    assert compiled.stored(language) is None
    fresh = readings()
    assert compiled.stored(language) is not None
    assert readings() == fresh


def test_a_changed_table_is_read_anew(language: Path) -> None:
    readings()
    phrases = language / "phrases.toml"
    phrases.write_text(phrases.read_text("utf-8").replace('"bonkers"', '"bluish"', 1), "utf-8")
    assert compiled.stored(language) is None
    readings()
    assert not read("Would it be bonkers having lunch?").asks
    assert read("Would it be bluish if we had lunch?").asks


@pytest.mark.parametrize("content", [b"", b"x", b"\x00" * 50])
def test_damaged_keepings_are_replaced(language: Path, content: bytes) -> None:
    fresh = readings()
    (kept,) = language.glob("__pycache__/tables.*.bin")
    kept.write_bytes(content)
    assert compiled.stored(language) is None
    assert readings() == fresh
    assert compiled.stored(language) is not None


def test_a_folder_that_cannot_be_written_to_is_no_error(language: Path) -> None:
    (language / "__pycache__").write_text("a file where the folder would be")
    fresh = readings()
    assert readings() == fresh


# -- scenarios ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that counts as the program's own, with one scenario."""
    monkeypatch.setattr(folders, "scenarios", lambda: tmp_path)
    shutil.copy(ROOT / "tests" / "sound.yaml", tmp_path / "sound.yaml")
    return tmp_path / "sound.yaml"


def test_a_scenario_of_ours_is_kept_as_it_is_used(ours: Path) -> None:
    first = scenario.load(ours)
    assert kept.taken_up(ours) == first == scenario.load(ours)
    for path in sorted(SCENARIOS.glob("*.yaml"))[::4]:  # reading one anew takes seconds
        assert scenario.load(path) == scenario.check(path)[0], path


def test_a_changed_file_is_read_anew(ours: Path) -> None:
    scenario.load(ours)
    ours.write_text(ours.read_text("utf-8").replace("Goodbye.", "So long."), encoding="utf-8")
    assert kept.taken_up(ours) is None
    assert any(line.say == "So long." for line in scenario.load(ours).lines)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        zlib.compress(b"nonsense"),
        zlib.compress(marshal.dumps(("a", "b"))),
        zlib.compress(marshal.dumps((b"", b"", (0, "Path", "/")))),
    ],
)
def test_what_is_kept_can_be_broken(ours: Path, content: bytes) -> None:
    first = scenario.load(ours)
    next((ours.parent / "__pycache__").iterdir()).write_bytes(content)
    assert scenario.load(ours) == first


def test_nothing_is_kept_of_other_folders(ours: Path, tmp_path: Path) -> None:
    other = tmp_path / "mine"
    other.mkdir()
    shutil.copy(ours, other)
    scenario.load(other / "sound.yaml")
    assert not (other / "__pycache__").exists()
