"""Two programs at one file: what one erases or begins anew is never taken by the other for its own, whatever ids it gets."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from trainer.errors import TrainerError
from trainer.gui.progress.page import TALKS
from trainer.history import History
from trainer.history.fallback import Keeper
from trainer.history.left_files import unsaved_files
from trainer.workshop import Phase, Workshop

from .everything import talk
from .gui import Answers, Gui, opened, plain, proposed, say, seen
from .test_trouble import held
from .trust.identity import lines_in

ERASE, KEEP = "Erase for good", "Keep them"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


@pytest.fixture
def gui(qtbot: QtBot, path: Path) -> Gui:
    return opened(qtbot, path)


def erased_and_begun_anew(path: Path) -> None:
    """The other window erases all there is, and begins another talk, which is given the same id."""
    with closing(History.open(path)) as other:
        other.erasing.everything()
        talk(other, "Of another talk.", now=datetime.now(UTC), seed=9)


@pytest.mark.parametrize("resumed", [False, True])
@pytest.mark.parametrize("end", [False, True])
def test_a_talk_that_was_erased_takes_no_other_for_its_own(
    qtbot: QtBot, gui: Gui, path: Path, resumed: bool, end: bool
) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Said before.")
    if resumed:
        gui.close()
        gui = opened(qtbot, path)
        gui.program.library.resume()
    erased_and_begun_anew(path)
    if end:
        gui.program.practice.give_up()
    else:
        say(qtbot, gui, "Said after.")
        assert "erased" in gui.practice.notice.text.text()
    gui.close()
    assert lines_in(path) == ["Of another talk."]
    with closing(History.open(path)) as history:
        assert [row.outcome for row in history.sessions()] == [None]


def test_an_attempt_at_an_erased_talk_hangs_on_no_other(qtbot: QtBot, gui: Gui, path: Path) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Said before.")
    gui.program.talk.try_from(1)
    erased_and_begun_anew(path)
    say(qtbot, gui, "Another line there.")
    assert "erased" in gui.practice.notice.text.text()
    gui.close()
    assert lines_in(path) == ["Of another talk."]


def test_what_was_erased_elsewhere_is_not_saved_again(path: Path) -> None:
    """Neither told as damage, nor brought back by what saves the work of today."""
    told: list[str] = []
    keeper = Keeper(path, told.append)
    keeper.keep(lambda history: talk(history, "Erased by the other one.", now=datetime.now(UTC)))
    erased_and_begun_anew(path)
    keeper.look()
    assert told == [] and not keeper.history.writes.sitting.talks()
    path.unlink()
    keeper.look()
    keeper.settle(everything=False)
    keeper.close()
    assert lines_in(path) == []


def locked(path: Path) -> sqlite3.Connection:
    """Another program holds the file, even for reading."""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("begin exclusive")
    return holder


def begun(path: Path, told: list[str]) -> Keeper:
    """A talk in one window, which the other one erases; its id is given to another talk."""
    keeper = Keeper(path, told.append)
    keeper.keep(lambda history: talk(history, "Erased by the other one.", now=datetime.now(UTC)))
    erased_and_begun_anew(path)
    return keeper


def test_what_was_erased_before_the_file_was_locked_is_not_in_memory(path: Path) -> None:
    """The window hears of the lock before it hears of the erasure."""
    keeper = begun(path, [])
    with closing(locked(path)):
        keeper.history.wait_for_others(0.01)
        keeper.keep(lambda history: talk(history, "Said meanwhile.", now=datetime.now(UTC), seed=5))
        assert keeper.held and len(keeper.history.writes.sitting.talks()) == 1
    assert keeper.come_back(now=True) and keeper.close() == ""
    assert sorted(lines_in(path)) == ["Of another talk.", "Said meanwhile."]


def test_what_was_erased_while_memory_stood_in_is_not_rescued(path: Path) -> None:
    told: list[str] = []
    keeper = Keeper(path, told.append)
    keeper.keep(lambda history: talk(history, "Erased by the other one.", now=datetime.now(UTC)))
    with closing(locked(path)):
        keeper.history.wait_for_others(0.01)
        keeper.keep(lambda history: talk(history, "Said meanwhile.", now=datetime.now(UTC), seed=5))
    erased_and_begun_anew(path)
    with closing(locked(path)):
        assert "file" in keeper.close()
    (rescued,) = unsaved_files(path)
    assert lines_in(rescued) == ["Said meanwhile."]


def test_what_was_said_as_an_erased_learner_is_told_to_be_left_out(path: Path) -> None:
    told: list[str] = []
    keeper = Keeper(path, told.append)
    anna = keeper.keep(lambda history: history.profiles.add("Anna", "learner", datetime.now(UTC)))
    keeper.history.profiles.choose(anna.id)
    with closing(locked(path)):
        keeper.history.wait_for_others(0.01)
        keeper.keep(lambda history: talk(history, "Said by Anna.", now=datetime.now(UTC)))
    erased_and_begun_anew(path)
    assert keeper.come_back(now=True) and "but what was said" in told[-1]
    with pytest.raises(TrainerError, match="Switch learner"):
        keeper.keep(lambda history: talk(history, "Said as nobody.", now=datetime.now(UTC)))
    assert keeper.close() == "" and lines_in(path) == ["Of another talk."]


@pytest.mark.parametrize("written", ["replaced", "cleared"])
def test_a_commitment_that_the_other_window_changes_is_no_damage(path: Path, written: str) -> None:
    told: list[str] = []
    keeper = Keeper(path, told.append)
    now = datetime.now(UTC)

    def committed(history: History) -> int:
        number, _ = talk(history, "Said.", now=now)
        history.notes.commit(number, "I will ask Ann.", now)
        return number

    number = keeper.keep(committed)
    with closing(History.open(path)) as other:
        other.notes.commit(number, "I will ask Ben." if written == "replaced" else "", now)
        left = other.raw.query("select text from commitments")
    keeper.look()
    keeper.keep(lambda history: history.notes.reflect(number, {"what": "All went well."}, now))
    assert told == [] and keeper.close() == ""
    with closing(History.open(path)) as history:
        assert history.raw.query("select text from commitments") == left


def test_one_talk_in_two_windows_is_told_and_not_mixed(path: Path) -> None:
    told: list[str] = []
    keeper = Keeper(path, told.append)
    number, session = keeper.keep(lambda history: talk(history, "One.", now=datetime.now(UTC)))
    ours, theirs = session.branch(2), session.branch(2)
    with closing(History.open(path)) as other:
        other.add_turn(number, theirs.say("Theirs."), datetime.now(UTC))
    turn = ours.say("Ours.")
    with pytest.raises(TrainerError, match="gone on in another window"):
        keeper.keep(lambda history: history.add_turn(number, turn, datetime.now(UTC)))
    assert not keeper.trouble and keeper.close() == ""
    assert lines_in(path) == ["One.", "Theirs."]


def test_what_the_file_allows_once_is_no_fault_of_the_disk(path: Path) -> None:
    with closing(History.open(path)) as history:
        with pytest.raises(TrainerError, match="changed meanwhile"), history.batch():
            history.raw.query("select 1")
            raise sqlite3.IntegrityError("UNIQUE constraint failed")
        assert history.sessions() == []


def test_another_learner_with_the_same_id_is_not_shown(path: Path) -> None:
    """The other window erased this one, and added somebody, who was given the id."""
    now = datetime.now(UTC)
    with closing(History.open(path)) as ours:
        ours.profiles.choose(ours.profiles.add("Bob", "learner", now).id)
        talk(ours, "Said by Bob.", now=now)
        with closing(History.open(path)) as other:
            other.erasing.everything()
            other.profiles.choose(other.profiles.add("Anna", "learner", datetime.now(UTC)).id)
            talk(other, "Said by Anna.", now=now)
        ours.writes.look()
        assert ours.sessions() == [] and ours.profiles.current().name == "A learner who was erased"
        with pytest.raises(TrainerError, match="Switch learner"):
            talk(ours, "Said by Bob again.", now=now)
    assert lines_in(path) == ["Said by Anna."]


def test_the_talk_in_hand_goes_with_its_learner(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Said by me.")
    gui.history.profiles.add("Bob", "learner", datetime.now(UTC))
    with Answers("Bob"):
        gui.program.data.choose_profile()
    assert gui.history.profiles.current().name == "Bob"
    assert gui.program.practice.session is None, "another learner's line would go into it"
    gui.close()


# -- erasing ---------------------------------------------------------------------------------------------------------


def with_backups(path: Path) -> list[Path]:
    """A history with two backups, which hold the same lines."""
    with closing(History.open(path)) as history:
        talk(history, "Precious.", now=datetime.now(UTC))
        first = history.back_up(datetime(2026, 10, 1).date())
        return [first, history.back_up(datetime(2026, 11, 1).date())]


@pytest.mark.parametrize("which", [0, 1])
def test_while_a_copy_is_in_use_nothing_is_erased_and_it_can_be_tried_again(path: Path, which: int) -> None:
    copies = with_backups(path)
    with closing(History.open(path)) as history:
        with held(copies[which]), pytest.raises(TrainerError, match="Nothing is erased in your file yet"):
            history.erasing.session(1)
        assert len(history.sessions()) == 1
        history.erasing.session(1)
        assert history.sessions() == []
    assert all(b"Precious." not in copy.read_bytes() for copy in copies)


def test_a_reader_of_the_log_keeps_nothing_erased(path: Path) -> None:
    """Another program has the file open with a log, and reads: what it reads could not be overwritten."""
    with_backups(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("pragma journal_mode = wal")
        reader.execute("begin")
        reader.execute("select count(*) from turns").fetchone()
        with closing(History.open(path)) as history:
            talk(history, "Said meanwhile.", now=datetime.now(UTC), seed=8)
            with pytest.raises(TrainerError, match="another program reads your file"):
                history.erasing.everything()
            assert len(history.sessions()) == 2
            reader.execute("commit")
            history.erasing.everything()
    assert not any(b"Precious." in file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    with closing(History.open(path)) as history:
        assert history.sessions() == []


def in_workshop(gui: Gui) -> None:
    gui.go("workshop")
    running = gui.program.workshop_model().running
    running.begin("coffee_new_acquaintance", "easy", 1)
    running.step(proposed("Hello there!"))
    running.say_now(0)


def test_a_workshop_that_cannot_be_erased_stays_in_hand(gui: Gui, path: Path) -> None:
    in_workshop(gui)
    with held(path), Answers(ERASE):
        gui.program.workshop._end()
    running = gui.program.workshop_model().running
    assert running.workshop is not None and "goes on until then" in gui.workshop.notice.text.text()
    gui.program.stored.keeper.come_back(now=True)
    with Answers(ERASE):
        gui.program.workshop._end()
    assert running.workshop is None
    gui.close()
    assert lines_in(path) == []


def another_workshop(path: Path) -> None:
    """The other window erases all there is, and begins another workshop, which is given the same ids."""
    with closing(History.open(path)) as other:
        other.erasing.everything()
        owner = other.profiles.add("Workshop of theirs", "workshop", datetime.now(UTC)).id
        state = Workshop("coffee_neighbour", "easy", 5, started=5.0).as_dict()
        other.workshops.begin(owner, state, datetime.now(UTC))


@pytest.mark.parametrize(
    "act",
    [
        lambda running: running.step(proposed("Of ours.")),
        lambda running: running.end(erase=True),
        lambda running: running.end(erase=False),
    ],
    ids=["step", "erase", "keep"],
)
@pytest.mark.parametrize("resumed", [False, True])
def test_a_workshop_that_was_erased_takes_no_other_for_its_own(
    qtbot: QtBot, gui: Gui, path: Path, act: Callable[..., object], resumed: bool
) -> None:
    in_workshop(gui)
    if resumed:
        gui.close()
        gui = opened(qtbot, path)
        gui.go("workshop")
        gui.program.workshop_model().running.resume()
    another_workshop(path)
    with closing(History.open(path)) as history:
        before = history.tables()
    act(gui.program.workshop_model().running)
    assert "erased" in gui.workshop.notice.text.text()
    gui.program.workshop_model().running.end(erase=False)
    gui.close()
    with closing(History.open(path)) as history:
        assert history.tables() == before


def test_the_wall_waits_for_no_file(gui: Gui, path: Path) -> None:
    """The keys that hide it go on doing so when nothing can be stored."""
    in_workshop(gui)
    another_workshop(path)
    running = gui.program.workshop_model().running
    running.show(blank=True)
    assert running.scene().blank and running.workshop is not None and running.workshop.phase is not Phase.BRIEF
    running.toggle("blank")
    assert not running.scene().blank
    running.end(erase=False)
    gui.close()


@pytest.mark.parametrize(("also_before", "closed_once"), [(True, False), (True, True), (False, False)])
def test_a_talk_that_was_erased_while_memory_stood_in_is_not_stored_anew(
    qtbot: QtBot, gui: Gui, path: Path, also_before: bool, closed_once: bool
) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Said before.")
    with held(path):
        if also_before:
            say(qtbot, gui, "Said in memory.")
        if closed_once:
            gui.window.close()
    erased_and_begun_anew(path)
    gui.program.stored.keeper.come_back(now=True)
    if not also_before:
        say(qtbot, gui, "Said after.")
    gui.close()
    assert lines_in(path) == ["Of another talk."]


def test_a_workshop_that_was_erased_while_memory_stood_in_is_not_stored_anew(gui: Gui, path: Path) -> None:
    in_workshop(gui)
    running = gui.program.workshop_model().running
    with held(path):
        running.step(proposed("In memory."))
    another_workshop(path)
    with closing(History.open(path)) as history:
        before = history.tables()
    gui.program.stored.keeper.come_back(now=True)
    running.step(proposed("Once more."))
    running.say_now(0)
    assert "erased" in gui.workshop.notice.text.text()
    running.end(erase=False)
    gui.close()
    with closing(History.open(path)) as history:
        assert history.tables() == before


def test_a_workshop_that_goes_on_in_two_windows_is_told_and_taken_over_by_whoever_means_it(
    qtbot: QtBot, gui: Gui, path: Path
) -> None:
    in_workshop(gui)
    running = gui.program.workshop_model().running
    running.step(proposed("To be said here."))
    there = opened(qtbot, path)
    there.go("workshop")
    there.program.workshop_model().running.resume()
    there.program.workshop_model().running.step(proposed("Proposed there."))
    running.say_now(0)  # nothing is stored of a line that is not said
    assert "in another window" in gui.workshop.notice.text.text() and lines_in(path) == ["Hello there!"]
    there.program.workshop_model().running.step(proposed("Proposed there, too."))
    assert not running.step(proposed("Proposed here.")) and "in another window" in gui.workshop.notice.text.text()
    with closing(History.open(path)) as history:
        (row,) = history.raw.query("select state from workshops")
        assert "Proposed there." in row["state"]
    assert running.step(proposed("Proposed here."))
    assert not there.program.workshop_model().running.step(proposed("Once more."))
    for window in (there, gui):
        window.close()
    with closing(History.open(path)) as history:
        (row,) = history.raw.query("select state from workshops")
        assert "Proposed here." in row["state"]


# -- what is on the screen --------------------------------------------------------------------------------------------


def with_commitment(qtbot: QtBot, gui: Gui) -> str:
    """A talk that was left, with a commitment, and one that goes on. Return the uid of the first."""
    gui.library.start.click()
    say(qtbot, gui, "Could you meet Zebra on Tuesday?")
    gui.program.practice.give_up()
    gui.debrief.reflection.commitment.setText("I will call Zebra")
    gui.program.debrief._keep()
    uid = gui.history.sessions()[0].uid
    gui.library.start.click()
    say(qtbot, gui, "Could you meet Zebra on Monday?")
    return uid


def erased_by_another(path: Path) -> None:
    with closing(History.open(path)) as other:
        other.erasing.everything()


@pytest.mark.parametrize("page", ["library", "progress", "debrief", "drills", "practice"])
def test_nothing_that_was_erased_stays_on_the_screen(qtbot: QtBot, gui: Gui, path: Path, page: str) -> None:
    uid = with_commitment(qtbot, gui)
    gui.go(page) if page != "debrief" else gui.program.debrief.show_stored(uid)
    if page == "progress":
        gui.progress.parts.setCurrentIndex(TALKS)
    if page == "drills":
        qtbot.waitUntil(gui.drills.start.isVisible)
        gui.drills.start.click()
    erased_by_another(path)
    gui.program.stored.look()
    assert gui.shown == (page if page in ("library", "progress", "drills") else "library")
    assert not [text for text in seen(gui.window) if "Zebra" in text]
    assert not gui.library.resume.isVisibleTo(gui.library) or gui.shown != "library"
    assert gui.progress.sessions.model.rowCount() == 0
    assert gui.debrief.reflection.commitment.text() == "" and gui.debrief.script.toPlainText() == ""
    assert gui.program.practice.session is None and not gui.window.tabs["practice"].isEnabled()
    assert page != "drills" or not any("Zebra" in card.prompt for card in gui.sitting.cards)
    shown = gui.program.navigator.shown
    assert shown is not None and "erased in another window" in plain(shown.notice.text.text())
    gui.close()


def test_a_page_that_lost_nothing_is_left_as_it_stands(
    qtbot: QtBot, gui: Gui, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other window erases what another learner said; this one goes on typing, and looks at its rows."""
    with closing(History.open(path)) as other:
        bob = other.profiles.add("Bob", "learner", datetime.now(UTC)).id
    with_commitment(qtbot, gui)
    gui.practice.composer.setPlainText("Half typed")
    with closing(History.open(path)) as other:
        other.erasing.profile(bob)
        bob = other.profiles.add("Ben", "learner", datetime.now(UTC)).id
    gui.program.stored.look()
    assert gui.shown == "practice" and gui.practice.composer.toPlainText() == "Half typed"
    assert gui.practice.notice.text.text() == ""
    gui.go("progress")
    gui.progress.parts.setCurrentIndex(TALKS)
    gui.progress.table.selectRow(1)
    monkeypatch.setattr(gui.progress, "show_history", lambda *_: pytest.fail("shown anew"))
    with closing(History.open(path)) as other:
        other.erasing.profile(bob)
    gui.program.stored.look()
    assert len(gui.progress.table.selectionModel().selectedRows()) == 1
    gui.close()


def test_what_this_window_erases_is_not_told_of_another(qtbot: QtBot, gui: Gui) -> None:
    with_commitment(qtbot, gui)
    with Answers(ERASE):
        gui.program.data.erase_all()
    gui.program.stored.look()
    assert gui.shown == "progress" and "another window" not in gui.progress.notice.text.text().lower()
    gui.close()


@pytest.mark.parametrize("page", ["workshop", "progress"])
def test_a_workshop_that_was_erased_ends_and_says_why(gui: Gui, path: Path, page: str) -> None:
    in_workshop(gui)
    gui.program.workshop.audience.open()
    gui.go(page)
    erased_by_another(path)
    gui.program.stored.look()
    assert gui.program.workshop_model().running.workshop is None and gui.program.workshop.audience.window is None
    shown = gui.program.navigator.shown
    assert shown is not None and "erased" in shown.notice.text.text()
    gui.close()


def test_a_learner_that_was_erased_elsewhere_is_told(gui: Gui, path: Path) -> None:
    gui.history.profiles.choose(gui.history.profiles.add("Bob", "learner", datetime.now(UTC)).id)
    gui.go("progress")
    erased_by_another(path)
    gui.program.stored.look()
    assert "Switch learner" in gui.progress.notice.text.text() and "Bob" not in gui.progress.who.text()
    gui.close()


def test_after_a_workshop_is_erased_with_its_learner_the_first_one_goes_on(qtbot: QtBot, gui: Gui, path: Path) -> None:
    in_workshop(gui)
    theirs = next(one for one in gui.history.profiles.all() if one.kind == "workshop")
    gui.history.profiles.choose(theirs.id)
    gui.go("workshop")
    with Answers(ERASE):
        gui.program.workshop._end()
    assert gui.history.profiles.current().name == "Me"
    assert "You go on as “Me”" in gui.workshop.notice.text.text()
    gui.go("library")
    gui.library.start.click()
    say(qtbot, gui, "Said by me.")
    gui.close()
    assert lines_in(path) == ["Said by me."]
