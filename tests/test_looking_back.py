"""Settings, marks, hints, evidence cards, branches, the learner's own words and their own talk: all without Qt."""

from __future__ import annotations

import itertools
import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from trainer import settings
from trainer.coach import reflection
from trainer.coach.evidence import Card, cards
from trainer.coach.hints import GRADES, hints
from trainer.coach.hints import rows as hint_rows
from trainer.coach.marks import MarkRow, hint, marks
from trainer.coach.marks import rows as mark_rows
from trainer.counterpart import ConcernStatus, opening_state, respond
from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.migrations import MIGRATIONS, VERSION
from trainer.language import MoveKind, read
from trainer.meaning import meaning
from trainer.scenario import Kind, Outcome, Scenario, Tone, check, load
from trainer.scenario.own import OwnTalk, save, worries
from trainer.session import Session

from .conftest import SCENARIOS
from .everything import exported

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


# -- settings


def test_settings_come_back_and_unknown_ones_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    settings.save(settings.Settings().with_("text_size", "150"), path)
    stored = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**stored, "of_a_newer_version": 3, "theme": "pink"}), encoding="utf-8")
    again = settings.load(path)
    assert again["text_size"] == "150" and again["theme"] == "system"
    settings.save(again.with_("pause", "off"), path)
    kept = {"text_size": "150", "pause": "off", "of_a_newer_version": 3, "theme": "pink"}
    assert json.loads(path.read_text(encoding="utf-8")) == kept


def test_a_change_leaves_what_another_window_has_set_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings.save(settings.Settings().with_("theme", "dark"), path)
    mine = settings.load(path)
    settings.save(settings.load(path).with_("pause", "off").with_("theme", "light"), path)
    settings.save_changed({"say_first": "on"}, mine, path)
    assert settings.load(path).values == {"theme": "light", "pause": "off", "say_first": "on"}
    path.write_text("{", encoding="utf-8")  # what cannot be read is written anew
    settings.save_changed({"pause": "short"}, mine, path)
    assert settings.load(path).values == {"theme": "dark", "pause": "short"}


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'{"theme": {}}'])
def test_a_settings_file_that_is_none_gives_the_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert all(settings.load(path)[name] == row.default for name, row in settings.table().items())


def test_what_no_row_allows_cannot_be_set() -> None:
    with pytest.raises(ValueError):
        settings.Settings().with_("theme", "pink")
    with pytest.raises(KeyError):
        settings.Settings().with_("volume", "11")


# -- marks


@pytest.mark.parametrize("row", mark_rows().values(), ids=lambda row: row.kind)
def test_every_mark_shows_its_example(row: MarkRow) -> None:
    after = "My week is rather full." if row.kind is MoveKind.MIRROR else None
    shown = marks(read(row.example, after=after))
    assert row in [mark.row for mark in shown]


def test_no_two_kinds_look_alike_even_without_colours() -> None:
    """As they are drawn: the line under the words and the tint behind them."""
    from trainer.gui.kit.underlines import underlined

    drawn = [(shown.underlineStyle(), shown.background().style()) for shown in map(underlined, mark_rows().values())]
    assert len(set(drawn)) == len(mark_rows())


def test_marks_do_not_overlap_and_lie_in_the_line() -> None:
    line = "It sounds like you're busy, so would it be crazy if I came by? You have to decide now."
    shown = marks(read(line))
    assert len(shown) >= 3
    assert all(0 <= a.start < a.end <= b.start for a, b in itertools.pairwise(shown))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "As you type"),
        ("Would it be a bad idea to meet?", "grants it"),
        ("Can we meet?", "turns it down"),
        ("You have to come.", "no safe “no”"),
        ("It rained.", "No request"),
        ("It sounds like you're busy. Would you mind if I came by?", "Also: label"),
    ],
)
def test_the_hint_says_what_no_would_mean(line: str, told: str) -> None:
    assert told in hint(read(line))


# -- hints


def test_hints_follow_the_talk(coffee: Scenario) -> None:
    state = opening_state(coffee, 1)
    assert hints(coffee, state)[1] == hint_rows()["wary"].move
    asked = respond(coffee, state, read("Would it be a bad idea to have a coffee?")).state
    voiced = asked.having(ConcernStatus.VOICED)[0]
    assert coffee.concern(voiced).thought in hints(coffee, asked)[0]
    named = respond(coffee, asked, read("It sounds like your weeks are full.")).state
    assert hints(coffee, named)[1] == hint_rows()["acknowledged"].move
    assert read(hints(coffee, named)[2]).kind is not MoveKind.PRESSURE
    assert len(hints(coffee, named)) == GRADES


def test_a_hint_line_never_makes_it_worse(coffee: Scenario) -> None:
    session = Session(coffee, 3)
    for _ in range(6):
        line = hints(coffee, session.state)[2]
        if session.outcome is not None or line in [turn.line for turn in session.turns]:
            break
        turn = session.say(line)
        assert turn.after.resistance <= turn.before.resistance
    assert len(session.turns) >= 3


def test_a_scenario_kept_for_testing_oneself_gives_no_hints() -> None:
    kept = load(SCENARIOS / "coffee_competitor.yaml")
    assert kept.held_back and not any(hints(kept, opening_state(kept, 1)))


# -- evidence cards


@pytest.mark.parametrize("card", cards(), ids=lambda card: card.id)
def test_a_card_says_what_is_known_and_its_examples_are_heard_that_way(card: Card) -> None:
    assert all(getattr(card, name).strip() for name in card.__slots__)
    assert card.grade in ("A", "B", "C")
    kinds = {str(kind) for kind in MoveKind}
    if card.id in kinds and card.id not in ("pressure", "mirror"):
        assert read(card.good).has(MoveKind(card.id))


# -- branches


def test_a_branch_begins_in_the_very_same_moment(coffee: Scenario) -> None:
    session = Session(coffee, 5)
    for line in ("Hello!", "Can we have a coffee?", "It sounds like your weeks are full."):
        session.say(line)
    branch = session.branch(2)
    assert json.dumps(branch.state.as_dict()) == json.dumps(session.turns[1].before.as_dict())
    assert branch.say("Can we have a coffee?") == session.turns[1]
    assert len(session.turns) == 3


def test_a_branch_is_stored_with_what_it_shares(coffee: Scenario) -> None:
    history = History.open(None)
    session = Session(coffee, 5)
    first = history.start(session, NOW)
    for line in ("Hello!", "Can we have a coffee?", "You have to come."):
        history.add_turn(first, session.say(line), NOW)
    branch = session.branch(3)
    second = history.start(branch, NOW, first, 3)
    history.add_turn(second, branch.say("It sounds like your weeks are full."), NOW, hints=2, tone="calm")
    twig = branch.branch(2)
    third = history.start(twig, NOW, second, 2)
    history.add_turn(third, twig.say("What makes it hard to find the time?"), NOW)
    assert [turn.line for turn in history.turns(second)] == [
        "Hello!",
        "Can we have a coffee?",
        "It sounds like your weeks are full.",
    ]
    assert (history.turns(second)[-1].hints, history.turns(second)[-1].tone) == (2, "calm")
    assert [turn.line for turn in history.turns(third)] == ["Hello!", "What makes it hard to find the time?"]
    row = history.session(third)
    assert row is not None and (row.parent, row.branched_at, row.turns) == (second, 2, 1)
    resumed = history.resume(row, coffee)
    assert resumed.state == twig.state and len(resumed.turns) == 2
    history.close()


# -- the learner's own words


def test_answers_and_commitments_come_back(coffee: Scenario) -> None:
    history = History.open(None)
    session_id = history.start(Session(coffee, 1), NOW)
    notes = history.notes
    notes.reflect(session_id, {"next": "Wait for the answer.", "why": " "}, NOW)
    notes.reflect(session_id, {"next": "Wait longer."}, NOW)
    assert notes.reflections(session_id) == {"next": "Wait longer."}
    notes.commit(session_id, "On Thursday I will ask Ben.", NOW)
    notes.commit(session_id, "On Friday I will ask Ben.", NOW)
    made = notes.open_commitment()
    assert made is not None and made.text == "On Friday I will ask Ben." and made.status == ""
    notes.answer_commitment(made.id, "not_yet", "", NOW)
    assert notes.open_commitment() is not None
    notes.answer_commitment(made.id, "done", "He laughed and said no, not at all.", NOW)
    assert notes.open_commitment() is None
    last = notes.last_commitment()
    assert last is not None and (last.status, last.how) == ("done", "He laughed and said no, not at all.")
    assert exported(history)["reflections"][0]["answer"] == "Wait longer."
    history.close()


def test_the_forms_of_looking_back() -> None:
    assert len(reflection.questions()) == 4 and len(reflection.questions(reflection.SHORT)) == 1


def test_a_file_of_the_first_version_is_upgraded_with_all_that_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    old = sqlite3.connect(path)
    for statement in MIGRATIONS[0]:
        old.execute(statement)
    old.execute(
        "insert into sessions values (1, 'coffee_new_acquaintance', 'Coffee', 'coffee', 'easy', 3, ?, null, 'agreed', 58)",
        [NOW.isoformat()],
    )
    old.execute("pragma user_version = 1")
    old.commit()
    old.close()
    history = History.open(path)
    (row,) = history.sessions()
    assert (row.outcome, row.parent, row.held_back) == (Outcome.AGREED, 0, False)
    history.close()
    assert (tmp_path / f"old.sqlite.before-version-{VERSION}").exists()


# -- their own talk


@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("first", worries())
def test_a_talk_of_ones_own_is_a_sound_scenario(tmp_path: Path, first: str, tone: Tone) -> None:
    talk = OwnTalk(
        'Dr. “Max” O\'Neill: #1', "my landlord\n- and neighbour", "a new {boiler} before winter",
        ((first, "It still runs, doesn't it?"), ("time", ""), ("time", "Who will be at home?")), tone, Kind.OTHER,
    )  # fmt: skip
    path = save(talk, tmp_path)
    scenario, faults = check(path)
    assert scenario is not None and faults == []
    assert len(scenario.concerns) == 3 and scenario.counterpart.tone is tone
    turn = Session(scenario, 1).say("Would you be against a new boiler?")
    assert turn.reading.no_means == "accept" and turn.after.asked_for_goal
    assert save(talk, tmp_path) != path


def test_a_talk_of_ones_own_has_the_face_that_was_chosen_and_hears_its_worries_in_fresh_words(tmp_path: Path) -> None:
    chosen = (("time", ""), ("others", ""), ("promise", "What if I can't?"))
    talk = OwnTalk("Mr Okafor", "my team lead", "two days a week from home", chosen, portrait="face-6")
    scenario, faults = check(save(talk, tmp_path))
    assert scenario is not None and faults == [] and scenario.counterpart.portrait == "face-6"
    session = Session(scenario, 1, meaning=meaning())
    guessed = session.say("Are you afraid the rest of the team would want the same then?")
    met = session.say("I would tell the rest of the team myself how it came about.")
    assert guessed.after.status("others") is ConcernStatus.ACKNOWLEDGED
    assert met.after.status("others") is ConcernStatus.SETTLED


@pytest.mark.parametrize("missing", ["name", "role", "want"])
def test_an_empty_field_gets_a_sentence_and_no_file(tmp_path: Path, missing: str) -> None:
    filled = {"name": "Ben", "role": "a friend", "want": "a coffee", missing: "  "}
    with pytest.raises(TrainerError, match="still empty"):
        save(OwnTalk(filled["name"], filled["role"], filled["want"], (("time", ""),)), tmp_path)
    assert not list(tmp_path.iterdir())
