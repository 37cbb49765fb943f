"""A note that was cleared and a commitment that was taken back stay so: they come again out of no memory, rescue, copy or backup."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from trainer.__main__ import main
from trainer.history import History, backups
from trainer.history.fallback import Keeper
from trainer.history.merge import merge
from trainer.history.restoration import chosen, put_back

from .everything import NOW, coffee, exported, talk

Do = Callable[[History], None]
LATER = NOW + timedelta(hours=1)
WORDS = "A note that I would rather not keep."
PROMISE, OTHER = "I will call on Monday.", "I will write instead."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A history of one talk with a note and a commitment, and a backup of it."""
    made = tmp_path / "data" / "history.sqlite"
    with closing(History.open(made)) as history:
        number, _ = talk(history, "Hello!")
        history.notes.reflect(number, {"what": WORDS, "next": "I will wait."}, NOW)
        history.notes.commit(number, PROMISE, NOW)
    return made


def cleared(history: History) -> None:
    history.notes.reflect(1, {"what": "", "next": "I will wait."}, LATER)
    history.notes.commit(1, "", LATER)


def replaced(history: History) -> None:
    history.notes.reflect(1, {"what": " "}, LATER)
    history.notes.commit(1, OTHER, LATER)


def seen(history: History) -> tuple[dict[str, str], str]:
    """The notes and the commitment that a person sees, and no words of those that were taken back anywhere in the rows."""
    made = history.notes.open_commitment()
    of_talk, last = history.notes.commitment_of(1), history.notes.last_commitment()
    assert made == of_talk == last
    assert WORDS not in json.dumps(exported(history)) and PROMISE not in json.dumps(exported(history))
    return history.notes.reflections(1), made.text if made else ""


EXPECTED: dict[Do, tuple[dict[str, str], str]] = {
    cleared: ({"next": "I will wait."}, ""),
    replaced: ({"next": "I will wait."}, OTHER),
}
CHANGES = pytest.mark.parametrize("change", [cleared, replaced])


@CHANGES
def test_in_the_file_itself(path: Path, change: Do, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(History.open(path)) as history:
        change(history)
        assert seen(history) == EXPECTED[change]
        assert all(row["answer"] for row in exported(history)["reflections"])
        history.writes.changed = False
    assert WORDS.encode() not in path.read_bytes() and PROMISE.encode() not in path.read_bytes()
    main(["--db", f"{path}", "doctor"])
    assert "reflections: 1" in capsys.readouterr().out


@CHANGES
@pytest.mark.parametrize("back", [True, False])
def test_while_memory_stood_in(path: Path, change: Do, back: bool) -> None:
    """`back`: the file can be used again before the end; otherwise what was done lies in a file of its own until the next start."""
    keeper = Keeper(path, lambda _: None)
    assert keeper.history.sessions()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("begin exclusive")
    keeper.keep(change)
    assert keeper.trouble and seen(keeper.history) == EXPECTED[change]
    if back:
        holder.close()
        assert keeper.come_back(now=True)
    assert bool(keeper.close()) is not back
    holder.close()
    again = Keeper(path, lambda _: None)
    assert seen(again.history) == EXPECTED[change]
    again.close()


@CHANGES
def test_in_a_copy_that_is_taken_in(path: Path, change: Do, tmp_path: Path) -> None:
    """Whichever of the two is taken into the other."""
    ((_, _, copy),) = backups.found(path)
    with closing(History.open(path)) as history:
        change(history)
        merge(history, copy)
        assert seen(history) == EXPECTED[change]
        history.writes.changed = False
    with closing(History.open(copy)) as other:
        merge(other, path)
        assert seen(other) == EXPECTED[change]
        other.writes.changed = False
    with closing(History.open(tmp_path / "third.sqlite")) as third:
        merge(third, path)
        assert seen(third) == EXPECTED[change]
        third.writes.changed = False


@CHANGES
def test_in_a_restore(path: Path, change: Do) -> None:
    """Neither the older backup counts as the fuller one, nor what stands in the place of the file as the older."""
    ((_, _, older),) = backups.found(path)
    with closing(History.open(path)) as history:
        change(history)
    put_back(path, chosen(path)[0].path)
    with closing(History.open(path)) as history:
        assert seen(history) == EXPECTED[change]
        history.writes.changed = False
    put_back(path, older)
    with closing(History.open(path)) as history:
        assert seen(history) == EXPECTED[change]
        history.writes.changed = False


@pytest.mark.parametrize("answer", ["not_yet", "done", "dropped"])
@pytest.mark.parametrize("instead", ["", OTHER])
def test_whatever_had_become_of_it(path: Path, answer: str, instead: str) -> None:
    with closing(History.open(path)) as history:
        made = history.notes.open_commitment()
        assert made is not None
        history.notes.answer_commitment(made.id, answer, "It rained.", LATER)
        history.notes.commit(1, instead, LATER + timedelta(hours=1))
        shown = history.notes.commitment_of(1)
        assert shown is None or shown.text == instead
        assert PROMISE not in json.dumps(exported(history)) and "It rained." not in json.dumps(exported(history))
        history.writes.changed = False


def test_though_the_clock_was_ahead_when_it_was_written(path: Path) -> None:
    ahead = datetime.now(UTC) + timedelta(days=3)
    with closing(History.open(path)) as history:
        history.notes.reflect(1, {"what": "Written by a wrong clock."}, ahead)
        copy = history.back_up(ahead.date())
        history.notes.reflect(1, {"what": ""}, ahead - timedelta(days=3))
        tables = history.tables()
        history.writes.changed = False
    with closing(History.open(copy)) as other:
        (there,) = other.raw.query("select written_at from reflections where question = 'what'")
    (here,) = (row for row in tables["reflections"] if row["question"] == "what")
    assert here["written_at"] > there["written_at"]


def test_a_note_is_not_doubled_by_an_exchange_of_talks_that_went_on_apart(path: Path, tmp_path: Path) -> None:
    """It belongs to the talk in both, and not to the way that one of them took; another note does."""
    theirs = tmp_path / "theirs.sqlite"
    theirs.write_bytes(path.read_bytes())
    for place, line in ((path, "Ours."), (theirs, "Theirs.")):
        with closing(History.open(place)) as history:
            row = history.sessions()[0]
            turn = history.resume(row, coffee()).say(line)
            history.add_turn(row.id, turn, LATER)
            history.notes.reflect(row.id, {"next": f"Next: {line}"}, LATER)
            history.writes.changed = False
    for _ in range(2):
        for place, other in ((path, theirs), (theirs, path)):
            with closing(History.open(place)) as history:
                merge(history, other)
                notes = [row["answer"] for row in history.raw.query("select answer from reflections order by answer")]
                assert notes == [WORDS, "Next: Ours.", "Next: Theirs."]
                history.writes.changed = False
    with closing(History.open(path)) as history:
        history.notes.reflect(1, {"what": ""}, LATER + timedelta(hours=1))
        merge(history, theirs)
        assert WORDS not in json.dumps(exported(history))
        history.writes.changed = False
    with closing(History.open(theirs)) as history:
        merge(history, path)
        assert WORDS not in json.dumps(exported(history))
        history.writes.changed = False


def test_it_can_be_answered_again(path: Path) -> None:
    with closing(History.open(path)) as history:
        cleared(history)
        history.notes.reflect(1, {"what": "Better words."}, LATER + timedelta(hours=1))
        history.notes.commit(1, OTHER, LATER + timedelta(hours=1))
        assert seen(history) == ({"what": "Better words.", "next": "I will wait."}, OTHER)


@pytest.mark.parametrize("how", ["import", "restore"])
def test_what_was_taken_back_under_a_clock_that_was_ahead_comes_again_out_of_no_copy(tmp_path: Path, how: str) -> None:
    path, ahead = tmp_path / "history.sqlite", datetime.now(UTC) + timedelta(days=365)
    with closing(History.open(path)) as history:
        talk(history, "Hello.")
        history.notes.reflect(1, {"what": WORDS}, NOW)
        history.notes.commit(1, PROMISE, NOW)
        backup = history.back_up(NOW.date())
        history.notes.reflect(1, {"what": ""}, ahead)
        history.notes.commit(1, "", ahead)
        history.writes.changed = False
        if how == "import":
            merge(history, backup)
    if how == "restore":
        put_back(path, backup)
    with closing(History.open(path)) as history:
        assert not history.notes.reflections(1) and not history.notes.commitment_of(1)
        assert not history.raw.query("select 1 from reflections where answer <> ''")
        history.notes.reflect(1, {"what": "Written anew."}, datetime.now(UTC))
        assert history.notes.reflections(1) == {"what": "Written anew."}


def test_words_of_the_last_moment_there_is_can_be_changed_and_taken_back(tmp_path: Path) -> None:
    end = datetime(2999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    with closing(History.open(tmp_path / "history.sqlite")) as history:
        talk(history, "Hello.")
        history.notes.reflect(1, {"what": WORDS}, end)
        history.notes.commit(1, PROMISE, end)
        (made,) = [history.notes.open_commitment()]
        assert made is not None
        history.notes.answer_commitment(made.id, "not_yet", "", end)
        history.notes.answer_commitment(made.id, "done", "It rained.", NOW)
        history.notes.reflect(1, {"what": ""}, NOW)
        history.notes.commit(1, "", NOW)
        assert not history.notes.reflections(1) and not history.notes.commitment_of(1)


def test_an_earlier_backup_holds_what_was_taken_back_until_its_talk_is_erased(tmp_path: Path) -> None:
    """As each backup holds the day it was made on."""
    with closing(History.open(tmp_path / "history.sqlite")) as history:
        talk(history, "Hello.")
        history.notes.reflect(1, {"what": WORDS}, NOW)
        backup = history.back_up(NOW.date())
        history.notes.reflect(1, {"what": ""}, LATER)
        history.back_up((NOW + timedelta(days=1)).date())
        assert (
            WORDS.encode() in backup.read_bytes() and WORDS.encode() not in (tmp_path / "history.sqlite").read_bytes()
        )
        history.erasing.session(1)
        history.writes.changed = False
    assert not any(WORDS.encode() in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("gone", [False, True])
def test_what_another_window_took_back_comes_not_back_with_what_is_saved_from_memory(
    tmp_path: Path, gone: bool, everything: bool
) -> None:
    path = tmp_path / "history.sqlite"
    keeper = Keeper(path, lambda _: None)
    keeper.keep(lambda history: talk(history, "Hello."))
    keeper.keep(lambda history: history.notes.reflect(1, {"what": WORDS}, NOW))
    keeper.keep(lambda history: history.notes.commit(1, PROMISE, NOW))
    with closing(History.open(path)) as other:
        other.notes.reflect(1, {"what": ""}, LATER)
        other.notes.commit(1, "", LATER)
        other.writes.changed = False
    path.rename(tmp_path / "away.sqlite")
    if not gone:
        with closing(History.open(path)) as other:
            talk(other, "Quite another.", seed=8)
            other.writes.changed = False
    keeper.look()
    keeper.settle(everything=everything)
    keeper.close()
    (tmp_path / "away.sqlite").unlink()
    assert not any(
        one in file.read_bytes()
        for one in (WORDS.encode(), PROMISE.encode())
        for file in tmp_path.rglob("*")
        if file.is_file()
    )


def test_words_changed_after_a_clock_was_ahead_are_the_newer_ones_for_a_restore_and_an_import(tmp_path: Path) -> None:
    path, ahead = tmp_path / "history.sqlite", datetime.now(UTC) + timedelta(days=365)
    with closing(History.open(path)) as history:
        talk(history, "Hello.")
        history.notes.reflect(1, {"what": "Old words."}, ahead)
        history.notes.commit(1, PROMISE, ahead)
        made = history.notes.open_commitment()
        assert made is not None
        history.notes.answer_commitment(made.id, "not_yet", "", ahead)
        backup = history.back_up(NOW.date())
        older = tmp_path / "older.sqlite"
        older.write_bytes(backup.read_bytes())
        history.notes.reflect(1, {"what": "New words."}, datetime.now(UTC))
        history.notes.answer_commitment(made.id, "done", "It went well.", datetime.now(UTC))
        history.writes.changed = False
    with closing(History.open(older)) as history:
        merge(history, path)
        history.writes.changed = False
    put_back(path, backup)
    for one in (path, older):
        with closing(History.open(one)) as history:
            assert history.notes.reflections(1) == {"what": "New words."}
            assert history.raw.query("select status, how from commitments") == [
                {"status": "done", "how": "It went well."}
            ]
            history.writes.changed = False
