from __future__ import annotations

import pytest

from trainer.coach.debrief import OUTCOMES
from trainer.coach.feedback import MOST_REMARKS, remarks
from trainer.counterpart import respond
from trainer.errors import TrainerError
from trainer.language import read
from trainer.scenario import Outcome, Scenario
from trainer.session import LONGEST_LINE, Session


def test_at_most_two_remarks_about_the_line_never_about_the_person(coffee: Scenario) -> None:
    session = Session(coffee, 1)
    turn = session.say("You have to come, idiot. Can we have a coffee? Why not?")
    assert 1 <= len(turn.feedback.remarks) <= MOST_REMARKS
    for _, text in remarks().values():
        assert not text.lower().startswith("you ")


def test_the_better_line_scores_higher_by_the_programs_own_count(coffee: Scenario) -> None:
    session = Session(coffee, 1)
    turn = session.say("Can we have a coffee this week?")
    assert "coffee this week" in turn.feedback.better
    dry_run = respond(coffee, turn.before, read(turn.feedback.better, after=turn.before.said[-1]))
    assert dry_run.state.resistance - turn.before.resistance == turn.feedback.better_delta
    assert dry_run.state.resistance < turn.after.resistance


def test_a_line_that_is_agreed_to_needs_no_better_one(coffee: Scenario) -> None:
    session = Session(coffee, 1)
    for line in (
        "What do you do all week?",
        "It sounds like your weeks are full.",
        "I could bring the old maps, half an hour is plenty.",
        "Would it be a bad idea to have a coffee?",
    ):
        turn = session.say(line)
    assert turn.outcome is Outcome.AGREED
    assert turn.feedback.better == ""


def test_every_outcome_has_a_headline() -> None:
    assert set(OUTCOMES) == set(Outcome)


def test_the_debrief_tells_the_curve_the_best_line_and_what_never_came_up(coffee: Scenario) -> None:
    session = Session(coffee, 1)
    session.say("It sounds like your weeks are full.")
    session.say("Can we have a coffee?")
    look = session.debrief()
    assert look.outcome is Outcome.UNFINISHED
    assert look.curve == (58, session.turns[0].after.resistance, session.turns[1].after.resistance)
    assert look.best_line == "It sounds like your weeks are full."
    assert (look.no_oriented, look.yes_oriented) == (0, 1)
    assert coffee.concern("motive").thought in look.unsaid


@pytest.mark.parametrize("line", ["", "   ", "\n\t", "x" * (LONGEST_LINE + 1), "x" * 100_000])
def test_what_nobody_can_say_changes_nothing(coffee: Scenario, line: str) -> None:
    session = Session(coffee, 1)
    with pytest.raises(TrainerError):
        session.say(line)
    assert not session.turns


def test_nothing_is_said_after_the_end(coffee: Scenario) -> None:
    session = Session(coffee, 1)
    session.say("Would it be a bad idea to have a coffee?")
    session.say("I won't ask again.")
    with pytest.raises(TrainerError, match="over"):
        session.say("But still")


def test_rewinding_brings_the_same_moment_back(coffee: Scenario) -> None:
    session = Session(coffee, 1)
    first = session.say("Hello!")
    second = session.say("Can we have a coffee?")
    session.rewind(2)
    assert session.state == first.after
    assert session.say("Can we have a coffee?") == second
