"""Fields for text: what has no room in one is told, right below it."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from trainer.gui.frame.sheets import Line
from trainer.gui.kit.fields import LineField
from trainer.gui.kit.widgets import Text

from .conftest import ROOT
from .gui import Gui, Room, child, say


def below(field: LineField) -> Text:
    """What is said below a field of the room in it."""
    told = field.room.told
    assert told is not None and told.isVisible()
    assert told.mapToGlobal(QPoint(0, 0)).y() >= field.mapToGlobal(QPoint(0, field.height())).y()
    return told


#: Field → the page it is on, and how many characters it takes.
FIELDS = {
    "commitment": ("debrief", 1_000), "ownWant": ("own_talk", 80), "ownWords2": ("own_talk", 120),
    "proposal": ("workshop", 1_000), "guess": ("workshop", 6), "drillAnswer": ("drills", 300),
    "sessionFilter": ("progress", 1_000), "reminderHow": ("library", 1_000),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_what_has_no_room_in_a_field_is_told_below_it(qtbot: QtBot, gui: Gui, announced: list[str], name: str) -> None:
    page, longest = FIELDS[name]
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    gui.program.talk.end_talk()
    gui.library.remind("Call Tom.")
    gui.program.workshop_model().running.begin("coffee_new_acquaintance", "easy", 3)
    gui.go(page)
    field = child(gui.window, LineField, name)
    for outer in (part for part in gui.window.findChildren(QWidget) if part.isAncestorOf(field)):
        outer.show()
    field.show()
    QApplication.clipboard().setText("y" * longest)
    field.paste()
    assert field.room.told is None and field.text() == "y" * longest
    field.insert("z")
    QApplication.processEvents()
    told = below(field)
    assert field.text() == "y" * longest and f"{longest:,} characters" in told.text() and announced[-1] == told.text()
    field.backspace()
    assert not told.isVisible()


def test_what_has_no_room_is_told_in_dialogs_and_rows_too(qtbot: QtBot, gui: Gui) -> None:
    room = Room(gui)
    room.running.begin("coffee_new_acquaintance", "easy", 3)
    room.running.step(lambda w: w.proposed("A line"))
    panel = room.console.round
    panel.edit()
    editor = child(panel, LineField, "editLine")
    editor.insert("y" * 200)
    assert below(editor)
    panel.finish_editing()
    qtbot.waitUntil(lambda: not panel.findChildren(Text, "roomTold"))
    dialog = Line(gui.window, "A new learner", "Name", "Continue")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.field.insert("y" * 81)
    assert dialog.field.text() == "y" * 80 and "80 characters" in below(dialog.field).text()


def test_what_the_program_puts_into_a_field_is_whole(qtbot: QtBot) -> None:
    field, whole = LineField(10), QWidget()
    QVBoxLayout(whole).addWidget(field)
    qtbot.addWidget(whole)
    for text in ("ÿ" * 30, "😀" * 20, "short"):
        field.setText(text)
        assert field.text() == text
    field.insert("long enough")
    assert len(field.text()) == 10


def test_every_field_of_the_window_tells_of_its_room() -> None:
    made = re.compile(r"\b(QLineEdit|QTextEdit|QPlainTextEdit)\(\)|setMaxLength")
    gui = ROOT / "trainer" / "gui"
    found = {path.name for path in gui.rglob("*.py") if made.search(path.read_text(encoding="utf-8"))}
    assert found == {"fields.py"}
