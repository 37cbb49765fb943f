"""Words that somebody types: they are stored once they were changed here, and nothing takes them away without a word."""

from __future__ import annotations

import json
import signal
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from trainer import settings
from trainer.gui import app
from trainer.gui.app import Program
from trainer.gui.debrief.reflection_form import ReflectionForm
from trainer.history import History
from trainer.workshop import Phase

from .conftest import SCENARIOS
from .gui import Answers, Gui, Room, opened, press, proposed, say, type_text

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite"


@pytest.fixture
def talk(qtbot: QtBot, gui: Gui) -> Gui:
    """A talk with one line said."""
    gui.library.start.click()
    say(qtbot, gui, "Hello!")
    return gui


@pytest.fixture
def form(talk: Gui, path: Path) -> ReflectionForm:
    """The form of its debrief, with a promise and an answer that are stored already."""
    write(path, "I will ask Ben.", what="Said before.")
    talk.program.talk.end_talk()
    talk.window.activateWindow()
    return talk.debrief.reflection


def write(path: Path, promise: str, **answers: str) -> None:
    """Write a promise and answers in another window."""
    with closing(History.open(path)) as other:
        other.notes.reflect(1, answers, NOW)
        other.notes.commit(1, promise, NOW)


def put(gui: Gui, field: QLineEdit, text: str) -> None:
    """Type over all that stands in a field."""
    field.setFocus()
    field.selectAll()
    if text:
        type_text(gui, text)
    else:
        press(gui, Qt.Key.Key_Delete)


def kept(gui: Gui) -> tuple[dict[str, str], str]:
    made = gui.history.notes.commitment_of(1)
    return gui.history.notes.reflections(1), made.text if made else ""


# -- what another window wrote meanwhile -------------------------------------------------------------------------------


def test_a_form_that_is_only_walked_through_writes_nothing(talk: Gui, form: ReflectionForm, path: Path) -> None:
    write(path, "I will ask Ann.", what="Said elsewhere.", next="Wait.")
    written = talk.history.writes.count
    for field in (*form.fields.values(), form.commitment):
        field.setFocus()
        press(talk, Qt.Key.Key_Return)
        press(talk, Qt.Key.Key_Tab)
    assert talk.history.writes.count == written
    assert kept(talk) == ({"what": "Said elsewhere.", "next": "Wait."}, "I will ask Ann.")


def test_only_the_field_that_was_changed_is_written(talk: Gui, form: ReflectionForm, path: Path) -> None:
    write(path, "I will ask Ann.", what="Said elsewhere.", next="Wait.")
    put(talk, form.fields["what"], "Mine.")
    press(talk, Qt.Key.Key_Tab)
    assert kept(talk) == ({"what": "Mine.", "next": "Wait."}, "I will ask Ann.")
    put(talk, form.commitment, "")
    press(talk, Qt.Key.Key_Tab)
    assert kept(talk) == ({"what": "Mine.", "next": "Wait."}, "")
    # Shown again, it is what is stored; and that is nobody's change.
    talk.go("library")
    talk.go("debrief")
    assert form.fields["next"].text() == "Wait." and form.changed() == ({}, None)


def test_an_answer_that_has_no_room_in_its_field_is_not_cut_by_looking(
    talk: Gui, form: ReflectionForm, path: Path
) -> None:
    long = "So it went. " * 200
    write(path, "I will ask Ben.", what=long, next="One row.\nAnother.")
    talk.go("debrief")
    for field in form.fields.values():
        field.setFocus()
        press(talk, Qt.Key.Key_Tab)
    assert kept(talk)[0] == {"what": long.strip(), "next": "One row.\nAnother."}


def test_a_key_that_shows_the_same_debrief_again_keeps_what_is_typed(talk: Gui, form: ReflectionForm) -> None:
    put(talk, form.commitment, "I will ask Eve.")
    talk.window.request("show_debrief")
    assert form.commitment.text() == "I will ask Eve." and kept(talk)[1] == "I will ask Eve."


def test_words_that_were_refused_are_tried_again(
    talk: Gui, form: ReflectionForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk.program.stored, "keep_words", lambda *_: False)
    put(talk, form.commitment, "I will ask Eve.")
    press(talk, Qt.Key.Key_Tab)
    monkeypatch.undo()
    form.fields["what"].setFocus()
    assert kept(talk)[1] == "I will ask Ben."
    press(talk, Qt.Key.Key_Tab)
    assert kept(talk)[1] == "I will ask Eve."


@pytest.mark.usefixtures("form")
def test_how_a_promise_went_is_not_taken_away_by_an_empty_field(talk: Gui, path: Path) -> None:
    talk.go("library")
    made = talk.history.notes.open_commitment()
    assert made is not None
    with closing(History.open(path)) as other:
        other.notes.answer_commitment(made.id, "not_yet", "Ben was ill.", NOW)
    talk.program.stored.answer_commitment(made, "done", "")
    last = talk.history.notes.last_commitment()
    assert last is not None and (last.status, last.how) == ("done", "Ben was ill.")
    # Asked about again, it is another answer that is wanted.
    talk.program.stored.answer_commitment(last, "dropped", "")
    last = talk.history.notes.last_commitment()
    assert last is not None and (last.status, last.how) == ("dropped", "")


def test_a_setting_of_another_window_stays_and_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    one, other = (Gui(Program(None, [SCENARIOS], file, 0, lambda: 1)) for _ in range(2))
    for gui in (one, other):
        qtbot.addWidget(gui.window)
    other.program.settings.set("pause", "off")
    one.program.settings.set("look_back", "long")
    assert json.loads(file.read_text(encoding="utf-8")) == {"pause": "off", "look_back": "long"}
    one.go("settings")
    assert one.page("settings").boxes["pause"].currentData() == "off" and one.program.settings["pause"] == "off"
    # What cannot be read takes nothing away.
    file.write_bytes(b"{")
    one.go("settings")
    one.program.settings.set("drill_clock", "on")
    assert settings.load(file).values == {"pause": "off", "look_back": "long", "drill_clock": "on"}
    one.close()
    other.close()


def test_a_setting_that_could_not_be_kept_is_kept_with_the_next(qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    gui = Gui(Program(None, [SCENARIOS], file, 0, lambda: 1))
    qtbot.addWidget(gui.window)
    file.mkdir()
    gui.program.settings.set("pause", "off")
    file.rmdir()
    file.write_text('{"look_back": "long"}', encoding="utf-8")
    gui.go("settings")
    assert gui.program.settings["pause"] == "off"
    gui.program.settings.set("drill_clock", "on")
    assert settings.load(file).values == {"pause": "off", "look_back": "long", "drill_clock": "on"}
    gui.close()


# -- the end of the program --------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="a signal there ends the process")
@pytest.mark.parametrize("how", ["close", "SIGINT", "SIGTERM", "SIGHUP"])
def test_every_end_keeps_what_is_typed_and_ends_what_runs_beside(
    talk: Gui, form: ReflectionForm, path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    ended: list[str] = []
    monkeypatch.setattr(talk.library, "close_down", lambda: ended.append("library"))
    monkeypatch.setattr(app, "prepare", lambda _: talk.program)
    talk.window.closed.connect(QApplication.quit)
    put(talk, form.commitment, "I will ask Eve.")
    QTimer.singleShot(0, talk.window.close if how == "close" else lambda: signal.raise_signal(getattr(signal, how)))
    app.run(path)
    assert not talk.program.stored.opened or talk.program.stored.keeper._history is None, "the file is closed"
    with closing(History.open(path)) as history:
        made = history.notes.commitment_of(1)
    assert made is not None and made.text == "I will ask Eve."
    assert ended == ["library"]


def test_the_file_is_closed_whatever_else_fails_at_the_end(talk: Gui, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise OSError

    monkeypatch.setattr(talk.library, "close_down", fails)
    with pytest.raises(OSError):
        talk.program.end()
    assert talk.program.stored.keeper._history is None
    monkeypatch.undo()


# -- lines that are half typed -----------------------------------------------------------------------------------------

HALF = "And would you like"


def resume(gui: Gui) -> None:
    """Take the last talk up again, from the page of scenarios."""
    press(gui, Qt.Key.Key_1, control=True)
    gui.library.resume.click()
    assert gui.shown == "practice"


def test_resuming_the_talk_in_hand_keeps_its_attempts_and_what_is_half_typed(qtbot: QtBot, talk: Gui) -> None:
    talk.program.practice.try_from(1)
    say(qtbot, talk, "Good morning!")
    sessions = [one.session for one in talk.program.practice.attempts.all]
    type_text(talk, HALF)
    for place in (1, 0):
        talk.program.practice.choose_attempt(place)
        resume(talk)
        assert [one.session for one in talk.program.practice.attempts.all] == sessions
        assert talk.session is sessions[place] and talk.practice.composer.toPlainText() == HALF


def test_resuming_goes_on_with_the_attempt_that_is_not_over(qtbot: QtBot, talk: Gui) -> None:
    first = talk.session
    talk.program.practice.try_from(1)
    say(qtbot, talk, "Good morning!")
    talk.program.practice.give_up()
    resume(talk)
    assert talk.session is first and len(talk.program.practice.attempts) == 2


def test_resuming_takes_in_what_another_window_said(qtbot: QtBot, talk: Gui, path: Path) -> None:
    other = opened(qtbot, path)
    other.library.resume.click()
    say(qtbot, other, "I am here for the maps.")
    other.close()
    talk.window.activateWindow()
    talk.practice.composer.setFocus()
    type_text(talk, HALF)
    resume(talk)
    assert [turn.line for turn in talk.session.turns] == ["Hello!", "I am here for the maps."]
    talk.practice.composer.undo()
    assert talk.practice.composer.toPlainText() == HALF


@pytest.mark.parametrize("then", ["again", "start", "resume"])
def test_undo_brings_a_half_typed_line_back_into_another_talk(talk: Gui, then: str) -> None:
    if then == "resume":
        talk.library.start.click()
    type_text(talk, HALF)
    if then == "again":
        talk.program.practice.again()
    elif then == "start":
        talk.library.start.click()
    else:
        resume(talk)
    composer = talk.practice.composer
    assert composer.toPlainText() == "" and talk.shown == "practice"
    press(talk, Qt.Key.Key_Z, control=True)
    assert composer.toPlainText() == HALF
    assert len(talk.session.turns) == (then == "resume"), "no line was taken back"


def test_no_undo_brings_back_what_was_half_typed_in_a_talk_that_was_erased(talk: Gui) -> None:
    type_text(talk, HALF)
    with Answers("Erase for good"):
        talk.program.data.erase_all()
    talk.go("library")
    talk.library.start.click()
    composer = talk.practice.composer
    assert composer.toPlainText() == "" and not composer.document().isUndoAvailable()


def test_how_a_promise_went_may_be_half_typed_while_one_looks_elsewhere(qtbot: QtBot, talk: Gui, path: Path) -> None:
    write(path, "I will ask Ben.")
    talk.go("library")
    how = talk.child("reminderHow")
    assert isinstance(how, QLineEdit)
    put(talk, how, "He said")
    talk.go("progress")
    talk.go("library")
    assert how.text() == "He said"
    qtbot.keyClick(talk.child("reminderNotYet"), Qt.Key.Key_Space)
    talk.go("library")
    assert how.isVisible() and how.text() == ""
    put(talk, how, "He said")
    write(path, "I will ask Ann.")
    talk.go("library")
    assert how.isVisible() and how.text() == ""


def test_an_answer_that_is_half_typed_is_there_when_its_card_is_asked_again(gui: Gui) -> None:
    gui.go("drills")
    gui.drills.start.click()
    one = next(card for card in gui.program.drills.cards if card.typed)
    other = next(card for card in gui.program.drills.cards if card.typed and card is not one)
    field = gui.child("drillAnswer")
    assert isinstance(field, QLineEdit)
    answer = gui.drills.view.answers[one.kind]
    answer.ask(one)
    field.setText(HALF)
    answer.ask(other)
    assert field.text() == ""
    answer.ask(one)
    assert field.text() == HALF
    answer.lock(HALF, "")
    answer.ask(one)
    assert field.text() == "", "it was given"


def test_a_guess_that_cannot_be_taken_stays_in_its_field(gui: Gui, monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(gui)
    room.begin()
    room.running.step(proposed("Can we have a coffee?"))
    room.running.step(lambda workshop: workshop.at(Phase.PREDICT))
    panel = room.console.round
    for refused in (True, False):
        monkeypatch.setattr(room.running, "step", lambda _, refused=refused: not refused)
        panel.guess.setText("-8")
        panel.guess.returnPressed.emit()
        assert panel.guess.text() == ("-8" if refused else "")
    monkeypatch.undo()
