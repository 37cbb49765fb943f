"""What is passed on with the program: licences that can be read, the icon in its sizes, papers for package makers."""

from __future__ import annotations

import re
import shutil
import struct
import tomllib
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from trainer import __version__, folders
from trainer import licences as parts
from trainer.gui.app import icon
from trainer.gui.bundle_check import check_late_parts
from trainer.gui.settings.about import PROMISE, About

from . import smoke
from .conftest import ROOT
from .gui import Gui, child
from .icons import MAC, SIZES, WINDOWS

ICONS, PACKAGING = ROOT / "assets" / "icon", ROOT / "assets" / "packaging"
#: What is installed by a dependency and never imported by this program.
NOT_USED = {"pip"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def runtime() -> set[str]:
    """Dependencies of the program and, by the reasons that the lock names, theirs; not those of its developers."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = {plain(re.split(r"[<>=!; \[]", line)[0]) for line in project["dependencies"]}
    reasons = {}
    for block in re.split(r"(?m)^(?=[a-z0-9])", (ROOT / "requirements.lock").read_text(encoding="utf-8"))[1:]:
        reasons[plain(block.split("==")[0])] = set(re.findall(r"(?m)^    # (?:via |  )(\S+)", block))
    while more := {name for name, why in reasons.items() if why & found and name not in found}:
        found |= more
    return found


def locked(name: str) -> dict[str, str]:
    found = re.findall(r"(?m)^([\w.-]+)==([^ ;]+)", (ROOT / name).read_text(encoding="utf-8"))
    return {plain(part): version for part, version in found}


def test_the_lock_for_running_is_a_part_of_the_other_one() -> None:
    run, dev = locked("requirements-run.lock"), locked("requirements.lock")
    assert set(run) >= runtime() and run.items() <= dev.items()
    assert not set(run) & {"mypy", "pyinstaller", "pytest", "ruff", "hypothesis"}


def test_every_runtime_dependency_has_a_row_with_a_licence() -> None:
    rows = {plain(part.distribution): part for part in parts.parts() if not part.bundle_only and part.distribution}
    assert set(rows) == runtime() - NOT_USED
    for part in rows.values():
        assert len(parts.text_of(part)) > 500, part.name
        assert part.use and part.licence and part.source and "://" not in part.source


def test_python_and_the_program_itself_are_told_of() -> None:
    assert "MIT License" in parts.own_licence()
    assert "Python Software Foundation" in parts.text_of(parts.parts()[0])
    qt = next(part for part in parts.parts() if part.distribution == "pyside6-essentials")
    text = parts.text_of(qt)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text and "TERMS AND CONDITIONS" in text


def test_a_bundle_gets_the_licences_of_what_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts.write(tmp_path / "licences", {"PySide6", "rapidfuzz"})
    assert {path.name for path in (tmp_path / "licences").iterdir()} >= {"pyside6-essentials.txt", "rapidfuzz.txt"}
    assert not (tmp_path / "licences" / "tabulate.txt").exists()
    (tmp_path / "licences" / "system").mkdir()
    (tmp_path / "licences" / "system" / "libsomething.txt").write_text("free", encoding="utf-8")
    monkeypatch.setattr(folders, "resources", lambda: tmp_path)
    told = {part.distribution for part, _ in parts.shown()}
    assert {"pyside6-essentials", "rapidfuzz"} <= told and "tabulate" not in told
    assert parts.system_texts() == [("libsomething", "free")]
    assert parts.own_licence()  # as it is installed


def test_a_part_without_a_licence_stops_the_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "text_of", lambda _: "")
    with pytest.raises(ValueError, match="No licence was found"):
        parts.write(tmp_path, {"rapidfuzz"})


def test_the_licences_are_read_by_keyboard(qtbot: QtBot, gui: Gui) -> None:
    gui.window.request("show_about")
    about = gui.window.findChild(About)
    assert about is not None
    qtbot.waitUntil(about.isVisible)
    assert PROMISE == "It opens no network connection, ever."
    assert "MIT License" in about.text.toPlainText() and __version__ in child(about, QLabel, "aboutTitle").text()
    for _ in range(2):
        qtbot.keyClick(about.list, Qt.Key.Key_Down)
    assert "LGPL-3.0-only" in about.text.toPlainText()
    about.text.setFocus()
    qtbot.keyClick(about.text, Qt.Key.Key_Down)
    assert about.text.textCursor().position() > 0
    for place, (name, text) in enumerate(about._texts):
        about.list.setCurrentRow(place)
        assert len(about.text.toPlainText()) > 200, name
        assert text.splitlines()[0] in about.text.toPlainText()
    qtbot.keyClick(about, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: gui.window.findChild(About) is None)


@pytest.mark.usefixtures("qapp")
def test_the_parts_that_are_loaded_late_are_there() -> None:
    check_late_parts()


@pytest.mark.parametrize("size", SIZES)
def test_the_icon_is_there_in_every_size(size: int) -> None:
    picture = QImage(str(ICONS / f"safe-no-{size}.png"))
    assert (picture.width(), picture.height()) == (size, size)
    assert picture.pixelColor(0, 0).alpha() < 90 and picture.pixelColor(size // 2, size // 2).alpha() == 255


@pytest.mark.usefixtures("qapp")
def test_the_icon_is_packed_for_windows_and_mac() -> None:
    ico, icns = (ICONS / "safe-no.ico").read_bytes(), (ICONS / "safe-no.icns").read_bytes()
    assert struct.unpack_from("<HHH", ico) == (0, 1, len(WINDOWS))
    for number, size in enumerate(WINDOWS):
        length, place = struct.unpack_from("<II", ico, 6 + 16 * number + 8)
        assert ico[place : place + length] == (ICONS / f"safe-no-{size}.png").read_bytes()
    assert icns[:4] == b"icns" and struct.unpack_from(">I", icns, 4)[0] == len(icns)
    place = 8
    for kind, size in MAC.items():
        assert icns[place : place + 4] == kind.encode()
        length = struct.unpack_from(">I", icns, place + 4)[0]
        assert icns[place + 8 : place + length] == (ICONS / f"safe-no-{size}.png").read_bytes()
        place += length
    assert place == len(icns) and not icon().pixmap(32).isNull()


def test_the_papers_for_package_makers_agree_with_each_other() -> None:
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(PACKAGING / "safe-no.desktop", encoding="utf-8")
    told = dict(entry["Desktop Entry"])
    paper = next(PACKAGING.glob("*.metainfo.xml"))
    root = ElementTree.parse(paper).getroot()
    assert root.findtext("id") == paper.name.removesuffix(".metainfo.xml")
    assert root.findtext("launchable") == "safe-no.desktop" and root.findtext("project_license") == "MIT"
    assert root.findtext("name") == told["Name"] and root.findtext("summary") == told["Comment"]
    assert root.findtext("icon") == told["Icon"] == "safe-no" and root.findtext("provides/binary") == told["Exec"]
    assert "://" not in paper.read_text(encoding="utf-8")


def test_the_smoke_test_reads_what_xvfb_keeps(tmp_path: Path) -> None:
    head = [0] * 25
    head[0], head[4], head[5], head[11], head[12], head[19] = 104, 2, 1, 32, 8, 1
    pixels = bytes((0x30, 0x20, 0x10, 0)) + bytes((0, 0, 0xFF, 0))
    path = tmp_path / "screen"
    path.write_bytes(struct.pack(">25I", *head) + b"Xvf\0" + bytes(12) + pixels)
    image = smoke.picture(path)
    assert [image.pixelColor(x, 0).name() for x in range(2)] == ["#102030", "#ff0000"] and smoke.colours(image) == 1
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(smoke.Failed):
        smoke.picture(path)


def test_the_smoke_test_is_skipped_without_a_display(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert smoke.main(tmp_path / "trainer") == 0 and "skipped" in capsys.readouterr().out
