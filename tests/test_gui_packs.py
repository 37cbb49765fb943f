"""Packs in the window: dropped, looked through, taken in, taken away."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from urllib.parse import quote_from_bytes

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from trainer import folders
from trainer.gui.kit.portrait_file import Face, face_of
from trainer.gui.kit.widgets import Text
from trainer.gui.library.pack_dialogs import OfferDialog, PacksDialog
from trainer.packs import install_here, look_into, remove

from .gui import Answers, Gui, opened
from .test_packs import CARDS, DRAWING, SOUND, closed, good, png, zipped

__all__ = ["good"]
PORTRAITS = folders.assets() / "portraits"


@pytest.fixture
def gui(qtbot: QtBot, tmp_path: Path) -> Gui:
    return opened(qtbot, tmp_path / "history.sqlite", folders.scenario_places())


def drop(gui: Gui, *paths: Path | QUrl) -> bool:
    """Drag files over the window and drop them, as the system does; whether they were accepted."""
    data = QMimeData()
    data.setUrls([path if isinstance(path, QUrl) else QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPointF(50, 50).toPoint(), copy, data, left, none)
    enter.setAccepted(False)
    QApplication.sendEvent(gui.window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(gui.window, QDropEvent(QPointF(50, 50), copy, data, left, none))
    return enter.isAccepted()


def offered(qtbot: QtBot, gui: Gui) -> OfferDialog:
    qtbot.waitUntil(lambda: gui.window.findChild(OfferDialog) is not None)
    dialog = gui.window.findChild(OfferDialog)
    assert isinstance(dialog, OfferDialog)
    return dialog


@pytest.mark.skipif(sys.platform != "linux", reason="names there are text")
def test_a_file_whose_name_is_no_utf_8_can_be_dropped(qtbot: QtBot, gui: Gui, good: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(good.parent) + b"/caf\xe9 %41.zip"))
    good.rename(odd)
    assert drop(gui, QUrl.fromEncoded(b"file://" + quote_from_bytes(os.fsencode(odd)).encode()))
    dialog = offered(qtbot, gui)
    assert "Scenario: “A short walk” (coffee, easy)" in "\n".join(child.text() for child in dialog.findChildren(Text))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert "was installed" in gui.library.notice.text.text()


def test_a_dropped_pack_is_shown_first_and_then_taken_in(qtbot: QtBot, gui: Gui, good: Path) -> None:
    before = gui.library.list.count()
    cards = len(gui.program.drills.cards)
    assert drop(gui, good)
    dialog = offered(qtbot, gui)
    shown = "\n".join(child.text() for child in dialog.findChildren(Text))
    assert "Scenario: “A short walk” (coffee, easy)" in shown and "Left out: notes.txt" in shown
    assert not folders.packs().exists()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert gui.library.list.count() == before + 2
    assert gui.library.title.text() == "A short walk"
    assert "was installed" in gui.library.notice.text.text()
    assert len(gui.program.drills.cards) == cards + 1
    gui.library.start.click()
    assert (
        gui.practice.person.portrait._face.path.name in ("ida.png", "face-1.svg")
        or gui.program.practice.session is not None
    )


def test_a_pack_that_is_left_changes_nothing(qtbot: QtBot, gui: Gui, good: Path) -> None:
    drop(gui, good)
    qtbot.keyClick(offered(qtbot, gui), Qt.Key.Key_Escape)
    assert not folders.packs().exists()


def test_a_pack_with_faults_can_only_be_left(qtbot: QtBot, gui: Gui, tmp_path: Path) -> None:
    drop(gui, zipped(tmp_path / "bad.zip", {"a.yaml": SOUND.replace(b"level: easy", b"level: esay")}))
    dialog = offered(qtbot, gui)
    assert not dialog.take.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert not folders.packs().exists()


def test_a_pack_with_very_many_faults_makes_few_widgets(qtbot: QtBot, gui: Gui, tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_bytes(SOUND + b"".join(b"k%d: x\n" % number for number in range(3_000)))
    drop(gui, path)
    rows = [child.text().replace("\u200b", "") for child in offered(qtbot, gui).findChildren(Text)]
    assert 50 <= len(rows) < 60
    assert rows[-1] == f"… and 2,950 more. “trainer check {path}” in a terminal tells them all."
    whole = OfferDialog(gui.window, look_into(path), "")  # whoever hands it over
    assert len(whole.findChildren(Text)) == len(rows)


def test_a_pack_that_takes_the_place_of_another_says_of_which(gui: Gui, good: Path) -> None:
    install_here(look_into(good))
    gui.program.packs._offer(look_into(good))
    dialog = gui.window.findChild(OfferDialog)
    assert dialog is not None
    told = "\n".join(child.text() for child in dialog.findChildren(Text))
    assert "It replaces the pack of this name that is installed: Long walks by" in told


def test_what_is_no_pack_is_told_in_a_sentence(qtbot: QtBot, gui: Gui, tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_bytes(b"hello")
    drop(gui, tmp_path / "no.zip")
    qtbot.waitUntil(lambda: "can be read" in gui.library.notice.text.text())
    (tmp_path / "no.txt").write_bytes(b"hello")
    assert not drop(gui, tmp_path / "no.txt")


def test_a_file_that_is_checked_is_told_and_taken_back_where_it_was(qtbot: QtBot, gui: Gui, good: Path) -> None:
    gui.program.messages.tell("Not saved yet: the disk is full.")
    gui.program.packs.check(good)
    assert "Checking" in gui.library.notice.text.text()
    gui.go("settings")
    gui.program.messages.tell("Something else.")
    offered(qtbot, gui).reject()
    assert gui.library.notice.text.text() == "Not saved yet: the disk is full."
    assert gui.page("settings").notice.text.text() == "Something else."


def test_files_that_are_dropped_together_are_offered_one_after_the_other(
    qtbot: QtBot, gui: Gui, tmp_path: Path
) -> None:
    (tmp_path / "no.zip").write_bytes(b"hello")
    for name in ("one", "two"):
        zipped(tmp_path / f"{name}.zip", {f"{name}.yaml": SOUND})
    assert drop(gui, *(tmp_path / f"{name}.zip" for name in ("one", "no", "two", "one")))
    qtbot.waitUntil(lambda: "2 others come after it" in gui.library.notice.text.text())
    for name in ("one", "two"):
        dialog = offered(qtbot, gui)
        assert name in "\n".join(child.text() for child in dialog.findChildren(Text))
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda dialog=dialog: gui.window.findChild(OfferDialog) is not dialog)  # type: ignore[misc]
    first, no, second = gui.library.notice.text.text().split("\n")
    assert "was installed" in first and "no.zip" in no.replace("\u200b", "") and "was installed" in second
    assert not gui.program.packs._busy and sorted(pack.name for pack in folders.packs().iterdir()) == ["one", "two"]


def test_the_window_closes_while_a_file_is_looked_through(qtbot: QtBot, gui: Gui, tmp_path: Path) -> None:
    gui.program.packs._reader._line = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert drop(gui, tmp_path / "long.yml")
    qtbot.waitUntil(lambda: gui.program.packs._reader._child is not None)
    assert "Checking" in gui.library.notice.text.text()
    begin = time.monotonic()
    assert gui.window.close()
    assert gui.program.packs._reader._child is None and time.monotonic() - begin < 5


def test_packs_are_listed_and_removed(gui: Gui, good: Path) -> None:
    install_here(look_into(good))
    gui.program.packs.show_packs()
    dialog = gui.window.findChild(PacksDialog)
    assert isinstance(dialog, PacksDialog) and dialog.list.count() == 1
    with Answers("Keep it"):
        dialog.away.click()
    assert folders.packs().exists() and dialog.list.count() == 1
    with Answers("Remove"):
        dialog.away.click()
    assert not folders.packs().exists() and dialog.list.count() == 0
    assert not dialog.away.isEnabled() and dialog.nothing.isVisible()


def test_a_pack_that_was_removed_meanwhile_is_told_and_the_list_made_anew(
    gui: Gui, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_here(look_into(good))
    install_here(look_into(zipped(tmp_path / "more.zip", {"evening.yaml": SOUND})))
    gui.program.packs._refresh()
    before = gui.library.list.count()
    gui.program.packs.show_packs()
    dialog = gui.window.findChild(PacksDialog)
    assert isinstance(dialog, PacksDialog) and dialog.list.count() == 2
    remove("long-walks", folders.packs())  # as in a terminal
    dialog.away.click()
    assert "“long-walks” is gone already" in dialog.nothing.text() and dialog.nothing.isVisibleTo(dialog)
    assert dialog.list.count() == 1 and gui.library.list.count() == before - 2
    # While the question is asked.
    monkeypatch.setattr(gui.program.dialogs, "confirm", lambda *_, **__: bool(remove("more", folders.packs())))
    dialog.away.click()
    assert "There is no pack “more”" in dialog.nothing.text() and dialog.list.count() == 0


def test_a_scenario_that_was_removed_meanwhile_is_told_and_the_list_made_anew(gui: Gui, tmp_path: Path) -> None:
    install_here(look_into(zipped(tmp_path / "more.zip", {"evening.yaml": SOUND})))
    gui.program.packs._refresh()
    gui.go("library")
    before = gui.library.list.count()
    gui.library.choose(folders.packs() / "more" / "evening.yaml")
    remove("more", folders.packs())
    gui.library.start.click()
    assert gui.shown == "library" and "“evening.yaml” is gone already" in gui.library.notice.text.text()
    assert gui.library.list.count() == before - 1


def test_a_talk_for_a_workshop_that_was_removed_meanwhile_is_told_and_the_list_made_anew(
    gui: Gui, tmp_path: Path
) -> None:
    install_here(look_into(zipped(tmp_path / "more.zip", {"evening.yaml": SOUND})))
    gui.program.packs._refresh()
    gui.go("workshop")
    start = gui.workshop.start
    start.scenario.setCurrentIndex(start.scenario.findData("evening"))
    assert start.scenario.currentData() == "evening"
    remove("more", folders.packs())
    start.begin.click()
    assert "There is no scenario “evening”" in gui.workshop.notice.text.text()
    assert start.scenario.findData("evening") < 0 and start.scenario.count() > 0


# -- faces


def painted(path: Path, mood: str = "open") -> QImage:
    image = QImage(100, 100, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    Face(path).paint(painter, mood, image.rect().toRectF())
    painter.end()
    return image


@pytest.mark.usefixtures("qapp")
def test_a_picture_is_shown_round_and_a_drawing_in_its_mood(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png())
    shown = painted(tmp_path / "a.png")
    assert shown.pixelColor(50, 50).name() == "#ff8040" and shown.pixelColor(1, 1).alpha() == 0
    drawn = PORTRAITS / "face-1.svg"
    assert painted(drawn, "open") != painted(drawn, "annoyed")
    (tmp_path / "own.svg").write_bytes(drawn.read_bytes())
    assert painted(tmp_path / "own.svg", "annoyed") == painted(drawn, "annoyed")
    assert face_of("Ida") == face_of("Ida") and face_of("Ida", str(drawn)) == drawn


@pytest.mark.usefixtures("qapp")
@pytest.mark.qt_log_ignore("^Bogus marker length$")  # what libjpeg says of no.jpg
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


def test_drills_of_a_pack_come_and_go(gui: Gui, tmp_path: Path) -> None:
    drilling = gui.program.drills
    before = len(drilling.cards)
    install_here(look_into(zipped(tmp_path / "cards.zip", {"drills/a.yaml": CARDS})))
    gui.program.packs._refresh()
    assert len(drilling.cards) == before + 1


def test_cards_that_cannot_be_read_are_named_on_the_page_of_drills(gui: Gui) -> None:
    before = len(gui.program.drills.cards)
    drills = folders.own_scenarios() / "drills"
    drills.mkdir(parents=True)
    for number in range(9):
        (drills / f"bad-{number}.yaml").write_text("x: 1", encoding="utf-8")
    (drills / "own.yaml").write_bytes(CARDS)
    gui.program.packs._refresh()
    gui.go("drills")
    assert len(gui.program.drills.cards) == before + 1 and gui.drills.start.isVisible()
    said = gui.drills.notice.text.text().replace("\u200b", "")
    assert "bad-0.yaml" in said and "trainer check" in said and "bad-8.yaml" not in said and "6 more" in said
    for path in drills.glob("bad-*"):
        path.unlink()
    gui.program.packs._refresh()
    gui.go("library")
    gui.go("drills")
    assert not gui.drills.notice.isVisible()


def test_a_place_that_cannot_be_looked_into_is_named_where_its_packs_would_be(
    gui: Gui, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = install_here(look_into(good))
    (folders.packs() / "link").symlink_to("nowhere")
    closed(monkeypatch, place)
    gui.program.packs._refresh()
    assert str(place) in gui.library.notice.text.text().replace("\u200b", "")
    gui.program.packs.show_packs()
    dialog = gui.window.findChild(PacksDialog)
    assert isinstance(dialog, PacksDialog) and dialog.list.count() == 1
    told = dialog.nothing.text().replace("\u200b", "")
    assert f"{place} cannot be looked into" in told and "link is a link to a place where nothing is" in told


def test_a_pack_that_is_kept_out_is_told_before_it_is_offered(qtbot: QtBot, gui: Gui, tmp_path: Path) -> None:
    assert drop(gui, zipped(tmp_path / "walks.zip", {"coffee_neighbour.yaml": SOUND}))
    dialog = offered(qtbot, gui)
    assert not dialog.take.isVisible()
    assert any("here already" in label.text() for label in dialog.findChildren(Text))
