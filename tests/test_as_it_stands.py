"""Text of strangers is text: whatever stands in a scenario, a pack, a profile or a file name is shown and never acts."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from trainer import folders
from trainer.gui.debrief import export
from trainer.gui.frame.dialogs import Dialogs
from trainer.gui.frame.sheets import Choice, Line, Question, Sheet
from trainer.gui.kit.as_it_stands import for_caption, for_tip, for_title
from trainer.gui.kit.fields import line_field
from trainer.gui.kit.widgets import button, label_for
from trainer.gui.progress.page import GLANCE, PHRASES, SKILLS, TALKS
from trainer.gui.shell.bug_report import bug_box
from trainer.gui.workshop import handouts
from trainer.packs import install_here, look_into
from trainer.progress.report import report
from trainer.scenario import check
from trainer.workshop import Workshop

from .conftest import ROOT
from .gui import Gui, Room, opened, say
from .test_packs import CARDS, SOUND, zipped

#: What a rich text would load, show and make a key of.
MARKUP = '<img src="file:///etc/hostname"><b>&Xy</b>&lt;[*]'
SIGN = "<img"
#: Captions of ours that have a key.
OWN_KEYS = re.compile(r"&\d  \w[\w ]*|&(Go|Talk|Data|View|Help)")


def hostile(data: bytes) -> bytes:
    """A scenario or cards with markup in every text that is shown."""
    keys = "title|brief|what|name|role|opening|thought|say|agreed|postponed|counterfeit_yes|refused|walked_away|withdrawn|situation|explanation|author|about|licence"

    def quoted(found: re.Match[str]) -> str:
        text = found[2].strip('"')
        if found[1].strip(" -:").startswith(("title", "name", "role")):  # these are short
            return found[1] + json.dumps(f"{text[:9]} {SIGN} src=x>&N[*]")
        return found[1] + json.dumps(f"{text} {MARKUP}")

    text = re.sub(rf"(?m)^(\s*(?:- )?(?:{keys}): )(\S.*)$", quoted, data.decode())
    return text.encode()


MORE = "".join(
    f"{key}:\n" + "".join(f"  - {json.dumps(f'{line} {MARKUP}')}\n" for line in lines)
    for key, lines in (
        ("model_lines", ("Would it be a bad idea to walk?", "Is it out of the question to walk?")),
        ("tempting_lines", ("You have to come.", "Can we walk?")),
    )
) + f"note:\n  text: {json.dumps('Good for it. ' + MARKUP)}\n  questions: {json.dumps(['Why? ' + MARKUP] * 3)}\n"  # fmt: skip


def texts_of(widget: QWidget) -> Iterator[tuple[str, str]]:
    """(where it stands, a text) for every place of a widget that Qt would read as markup."""
    yield "tool tip", widget.toolTip()
    yield "what's this", widget.whatsThis()
    yield "status tip", widget.statusTip()
    if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText:
        yield "label", widget.text()
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        for index in rows_of(widget.model()):
            for role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.StatusTipRole):
                yield role.name, str(index.data(role) or "")


def rows_of(model: QAbstractItemModel) -> Iterator[QModelIndex]:
    for row in range(min(model.rowCount(), 60)):
        for column in range(9):
            if (index := model.index(row, column)).isValid():
                yield index


def captions_of(widget: QWidget) -> Iterator[str]:
    """Every text in which Qt makes a key of an “&”."""
    if isinstance(widget, QAbstractButton):
        yield widget.text()
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(place) for place in range(widget.count()))
    if isinstance(widget, QLabel) and widget.buddy() is not None:
        yield widget.text()
    if isinstance(widget, QMenu):
        yield widget.title()
    yield from (action.text() for action in widget.findChildren(QAction))


def acts(document: QTextDocument) -> bool:
    """Whether a text holds a picture or a link."""
    block = document.begin()
    while block.isValid():
        for piece in block:  # type: ignore[attr-defined]  # an iterator, whatever the stubs say
            shown = piece.fragment().charFormat()
            if shown.isImageFormat() or shown.isAnchor():
                return True
        block = block.next()
    return False


class Walk:
    """Looks at every widget there is; what was wrong, and how often markup was seen as text."""

    def __init__(self) -> None:
        self.wrong: set[str] = set()
        self.seen: dict[str, int] = {}

    def look(self, where: str) -> None:
        QApplication.processEvents()
        for widget in QApplication.allWidgets():
            self._look_at(widget, where)

    def _look_at(self, widget: QWidget, where: str) -> None:
        own = f"{where}: {type(widget).__name__} “{widget.objectName()}”"
        self.wrong |= {
            f"{own}, {place}: {text}"
            for place, text in texts_of(widget)
            if QtGui.Qt.mightBeRichText(text) and (SIGN in text or place == "label")
        }
        for caption in captions_of(widget):
            if "&" in caption.replace("&&", "") and not OWN_KEYS.fullmatch(caption):
                self.wrong.add(f"{own}, a key in: {caption}")
        if "[*]" in widget.windowTitle().replace("[*][*]", ""):
            self.wrong.add(f"{own}, title: {widget.windowTitle()}")
        if isinstance(widget, QTextEdit) and acts(widget.document()):
            self.wrong.add(f"{own} holds a picture or a link")
        shown = self._shown(widget)
        if widget.isVisible() and SIGN in shown.replace("\u200b", ""):
            self.seen[where] = self.seen.get(where, 0) + 1

    @staticmethod
    def _shown(widget: QWidget) -> str:
        if isinstance(widget, QLabel | QAbstractButton):
            return widget.text()
        if isinstance(widget, QTextEdit | QPlainTextEdit):
            return widget.toPlainText()
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            return "\n".join(str(index.data()) for index in rows_of(widget.model()))
        return ""


@pytest.fixture
def hostile_gui(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Gui:
    """A window whose scenarios, cards, packs, file names and learner are all made by somebody who writes markup."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "<img src=x>&D"))
    own = folders.own_scenarios()
    (own / "portraits").mkdir(parents=True)
    (own / "portraits" / f"{SIGN} src=x>.svg").write_bytes(b"<svg")
    scenario = hostile(SOUND) + MORE.encode()
    face = f"  portrait: {json.dumps(f'{SIGN} src=x>.svg')}\n".encode()
    (own / "walk.yaml").write_bytes(scenario.replace(b"  persona:\n", face + b"  persona:\n"))
    (own / "a<b>&x<b>.yaml").write_bytes(SOUND.replace(b"level: easy", b"level: '<img src=x>'"))
    assert check(own / "walk.yaml")[0] is not None, [fault.shown("") for fault in check(own / "walk.yaml")[1]]
    about = f"title: {json.dumps('Walks ' + MARKUP)}\nauthor: {json.dumps('Ann ' + MARKUP)}\n".encode()
    cards = hostile(CARDS)
    install_here(
        look_into(zipped(tmp_path / "walks.zip", {"pack.yaml": about, "other.yaml": scenario, "drills/a.yaml": cards}))
    )
    gui = opened(qtbot, tmp_path / "history.sqlite", [own, folders.packs() / "walks"])
    profiles = gui.history.profiles
    profiles.choose(profiles.add(f"Zed {MARKUP}"[:79], "learner", datetime(2026, 1, 2, tzinfo=UTC)).id)
    return gui


def seen_by(walk: Walk, where: str) -> Callable[[Dialogs, QDialog], bool]:
    """What stands in for waiting for a dialog: it is looked at and left."""

    def wait_for(_: Dialogs, dialog: QDialog) -> bool:
        dialog.show()
        walk.look(f"{where}, {dialog.windowTitle()}")
        dialog.reject()
        return False

    return wait_for


def test_the_window_shows_every_text_as_it_stands(
    qtbot: QtBot, hostile_gui: Gui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gui, walk = hostile_gui, Walk()
    monkeypatch.setattr(Dialogs, "wait_for", seen_by(walk, "dialog"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    for row in range(gui.library.list.count()):
        gui.library.list.setCurrentRow(row)
        walk.look("library")
    gui.program.practice.start(folders.own_scenarios() / "walk.yaml", "easy")
    for line in (f"It sounds like {MARKUP}", "Would it be a bad idea to take a walk after work, half an hour?"):
        say(qtbot, gui, line)
        gui.program.talk.toggle_thoughts()
        gui.program.talk.next_hint()
        walk.look("practice")
    assert "&lt;img src=x&gt;.svg" in gui.practice.person.portrait.toolTip()
    gui.program.talk.step_back()
    walk.look("practice")
    gui.program.talk.end_talk()
    gui.program.debrief.show_current()
    walk.look("debrief")
    gui.debrief.reflection.commitment.setText(f"I will {MARKUP}")
    gui.program.debrief._keep()
    _look_at_pages(gui, walk)
    _look_at_dialogs(gui, walk, tmp_path)
    assert not walk.wrong, "\n".join(sorted(walk.wrong))
    missing = {"library", "practice", "debrief", "progress", "workshop", "packs", "offer"} - set(walk.seen)
    assert not missing, f"no markup came by there: {missing}; {walk.seen}"


def _look_at_pages(gui: Gui, walk: Walk) -> None:
    gui.library.remind(f"I will {MARKUP}")
    gui.library.offer_resume(f"A walk {MARKUP}", 2)
    gui.program.messages.tell(f"This cannot be read: /home/{MARKUP}")
    walk.look("library")
    gui.go("progress")
    for part in (GLANCE, SKILLS, TALKS, PHRASES):
        gui.progress.parts.setCurrentIndex(part)
        walk.look("progress")
    gui.go("drills")
    gui.program.drills.begin()
    walk.look("drills")
    for name in ("settings", "evidence", "own_talk", "welcome"):
        gui.go(name)
        walk.look(name)
    room = Room(gui)
    room.begin("walk")
    for line in ("You have to come.", f"Can we walk? {MARKUP}"):
        room.say(line)
        room.running.step(lambda w: w.proposed(f"Again? {MARKUP}"))
        walk.look("workshop")


def _look_at_dialogs(gui: Gui, walk: Walk, tmp_path: Path) -> None:
    gui.program.data.choose_profile()
    gui.program.data.erase_profile()
    gui.program.data.erase_session(gui.history.raw.uid_of(1))
    gui.program.workshop._end()
    gui.program.packs.show_packs()
    walk.look("packs")
    bad = zipped(
        tmp_path / "bad.zip",
        {"pack.yaml": b"title: '<img src=x> &y'\n", "a.yaml": SOUND.replace(b"easy", b"'<img src=x>'")},
    )
    gui.program.packs._offer(look_into(bad))
    walk.look("offer")
    for name in ("show_palette", "show_keys", "show_about"):
        gui.window.request(name)
        walk.look(name)
    box = bug_box(f"{MARKUP}\n{MARKUP}", gui.window)
    box.show()
    walk.look("bug")
    sheets = (
        Question(gui.window, MARKUP, MARKUP, MARKUP, (MARKUP, "No"), 1),
        Choice(gui.window, MARKUP, MARKUP, (MARKUP,), 0, MARKUP),
        Line(gui.window, MARKUP, MARKUP, MARKUP),
        Sheet(gui.window, MARKUP, MARKUP),
    )
    walk.look("dialogs")
    for made in (box, *sheets):
        made.close()


def test_papers_and_pages_show_every_text_as_it_stands(
    qtbot: QtBot, hostile_gui: Gui, monkeypatch: pytest.MonkeyPatch
) -> None:
    gui = hostile_gui
    gui.program.practice.start(folders.own_scenarios() / "walk.yaml", "easy")
    say(qtbot, gui, f"Would it be a bad idea to walk? {MARKUP}")
    gui.program.talk.end_talk()
    gui.program.debrief.show_current()
    gui.debrief.reflection.commitment.setText(f"I will {MARKUP}")
    gui.program.debrief._keep()
    page = report(gui.history, gui.history.profiles.current().name, date(2026, 1, 2))
    assert SIGN not in page and page.count("&lt;img") >= 3  # the learner, the talk, the commitment
    written: list[QTextDocument] = []
    for module in (handouts, export):
        monkeypatch.setattr(module, "save_document", lambda *given: written.append(given[-1]))
    back = gui.debrief.debrief
    assert back is not None
    export.save_pdf(Path("a"), back, [(f"Why? {MARKUP}", MARKUP)])
    handouts.save_notes(Path("a"), gui.session.scenario)
    handouts.save_handout(Path("a"), Workshop("walk", "easy", 1), [gui.session])
    for document in written:
        assert SIGN in document.toPlainText() and not acts(document)
    assert len(written) == 3


def test_a_tip_a_caption_and_a_title_show_what_stands_in_them(qtbot: QtBot) -> None:
    assert for_tip("a plain one") == "a plain one"
    label = QLabel(for_tip(f"{MARKUP}\nb"))
    qtbot.addWidget(label)
    document = QTextDocument()
    document.setHtml(label.text())
    assert document.toPlainText() == f"{MARKUP}\nb" and not acts(document)
    made = button(f"A {MARKUP}")
    qtbot.addWidget(made)
    assert made.shortcut().isEmpty() and made.text() == for_caption(f"A {MARKUP}")
    field = line_field("field", "Name & address")
    qtbot.addWidget(field)
    named = label_for(field)
    qtbot.addWidget(named)
    assert named.text() == "Name && address"
    window = QWidget()
    qtbot.addWidget(window)
    window.setWindowTitle(for_title("a [*] b"))
    assert window.windowTitle() == "a [*][*] b"


#: Calls in which Qt reads markup, a key or a mark, and what may be handed to them: a text of ours, or one made safe.
_READ = {
    "setToolTip": "for_tip", "setWhatsThis": "for_tip", "setStatusTip": "for_tip", "setWindowTitle": "for_title", "setHtml": "escape",
    "insertHtml": "escape", "showText": "for_tip",
}  # fmt: skip
#: Where a text is escaped before it comes to such a call.
_ESCAPED = {
    "gui/controllers/learner_data.py": "the report escapes every text",
    "gui/kit/portrait_widget.py": "by for_tip",
}
#: Widgets whose texts are shown as markup unless they are told not to; only the kit makes them.
_MADE_BY_THE_KIT = {
    "QLabel": "gui/kit/widgets.py",
    "QToolTip": "",
    "QWhatsThis": "",
    "QErrorMessage": "",
    "QProgressDialog": "",
}


def test_what_qt_reads_is_made_safe_at_one_place() -> None:
    for path in sorted((ROOT / "trainer" / "gui").rglob("*.py")):
        name = path.relative_to(ROOT / "trainer").as_posix()
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            asked = ast.unparse(call.func).rpartition(".")[2]
            assert _MADE_BY_THE_KIT.get(asked, name) == name, f"{name}: {asked} is for the kit to make"
            if asked in _READ and name not in _ESCAPED and call.args:
                handed = ast.unparse(call.args[0])
                ours = all(
                    isinstance(node, ast.Constant | ast.IfExp | ast.Compare | ast.Name | ast.Load | ast.In)
                    for node in ast.walk(call.args[0])
                )
                assert f"{_READ[asked]}(" in handed or (ours and "'" in handed), f"{name}: {asked}({handed})"
