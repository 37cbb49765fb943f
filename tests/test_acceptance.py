"""Whether a line takes what is on offer, asks about it, or only speaks of it; and what somebody says to terms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from trainer.counterpart import opening_state, respond
from trainer.counterpart.figures import figures, with_offer_named
from trainer.counterpart.matcher import matcher_for
from trainer.counterpart.respond import Response
from trainer.counterpart.segments import Form
from trainer.counterpart.sides import Turn
from trainer.counterpart.state import ConcernStatus, Decision
from trainer.language import read
from trainer.meaning import meaning
from trainer.scenario import Outcome, Scenario, load

from .conftest import SCENARIOS

KITCHEN = load(SCENARIOS / "salary_no_budget.yaml")
MANAGER = load(SCENARIOS / "meeting_busy_manager.yaml")


def offered(line: str, offer: float = 3.0, scenario: Scenario = KITCHEN) -> Response:
    """Return the response to a line after an offer, to somebody who has asked for more."""
    assert scenario.bargain is not None
    said = f"What I could do is {scenario.bargain.shown(offer)}."
    state = opening_state(scenario, 3)
    state = replace(state, offer=offer, asked=7.0, asked_for_goal=True, resistance=40, owed=True, turn=5)
    state = replace(state, said=(*state.said, said)).with_status(scenario.concerns[0].id, ConcernStatus.SETTLED)
    return respond(scenario, state, read(line, after=said), meaning())


@pytest.mark.parametrize(
    "line",
    [
        "Three is fine with me.",
        "Ok, let's settle on three.",
        "I'm happy with 3 percent, thanks.",
        "Then three it is.",
        "Three percent now and the other four next year. Is that okay with you?",
        "All right, 3 percent. Agreed?",
        "I'd go with your offer.",
        "Count me in.",
    ],
)
def test_who_is_content_with_what_is_on_offer_has_accepted(line: str) -> None:
    response = offered(line)
    assert response.decision in (Decision.PART, Decision.AGREE)
    assert response.state.terms == 3.0
    assert response.outcome in (Outcome.AGREED, Outcome.AGREED_IN_PART)


@pytest.mark.parametrize(
    "line",
    [
        "Why only three?",
        "Three is too little for me.",
        "Is three your last word?",
        "If I took three, what would the others say?",
        "Three is better than nothing, I suppose, but it's low.",
        "Fine. How did you work out the three?",
        "I won't settle for three.",
        "Is there any room above three?",
        "Three isn't a raise.",
        "So you'd give me three now?",
        "You can do three, then?",
        "Is it three now?",
    ],
)
def test_who_asks_about_an_offer_or_finds_it_low_has_not(line: str) -> None:
    response = offered(line)
    assert response.outcome is None
    assert "figure_comes_down" not in {cause.id for cause in response.causes}


@pytest.mark.parametrize(
    "line", ["Where does the three come from?", "Why three, of all figures?", "How did you get to 3?"]
)
def test_a_question_about_the_figure_on_offer_is_about_that_figure(line: str) -> None:
    assert offered(line).points[-1].topic == "fact:figure_basis"


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("why only three", "why only that figure"),
        ("where does the 3 percent come from", "where does that figure come from"),
        ("what about the three posts", "what about the three posts"),
        ("why not five", "why not five"),
    ],
)
def test_only_what_is_on_offer_is_named_so(said: str, named: str) -> None:
    assert KITCHEN.bargain is not None
    assert with_offer_named(KITCHEN.bargain, 3.0, said) == named
    assert with_offer_named(KITCHEN.bargain, 0.0, said) == said


@pytest.mark.parametrize(
    "line",
    [
        "If I got seven, you'd have the whole floor at your door. Is that it?",
        "And if they gave me seven, who would have to know?",
    ],
)
def test_what_is_only_supposed_is_not_asked_for(line: str) -> None:
    response = offered(line)
    assert response.decision is Decision.NONE
    assert not {"pressure", "pressure_again", "yes_push", "yes_ask_heard"} & {cause.id for cause in response.causes}


def test_who_needs_time_gets_it_and_is_not_told_about_theirs() -> None:
    for line in ("Can I think it over until Friday?", "I'd have to talk about it with my husband first."):
        response = offered(line)
        assert response.outcome is None
        assert "act asks_for_time" in response.pools


def test_whoever_has_named_a_figure_is_not_asked_for_it() -> None:
    assert "act too_low_known" in offered("Three is less than I'd hoped for.").pools


def test_nobody_is_relieved_of_a_worry_they_have_not_spoken_of() -> None:
    line = "It'd be a quarter of an hour, standing up, and I'd be gone."
    state = replace(opening_state(MANAGER, 3), asked_for_goal=True)
    early = respond(MANAGER, state, read(line), meaning())
    assert [cause.id for cause in early.causes].count("foresee") == 1
    assert early.pools == ("act foreseen",)
    voiced = respond(MANAGER, state.with_status("time", ConcernStatus.VOICED), read(line), meaning())
    assert voiced.pools[0] == "event settle"


def test_an_offer_of_help_is_thanked_for() -> None:
    reply = respond(
        load(SCENARIOS / "coffee_neighbour.yaml"),
        opening_state(load(SCENARIOS / "coffee_neighbour.yaml"), 3),
        read("Shall I carry the bags up for you?"),
        meaning(),
    )
    assert reply.pools[0] == "act offers_help"


def test_choices_about_what_stands_in_the_way_get_no_yes() -> None:
    response = offered("Is it the money, or is it more about what the others would say?")
    assert not response.reply.startswith(("Yes", "No"))
    assert response.pools[0] in ("event voice", "event answer", "explained")


NEIGHBOUR = load(SCENARIOS / "coffee_neighbour.yaml")


@pytest.mark.parametrize(
    "protest", ["That's not what I asked.", "You didn't answer my question.", "And what has that got to do with it?"]
)
def test_whoever_was_not_answered_gets_another_answer(protest: str) -> None:
    state = opening_state(NEIGHBOUR, 3)
    first = respond(NEIGHBOUR, state, read("Who taught you to grow tomatoes?"), meaning())
    second = respond(NEIGHBOUR, first.state, read(protest), meaning())
    assert second.pools[0].endswith(", again")
    assert first.reply not in second.reply
    third = respond(NEIGHBOUR, opening_state(NEIGHBOUR, 3), read(protest), meaning())
    assert not third.pools[0].endswith(", again"), "there was no question"


def test_a_side_that_has_said_all_it_can_gives_way() -> None:
    turn = Turn("how long have you lived here", "how long have you lived here", Form.WHEN)
    sides = matcher_for(NEIGHBOUR, meaning()).sides
    assert sides is not None
    first = sides.meant(turn)
    assert first is not None
    again = sides.meant(replace(turn, told=first.sayable.side.say))
    assert again is not None and (again.sayable is not first.sayable or again.likely < first.likely)


@pytest.mark.parametrize(
    ("scenario", "line", "named"),
    [
        ("salary_yearly_review", "Second visits went from about thirty a quarter to twenty.", []),
        ("salary_yearly_review", "I had 31 a quarter last year, 20 now.", []),
        ("salary_yearly_review", "Which of the three would they like?", []),
        ("salary_yearly_review", "From three to five percent, please.", [5.0]),
        ("salary_yearly_review", "I looked after 40 people and I'd like 8 percent.", [8.0]),
        ("salary_freelance_rate", "My hours on the last guide were 118.", []),
        ("salary_freelance_rate", "From 52 to 62, that's what I'd like.", [62.0]),
        ("salary_freelance_rate", "I did a hundred hours more, so let's go to 62.", [62.0]),
        ("salary_freelance_rate", "My hours fell from 140 to 118, and I'd like 62.", [62.0]),
        ("salary_yearly_review", "From 18 a week to 12.", []),
    ],
)
def test_what_measures_something_else_is_no_figure(scenario: str, line: str, named: list[float]) -> None:
    bargain = load(SCENARIOS / f"{scenario}.yaml").bargain
    assert bargain is not None
    assert figures(bargain, read(line)) == named


def test_what_is_on_offer_is_not_asked_for_by_saying_it() -> None:
    response = offered("Three percent! I'd never have guessed. What would have to be true for the rest?")
    assert response.outcome is None and response.decision is not Decision.PART


def test_nobody_is_asked_for_a_coffee_by_a_word_about_coffee() -> None:
    state = replace(opening_state(NEIGHBOUR, 3), resistance=12, turn=8).with_status("time", ConcernStatus.SETTLED)
    state = replace(state, said=(*state.said, "A good cup of coffee would be something. Mine tastes of the machine."))
    for line in ("From ghost trams to machine coffee, well. What does it taste of?", "Coffee out of a machine."):
        assert respond(NEIGHBOUR, state, read(line), meaning()).outcome is None, line


def test_who_feels_with_them_is_not_forgiven() -> None:
    state = opening_state(NEIGHBOUR, 3)
    told = respond(NEIGHBOUR, state, read("What's the worst part of your job?"), meaning()).state
    for line in ("Oh no, I'm so sorry. How long has it been like that?", "Oh dear, I'm very sorry."):
        pools = respond(NEIGHBOUR, told, read(line), meaning()).pools
        assert not any(pool.startswith("act apology") for pool in pools), line


def test_a_choice_of_three_is_one_question_about_what_stands_in_the_way() -> None:
    points = offered("Is it the council, is it the budget, or is it something else?").points
    assert [point.act for point in points if point.segment.form.asks] in (["asks_worry"], ["names"])
