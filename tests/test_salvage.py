"""A damaged file is replaced: everything a person made that can still be read comes along, once, and to the right person."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from trainer.__main__ import main
from trainer.history import History
from trainer.history.merge import merge
from trainer.history.restoration import put_back
from trainer.history.salvage import salvage

from .everything import NOW, backup_of, fill_all, flipped, hold_workshop, look_at_all, practise, talk
from .gui import Answers, Gui, opened, say

DAY = date(2026, 11, 20)
OWNED = ("sessions", "commitments", "reviews", "workshops")


def told_of(history: History) -> dict[str, list[Any]]:
    """What a file holds, without the ids that rows have in it: whose each thing is, and which talk it belongs to."""
    tables = history.tables()
    names = {row["id"]: f"{row['name']} ({row['kind']})" for row in tables["profiles"]}
    uids = {row["id"]: row["uid"] for row in tables["sessions"]}
    held: dict[str, list[Any]] = {"profiles": sorted(names.values())}
    for name, rows in tables.items():
        if name in ("profiles", "workshops"):
            continue
        plain = []
        for row in rows:
            row = {key: value for key, value in row.items() if key != "id"}
            if "profile" in row:
                row["profile"] = names[row["profile"]]
            for link in ("session_id", "parent"):
                if row.get(link):
                    row[link] = uids[row[link]]
            plain.append(row)
        held[name] = sorted(plain, key=repr)
    held["workshops"] = sorted(
        (names[row["profile"]], row["saved_at"], row["ended_at"] or "", _talks_of(row["state"], uids))
        for row in tables["workshops"]
    )  # fmt: skip
    return held


def _talks_of(state: str, uids: dict[int, str]) -> list[str]:
    import json

    return [uids[number] for number in json.loads(state)["ids"] if number]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a backup of its first day, used for two days more."""
    path = tmp_path / "data" / "history.sqlite"
    fill_all(path, 1)
    history = History.open(path)
    history.back_up(DAY)
    open_talk, session = talk(history, "This goes on after the backup.", now=NOW + timedelta(minutes=5), seed=40)
    history.back_up(DAY)
    history.add_turn(open_talk, session.say("It went on."), NOW + timedelta(days=1))
    practise(history, 1)
    practise(history, 1, "Bob")
    practise(history, 2, "Ada")
    hold_workshop(history, 1)
    history.close(backed_up=False)
    return path


def test_everything_comes_along_and_nothing_twice(file: Path) -> None:
    before = History.open(file)
    whole = told_of(before)
    before.close()
    said = put_back(file, backup_of(file, DAY))
    assert said[-1].endswith(
        "7 talks, 11 lines, 6 answers to cards, 9 notes of your own, 1 workshop and 2 profiles."
    ), said  # fmt: skip
    history = History.open(file)
    assert told_of(history) == whole
    assert history.faults() == []
    (aside,) = file.parent.glob("*.set-aside-*")
    assert salvage(aside, history).told() == ""
    assert merge(history, aside).told() == ""
    assert told_of(history) == whole
    look_at_all(history)
    history.close()


def test_a_talk_that_went_on_after_the_backup_goes_on_from_its_end(file: Path) -> None:
    put_back(file, backup_of(file, DAY))
    history = History.open(file)
    (row,) = [row for row in history.sessions() if row.seed == 40]
    assert [turn.line for turn in history.turns(row.id)] == ["This goes on after the backup.", "It went on."]
    from .everything import coffee

    assert history.resume(row, coffee()).turns[-1].line == "It went on."
    states = history.raw.query("select state from turns where session_id = ? order by number", row.id)
    assert [bool(one["state"]) for one in states] == [False, True]
    history.close()


def test_what_was_changed_after_the_backup_is_as_it_was_changed(file: Path) -> None:
    history = History.open(file)
    session = history.sessions()[-1].id
    history.notes.reflect(session, {"what": "I see it otherwise now."}, NOW + timedelta(days=3))
    (made,) = history.raw.query("select id from commitments where text = 'On day 0 I will call.' and profile = 1")
    history.notes.answer_commitment(made["id"], "dropped", "Not any more.", NOW + timedelta(days=3))
    history.close(backed_up=False)
    put_back(file, backup_of(file, DAY))
    history = History.open(file)
    assert history.notes.reflections(session)["what"] == "I see it otherwise now."
    found_again = history.raw.query(
        "select status, how from commitments where text = 'On day 0 I will call.' and profile = 1"
    )
    assert found_again == [{"status": "dropped", "how": "Not any more."}]
    history.close()


def test_profiles_that_cannot_be_read_are_not_guessed(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("pragma foreign_keys = off")
        connection.execute("update profiles set made_at = 'garbled' where id > 1")
    connection.close()
    put_back(file, backup_of(file, DAY))
    history = History.open(file)
    names = {profile.name: profile.id for profile in history.profiles.all()}
    assert len(names) == len(history.profiles.all())
    # Ada is known by what the backup holds of her; nothing of Bob is in it, so that his rows get a profile of their own.
    assert {"Me", "Ada"} <= names.keys() and "Bob" not in names
    for name, days in (("Me", {0, 1}), ("Ada", {0, 2})):
        rows = history.raw.query(
            "select seed from sessions where profile = ? and seed < 40 and parent is null", names[name]
        )
        assert {row["seed"] for row in rows} == days, name
    saved = [number for name, number in names.items() if "saved" in name]
    bobs = history.raw.query("select profile from commitments where text = 'On day 1 I will call.' and profile <> 1")
    assert [row["profile"] for row in bobs] and bobs[0]["profile"] in saved
    history.close()


def test_one_name_for_a_learner_and_a_workshop(tmp_path: Path) -> None:
    ours, theirs = History.open(None), History.open(tmp_path / "theirs.sqlite")
    ours.profiles.add("Ada", "learner", NOW)
    theirs.profiles.choose(theirs.profiles.add("ADA", "workshop", NOW).id)
    talk(theirs, "Hello!")
    theirs.close(backed_up=False)
    assert merge(ours, tmp_path / "theirs.sqlite").told() == "1 talk, 1 line and 1 profile"
    assert merge(ours, tmp_path / "theirs.sqlite").told() == ""
    assert [(one.name, one.kind) for one in ours.profiles.all()][1:] == [
        ("Ada", "learner"),
        ("ADA (workshop)", "workshop"),
    ]
    ours.profiles.choose(2)
    assert ours.sessions() == []


def test_a_talk_that_went_on_in_two_files_becomes_two_ways(tmp_path: Path) -> None:
    one, copy = History.open(tmp_path / "one.sqlite"), tmp_path / "two.sqlite"
    session_id, session = talk(one, "Hello!")
    one.close(backed_up=False)
    copy.write_bytes((tmp_path / "one.sqlite").read_bytes())
    one, two = History.open(tmp_path / "one.sqlite"), History.open(copy)
    other = session.branch(2)
    one.add_turn(session_id, session.say("Said at home."), NOW)
    two.add_turn(session_id, other.say("Said at work."), NOW)
    two.add_turn(session_id, other.say("And this."), NOW)
    two.close(backed_up=False)
    assert merge(one, copy).told() == "1 talk and 2 lines"
    assert merge(one, copy).told() == ""
    lines = sorted([turn.line for turn in one.turns(row.id)] for row in one.sessions())
    assert lines == [["Hello!", "Said at home."], ["Hello!", "Said at work.", "And this."]]
    one.close()


def test_a_file_of_an_old_version_is_not_doubled_either(tmp_path: Path) -> None:
    """Upgrading gives old talks their ids, others in every copy."""
    old = Path(__file__).parent / "data" / "schema" / "v2.sqlite"
    path = tmp_path / "history.sqlite"
    path.write_bytes(old.read_bytes())
    history = History.open(path)
    whole = told_of(history)
    assert salvage(old, history).told() == "" and merge(history, old).told() == ""
    assert told_of(history) == whole
    empty = History.open(None)
    assert "talks" in salvage(old, empty).told() and salvage(old, empty).told() == ""
    assert len(empty.tables()["turns"]) == len(history.tables()["turns"])
    history.close()


@given(st.integers(0, 2**31), st.integers(1, 60))
@settings(max_examples=5, deadline=None)
def test_whatever_is_left_of_a_file_makes_a_sound_one(
    tmp_path_factory: pytest.TempPathFactory, seed: int, flips: int
) -> None:
    folder = tmp_path_factory.mktemp("left")
    broken = folder / "broken.sqlite"
    broken.write_bytes(flipped(_sample(), seed, flips, 8192))
    history = History.open(None)
    salvage(broken, history)
    assert history.faults() == []
    look_at_all(history)
    assert salvage(broken, history).told() == ""
    history.close()


_SAMPLE: list[bytes] = []


def _sample() -> bytes:
    if not _SAMPLE:
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            fill_all(Path(folder) / "x.sqlite")
            _SAMPLE.append((Path(folder) / "x.sqlite").read_bytes())
    return _SAMPLE[0]


# -- in the window


@pytest.fixture
def gui(qtbot: QtBot, file: Path) -> Iterator[Gui]:
    made = opened(qtbot, file)
    yield made
    made.close()


def restored(gui: Gui) -> str:
    with Answers(Qt.Key.Key_Return):
        gui.program.data_file.restore_backup()
    return gui.library.notice.text.text()


def test_the_window_goes_on_as_the_same_learner_with_the_same_talk(
    qtbot: QtBot, gui: Gui
) -> None:  # fmt: skip
    profiles = gui.history.profiles
    profiles.choose(next(one.id for one in profiles.all() if one.name == "Ada"))
    gui.go("progress")
    gui.library.start.click()
    say(qtbot, gui, "Said by Ada before the restore.")
    said = restored(gui)
    assert "is in its place" in said and "answers to cards" in said
    assert gui.history.profiles.current().name == "Ada"
    gui.program.appearance.apply()  # a page that was shown before does not read the old file again
    gui.go("practice")
    say(qtbot, gui, "Said by Ada after it.")
    history = gui.history
    (row,) = [row for row in history.sessions() if any("Said by Ada" in turn.line for turn in history.turns(row.id))]
    assert [turn.line for turn in history.turns(row.id)] == ["Said by Ada before the restore.", "Said by Ada after it."]


def test_a_talk_that_is_lost_with_the_file_is_stored_again(
    qtbot: QtBot, gui: Gui, file: Path
) -> None:  # fmt: skip
    gui.library.start.click()
    say(qtbot, gui, "The first line.")
    # The row of the talk is garbled behind the program's back, so that it cannot be saved.
    with sqlite3.connect(file) as connection:
        connection.execute("update sessions set started = 'garbled' where id = (select max(id) from sessions)")
    connection.close()
    restored(gui)
    gui.go("practice")
    say(qtbot, gui, "The second line.")
    history = gui.history
    (found_again,) = history.raw.query("select session_id from turns where line = 'The second line.'")
    assert [turn.line for turn in history.turns(found_again["session_id"])] == ["The first line.", "The second line."]


def test_practice_in_memory_goes_into_the_restored_file(
    qtbot: QtBot, file: Path
) -> None:  # fmt: skip
    data = file.read_bytes()
    file.write_bytes(data[:4096] + flipped(data[4096:], 3, 4000))
    gui = opened(qtbot, file)
    assert "damaged" in gui.library.notice.text.text() and "nothing is saved" in gui.library.notice.text.text()
    gui.library.start.click()
    say(qtbot, gui, "Said while the file was damaged.")
    assert "Not saved" in gui.practice.notice.text.text()
    restored(gui)
    gui.go("practice")
    say(qtbot, gui, "Said after it was mended.")
    assert gui.practice.notice.text.text() == ""
    gui.close()
    history = History.open(file)
    lines = [turn.line for turn in history.turns(history.sessions()[0].id)]
    assert lines == ["Said while the file was damaged.", "Said after it was mended."]
    history.close()


def test_no_backup_is_restored_during_a_workshop(gui: Gui) -> None:
    gui.go("workshop")
    gui.program.workshop_model().running.begin("coffee_new_acquaintance", "easy", 1)
    restored(gui)
    file = gui.program.stored.database
    assert file is not None and not list(file.parent.glob("*.set-aside-*"))
    gui.program.workshop_model().running.end(erase=False)
    restored(gui)
    assert list(file.parent.glob("*.set-aside-*"))


def test_a_workshop_keeps_its_talks_where_other_ids_are_taken(tmp_path: Path) -> None:
    theirs, ours = History.open(tmp_path / "theirs.sqlite"), History.open(None)
    hold_workshop(theirs, 0)
    whole = told_of(theirs)["workshops"]
    theirs.close(backed_up=False)
    for number in range(4):
        ours.profiles.add(f"Learner {number}", "learner", NOW)
        talk(ours, f"Hello {number}!", seed=number)
    hold_workshop(ours, 1)
    mine = told_of(ours)["workshops"]
    assert "1 workshop" in merge(ours, tmp_path / "theirs.sqlite").told()
    assert told_of(ours)["workshops"] == sorted([*mine, *whole])


def _shifted(data: bytes) -> bytes:
    return data[:6_000] + b"X" + data[6_000:]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:59] + bytes([data[59] ^ 2]) + data[60:],  # how texts are written
        lambda data: data[:20] + bytes([data[20] ^ 8]) + data[21:],  # bytes that pages leave free
        _shifted,
        lambda data: data[1:],
        lambda data: data[100:],
        lambda data: data[4_096:],
    ],
    ids=["encoding", "reserved", "byte inserted", "first byte lost", "head lost", "first page lost"],
)  # fmt: skip
def test_pages_are_read_wherever_they_are_and_whatever_the_head_says(
    tmp_path: Path, damage: Callable[[bytes], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "data" / "history.sqlite"
    fill_all(path, 2)
    with closing(History.open(path)) as history:
        session_id, _ = talk(history, "y" * 1_900, seed=94)
        history.notes.reflect(session_id, {"what": "A long answer needs pages of its own. " * 300}, NOW)
        lines = len(history.raw.query("select id from turns"))
    path.write_bytes(damage(path.read_bytes()))
    assert main(["doctor", "--db", str(path)]) == 1, "all commands say that it is damaged"
    assert "is damaged" in capsys.readouterr().out
    assert main(["export", "--db", str(path)]) == 2
    assert "is damaged" in capsys.readouterr().err
    with closing(History.open(tmp_path / "new.sqlite")) as history:
        taken = salvage(path, history)
        found = [
            row["answer"]
            for row in history.raw.query("select answer from reflections")
            if row["answer"].startswith("A long")
        ]
    assert taken.lines >= lines - 3, "one page was cut in two"
    assert found == [("A long answer needs pages of its own. " * 300).strip()]
