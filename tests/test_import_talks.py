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
from trainer.session import Session

from .everything import NOW, talk


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
