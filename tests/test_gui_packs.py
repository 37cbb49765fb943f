"""Packs in the window: dropped, looked through, taken in, taken away."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from trainer import folders
from trainer.gui.desk import Desk
from trainer.gui.face import Face, face_of
from trainer.gui.pack_dialogs import OfferDialog, PacksDialog
from trainer.gui.window import Window
from trainer.packing import take_in
from trainer.packs import look_into

from .test_packs import CARDS, DRAWING, SOUND, good, png, zipped

__all__ = ["good"]
PORTRAITS = folders.assets() / "portraits"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Window:
    window = Window(Desk(tmp_path / "history.sqlite", lambda: 1), folders.scenario_places(), 0)
    qtbot.addWidget(window)
    window.library.fill()
    window.show()
    window.show_library()
    return window


def drop(window: Window, *paths: Path) -> bool:
    """Drag files over the window and drop them, as the system does; whether they were accepted."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), copy, data, left, none)
    enter.setAccepted(False)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), copy, data, left, none))
    return enter.isAccepted()


def offered(qtbot: QtBot, window: Window) -> OfferDialog:
    qtbot.waitUntil(lambda: window.findChild(OfferDialog) is not None)
    dialog = window.findChild(OfferDialog)
    assert isinstance(dialog, OfferDialog)
    return dialog


def test_a_dropped_pack_is_shown_first_and_then_taken_in(qtbot: QtBot, window: Window, good: Path) -> None:
    before = window.library.list.count()
    cards = len(window.more.drilling.cards)
    assert drop(window, good)
    dialog = offered(qtbot, window)
    shown = "\n".join(child.text() for child in dialog.findChildren(type(dialog.column.itemAt(0).widget())))
    assert "Scenario: “A short walk” (coffee, easy)" in shown and "Left out: notes.txt" in shown
    assert not folders.packs().exists()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert window.library.list.count() == before + 2
    assert window.library.title.text() == "A short walk"
    assert "is here now" in window.library.notice.text.text()
    assert len(window.more.drilling.cards) == cards + 1
    window.library.start.click()
    assert (
        window.practice.person.portrait._face.path.name in ("ida.png", "face-1.svg") or window.desk.session is not None
    )


def test_a_pack_that_is_left_changes_nothing(qtbot: QtBot, window: Window, good: Path) -> None:
    drop(window, good)
    qtbot.keyClick(offered(qtbot, window), Qt.Key.Key_Escape)
    assert not folders.packs().exists()


def test_a_pack_with_faults_can_only_be_left(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    drop(window, zipped(tmp_path / "bad.zip", {"a.yaml": SOUND.replace(b"level: easy", b"level: esay")}))
    dialog = offered(qtbot, window)
    assert not dialog.take.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not folders.packs().exists()


def test_what_is_no_pack_is_told_in_a_sentence(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"hello")
    drop(window, tmp_path / "no.zip")
    qtbot.waitUntil(lambda: "can be read" in window.library.notice.text.text())
    (tmp_path / "no.txt").write_bytes(b"hello")
    assert not drop(window, tmp_path / "no.txt")


def test_the_window_closes_while_a_file_is_looked_through(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    window.packs._reader._line = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert drop(window, tmp_path / "long.yml")
    qtbot.waitUntil(lambda: window.packs._reader._child is not None)
    assert "Looking" in window.library.notice.text.text()
    begin = time.monotonic()
    assert window.close()
    assert window.packs._reader._child is None and time.monotonic() - begin < 5


def test_packs_are_listed_and_taken_away(window: Window, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take_in(look_into(good))
    window.packs.show_packs()
    dialog = window.findChild(PacksDialog)
    assert isinstance(dialog, PacksDialog) and dialog.list.count() == 1
    chosen: list[str] = ["Keep it", "Take it away"]

    def choose(box: QMessageBox) -> int:
        name = chosen.pop(0)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _: next(b for b in box.buttons() if b.text() == name))
        return 0

    monkeypatch.setattr(QMessageBox, "exec", choose)
    dialog.away.click()
    assert folders.packs().exists() and dialog.list.count() == 1
    dialog.away.click()
    assert not folders.packs().exists() and dialog.list.count() == 0
    assert not dialog.away.isEnabled() and dialog.nothing.isVisible()


# -- faces


def painted(path: Path, mood: str = "open") -> QImage:
    image = QImage(100, 100, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    Face(path).paint(painter, mood, image.rect().toRectF())
    painter.end()
    return image


@pytest.mark.usefixtures("window")
def test_a_picture_is_shown_round_and_a_drawing_in_its_mood(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    shown = painted(tmp_path / "a.png")
    assert shown.pixelColor(50, 50).name() == "#ff8040" and shown.pixelColor(1, 1).alpha() == 0
    drawn = PORTRAITS / "face-1.svg"
    assert painted(drawn, "open") != painted(drawn, "annoyed")
    (tmp_path / "own.svg").write_bytes(drawn.read_bytes())
    assert painted(tmp_path / "own.svg", "annoyed") == painted(drawn, "annoyed")
    assert face_of("Ida") == face_of("Ida") and face_of("Ida", str(drawn)) == drawn


@pytest.mark.usefixtures("window")
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("huge.png", png(2000, 2)),
        ("lie.png", DRAWING),
        ("half.png", png()[:40]),
        ("no.jpg", b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x40\x00\x30"),
        ("outside.svg", DRAWING.replace(b"<circle", b"<image href='file:///etc/hostname'/><circle")),
        ("none.svg", b"<svg"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_an_empty_round(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    shown = painted(tmp_path / name)
    colours = {shown.pixelColor(x, 50).name() for x in range(10, 90)}
    assert len(colours) == 1
    assert painted(tmp_path / "missing.png") == painted(tmp_path / "missing.png")


def test_drills_of_a_pack_come_and_go(window: Window, tmp_path: Path) -> None:
    drilling = window.more.drilling
    before = len(drilling.cards)
    take_in(look_into(zipped(tmp_path / "cards.zip", {"drills/a.yaml": CARDS})))
    window.packs._look_again()
    assert len(drilling.cards) == before + 1
