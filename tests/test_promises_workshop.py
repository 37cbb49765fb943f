"""Promises of a workshop: every key of its table from the console and from the audience window, and what the room sees of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from trainer.gui.kit import style
from trainer.gui.workshop.console_keys import CONSOLE_KEYS
from trainer.workshop import Phase

from .conftest import SCENARIOS
from .gui import Answers, Room, opened, press, seen, top_windows, turn_wheel, type_text
from .test_gui_workshop import FakeScreen, texts_on

LINES = ("Can we have a coffee?", "It sounds like your weeks are full.", "You have to come.", "Hello!")


@pytest.fixture(autouse=True)
def usual_look(qapp: QApplication) -> None:
    """Other tests may have left the text large."""
    if (style.LOOK.percent, style.LOOK.colours) != (style.USUAL, style.LIGHT):
        style.apply(qapp, style.LIGHT)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    """A workshop that shows the brief."""
    made = Room(opened(qtbot, tmp_path / "history.sqlite"))
    made.begin("coffee_new_acquaintance")
    yield made
    made.gui.close()


@pytest.fixture
def wall(room: Room, tmp_path: Path) -> Callable[[], str]:
    """Return all that stands on the wall now."""

    def read() -> str:
        assert room.audience.window is not None
        return texts_on(room.audience.window, tmp_path / "wall.svg")

    return read


def console(room: Room) -> str:
    """Return all that can be read on the console."""
    room.gui.window.resize(1366, 1000)
    for _ in range(4):
        QApplication.processEvents()
    return "\n".join(seen(room.gui.window))


def rows(room: Room) -> list[str]:
    """Return the candidates as they stand on the console."""
    listed = room.console.round.candidates
    return [listed.item(row).text() for row in range(listed.count())]


def at_vote(room: Room, *lines: str) -> None:
    """Go to a vote over some lines by keyboard; the list has the keyboard."""
    press(room.gui, Qt.Key.Key_PageDown)
    press(room.gui, Qt.Key.Key_PageDown)
    for line in lines:
        type_text(room.gui, line)
        press(room.gui, Qt.Key.Key_Return)
    press(room.gui, Qt.Key.Key_PageDown)
    assert room.workshop.phase is Phase.VOTE
    room.console.round.candidates.setFocus()


def sizes(room: Room, path: Path) -> list[float]:
    assert room.audience.window is not None
    texts_on(room.audience.window, path)
    return sorted({float(size) for size in re.findall(r'font-size="([\d.]+)"', path.read_text(encoding="utf-8"))})


def colour(room: Room) -> str:
    assert room.audience.window is not None
    return room.audience.window.grab().toImage().pixelColor(2, 2).name().upper()


# -- steps -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "back"), [(Qt.Key.Key_PageDown, Qt.Key.Key_PageUp), (Qt.Key.Key_Right, Qt.Key.Key_Left)]
)
def test_a_round_goes_a_step_on_and_a_step_back(room: Room, wall: Callable[[], str], on: Qt.Key, back: Qt.Key) -> None:
    assert "The brief" in console(room) and "You met Marta" in wall().replace("\n", " ")
    press(room.gui, on)
    assert "The talk" in console(room) and "Oh, hello!" in wall()
    press(room.gui, back)
    assert "The brief" in console(room) and "Oh, hello!" not in wall()


def test_f5_opens_the_audience_window_and_shows_its_picture(room: Room, wall: Callable[[], str]) -> None:
    press(room.gui, Qt.Key.Key_PageDown)
    room.audience.close()
    assert [window.windowTitle() for window in top_windows()] == ["Safe No"]
    press(room.gui, Qt.Key.Key_Escape)
    assert "the audience's picture is hidden" in console(room)
    press(room.gui, Qt.Key.Key_F5)
    assert sorted(window.windowTitle() for window in top_windows()) == ["Safe No", "Safe No – audience"]
    assert "Oh, hello!" in wall() and "hidden" not in console(room)


# -- what is shown -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_B, Qt.Key.Key_Period])
def test_the_picture_is_hidden_and_shown_again(room: Room, wall: Callable[[], str], key: Qt.Key) -> None:
    press(room.gui, Qt.Key.Key_PageDown)
    press(room.gui, key)
    assert "Oh, hello!" not in wall() and "the audience's picture is hidden" in console(room)
    press(room.gui, key)
    assert "Oh, hello!" in wall() and "the audience's picture is" not in console(room)


def test_a_frozen_picture_stays_as_it_is(room: Room, wall: Callable[[], str]) -> None:
    press(room.gui, Qt.Key.Key_PageDown)
    press(room.gui, Qt.Key.Key_F)
    before = wall()
    room.say("Hello!")
    assert wall() == before and "the audience's picture is frozen" in console(room)
    press(room.gui, Qt.Key.Key_F)
    assert "Hello!" in wall() and "frozen" not in console(room)


def test_thoughts_meter_and_causes_come_and_go_each_by_its_key(room: Room, wall: Callable[[], str]) -> None:
    press(room.gui, Qt.Key.Key_PageDown)
    room.say("It sounds like your weeks are full.")
    session = room.running.session
    assert session is not None
    thought = session.turns[-1].thought.split()[0:2]
    things = {
        Qt.Key.Key_T: (" ".join(thought), False),
        Qt.Key.Key_M: (str(session.state.resistance), True),
        Qt.Key.Key_C: ("names what they really feel", True),
    }

    def on_the_wall() -> dict[Qt.Key, bool]:
        told = wall().replace("\n", " ")
        return {key: text in told for key, (text, _) in things.items()}

    usual = {key: shown for key, (_, shown) in things.items()}
    assert on_the_wall() == usual
    for key in things:
        press(room.gui, key)
        assert on_the_wall() == usual | {key: not usual[key]}
        press(room.gui, key)
        assert on_the_wall() == usual


def test_l_changes_light_and_dark(room: Room) -> None:
    assert colour(room) == style.DARK.page
    press(room.gui, Qt.Key.Key_L)
    assert colour(room) == style.LIGHT.page
    press(room.gui, Qt.Key.Key_L)
    assert colour(room) == style.DARK.page


def test_plus_and_minus_change_the_size_of_the_text_outside_a_vote(room: Room, tmp_path: Path) -> None:
    press(room.gui, Qt.Key.Key_PageDown)
    usual = sizes(room, tmp_path / "w.svg")
    for larger in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        press(room.gui, larger)
        assert sizes(room, tmp_path / "w.svg")[-1] > usual[-1]
        press(room.gui, Qt.Key.Key_Minus)
        assert sizes(room, tmp_path / "w.svg") == usual
    press(room.gui, Qt.Key.Key_Minus)
    assert sizes(room, tmp_path / "w.svg")[-1] < usual[-1]


def test_swapping_the_displays_asks_first(room: Room) -> None:
    here = room.console.screen().name()
    screens = [FakeScreen(here, QRect(0, 0, 800, 800)), FakeScreen("Beamer", QRect(800, 0, 1024, 768))]
    room.audience._screens = lambda: screens
    room.audience.place()
    assert room.audience.target() == "Beamer"
    for way in ("Leave it", Qt.Key.Key_Escape, Qt.Key.Key_Return):
        with Answers(way) as asked:
            press(room.gui, Qt.Key.Key_S)
        assert asked.said[0] == f"Show the audience window on “{here}”?"
        assert room.audience.target() == "Beamer" and "hidden" not in console(room)


# -- votes -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(4))
def test_a_number_counts_a_vote_for_the_line_of_that_number(room: Room, place: int) -> None:
    at_vote(room, *LINES)
    type_text(room.gui, str(place + 1) * 2)
    for row, line in enumerate(LINES):
        assert rows(room)[row].startswith(f"{'ABCD'[row]}  {line}   [{'2 votes' if row == place else '0 votes'} · ")


def test_votes_are_counted_only_while_there_is_a_vote(room: Room) -> None:
    for _ in range(2):
        press(room.gui, Qt.Key.Key_PageDown)
    for line in LINES[:2]:
        type_text(room.gui, line)
        press(room.gui, Qt.Key.Key_Return)
    room.console.round.next.setFocus()
    type_text(room.gui, "1")
    assert all("[0 votes" in row for row in rows(room))
    press(room.gui, Qt.Key.Key_PageDown)
    type_text(room.gui, "1")
    assert "[1 vote ·" in rows(room)[0]
    press(room.gui, Qt.Key.Key_PageDown)
    type_text(room.gui, "1")
    assert "[1 vote ·" in rows(room)[0]


def test_plus_and_minus_count_votes_for_the_selected_line(room: Room, tmp_path: Path) -> None:
    at_vote(room, *LINES[:3])
    usual = sizes(room, tmp_path / "w.svg")
    room.console.round.candidates.setCurrentRow(1)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        press(room.gui, key)
    assert ["2 votes" in row for row in rows(room)] == [False, True, False]
    assert sizes(room, tmp_path / "w.svg") == usual


def test_both_votes_and_what_each_line_would_do_stand_on_the_console_alone(room: Room, wall: Callable[[], str]) -> None:
    at_vote(room, *LINES[:2])
    type_text(room.gui, "112")
    for _ in range(2):
        press(room.gui, Qt.Key.Key_PageDown)
    type_text(room.gui, "2222")
    first, second = rows(room)
    assert first.endswith("[2 votes · +4]") and second.endswith("[1 → 4 votes · −7]")
    assert "+4" not in wall() and "−7" not in wall() and "-7" not in wall()


def test_notes_questions_and_worries_of_the_scenario_are_on_the_console_and_never_on_the_wall(
    room: Room, wall: Callable[[], str]
) -> None:
    assert room.running.scenario is not None and room.running.scenario.note is not None
    note = room.running.scenario.note
    private = [note.text, *note.questions, *(concern.thought for concern in room.running.scenario.concerns)]
    beginnings = [" ".join(text.split()[:3]) for text in private]

    def shown(text: str) -> list[str]:
        return [one for one in beginnings if one in " ".join(text.split())]

    assert shown(console(room)) == beginnings[: 1 + len(note.questions)]
    walked = []
    for _ in range(10):
        assert shown(wall()) == [], room.workshop.phase
        walked.append(room.workshop.phase)
        if room.workshop.phase is Phase.PROPOSE:
            for line in LINES[:2]:
                type_text(room.gui, line)
                press(room.gui, Qt.Key.Key_Return)
        press(room.gui, Qt.Key.Key_PageDown)
    assert len(set(walked)) == 8
    compare = room.gui.child("compareAttempts")
    assert isinstance(compare, QAbstractButton)
    compare.click()
    assert shown(wall()) == [] and "The talk as it went" in wall()


@pytest.mark.parametrize(("key", "order"), [(Qt.Key.Key_Up, [1, 0, 2]), (Qt.Key.Key_Down, [0, 2, 1])])
def test_the_selected_line_is_moved(room: Room, key: Qt.Key, order: list[int]) -> None:
    at_vote(room, *LINES[:3])
    room.console.round.candidates.setCurrentRow(1)
    press(room.gui, key, control=True)
    assert [row[3 : row.index("   [")] for row in rows(room)] == [LINES[place] for place in order]
    assert rows(room)[room.console.round.candidates.currentRow()][3:].startswith(LINES[1])


def test_the_selected_line_is_edited_and_removed(room: Room) -> None:
    at_vote(room, *LINES[:3])
    room.console.round.candidates.setCurrentRow(1)
    press(room.gui, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit) and editor.text() == LINES[1]
    press(room.gui, Qt.Key.Key_Escape)
    room.console.round.candidates.setFocus()
    room.console.round.candidates.setCurrentRow(1)
    press(room.gui, Qt.Key.Key_Delete)
    assert [row[3 : row.index("   [")] for row in rows(room)] == [LINES[0], LINES[2]]


def test_every_key_of_the_table_is_pressed_here() -> None:
    """A new key of the table needs a test above."""
    pressed = {
        "PageDown", "PageUp", "Right", "Left", "F5", "Escape", "B", "Period", "F", "S", "T", "M", "C", "L", "1", "2", "3", "4", "Plus",
        "Equal", "Minus", "Up", "Down", "F2", "Delete",
    }  # fmt: skip
    assert {row.key.name.removeprefix("Key_") for row in CONSOLE_KEYS} == pressed


# -- a presenter remote, and the other window ------------------------------------------------------------------------------


@pytest.mark.parametrize(("silence", "hides"), [(0.95, False), (1.05, True)])
def test_a_single_b_hides_the_picture_after_a_second_of_silence(
    qtbot: QtBot, room: Room, silence: float, hides: bool
) -> None:
    moment = [100.0]
    room.controller.keys._clock = lambda: moment[0]
    for _ in range(2):
        press(room.gui, Qt.Key.Key_PageDown)
    type_text(room.gui, "ma")
    moment[0] += silence
    type_text(room.gui, "b")
    if hides:
        qtbot.waitUntil(lambda: room.workshop.shown.blank, timeout=3_000)
    else:
        qtbot.wait(1_100)
    field = room.console.round.field
    assert (field.text(), room.workshop.shown.blank) == (("ma", True) if hides else ("mab", False))


def test_a_b_that_goes_on_as_a_word_is_text(qtbot: QtBot, room: Room) -> None:
    for _ in range(2):
        press(room.gui, Qt.Key.Key_PageDown)
    type_text(room.gui, "b")
    qtbot.wait(200)
    type_text(room.gui, "ut")
    qtbot.wait(900)
    assert room.console.round.field.text() == "but" and not room.workshop.shown.blank


def test_keys_reach_the_program_from_the_audience_window_too(room: Room) -> None:
    assert room.audience.window is not None
    room.audience.window.activateWindow()  # as when somebody clicked on it
    QApplication.processEvents()
    handle = room.audience.window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_PageDown)
    assert "The talk" in console(room)
    QTest.keyClick(handle, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert room.gui.shown == "library"


def test_f9_hides_the_picture_from_any_page(room: Room, wall: Callable[[], str]) -> None:
    press(room.gui, Qt.Key.Key_PageDown)
    for key in (Qt.Key.Key_4, Qt.Key.Key_5):
        press(room.gui, key, control=True)
        press(room.gui, Qt.Key.Key_F9)
        assert "Oh, hello!" not in wall()
        press(room.gui, Qt.Key.Key_F9)
        assert "Oh, hello!" in wall()


def test_the_audience_window_asks_for_no_keyboard(room: Room) -> None:
    """Off screen every new window is given it; a window system reads this property (`make real` looks at what it does)."""
    assert room.audience.window is not None
    assert room.audience.window.windowHandle().property("_q_showWithoutActivating") is True


def test_what_the_room_must_not_see_is_hidden_when_the_console_comes_to_its_display(
    room: Room, wall: Callable[[], str]
) -> None:
    here = room.console.screen().geometry()
    places = {"Laptop": here, "Beamer": QRect(5000, 0, 1024, 768)}
    room.audience._screens = lambda: [FakeScreen(name, place) for name, place in places.items()]
    press(room.gui, Qt.Key.Key_PageDown)
    room.audience.place()
    assert room.audience.target() == "Beamer" and "Oh, hello!" in wall()
    places.update(Laptop=places["Beamer"], Beamer=here)  # the console was moved to the other display
    room.audience.displays_changed()
    assert "Oh, hello!" not in wall() and "hidden" in console(room)
    assert room.audience.target() == "Laptop"


# -- the console -------------------------------------------------------------------------------------------------------------


def test_the_console_shows_notes_and_hidden_worries(room: Room) -> None:
    press(room.gui, Qt.Key.Key_PageDown)
    session = room.running.session
    assert session is not None and session.scenario.note is not None
    told = console(room)
    assert session.scenario.note.text.strip() in told
    assert "Resistance 63 of 100" in told and "Trust" in told
    room.say("Can we have a coffee?")
    assert f"Thinks: “{session.scenario.concerns[0].thought}”" in console(room)


def test_no_box_of_any_page_is_turned_by_the_wheel(room: Room) -> None:
    for page in ("settings", "own_talk", "progress", "workshop"):
        room.gui.go(page)
        for box in room.gui.page(page).findChildren(QComboBox):
            before = box.currentIndex()
            for delta in (-120, 120):
                turn_wheel(box, delta)
                assert box.currentIndex() == before, box.objectName()


# -- the end -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "going", "kept"),
    [
        ("Keep them", False, 1), (Qt.Key.Key_Return, False, 1), ("Erase for good", False, 0), ("Back to the workshop", True, 1),
        (Qt.Key.Key_Escape, True, 1),
    ],
)  # fmt: skip
def test_the_talks_of_a_workshop_are_kept_or_erased_as_is_answered(
    room: Room, answer: str | Qt.Key, going: bool, kept: int
) -> None:
    press(room.gui, Qt.Key.Key_PageDown)
    room.say("Hello!")
    end = room.gui.child("endWorkshop")
    assert isinstance(end, QAbstractButton)
    with Answers(answer) as asked:
        end.click()
    assert asked.said[0] == "Keep this workshop's talks?"
    titles = sorted(window.windowTitle() for window in top_windows())
    assert titles == ["Safe No", "Safe No – audience"][: 2 if going else 1]
    assert len(list(room.gui.history.raw.query("select id from sessions"))) == kept


def test_closing_the_program_closes_the_audience_window(qtbot: QtBot, tmp_path: Path) -> None:
    made = Room(opened(qtbot, tmp_path / "history.sqlite", (SCENARIOS,)))
    made.begin("coffee_new_acquaintance")
    assert len(top_windows()) == 2
    made.gui.close()
    assert top_windows() == []
