"""What a person takes away: JSON, CSV, a page; whole, for its owner only, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from trainer.__main__ import main
from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.restoration import put_back
from trainer.history.valid_rows import COLUMNS
from trainer.progress.exports import export
from trainer.safe_text import seen

from .everything import NOW, fill_all, talk
from .gui import Answers, opened

FORMULAS = ("=cmd|' /C calc'!A0", "=1+1", "+49 30 1", "-2", "@SUM(A1)", "\t=1+1", " =1+1", "\uff1d1+1", "%0A", "\r=1+1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "history.sqlite"
    fill_all(file, 1)
    return file


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_an_export_is_for_its_owner_alone(path: Path, tmp_path: Path, form: str) -> None:
    usual = os.umask(0)
    try:
        assert main(["export", "--db", str(path), "--format", form, "--to", str(tmp_path / "out")]) == 0
    finally:
        os.umask(usual)
    made = list((tmp_path / "out").iterdir())
    assert made and {stat.S_IMODE(file.stat().st_mode) for file in made} == {0o600}
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700


def test_a_spreadsheet_shows_texts_and_runs_none(path: Path, tmp_path: Path) -> None:
    with closing(History.open(path)) as history:
        for number, line in enumerate((*FORMULAS, "a\0b\x1b[2J", "plain – “quoted”")):
            talk(history, line, now=NOW, seed=500 + number)
        export(history, "csv", NOW.date()).write(tmp_path)
    data = (tmp_path / "turns.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\0" not in data and b"\x1b" not in data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    lines = [row["line"] for row in rows]
    assert not [line for line in lines if line.strip()[:1] in ("=", "+", "-", "@", "\uff1d", "%")]
    assert "'=1+1" in lines and "plain – “quoted”" in lines and "ab[2J" in lines
    assert int(rows[0]["resistance_before"]) > 0, "numbers stay numbers"


def test_an_empty_table_still_says_what_its_columns_are(tmp_path: Path) -> None:
    with closing(History.open(tmp_path / "new.sqlite")) as history:
        made = export(history, "csv", NOW.date())
    assert {name: next(csv.reader([text])) for name, text in made.files.items() if name != "profiles.csv"} == {
        f"{name}.csv": list(columns) for name, columns in COLUMNS.items() if name != "profiles"
    }


@pytest.mark.parametrize("form", ["JSON", "CSV", "HTML"])
def test_everything_is_exported_by_the_menu(
    qtbot: QtBot, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    gui = opened(qtbot, path)
    place = tmp_path / ("taken" if form == "CSV" else f"taken.{form.lower()}")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))
    row = {"JSON": "JSON: everything, for other programs", "CSV": "CSV: everything, a table each, for a spreadsheet",
           "HTML": "HTML: a page for a coach"}[form]  # fmt: skip
    with Answers(row):
        gui.program.data_file.export_data()
    assert f"Exported to {place}." in seen(gui.library.notice.text.text())
    if form == "JSON":
        assert len(json.loads(place.read_text(encoding="utf-8"))["turns"]) > 3
    elif form == "HTML":
        assert "Practice review" in place.read_text(encoding="utf-8")
    else:
        assert {file.stem for file in place.iterdir()} == set(COLUMNS)
    gui.close()


def test_a_file_that_was_set_aside_is_left_there(path: Path) -> None:
    with closing(History.open(path)) as history:
        backup = history.back_up(NOW.date())
    put_back(path, backup)
    (aside,) = path.parent.glob("*.set-aside-*")
    before = aside.read_bytes()
    with closing(History.open(path)) as history:
        history.erasing.everything()
    assert aside.read_bytes() == before


def test_an_export_replaces_an_earlier_one_and_nothing_else(path: Path, tmp_path: Path) -> None:
    """A file of the person's own, a link, the history itself: none of them is written over, and nothing is half written."""
    with closing(History.open(path)) as history:
        tables, data = export(history, "csv", NOW.date()), export(history, "json", NOW.date())
    folder = tmp_path / "Documents"
    tables.write(folder)
    tables.write(folder)
    before = path.read_bytes()
    puts: list[Callable[[Path], object]] = [
        lambda file: file.write_text("my own book reviews"),
        lambda file: file.write_text('{\n "work": "of another program"\n}\n'),
        lambda file: file.symlink_to(path),
        lambda file: file.write_bytes(before),
        lambda file: file.mkdir(),
    ]
    for number, put in enumerate(puts):
        for made, name in ((tables, "reviews.csv"), (data, "export.json")):
            place = tmp_path / f"taken {number} {name}"
            place.mkdir()
            put(place / name)
            with pytest.raises(TrainerError, match=f"{name} .something else has that name"):
                made.write(place)
            assert [one.name for one in place.iterdir()] == [name] and path.read_bytes() == before


def test_no_list_separator_begins_a_formula(path: Path, tmp_path: Path) -> None:
    lines = ["Hello;=1+1", "a\t=2+2", "\u200b=3+3", "\u00ad=4", "\ufeff=5", "\u200e=6"]
    with closing(History.open(path)) as history:
        for number, line in enumerate(lines):
            talk(history, line, now=NOW, seed=700 + number)
        export(history, "csv", NOW.date()).write(tmp_path)
    text = (tmp_path / "turns.csv").read_text(encoding="utf-8-sig")
    assert '"Hello;=1+1"' in text and '"a\t=2+2"' in text
    assert all(f'"\'{line}"' in text for line in lines[2:])
