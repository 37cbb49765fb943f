"""Profiles, erasing, merging, export, and the figures of progress: without Qt."""

from __future__ import annotations

import csv
import json
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from trainer.__main__ import main
from trainer.demo import fill
from trainer.drills.load import load_cards
from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.figures import Effect
from trainer.history.merge import merge
from trainer.progress import glance, skills
from trainer.progress.phrases import count_fillers, fillers
from trainer.progress.report import report
from trainer.scenario import Scenario
from trainer.session import Session

from .conftest import ROOT, SCENARIOS

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECRET = "Would it be a bad idea to have a coffee with Wilhelmina?"


def filled(path: Path | None, scenario: Scenario, sessions: int = 6, seed: int = 1) -> History:
    history = History.open(path)
    fill(history, [scenario], load_cards((SCENARIOS / "drills",))[:40], sessions, seed, NOW)
    return history


def talk(history: History, scenario: Scenario, *lines: str, now: datetime = NOW) -> int:
    session = Session(scenario, 3)
    session_id = history.start(session, now)
    for line in lines:
        history.add_turn(session_id, session.say(line), now)
    return session_id


# -- profiles


def test_each_learner_sees_only_their_own(coffee: Scenario) -> None:
    history = History.open(None)
    talk(history, coffee, "Hello!")
    other = history.profiles.add("  Ada   Lovelace ", "learner", NOW)
    history.profiles.choose(other.id)
    assert history.sessions() == [] and history.profiles.current().name == "Ada Lovelace"
    talk(history, coffee, "Can we have a coffee?")
    assert history.figures.asks() == (1, 0, 1)
    history.profiles.choose(1)
    assert history.figures.asks() == (1, 0, 0)
    with pytest.raises(TrainerError, match="already"):
        history.profiles.add("ada lovelace", "learner", NOW)
    with pytest.raises(TrainerError, match="1 to"):
        history.profiles.add(" ", "learner", NOW)
    with pytest.raises(TrainerError, match="gone"):
        history.profiles.choose(99)


def test_a_workshop_without_names_gets_a_name_that_is_free() -> None:
    history = History.open(None)
    made = [history.profiles.add_nameless(NOW) for _ in range(3)]
    name = made[0].name
    assert [one.name for one in made] == [name, f"{name} (2)", f"{name} (3)"]
    assert {one.kind for one in made} == {"workshop"} and len({one.id for one in made}) == 3


# -- erasing


@pytest.mark.parametrize("how", ["session", "profile", "everything"])
def test_what_is_erased_is_in_no_byte_of_the_file(tmp_path: Path, coffee: Scenario, how: str) -> None:
    path = tmp_path / "history.sqlite"
    history = History.open(path)
    kept = talk(history, coffee, "It sounds like your weeks are full.")
    gone = talk(history, coffee, SECRET)
    history.notes.commit(gone, "On Monday I will ask Wilhelmina.", NOW)
    history.notes.reflect(gone, {"next": "Wilhelmina first."}, NOW)
    history.back_up(NOW.date())
    size = path.stat().st_size
    {
        "session": lambda: history.erasing.session(gone),
        "profile": lambda: history.erasing.profile(1),
        "everything": history.erasing.everything,
    }[how]()
    left = [row.id for row in history.sessions()]
    history.close()
    assert left == ([kept] if how == "session" else [])
    files_there = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert any(file.parent.name == "backups" for file in files_there)
    for file in files_there:
        assert b"Wilhelmina" not in file.read_bytes(), file.name
    assert path.stat().st_size <= size


def test_other_ways_of_a_talk_go_with_it(coffee: Scenario) -> None:
    history = History.open(None)
    session = Session(coffee, 1)
    first = history.start(session, NOW)
    history.add_turn(first, session.say("Hello!"), NOW)
    branch = session.branch(1)
    second = history.start(branch, NOW, first, 1)
    history.add_turn(second, branch.say("Hi Marta!"), NOW)
    history.erasing.session(first)
    assert history.sessions() == [] and history.tables()["turns"] == []


# -- merging


def test_another_file_is_taken_in_once(tmp_path: Path, coffee: Scenario, salary: Scenario) -> None:
    theirs = filled(tmp_path / "theirs.sqlite", salary, 5)
    profile = theirs.profiles.add("Ada", "learner", NOW)
    theirs.profiles.choose(profile.id)
    session_id = talk(theirs, salary, "Hello!")
    theirs.notes.commit(session_id, "On Monday I will ask.", NOW)
    theirs.close()
    before = (tmp_path / "theirs.sqlite").read_bytes()
    ours = filled(tmp_path / "ours.sqlite", coffee, 4)
    taken = merge(ours, tmp_path / "theirs.sqlite")
    assert (taken.talks, taken.answers) == (6, 25)
    assert merge(ours, tmp_path / "theirs.sqlite").told() == ""
    assert (tmp_path / "theirs.sqlite").read_bytes() == before
    assert len(ours.sessions()) == 9 and [p.name for p in ours.profiles.all()] == ["Me", "Ada"]
    ours.profiles.choose(2)
    made = ours.notes.open_commitment()
    assert made is not None and ours.session(made.session_id) is not None
    assert [turn.line for turn in ours.turns(ours.sessions()[0].id)] == ["Hello!"]
    ours.close()


def test_a_file_that_is_none_of_ours_changes_nothing(tmp_path: Path, coffee: Scenario) -> None:
    (tmp_path / "other.sqlite").write_bytes(b"not a database at all, just bytes")
    ours = filled(None, coffee, 2)
    with pytest.raises(TrainerError):
        merge(ours, tmp_path / "other.sqlite")
    assert len(ours.sessions()) == 2


# -- export


def test_csv_and_html_hold_what_is_stored(tmp_path: Path, coffee: Scenario) -> None:
    path = tmp_path / "x.sqlite"
    history = History.open(path)
    talk(history, coffee, "Would it be odd to have a <b>coffee</b>?")
    history.close()

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "trainer", "export", "--db", str(path), *arguments],
            capture_output=True, text=True, encoding="utf-8", check=True, cwd=ROOT,
        )  # fmt: skip
        return done.stdout

    run("--format", "csv", "--to", str(tmp_path / "csv"))
    with (tmp_path / "csv" / "turns.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["line"] == "Would it be odd to have a <b>coffee</b>?"
    page = run("--format", "html")
    assert "1 of 1" in page and "<b>coffee" not in page
    assert json.loads(run())["version"] >= 3

    # A folder that is named is used by every format, and then nothing else is said.
    folder = tmp_path / "new" / "folder"
    assert run("--to", str(folder)) == "" and run("--format", "html", "--to", str(folder)) == ""
    assert sorted(file.name for file in folder.iterdir()) == ["export.json", "practice-review.html"]
    stored, shown = (json.loads(text) for text in ((folder / "export.json").read_text("utf-8"), run()))
    assert stored == shown
    assert (folder / "practice-review.html").read_text("utf-8") == page


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    History.open(tmp_path / "x.sqlite").close()
    (tmp_path / "file").write_text("no folder")
    folder = str(tmp_path / "file" / "folder")
    assert main(["export", "--db", str(tmp_path / "x.sqlite"), "--format", form, "--to", folder]) == 2
    out, err = capsys.readouterr()
    assert out == "" and f"{folder} cannot be written" in err and len(err.splitlines()) == 1


def test_the_page_for_a_coach_shows_text_as_it_stands(coffee: Scenario) -> None:
    history = History.open(None)
    session_id = talk(history, coffee, "Can we have a coffee?")
    history.notes.commit(session_id, "<script>alert(1)</script>", NOW)
    page = report(history, "Ada <Lovelace>", date(2026, 11, 24))
    assert "Ada &lt;Lovelace&gt;" in page and "<script>" not in page and "24 November 2026" in page


def test_the_documented_tables_are_the_ones_in_the_file() -> None:
    text = (SCENARIOS / "README.md").read_text(encoding="utf-8").split("# The learner's file")[1]
    connection = sqlite3.connect(":memory:")
    from trainer.history.migrations import MIGRATIONS

    for step in MIGRATIONS:
        for statement in step:
            connection.execute(statement)
    for (table,) in connection.execute(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite%'"
    ).fetchall():
        row = next(line for line in text.splitlines() if line.startswith(f"| `{table}` |"))
        for _, column, *_ in connection.execute(f"pragma table_info({table})").fetchall():
            assert f"`{column}`" in row or column in ("id", "session_id", "profile"), (table, column)
    connection.close()


# -- figures


def effect(
    kind: str, lines: int, change: int = 0, month: str = "2026-11", held: bool = False, moves: tuple[str, ...] = ()
) -> Effect:
    return Effect(month, held, kind, moves or (kind,), lines, change)


def test_shares_uses_and_effects_have_their_counts() -> None:
    effects = [
        effect("no_oriented_ask", 3, -27), effect("yes_oriented_ask", 1, 4), effect("label", 4, -20),
        effect("no_oriented_ask", 1, -9, "2026-10", held=True), effect("other", 2, -4, moves=("label", "offer")),
    ]  # fmt: skip
    share = skills.share_of_asks(effects)
    assert [(point.month, point.value, point.count) for point in share.points] == [
        ("2026-10", 100.0, 1),
        ("2026-11", 75.0, 4),
    ]
    assert len(skills.share_of_asks(effects, True).points) == 1
    assert skills.use_per_session(effects, {"2026-11": 3}, "label").points[0].value == 2.0
    assert skills.effect_of(effects, "label").points[0] == skills.Point("2026-11", -4.0, 6)
    rows = skills.table_of([share])
    assert rows[0][0] == "month" and rows[2] == ("2026-11", "75.0", "4")


@pytest.mark.parametrize(
    ("effects", "sessions", "due", "tried", "go"),
    [
        ([], 0, 0, False, "library"),
        ([effect("no_oriented_ask", 9)], 3, 20, True, "drills"),
        ([effect("pressure", 6), effect("label", 4)], 3, 0, True, "library"),
        ([effect("yes_oriented_ask", 6), effect("label", 6)], 3, 0, True, "drills"),
        ([effect("no_oriented_ask", 9)], 3, 0, True, "evidence"),
        ([effect("no_oriented_ask", 5), effect("label", 5)], 3, 0, False, "library"),
    ],
)
def test_a_suggestion_has_its_reason(effects: list[Effect], sessions: int, due: int, tried: bool, go: str) -> None:
    advice = glance.suggest(effects, sessions, due, tried)
    assert advice.go == go and advice.text and advice.reason


def test_the_heat_map_is_a_year_that_ends_today() -> None:
    weeks = glance.heat_map({date(2026, 11, 24): 3}, date(2026, 11, 24))
    assert len(weeks) == 53 and all(len(week) == 7 for week in weeks)
    assert (date(2026, 11, 24), 3) in weeks[-1] and weeks[-1][0][0].weekday() == 0


def test_fillers_are_counted_in_their_examples_and_nowhere_else() -> None:
    assert fillers()
    found = count_fillers(["Maybe we could, maybe.", "Just a word.", "The justice of it."])
    assert [(phrase.text, phrase.count, phrase.lines) for phrase in found] == [("maybe", 2, 1), ("just", 1, 1)]


def test_a_filled_file_comes_from_the_seed_alone(coffee: Scenario) -> None:
    one, two = (filled(None, coffee, 8, seed=5) for _ in range(2))
    assert [row.line for table in (one, two) for row in table.turns(1)][: len(one.turns(1))] == [
        row.line for row in two.turns(1)
    ]
    assert one.figures.effects() == two.figures.effects()
    days = one.figures.days(NOW - timedelta(days=30))
    assert sum(days.values()) == 8 + 40
    assert one.figures.answers_by_month()
