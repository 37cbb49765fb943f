"""What a line says to a counterpart, point by point, and what becomes of it: the kinds that the parts promise."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import pytest

from trainer.coach.hints import hints
from trainer.commands import explain
from trainer.commands.command import Streams
from trainer.counterpart import State, opening_state, respond
from trainer.counterpart.acts import acts
from trainer.counterpart.figures import figures, present_figures
from trainer.counterpart.matcher import chooser, matcher_for
from trainer.counterpart.memory import Memory
from trainer.counterpart.segments import Form, Segment, segments
from trainer.counterpart.sides import Turn, turns
from trainer.counterpart.thing import thing_of
from trainer.counterpart.understand import understand
from trainer.counterpart.unknowns import unknown, unknown_acts
from trainer.counterpart.words import act_replies
from trainer.language import read
from trainer.meaning import meaning
from trainer.scenario import Level, Outcome, Scenario, Tone, load
from trainer.session import Session

from .conftest import ROOT, SCENARIOS
from .fit_sides import KEPT_OUT, LINES, is_right, turn_of

FRAMER = load(SCENARIOS / "coffee_competitor.yaml")
KITCHEN = load(SCENARIOS / "salary_more_work.yaml")
OFFICE = load(SCENARIOS / "salary_new_offer.yaml")


def acts_of(line: str, scenario: Scenario = FRAMER) -> set[str]:
    heard = understand(scenario, opening_state(scenario, 1), read(line), matcher_for(scenario, meaning()))
    return set(heard.acts())


@pytest.mark.parametrize(
    ("line", "forms"),
    [
        ("Ha, what is that? I like it.", [Form.STATEMENT, Form.WHAT, Form.STATEMENT]),
        ("u free on monday", [Form.YES_NO]),
        ("since when do you cycle", [Form.WHEN]),
        ("How many bikes have you got?", [Form.HOW_MUCH]),
        ("And your brother, does he ride, too?", [Form.YES_NO]),
        ("what do you make of the new bridge", [Form.OPINION]),
        ("You ride a lot, don't you?", [Form.YES_NO]),
        ("tell me about your bikes", [Form.WHAT]),
        ("I had a flat tyre this morning, how are you?", [Form.STATEMENT, Form.HOW]),
        ("well I rode all the way here in the rain how are your brakes doing", [Form.STATEMENT, Form.HOW]),
        ("um", []),
        ("…", []),
    ],
)
def test_a_line_is_cut_into_what_it_says_and_asks(line: str, forms: list[Form]) -> None:
    assert [segment.form for segment in segments(line)] == forms


def test_a_segment_knows_its_place_in_the_line_and_not_the_name_it_is_said_to() -> None:
    line = "Evening, Anil. Do you still cycle?"
    first, second = segments(line, "Anil Perera")
    assert (first.said, line[second.start : second.end]) == (["evening", ","][0], "Do you still cycle")
    assert [segment.said for segment in segments("Is Anil short for something?", "Anil Perera")] == [
        "is anil short for something"
    ]


@pytest.mark.parametrize(
    ("asked", "thing"),
    [
        ("What was your old bike like?", "my old bike"),
        ("where is the Danube", "the Danube"),
        ("Do you ride the hills yourself?", "the hills"),
        ("Why?", ""),
        ("is that so", ""),
    ],
)
def test_the_thing_that_is_asked_about_is_named_in_their_mouth(asked: str, thing: str) -> None:
    assert thing_of(asked) == thing


@pytest.mark.parametrize(
    ("scenario", "line", "named"),
    [
        (KITCHEN, "eight percent", [8]),
        (KITCHEN, "could you go to 6", [6]),
        (KITCHEN, "by 8 then", [8]),
        (KITCHEN, "the bread comes at 6", []),
        (KITCHEN, "I do the work of two people", []),
        (KITCHEN, "for seven months now", []),
        (OFFICE, "sixty-one would be fair", [61_000]),
        (OFFICE, "61k", [61_000]),
        (OFFICE, "I have three kids", []),
    ],
)
def test_a_figure_is_heard_in_words_and_thousands_and_nothing_else_is_one(
    scenario: Scenario, line: str, named: list[float]
) -> None:
    assert scenario.bargain is not None
    assert figures(scenario.bargain, read(line)) == named


@pytest.mark.parametrize(
    "line",
    [
        "There is something I must say about the varnish.",
        "I'm ashamed of that corner.",
        "Why oak, for heaven's sake?",
        "And you have to sand it first?",
        "That's kind of you.",
        "Do you have to go?",
    ],
)
def test_ordinary_lines_press_nobody(line: str) -> None:
    turn = Session(FRAMER, 1, meaning=meaning()).say(line)
    assert not {"pressure", "threat", "insult"} & {cause.id for cause in turn.causes}


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        ("You have to have a coffee with me.", "pressure"),
        ("You have to find the time, everybody does.", "pressure"),
        ("You must make an exception for me.", "pressure"),
        ("If you don't talk to us, we'll build it without you.", "threat"),
        ("If you say no I'll tell everyone what you did.", "threat"),
        ("Don't be such an idiot.", "insult"),
        ("Are you stupid?", "insult"),
    ],
)
def test_demands_threats_and_insults_press(line: str, cause: str) -> None:
    assert cause in {one.id for one in Session(FRAMER, 1, meaning=meaning()).say(line).causes}


@pytest.mark.parametrize(
    "line",
    [
        "Where did you grow up?",
        "are you always this calm",
        "You must be tired, coming home this late.",
        "You must know a lot of people.",
        "You must have a lot of orders.",
    ],
)
def test_what_asks_or_guesses_how_things_are_presses_nobody(line: str) -> None:
    caused = {one.id for one in Session(FRAMER, 1, meaning=meaning()).say(line).causes}
    assert not caused & {"pressure", "pressure_again", "threat", "insult"}


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("I ought to have told you years ago.", "admission"),
        ("sorry, that came out wrong", "apology_push"),
        ("what do you mean by that", "what_meant"),
        ("I just said that", "protest"),
        ("so is that a yes?", "yes_or_no"),
        ("are you a robot", "are_you_real"),
        ("what would help you decide?", "asks_need"),
    ],
)
def test_what_people_do_in_talk_is_heard_by_plain_words(line: str, act: str) -> None:
    assert act in acts_of(line)


def test_what_harms_when_it_is_wrongly_heard_takes_plain_words() -> None:
    assert not {"insults", "threatens", "flirts", "bribe"} & acts_of("I was only joking about the weather.")


def test_a_follow_up_is_about_what_was_just_spoken_of() -> None:
    session = Session(FRAMER, 1, meaning=meaning())
    topic = session.say("How did you get into framing?").points[0].topic
    assert topic.startswith("fact:")
    assert [point.topic for point in session.say("Really? Tell me more.").points][-1] == topic


def test_of_what_is_known_nothing_is_told_twice_while_there_is_more() -> None:
    session = Session(FRAMER, 1, meaning=meaning())
    replies = [
        session.say(line).reply
        for line in ("How did you get into framing?", "What got you into framing?", "Why framing, though?")
    ]
    assert len(set(replies)) == 3


def test_a_topic_that_is_gone_from_a_changed_file_is_forgotten() -> None:
    for topic in ("fact:gone", "concern:gone", "question:gone"):
        state = replace(opening_state(FRAMER, 1), memory=Memory(topic=topic, question="gone", questions=("gone",)))
        for line in ("Really?", "What do you mean?", "And you?", "I see.", "Who would, him?"):
            assert respond(FRAMER, state, read(line), meaning()).reply


def test_what_is_kept_of_a_talk_comes_back_and_anything_else_is_refused_as_state_is() -> None:
    session = Session(FRAMER, 1, meaning=meaning())
    session.say("How did you get into framing?")
    assert State.from_dict(session.state.as_dict()) == session.state
    older = {key: value for key, value in session.state.as_dict().items() if key != "memory"}
    assert State.from_dict(older).memory == Memory()
    broken: tuple[object, ...] = ([], "x", 3, {"asked_on": "soon"})
    for memory in broken:
        with pytest.raises((TypeError, ValueError)):
            State.from_dict({**session.state.as_dict(), "memory": memory})


def test_without_meaning_lines_are_heard_by_their_words() -> None:
    session = Session(FRAMER, 1)
    turn = session.say("How did you get into framing?")
    assert turn.points[0].by == "words" and turn.points[0].topic == "fact:uncle_workshop"


def test_the_tables_fit_each_other() -> None:
    """Whatever a scenario or the bank answers is an act, or a question of some kind that nobody foresaw."""
    known = set(acts()) | set(unknown_acts())
    ours = {"figure", "what_meant_early", "asks_need_early", "told_anything", "says_yes", "says_no"}
    ours |= {"foreseen", "named_settled", "takes_up_offer", "too_low_known", "says_again"}
    assert {act for act, _ in act_replies()} <= known | ours
    assert {act for path in SCENARIOS.glob("*.yaml") for act, _ in load(path).acts} <= known | ours
    for act in {act for act, _ in act_replies()}:
        assert {tone for other, tone in act_replies() if other == act} == set(Tone), act
    assert {"meaning", "words", "limits", "limits_of_words"} == set(chooser())


def test_explain_tells_why_with_the_nearest_rivals() -> None:
    out = io.StringIO()
    options = Namespace(scenario="coffee_competitor", seed=1, level="easy")
    assert explain.run(options, Streams(io.StringIO("How did you get into framing?\n\n"), out, io.StringIO())) == 0
    told = out.getvalue()
    assert "fact:uncle_workshop" in told and "meaning " in told and "words " in told and "[fact]" in told


def test_every_form_of_question_has_an_honest_answer_of_its_kind() -> None:
    for form in Form:
        assert unknown(Segment("zzz", 0, 3, form)) in unknown_acts(), form
    kinds = {
        line: unknown(segments(line)[0])
        for line in (
            "have you ever tried it",
            "how long did it take you",
            "who told you?",
            "could my son have two hours?",
        )
    }
    assert list(kinds.values()) == ["unknown_ever", "unknown_how_long", "unknown_who", "unknown_request"]
    assert unknown(segments("can i ask you something?")[0]) == "unknown_about_the_talk"


@pytest.mark.parametrize("name", ["coffee_neighbour", "meeting_supplier", "salary_no_budget"])
def test_a_talk_led_by_the_lines_of_hints_alone_ends_agreed_and_none_comes_twice(name: str) -> None:
    scenario = load(SCENARIOS / f"{name}.yaml").at_level(Level.MEDIUM)
    state, given = opening_state(scenario, 7), list[str]()
    while state.outcome is None and len(given) < 25:
        given.append(hints(scenario, state, meaning())[2])
        assert given[-1]
        state = respond(scenario, state, read(given[-1], after=state.said[-1]), meaning()).state
    assert state.outcome in (Outcome.AGREED, Outcome.AGREED_IN_PART)
    assert len(set(given)) == len(given)


def test_a_fact_says_yes_or_no_by_what_it_affirms_and_denies_and_answers_on_the_side_that_was_asked_for() -> None:
    anil = load(SCENARIOS / "coffee_neighbour.yaml")
    for line, opens in (("Do you live alone?", "Yes. "), ("Are you married?", "No. ")):
        assert Session(anil, 3, meaning=meaning()).say(line).reply.startswith(opens), line
    fact = next(one for one in anil.facts if one.details)
    detail = fact.details[0]
    said = Session(anil, 3, meaning=meaning()).say(detail.examples[0]).reply
    assert any(text in said for text in detail.say)


FOLLOW_UPS = """
  - id: boat
    about: "my boat"
    asked: ["Do you have a boat?", "tell me about your boat", "what is that boat?"]
    say: ["I've got a small boat, which my aunt Rosa left me.", "There's a boat of mine at the lake."]
    follow_ups:
      - asked: ["who's Rosa?", "Who was your aunt?"]
        say: ["My aunt Rosa was a swimming teacher."]
      - asked: ["when was that?", "When did you get it?"]
        say: ["I've had the boat since nineteen ninety-four."]
      - yes_to: ["do you still use it?"]
        no_to: ["have you given it up?"]
        say: ["I take the boat out every other Sunday."]
"""


def _with_a_boat(tmp_path: Path) -> Scenario:
    text = (SCENARIOS / "coffee_neighbour.yaml").read_text(encoding="utf-8")
    place = tmp_path / "boat.yaml"
    place.write_text(text.replace("\nfacts:\n", "\nfacts:" + FOLLOW_UPS.rstrip() + "\n"), encoding="utf-8")
    return load(place)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("Who was Rosa, then?", "My aunt Rosa was a swimming teacher."),
        ("And when was that?", "I've had the boat since nineteen ninety-four."),
        ("Do you still use it?", "Yes. I take the boat out every other Sunday."),
        ("Have you given it up?", "No. I take the boat out every other Sunday."),
        ("Rosa?", "My aunt Rosa was a swimming teacher."),
    ],
)
def test_what_was_just_said_can_be_followed_up(tmp_path: Path, line: str, answer: str) -> None:
    session = Session(_with_a_boat(tmp_path), 3, meaning=meaning())
    assert "boat" in session.say("Do you have a boat?").reply
    assert answer in session.say(line).reply


def test_a_follow_up_means_nothing_before_its_topic_has_been_spoken_of(tmp_path: Path) -> None:
    scenario = _with_a_boat(tmp_path)
    assert "ninety-four" not in Session(scenario, 3, meaning=meaning()).say("And when was that?").reply
    session = Session(scenario, 3, meaning=meaning())
    for line in ("Do you have a boat?", "Do you live alone?", "How are your tomatoes?", "Do you sleep well?"):
        session.say(line)
    assert "ninety-four" not in session.say("When was that?").reply


def test_a_follow_up_that_was_answered_is_not_answered_in_the_same_words_again(tmp_path: Path) -> None:
    session = Session(_with_a_boat(tmp_path), 3, meaning=meaning())
    session.say("Do you have a boat?")
    first, second = session.say("Who's Rosa?").reply, session.say("And who was your aunt?").reply
    assert "swimming teacher" in first
    assert "swimming teacher" not in second


@pytest.mark.parametrize(
    "line",
    ["I was a coward and I am sorry", "I felt stupid, honestly", "you know, I was an idiot about it"],
)
def test_harsh_words_about_oneself_insult_nobody(line: str) -> None:
    anil = load(SCENARIOS / "coffee_neighbour.yaml")
    response = Session(anil, 3, meaning=meaning()).say(line)
    assert not {"insult", "pressure"} & {cause.id for cause in response.causes}


def test_a_question_that_is_put_again_is_heard_as_the_question() -> None:
    again = segments("But I was asking which tram you drive.", "Anil")[0]
    assert (again.said, again.form) == ("which tram you drive", Form.WHAT)
    meant = segments("Nice, but I meant the winter before.", "Anil")[-1]
    assert (meant.said, meant.form) == ("the winter before", Form.WHAT)
    assert segments("I mean it.")[0].said == "i mean it"


def test_a_name_between_commas_is_only_an_address() -> None:
    said = segments("But honestly, Farah, why did you never answer?", "Farah Khan")
    assert [part.form for part in said][-1] is Form.WHY
    assert all("farah" not in part.said for part in said)


#: Of the lines right after a fact, at least so many get the very follow-up that was written for them (measured: 0.73), and of
#: those about something else, at most so many a follow-up at all (0.00).
FOLLOWED, LED_ASTRAY = 0.66, 0.10


def test_follow_ups_are_found_in_other_words_and_do_not_take_other_subjects() -> None:
    rows = [json.loads(row) for row in (ROOT / "tests" / "lines" / "follow_ups.jsonl").read_text("utf-8").splitlines()]
    found: dict[bool, list[bool]] = {True: [], False: []}
    scenarios = {path.stem: load(path) for path in SCENARIOS.glob("*.yaml")}
    for row in rows:
        scenario = scenarios[row["scenario"]]
        topics = {f"fact:{fact.id}": fact.main.say[0] for fact in scenario.facts}
        topics |= {f"concern:{concern.id}": concern.thought for concern in scenario.concerns}
        topic = next(topic for topic in topics if topic.partition(":")[2] == row["after"])
        state = opening_state(scenario, 3)
        memory = Memory(topic=topic, told=(topic,))
        state = replace(state, said=(*state.said, topics[topic]), memory=memory, asked_for_goal=topic.startswith("c"))
        response = respond(scenario, state, read(row["text"], after=topics[topic]), meaning())
        right = row["say"] in response.reply if row["say"] else "follow-up" in response.pools
        found[bool(row["say"])].append(right)
    assert sum(found[True]) >= FOLLOWED * len(found[True])
    assert sum(found[False]) <= LED_ASTRAY * len(found[False])


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("My daughter is at school, she's six.", []),
        ("Two percent is better than six in a dream.", [2.0]),
        ("I'd like six percent, please.", [6.0]),
    ],
)
def test_ages_and_what_a_figure_is_held_against_are_not_asked_for(line: str, named: list[float]) -> None:
    bargain = load(SCENARIOS / "salary_no_budget.yaml").bargain
    assert bargain is not None
    assert figures(bargain, read(line)) == named


def test_whether_an_offer_is_one_is_told_and_closes_nothing() -> None:
    session = Session(KITCHEN, 3, meaning=meaning())
    reply = session.say("Is that your final offer?")
    assert reply.outcome is None
    assert "act asks_if_offer" in reply.pools
    assert not {"pressure", "ultimatum"} & {cause.id for cause in reply.causes}


def test_only_the_second_of_two_questions_is_told_which_yes_is_its_own() -> None:
    two = Session(FRAMER, 3, meaning=meaning()).say("Do you like the market? And are you married?").reply
    assert "And to the other question: " in two
    line = "That was rude of me, sorry, I was out of line. Do you live alone?"
    one = Session(load(SCENARIOS / "coffee_neighbour.yaml"), 3, meaning=meaning()).say(line)
    assert one.pools == ("act apology_push", "fact")
    assert " Yes. " in one.reply and "other question" not in one.reply


def test_everybody_knows_their_name() -> None:
    assert "Joana Ferreira" in Session(FRAMER, 3, meaning=meaning()).say("I forgot your name. What was it again?").reply


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("My dad was a framer too. Did he mind?", {1: "my dad was a framer too did he mind"}),
        ("Who was that, and was he old? I never met him.", {0: "who was that, and was he old i never met him"}),
        (
            "I like it. Who made it? Lovely. And when was that?",
            {1: "i like it who made it", 3: "lovely and when was that"},
        ),
        ("Really? Since when does he row?", {1: "really since when does he row"}),
        ("The sky is grey today.", {0: "the sky is grey today"}),
    ],
)
def test_a_question_is_understood_with_what_was_told_before_it(line: str, asked: dict[int, str]) -> None:
    found = turns(segments(line), "He left. I stayed.", "fact:uncle")
    assert {place: turn.said for place, turn in found.items()} == asked
    assert {(turn.after, turn.topic) for turn in found.values()} == {("he left i stayed", "fact:uncle")}


def test_nothing_is_asked_by_a_line_without_words() -> None:
    assert turns((), "He left.", "") == {}


#: How often, at least, the right one of all sides comes first in a scenario whose labelled turns nothing was fitted to.
RIGHT_SIDE, TURNS_TRIED = 0.45, 120


def test_the_right_side_comes_first_in_a_scenario_that_nothing_was_fitted_to() -> None:
    scenario = load(SCENARIOS / f"{KEPT_OUT}.yaml")
    sides = matcher_for(scenario, meaning()).sides
    assert sides is not None
    rows = [json.loads(row) for row in LINES.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["scenario"] == KEPT_OUT and row["right"]][::4][:TURNS_TRIED]
    taken = [(turn_of(sides, scenario.counterpart.name, row), set(row["right"])) for row in rows]

    def right(turn: Turn | None, wanted: set[str]) -> bool:
        meant = sides.meant(turn) if turn else None
        return meant is not None and is_right(sides, sides.sayables.index(meant.sayable), wanted)

    with_reply = sum(right(turn, wanted) for turn, wanted in taken) / len(taken)
    without = sum(right(turn and replace(turn, after="", topic=""), wanted) for turn, wanted in taken) / len(taken)
    assert len(taken) == TURNS_TRIED and with_reply >= RIGHT_SIDE
    assert with_reply > without


def test_what_somebody_gets_now_is_no_demand() -> None:
    scenario = load(SCENARIOS / "salary_freelance_rate.yaml")
    assert scenario.bargain is not None
    assert present_figures(scenario.bargain, scenario.brief) == {52.0}
    state = opening_state(scenario, 1)
    matcher = matcher_for(scenario, meaning())
    wanted, had = "I would like 62 euros an hour.", "I've had 52 euros an hour for six years now."
    assert understand(scenario, state, read(wanted), matcher).goal is not None
    assert understand(scenario, state, read(had), matcher).goal is None
