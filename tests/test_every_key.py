"""Each row of the tables of keys, pressed as the window system would where it can be asked for: it changes what is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDesktopServices, QImage, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from trainer.gui.kit import style
from trainer.gui.shell.actions import ACTIONS, Action
from trainer.gui.shell.command_palette import CommandPalette
from trainer.gui.workshop.console_keys import CONSOLE_KEYS, ConsoleKey
from trainer.workshop import Phase

from .gui import Answers, Gui, Room, press, proposed, say, seen

LINE = "Can we have a coffee this week?"


# -- the table of actions --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Effect:
    """`seen`: true after the key and not before. `ready`: brings up where it is pressed, after what the row needs.

    `asks`: what a question says that comes up; it is left with Esc. `file`: the title of the system's dialog that comes up.
    """

    seen: Callable[[Gui], bool] | None = None
    ready: Callable[[QtBot, Gui], None] | None = None
    asks: str = ""
    file: str = ""


def on_page(name: str) -> Effect:
    """A page is shown that was not shown before."""

    def away(_qtbot: QtBot, gui: Gui) -> None:
        gui.go("evidence" if name != "evidence" else "settings")

    return Effect(lambda gui: gui.shown == name and gui.page(name).isVisible(), away)


def in_dialog(text: str) -> Effect:
    """A dialog of this title is there, and says something."""
    return Effect(lambda gui: any(one.isVisible() and one.windowTitle() == text and seen(one) for one in dialogs(gui)))


def dialogs(gui: Gui) -> list[QDialog]:
    return gui.window.findChildren(QDialog)


def at_150(_qtbot: QtBot, gui: Gui) -> None:
    gui.program.appearance.set_text_size(150)


def two_attempts(qtbot: QtBot, gui: Gui) -> None:
    gui.program.talk.step_back()
    gui.practice.composer.start_anew()
    say(qtbot, gui, "It sounds like your weeks are full.")


def backed_up(_qtbot: QtBot, gui: Gui) -> None:
    gui.history.back_up(datetime.now(UTC).date())


def palette(gui: Gui) -> CommandPalette | None:
    found: CommandPalette | None = gui.window.findChild(CommandPalette)
    return found if found is not None and found.isVisible() else None


EFFECTS = {
    "show_library": on_page("library"),
    "show_practice": on_page("practice"),
    "show_drills": on_page("drills"),
    "show_progress": on_page("progress"),
    "show_workshop": on_page("workshop"),
    "show_evidence": on_page("evidence"),
    "show_settings": on_page("settings"),
    "show_own_talk": on_page("own_talk"),
    "show_debrief": Effect(lambda gui: gui.shown == "debrief" and LINE in gui.debrief.script.toPlainText()),
    "quit": Effect(lambda gui: not gui.window.isVisible()),
    "toggle_thoughts": Effect(lambda gui: gui.practice.person.bubble.isVisible()),
    "toggle_details": Effect(lambda gui: gui.practice.person.details.isVisible()),
    "next_hint": Effect(lambda gui: any(hint.isVisible() and hint.text() for hint in gui.practice.coach.hints)),
    "use_better": Effect(lambda gui: gui.practice.composer.toPlainText().startswith("Would ")),
    "step_back": Effect(
        lambda gui: LINE not in gui.practice.transcript.text() and gui.practice.composer.toPlainText() == LINE
    ),
    "next_attempt": Effect(lambda gui: LINE in gui.practice.transcript.text(), two_attempts),
    "end_talk": Effect(lambda gui: gui.shown == "debrief" and gui.debrief.isVisible()),
    "choose_profile": Effect(asks="Continue as"),
    "save_report": Effect(file="Report for my coach"),
    "import_file": Effect(file="Import practice data"),
    "export_data": Effect(asks="What kind of file?"),
    "back_up": Effect(lambda gui: "Backed up to" in gui.library.notice.text.text()),
    "save_memory": Effect(asks="Today's work is only in memory now"),
    "open_folder": Effect(lambda gui: "The data folder is" in gui.library.notice.text.text()),
    "restore_backup": Effect(ready=backed_up, asks="The file in use is set aside"),
    "show_packs": in_dialog("Scenario packs"),
    "erase_profile": Effect(asks="Erase every talk, answer and commitment of “"),
    "erase_all": Effect(asks="Erase every talk, answer and commitment of every learner"),
    "text_larger": Effect(lambda _: style.LOOK.percent > style.USUAL),
    "text_smaller": Effect(lambda _: style.LOOK.percent < 150, at_150),
    "text_usual": Effect(lambda _: style.LOOK.percent == style.USUAL, at_150),
    "hide_audience": Effect(lambda gui: gui.program.workshop.audience.window is not None and hidden(Room(gui))),
    "show_palette": Effect(lambda gui: palette(gui) is not None),
    "show_keys": in_dialog("Keys"),
    "show_about": in_dialog("About Safe No"),
}


def needed(qtbot: QtBot, gui: Gui, need: str) -> None:
    """Bring about what a row needs."""
    if need in ("talk", "practising", "going"):
        gui.library.start.click()
        say(qtbot, gui, LINE)
    elif need == "lost":
        gui.library.start.click()
        say(qtbot, gui, LINE)
        path = gui.program.stored.database
        assert path is not None
        path.unlink()
        gui.program.stored.keeper.look()
    elif need == "workshop":
        Room(gui).begin("coffee_new_acquaintance")


def ask_for(qtbot: QtBot, gui: Gui, row: Action, answers: Answers) -> None:
    """Press the keys of a row; a row without keys is found by its name in the palette. `answers`: what comes up then."""
    if row.keys:
        QTest.keySequence(gui.window.windowHandle(), QKeySequence(row.keys))
        return
    press(gui, Qt.Key.Key_K, control=True)
    named = palette(gui)
    assert named is not None
    qtbot.waitExposed(named)
    for char in row.text.removesuffix(" …"):
        QTest.keyClick(named.windowHandle(), ord(char))
    pressed: list[bool] = []

    def take() -> None:
        QTest.keyClick(named.windowHandle(), Qt.Key.Key_Return)
        pressed.append(True)

    with answers:  # in a loop, as in the program: else the palette would be gone while the question waits
        QTimer.singleShot(0, take)
        qtbot.waitUntil(lambda: bool(pressed))


@pytest.mark.parametrize("row", ACTIONS, ids=lambda row: row.name)
def test_every_action_changes_what_is_seen(
    qtbot: QtBot, gui: Gui, row: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    effect = EFFECTS[row.name]
    titles: list[str] = []

    def cancelled(_parent: object, title: str, *_: object) -> tuple[str, str]:
        titles.append(title)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", cancelled)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", cancelled)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: False)
    gui.program.appearance.text_usual()
    needed(qtbot, gui, row.needs)
    if row.name == "step_back":
        needed(qtbot, gui, "talk")
    if effect.ready is not None:
        effect.ready(qtbot, gui)
    gui.window.refresh()
    assert gui.window.actions_[row.name].isEnabled()
    assert effect.seen is None or not effect.seen(gui)
    answers = Answers(*([Qt.Key.Key_Escape] if effect.asks else []))
    ask_for(qtbot, gui, row, answers)
    QApplication.processEvents()
    assert not effect.asks or any(effect.asks in text for text in answers.said), answers.said
    assert effect.seen is None or effect.seen(gui)
    assert titles == ([effect.file] if effect.file else [])
    if row.needs == "lost":
        gui.program.stored.keeper.give_up()  # or closing would ask
    gui.program.appearance.text_usual()


def test_every_effect_belongs_to_a_row() -> None:
    assert set(EFFECTS) == {row.name for row in ACTIONS}
    assert all(effect.seen or effect.asks or effect.file for effect in EFFECTS.values())


# -- the keys of a workshop ------------------------------------------------------------------------------------------------

ROOM = (LINE, "You have to come.", "It sounds like your weeks are full.", "Would it be a bad idea to have a coffee?")
_K = Qt.Key


@dataclass(frozen=True, slots=True)
class ConsoleEffect:
    """`phase`: where it is pressed. `seen`: changes with the key, to `then` where that is given. `selected`: a row."""

    phase: Phase
    seen: Callable[[Room], object]
    then: object = None
    selected: int = 0
    closed: bool = False


def where(room: Room) -> str:
    """What the console says of the step and of the audience's picture."""
    return room.console.where.text()


def hidden(room: Room) -> bool:
    return "hidden" in where(room) and room.running.scene().blank


def frozen(room: Room) -> bool:
    return "frozen" in where(room)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What the audience sees; two are equal where an eye tells no difference: letters are not always drawn alike."""

    grey: bytes

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Picture)
        return sum(abs(one - two) > 24 for one, two in zip(self.grey, other.grey, strict=True)) < 12

    def __hash__(self) -> int:
        return len(self.grey)


def picture(room: Room) -> Picture:
    assert room.audience.window is not None
    image = room.audience.window.grab().toImage().scaledToWidth(320, Qt.TransformationMode.SmoothTransformation)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)  # held: its bits go with it
    return Picture(bytes(grey.constBits()))


def rows(room: Room) -> list[str]:
    """The candidates as the console lists them."""
    listed = room.console.round.candidates
    return [listed.item(place).text() for place in range(listed.count())]


def letters(room: Room) -> str:
    """The candidates in their order, each by the place it had at first."""
    return "".join(str(ROOM.index(one.line)) for one in room.workshop.candidates if one.line in "\n".join(rows(room)))


def votes(place: int) -> Callable[[Room], str]:
    return lambda room: rows(room)[place].partition("   [")[2].partition(" ")[0]


def told(room: Room) -> str:
    return room.console.notice.text.text() if room.console.notice.isVisible() else ""


def editing(room: Room) -> bool:
    field = room.console.round.candidates.findChild(QLineEdit, "editLine")
    return isinstance(field, QLineEdit) and field.isVisible() and field.text() == ROOM[1]


def audience_open(room: Room) -> bool:
    return room.audience.window is not None and room.audience.window.isVisible()


FORWARD = ConsoleEffect(Phase.TALK, where, "Proposals")
BACK = ConsoleEffect(Phase.TALK, where, "The brief")
HIDE = ConsoleEffect(Phase.REVEAL, hidden, True)
CONSOLE_EFFECTS = {
    (_K.Key_PageDown, False): FORWARD,
    (_K.Key_Right, False): FORWARD,
    (_K.Key_PageUp, False): BACK,
    (_K.Key_Left, False): BACK,
    (_K.Key_F5, False): ConsoleEffect(Phase.TALK, audience_open, True, closed=True),
    (_K.Key_Escape, False): HIDE,
    (_K.Key_B, False): HIDE,
    (_K.Key_Period, False): HIDE,
    (_K.Key_F, False): ConsoleEffect(Phase.REVEAL, frozen, True),
    (_K.Key_S, False): ConsoleEffect(
        Phase.TALK, told, "There is nothing to swap: it takes two displays and an open audience window."
    ),
    (_K.Key_T, False): ConsoleEffect(Phase.REVEAL, picture),
    (_K.Key_M, False): ConsoleEffect(Phase.REVEAL, picture),
    (_K.Key_C, False): ConsoleEffect(Phase.REVEAL, picture),
    (_K.Key_L, False): ConsoleEffect(Phase.REVEAL, picture),
    (_K.Key_1, False): ConsoleEffect(Phase.VOTE, votes(0), "2"),
    (_K.Key_2, False): ConsoleEffect(Phase.VOTE, votes(1), "2"),
    (_K.Key_3, False): ConsoleEffect(Phase.VOTE, votes(2), "2"),
    (_K.Key_4, False): ConsoleEffect(Phase.VOTE, votes(3), "2"),
    (_K.Key_Plus, False): ConsoleEffect(Phase.VOTE, votes(2), "2", selected=2),
    (_K.Key_Equal, False): ConsoleEffect(Phase.VOTE, votes(2), "2", selected=2),
    (_K.Key_Minus, False): ConsoleEffect(Phase.VOTE, votes(2), "0", selected=2),
    (_K.Key_Up, True): ConsoleEffect(Phase.PROPOSE, letters, "1023", selected=1),
    (_K.Key_Down, True): ConsoleEffect(Phase.PROPOSE, letters, "0213", selected=1),
    (_K.Key_F2, False): ConsoleEffect(Phase.PROPOSE, editing, True, selected=1),
    (_K.Key_Delete, False): ConsoleEffect(Phase.PROPOSE, letters, "023", selected=1),
}


def led_to(room: Room, phase: Phase) -> None:
    """Lead the workshop to a phase; the keyboard is not in a field then."""
    room.begin("coffee_new_acquaintance")
    room.running.forward()
    if phase in (Phase.PROPOSE, Phase.VOTE):
        room.running.forward()
        for line in ROOM:
            room.running.step(proposed(line))
    if phase is Phase.VOTE:
        room.running.forward()
        room.running.step(lambda w: w.voted(0, 1).voted(1, 1).voted(2, 1).voted(3, 1))
    if phase is Phase.REVEAL:
        room.say(ROOM[0])
    assert room.workshop.phase is phase
    (room.console.round.candidates if room.workshop.candidates else room.console.round.next).setFocus()
    QApplication.processEvents()


@pytest.mark.parametrize("by", ["console", "audience"])
@pytest.mark.parametrize("row", CONSOLE_KEYS, ids=lambda row: f"{'Ctrl+' if row.control else ''}{row.key.name}")
def test_every_key_of_a_workshop_changes_what_is_seen(gui: Gui, row: ConsoleKey, by: str) -> None:
    effect = CONSOLE_EFFECTS[row.key, row.control]
    room = Room(gui)
    led_to(room, effect.phase)
    room.console.round.candidates.setCurrentRow(effect.selected)
    handle: QWindow = gui.window.windowHandle()
    if effect.closed:
        room.audience.close()
    elif by == "audience":
        assert room.audience.window is not None
        handle = room.audience.window.windowHandle()
    before = effect.seen(room)
    assert effect.then is None or before != effect.then
    control = Qt.KeyboardModifier.ControlModifier if row.control else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(handle, row.key, control)
    QApplication.processEvents()
    assert effect.seen(room) != before
    assert effect.then is None or effect.seen(room) == effect.then


def test_every_effect_in_a_workshop_belongs_to_a_row() -> None:
    assert set(CONSOLE_EFFECTS) == {(row.key, row.control) for row in CONSOLE_KEYS}


@pytest.mark.parametrize("row", [row for row in CONSOLE_KEYS if row.does in ("blank", "thoughts", "meter", "causes", "dark", "freeze")], ids=lambda row: row.key.name)  # fmt: skip
def test_a_second_press_takes_it_back(gui: Gui, row: ConsoleKey) -> None:
    room = Room(gui)
    led_to(room, Phase.REVEAL)
    before, said = picture(room), where(room)
    for _ in range(2):
        QTest.keyClick(gui.window.windowHandle(), row.key)
        QApplication.processEvents()
    assert picture(room) == before and where(room) == said


@pytest.mark.parametrize(
    ("keys", "larger"), [((_K.Key_Plus, _K.Key_Minus), True), ((_K.Key_Equal, _K.Key_Minus), True)]
)
def test_outside_a_vote_plus_and_minus_size_the_audiences_text(
    gui: Gui, keys: tuple[Qt.Key, Qt.Key], larger: bool
) -> None:
    room = Room(gui)
    led_to(room, Phase.REVEAL)
    size, seen_first = room.workshop.shown.size, picture(room)
    QTest.keyClick(gui.window.windowHandle(), keys[0])
    assert (room.workshop.shown.size > size) is larger and picture(room) != seen_first
    QTest.keyClick(gui.window.windowHandle(), keys[1])
    assert room.workshop.shown.size == size and picture(room) == seen_first


@pytest.mark.parametrize("row", [row for row in CONSOLE_KEYS if not row.typing and not row.control and row.key.name[4:].isascii() and len(row.key.name) == 5], ids=lambda row: row.key.name)  # fmt: skip
def test_a_letter_or_figure_goes_into_the_line_that_is_typed(gui: Gui, row: ConsoleKey) -> None:
    room = Room(gui)
    led_to(room, Phase.PROPOSE)
    room.console.round.field.setFocus()
    QTest.keyClick(gui.window.windowHandle(), ord(row.key.name[-1].lower()))
    assert room.console.round.field.text() == row.key.name[-1].lower() and where(room) == "Proposals"
