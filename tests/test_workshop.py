"""The workshop as a value, what the wall shows of it, plans and displays: without Qt."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from trainer.errors import TrainerError
from trainer.scenario import Scenario
from trainer.session import Session
from trainer.workshop import Phase, Workshop, scene
from trainer.workshop.displays import audience_display, key_of, save_choice, told
from trainer.workshop.dry_run import dry_run, sessions_of
from trainer.workshop.plan import pace, plans
from trainer.workshop.state import LONGEST_LINE
from trainer.workshop.steps import back, forward

LINES = ("Can we have a coffee?", "It sounds like your weeks are full.", "Would it be a bad idea to have a coffee?")


def begun() -> Workshop:
    return Workshop("coffee_new_acquaintance", "easy", 1, phase=Phase.TALK)


def on_the_wall(workshop: Workshop) -> Workshop:
    for line in LINES:
        workshop = workshop.proposed(line)
    return workshop


def test_a_round_keeps_both_votes() -> None:
    workshop = on_the_wall(begun()).voting()
    assert workshop.phase is Phase.VOTE
    workshop = workshop.voted(0, 5).voted(2, 3).voted(0, -1).voted(9, 1)
    workshop = workshop.at(Phase.DISCUSS).voting()
    assert workshop.phase is Phase.VOTE_AGAIN
    workshop = workshop.voted(2, 7).voted(0, 1)
    assert workshop.leading() == 2
    workshop = workshop.choosing(2).guessed(-8).said(LINES[2]).played()
    (done,) = workshop.rounds
    assert [(one.first, one.second) for one in done.candidates] == [(4, 1), (0, 0), (3, 7)]
    assert (done.played, done.turn, workshop.phase, workshop.lines) == (2, 1, Phase.REVEAL, (LINES[2],))


def test_what_cannot_be_put_on_the_wall_gets_a_sentence() -> None:
    workshop = on_the_wall(begun()).proposed("And you?")
    for line, told_why in (("One more", "Four lines"), (" ", "characters"), ("x" * (LONGEST_LINE + 1), "characters")):
        with pytest.raises(TrainerError, match=told_why):
            workshop.proposed(line)
    with pytest.raises(TrainerError, match="already"):
        begun().proposed("Hello").proposed("Hello ")
    with pytest.raises(TrainerError, match="two lines"):
        begun().proposed("Hello").voting()
    with pytest.raises(TrainerError, match="no such line"):
        begun().rewound(1)


def test_candidates_are_moved_edited_and_taken_away() -> None:
    workshop = on_the_wall(begun()).moved(2, -2)
    assert [one.line for one in workshop.candidates] == [LINES[2], LINES[0], LINES[1]]
    workshop = workshop.edited(0, "Any objections to a coffee?").edited(1, "")
    assert [one.line for one in workshop.candidates] == ["Any objections to a coffee?", LINES[1]]


def test_a_workshop_comes_back_as_it_was() -> None:
    workshop = (
        on_the_wall(begun())
        .voting()
        .voted(1, 3)
        .choosing(1)
        .said("Hello!")
        .played()
        .rewound(1)
        .showing(size=120, dark=False)
    )
    workshop = workshop.with_teams(True).timed(12.5).in_part(2).stored_as(7)
    assert Workshop.from_dict(json.loads(json.dumps(workshop.as_dict()))) == workshop


def test_going_back_grows_another_way_and_teams_take_turns(coffee: Scenario) -> None:
    workshop = (
        begun().said("Hello!").said("Can we have a coffee?").rewound(2).said("It sounds like your weeks are full.")
    )
    assert workshop.attempts == (("Hello!", "Can we have a coffee?"), ("Hello!", "It sounds like your weeks are full."))
    sessions = sessions_of(Session(coffee, 1), workshop.attempts)
    assert sessions[0].turns[0] == sessions[1].turns[0]
    compared = scene(workshop.at(Phase.COMPARE), sessions)
    assert len(compared.curves) == 2 and "“It sounds like your weeks are full.”" in compared.endings[1]
    teams = begun().with_teams(True)
    assert (teams.team, teams.said("Hello!").team, teams.said("Hello!").said("Hi").team) == (1, 2, 1)


def test_votes_are_hidden_while_they_are_counted_and_candidates_until_they_are_put_to_the_vote(
    coffee: Scenario,
) -> None:
    sessions = [Session(coffee, 1)]
    workshop = on_the_wall(begun())
    assert scene(workshop, sessions).options == ()
    voting = workshop.voting().voted(0, 5)
    assert [option.first for option in scene(voting, sessions).options] == [None, None, None]
    assert [option.first for option in scene(voting.at(Phase.DISCUSS), sessions).options] == [1.0, 0.0, 0.0]
    assert scene(voting.at(Phase.DISCUSS), sessions).options[0].letter == "A"


def test_the_audience_sees_only_what_it_is_shown(coffee: Scenario) -> None:
    session = Session(coffee, 1)
    session.say("Can we have a coffee?")
    workshop = replace(begun().said("Can we have a coffee?"), phase=Phase.REVEAL)
    shown = scene(workshop, [session])
    assert shown.thought == "" and shown.causes and shown.resistance == session.state.resistance
    assert scene(workshop.showing(thoughts=True), [session]).thought == session.turns[0].thought
    assert scene(workshop.showing(meter=False, causes=False), [session]).resistance is None
    assert not any(
        getattr(scene(workshop.showing(blank=True), [session]), name)
        for name in ("title", "text", "bubbles", "options", "curves")
    )


def test_a_dry_run_says_nothing_aloud(coffee: Scenario) -> None:
    session = Session(coffee, 1)
    dry = dry_run(session, "You have to come.")
    assert dry is not None and dry.change > 0 and dry.causes and not session.turns
    assert dry_run(session, "") is None


def test_plans_add_up_and_the_pace_speaks_quietly() -> None:
    for plan in plans():
        assert sum(minutes for _, minutes in plan.parts) == plan.minutes
    plan = plans()[0]
    assert pace(plan, 0, 1.0) == "Plan, brief: 2 min left"
    assert pace(plan, 0, 2.5).endswith("under a minute left")
    assert pace(plan, 0, 4.0).endswith("time is up")
    assert pace(plan, 0, 9.0).endswith("6 min over")


def test_the_display_is_chosen_by_name_and_remembered_for_the_set() -> None:
    names = ["Laptop", "Beamer", "Desk"]
    assert audience_display(["Laptop"], "Laptop", {}) is None
    assert audience_display(names, "Laptop", {}) == "Beamer"
    remembered = {key_of(names[::-1]): "Desk"}
    assert audience_display(names, "Laptop", remembered) == "Desk"
    assert audience_display(["Laptop", "Beamer"], "Laptop", remembered) == "Beamer"
    assert "one display" in told(None) and "Beamer" in told("Beamer")


def test_a_display_is_remembered_beside_what_others_have_kept(tmp_path: Path) -> None:
    path = tmp_path / "displays.json"
    path.write_text('{"A | B": "B", "of_a_newer_version": {"x": [1]}}', encoding="utf-8")
    save_choice(path, ["C", "B"], "C")
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "A | B": "B",
        "B | C": "C",
        "of_a_newer_version": {"x": [1]},
    }


def test_the_choice_stays_with_its_line() -> None:
    chosen = on_the_wall(begun()).voting().at(Phase.DISCUSS).voting().choosing(1).guessed(-3)

    def line(workshop: Workshop) -> str:
        return workshop.candidates[workshop.chosen].line

    for changed in (
        chosen.edited(0, ""), chosen.edited(2, " "), chosen.moved(0, 1), chosen.moved(1, -1), chosen.moved(2, -2),
        chosen.edited(0, "Hello?"), chosen.edited(9, ""), chosen.moved(9, 1),
    ):  # fmt: skip
        assert line(changed) == LINES[1] and (changed.phase, changed.guess) == (Phase.PREDICT, -3)


def test_a_chosen_line_that_is_removed_leaves_the_choice_open() -> None:
    chosen = on_the_wall(begun()).voting().at(Phase.DISCUSS).voting().voted(0, 2).voted(2, 5).choosing(2)
    open_again = chosen.edited(2, "\u200b")
    assert (open_again.chosen, open_again.phase, len(open_again.candidates)) == (-1, Phase.VOTE_AGAIN, 2)
    assert forward(open_again).chosen == 0
    with pytest.raises(TrainerError, match="no line left"):
        forward(open_again.edited(0, "").edited(0, ""))


def test_nothing_is_chosen_before_the_prediction_or_after_it(coffee: Scenario) -> None:
    chosen = on_the_wall(begun()).voting().at(Phase.DISCUSS).voting().choosing(1)
    for moved_on in (back(chosen), chosen.proposed("And you?").voting(), chosen.at(Phase.COMPARE)):
        assert moved_on.chosen == -1
        assert not any(option.chosen for option in scene(moved_on, [Session(coffee, 1)]).options)


def test_a_guess_is_shown_with_the_line_it_was_about_alone() -> None:
    one = Workshop("coffee_neighbour", "easy", 1).said("Hello.").rewound(1).said("Good morning.")
    guessed = replace(one, guess=-5, phase=Phase.REVEAL)
    assert guessed.on_attempt(1) == guessed
    other = guessed.on_attempt(0)
    assert other.guess is None and other.phase is Phase.TALK and other.lines == ("Hello.",)
