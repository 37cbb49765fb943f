"""Each step of the counterpart fed by hand, and what must hold for any talk."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.coach.feedback import remarks
from trainer.counterpart import ConcernStatus, Decision, State, opening_state, respond, table
from trainer.counterpart.causes import apply
from trainer.counterpart.respond import Response
from trainer.counterpart.words import Particle, bank, particles
from trainer.language import MoveKind, read
from trainer.language.tables import load as load_tables
from trainer.safe_text import is_blank
from trainer.scenario import Event, Level, Outcome, Scenario, load
from trainer.session import Session

from .conftest import ROOT, SCENARIOS

COFFEE = load(SCENARIOS / "coffee_new_acquaintance.yaml")
NO_ASK = "Would it be a bad idea to have a coffee?"
YES_ASK = "Can we have a coffee?"
BANK = (
    NO_ASK, YES_ASK, "You have to come.", "It sounds like your weeks are full.", "What makes it hard to find the time?", "Feel free to say no.",
    "You probably think I'm pushy.", "I could bring the old maps, half an hour, just a coffee.", "Rather full?", "asdf", "…", "Thanks!", "Why not?",
    "Because it would be fun.", "Any objections?", "Would you be opposed to a coffee on Saturday?", "The tram is late.", "I won't ask again.",
)  # fmt: skip


def after(line: str, state: State | None = None, scenario: Scenario = COFFEE) -> Response:
    state = state or opening_state(scenario, 1)
    return respond(scenario, state, read(line, after=state.said[-1]))


def test_a_no_oriented_ask_lowers_resistance_and_less_each_time() -> None:
    state, falls = opening_state(COFFEE, 1), []
    for day in ("Monday", "Tuesday", "Friday"):
        response = after(f"Would it be a bad idea to have a coffee on {day}?", state)
        falls.append(response.state.resistance - state.resistance)
        state = response.state
    assert falls[0] < falls[1] < 0 < falls[2]


def test_pushing_for_yes_and_pressing_raise_resistance() -> None:
    start = opening_state(COFFEE, 1).resistance
    assert after(YES_ASK).state.resistance > start
    assert after("You have to come.").state.resistance > after(YES_ASK).state.resistance


def test_a_yes_oriented_ask_voices_the_worries_one_by_one() -> None:
    session = Session(COFFEE, 1)
    first = session.say(YES_ASK)
    assert first.thought == COFFEE.concern("time").thought
    voiced = [len(first.after.having(ConcernStatus.VOICED))]
    for line in ("Shall we have a cup of tea on Saturday?", "What makes you hesitate?", "What worries you about it?"):
        turn = session.say(line)
        assert turn.thought in {concern.thought for concern in COFFEE.concerns}
        voiced.append(len(turn.after.having(ConcernStatus.VOICED)))
    assert voiced == sorted(voiced) and voiced[0] == 1 and voiced[-1] >= 3


def test_a_question_for_what_stands_in_the_way_draws_a_worry_and_one_about_the_weather_does_not() -> None:
    asked = after(NO_ASK).state
    assert len(after("What makes you hesitate?", asked).state.having(ConcernStatus.HIDDEN)) == 2
    assert len(after("How is the weather over there?", asked).state.having(ConcernStatus.HIDDEN)) == 3


def test_only_yes_oriented_lines_end_higher_and_with_a_yes_that_is_not_meant() -> None:
    session = Session(COFFEE, 1)
    for line in (YES_ASK, "Shall we have coffee on Saturday?", "Let's have a coffee.", "Please have coffee with me."):
        if session.outcome is None:
            session.say(line)
    assert session.state.resistance > opening_state(COFFEE, 1).resistance
    assert session.outcome is Outcome.COUNTERFEIT_YES
    assert re.match(r"(Sure|Yes)", session.turns[-1].reply)


def test_good_lines_end_agreed() -> None:
    session = Session(COFFEE, 1)
    lines = (
        "What do you do all week?",
        "It sounds like your weeks are full.",
        "I could bring the old maps, half an hour is plenty.",
    )
    for line in (*lines, NO_ASK):
        session.say(line)
    assert session.outcome is Outcome.AGREED


def test_labels_right_and_wrong() -> None:
    right, wrong = after("It sounds like your weeks are full."), after("It sounds like you are jealous of my brother.")
    assert right.state.status("time") is ConcernStatus.ACKNOWLEDGED
    assert right.state.resistance < opening_state(COFFEE, 1).resistance <= wrong.state.resistance
    assert [cause.id for cause in wrong.causes] == ["turn", "label_wrong"]


def test_a_worry_is_settled_whether_or_not_it_was_said() -> None:
    known = after("It sounds like your weeks are full.").state
    offer = "I could keep it to half an hour."
    assert after(offer).state.status("time") is ConcernStatus.SETTLED
    assert after(offer, known).state.status("time") is ConcernStatus.SETTLED


@pytest.mark.parametrize(("line", "no_means"), [(NO_ASK, "accept"), (YES_ASK, "refuse")])
@pytest.mark.parametrize(
    ("resistance", "decision"), [(5, Decision.AGREE), (60, Decision.NOT_YET), (96, Decision.REFUSE)]
)
def test_the_reply_begins_with_the_particle_that_fits(
    line: str, no_means: str, resistance: int, decision: Decision
) -> None:
    # From 97 points on they leave; an ask for a yes raises resistance, so it starts lower.
    start = resistance - (8 if decision is Decision.REFUSE and no_means == "refuse" else 0)
    # Nobody agrees before a worry is settled.
    state = replace(opening_state(COFFEE, 3), resistance=start, turn=5).with_status("motive", ConcernStatus.SETTLED)
    response = after(line, state)
    assert response.decision is decision
    fitting = [
        text for row in particles() if (row.decision, row.no_means) == (decision, no_means) for text in row.texts
    ]
    assert any(response.reply.startswith(text) for text in fitting)


@pytest.mark.parametrize("row", particles(), ids=lambda row: f"{row.decision}-{row.no_means}-{'-'.join(row.families)}")
def test_particles_do_not_contradict_themselves(row: Particle) -> None:
    """After a no-oriented ask a no grants; after a yes-oriented one a yes does."""
    granting, refusing = ("agree", "side_ask"), ("refuse",)
    for text in row.texts:
        says_yes, says_no = (
            bool(re.match(r"(Honestly\? |To be honest, |All right, )?(yes|sure)", text, re.I)),
            bool(re.match(r"(no|none|not)\b", text, re.I)),
        )
        if row.decision in granting:
            assert says_no if row.no_means == "accept" else says_yes
        if row.decision in refusing and row.no_means == "accept":
            assert says_yes and not says_no


def test_particles_name_families_that_exist() -> None:
    families = {frame.family for frame in load_tables().frames}
    for row in particles():
        assert set(row.families) <= families


def test_a_firm_no_is_final() -> None:
    refused = after(NO_ASK, replace(opening_state(COFFEE, 1), resistance=95)).state
    assert refused.firm_no and refused.outcome is None
    gracious = after("Fair enough, thanks for being straight with me.", refused)
    assert gracious.outcome is Outcome.WITHDRAWN
    pressing = after("But would you be opposed to a coffee next month?", refused)
    assert pressing.outcome in (Outcome.REFUSED, Outcome.WALKED_AWAY)
    assert pressing.state.resistance >= refused.resistance


def test_the_table_is_complete_and_spoken_of() -> None:
    for row in table().values():
        assert row.name and row.grade in ("A", "B", "C", "–") and row.source and row.example
    assert set(remarks()) == set(table())
    parts = (ROOT / "trainer" / "counterpart" / name for name in ("dynamics.py", "bargain.py"))
    code = "".join(path.read_text(encoding="utf-8") for path in parts)
    for cause_id in table():
        assert f'"{cause_id}"' in code, f"no line can ever have the cause {cause_id}"


def test_the_shared_bank_has_words_for_every_event_of_every_tone() -> None:
    # A fact is the author's own; there is none to fall back on.
    for event in set(Event) - {Event.FACT}:
        tones = {row.tone for row in bank() if row.event is event and not row.cues}
        assert "any" in tones or tones == {"warm", "brisk", "formal", "dry"}, event


def test_warmth_and_pride_scale_the_amounts() -> None:
    state = opening_state(COFFEE, 1)
    warm, cold = (replace(COFFEE.counterpart, warmth=points) for points in (100, 0))
    assert apply(state, warm, ["label_right"])[0].resistance < apply(state, cold, ["label_right"])[0].resistance
    proud, humble = (replace(COFFEE.counterpart, pride=points) for points in (100, 0))
    assert apply(state, proud, ["pressure"])[0].resistance > apply(state, humble, ["pressure"])[0].resistance


TALKS = st.lists(
    st.one_of(st.sampled_from(BANK), st.text(max_size=40).filter(lambda text: not is_blank(text))),
    min_size=1,
    max_size=14,
)


@given(TALKS, st.integers(0, 2**31))
@settings(max_examples=120, deadline=None)
def test_whatever_is_said(lines: list[str], seed: int) -> None:
    """Numbers stay in 0–100, causes add up to the change, nothing is said twice, the same seed gives the same run."""
    one, two = Session(COFFEE, seed), Session(COFFEE, seed)
    for line in lines:
        if one.outcome is not None:
            break
        turn = one.say(line)
        # Stored and restored in between, the other run goes on identically.
        two = Session(COFFEE, seed, resumed_from=State.from_dict(two.state.as_dict()))
        assert two.say(line) == turn
        for value in (turn.after.resistance, turn.after.trust, turn.after.patience):
            assert 0 <= value <= 100
        assert sum(cause.resistance for cause in turn.causes) == turn.after.resistance - turn.before.resistance
        assert sum(cause.trust for cause in turn.causes) == turn.after.trust - turn.before.trust
        assert sum(cause.patience for cause in turn.causes) == turn.after.patience - turn.before.patience
        assert turn.reply.strip()
    assert one.outcome is not None or len(one.turns) == len(lines)


@given(
    st.lists(st.sampled_from(BANK), max_size=6),
    st.sampled_from(("You have to decide now.", "Last chance.", "You owe me this.")),
)
@settings(max_examples=60, deadline=None)
def test_pressing_never_lowers_resistance(lines: list[str], pressing: str) -> None:
    session = Session(COFFEE, 5)
    for line in lines:
        if session.outcome is None:
            session.say(line)
    if session.outcome is None:
        turn = session.say(pressing)
        assert turn.after.resistance >= turn.before.resistance


def _walked(lines: list[str], seed: int) -> State | None:
    """The state after these lines, None where the talk is over by then."""
    session = Session(COFFEE, seed)
    for line in lines:
        if session.outcome is None:
            session.say(line)
    return session.state if session.outcome is None else None


@given(
    st.lists(st.sampled_from(BANK), max_size=6),
    st.sampled_from(BANK),
    st.sampled_from(("You have to decide now.", "Last chance.")),
)
@settings(max_examples=80, deadline=None)
def test_pressure_added_to_a_line_never_makes_it_work_better(lines: list[str], line: str, pressing: str) -> None:
    state = _walked(lines, 5)
    if state is not None and line not in lines:  # the same words again are worse than other ones with pressure
        assert after(f"{line} {pressing}", state).state.resistance >= after(line, state).state.resistance


@given(
    st.lists(st.sampled_from(BANK), max_size=6), st.sampled_from((NO_ASK, YES_ASK, "Would you be opposed to a coffee?"))
)
@settings(max_examples=80, deadline=None)
def test_leave_to_say_no_added_to_an_ask_never_makes_it_work_worse(lines: list[str], ask: str) -> None:
    state = _walked([line for line in lines if not read(line).has(MoveKind.PRESSURE)], 5)
    if state is not None:
        assert after(f"{ask} Feel free to say no.", state).state.resistance <= after(ask, state).state.resistance


def test_the_same_seed_and_lines_give_the_same_bytes_whatever_the_hash_seed() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-m", "trainer", "play", "salary_no_budget", "--seed", "3", "--json", "--db", ":memory:"],
            input="\n".join(BANK), capture_output=True, text=True, encoding="utf-8", check=True, cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONUTF8": "1"},
        ).stdout
        for hash_seed in ("0", "4242")
    ]  # fmt: skip
    assert told[0] == told[1] and told[0].count("\n") > 5


SALARY = load(SCENARIOS / "salary_yearly_review.yaml")
NEAR_YES = replace(opening_state(SALARY, 1), resistance=20, asked_for_goal=True).with_status(
    "budget", ConcernStatus.SETTLED
)


def bargain(*lines: str, state: State = NEAR_YES) -> list[Response]:
    responses: list[Response] = []
    for line in lines:
        responses.append(respond(SALARY, state, read(line)))
        state = responses[-1].state
    return responses


def test_they_name_a_first_offer_and_want_something_before_they_move_again() -> None:
    first, second, third = bargain(
        "Would you be against eight percent?",
        "Would it be a bad idea to make it eight percent?",
        "I could train the apprentices. Would eight percent be out of the question?",
    )
    assert (first.decision, first.state.offer) == (Decision.COUNTER_OFFER, 3)
    assert "3 percent" in first.reply
    assert (second.decision, second.state.offer) == (Decision.TRADE, 3)
    assert (third.decision, third.state.offer) == (Decision.COUNTER_OFFER, 4.5)


def test_they_never_go_beyond_their_limit_and_never_move_twice_for_nothing() -> None:
    lines = ["I could train the apprentices. Would eight percent be out of the question?"]
    lines += [
        f"I could take on {thing}. Would eight percent be too much?"
        for thing in ("weekends", "a district", "the list", "more")
    ]
    offers = [response.state.offer for response in bargain(*lines)]
    assert SALARY.bargain is not None and offers[-1] == SALARY.bargain.limit and offers == sorted(offers)
    assert bargain(*lines)[-1].decision is Decision.LAST_OFFER


def test_taking_little_is_an_agreement_in_part_and_most_of_it_a_whole_one() -> None:
    low = replace(NEAR_YES, offer=3.0)
    high = replace(NEAR_YES, offer=5.5)
    assert bargain("Deal.", state=low)[0].outcome is Outcome.AGREED_IN_PART
    taken = bargain("I can live with that.", state=high)[0]
    assert (taken.outcome, taken.state.terms) == (Outcome.AGREED, 5.5)
    assert bargain("That's fair, but would you be against eight percent?", state=low)[0].outcome is None


def test_a_figure_out_of_reach_closes_them() -> None:
    (far,) = bargain("Would 20 percent be out of the question?")
    assert far.decision is Decision.TOO_HIGH
    assert "figure_far" in {cause.id for cause in far.causes}


def test_a_figure_about_something_else_is_no_ask() -> None:
    (answer,) = bargain("I saved us 900 a month. Would that be a bad place to begin?")
    assert "figure_far" not in {cause.id for cause in answer.causes}


def test_other_things_can_be_had_once_each() -> None:
    given, again = bargain(
        "Would it be a problem to look at it again in June?", "Would another look in June be a bad idea?"
    )
    assert given.decision is Decision.SWAP and given.state.swaps == ("review_date",)
    assert again.decision is not Decision.SWAP


def test_a_bargain_survives_storing() -> None:
    state = bargain("Would you be against eight percent?")[-1].state
    assert State.from_dict(state.as_dict()) == state


def test_the_setback_comes_once_and_only_on_the_hard_level() -> None:
    for level, times in ((Level.MEDIUM, 0), (Level.HARD, 1)):
        scenario = COFFEE.at_level(level)
        state = opening_state(scenario, 1)
        replies: list[str] = []
        for number in range(8):
            response = respond(scenario, state, read(f"The tram number {number} is late."))
            state, replies = response.state, [*replies, response.reply]
        assert sum(scenario.setback in reply for reply in replies) == times


def test_the_debrief_tells_the_terms_and_what_was_left() -> None:
    session = Session(SALARY, 1, resumed_from=replace(NEAR_YES, offer=5.5, swaps=("training",)))
    session.say("I can live with that.")
    assert "5.5 percent. They could have gone to 6 percent. On top of it: training." in session.debrief().meaning


def test_the_hard_level_shows_fewer_thoughts() -> None:
    line = read("The tram is late.")
    hard = COFFEE.at_level(Level.HARD)
    assert respond(COFFEE, opening_state(COFFEE, 1), line).thought == COFFEE.concern("time").thought
    assert respond(hard, opening_state(hard, 1), line).thought != COFFEE.concern("time").thought
