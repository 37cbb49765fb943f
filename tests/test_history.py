from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.counterpart import State
from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.migrations import VERSION
from trainer.safe_text import is_blank
from trainer.scenario import Outcome, Scenario, load
from trainer.session import Session

from .conftest import ROOT, SCENARIOS
from .everything import exported

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def stored(history: History, scenario: Scenario, lines: list[str], now: datetime = NOW) -> tuple[int, Session]:
    session = Session(scenario, 7)
    session_id = history.start(session, now)
    for line in lines:
        history.add_turn(session_id, session.say(line), now)
    return session_id, session


def test_what_was_said_is_there_again(tmp_path: Path, coffee: Scenario) -> None:
    path = tmp_path / "deep" / "history.sqlite"
    history = History.open(path)
    session_id, session = stored(history, coffee, ["Hello!", "Can we have a coffee?"])
    history.close()
    again = History.open(path)
    (row,) = again.sessions()
    assert (row.id, row.turns, row.yes_oriented, row.outcome, row.started) == (session_id, 2, 1, None, NOW)
    for turn, read_back in zip(session.turns, again.turns(session_id), strict=True):
        assert (turn.line, turn.reply, turn.after.resistance) == (
            read_back.line,
            read_back.reply,
            read_back.resistance_after,
        )
        assert sum(delta for _, delta in read_back.causes) == read_back.resistance_after - read_back.resistance_before
    again.close()


@given(st.lists(st.text(min_size=1, max_size=60).filter(lambda text: not is_blank(text)), min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_any_line_is_stored_and_read_back_the_same(lines: list[str]) -> None:
    scenario = load(SCENARIOS / "coffee_new_acquaintance.yaml")
    with tempfile.TemporaryDirectory() as folder:
        history = History.open(Path(folder) / "x.sqlite")
        session = Session(scenario, 1)
        session_id = history.start(session, NOW)
        said = []
        for line in lines:
            if session.outcome is None and "\x00" not in line and line.isprintable():
                history.add_turn(session_id, session.say(line), NOW)
                said.append(line)
        assert [turn.line for turn in history.turns(session_id)] == said
        state = exported(history)["turns"][-1]["state"] if said else None
        assert state is None or State.from_dict(state) == session.state
        history.close()


def test_characters_that_sqlite_could_trip_over(coffee: Scenario) -> None:
    history = History.open(None)
    lines = ["a\x00b", "\u202eright to left", "'; drop table turns; --", "\ud800 half a pair", "😀 שלום"]
    session_id, _ = stored(history, coffee, lines)
    assert [turn.line for turn in history.turns(session_id)][:4:1] == [
        lines[0],
        lines[1],
        lines[2],
        "\ufffd half a pair",
    ]
    history.close()


def test_a_broken_off_session_goes_on_where_it_was(coffee: Scenario) -> None:
    history = History.open(None)
    lines = ["Hello!", "It sounds like your weeks are full."]
    stored(history, coffee, lines)
    row = history.resumable()
    assert row is not None
    resumed = history.resume(row, coffee)
    straight = Session(coffee, 7)
    for line in lines:
        straight.say(line)
    ask = "Would it be a bad idea to have a coffee?"
    assert resumed.say(ask) == straight.say(ask)
    history.close()


def test_a_changed_scenario_cannot_be_resumed(coffee: Scenario, salary: Scenario) -> None:
    history = History.open(None)
    stored(history, coffee, ["Hello!"])
    row = history.resumable()
    assert row is not None
    with pytest.raises(TrainerError, match="changed"):
        history.resume(row, salary)
    history.close()


def test_an_ended_session_carries_its_outcome(coffee: Scenario) -> None:
    history = History.open(None)
    stored(history, coffee, ["Would it be a bad idea to have a coffee?", "I won't ask again."])
    (row,) = history.sessions()
    assert (row.outcome, row.ended) == (Outcome.WITHDRAWN, NOW)
    assert history.resumable() is None
    history.close()


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "newer.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("create table future (x)")
    connection.execute(f"pragma user_version = {VERSION + 1}")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(TrainerError, match="newer version"):
        History.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"this is no database, it is a letter to my aunt. " * 50, b"SQLite format 3\x00" + b"\x01" * 2000]
)
def test_a_file_that_is_something_else_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_bytes(content)
    with pytest.raises(TrainerError, match=r"letter\.sqlite"):
        History.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("create table recipes (x)")
    connection.commit()
    connection.close()
    with pytest.raises(TrainerError, match="another program"):
        History.open(path)


def test_a_copy_is_made_before_an_upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, coffee: Scenario) -> None:
    path = tmp_path / "history.sqlite"
    history = History.open(path)
    stored(history, coffee, ["Hello!"])
    history.close()
    from trainer.history import connection as opening
    from trainer.history import migrations

    monkeypatch.setattr(opening, "MIGRATIONS", (*migrations.MIGRATIONS, ("alter table sessions add column note text",)))
    monkeypatch.setattr(opening, "VERSION", VERSION + 1)
    upgraded = History.open(path)
    assert len(upgraded.sessions()) == 1
    upgraded.close()
    copy = sqlite3.connect(tmp_path / f"history.sqlite.before-version-{VERSION + 1}")
    assert copy.execute("pragma user_version").fetchone()[0] == VERSION
    assert copy.execute("select count(*) from turns").fetchone()[0] == 1
    copy.close()


def test_a_failed_upgrade_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "history.sqlite"
    History.open(path).close()
    from trainer.history import connection as opening
    from trainer.history import migrations

    monkeypatch.setattr(
        opening, "MIGRATIONS", (*migrations.MIGRATIONS, ("alter table sessions add column note text", "this is no sql"))
    )
    monkeypatch.setattr(opening, "VERSION", VERSION + 1)
    with pytest.raises(TrainerError):
        History.open(path)
    connection = sqlite3.connect(path)
    assert connection.execute("pragma user_version").fetchone()[0] == VERSION
    assert "note" not in {row[1] for row in connection.execute("pragma table_info(sessions)")}
    connection.close()


def test_a_killed_program_loses_no_turn_that_was_answered(tmp_path: Path) -> None:
    """The program is killed right after its reply has been seen."""
    path = tmp_path / "history.sqlite"
    program = [sys.executable, "-m", "trainer", "play", "coffee_new_acquaintance", "--json", "--db", str(path)]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ}
    ) as child:
        assert child.stdin and child.stdout
        child.stdout.readline()
        for line in ("Hello!", "It sounds like your weeks are full."):
            child.stdin.write(line + "\n")
            child.stdin.flush()
            child.stdout.readline()
        child.kill()
    history = History.open(path)
    row = history.resumable()
    assert row is not None
    assert [turn.line for turn in history.turns(row.id)] == ["Hello!", "It sounds like your weeks are full."]
    history.close()
