"""Talks from another file: whatever ids they have there, each keeps its lines and the talk it branched off."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fsrs import Rating

from trainer.drills.schedule import review
from trainer.history import History
from trainer.history.import_rows import take_in
from trainer.history.merge import merge
from trainer.history.reviews import ReviewRow
from trainer.history.row_types import stamp
from trainer.history.sameness import uid_of_way
from trainer.history.valid_rows import DEEPEST_ATTEMPT
from trainer.safe_text import seen
from trainer.scenario import Outcome
from trainer.session import Session

from .everything import NOW, coffee, talk


def said(history: History) -> dict[str, list[str]]:
    """All lines of each talk by its uid, those it shares with the one it branched off included."""
    return {
        history.raw.uid_of(row.id): [turn.line for turn in history.turns(row.id)]
        for profile in history.profiles.all()
        for row in _all_of(history, profile.id)
    }


def _all_of(history: History, profile: int) -> list[Any]:
    history.profile = profile
    return history.sessions()


def go_on(history: History, session_id: int, session: Session, *lines: str) -> None:
    for line in lines:
        history.add_turn(session_id, session.say(line), NOW)


def attempt_at(history: History, parent: int, session: Session, number: int, *lines: str) -> tuple[int, Session]:
    branch = session.branch(number)
    made = history.start(branch, NOW, parent, number)
    go_on(history, made, branch, *lines)
    return made, branch


def grown(rng: random.Random) -> History:
    """A history of some talks, with attempts at attempts."""
    history = History.open(None)
    known = [talk(history, "First.", "Second.", "Third.", seed=seed) for seed in range(2)]
    for number in range(8):
        parent, session = rng.choice(known)
        where = rng.randint(1, len(session.turns))
        known.append(attempt_at(history, parent, session, where, f"Another way {number}.", f"And on {number}."))
    return history


def renumbered(tables: Mapping[str, list[dict[str, Any]]], rng: random.Random) -> dict[str, list[dict[str, Any]]]:
    """The same rows, with other ids of talks, as an import into a file with gaps gives them."""
    ids = dict(zip((row["id"] for row in tables["sessions"]), rng.sample(range(1, 60), 40), strict=False))
    sessions = [{**row, "id": ids[row["id"]], "parent": ids.get(row["parent"])} for row in tables["sessions"]]
    turns = [{**row, "session_id": ids[row["session_id"]]} for row in tables["turns"]]
    return {**tables, "sessions": sessions, "turns": turns}


@pytest.mark.parametrize("seed", range(12))
def test_attempts_keep_what_they_left_whatever_their_ids(seed: int) -> None:
    rng = random.Random(seed)
    with closing(grown(rng)) as there, closing(History.open(None)) as here:
        tables = renumbered(there.readable().tables, rng)
        take_in(here, tables)
        assert said(here) == said(there)
        assert take_in(here, tables).told() == ""


def test_a_ring_of_talks_is_opened(tmp_path: Path) -> None:
    """Garbled numbers can make one: each line is there all the same, and nothing is read for ever."""
    with closing(History.open(None)) as there, closing(History.open(tmp_path / "here.sqlite")) as here:
        first, session = talk(there, "One.", "Two.")
        second, _ = attempt_at(there, first, session, 2, "Another two.")
        tables = there.readable().tables
        tables["sessions"] = [
            {**row, "parent": second, "branched_at": 1} if row["id"] == first else row for row in tables["sessions"]
        ]
        take_in(here, tables)
        assert sorted(row["line"] for row in here.raw.query("select line from turns")) == [
            "Another two.",
            "One.",
            "Two.",
        ]
        assert take_in(here, tables).told() == ""


def test_an_attempt_hangs_on_the_way_it_left(tmp_path: Path) -> None:
    """One talk went on differently in two copies, and in one of them another line was tried later."""
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    with closing(History.open(ours)) as history:
        begun, session = talk(history, "One.", "Two.")
    theirs.write_bytes(ours.read_bytes())
    other = deepcopy(session)
    with closing(History.open(ours)) as history:
        go_on(history, begun, session, "Our three.", "Our four.")
    with closing(History.open(theirs)) as history:
        go_on(history, begun, other, "Their three.", "Their four.", "Their five.")
        late, _ = attempt_at(history, begun, other, 5, "Another five.")
        early, _ = attempt_at(history, begun, other, 2, "Another two.")
        uids = {history.raw.uid_of(one): [turn.line for turn in history.turns(one)] for one in (late, early)}
    with closing(History.open(ours)) as history:
        merge(history, theirs)
        found = said(history)
        assert {uid: found[uid] for uid in uids} == uids
        assert ["One.", "Two.", "Our three.", "Our four."] in found.values()
        assert ["One.", "Two.", "Their three.", "Their four.", "Their five."] in found.values()


def test_lines_that_lost_their_talk_are_those_of_the_talk_here(tmp_path: Path) -> None:
    """The damaged file was imported once before, into one where its talks have other ids."""
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    with closing(History.open(theirs)) as history:
        for seed in range(5):
            number, _ = talk(
                history, f"First of {seed}.", f"Second of {seed}.", seed=seed, now=NOW + timedelta(hours=seed)
            )
            history.notes.reflect(number, {"what": f"Note {seed}."}, NOW + timedelta(hours=seed))
    with closing(History.open(ours)) as history:
        talk(history, "Mine.", seed=50)
        merge(history, theirs)
        before = said(history)
    with closing(sqlite3.connect(theirs)) as connection:
        connection.execute("pragma foreign_keys = off")
        connection.execute("delete from sessions where id > 1")
        connection.commit()
    with closing(History.open(ours)) as history:
        assert merge(history, theirs).told() == "" and said(history) == before


def answered(history: History, days_ago: int, rating: Rating) -> str:
    when = NOW - timedelta(days=days_ago)
    memory = review(history.reviews.memories().get("card"), rating, when)
    history.reviews.add(ReviewRow("card", "flip", "ask", True, "", 5.0, False, rating, when), memory)
    return str(memory["due"])


def test_older_answers_make_no_memory_older(tmp_path: Path) -> None:
    older = tmp_path / "older.sqlite"
    with closing(History.open(older)) as history:
        for days_ago in (60, 59):
            answered(history, days_ago, Rating.Again)
    with closing(History.open(None)) as history:
        due = [answered(history, days_ago, Rating.Easy) for days_ago in (20, 15, 1)][-1]
        assert merge(history, older).answers == 2
        last = history.reviews.last("card")
        assert history.reviews.memories()["card"]["due"] == history.reviews.memories_of(["card"])["card"]["due"] == due
        assert last is not None and last.reviewed == NOW - timedelta(days=1)


def test_an_answer_of_a_day_to_come_is_older_than_any(tmp_path: Path) -> None:
    """The clock was ahead when it was given; what is answered now counts."""
    with closing(History.open(tmp_path / "h.sqlite")) as history:
        answered(history, -36_500, Rating.Easy)
        answered(history, 400, Rating.Good)
        last = history.reviews.last("card")
        assert last is not None and last.rating == Rating.Good
        assert history.reviews.memories() == history.reviews.memories_of(["card"])
        assert len(history.reviews.all()) == 2


def exchanged(ours: Path, theirs: Path) -> list[str]:
    """Each takes in what the other has, twice. Return what was told to be new, in that order."""
    told = []
    for _ in range(2):
        for into, other in ((ours, theirs), (theirs, ours)):
            with closing(History.open(into)) as history:
                told.append(merge(history, other).told())
    return told


def test_a_talk_that_went_on_differently_is_exchanged_without_doubles(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    with closing(History.open(ours)) as history:
        begun, session = talk(history, "One.", "Two.")
    theirs.write_bytes(ours.read_bytes())
    other = deepcopy(session)
    with closing(History.open(ours)) as history:
        go_on(history, begun, session, "Our three.", "Our four.")
    with closing(History.open(theirs)) as history:
        go_on(history, begun, other, "Their three.")
    assert exchanged(ours, theirs)[2:] == ["", ""]
    for path in (ours, theirs):
        with closing(History.open(path)) as history:
            ways = [["One.", "Two.", "Our three.", "Our four."], ["One.", "Two.", "Their three."]]
            assert sorted(said(history).values()) == ways
            assert len(history.raw.query("select 1 from turns")) == 5


def gone_apart(folder: Path, *lines: str) -> tuple[Path, Path, int, Session]:
    """Two files with one talk that went on with another line in each, its id, and the talk as it is in the second, with `lines`."""
    ours, theirs = folder / "ours.sqlite", folder / "theirs.sqlite"
    with closing(History.open(ours)) as history:
        begun, session = talk(history, "One.")
    theirs.write_bytes(ours.read_bytes())
    other = deepcopy(session)
    with closing(History.open(ours)) as history:
        go_on(history, begun, session, "Our two.")
    with closing(History.open(theirs)) as history:
        go_on(history, begun, other, *lines)
    return ours, theirs, begun, other


def test_a_way_that_was_taken_in_may_part_once_more(tmp_path: Path) -> None:
    """Here the way that came from there was gone on with, and so it was there: no line is dropped, none comes twice."""
    ours, theirs, begun, other = gone_apart(tmp_path, "Their two.")
    exchanged(ours, theirs)
    with closing(History.open(ours)) as history:
        (way,) = [row.id for row in history.sessions() if row.id != begun]
        go_on(history, way, deepcopy(other), "Our three to theirs.")
    with closing(History.open(theirs)) as history:
        go_on(history, begun, other, "Their three.")
    assert exchanged(ours, theirs)[2:] == ["", ""]
    ways = [
        ["One.", "Our two."],
        ["One.", "Their two.", "Our three to theirs."],
        ["One.", "Their two.", "Their three."],
    ]
    for path in (ours, theirs):
        with closing(History.open(path)) as history:
            assert sorted(said(history).values()) == ways
            assert len(history.raw.query("select 1 from turns")) == 5


def test_the_end_is_that_of_whoever_went_further(tmp_path: Path) -> None:
    """Left here after a line, and carried to its end elsewhere."""
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    with closing(History.open(ours)) as history:
        begun, session = talk(history, "One.")
    theirs.write_bytes(ours.read_bytes())
    with closing(History.open(ours)) as history:
        history.end(begun, Outcome.UNFINISHED, NOW)
    with closing(History.open(theirs)) as history:
        go_on(history, begun, session, "Two.", "Three.")
        history.end(begun, Outcome.WALKED_AWAY, NOW + timedelta(hours=1))
    exchanged(ours, theirs)
    for path in (ours, theirs):
        with closing(History.open(path)) as history:
            (row,) = history.sessions()
            assert (row.outcome, row.turns) == (Outcome.WALKED_AWAY, 3)


def test_two_kinds_of_one_name_stay_two(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    for path, kind, day in ((ours, "learner", 1), (theirs, "workshop", 2)):
        with closing(History.open(path)) as history:
            history.profiles.choose(history.profiles.add("Bob", kind, NOW + timedelta(days=day)).id)
            talk(history, f"Said in the {kind}.", seed=day)
    exchanged(ours, theirs)
    for path in (ours, theirs):
        with closing(History.open(path)) as history:
            assert sorted(one.kind for one in history.profiles.all()) == ["learner", "learner", "workshop"]


@pytest.mark.parametrize("name", ["\u200b", "\u2800", "  ", "Ada\u200b", "ADA"])
def test_a_name_that_nobody_could_tell_apart_is_no_other_learner(tmp_path: Path, name: str) -> None:
    theirs = tmp_path / "theirs.sqlite"
    with closing(History.open(theirs)) as history:
        history.profiles.choose(history.profiles.add("Ada", "learner", NOW).id)
        talk(history, "Said by her.")
    with closing(sqlite3.connect(theirs)) as connection:
        connection.execute("update profiles set name = ? where name = 'Ada'", [name])
        connection.commit()
    with closing(History.open(None)) as history:
        history.profiles.add("Ada", "learner", NOW - timedelta(days=9))
        merge(history, theirs)
        names = [seen(one.name).casefold() for one in history.profiles.all()]
        assert len(set(names)) == len(names) and all(name.strip("\u2800 ") for name in names)
        assert len(history.raw.query("select 1 from turns")) == 1


def test_a_way_whose_first_line_was_garbled_is_not_followed_for_ever(tmp_path: Path) -> None:
    ours, theirs, _, _ = gone_apart(tmp_path, "Their two.", "Their three.")
    with closing(History.open(ours)) as history:
        merge(history, theirs)
    with closing(sqlite3.connect(ours)) as connection:
        connection.execute("update turns set line = 'Garbled.' where line = 'Their two.'")
        connection.commit()
    with closing(History.open(ours)) as history:
        merge(history, theirs)
        assert merge(history, theirs).told() == ""


@pytest.mark.parametrize("garbled", ["Hel|o again there!", "Hello again tiere!"])
def test_a_line_whose_bits_were_garbled_is_no_other_way(tmp_path: Path, garbled: str) -> None:
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    with closing(History.open(ours)) as history:
        talk(history, "One.", "Hello again there!", "Three.")
    theirs.write_bytes(ours.read_bytes())
    with closing(sqlite3.connect(theirs)) as connection:
        connection.execute("update turns set line = ? where number = 2", [garbled])
        connection.commit()
    with closing(History.open(ours)) as history:
        assert merge(history, theirs).told() == ""
        assert list(said(history).values()) == [["One.", "Hello again there!", "Three."]]


def test_the_same_words_in_two_copies_keep_a_third_from_no_double(tmp_path: Path) -> None:
    """Said at one place of the talk, at two moments, they count as one line; what followed them is known by itself."""
    ours, theirs, third = (tmp_path / f"{name}.sqlite" for name in ("ours", "theirs", "third"))
    with closing(History.open(ours)) as history:
        begun, session = talk(history, "One.")
    theirs.write_bytes(ours.read_bytes())
    third.write_bytes(ours.read_bytes())
    other = deepcopy(session)
    with closing(History.open(third)) as history:
        go_on(history, begun, deepcopy(session), "Another two.")
    with closing(History.open(ours)) as history:
        history.add_turn(begun, session.say("The same words."), NOW + timedelta(minutes=1))
    with closing(History.open(theirs)) as history:
        history.add_turn(begun, other.say("The same words."), NOW + timedelta(minutes=2))
        history.add_turn(begun, other.say("What followed."), NOW + timedelta(minutes=3))
    exchanged(third, theirs)
    exchanged(ours, theirs)
    exchanged(ours, third)
    for path in (ours, theirs, third):
        with closing(History.open(path)) as history:
            lines = [row["line"] for row in history.raw.query("select line from turns")]
            assert sorted(lines) == ["Another two.", "One.", "The same words.", "What followed."], path.name


def test_a_line_that_stands_in_another_way_with_the_same_words_is_followed_there(tmp_path: Path) -> None:
    """The words before it were said in the talk and in an attempt at it; each file has what followed by another of the two."""
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    with closing(History.open(ours)) as history:
        begun, session = talk(history, "One.")
        branch = session.branch(2)
        attempt = history.start(branch, NOW, begun, 2)
        history.add_turn(attempt, branch.say("The same words."), NOW + timedelta(minutes=1))
    theirs.write_bytes(ours.read_bytes())
    for path, number, one in ((ours, begun, session), (theirs, attempt, branch)):
        with closing(History.open(path)) as history:
            if path == ours:
                history.add_turn(number, one.say("The same words."), NOW + timedelta(minutes=2))
            history.add_turn(number, one.say("What followed."), NOW + timedelta(minutes=3))
    assert exchanged(ours, theirs)[2:] == ["", ""]
    for path in (ours, theirs):
        with closing(History.open(path)) as history:
            lines = [row["line"] for row in history.raw.query("select line from turns")]
            assert lines.count("What followed.") == 1, path.name
            assert ["One.", "The same words.", "What followed."] in said(history).values(), path.name


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("cleared", [False, True])
def test_a_note_that_moved_to_another_way_is_that_of_the_talk_in_a_third_file(
    tmp_path: Path, first: int, cleared: bool
) -> None:
    ours, theirs, third = (tmp_path / f"{name}.sqlite" for name in ("ours", "theirs", "third"))
    with closing(History.open(ours)) as history:
        begun, session = talk(history, "One.")
    theirs.write_bytes(ours.read_bytes())
    with closing(History.open(ours)) as history:
        go_on(history, begun, deepcopy(session), "Our two.")
    with closing(History.open(theirs)) as history:
        history.notes.reflect(begun, {"what": "Noted there."}, NOW)
        third.write_bytes(theirs.read_bytes())
        go_on(history, begun, session, "Their two.")
    with closing(History.open(ours)) as history:
        merge(history, theirs)
        (way,) = [row.id for row in history.sessions() if row.id != begun]
        if cleared:
            history.notes.reflect(way, {"what": ""}, NOW + timedelta(minutes=1))
    for path in (ours, third) if first else (third, ours):
        with closing(History.open(path)) as history:
            merge(history, third if path == ours else ours)
    with closing(History.open(ours)) as history:
        notes = history.raw.query("select session_id, answer from reflections where answer <> ''")
        assert [(row["session_id"], row["answer"]) for row in notes] == ([] if cleared else [(way, "Noted there.")])
    with closing(History.open(third)) as history:  # there it is the talk's own, and was not taken back
        notes = history.raw.query("select answer from reflections where answer <> ''")
        assert [row["answer"] for row in notes] == ["Noted there."]


@pytest.mark.parametrize(("garbled", "talks"), [(1, 1), (3, 1), (4, 2)])
def test_a_talk_of_which_bits_of_the_uid_were_garbled_is_no_other_one(tmp_path: Path, garbled: int, talks: int) -> None:
    """With a few more of it: only its lines still say which talk it is. Two uids that differ by more were drawn apart."""
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    with closing(History.open(ours)) as history:
        talk(history, "One.", "Two.")
    theirs.write_bytes(ours.read_bytes())
    with closing(sqlite3.connect(theirs, isolation_level=None)) as file:
        (uid,) = file.execute("select uid from sessions").fetchone()
        changed = "".join("0123456789abcdef"[int(one, 16) ^ 1] for one in uid[: 8 * garbled : 8])
        bent = list(uid)
        bent[: 8 * garbled : 8] = changed
        file.execute("update sessions set scenario = 'coffee_few', uid = ?", ["".join(bent)])
    for _ in range(2):
        with closing(History.open(ours)) as history:
            merge(history, theirs)
            assert len(history.raw.query("select 1 from sessions")) == talks


def test_a_uid_that_is_near_to_one_here_is_another_talk_where_something_else_was_said(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    for path, line in ((ours, "One."), (theirs, "Quite another.")):
        with closing(History.open(path)) as history:
            talk(history, line)
            (row,) = history.raw.query("select id, uid from sessions")
            history.raw.update("sessions", row["id"], {"uid": "0" * 31 + str(int(path == ours))})
    with closing(History.open(ours)) as history:
        merge(history, theirs)
        assert sorted(said(history).values()) == [["One."], ["Quite another."]]
        assert not history.raw.query("select 1 from sessions where parent is not null")


def test_an_answer_of_which_bits_of_the_uid_were_garbled_is_no_other_one(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    with closing(History.open(ours)) as history:
        answered(history, 3, Rating.Good)
        answered(history, 2, Rating.Good)
    theirs.write_bytes(ours.read_bytes())
    with closing(sqlite3.connect(theirs, isolation_level=None)) as file:
        for number, uid in file.execute("select id, uid from reviews").fetchall():
            file.execute(
                "update reviews set uid = ? where id = ?", ["0f"[uid[7] == "0"] + uid[1:7] + "x" + uid[8:], number]
            )
    with closing(History.open(ours)) as history:
        assert merge(history, theirs).answers == 0


def test_no_import_makes_a_longer_chain_of_attempts_than_is_read(tmp_path: Path) -> None:
    """The last of the longest went on differently there: its other way would be one more."""
    ours, theirs = tmp_path / "ours.sqlite", tmp_path / "theirs.sqlite"
    with closing(History.open(ours)) as history:
        last, _ = talk(history, "One.")
        for _ in range(DEEPEST_ATTEMPT):
            last = history.start(Session(coffee(), 1), NOW, last, 1)
        history.writes.changed = False
    theirs.write_bytes(ours.read_bytes())
    for path, line in ((ours, "Here."), (theirs, "There.")):
        with closing(History.open(path)) as history:
            history.add_turn(last, Session(coffee(), 1).say(line), NOW + timedelta(minutes=len(line)))
            history.writes.changed = False
    with closing(History.open(ours)) as history:
        merge(history, theirs)
        assert not merge(history, theirs).told()
        assert not history.readable().left_out and history.back_up(NOW.date())
        history.writes.changed = False


def test_notes_of_many_ways_of_a_talk_are_placed_in_a_time_that_grows_with_them(tmp_path: Path) -> None:
    """Not with their square: each note is looked for, and not each way asked for each note."""
    asked = {}
    for ways in (20, 40):
        path, other = tmp_path / f"{ways}.sqlite", tmp_path / f"{ways}-other.sqlite"
        with closing(History.open(other)) as history:
            begun, session = talk(history, "One.")
            for number in range(ways):
                attempt = history.start(session.branch(1), NOW, begun, 1)
                history.add_turn(attempt, session.branch(1).say(f"Way {number}."), NOW + timedelta(minutes=number))
                history.raw.update("sessions", attempt, {
                    "uid": uid_of_way(history.raw.uid_of(begun), 1, f"Way {number}."), "started": stamp(NOW)})  # fmt: skip
                history.notes.reflect(attempt, {"what": f"Note {number}."}, NOW)
            history.writes.changed = False
        with closing(History.open(path)) as history:
            count: list[str] = []
            history._connection.set_trace_callback(count.append)
            merge(history, other)
            asked[ways] = len(count)
            history.writes.changed = False
            assert len(history.raw.query("select 1 from reflections")) == ways
    assert asked[40] < 2.2 * asked[20]
