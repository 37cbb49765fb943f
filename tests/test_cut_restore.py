"""A restore that was cut, or goes on just now, beside a program that has the file open: nothing is lost, nothing erased comes back."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from trainer.history import History, swap
from trainer.history.errors import Moved
from trainer.history.fallback import Keeper
from trainer.history.file_identity import identity_of, state_of
from trainer.history.left_files import unsaved_files
from trainer.history.restoration import put_back
from trainer.session import Session
from trainer.workshop import Workshop

from .everything import NOW, talk
from .trust.identity import lines_in

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows moves no file that is open")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite"


@contextmanager
def in_use(path: Path) -> Iterator[tuple[History, Path, int, Session]]:
    """A history that stays open, a backup of it, and a talk that may be erased, or gone on with."""
    with closing(History.open(path)) as history:
        talk(history, "Kept.", seed=5)
        number, session = talk(history, "Said early.", now=NOW + timedelta(days=1))
        yield history, history.back_up(NOW.date()), number, session
        history.writes.changed = False


def _die(*_: object) -> None:
    os._exit(9)


def _cut(path: Path, backup: Path) -> None:
    swap._done = _die  # type: ignore[assignment]
    put_back(path, backup)


def cut_once_decided(path: Path, backup: Path) -> None:
    child = multiprocessing.get_context("fork").Process(target=_cut, args=(path, backup))
    child.start()
    child.join()
    assert child.exitcode == 9 and swap.is_decided(path)


def test_who_goes_on_after_a_restore_was_cut_loses_nothing(path: Path) -> None:
    with in_use(path) as (history, backup, number, session):
        keeper = Keeper(path, lambda _: None, history)
        cut_once_decided(path, backup)
        keeper.keep(lambda now: now.add_turn(number, session.say("Said late."), NOW + timedelta(days=2)))
        assert keeper.lost and not swap.is_decided(path)
        assert keeper.close() == ""
    assert sorted(lines_in(path)) == ["Kept.", "Said early.", "Said late."]


def test_what_would_come_back_cannot_be_erased_before_a_restore_that_was_cut_is_finished(path: Path) -> None:
    with in_use(path) as (history, backup, number, _):
        cut_once_decided(path, backup)
        with pytest.raises(Moved):
            history.erasing.session(number)
    with closing(History.open(path)) as history:
        (early,) = [row.id for row in history.sessions() if row.started > NOW]
        history.erasing.session(early)
        for aside in path.parent.glob("*set-aside*"):
            aside.unlink()
    assert lines_in(path) == ["Kept."]
    assert not any(b"Said early." in file.read_bytes() for file in path.parent.rglob("*") if file.is_file())


def test_a_write_that_began_before_a_restore_was_decided_does_not_end_after_it(path: Path) -> None:
    with in_use(path) as (history, _, number, session):
        with pytest.raises(Moved), history.batch():
            history.add_turn(number, session.say("Said late."), NOW + timedelta(days=2))
            there = identity_of(path)
            assert there is not None
            swap._write_note(path, swap._Swap("2026-01-01-000000", there, there, state_of(path)))
        swap._note_of(path).unlink()
        assert sorted(lines_in(path)) == ["Kept.", "Said early."]


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("act", ["say", "erase"])
def test_what_another_program_does_meanwhile_is_in_what_is_restored(
    path: Path, monkeypatch: pytest.MonkeyPatch, act: str, times: int
) -> None:
    real, left = swap._write_note, [times]
    with in_use(path) as (history, backup, number, session):
        others = [talk(history, "Erased.", now=NOW + timedelta(days=3), seed=seed)[0] for seed in range(6, 5 + times)]
        to_erase = [number, *others]

        def meanwhile(at: Path, decided: swap._Swap) -> None:
            if left[0]:
                left[0] -= 1
                if act == "erase":
                    history.erasing.session(to_erase[left[0]])
                else:
                    history.add_turn(number, session.say(f"Said late {left[0]}."), NOW + timedelta(days=2))
            real(at, decided)

        monkeypatch.setattr(swap, "_write_note", meanwhile)
        put_back(path, backup)
    late = [f"Said late {number}." for number in range(times)]
    kept = ["Kept."] if act == "erase" else ["Kept.", "Said early.", *late, *["Erased."] * len(others)]
    assert sorted(lines_in(path)) == sorted(kept)


def test_a_restore_that_another_program_finishes_says_that_it_is_done(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window looks for the note every other second."""
    real = swap._write_note
    with in_use(path) as (history, backup, _, _):

        def meanwhile(at: Path, decided: swap._Swap) -> None:
            real(at, decided)
            with pytest.raises(Moved):
                history.writes.look()

        monkeypatch.setattr(swap, "_write_note", meanwhile)
        told = put_back(path, backup)
    (aside,) = path.parent.glob("*set-aside*")
    assert "is in its place" in told[0] and str(aside) in told[1]
    assert sorted(lines_in(path)) == ["Kept.", "Said early."] and not swap.is_decided(path)


def test_a_cut_restore_gives_way_to_what_was_written_after_it(path: Path) -> None:
    """By a program that knows of no such notes: an earlier version, or a sync program that put the same file there."""
    with in_use(path) as (history, backup, number, session):
        cut_once_decided(path, backup)
        note = swap._note_of(path)
        kept = note.read_bytes()
        note.unlink()
        history.add_turn(number, session.say("Said late."), NOW + timedelta(days=2))
        note.write_bytes(kept)
    with closing(History.open(path)) as history:
        history.writes.changed = False
    assert sorted(lines_in(path)) == ["Kept.", "Said early.", "Said late."] and not note.exists()
    assert not list(path.parent.glob("*set-aside*"))


@pytest.mark.parametrize("moved", [False, True])
def test_a_note_of_an_earlier_version_is_finished(path: Path, moved: bool) -> None:
    """It says nothing of the state of the old file. `moved`: that was set aside already."""
    with in_use(path) as (_, backup, _, _):
        cut_once_decided(path, backup)
        note = swap._note_of(path)
        said = json.loads(note.read_text())
        note.write_text(json.dumps({name: said[name] for name in ("stamp", "new", "old")}))
        if moved:
            path.rename(path.with_name(f"{path.name}.set-aside-{said['stamp']}"))
    with closing(History.open(path)) as history:
        history.writes.changed = False
    assert identity_of(path).number == said["new"]["number"] and not note.exists()  # type: ignore[union-attr]
    assert len(list(path.parent.glob("*set-aside*"))) == 1


def test_a_file_that_is_written_to_without_end_is_not_replaced(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = swap._write_note
    with in_use(path) as (history, backup, _, _):

        def meanwhile(at: Path, decided: swap._Swap) -> None:
            talk(history, "Once more.", now=NOW + timedelta(days=3), seed=history.writes.count)
            real(at, decided)

        monkeypatch.setattr(swap, "_write_note", meanwhile)
        with pytest.raises(Exception, match="is written to again and again"):
            put_back(path, backup)
        assert not swap.is_decided(path)
        assert not [file.name for file in path.parent.iterdir() if "restored-" in file.name or "set-aside" in file.name]


def replaced_by_itself(path: Path) -> None:
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    copy.replace(path)


@pytest.mark.parametrize("erase", ["talk", "everything", ""])
def test_what_was_erased_in_a_copy_that_took_the_place_comes_not_back_at_the_end(path: Path, erase: str) -> None:
    """As a sync program puts a file in the place of itself, and another window erases in that."""
    told: list[str] = []
    with in_use(path) as (history, _, number, session):
        keeper = Keeper(path, told.append, history)
        keeper.keep(lambda now: now.add_turn(number, session.say("Said late."), NOW + timedelta(days=2)))
        replaced_by_itself(path)
        acts: dict[str, Callable[[History], None]] = {
            "talk": lambda other: other.erasing.session(number),
            "everything": lambda other: other.erasing.everything(),
            "": lambda _: None,
        }
        with closing(History.open(path)) as other:
            acts[erase](other)
            other.writes.changed = False
        keeper.look()
        assert keeper.lost and ("Something was erased" in told[-1]) == bool(erase)
        left = keeper.close()
    asides = list(path.parent.glob("*set-aside*"))
    if erase:
        assert "nothing was put into it unasked" in left and str(asides[0]) in left
        assert not {"Said early.", "Said late."} & set(lines_in(path))
        assert "Said late." in lines_in(asides[0])
    else:
        assert left == "" and "Said late." in lines_in(path)


@pytest.mark.parametrize("workshop", [False, True])
@pytest.mark.parametrize("how", ["itself", "backup"])
def test_a_file_that_is_used_as_it_is_now_gets_nothing_that_was_erased_in_it(
    path: Path, how: str, workshop: bool
) -> None:
    """Another program held it, so that memory took over with nothing unsaved; then another file took its place."""
    with in_use(path) as (history, backup, number, session):
        keeper = Keeper(path, lambda _: None, history)
        keeper.keep(lambda now: now.add_turn(number, session.say("Said late."), NOW + timedelta(days=2)))
        if workshop:
            row = workshop_of("Said late.", number)
            keeper.keep(lambda now: now.workshops.begin(1, row, NOW))
        with closing(sqlite3.connect(path, isolation_level=None)) as busy:
            busy.execute("begin exclusive")
            keeper.look()
            busy.execute("rollback")
        assert keeper.held
        if how == "itself":
            replaced_by_itself(path)
        else:
            put_back(path, backup)
        with closing(History.open(path)) as other:
            other.erasing.session(other.raw.id_of(history.raw.uid_of(number)) or number)
            other.writes.changed = False
        keeper.come_back(now=True)
        keeper.close()
    assert lines_in(path) == ["Kept."]
    with closing(sqlite3.connect(path)) as file:
        assert not any("Said late." in state for (state,) in file.execute("select state from workshops"))


def workshop_of(line: str, number: int) -> dict[str, object]:
    """A workshop in which a line was said, in a talk of that id."""
    made = Workshop("coffee_new_acquaintance", "easy", 1, started=NOW.timestamp())
    return replace(made.said(line), ids=(number,)).as_dict()


@pytest.mark.parametrize("lost", ["deleted", "damaged"])
def test_a_restored_file_knows_how_often_something_was_erased(path: Path, lost: str) -> None:
    """For whoever has had the one before open."""
    with in_use(path) as (history, backup, number, session):
        early = history.sessions()[0].id
        history.erasing.session(early if early != number else history.sessions()[1].id)
        keeper = Keeper(path, lambda _: None, history)
        keeper.keep(lambda now: now.add_turn(number, session.say("Said late."), NOW + timedelta(days=2)))
        if lost == "deleted":
            path.unlink()
        else:
            path.write_bytes(bytes(4096) + path.read_bytes()[4096:])
        put_back(path, backup)
        with closing(History.open(path)) as other:
            other.erasing.everything()
            other.writes.changed = False
        keeper.look()
        assert "nothing was put into it unasked" in keeper.close()
    assert lines_in(path) == []


def test_a_rescue_holds_nothing_that_was_erased_in_the_file_that_is_there_now(path: Path) -> None:
    """That one is held by another program just then, and cannot be asked."""
    with in_use(path) as (history, _, number, session):
        keeper = Keeper(path, lambda _: None, history)
        keeper.keep(lambda now: now.add_turn(number, session.say("Said late."), NOW + timedelta(days=2)))
        replaced_by_itself(path)
        with closing(History.open(path)) as other:
            other.erasing.everything()
            other.writes.changed = False
        keeper.look()
        with closing(sqlite3.connect(path, isolation_level=None)) as busy:
            busy.execute("begin exclusive")
            told = keeper.rescued()
            busy.execute("rollback")
        assert "If it was to go, please delete that file." in told
        assert not unsaved_files(path)
        keeper.give_up()


@pytest.mark.parametrize("what", ["note", "commitment", "answered"])
def test_an_older_copy_that_is_written_over_the_file_is_told(path: Path, what: str) -> None:
    """Though no talk is missing in it."""
    told: list[str] = []
    with in_use(path) as (history, _, number, _):
        history.notes.commit(number, "I will call.", NOW)
        older = path.read_bytes()
        keeper = Keeper(path, told.append, history)
        made = history.notes.open_commitment()
        assert made is not None
        acts: dict[str, Callable[[History], None]] = {
            "note": lambda now: now.notes.reflect(number, {"what": "Noted today."}, NOW),
            "commitment": lambda now: now.notes.commit(
                history.sessions()[0].id, "I will write.", NOW + timedelta(days=1)
            ),
            "answered": lambda now: now.notes.answer_commitment(made.id, "done", "It rained.", NOW + timedelta(days=1)),
        }
        keeper.keep(acts[what])
        path.write_bytes(older)
        keeper.look()
        assert keeper.lost and told
        keeper.settle(everything=False)
        keeper.close()
    with closing(sqlite3.connect(path)) as file:
        words = {
            str(row)
            for row in file.execute("select answer from reflections union all select text || how from commitments")
        }
    assert any(one in str(words) for one in ("Noted today.", "I will write.", "It rained."))
