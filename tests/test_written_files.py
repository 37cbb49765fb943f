"""Every file the window writes is written whole and for its owner only, and nothing but a plain file is ever written."""

from __future__ import annotations

import os
import stat
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from trainer import folders, settings
from trainer.errors import TrainerError
from trainer.gui.kit.portrait_file import Face
from trainer.gui.progress.page import SKILLS
from trainer.gui.shell import bug_report
from trainer.gui.shell.geometry import load_geometry
from trainer.gui.workshop import handouts
from trainer.packs import look_into
from trainer.scenario import load, own
from trainer.scenario.catalogue import load_catalogue
from trainer.scenario.own import OwnTalk
from trainer.workshop import Workshop
from trainer.workshop.displays import load_choices

from .conftest import ROOT
from .gui import Answers, Gui, Room, say
from .test_plain_files import NO_FILES, full_disk, left_beside, put

TARGETS = [kind for kind in NO_FILES if kind != "sparse"]


@pytest.fixture
def talked(gui: Gui, qtbot: QtBot) -> Gui:
    """A talk of one line that has ended."""
    gui.program.practice.start(ROOT / "tests" / "sound.yaml", "easy")
    say(qtbot, gui, "Would it be a bad idea to walk together?")
    gui.program.talk.end_talk()
    gui.program.debrief.show_current()
    gui.go("progress")
    gui.progress.parts.setCurrentIndex(SKILLS)
    return gui


def chart(gui: Gui, ending: str) -> None:
    gui.program.data._save_chart("shareChart", ending)


#: What asks the window for a file, by what the person wants to save.
ASKED: dict[str, tuple[str, Callable[[Gui], object]]] = {
    "chart-png": ("png", lambda gui: chart(gui, "png")),
    "chart-svg": ("svg", lambda gui: chart(gui, "svg")),
    "chart-csv": ("csv", lambda gui: chart(gui, "csv")),
    "debrief": ("pdf", lambda gui: gui.program.debrief._save_pdf()),
    "curve": ("png", lambda gui: gui.program.debrief._save_picture()),
    "report": ("html", lambda gui: gui.program.data.save_report()),
    "report-pdf": ("pdf", lambda gui: gui.program.data.save_report()),
    "cards": ("pdf", lambda gui: gui.program.messages.save(asked_for(), handouts.save_cards)),
    "notes": (
        "pdf", lambda gui: gui.program.messages.save(asked_for(), lambda to: handouts.save_notes(to, gui.session.scenario))
    ),
    "handout": (
        "pdf",
        lambda gui: gui.program.messages.save(
            asked_for(), lambda to: handouts.save_handout(to, Workshop("sound", "easy", 1), [gui.session])
        ),
    ),
}  # fmt: skip


def asked_for() -> Path:
    """The place a person chooses."""
    return Path(QFileDialog.getSaveFileName()[0])


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def told(gui: Gui) -> str:
    shown = gui.program.navigator.shown
    assert shown is not None
    return shown.notice.text.text().replace("\u200b", "")


@pytest.mark.parametrize("name", ASKED)
def test_what_is_saved_is_whole_and_for_its_owner_only(
    talked: Gui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    ending, ask = ASKED[name]
    path = tmp_path / "saved" / f"a.{ending}"
    path.parent.mkdir()
    path.write_text("old")
    path.chmod(0o644)
    choose(monkeypatch, path)
    monkeypatch.setattr(os, "fsync", full_disk)
    ask(talked)
    assert path.read_text() == "old" and "No space left" in told(talked) and left_beside(path) == []
    monkeypatch.undo()
    choose(monkeypatch, path)
    ask(talked)
    assert path.stat().st_size > 20 and path.stat().st_mode & 0o777 == 0o600 and left_beside(path) == []
    assert told(talked) == f"Saved as {path}."


@pytest.mark.parametrize(
    ("asked", "typed", "kind", "made", "begins"),
    [
        ("report", "r.PDF", "", "r.PDF", b"%PDF"), ("report", "r.Html", "", "r.Html", b"<!"),
        ("report", "r", "", "r.html", b"<!"), ("report", "r", "PDF (*.pdf)", "r.pdf", b"%PDF"),
        ("report", "r.pdf.bak", "", "r.pdf.bak.html", b"<!"), ("debrief", "No. 2", "", "No. 2.pdf", b"%PDF"),
        ("curve", "c.jpg", "", "c.jpg.png", b"\x89PNG"), ("curve", "c.PNG", "", "c.PNG", b"\x89PNG"),
        ("chart-svg", "x", "", "x.svg", b"<?xml"), ("chart-svg", "x.SVG", "", "x.SVG", b"<?xml"),
        ("chart-svg", "x.Png", "", "x.Png", b"\x89PNG"), ("chart-png", "x.CSV", "", "x.CSV", b"month"),
        ("chart-csv", "x", "Drawing (*.svg)", "x.svg", b"<?xml"), ("export", "all.sqlite", "", "all.sqlite.json", b"{"),
        ("paper", "a.doc", "", "a.doc.pdf", b"%PDF"),
    ],
)  # fmt: skip
def test_the_ending_of_a_file_says_what_is_in_it(
    talked: Gui,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    asked: str,
    typed: str,
    kind: str,
    made: str,
    begins: bytes,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "to" / typed), kind))
    (tmp_path / "to").mkdir()
    if asked == "export":
        with Answers("JSON: everything, for other programs"):
            talked.program.data_file.export_data()
    elif asked == "paper":
        Room(talked).begin("coffee_new_acquaintance")
        talked.program.workshop._save_paper("cards")
    else:
        ASKED[asked][1](talked)
    (file,) = (tmp_path / "to").iterdir()
    assert file.name == made and file.read_bytes().startswith(begins)


@pytest.mark.parametrize(("answer", "replaced"), [("Replace", True), ("Keep it", False), (Qt.Key.Key_Escape, False)])
def test_a_file_that_has_the_name_with_its_ending_is_asked_about(
    talked: Gui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str | Qt.Key, replaced: bool
) -> None:
    choose(monkeypatch, tmp_path / "review")
    (tmp_path / "review.html").write_text("old")
    with Answers(answer) as answers:
        talked.program.data.save_report()
    assert "“review.html” is there already. Replace it?" in answers.said
    assert ((tmp_path / "review.html").read_text(encoding="utf-8") != "old") is replaced
    assert not (tmp_path / "review").exists()


def test_files_to_be_read_are_listed_in_small_letters_and_capitals(gui: Gui, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def cancelled(*given: str) -> tuple[str, str]:
        asked.append(given[3])
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", cancelled)
    gui.program.data_file.import_file()
    assert asked == ["Safe No (*.sqlite *.SQLITE)"]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes")
@pytest.mark.parametrize("name", ASKED)
def test_what_is_no_plain_file_is_refused_in_a_sentence(
    talked: Gui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    ending, ask = ASKED[name]
    for kind in TARGETS:
        path = put(kind, tmp_path / kind / f"a.{ending}")
        before = path.lstat()
        choose(monkeypatch, path)
        talked.program.messages.tell("")
        ask(talked)
        assert str(path) in told(talked) and "cannot be written" in told(talked), kind
        after = path.lstat()
        assert (before.st_mode, before.st_ino) == (after.st_mode, after.st_ino) and left_beside(path) == []
    assert talked.window.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes")
@pytest.mark.parametrize("kind", TARGETS)
def test_a_log_that_is_no_file_stops_no_dialog_and_a_log_is_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    bug_report._log("a report")
    assert stat.S_IMODE(folders.log().stat().st_mode) == 0o600 and "a report" in folders.log().read_text()
    monkeypatch.setattr(folders, "log", lambda: tmp_path / "logs" / "trainer.log")
    put(kind, tmp_path / "logs" / "trainer.log")
    bug_report._log("a report")
    assert "cannot be written" in capsys.readouterr().err


def test_an_own_talk_is_written_whole_and_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = OwnTalk("Ida", "a neighbour", "a walk on Sunday", ((next(iter(own.worries())), "I have no time"),))
    path = own.save(talk, tmp_path / "own")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(TrainerError, match=r"cannot be saved as .*No space"):
        own.save(talk, tmp_path / "own")
    assert left_beside(path) == []


def test_without_a_printer_a_sentence_says_so_and_no_file_is_asked_for(
    talked: Gui, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    talked.program.debrief._print()
    assert "No printer" in told(talked)


# -- opened


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes")
@pytest.mark.parametrize("ending", ["zip", "yaml", "YML"])
def test_whatever_is_dropped_ends_in_a_sentence_soon_and_the_window_closes(
    qtbot: QtBot, gui: Gui, tmp_path: Path, ending: str
) -> None:
    names = {kind: put(kind, tmp_path / "dropped" / f"{kind}.{ending}") for kind in NO_FILES}
    names["nothing"] = tmp_path / "dropped" / f"nothing.{ending}"
    names["no UTF-8"] = tmp_path / "dropped" / os.fsdecode(b"caf\xe9." + ending.encode())
    names["long"] = tmp_path / ("a" * 5_000 + f".{ending}")
    for kind, path in names.items():
        gui.program.packs.check(path)
        assert "Checking" in told(gui)
        qtbot.waitUntil(lambda: "Checking" not in told(gui), timeout=20_000)
        assert told(gui).endswith(".") and "looked through" not in told(gui), kind
    gui.program.packs.check(names["pipe"])  # and in the middle of it
    assert gui.window.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes")
def test_nothing_nasty_is_opened_to_read_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening is what waits, so that it is asked first what a name stands for: for packs, portraits, and all that is kept."""
    asked: list[Path] = []
    opened_ = os.open

    def noted(path: Path, *rest: int) -> int:
        asked.append(Path(path))
        return opened_(path, *rest)

    monkeypatch.setattr(os, "open", noted)
    for kind in NO_FILES:
        path = put(kind, tmp_path / f"{kind}.svg")
        face = Face(path)
        image = QImage(20, 20, QImage.Format.Format_ARGB32)
        painter = QPainter(image)
        face.paint(painter, "open", QRectF(0, 0, 20, 20))
        painter.end()
        assert face.fault
        with pytest.raises(TrainerError):
            look_into(put(kind, tmp_path / f"{kind}.zip"))
        for keeps in (load_geometry, load_catalogue, load_choices, settings.load):
            keeps(put(kind, tmp_path / keeps.__module__ / f"{kind}.json"))
    assert asked == []


@pytest.mark.parametrize(
    "name", ["प्रिया शर्मा", "สมหญิง", "محمّد", "Zoë Müller", "Nguyễn", "3PO", "O′Neill", "می‌خواه", "Jean-Luc", "Gal·la"]
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_in_an_own_talk_stays_whole(tmp_path: Path, name: str, form: Literal["NFC", "NFD"]) -> None:
    worry = next(iter(own.worries()))
    made = own.save(OwnTalk(unicodedata.normalize(form, name), "a friend", "a walk", ((worry, ""),)), tmp_path)
    assert load(made).counterpart.name == unicodedata.normalize("NFC", name)


LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"


@pytest.mark.parametrize("want", [f"a talk about the {LONG}", "it to be as it was or as we do it, so be it or not"])
def test_a_word_too_long_for_a_cue_is_left_out_of_an_own_talk(tmp_path: Path, want: str) -> None:
    made = own.save(OwnTalk("Ida", "a friend", want, (("own_worry", want),)), tmp_path)
    assert load(made).goal.cues and all(len(cue) <= 40 for cue in load(made).goal.cues)


def test_a_field_with_one_word_too_long_is_named_by_what_stands_in_it(tmp_path: Path) -> None:
    for want, worry in ((LONG, "no time"), ("a walk", LONG)):
        with pytest.raises(TrainerError, match=f"“{LONG}” is too long for one word; please"):
            own.save(OwnTalk("Ida", "a friend", want, (("own_worry", worry),)), tmp_path)
    assert list(tmp_path.iterdir()) == []
