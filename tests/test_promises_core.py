"""Promises of the README about people, drills and backups: each number just below and just above, each cause by a line that has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from trainer.coach.feedback import remarks
from trainer.counterpart import ConcernStatus, Decision, State, opening_state, respond, table
from trainer.counterpart.bands import band, is_calm
from trainer.counterpart.respond import Response
from trainer.drills import DrillKind
from trainer.drills.cards import Card, Skill
from trainer.drills.queue import Queue, queue, start_small
from trainer.drills.schedule import Result, grade, is_quick
from trainer.errors import TrainerError
from trainer.language import MoveKind, read
from trainer.meaning import meaning
from trainer.scenario import Level, Outcome, Scenario, load, rules
from trainer.session import Session
from trainer.workshop import Phase, Workshop
from trainer.workshop.state import Shown

from .conftest import SCENARIOS
from .everything import gone_of

NO_ASK, YES_ASK = "Would it be a bad idea to have a coffee?", "Can we have a coffee?"


def ordinary(name: str, level: Level | None = None) -> Scenario:
    """Return a scenario with a person of ordinary warmth and pride, for whom amounts hold as they are in the table."""
    scenario = load(SCENARIOS / f"{name}.yaml")
    scenario = scenario.at_level(level) if level else scenario
    return replace(scenario, counterpart=replace(scenario.counterpart, warmth=50, pride=50))


def settled(state: State, count: int) -> State:
    """Return a state in which so many worries have been laid to rest."""
    for concern, _ in state.concerns[:count]:
        state = state.with_status(concern, ConcernStatus.SETTLED)
    return state


def said(scenario: Scenario, state: State, *lines: str) -> list[Response]:
    responses: list[Response] = []
    for line in lines:
        responses.append(respond(scenario, state, read(line, after=state.said[-1]), meaning()))
        state = responses[-1].state
    return responses


def landing(scenario: Scenario, line: str, resistance: int, **state: object) -> Response:
    """Say a line to somebody whose resistance is that much after it. `state`: what else differs from the opening."""
    count = state.pop("settled", 2)
    assert isinstance(count, int)
    state = {"turn": rules(scenario.level).lines_first, **state}
    opening = settled(replace(opening_state(scenario, 1), **state), count)  # type: ignore[arg-type]
    (tried,) = said(scenario, replace(opening, resistance=60), line)
    start = resistance - (tried.state.resistance - 60)
    (response,) = said(scenario, replace(opening, resistance=start), line)
    assert response.state.resistance == resistance
    return response


# -- when they agree, refuse, leave --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "points"), [(Level.EASY, 42), (Level.MEDIUM, 34), (Level.HARD, 30)])
def test_they_agree_up_to_a_number_of_points_and_not_one_above(level: Level, points: int) -> None:
    coffee = ordinary("coffee_new_acquaintance", level)
    assert landing(coffee, NO_ASK, points).outcome is Outcome.AGREED
    assert landing(coffee, NO_ASK, points + 1).decision is Decision.NOT_YET


@pytest.mark.parametrize(("level", "points"), [(Level.EASY, 34), (Level.MEDIUM, 14), (Level.HARD, 6)])
def test_a_question_that_wants_a_yes_needs_some_points_less(level: Level, points: int) -> None:
    coffee = ordinary("coffee_new_acquaintance", level)
    assert landing(coffee, YES_ASK, points).outcome is Outcome.AGREED
    assert landing(coffee, YES_ASK, points + 1).decision is Decision.NOT_YET


@pytest.mark.parametrize(("level", "worries"), [(Level.EASY, 1), (Level.MEDIUM, 1), (Level.HARD, 2)])
def test_nobody_agrees_before_so_many_worries_are_laid_to_rest(level: Level, worries: int) -> None:
    coffee = ordinary("coffee_new_acquaintance", level)
    assert landing(coffee, NO_ASK, 10, settled=worries).outcome is Outcome.AGREED
    assert landing(coffee, NO_ASK, 10, settled=worries - 1).decision is Decision.NOT_YET


@pytest.mark.parametrize(("level", "line"), [(Level.EASY, 4), (Level.MEDIUM, 4), (Level.HARD, 5)])
def test_nobody_agrees_before_so_many_lines(level: Level, line: int) -> None:
    coffee = ordinary("coffee_new_acquaintance", level)
    assert landing(coffee, NO_ASK, 10, turn=line - 1).outcome is Outcome.AGREED
    assert landing(coffee, NO_ASK, 10, turn=line - 2).decision is Decision.NOT_YET


@pytest.mark.parametrize(
    ("points", "decision"),
    [(84, Decision.NOT_YET), (85, Decision.REFUSE), (96, Decision.REFUSE), (97, Decision.WALK_AWAY)],
)
def test_a_no_is_firm_from_85_points_and_from_97_they_leave(points: int, decision: Decision) -> None:
    assert landing(ordinary("coffee_new_acquaintance"), YES_ASK, points).decision is decision


@pytest.mark.parametrize(("points", "outcome"), [(59, Outcome.POSTPONED), (60, Outcome.WALKED_AWAY)])
def test_out_of_patience_they_put_it_off_and_from_60_points_on_they_leave(points: int, outcome: Outcome) -> None:
    assert landing(ordinary("coffee_new_acquaintance"), NO_ASK, points, patience=3).outcome is outcome


def test_the_fourth_push_for_a_yes_gets_one_that_is_not_meant() -> None:
    coffee = ordinary("coffee_new_acquaintance")
    lines = (
        YES_ASK,
        "Shall we have coffee on Saturday?",
        "Let's have a coffee.",
        "Can we have a coffee on Monday then?",
    )
    assert [one.outcome for one in said(coffee, opening_state(coffee, 1), *lines)] == [
        None,
        None,
        None,
        Outcome.COUNTERFEIT_YES,
    ]


def test_on_the_hard_level_something_comes_in_between_after_the_fourth_line() -> None:
    hard = ordinary("salary_no_budget")
    session = Session(hard, 1)
    for line in ("Hello!", "How are you?", "I see.", "The bus was late.", "It is warm in here.", "Well."):
        session.say(line)
    assert [hard.setback in turn.reply for turn in session.turns] == [False] * 4 + [True, False]


@pytest.mark.parametrize(
    ("share", "outcome"), [(0.74, Outcome.AGREED_IN_PART), (0.75, Outcome.AGREED), (1.0, Outcome.AGREED)]
)
def test_an_agreement_is_whole_from_three_quarters_of_the_way_to_their_limit(share: float, outcome: Outcome) -> None:
    salary = ordinary("salary_yearly_review")
    assert salary.bargain is not None
    offer = salary.bargain.offer + (salary.bargain.limit - salary.bargain.offer) * share
    state = replace(opening_state(salary, 1), resistance=20, asked_for_goal=True, offer=offer)
    (response,) = said(salary, settled(state, 1), "Deal.")
    assert response.outcome is outcome and response.state.terms == offer


@pytest.mark.parametrize(
    ("points", "word"),
    [
        (0, "open"), (35, "open"), (36, "listening"), (55, "listening"), (56, "guarded"), (75, "guarded"), (76, "annoyed"),
        (94, "annoyed"), (95, "leaving"), (100, "leaving"),
    ],
)  # fmt: skip
def test_every_resistance_has_its_word_and_the_calm_colour_ends_with_listening(points: int, word: str) -> None:
    assert band(points) == word
    assert is_calm(points) is (word in ("open", "listening"))


# -- causes --------------------------------------------------------------------------------------------------------------

#: Cause → lines, the last of which has it.
LINES = {
    "turn": ["Hello!"],
    "no_ask": [NO_ASK],
    "no_ask_again": [NO_ASK, "Would it be a bad idea to have a coffee on Friday?"],
    "no_ask_worn": [
        NO_ASK,
        "Would it be a bad idea to have a coffee on Friday?",
        "Would it be a bad idea to have a coffee on Monday?",
    ],
    "no_ask_side": ["Is now a bad time?"],
    "yes_push": [YES_ASK],
    "yes_ask_heard": ["I could keep it to half an hour.", YES_ASK],
    "yes_push_again": [YES_ASK, "So can we have a coffee on Friday, then?"],
    "yes_ask_side": ["Can I ask you something?"],
    "pressure": ["You have to come."],
    "pressure_again": ["You have to come.", "You must decide now."],
    "label_right": ["It sounds like your weeks are full."],
    "label_known": ["It sounds like your weeks are full.", "It seems you have no time at all."],
    "label_wrong": ["You seem to dislike foreigners."],
    "question_fits": ["What makes it hard to find the time?"],
    "question_open": ["How do you see it?"],
    "question_why": ["Why don't you want to?"],
    "audit": ["You probably think I'm pushy."],
    "audit_again": ["You probably think I'm pushy.", "This may sound cheeky."],
    "autonomy": ["Feel free to say no."],
    "autonomy_again": ["Feel free to say no.", "It's entirely up to you."],
    "settle": [YES_ASK, "I could keep it to half an hour."],
    "foresee": ["I could keep it to half an hour."],
    "offer_other": ["I could carry your bag."],
    "reason_other": ["Because it would be fun."],
    "reason_again": ["Because it would be fun.", "Because the sun is out."],
    "mirror": ["The number nine?"],
    "mirror_again": ["The number nine?"],
    "summary_fits": ["So what you're saying is that your weeks are full."],
    "thanks": ["Thanks for telling me."],
    "small_talk": ["The sky is grey today."],
    "same_words": ["Hello!", "The bus was late.", "The bus was late."],
    "unclear": ["asdf qwer"],
    "pressing_after_no": [YES_ASK, "Can we have a coffee on Friday?"],
    "mirror_worn": ["The number nine?"],
    "apology_push": ["You have to come.", "I'm sorry, I was too pushy."],
    "admission": ["I should have told you that earlier."],
    "compliment": ["I like how you explain things."],
    "kindness": ["That must be really hard for you."],
    "reassures": ["You needn't be afraid of that."],
    "told_warm": ["I'm quite shy, actually."],
    "told_sting": ["I don't care much about maps."],
    "threat": ["If you say no, you'll regret it."],
    "insult": ["You're an idiot."],
    "bribe": ["I'll give you fifty euros if you say yes."],
    "intimate": ["You have beautiful eyes, do you know that?"],
}
#: Where a cause needs another beginning: what differs from the opening.
BEGINNINGS: dict[str, dict[str, object]] = {
    "pressing_after_no": {"resistance": 86},
    "mirror_worn": {"counts": (("mirror", 2),)},
    "mirror_again": {"counts": (("mirror", 1),)},
}


@pytest.mark.parametrize("cause", LINES)
def test_a_line_has_the_cause_that_the_table_promises_with_its_amounts(cause: str) -> None:
    coffee = ordinary("coffee_new_acquaintance")
    beginning = replace(opening_state(coffee, 1), **BEGINNINGS.get(cause, {}))  # type: ignore[arg-type]
    *before, last = said(coffee, beginning, *LINES[cause])
    assert cause in [one.id for one in last.causes]
    assert cause not in [one.id for one in before[-1].causes] if before else True
    row, felt = table()[cause], next(one for one in last.causes if one.id == cause)
    change = last.state.resistance - (before[-1].state if before else beginning).resistance
    assert sum(one.resistance for one in last.causes) == change
    assert felt.resistance == min(row.resistance, 100 - (last.state.resistance - felt.resistance))
    assert (felt.trust, felt.patience) == (row.trust, row.patience)


@pytest.mark.parametrize(
    ("name", "lines", "cause"),
    [
        ("salary_yearly_review", ["Would 20 percent be out of the question?"], "figure_far"),
        ("salary_yearly_review", ["Would you be against 8 percent?", "Would you be against 6 percent?"], "figure_comes_down"),
        ("salary_yearly_review", ["Would you be against 8 percent, because the list is longer?"], "figure_reasoned"),
        ("salary_new_offer", ["Would you be against 61,750?"], "figure_precise"),
        ("salary_yearly_review", ["Hello!"], "turn_terms"),
    ],
)  # fmt: skip
def test_a_figure_has_the_cause_that_the_table_promises(name: str, lines: list[str], cause: str) -> None:
    scenario = ordinary(name)
    state = settled(replace(opening_state(scenario, 1), resistance=40, asked_for_goal=True), 1)
    assert cause in [one.id for one in said(scenario, state, *lines)[-1].causes]
    plain = said(scenario, state, "Would you be against 61,700?" if name == "salary_new_offer" else NO_ASK)[-1]
    assert cause not in [one.id for one in plain.causes] or cause == "turn_terms"


def test_the_table_of_causes_says_which_way_each_one_works() -> None:
    """What presses, pushes, parrots or repeats raises resistance; what listens, frees or gives lowers it."""
    raising = {
        "no_ask_worn", "yes_push", "yes_push_again", "yes_ask_side", "pressure", "pressure_again", "pressing_after_no", "label_wrong",
        "question_why", "audit_again", "reason_again", "mirror_worn", "same_words", "unclear", "figure_far", "setback", "told_sting", "threat",
        "insult", "bribe", "intimate",
    }  # fmt: skip
    neither = {"turn", "turn_terms", "small_talk"}
    for cause, row in table().items():
        assert (row.resistance > 0) is (cause in raising), cause
        assert (row.resistance == 0) is (cause in neither), cause
        assert row.trust <= 0 if cause in raising else row.trust >= 0, cause


# -- the coach -----------------------------------------------------------------------------------------------------------


def test_of_all_that_a_line_does_the_two_weightiest_are_remarked_on() -> None:
    session = Session(ordinary("coffee_new_acquaintance"), 1)
    turn = session.say("You have to come. You probably think I'm pushy. Can we have a coffee? Because it would be fun.")
    ids = {cause.id for cause in turn.causes}
    assert len(ids) > 3
    weights = {cause: remarks()[cause][0] for cause in ids}
    heaviest = sorted(weights, key=lambda cause: -weights[cause])[:2]
    assert [remark.cause for remark in turn.feedback.remarks] == heaviest == ["pressure", "yes_push"]


def test_a_talk_kept_for_testing_oneself_gets_no_better_line_and_another_one_does() -> None:
    for name, helped in (("coffee_competitor", False), ("coffee_new_acquaintance", True)):
        turn = Session(ordinary(name), 1).say("Can we have a coffee this week?")
        assert bool(turn.feedback.better) is helped, name


@pytest.mark.parametrize(("length", "sayable"), [(1, True), (2_000, True), (2_001, False)])
def test_a_line_has_at_most_2000_characters(length: int, sayable: bool) -> None:
    session = Session(ordinary("coffee_new_acquaintance"), 1)
    line = ("It was a long day, " * 200)[: length - 1] + "x"
    if sayable:
        assert session.say(line).line == line
    else:
        with pytest.raises(TrainerError, match="2,000"):
            session.say(line)


# -- the reader: a rule, and the line next to it that it must leave alone ----------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kind", "no_means"),
    [
        ("Would it be a mistake to take it?", MoveKind.NO_ORIENTED_ASK, "accept"),
        ("Would it be a mistake to turn it down?", MoveKind.YES_ORIENTED_ASK, "refuse"),
        ("Would it be a mistake to do without it?", MoveKind.YES_ORIENTED_ASK, "refuse"),
        ("Are you against all of it?", MoveKind.NO_ORIENTED_ASK, "accept"),
        ("Are you against all of it, or only the noisy part?", MoveKind.OTHER, "none"),
        ("You aren't expecting anybody, are you?", MoveKind.NO_ORIENTED_ASK, "accept"),
        ("You are coming along, aren't you?", MoveKind.YES_ORIENTED_ASK, "refuse"),
    ],
)
def test_a_line_and_its_neighbour_are_heard_as_what_they_are(line: str, kind: MoveKind, no_means: str) -> None:
    reading = read(line)
    assert (reading.kind, str(reading.no_means)) == (kind, no_means)


# -- a room --------------------------------------------------------------------------------------------------------------


def room(*lines: str) -> Workshop:
    made = Workshop("coffee_new_acquaintance", "easy", 1, phase=Phase.TALK)
    for line in lines:
        made = made.proposed(line)
    return made


def test_a_line_for_the_room_has_at_most_140_characters() -> None:
    assert room("x" * 140).candidates[0].line == "x" * 140
    with pytest.raises(TrainerError, match="1 to 140 characters; this one has 141"):
        room("x" * 141)


def test_a_vote_is_over_two_to_four_lines() -> None:
    with pytest.raises(TrainerError, match="two lines"):
        room("a").voting()
    assert room("a", "b").voting().phase is Phase.VOTE
    assert len(room("a", "b", "c", "d").candidates) == 4
    with pytest.raises(TrainerError, match="Four lines"):
        room("a", "b", "c", "d", "e")


def test_the_text_for_the_room_goes_from_70_to_160_percent() -> None:
    smaller, larger = [Shown().size], [Shown().size]
    for _ in range(10):
        smaller.append(Shown(size=smaller[-1]).resized(-1))
        larger.append(Shown(size=larger[-1]).resized(1))
    assert smaller[:5] == [100, 90, 80, 70, 70] and smaller[-1] == 70
    assert larger[:8] == [100, 110, 120, 130, 140, 150, 160, 160] and larger[-1] == 160


# -- drills --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "quick", "slow"),
    [(DrillKind.FLIP, 14, 60), (DrillKind.NAME, 14, 60), (DrillKind.NO_MEANS, 4, 15), (DrillKind.SPOT, 7, 25)],
)
def test_quick_and_slow_answers_are_told_apart_by_the_second(kind: DrillKind, quick: int, slow: int) -> None:
    assert is_quick(kind, Result(True, quick)) and not is_quick(kind, Result(True, quick + 0.1))
    assert grade(kind, Result(True, slow - 0.1)) == 3 and grade(kind, Result(True, slow)) == 2
    assert grade(kind, Result(True, quick, quick_before=True)) == 4
    assert grade(kind, Result(True, quick, hinted=True, quick_before=True)) == 2
    assert grade(kind, Result(False, quick)) == 1


def cards(count: int) -> list[Card]:
    return [Card(f"c{n}", DrillKind.FLIP, Skill.NO_ORIENTED_ASK, 1, "", prompt="Can we?") for n in range(count)]


def test_ten_new_cards_come_a_day() -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert [len(queue(cards(30), {}, now, met).cards) for met in (0, 1, 9, 10, 11)] == [10, 9, 1, 0, 0]


@pytest.mark.parametrize(("due", "shown", "waiting"), [(12, 12, 0), (13, 5, 8), (40, 5, 35)])
def test_of_more_than_twelve_due_cards_five_are_enough_to_begin_with(due: int, shown: int, waiting: int) -> None:
    small = start_small(Queue(tuple(cards(due)), due))
    assert (len(small.cards), small.due, small.waiting) == (shown, shown, waiting)


# -- backups ---------------------------------------------------------------------------------------------------------------


def kept_of(days: Sequence[date]) -> list[date]:
    """Return the days whose backups stay after the last of them, the newest first."""
    return sorted(set(days) - gone_of(days), reverse=True)


def test_copies_are_kept_of_the_last_seven_days_of_use() -> None:
    days = [date(2026, 7, 1) + timedelta(days=n) for n in range(15)]  # within a month, ending on a Wednesday
    assert kept_of(days) == [*reversed(days[8:]), date(2026, 7, 5)]


def test_copies_are_kept_of_the_last_four_weeks() -> None:
    days = [date(2026, 8, 31) - timedelta(days=n) for n in range(31)]  # August, ending on a Monday
    mondays = {date(2026, 8, 31), date(2026, 8, 30), date(2026, 8, 23), date(2026, 8, 16)}
    assert set(kept_of(days)) == {*days[:7], *mondays}


def test_copies_are_kept_of_the_last_twelve_months() -> None:
    firsts = [date(2026 - (n + 5) // 12, 12 - (n + 5) % 12, 1) for n in range(20)]
    assert kept_of(firsts) == firsts[:12]
