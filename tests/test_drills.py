"""Cards, how answers are judged, when a card comes again, and a whole sitting: without Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fsrs import Card as Memory
from fsrs import Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.drills import Card, DrillKind, Skill, judge
from trainer.drills.dry_run import Moments, rehearsal, scenarios_in
from trainer.drills.leaning import leans_to_no
from trainer.drills.load import check_cards, load_cards, shelf
from trainer.drills.own import own_cards
from trainer.drills.queue import HEAP, START_WITH, Queue, greeting, interleaved, queue, start_small
from trainer.drills.schedule import Result, due, grade, review
from trainer.drills.sitting import Sitting
from trainer.drills.verdict import sentences
from trainer.language import flip
from trainer.meaning import meaning

from .conftest import ROOT, SCENARIOS

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CARDS = load_cards((SCENARIOS / "drills",))
DOCUMENT = (SCENARIOS / "README.md").read_text(encoding="utf-8")
BROKEN = sorted((ROOT / "tests" / "broken" / "drills").glob("*.yaml"))


def flip_card(prompt: str) -> Card:
    return Card("x", DrillKind.FLIP, Skill.NO_ORIENTED_ASK, 1, "", prompt=prompt)


def name_card(*feels: str) -> Card:
    return Card("x", DrillKind.NAME, Skill.LABEL, 1, "", says="I've had three late nights.", feels=feels)


# -- cards


def test_there_are_enough_cards_of_every_kind() -> None:
    assert len(CARDS) >= 350
    assert len({card.id for card in CARDS}) == len(CARDS)
    for kind in DrillKind:
        assert sum(card.kind is kind for card in CARDS) >= (24 if kind is DrillKind.SAY else 60)
    assert sum(card.difficulty == 3 for card in CARDS) >= 90
    assert {card.skill for card in CARDS} == set(Skill)
    assert {card.difficulty for card in CARDS} == {1, 2, 3}


def test_no_line_of_a_spot_card_is_told_by_its_length() -> None:
    """Whoever always picks the longest line, or the shortest, is right no more often than by chance."""
    spot = [card for card in CARDS if card.kind is DrillKind.SPOT]
    for pick in (max, min):
        picked = [pick(card.lines, key=len) == card.lines[int(card.answer) - 1] for card in spot]
        assert sum(picked) / len(picked) <= 0.3, pick
    for card in spot:
        sizes = [len(line) for line in card.lines]
        assert max(sizes) <= 1.6 * min(sizes), card.id
    places = [sum(card.answer == place for card in spot) for place in "1234"]
    assert max(places) - min(places) <= 2


@pytest.mark.parametrize("path", sorted((SCENARIOS / "drills").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_reader_hears_every_card_as_its_author_means_it(path: Path) -> None:
    cards, faults = check_cards(path)
    assert cards and faults == []


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_each_broken_file_of_cards_breaks_the_rule_of_its_name(path: Path) -> None:
    judge_model = rehearsal(Moments(scenarios_in((SCENARIOS,)), meaning()))
    cards, faults = check_cards(path, rehearsal=judge_model)
    assert cards == () and path.stem in {fault.rule for fault in faults}


# -- judging


@pytest.mark.parametrize(
    ("prompt", "answer", "failed"),
    [
        ("Can we meet on Tuesday?", "Would it be a bad idea to meet on Tuesday?", ""),
        ("Can we meet on Tuesday?", "would you be against meeting on tuesday", ""),
        ("Can we meet on Tuesday?", "Would it be a bad idea to meet on Friday?", "facts"),
        ("Can we meet on Tuesday?", "Would it be a bad idea not to meet on Tuesday?", "still_yes"),
        ("Can we meet on Tuesday?", "Shall we meet on Tuesday?", "still_yes"),
        ("Can we meet on Tuesday?", "Tuesday is my best day.", "not_an_ask"),
        ("Can we meet on Tuesday?", "You have to meet me on Tuesday.", "pressure"),
        ("Can I have a raise of five percent?", "Would a 5% raise be out of the question?", ""),
        ("Can I borrow your car?", "Would you mind if I borrowed your bike?", "content"),
        # whose act it is, and whether it is to be done
        ("Can I finish your rice?", "Would you mind finishing your rice?", "other_actor"),
        ("Can I finish your rice?", "Would you mind if I finished your rice?", ""),
        ("Could you introduce me to Jan?", "Would it be odd if I introduced you to Jan?", "other_actor"),
        ("Could you introduce me to Jan?", "Would you mind introducing me to Jan?", ""),
        ("Can I call you at nine?", "Would you be upset if I didn't call you at nine?", "denied"),
        ("Can I call you at nine?", "Would you be upset if I called you at nine?", ""),
        ("Could you not park there?", "Would you mind parking there?", "denied"),
        ("Could you not park there?", "Would you mind not parking there?", ""),
        ("Will you let me go at five?", "Would you mind if I went at five?", ""),
        (
            "If it rains, can you lend me your van?",
            "Would you mind lending me your van, even if it doesn't rain?",
            "condition",
        ),
        # times that change places
        (
            "If the rain stops by noon, can you lend me your trailer until six?",
            "If the rain stops by six, would you mind lending me your trailer until noon?",
            "facts",
        ),
        ("If it rains, can you lend me your van?", "say it rains, wd u mind lending me your van", ""),
        ("Could you not park there?", "Would you mind parking further down the street?", ""),
    ],
)
def test_a_flip_is_judged_by_what_fails_first(prompt: str, answer: str, failed: str) -> None:
    verdict = judge(flip_card(prompt), answer)
    assert (verdict.failed, verdict.right) == (failed, not failed)
    assert verdict.said == sentences()[failed or "right"]


@pytest.mark.parametrize(
    ("prompt", "answer", "doubt"),
    [
        # sure: its words say it
        ("Can we meet on Tuesday?", "Would it be a bad idea to meet on Tuesday?", ""),
        ("Can we meet on Tuesday?", "Would it be a bad idea to meet on Friday?", ""),
        ("Can we meet on Tuesday?", "Tuesday is my best day.", ""),
        # the ask for a yes once more
        ("Can we meet on Tuesday?", "Can we meet on Tuesday?", ""),
        ("Can we meet on Tuesday?", "could we pls meet on tuesday", ""),
        ("Could you water the plants?", "Would you water the plants for me?", ""),
        ("Can we meet on Tuesday?", "Would you run a mile if we met on Tuesday?", "would a plain “no”"),
        ("Can I finish your rice?", "Would you mind finishing your rice?", ""),
        # one word for another may be the same or not
        ("Can I record your stories?", "Would you mind if I published your stories?", "you have “published” where the card has “record”"),
        ("Can you water the plants?", "Would you mind watering the roses?", "you have “roses” where the card has “plants”"),
        # a word on top
        ("Could you print 300 leaflets?", "Would you mind printing 300 leaflets and folding envelopes?", "“fold"),
        # slips in words that say nothing, and a “not” that belongs to the frame
        ("Can we meet on Tuesday?", "wld you mind if we met on Tuesday insted", ""),
        ("Can we meet on Tuesday?", "Is there any reason we couldn't meet on Tuesday?", ""),
        # no frame that is known
        ("Can we meet on Tuesday?", "Are we two ships in the night on Tuesday?", "would a plain “no”"),
    ],
)  # fmt: skip
def test_where_words_cannot_tell_the_learner_is_asked_with_what_differs(prompt: str, answer: str, doubt: str) -> None:
    asked = judge(flip_card(prompt), answer).doubt
    assert (doubt in asked) if doubt else asked == ""


def test_the_programs_own_answers_are_in_no_doubt() -> None:
    model = meaning()
    assert model is not None
    asked = [
        judge(card, line, model.alike).doubt
        for card in CARDS
        if card.kind is DrillKind.FLIP
        for line in flip(card.prompt)
    ]
    assert sum(map(bool, asked)) <= len(asked) / 50
    for card in CARDS:
        if card.kind in (DrillKind.FLIP, DrillKind.NAME):
            verdict = judge(card, card.model, model.alike)
            assert verdict.right and not verdict.doubt, card.id


def test_a_label_without_a_word_for_what_is_felt_is_the_learners_call() -> None:
    card = name_card("tired", "late")
    assert judge(card, "It sounds like you're tired.").doubt == ""
    assert judge(card, "You should take a day off.").doubt == ""
    assert "name what they may feel" in judge(card, "It sounds like the tank is empty.").doubt
    assert "name what they may feel" in judge(card, "You're tired because the bus was blue.").doubt


@pytest.mark.parametrize("counts", [True, False])
def test_what_the_learner_decides_is_what_counts(counts: bool) -> None:
    card = replace(flip_card("Can I record your stories?"), id="one")
    sitting = Sitting.of(Queue((card,), 1), {}, set())
    answer = "Would you mind if I published your stories?"
    assert sitting.look(answer).doubt and sitting.card is card
    done = sitting.answer(answer, 4.0, False, NOW, counts=counts)
    assert (done.result.right, done.verdict.doubt) == (counts, "") and "your call" in done.verdict.said
    assert done.verdict.failed == ("" if counts else "own")


@pytest.mark.parametrize(
    ("prompt", "answer", "failed"),
    [
        (
            "Can I keep my bike in the hallway?",
            "Would my bicycle standing inside by the front door be in your way?",
            "",
        ),
        (
            "Can you send me the cost sheet by Monday?",
            "Would it be a struggle to get the table of costs over to me by Monday?",
            "",
        ),
        ("Can I sit here?", "Would I be disturbing you if I joined you?", ""),
        ("Can I skip the last page?", "Do I have to read the last page?", ""),
        ("Can you send me the cost sheet by Monday?", "Would it be a pain to lock the shed by Monday?", "content"),
        # all but the act is there
        (
            "Can you send me the cost sheet by Monday?",
            "Would it be a bore to check the cost sheet by Monday?",
            "content",
        ),
        ("Can I record your old stories?", "Would you mind if I published your old stories?", "content"),
        (
            "Could you print 300 leaflets by Thursday?",
            "Would it be a problem to burn 300 leaflets by Thursday?",
            "content",
        ),
    ],
)
def test_other_words_count_if_they_mean_the_same(prompt: str, answer: str, failed: str) -> None:
    model = meaning()
    assert model is not None
    card = flip_card(prompt)
    card = replace(card, model=flip(prompt)[0], situation="You would like to ask a colleague for a favour.")
    assert judge(card, answer, model.alike).failed == failed
    if not failed:
        assert judge(card, answer).failed == "content", "the words alone would do: no test of the meaning"


@pytest.mark.parametrize(
    ("prompt", "answer", "failed"),
    [
        ("Would you stop smoking by the door?", "Would you mind smoking by the door?", "denied"),
        ("Would you stop smoking by the door?", "Would you mind not smoking by the door?", ""),
        ("Can I call you at nine?", "Would nine be too late for you to ring me?", "other_actor"),
        ("Can we start at two?", "Is there any reason we can't start at two?", ""),
        ("Can we start at two?", "bad idea 2 start at two", ""),
        ("Can I pay on the 8th?", "prob if i pay on 8th", ""),
        # who types it here wants the price, and who only wants to know something else does not
        ("Can I get the sale price?", "Is it too late for the sale price?", ""),
        ("Can I get the sale price?", "What is the sale price?", "not_an_ask"),
    ],
)
def test_a_flip_is_read_as_it_is_meant(prompt: str, answer: str, failed: str) -> None:
    assert judge(flip_card(prompt), answer).failed == failed


@pytest.mark.parametrize(
    ("prompt", "answer", "failed"),
    [
        # frames of one's own, by the words that speak against it
        ("Can I call you at nine?", "Would I be dragging you out of bed if I called at nine? Too late for you?", ""),
        ("Can I lead the call?", "Would you feel pushed aside if I led the call?", ""),
        ("Can I lead the call?", "Would you feel glad if I led the call?", "still_yes"),
        ("Can I lead the call?", "Mr Singh, would you be fed up if I led the call?", ""),
        ("Can you be on time?", "You're not going to be late again, are you?", "pressure"),
        # conditions
        ("If the bank agrees, can we sign on Friday?", "Would it be a bad idea to sign on Friday?", "condition"),
        (
            "If the bank agrees, can we sign on Friday?",
            "Once the bank agrees, would it be a bad idea to sign on Friday?",
            "",
        ),
        ("If the bank agrees, can we sign on Friday?", "if bank says ok wud u mind signing fri", ""),
        # shares, counts, ways, owners
        ("Will you pay half of the 600 pounds?", "Would 300 pounds be too much for you to pay?", ""),
        ("Will you pay half of the 600 pounds?", "Would you mind paying the 600 pounds?", "facts"),
        ("Could you take off the 6 euro fine?", "Would it be a problem to halve the 6 euro fine?", "facts"),
        ("Can you print 300 leaflets for 120 euros?", "Would you mind printing 120 leaflets for 300 euros?", "facts"),
        ("Could you drive me to the airport?", "Would it be a hassle to pick me up from the airport?", "facts"),
        ("Can I pay for my soup?", "Would you mind if I paid for your soup?", "facts"),
        ("Could you see me without an appointment?", "Would it be a bother to give me an appointment?", "facts"),
        ("Could you send it by Friday?", "Would you mind sending it on Friday?", "facts"),
        ("Could you send it by Friday at noon?", "Would you mind sending it by noon on Friday?", ""),
        ("Can we start at two instead of three?", "Would starting at two be a problem?", ""),
        ("Can we come as six instead of four?", "Would it be too much if we came as four instead of six?", "facts"),
        # who acts, and whether
        ("Will you look after the dog?", "Would you mind if Mum looked after the dog?", "other_actor"),
        ("Could you get Tom to ring me?", "Would it be a bother for Tom to ring me?", "other_actor"),
        ("Can I pay the nine euros?", "Would anyone mind paying the nine euros?", "other_actor"),
        ("Would you like to see a film with me?", "Would you mind if I saw a film without you?", "other_actor"),
        ("Could you send it to Ida?", "Would it be a bother if I asked you to send it to Ida?", ""),
        ("Can we turn the radio off?", "Would you mind if we turned the radio on?", "denied"),
        ("Can I sing the solo?", "Would you mind if I sang no solo?", "denied"),
        ("Could you not park there?", "Would it be hard to park somewhere else?", ""),
    ],
)
def test_a_flip_in_words_of_ones_own(prompt: str, answer: str, failed: str) -> None:
    assert judge(flip_card(prompt), answer).failed == failed


def test_a_frame_that_nobody_listed_is_taken_by_its_meaning() -> None:
    model = meaning()
    assert model is not None
    card = replace(
        flip_card("Can I join your game on Wednesday?"),
        model="Would I be in the way if I joined your game on Wednesday?",
    )
    leaning = "Would I be a ball and chain if I joined your game on Wednesday?"
    assert judge(card, leaning, model.alike).right and not judge(card, leaning).right
    for yes in ("Would you fancy me in your game on Wednesday?", "How many of you are playing on Wednesday?"):
        assert not judge(card, yes, model.alike).right


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        ("It sounds like you're exhausted.", ""),
        ("It seems you're worn out.", ""),
        ("It sounds like you're proud of that.", "other_feeling"),
        ("Why don't you sleep?", "not_a_label"),
        ("I'm tired too.", "not_a_label"),
        ("your so tired it seems", ""),
        ("It sounds like you're not really tired.", "other_feeling"),
        ("It seems you're not at all worn out.", "other_feeling"),
        ("No wonder you're worn out.", ""),
        ("You can't help feeling worn out, it seems.", ""),
        ("It seems the nights don't bother you.", "other_feeling"),
        ("It sounds like you should sleep more.", "not_a_label"),
    ],
)
def test_a_name_is_judged_as_a_label_of_the_right_thing(answer: str, failed: str) -> None:
    assert judge(name_card("tired", "late"), answer).failed == failed


@pytest.mark.parametrize(
    ("answer", "leans"),
    [
        ("Would you be upset if I led the call?", True),
        ("Would you be really not upset if I led the call?", False),
        ("Wouldn't you be upset if I led the call?", True),
        ("You would be upset if I led the call.", False),
        ("When would it be a bother?", False),
    ],
)
def test_a_question_leans_by_its_judging_words(answer: str, leans: bool) -> None:
    assert leans_to_no(answer, "Can I lead the call?") is leans


def test_a_label_that_only_repeats_names_nothing() -> None:
    model = meaning()
    assert model is not None
    card = name_card("tired", "worn out")
    assert judge(card, "It sounds like you've had three late nights.", model.alike).failed == "names_nothing"
    assert judge(card, "It sounds like there is nothing left in the tank.", model.alike).right


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        ("It sounds like you're worn out.", ""),
        # exclamations and idioms are labels, advice and one's own feeling are none
        ("How worn out you must be.", ""),
        ("What a weight that mustve been, you look drained.", ""),
        ("I'm hearing that you're drained.", ""),
        ("You could have been asleep on your feet, and that must have been tiring.", ""),
        ("You could have a nap, you're so tired.", "not_a_label"),
        ("I'd feel worn out if that was me.", "not_a_label"),
        ("I'm worn out just hearing it.", "not_a_label"),
        ("But you look great, not tired at all.", "not_a_label"),
        ("You're being a bit tiresome.", "not_a_label"),
        # somebody else's
        ("Your team must be so tired.", "not_a_label"),
        ("He felt so tired with you.", "not_a_label"),
        # another feeling, said of them or only supposed
        ("You've made your peace with it.", "other_feeling"),
        ("You're quietly hopeful that it passes.", "other_feeling"),
        ("You'd be happy to see your bed again, I think.", ""),
        ("You're happy to see your bed again, I think.", "other_feeling"),
        ("You'd be happier in bed, and that's a weariness no sleep will mend.", ""),
    ],
)
def test_a_label_is_judged_by_what_fails_first(answer: str, failed: str) -> None:
    assert judge(name_card("tired", "worn out", "drained", "weariness"), answer).failed == failed


def test_a_reason_that_nobody_told_is_left_to_the_learner() -> None:
    model = meaning()
    assert model is not None
    card = next(card for card in CARDS if card.id == "name-till-short")
    assert judge(card, "It sounds like you're angry that the till is so old and slow.", model.alike).doubt
    assert not judge(card, "It sounds like you're angry.", model.alike).doubt


def test_choices_are_right_or_wrong() -> None:
    card = next(card for card in CARDS if card.kind is DrillKind.NO_MEANS)
    assert judge(card, card.answer).right
    assert [judge(card, answer).right for answer in ("accept", "refuse", "none")].count(True) == 1


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_any_answer_gets_a_verdict(answer: str) -> None:
    for card in (flip_card("Can we meet on Tuesday?"), name_card("tired")):
        assert judge(card, answer).said


# -- when a card comes again


def days_of(ratings: Sequence[Rating], at: datetime) -> list[int]:
    memory, days = None, []
    for rating in ratings:
        memory = review(memory, rating, at)
        days.append((due(memory) - at).days)
        at = due(memory)
    return days


def test_the_dates_are_those_the_reference_publishes() -> None:
    """The sequence of py-fsrs' own tests for FSRS-6 with default parameters."""
    good, again = Rating.Good, Rating.Again
    ratings = [good, good, good, good, good, good, again, again, good, good, good, good, good]
    assert days_of(ratings, datetime(2022, 11, 29, 12, 30, tzinfo=UTC)) == [
        0,
        2,
        11,
        46,
        163,
        498,
        0,
        0,
        2,
        4,
        7,
        12,
        21,
    ]


def test_stability_and_difficulty_are_those_of_the_reference() -> None:
    memory, at = None, datetime(2022, 11, 29, 12, 30, tzinfo=UTC)
    ratings = (Rating.Again, Rating.Good, Rating.Good, Rating.Good, Rating.Good, Rating.Good)
    for rating, days in zip(ratings, (0, 0, 1, 3, 8, 21), strict=True):
        at += timedelta(days=days)
        memory = review(memory, rating, at)
    assert memory is not None
    assert memory["stability"] == pytest.approx(53.62691, abs=1e-4)
    assert memory["difficulty"] == pytest.approx(6.3574867, abs=1e-4)


@given(
    st.lists(st.tuples(st.sampled_from(list(Rating)), st.integers(-40 * 86400, 400 * 86400)), min_size=1, max_size=20)
)
@settings(max_examples=120, deadline=None)
def test_a_good_answer_is_never_due_in_the_past_whatever_the_clock_does(steps: list[tuple[Rating, int]]) -> None:
    memory, at = None, NOW
    for rating, seconds in steps:
        at += timedelta(seconds=seconds)
        memory = review(memory, rating, at)
        if rating is not Rating.Again:
            assert due(memory) > at


@pytest.mark.parametrize("years", [1, 60])
def test_an_answer_from_the_future_hides_no_card(years: int) -> None:
    """The clock was ahead for one sitting: the card comes at once, and its next day is counted from today."""
    card = flip_card("Can we meet?")
    memory = review(None, Rating.Good, NOW + timedelta(days=365 * years))
    assert queue([card], {card.id: memory}, NOW).cards == (card,)
    after = review(memory, Rating.Good, NOW)
    assert NOW < due(after) < NOW + timedelta(days=60)


def test_a_clock_that_was_behind_for_an_evening_gives_no_interval_of_years() -> None:
    memory = review(None, Rating.Good, NOW - timedelta(days=365 * 46))
    after = review(memory, Rating.Good, NOW)
    assert NOW < due(after) < NOW + timedelta(days=900)


def test_it_is_the_package_itself_that_decides() -> None:
    theirs, ours, at = Memory(card_id=0), None, NOW
    scheduler = Scheduler(enable_fuzzing=False)
    for rating in (Rating.Good, Rating.Hard, Rating.Easy, Rating.Again, Rating.Good):
        theirs, _ = scheduler.review_card(theirs, rating, at)
        ours = review(ours, rating, at)
        assert due(ours) == theirs.due
        at = theirs.due + timedelta(hours=5)


@pytest.mark.parametrize(
    ("result", "rating"),
    [
        (Result(False, 3.0), Rating.Again),
        (Result(True, 3.0, hinted=True), Rating.Hard),
        (Result(True, 90.0), Rating.Hard),
        (Result(True, 30.0), Rating.Good),
        (Result(True, 3.0), Rating.Good),
        (Result(True, 3.0, quick_before=True), Rating.Easy),
    ],
)
def test_the_grade_comes_from_the_result(result: Result, rating: Rating) -> None:
    assert grade(DrillKind.FLIP, result) is rating


# -- the queue


def test_due_cards_come_first_then_ten_new_ones_and_skills_take_turns() -> None:
    met = {card.id: review(None, Rating.Good, NOW - timedelta(days=3)) for card in CARDS[:6]}
    whole = queue(CARDS, met, NOW)
    assert whole.due == 6 and len(whole.cards) == 16
    fresh = whole.cards[6:]
    assert len({(card.kind, card.skill) for card in fresh[:4]}) == 4
    assert queue(CARDS, met, NOW, new_today=10).cards == whole.cards[:6]


def test_after_a_long_time_away_one_starts_small_and_nothing_is_lost() -> None:
    met = {card.id: review(None, Rating.Good, NOW - timedelta(days=90)) for card in CARDS[:40]}
    whole = queue(CARDS, met, NOW)
    small = start_small(whole)
    assert whole.due == 40 > HEAP
    assert (len(small.cards), small.waiting) == (START_WITH, 35)
    assert greeting(whole, 90) == "Welcome back. 40 cards are due. Start with 5?"
    assert greeting(small, 90) == greeting(whole, 90) and "streak" not in greeting(whole, 90)
    # who was here yesterday is not welcomed back
    assert greeting(whole, 1) == "40 cards are due. Start with 5?"


def test_a_greeting_counts_what_is_due_and_what_is_new() -> None:
    one = {CARDS[0].id: review(None, Rating.Good, NOW - timedelta(days=3))}
    assert greeting(queue(CARDS[:1], one, NOW), 0) == "1 card is due."
    assert greeting(queue(CARDS[:3], one, NOW), 5) == "Welcome back. 1 card is due and 2 cards are new."
    assert greeting(queue(CARDS[:3], {}, NOW), 0) == "3 cards are new."
    assert greeting(queue((), {}, NOW), 9) == "Nothing is due, and there are no new cards for today."


def test_interleaving_loses_no_card() -> None:
    assert sorted(card.id for card in interleaved(CARDS)) == sorted(card.id for card in CARDS)


# -- a sitting


def test_a_missed_card_comes_once_more_before_the_end() -> None:
    cards = [card for card in CARDS if card.kind is DrillKind.NO_MEANS][:3]
    sitting = Sitting(list(cards), {})
    wrong = next(answer for answer in ("accept", "refuse", "none") if answer != cards[0].answer)
    first = sitting.answer(wrong, 3.0, False, NOW)
    assert not first.result.right and sitting.total == 4
    for card in cards[1:]:
        assert sitting.answer(card.answer, 3.0, False, NOW).rating == int(Rating.Good)
    assert sitting.card == cards[0]
    again = sitting.answer(cards[0].answer, 3.0, False, NOW + timedelta(minutes=2), late=True)
    assert again.verdict.right and not again.result.right
    assert sitting.card is None and len(sitting.done) == 4


def test_own_asks_become_cards() -> None:
    lines = [
        ("Can we have a coffee on Tuesday?", "Coffee with Marta", NOW),
        ("It rained.", "Coffee", NOW),
        ("Can we have a coffee on Tuesday?", "Again", NOW),
    ]
    (card,) = own_cards(lines)
    assert card.prompt == "Can we have a coffee on Tuesday?" and "Tuesday in “Coffee with Marta”" in card.situation
    assert judge(card, card.model).right


def test_the_rules_of_cards_are_documented_and_each_has_a_broken_file() -> None:
    table = DOCUMENT[DOCUMENT.index("| rule of cards |") : DOCUMENT.index("# Packs")]
    assert set(re.findall(r"^\| `([a-z-]+)` \|", table, re.M)) == {path.stem for path in BROKEN}


# -- one broken file keeps no other from being read


def test_a_broken_file_of_cards_is_named_and_the_others_are_there(tmp_path: Path) -> None:
    sound = (SCENARIOS / "drills" / "flip.yaml").read_text(encoding="utf-8")
    first, second = tmp_path / "one" / "drills", tmp_path / "two" / "drills"
    for folder in (first, second):
        folder.mkdir(parents=True)
    (first / "a.yaml").write_text("x: 1", encoding="utf-8")
    (first / "b.yaml").write_text(sound.replace("kind: flip", "kind: flop"), encoding="utf-8")
    (first / "c.yaml").symlink_to("c.yaml")
    (second / "d.yaml").write_text(sound, encoding="utf-8")
    (tmp_path / "three").symlink_to("x" * 300)
    found = shelf([first, tmp_path / "three", tmp_path / "none", second])
    assert found.cards == check_cards(second / "d.yaml")[0] != ()
    assert [
        name
        for told in found.left_out
        for name in ("a", "b", "c", "three")
        if f"{name}.yaml:" in told or f"/{name} " in told
    ] == ["a", "b", "c", "three"]
    assert load_cards([first, second]) == found.cards
    assert {card.id for card in found.cards} <= shelf([first]).ids  # of the file with a fault, too
