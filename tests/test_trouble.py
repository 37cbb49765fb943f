"""Real trouble with a real file: a full disk, rights, no home, a lock. Practice goes on, says so, and loses nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from trainer.__main__ import main
from trainer.errors import TrainerError
from trainer.history import History
from trainer.history import fallback as keeper
from trainer.history.file_identity import Identity, OpenFile
from trainer.history.migrations import VERSION
from trainer.history.read_only import PATIENCE

from .conftest import ROOT, all_closed
from .everything import NOW, talk
from .gui import Gui, Room, opened, say
from .practising import LINES

resource = pytest.importorskip("resource", reason="Windows sets no limits to what a process may write")


def lines_of(path: Path) -> list[str]:
    """The lines in a file, read from a copy of it, which must be sound."""
    with tempfile.TemporaryDirectory() as folder:
        for part in path.parent.glob(f"{path.name}*"):
            if part.is_file():
                shutil.copyfile(part, Path(folder) / part.name)
        history = History.open(Path(folder) / path.name)
        assert history.faults() == []
        found = [row["line"] for row in history.raw.query("select line from turns order by session_id, number")]
        history.close(backed_up=False)
    return found


# -- a full disk


@contextmanager
def small_disk(folder: Path) -> Iterator[tuple[Path, Callable[[], None], Callable[[], None]]]:
    """A filesystem of its own that can be filled; where none may be mounted, a limit to what this process may write.

    Gives a folder, what makes it full, and what makes room again.
    """
    disk = folder / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", str(disk)], check=False, capture_output=True
    ).returncode == 0  # fmt: skip
    if not mounted:
        with limited() as (limit, free):
            yield disk, limit, free
        return

    def fill() -> None:
        with pytest.raises(OSError, match="No space"), (disk / "filler").open("ab", buffering=0) as filler:
            while True:
                filler.write(b"x" * 512)

    try:
        yield disk, fill, (disk / "filler").unlink
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@contextmanager
def limited() -> Iterator[tuple[Callable[[], None], Callable[[], None]]]:
    """A limit to the size of files (Python ignores the signal for it, so that writing fails with EFBIG)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    bytes_left = iter((120_000, 4096))

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (next(bytes_left), before[1]))

    def free() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    try:
        yield fill, free
    finally:
        free()


@pytest.fixture(params=["disk", "limit"])
def disk(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Path, Callable[[], None], Callable[[], None]]]:
    with ExitStack() as stack:
        if request.param == "disk":
            yield stack.enter_context(small_disk(tmp_path))
        else:
            yield (tmp_path, *stack.enter_context(limited()))


def test_a_full_disk_while_practising(
    qtbot: QtBot,
    disk: tuple[Path, Callable[[], None], Callable[[], None]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keeper, "RETRY", 0.3)
    folder, fill, free = disk
    path = folder / "history.sqlite"
    gui = opened(qtbot, path)
    told: list[str] = []
    for model in (gui.program.stored, gui.program.practice):
        model.trouble_told.connect(told.append)
    fill()
    said: list[str] = []
    saved = 0
    while not gui.program.stored.keeper.trouble:
        assert len(said) < 200, "the disk was never full"
        gui.library.start.click()
        for number in range(3):
            gui.practice.composer.setPlainText(f"Line {len(said)}, {number}. " + "So much to say. " * 60)
            said.append(gui.practice.composer.toPlainText())
            gui.practice.send.click()
            saved = len(said) if not gui.program.stored.keeper.trouble else saved
    assert len(told) >= 1 and "cannot be used" in told[0] and "nothing is saved" in told[0]
    assert len(told[0].split("\n")) == 1 and "Traceback" not in told[0]
    assert gui.practice.notice.text.text().startswith("Not saved yet")
    # What was committed is there, whole, and nothing else.
    assert lines_of(path) == said[:saved]
    fill()  # what the journal took was given back
    say(qtbot, gui, "Practice goes on in memory.")
    assert gui.practice.notice.text.text().startswith("Not saved yet")
    assert (
        gui.program.practice.session is not None
        and gui.program.practice.session.turns[-1].line == "Practice goes on in memory."
    )
    gui.program.stored.keep_words(
        gui.program.practice.attempts.all[0].uid, {"what": "A word about it."}, "I will make room."
    )
    with pytest.raises(TrainerError, match="nothing can be erased"):
        gui.history.erasing.everything()
    # Closing says once that something would be lost.
    gui.close()
    assert gui.window.isVisible() and "Close again" in gui.practice.notice.text.text()
    free()
    qtbot.waitUntil(lambda: not gui.program.stored.keeper.trouble, timeout=5000)
    assert told[-1] == "The file can be used again, and everything is saved."
    say(qtbot, gui, "And goes on in the file.")
    everything = [*said, "Practice goes on in memory.", "And goes on in the file."]
    assert sorted(lines_of(path)) == sorted(everything)
    gui.close()
    assert not gui.window.isVisible()
    history = History.open(path)
    (row,) = history.raw.query("select session_id from turns where line = 'And goes on in the file.'")
    assert history.turns(row["session_id"])[-2].line == "Practice goes on in memory."
    assert history.notes.reflections(row["session_id"]) == {"what": "A word about it."}
    made = history.notes.open_commitment()
    assert made is not None and (made.text, made.session_id) == ("I will make room.", row["session_id"])
    history.close(backed_up=False)


def test_a_full_disk_in_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    History.open(path).close()
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY)); "
        "from trainer.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    long = "".join(f"Line {number}. {'So much to say. ' * 100}\n" for number in range(8))
    done = subprocess.run(
        [sys.executable, "-c", code, "play", "coffee_new_acquaintance", "--json", "--db", str(path)],
        input=long, check=False, capture_output=True, text=True, encoding="utf-8", cwd=ROOT,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    assert "nothing is saved" in done.stderr and "Not everything of this talk is saved" in done.stderr
    saved = lines_of(path)
    assert 0 < len(saved) < len(answers) - 1
    assert [answer["line"] for answer in answers[1 : len(saved) + 1]] == saved


def test_a_backup_for_which_there_is_no_room(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    history = History.open(path)
    talk(history, "Hello!", "x" * 1900)
    good = history.back_up(date(2026, 11, 20))
    before = good.read_bytes()
    for _ in range(30):
        talk(history, "Hello! " + "x" * 1900)
    history._connection.execute("pragma wal_checkpoint(truncate)")
    with limited() as (fill, _):
        fill()
        with pytest.raises(TrainerError, match="No backup could be written"):
            history.back_up(date(2026, 11, 20))
    assert good.read_bytes() == before and len(list(good.parent.iterdir())) == 1
    history.close(backed_up=False)


# -- rights and homes


NO_HOME = dict.fromkeys(("XDG_DATA_HOME", "XDG_STATE_HOME", "HOME"))


def digest(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file with the hash of its bytes and its rights."""
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mode)
        for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip


def _used(folder: Path) -> Path:
    """A file that was practised with."""
    folder.mkdir()
    history = History.open(folder / "history.sqlite")
    talk(history, "Said before.")
    history.close(backed_up=False)
    (folder / "history.sqlite").chmod(0o666)
    return folder / "history.sqlite"


@pytest.fixture(scope="module")
def trials() -> Iterator[dict[str, dict[str, Any]]]:
    """What practice told in places that cannot be written, all of them by one child process."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as home:
        folder = Path(name)  # others may look into it, unlike pytest's
        for place in (folder, folder / "cwd", folder / "file is there"):
            place.mkdir(mode=0o755, exist_ok=True)
            place.chmod(0o755)
        (folder / "letter").write_text("a letter", encoding="utf-8")
        (folder / "file is there" / "safe-no").write_text("another", encoding="utf-8")
        paths = {
            "folder": _used(folder / "folder"),
            "file": _used(folder / "file"),
            "parent": folder / "new" / "x.sqlite",
        }
        (folder / "folder").chmod(0o555)
        (folder / "file").chmod(0o777)
        paths["file"].chmod(0o400)
        fine = {"XDG_DATA_HOME": str(folder / "nothing here")}
        tried = {name: {"path": str(path), "variables": fine} for name, path in paths.items()} | {
            name: {"path": None, "variables": variables}
            for name, variables in {
                "a file stands there": {"XDG_DATA_HOME": str(folder / "file is there")},
                "a file stands above": {"XDG_DATA_HOME": str(folder / "letter")},
                "nowhere": {"XDG_DATA_HOME": "/proc/no/home"}, "unknown": NO_HOME,
            }.items()
        }  # fmt: skip
        folder.chmod(0o555)
        before = digest(folder)
        done = subprocess.run(
            [sys.executable, "-m", "tests.practising", json.dumps(list(tried.values()))],
            check=False, capture_output=True, text=True, encoding="utf-8", cwd=folder / "cwd", timeout=100,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]), "QT_QPA_PLATFORM": "offscreen", "HOME": home, "TMPDIR": home},
        )  # fmt: skip
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
        told = dict(zip(tried, map(json.loads, done.stdout.splitlines()[-len(tried) :]), strict=True))
        after = digest(folder)
        # The files are as they were, but that nobody else may read a file of ours now.
        before["folder/history.sqlite"] = (before["folder/history.sqlite"][0], 0o100600)
        # What could not be saved in a file that is read only went into one of its own beside it.
        assert {
            key: value
            for key, value in after.items()
            if not key.startswith(("file/history.sqlite-", "file/history.sqlite."))
        } == before
        assert list((folder / "cwd").iterdir()) == [] and not (folder / "new").exists()
        yield told
        for place in (folder, folder / "folder"):
            place.chmod(0o755)


@pytest.mark.parametrize(
    "place", ["folder", "file", "parent", "a file stands there", "a file stands above", "nowhere", "unknown"]
)
def test_where_nothing_can_be_written_practice_goes_on_in_memory(trials: dict[str, dict[str, Any]], place: str) -> None:
    told = trials[place]
    assert told["said"] == list(LINES)
    first = told["told"][0]
    assert "cannot be used" in first and "nothing is saved" in first and ".sqlite" in first and "[Errno" not in first
    assert all(one.startswith("Not saved yet") for one in told["shown"]), told["shown"]
    assert not told["closed_at_once"]


@pytest.mark.parametrize("command", [["play", "coffee_new_acquaintance"], ["export"], ["backup"], ["restore"]])
def test_commands_without_a_home_end_in_a_sentence(
    tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "letter"))
    assert main(command) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


# -- other programs


HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
if sys.argv[3] == "alone":
    connection.execute("pragma locking_mode = exclusive")
connection.execute("begin exclusive")
connection.execute("create table if not exists held (x)")
print("held", flush=True)
time.sleep(float(sys.argv[2])) if sys.argv[2] else sys.stdin.readline()
connection.execute("rollback")
connection.close()
"""


@contextmanager
def held(path: Path, seconds: float | None = None, how: str = "") -> Iterator[None]:
    """Another program holds the file and lets it go after some time, or else when the block is left."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), str(seconds or ""), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    try:
        yield
    finally:
        holder.communicate("let go\n", timeout=20)


def test_a_share_that_is_slow_for_a_while(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window stands still for no longer than PATIENCE, says that the line is not saved, and saves it afterwards."""
    monkeypatch.setattr(keeper, "RETRY", 0.3)
    path = tmp_path / "history.sqlite"
    gui = opened(qtbot, path)
    gui.library.start.click()
    say(qtbot, gui, "Said before.")
    with held(path):
        begun = time.perf_counter()
        say(qtbot, gui, "Said while it was slow.")
        stood = time.perf_counter() - begun
        assert gui.practice.notice.text.text().startswith("Not saved yet")
        begun = time.perf_counter()
        say(qtbot, gui, "And another line.")
        again = time.perf_counter() - begun
        assert lines_of(path) == ["Said before."]
    assert PATIENCE <= stood < 5 * PATIENCE and again < PATIENCE, (stood, again)
    qtbot.waitUntil(lambda: not gui.program.stored.keeper.trouble, timeout=5000)
    assert "everything is saved" in gui.practice.notice.text.text()
    assert lines_of(path) == ["Said before.", "Said while it was slow.", "And another line."]
    gui.close()


def test_a_short_wait_is_not_worth_a_word(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    gui = opened(qtbot, path)
    gui.library.start.click()
    say(qtbot, gui, "Said before.")
    with held(path, 0.2):
        say(qtbot, gui, "Said meanwhile.")
        assert gui.practice.notice.text.text() == ""
    assert lines_of(path) == ["Said before.", "Said meanwhile."]
    gui.close()


def test_a_file_that_is_held_at_the_start(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "RETRY", 0.3)
    path = tmp_path / "history.sqlite"
    history = History.open(path)
    talk(history, "Said yesterday.", seed=9)
    history.close(backed_up=False)
    with held(path, 1.5, "alone"):
        gui = opened(qtbot, path)
        assert "another program" in gui.library.notice.text.text()
        gui.library.start.click()
        say(qtbot, gui, "Said at the start.")
    qtbot.waitUntil(lambda: not gui.program.stored.keeper.trouble, timeout=5000)
    assert lines_of(path) == ["Said yesterday.", "Said at the start."]
    say(qtbot, gui, "Said afterwards.")
    assert lines_of(path)[1:] == ["Said at the start.", "Said afterwards."]
    gui.close()


def test_ids_that_another_program_took_meanwhile(qtbot: QtBot, tmp_path: Path) -> None:
    """Two windows on one file, one of them in memory for a while: its talk and its workshop get other ids in the file."""
    path = tmp_path / "history.sqlite"
    gui = opened(qtbot, path)
    room = Room(gui)
    stage = room.running
    with held(path):
        stage.begin("coffee_new_acquaintance", "easy", 1)
        assert gui.program.stored.keeper.trouble
        room.say("Said in the room.")
        gui.library.start.click()
        say(qtbot, gui, "Said in memory.")
    other = History.open(path)
    other.profiles.add("Ada", "learner", NOW)
    for number in range(3):
        talk(other, f"Said elsewhere, {number}.", seed=number)
    other.close(backed_up=False)
    assert gui.program.stored.keeper.come_back(now=True)
    say(qtbot, gui, "Said in the file.")
    room.say("Said in the room again.")
    gui.close()
    history = History.open(path)
    talks = sorted([row["line"] for row in history.raw.query("select line from turns where session_id = ? order by number", one["id"])]
                   for one in history.raw.query("select id from sessions"))  # fmt: skip
    assert ["Said in memory.", "Said in the file."] in talks and [
        "Said in the room.",
        "Said in the room again.",
    ] in talks
    assert len(talks) == 5 and {one.name for one in history.profiles.all()} >= {"Me", "Ada"}
    _, owner, state = history.workshops.unfinished() or (0, 0, {})
    assert [
        row["profile"] for row in history.raw.query("select profile from sessions where id = ?", state["ids"][0])
    ] == [owner]
    assert next(one.kind for one in history.profiles.all() if one.id == owner) == "workshop"
    history.close(backed_up=False)


@pytest.mark.parametrize("undone", [False, True])
def test_a_line_of_a_workshop_goes_into_its_own_talk_whatever_comes_first_after_the_trouble(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undone: bool
) -> None:
    """The way back into the file is found by the line itself, or before a rewind is taken back."""
    path = tmp_path / "history.sqlite"
    gui = opened(qtbot, path)
    room = Room(gui)
    with held(path):
        room.running.begin("coffee_new_acquaintance", "easy", 1)
        assert gui.program.stored.keeper.trouble
        room.say("Said in the room.")
        if undone:
            room.running.rewind(1)
        else:
            room.running.step(lambda w: w.proposed("Said in the room again."))
        assert gui.program.stored.keeper.trouble
    other = History.open(path)
    for number in range(3):
        talk(other, f"Said elsewhere, {number}.", seed=number)
    other.close(backed_up=False)
    monkeypatch.setattr(keeper, "RETRY", 0.0)  # only now, so that the other program is first
    if undone:
        room.running.undo()
        room.say("Said in the room again.")
    else:
        room.running.say_now(0)
    assert not gui.program.stored.keeper.trouble
    gui.close()
    history = History.open(path)
    talks = [[turn.line for turn in history.turns(one["id"])] for one in history.raw.query("select id from sessions")]
    _, _, state = history.workshops.unfinished() or (0, 0, {})
    stored = [turn.line for turn in history.turns(state["ids"][state["way"]])]
    history.close(backed_up=False)
    assert stored == ["Said in the room.", "Said in the room again."]
    assert sorted(map(len, talks)) == [1, 1, 1, 2]


def test_that_nothing_is_saved_is_said_until_it_is_wherever_it_was_said(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    gui = opened(qtbot, path)
    room = Room(gui)
    room.begin("coffee_new_acquaintance")
    console = room.console.notice.text
    with held(path):
        room.running.step(lambda w: w.proposed("A line"))
        assert "another program" in console.text()
        room.running.step(lambda w: w.proposed(""))
        assert "characters" in console.text()
        room.running.step(lambda w: w.proposed("Another line"))
        assert "another program" in console.text()
        gui.library.start.click()
        say(qtbot, gui, "Said in memory.")
        gui.program.talk.step_back()
        assert gui.practice.notice.text.text().startswith("Not saved yet")
        gui.go("library")
    assert gui.program.stored.keeper.come_back(now=True)
    assert "everything is saved" in gui.library.notice.text.text()
    assert not console.text() and not gui.practice.notice.text.text()
    room.running.end(erase=False)
    gui.go("workshop")
    with held(path):
        room.running.begin("coffee_new_acquaintance", "easy", 1)
        assert "another program" in console.text()  # not on the page of the start, which has gone
    gui.close()


# -- what was opened


def test_a_connection_that_the_program_leaves_open_is_found() -> None:
    with pytest.raises(AssertionError, match=r"left open by trainer.history.fallback\.py"), all_closed():
        assert keeper.Keeper(None, print).history.sessions() == []


def test_a_copy_in_memory_that_cannot_be_made_leaves_nothing_open(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite"
    _cut(path)
    with all_closed():
        with pytest.raises(TrainerError, match="damaged"):
            History(sqlite3.connect(path), OpenFile(path, Identity(0, 0))).in_memory()
        kept = keeper.Keeper(path, lambda _: None)
        assert kept.history.sessions() == []
        kept.close()


# -- files that are to be left alone


def _newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create table future (x)")
    connection.execute(f"pragma user_version = {VERSION + 1}")
    connection.commit()
    connection.close()


def _foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("create table recipes (x)")
    connection.commit()
    connection.close()


def _cut(path: Path) -> None:
    history = History.open(path)
    talk(history, "Hello!")
    history.close(backed_up=False)
    path.write_bytes(path.read_bytes()[:9000])


@pytest.mark.parametrize("make", [_newer, _foreign, _cut, lambda path: path.write_bytes(b"a letter to my aunt " * 99)])
def test_a_file_that_is_left_alone_is_left_as_it_is(qtbot: QtBot, tmp_path: Path, make: Callable[[Path], None]) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    path = folder / "history.sqlite"
    make(path)
    path.chmod(0o640)
    before = digest(folder)
    gui: Gui = opened(qtbot, path)
    assert "nothing is saved" in gui.library.notice.text.text()
    gui.library.start.click()
    say(qtbot, gui, "Said all the same.")
    assert gui.program.practice.session is not None and gui.program.practice.session.turns
    gui.close()
    gui.close()
    after = digest(folder)
    (unsaved,) = (name for name in after if name not in before)
    assert {name: what for name, what in after.items() if name != unsaved} == before
    assert lines_of(folder / unsaved) == ["Said all the same."], "what could not be saved is in a file of its own"
