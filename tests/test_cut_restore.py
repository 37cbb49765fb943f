"""A restore that was cut, or goes on just now, beside a program that has the file open: nothing is lost, nothing erased comes back."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from trainer.history import History, swap
from trainer.history.errors import Moved
from trainer.history.fallback import Keeper
from trainer.history.file_identity import identity_of
from trainer.history.restoration import put_back
from trainer.session import Session

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
            swap._write_note(path, swap._Swap("2026-01-01-000000", *[identity_of(path)] * 2))  # type: ignore[arg-type]
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
