"""Whatever lies in the data folder, the window opens, its pages open, and it closes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from trainer import folders
from trainer.gui.app import build
from trainer.gui.kit.portrait_file import Face
from trainer.gui.shell import bug_report

from .gui import Gui
from .test_plain_files import KINDS, NASTY, SOUND, put


def fill_scenarios_and_packs() -> None:
    """One of each kind as a scenario of the learner's, as cards, and in every place of a pack."""
    for kind in KINDS:
        put(kind, folders.own_scenarios() / f"{kind}.yaml")
        put(kind, folders.packs() / kind / "pack.yaml")
        put(kind, folders.packs() / kind / f"in_{kind}.YML")
        put(kind, folders.packs() / kind / "portraits" / "face.png")
    put("latin-1", folders.packs() / "a-file")
    (folders.own_scenarios() / "sound.yaml").write_bytes(SOUND)
    if sys.platform not in ("win32", "darwin"):
        odd = folders.packs() / os.fsdecode(b"caf\xe9")
        odd.mkdir()
        (odd / os.fsdecode(b"caf\xe9.yaml")).write_bytes(SOUND)


def use(gui: Gui, qtbot: QtBot) -> None:
    """Wait until every file was read, then look at every page that reads one, and change a setting."""
    checker = gui.library._examining
    checker.run()
    qtbot.waitUntil(lambda: not checker._todo and checker._current is None, timeout=60_000)
    gui.go("drills")
    gui.go("workshop")
    gui.program.workshop.audience.open()
    gui.program.packs.show_packs()
    gui.program.appearance.text_larger()
    gui.go("library")


def test_the_window_opens_and_closes_with_every_nasty_file_in_its_folder(qtbot: QtBot, tmp_path: Path) -> None:
    fill_scenarios_and_packs()
    gui = Gui(build(tmp_path / "history.sqlite", pause=0, settings=folders.settings()))
    qtbot.addWidget(gui.window)
    gui.window.show()
    gui.go("library")
    use(gui, qtbot)
    broken = {entry.path.stem for entry in gui.library._entries if entry.fault}
    assert broken >= {name for kind in KINDS if kind != "folder" for name in (kind, f"in_{kind}")}
    playable = [entry for entry in gui.library._entries if not entry.fault]
    assert len(playable) == 16 and "sound" in {entry.path.stem for entry in playable}
    assert gui.window.close()
    assert folders.catalogue().is_file() and folders.settings().is_file()
    again = Gui(build(tmp_path / "history.sqlite", pause=0, settings=folders.settings()))
    qtbot.addWidget(again.window)
    assert again.program.settings["text_size"] == "125"
    assert {entry.path.stem for entry in again.library._entries if entry.fault} == broken
    assert again.window.close()


@pytest.mark.parametrize("kind", KINDS)
def test_the_window_opens_and_closes_whatever_its_own_files_are(qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    own = (folders.settings(), folders.catalogue(), folders.displays(), folders.window())
    for path in own:
        put(kind, path)
        put(kind, path.with_name(path.name + ".new"))
    gui = Gui(build(tmp_path / "history.sqlite", pause=0, settings=folders.settings()))
    qtbot.addWidget(gui.window)
    gui.window.show()
    gui.go("library")
    use(gui, qtbot)
    assert gui.library.list.count() == 15
    assert gui.window.close()
    if (
        kind in NASTY or kind == "sparse"
    ):  # nothing is put in the place of what is no file; that is told, and costs time
        assert all(path.is_file() for path in own[:2])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["face.png", "face.svg"])
def test_a_portrait_that_is_none_is_an_empty_round(qapp: object, tmp_path: Path, kind: str, name: str) -> None:
    assert qapp
    image = QImage(60, 60, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    Face(put(kind, tmp_path / "portraits" / name)).paint(painter, "open", QRectF(image.rect()))
    painter.end()


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes")
def test_a_log_that_is_a_pipe_stops_no_dialog(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(folders, "log", lambda: put("pipe", folders.data() / "trainer.log"))
    bug_report._log("a report")
    assert "cannot be written" in capsys.readouterr().err
