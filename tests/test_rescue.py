"""What was said goes somewhere, whatever is at the path when a talk ends; and what is gone is told, not written to."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from trainer.errors import TrainerError
from trainer.gui.shell import bug_report
from trainer.history import History, fallback
from trainer.history.fallback import Keeper
from trainer.history.left_files import SET_ASIDE, UNSAVED, with_stamps
from trainer.history.merge import merge
from trainer.session import Session
from trainer.workshop import Workshop

from .conftest import ROOT
from .everything import NOW, coffee, hold_workshop, talk
from .gui import Answers, Gui, opened, say
from .trust import identity
from .trust.identity import Learner, another, lines_in

SAID = ["Said before.", "Said after."]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "data" / "history.sqlite"
    another(file.parent, "Said yesterday.").rename(file)
    return file


@pytest.fixture
def gui(qtbot: QtBot, path: Path) -> Gui:
    gui = opened(qtbot, path)
    gui.library.start.click()
    say(qtbot, gui, "Said before.")
    return gui


def _garbage(path: Path) -> None:
    path.write_bytes(b"hello" * 9_000)


def _cut(path: Path) -> None:
    os.truncate(path, 5_000)


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table people (name)")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("pragma user_version = 99")


def _table_gone(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("drop table turns")


UNUSABLE = [
    _garbage, _cut, _foreign, _newer, _table_gone, identity._a_folder_in_its_place, identity._a_pipe_in_its_place
]  # fmt: skip


@pytest.mark.parametrize("happens", UNUSABLE)
def test_what_cannot_be_saved_is_in_a_file_of_its_own_and_told(path: Path, happens: Callable[[Path], None]) -> None:
    learner = Learner(path)
    learner.say("Said before.")
    happens(path)
    there = path.read_bytes() if path.is_file() else b""
    learner.say("Said after.")
    told = learner.keeper.close()
    (file,) = with_stamps(path, (UNSAVED,))
    assert str(file) in told and "by itself" in told
    assert file.stat().st_mode & 0o777 == 0o600
    assert not path.is_file() or path.read_bytes() == there, "what is there is not ours to touch"
    with closing(History.open(path.with_name("new.sqlite"))) as history:
        merge(history, file)
        assert [row["line"] for row in history.raw.query("select line from turns order by id")] == SAID


def test_it_goes_into_the_history_once_that_can_be_used(path: Path) -> None:
    learner = Learner(path)
    learner.say("Said before.")
    kept = path.with_name("kept")
    path.rename(kept)
    path.mkdir()
    learner.say("Said after.")
    learner.keeper.close()
    path.rmdir()
    kept.rename(path)
    again: list[str] = []
    keeper = Keeper(path, again.append)
    assert keeper.history.sessions()
    keeper.close()
    assert again == ["What could not be saved before is in your history now: 1 line."]
    assert lines_in(path) == ["Said yesterday.", *SAID] and with_stamps(path, (UNSAVED,)) == []


def test_nothing_that_was_in_memory_is_dropped_where_the_file_is_gone(path: Path) -> None:
    learner = Learner(path)
    learner.say("Said before.")
    path.unlink()
    learner.say("Said after.")
    assert learner.keeper.close() == ""
    assert lines_in(path) == ["Said yesterday.", *SAID]


def test_what_a_file_lacks_that_came_into_the_place_is_kept_beside_it(path: Path) -> None:
    learner = Learner(path)
    learner.say("Said before.")
    identity._replaced(path)
    learner.say("Said after.")
    assert learner.keeper.close() == ""
    assert lines_in(path) == ["Said elsewhere.", *SAID]
    (aside,) = with_stamps(path, (SET_ASIDE,))
    assert str(aside) in learner.told[-1] and "Said yesterday." in lines_in(aside)
    again: list[str] = []
    Keeper(path, again.append).history.close(backed_up=False)
    assert again == [] and lines_in(path) == ["Said elsewhere.", *SAID], "nothing takes it in unasked"


def test_a_file_that_is_held_and_then_replaced_takes_nothing_with_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory is made of what was said, never of what is at the path by then."""
    monkeypatch.setattr(fallback, "RETRY", 0.0)
    learner = Learner(path)
    learner.say("Said before.")
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("begin exclusive")
        another(path.parent.parent / "other").replace(path)
        learner.say("Said after.")
        learner.say("And later.")
    learner.keeper.close()
    assert lines_in(path) == ["Said elsewhere.", *SAID, "And later."]


def test_a_terminal_that_is_closed_saves_the_talk(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    for number in (signal.SIGTERM, signal.SIGHUP):
        child = subprocess.Popen(
            [sys.executable, "-m", "trainer", "play", "coffee_new_acquaintance", "--json", "--db", str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        assert child.stdin is not None and child.stdout is not None
        child.stdout.readline()
        child.stdin.write(f"Said before signal {int(number)}.\n")
        child.stdin.flush()
        child.stdout.readline()
        path.unlink()
        child.send_signal(number)
        _, told = child.communicate(timeout=60)
        assert "Traceback" not in told
    assert lines_in(path)[-1] == f"Said before signal {int(signal.SIGHUP)}."


# -- in the window


@pytest.mark.parametrize("happens", [_garbage, _cut, _foreign, identity._a_folder_in_its_place])
@pytest.mark.parametrize("answer", ["Save today's work", "Save everything"])
def test_both_ways_to_save_work_whatever_is_at_the_path(
    qtbot: QtBot, gui: Gui, path: Path, happens: Callable[[Path], None], answer: str
) -> None:
    path.unlink()  # so that the file is gone, and not damaged
    qtbot.waitUntil(lambda: bool(gui.program.stored.keeper.trouble), timeout=10_000)
    say(qtbot, gui, "Said after.")
    path.touch()
    happens(path)
    with Answers(answer):
        gui.close()
    assert not gui.window.isVisible()
    assert lines_in(path)[-2:] == SAID
    assert with_stamps(path, (SET_ASIDE,)), "what stood there is set aside"


def test_each_trouble_is_told_at_closing(qtbot: QtBot, gui: Gui, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only the first of a sitting; and what is done after it was told counts anew."""
    monkeypatch.setattr(fallback, "RETRY", 0.0)
    for number in range(2):
        with closing(sqlite3.connect(path, isolation_level=None)) as holder:
            holder.execute("begin exclusive")
            for line in (f"Said while held {number}.", f"And on {number}."):
                say(qtbot, gui, line)
                gui.close()
                assert gui.window.isVisible() and "Close again to quit" in gui.practice.notice.text.text()
        qtbot.waitUntil(lambda: not gui.program.stored.keeper.trouble, timeout=10_000)
    gui.close()
    assert not gui.window.isVisible() and lines_in(path)[-1] == "And on 1."


def test_every_page_says_while_nothing_is_saved(qtbot: QtBot, gui: Gui, path: Path) -> None:
    assert not gui.window.unsaved.isVisible()
    kept = path.with_name("kept.sqlite")
    path.rename(kept)
    qtbot.waitUntil(gui.window.unsaved.isVisible, timeout=10_000)
    for page in ("library", "drills", "progress", "workshop"):
        gui.go(page)
        assert gui.window.unsaved.isVisible() and "Not saved yet" in gui.window.unsaved.text()
    kept.rename(path)
    qtbot.waitUntil(lambda: not gui.window.unsaved.isVisible(), timeout=15_000)
    gui.close()


def test_a_talk_that_is_erased_is_let_go(qtbot: QtBot, gui: Gui, path: Path) -> None:
    with Answers("Erase for good"):
        gui.program.data.erase_all()
    assert gui.program.practice.session is None and not gui.window.actions_["end_talk"].isEnabled()
    gui.go("library")
    gui.library.start.click()
    say(qtbot, gui, "A new talk.")
    gui.close()
    assert lines_in(path) == ["A new talk."]


@pytest.mark.parametrize("then", ["say", "end", "words"])
def test_a_talk_that_another_window_erases_breaks_nothing(qtbot: QtBot, gui: Gui, path: Path, then: str) -> None:
    if then == "words":
        gui.program.practice.give_up()
    with closing(History.open(path)) as other:
        other.erasing.everything()
    if then == "say":
        say(qtbot, gui, "Said after.")
    elif then == "end":
        gui.program.practice.give_up()
    else:
        gui.debrief.reflection.commitment.setText("I will ask again.")
        gui.debrief.words_kept.emit()
    shown = gui.program.navigator.shown
    assert shown is not None and "it was erased" in shown.notice.text.text()
    gui.program.stored.look()
    assert not gui.program.stored.keeper.trouble
    gui.go("library")
    gui.library.start.click()
    say(qtbot, gui, "A new talk.")
    gui.close()
    assert not gui.window.isVisible() and lines_in(path) == ["A new talk."]


def test_nothing_is_erased_in_the_middle_of_a_workshop(gui: Gui, path: Path) -> None:
    gui.go("workshop")
    gui.program.workshop_model().running.begin("coffee_new_acquaintance", "easy", 1)
    gui.program.data.erase_all()
    assert "end the workshop first" in gui.workshop.notice.text.text()
    assert lines_in(path) == ["Said yesterday.", "Said before."]


@pytest.mark.usefixtures("qtbot")
def test_one_box_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails may fail each second."""
    first = bug_report._box("The first.")
    first.show()
    monkeypatch.setattr(type(first), "exec", lambda _: pytest.fail("a second box"))
    bug_report.tell_of_bug(TrainerError, TrainerError("The second."), None)
    first.close()


# -- learners who were erased


def test_an_erased_learner_gets_no_talk_and_no_other_gets_theirs(path: Path) -> None:
    with closing(History.open(path)) as here, closing(History.open(path)) as there:
        berta = here.profiles.add("Berta", "learner", NOW)
        here.profiles.choose(berta.id)
        talk(here, "Said by Berta.", seed=5)
        there.erasing.profile(berta.id)
        carla = there.profiles.add("Carla", "learner", NOW.replace(year=2027))
        assert carla.id == berta.id, "the number is used again"
        for write in (
            lambda: here.start(Session(coffee(), 8), NOW),
            lambda: here.notes.commit(0, "I will ask.", NOW),
        ):
            with pytest.raises(TrainerError, match="erased"):
                write()
        there.profiles.choose(carla.id)
        assert there.sessions() == []


def test_a_learner_is_erased_once(path: Path) -> None:
    with closing(History.open(path)) as history:
        anna = history.profiles.add("Anna", "learner", NOW)
        history.erasing.profile(anna.id)
        with pytest.raises(TrainerError, match="erased already"):
            history.erasing.profile(anna.id)


# -- pipes beside an open file


PIPE = """
import os, sys
from pathlib import Path
from tests.trust.identity import Learner
learner = Learner(Path(sys.argv[1]))
learner.say("Said before.")
os.mkfifo(sys.argv[1] + sys.argv[2])
learner.keeper.look()
learner.say("Said after.")
print(learner.keeper.trouble)
print(learner.keeper.close())
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
@pytest.mark.parametrize("ending", ["-journal", "-wal"])
def test_a_pipe_that_comes_beside_the_file_holds_nobody_up(path: Path, ending: str) -> None:
    """In another process, since nothing else ends a wait of SQLite's."""
    done = subprocess.run(
        [sys.executable, "-c", PIPE, str(path), ending],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("is no plain file") == 2 and "by itself" in done.stdout
    (file,) = with_stamps(path, (UNSAVED,))
    assert lines_in(file) == SAID


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_pipe_beside_a_backup_keeps_it_from_being_erased_and_is_told(path: Path) -> None:
    with closing(History.open(path)) as history:
        backup = history.back_up(NOW.date())
        os.mkfifo(f"{backup}-journal")
        with pytest.raises(TrainerError, match="no plain file"):
            history.erasing.everything()
    assert backup.exists()


@pytest.mark.parametrize("happens", [_garbage, _cut, _foreign])
def test_what_was_stored_before_the_file_was_spoilt_is_rescued_too(path: Path, happens: Callable[[Path], None]) -> None:
    """Nothing was said since, so nothing was written to memory; and yet the file does not hold it any more."""
    learner = Learner(path)
    learner.say("Said before.")
    happens(path)
    assert "What is not saved is in" in learner.keeper.close()
    (file,) = with_stamps(path, (UNSAVED,))
    assert lines_in(file) == ["Said before."]


# -- the window holds no number of a row over a change of the file


def _replaced_by(path: Path, *lines: str) -> Path:
    """Put another machine's history in the place of the file. Its talk has the number that ours had."""
    other = another(path.parent.parent / "other", *lines)
    with closing(History.open(other)) as history:
        history.notes.reflect(1, {"next": "Their note."}, NOW)
        history.notes.commit(1, "Their promise.", NOW)
        history.close(backed_up=False)
    return other.replace(path)


def test_words_go_to_the_talk_whose_debrief_is_shown(qtbot: QtBot, gui: Gui, path: Path) -> None:
    gui.program.talk.end_talk()
    gui.program.debrief.show_current()
    _replaced_by(path, "Said elsewhere.")
    qtbot.waitUntil(gui.program.stored.is_lost, timeout=10_000)
    with Answers("Save today's work"):
        gui.program.data_file.save_memory()
    gui.debrief.reflection.commitment.setText("My promise.")
    gui.debrief.words_kept.emit()
    rows = gui.history.raw.query("select t.line, c.text from commitments c join turns t on t.session_id = c.session_id")
    assert {(row["line"], row["text"]) for row in rows} == {
        ("Said elsewhere.", "Their promise."), ("Said before.", "My promise."),
    }  # fmt: skip
    assert [row["answer"] for row in gui.history.raw.query("select answer from reflections")] == ["Their note."]
    gui.close()


def test_the_talk_that_is_named_is_erased_or_none(gui: Gui, path: Path) -> None:
    (mine,) = [row.id for row in gui.history.sessions() if gui.history.turns(row.id)[0].line == "Said before."]
    uid = gui.history.raw.uid_of(mine)

    def changed(*_: object, **__: object) -> bool:
        with closing(History.open(path)) as other:
            other.raw.query("select 1")
            other.erasing.session(mine)
            talk(other, "A newer talk under the number.", seed=77)
        return True

    gui.program.dialogs.confirm = changed  # type: ignore[method-assign]
    gui.program.data.erase_session(uid)
    shown = gui.program.navigator.shown
    assert shown is not None and "has changed meanwhile" in shown.notice.text.text()
    assert gui.history.raw.id_of(uid) == 0 and "A newer talk under the number." in lines_in(path)
    gui.close()


def test_the_learner_that_is_named_is_erased_or_chosen(gui: Gui, path: Path) -> None:
    cleo = gui.history.profiles.add("Cleo", "learner", NOW)

    def changed(*_: object, **__: object) -> bool:
        with closing(History.open(path)) as other:
            other.erasing.profile(cleo.id)
            bob = other.profiles.add("Bob", "learner", NOW.replace(year=2027))
            assert bob.id == cleo.id
        return True

    gui.history.profiles.choose(cleo.id)
    gui.program.dialogs.confirm = changed  # type: ignore[method-assign]
    gui.program.data.erase_profile()
    assert [one.name for one in gui.history.profiles.all()] == ["Me", "Bob"]
    with pytest.raises(TrainerError, match="changed meanwhile"):
        gui.program.data._go_on_as(cleo)
    gui.close()


def test_the_learner_in_use_is_the_one_of_the_same_name(qtbot: QtBot, gui: Gui, path: Path) -> None:
    ada = gui.history.profiles.add("Ada", "learner", NOW)
    gui.history.profiles.choose(ada.id)
    other = another(path.parent.parent / "other")
    with closing(History.open(other)) as history:
        history.profiles.add("Zoe", "learner", NOW)
        history.profiles.add("Ada", "learner", NOW)
        history.close(backed_up=False)
    other.replace(path)
    qtbot.waitUntil(gui.program.stored.is_lost, timeout=10_000)
    gui.program.stored.keeper.settle(everything=False)
    assert gui.history.profiles.current().name == "Ada"
    gui.close()


def test_an_answer_goes_to_the_promise_that_was_asked_about(qtbot: QtBot, path: Path) -> None:
    with closing(History.open(path)) as history:
        history.notes.commit(0, "Call Ann.", NOW)
    gui = opened(qtbot, path)
    with closing(History.open(path)) as other:
        other.notes.commit(0, "Ask for a raise.", NOW.replace(year=2027))
    gui.library.commitment_answered.emit("done", "Ann was glad.")
    rows = gui.history.raw.query("select text, status, how from commitments order by text")
    assert [(row["text"], row["status"], row["how"]) for row in rows if row["status"]] == [
        ("Call Ann.", "done", "Ann was glad.")
    ]
    gui.close()


def test_progress_is_shown_anew_when_the_file_is_back(qtbot: QtBot, gui: Gui, path: Path) -> None:
    gui.go("progress")
    kept = path.with_name("kept.sqlite")
    path.rename(kept)
    qtbot.waitUntil(gui.program.stored.is_lost, timeout=10_000)
    kept.rename(path)
    qtbot.waitUntil(lambda: not gui.program.stored.is_lost(), timeout=15_000)
    for part in range(gui.progress.parts.count()):
        gui.progress.parts.setCurrentIndex(part)
    gui.close()


def test_a_resumed_talk_keeps_what_tells_it(qtbot: QtBot, path: Path) -> None:
    gui = opened(qtbot, path)
    (row,) = gui.history.sessions()
    uid = gui.history.raw.uid_of(row.id)
    gui.program.library.resume()
    _replaced_by(path, "Said elsewhere.")
    qtbot.waitUntil(gui.program.stored.is_lost, timeout=10_000)
    gui.program.stored.keeper.settle(everything=False)
    assert gui.history.raw.id_of(uid) in (0, 2)
    for aside in with_stamps(path, (SET_ASIDE,)):
        merge(gui.history, aside)
    gui.close()
    assert sorted(lines_in(path)) == ["Said elsewhere.", "Said yesterday."], "nothing twice"


def test_a_workshop_never_takes_the_place_of_another(qtbot: QtBot, path: Path) -> None:
    with closing(History.open(path)) as history:
        hold_workshop(history, 1)
    gui = opened(qtbot, path)
    gui.go("workshop")
    running = gui.program.workshop_model().running
    running.resume()
    other = another(path.parent.parent / "other")
    with closing(History.open(other)) as history:
        theirs = history.workshops.begin(1, Workshop("a", "easy", 9, started=5.0).as_dict(), NOW)
        history.close(backed_up=False)
    other.replace(path)
    qtbot.waitUntil(gui.program.stored.is_lost, timeout=10_000)
    gui.program.stored.keeper.settle(everything=False)
    running.step(lambda now: now.proposed("Said in mine."))
    rows = {row["id"]: row["state"] for row in gui.history.raw.query("select id, state from workshops")}
    assert '"seed": 9' in rows[theirs] and "Said in mine." not in rows[theirs]
    assert any("Said in mine." in state for state in rows.values())
    gui.close()


# -- erased meanwhile


def test_nothing_that_was_erased_meanwhile_comes_back(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback, "RETRY", 0.0)
    with closing(History.open(path)) as history:
        (old,) = [row.id for row in history.sessions()]
        history.notes.reflect(old, {"what": "A secret note."}, NOW)
        history.notes.commit(old, "A secret promise.", NOW)
        history.profiles.add("Ann", "learner", NOW)
    learner = Learner(path)
    learner.say("Said before.")
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("begin exclusive")
        learner.say("Said after.")
    with closing(History.open(path)) as other:
        other.erasing.session(old)
        other.erasing.profile(next(one.id for one in other.profiles.all() if one.name == "Ann"))
    learner.say("And later.")
    learner.keeper.close()
    assert lines_in(path) == [*SAID, "And later."]
    with closing(History.open(path)) as history:
        tables = history.tables()
    assert tables["reflections"] == tables["commitments"] == [] and len(tables["profiles"]) == 1


def test_what_is_left_out_of_an_unsaved_file_stays(path: Path) -> None:
    unsaved = path.with_name(f"{path.name}.{UNSAVED}2026-11-30-010101")
    another(path.parent.parent / "other", "precious one", "precious two").rename(unsaved)
    data = bytearray(unsaved.read_bytes())
    data[data.find(b"precious one")] = 255
    unsaved.write_bytes(data)
    told: list[str] = []
    Keeper(path, told.append).history.close(backed_up=False)
    (kept,) = with_stamps(path, (SET_ASIDE,))
    assert kept.name in told[0] and "cannot be read" in told[0] and b"recious one" in kept.read_bytes()
    assert not unsaved.exists() and "precious two" in lines_in(path)


def test_a_damaged_page_does_not_follow_into_memory(qtbot: QtBot, path: Path) -> None:
    gui = opened(qtbot, path)
    gui.go("progress")
    data = bytearray(path.read_bytes())
    for page in range(3, 6):
        data[page * 4_096 + 20 : page * 4_096 + 2_000] = b"\x55" * 1_980
    with path.open("r+b") as file:
        file.write(data)
    gui.go("library")
    gui.library.start.click()
    for line in SAID:
        say(qtbot, gui, line)
    assert len(gui.session.turns) == 2
    gui.close()
    gui.close()
    assert not gui.window.isVisible()
    found = [file for file in (path, *with_stamps(path, (UNSAVED,))) if SAID[1].encode() in file.read_bytes()]
    assert found


@pytest.mark.parametrize("happens", [_garbage, _foreign, identity._a_folder_in_its_place])
def test_what_the_lost_file_held_before_is_kept_too(path: Path, happens: Callable[[Path], None]) -> None:
    """Deleted first, and then something else is there: memory holds all of it, and it stands nowhere else."""
    learner = Learner(path)
    learner.say("Said before.")
    path.unlink()
    learner.keeper.look()
    path.touch()
    happens(path)
    learner.say("Said after.")
    told = learner.keeper.close()
    (aside,) = with_stamps(path, (SET_ASIDE,))
    assert str(aside) in told and lines_in(aside) == ["Said yesterday.", *SAID]


@pytest.mark.parametrize("happens", [identity._deleted, _garbage, identity._replaced])
def test_one_cell_that_cannot_be_read_stops_neither_memory_nor_rescue(
    path: Path, happens: Callable[[Path], None]
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("update turns set line = cast(x'ff41' as text)")
        connection.execute(
            "insert into profiles (name, kind, made_at) values (cast(x'ff' as text), 'learner', cast(x'ff' as text))"
        )
    learner = Learner(path)
    learner.say("Said before.")
    happens(path)
    learner.keeper.look()
    assert learner.keeper.trouble
    learner.say("Said after.")
    learner.keeper.close()
    kept = [file for file in (path, *with_stamps(path, (UNSAVED,))) if b"Said after." in file.read_bytes()]
    assert kept and lines_in(kept[0])[-2:] == SAID
