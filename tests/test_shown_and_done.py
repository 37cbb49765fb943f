"""Two windows on one file: what a control of the one offers is what it does, whatever the other did meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from trainer.gui.kit.widgets import Text
from trainer.gui.progress.page import TALKS
from trainer.history import History
from trainer.history.backups import look_at
from trainer.scenario import Outcome
from trainer.session import Session
from trainer.workshop import Workshop

from .everything import NOW, coffee
from .gui import Gui, opened, plain

#: Days after NOW.
EARLY, LATE = 0, 1


def begin(history: History, line: str, days: int = LATE) -> int:
    """Store a talk that was broken off after this line, and return its id."""
    session, now = Session(coffee(), 3), NOW + timedelta(days=days)
    session_id = history.start(session, now)
    history.add_turn(session_id, session.say(line), now)
    return session_id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "history.sqlite"
    with closing(History.open(file)) as history:
        begin(history, "Named on the page.", EARLY)
    return file


@pytest.fixture
def gui(qtbot: QtBot, path: Path) -> Iterator[Gui]:
    made = opened(qtbot, path)
    yield made
    made.close()


def elsewhere(path: Path, *deeds: Callable[[History], Any]) -> None:
    """Do something in another window."""
    with closing(History.open(path)) as other:
        for deed in deeds:
            deed(other)
        other.writes.changed = False  # no backup


def erased_and_given_again(history: History) -> None:
    """Erase the talk, and begin another one, which is given its number."""
    history.erasing.session(1)
    assert begin(history, "Of another talk.") == 1


def told(gui: Gui) -> str:
    shown = gui.program.navigator.shown
    assert shown is not None
    return plain(shown.notice.text.text())


def offered(gui: Gui) -> str:
    return gui.library.findChildren(Text, "brokenOff")[0].text()


def lines(gui: Gui) -> list[str]:
    return [turn.line for turn in gui.session.turns]


def test_the_talk_that_is_named_is_taken_up_and_not_a_newer_one(gui: Gui, path: Path) -> None:
    elsewhere(path, lambda other: begin(other, "Of another talk."))
    gui.library.resume.click()
    assert lines(gui) == ["Named on the page."]


def test_a_talk_that_was_erased_is_told_and_what_there_is_now_is_offered(gui: Gui, path: Path) -> None:
    elsewhere(path, erased_and_given_again, lambda other: begin(other, "A newer one.", days=2))
    gui.library.resume.click()
    assert gui.shown == "library" and gui.program.practice.session is None
    assert coffee().title in told(gui) and "was erased" in told(gui) and gui.library.resume.isVisible()
    gui.library.resume.click()
    assert lines(gui) == ["A newer one."]


def test_a_talk_that_came_to_its_end_elsewhere_is_not_taken_up(gui: Gui, path: Path) -> None:
    elsewhere(path, lambda other: other.end(1, Outcome.UNFINISHED, NOW))
    gui.library.resume.click()
    assert gui.shown == "library" and "came to its end" in told(gui) and not gui.library.resume.isVisible()
    assert offered(gui) == ""


@pytest.mark.parametrize("way", ["open", "compare", "erase"])
def test_a_row_of_the_table_means_the_talk_it_shows(gui: Gui, path: Path, way: str) -> None:
    elsewhere(path, lambda other: begin(other, "A second talk."))
    gui.go("progress")
    view = gui.progress.sessions
    gui.progress.parts.setCurrentIndex(TALKS)
    (row,) = [place for place, line in enumerate(view.model.shown) if line.id == 1]
    gone = view.model.shown[row].uid
    elsewhere(path, lambda other: other.erasing.session(1), lambda other: other.erasing.session(2))
    elsewhere(path, lambda other: begin(other, "Of another talk."))
    if way == "compare":
        view.table.selectAll()
        view.compare.click()
    else:
        view.table.selectRow(row)
        view.erase.click() if way == "erase" else view.table.activated.emit(view.model.index(row, 0))
    assert gui.shown == "progress" and "was erased" in told(gui)
    assert [line.id for line in view.model.shown] == [1] and view.model.shown[0].uid != gone


def test_the_talks_are_listed_anew_when_the_page_is_shown_again(gui: Gui, path: Path) -> None:
    gui.go("progress")
    gui.progress.parts.setCurrentIndex(TALKS)
    gui.go("settings")
    elsewhere(path, lambda other: begin(other, "A second talk."))
    gui.go("progress")
    assert len(gui.progress.sessions.model.shown) == 2
    elsewhere(path, lambda other: other.erasing.everything())
    gui.go("library")
    assert not gui.library.resume.isVisible()
    gui.go("progress")
    assert gui.progress.sessions.model.shown == []


def test_words_of_a_talk_that_took_over_a_number_are_not_shown_under_another(gui: Gui, path: Path) -> None:
    gui.library.resume.click()
    elsewhere(
        path, erased_and_given_again, lambda other: other.notes.commit(1, "Their promise.", NOW),
        lambda other: other.notes.reflect(1, {"what": "Their note."}, NOW),
    )  # fmt: skip
    gui.go("debrief")
    form = gui.debrief.reflection
    assert form.commitment.text() == "" and set(form.answers().values()) == {""}


def test_the_workshop_that_was_offered_is_resumed_or_none(gui: Gui, path: Path) -> None:
    def cut_short(history: History, seed: int) -> int:
        workshop = Workshop("coffee_new_acquaintance", "easy", seed, plan=0, started=float(seed))
        return history.workshops.begin(1, workshop.as_dict(), NOW)

    elsewhere(path, lambda other: cut_short(other, 7))
    gui.go("workshop")
    page, running = gui.workshop, gui.program.workshop_model().running
    elsewhere(path, lambda other: cut_short(other, 8))
    page.start.resume.click()
    assert running.workshop is not None and running.workshop.seed == 7
    running.end(erase=False)
    assert page.start.cut_short.isVisible()  # the other one
    elsewhere(path, lambda other: other.workshops.end(2, NOW))
    page.start.resume.click()
    assert running.workshop is None and "not there any more" in told(gui) and not page.start.cut_short.isVisible()


def test_a_backup_is_restored_only_as_it_was_shown(gui: Gui, path: Path) -> None:
    gui.program.data_file.back_up()

    (backup,) = (path.parent / "backups").iterdir()
    shown = look_at(backup).amount
    elsewhere(backup, lambda other: begin(other, "Only in the backup."))
    file = gui.program.data_file
    gui.program.messages.attempt(lambda: file._put_back(path, backup, shown))
    assert "something else by now" in told(gui)
    assert [turn.line for turn in gui.history.turns(1)] == ["Named on the page."] and gui.history.session(2) is None
