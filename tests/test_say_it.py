"""The "say it" cards: a moment of a talk, and what the counterpart makes of the learner's next line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from trainer import folders
from trainer.counterpart import Readiness
from trainer.drills import Card, DrillKind, Skill
from trainer.drills.dry_run import LEAST, Moment, Moments, judge_line, moment, rehearsal, scenarios_in
from trainer.drills.load import check_cards, load_cards
from trainer.drills.queue import Queue
from trainer.drills.sitting import Sitting
from trainer.errors import TrainerError
from trainer.meaning import meaning
from trainer.meaning.nearest import Meaning
from trainer.scenario import Scenario, load
from trainer.session import Session

from .conftest import SCENARIOS
from .test_drills import NOW

ASKED = "Would it be a bad idea to have a coffee together one weekend?"
CARD = Card(
    "x", DrillKind.SAY, Skill.NEXT_LINE, 1, "", situation="At the letterboxes.", scenario="coffee_neighbour",
    after=(ASKED,), model="It sounds like a free weekend is rare for you.",
)  # fmt: skip
SAID = [card for card in load_cards((SCENARIOS / "drills",)) if card.kind is DrillKind.SAY]


def shown(card: Card = CARD) -> Moment:
    return Moments(scenarios_in((SCENARIOS,)), meaning())(card)


def test_a_moment_is_the_talk_as_it_would_be_by_then() -> None:
    session = Session(load(SCENARIOS / "coffee_neighbour.yaml"), 0, meaning=meaning())
    turn = session.say(ASKED)
    at = shown()
    assert (at.says, at.resistance, at.name) == (turn.reply, turn.after.resistance, "Anil Perera")
    opening = shown(replace(CARD, after=()))
    assert opening.says == session.scenario.opening and opening.resistance == turn.before.resistance


@pytest.mark.parametrize(
    ("line", "failed"),
    [
        ("It sounds like a free weekend is rare for you.", ""),
        ("Your free days seem to be worth a lot to you.", ""),
        ("You really have to come, I insist.", "closed"),
        ("The train from Leeds was late.", "unmoved"),
        (" ", "unmoved"),
    ],
)
def test_a_line_is_judged_by_what_the_counterpart_makes_of_it(line: str, failed: str) -> None:
    at = shown()
    verdict = judge_line(at, line)
    assert (verdict.failed, verdict.right) == (failed, not failed), verdict
    assert at.name in verdict.said and str(at.resistance) in verdict.said
    if verdict.told is not None:
        turn = at.session.answer(line)
        assert (verdict.told.name, verdict.told.reply) == (at.name, turn.reply)
        fallen = -sum(points for _, points in verdict.told.causes)
        assert fallen == turn.before.resistance - turn.after.resistance
        assert verdict.right is (fallen >= LEAST)


#: Whoever says this twice has nobody to talk to after the third time.
PUSH = "You must come. You owe me that."


def test_a_line_that_ends_the_talk_is_told_as_that() -> None:
    at = shown(replace(CARD, after=(PUSH, PUSH)))
    verdict = judge_line(at, PUSH)
    assert verdict.failed == "ended" and verdict.said == "Anil Perera ends the talk there."


def test_a_dry_run_leaves_the_talk_where_it_is() -> None:
    at = shown()
    first = [judge_line(at, line) for line in ("You must!", CARD.model)]
    assert [judge_line(at, line) for line in ("You must!", CARD.model)] == first
    assert len(at.session.turns) == 1


def test_a_small_step_is_told_as_one_and_does_not_count() -> None:
    verdict = judge_line(shown(), "Ok.")
    assert verdict.failed in ("little", "unmoved") and not verdict.right


@pytest.mark.parametrize(
    "name", ["nobody", "", "../scenarios/coffee_neighbour", "/etc/passwd", "coffee_neighbour.yaml"]
)
def test_a_card_finds_its_scenario_by_id_alone(name: str) -> None:
    with pytest.raises(TrainerError, match="There is no scenario"):
        shown(replace(CARD, scenario=name))
    with pytest.raises(TrainerError, match="There is no scenario"):
        shown(replace(CARD, scenario=str(SCENARIOS / "coffee_neighbour.yaml")))


def test_a_talk_that_is_over_is_no_moment() -> None:
    with pytest.raises(TrainerError, match="is over before"):
        moment(replace(CARD, after=(PUSH, PUSH, PUSH)), load(SCENARIOS / "coffee_neighbour.yaml"))


def test_a_card_that_cannot_be_played_is_left_out_of_a_sitting() -> None:
    gone = replace(CARD, id="gone", scenario="not_here")
    moment_of = Moments(scenarios_in((SCENARIOS,)), meaning())
    sitting = Sitting.of(Queue((gone, CARD), 0), {}, set(), moment_of=moment_of)
    with pytest.raises(TrainerError, match="not_here"):
        sitting.moment()
    assert sitting.card is CARD and sitting.total == 1
    at = sitting.moment()
    assert at is not None
    answered = sitting.answer(CARD.model, 5.0, False, NOW)
    assert answered.verdict.right and answered.before is None and sitting.card is None


def test_every_shipped_card_has_a_model_that_counts_and_one_that_presses_does_not() -> None:
    moment_of = Moments(scenarios_in((SCENARIOS,)), meaning())
    judge_model = rehearsal(moment_of)
    assert SAID
    for card in SAID:
        assert judge_model(card).right, (card.id, judge_model(card))
        assert not judge_line(moment_of(card), "You owe me that, so decide today or forget it.").right, card.id


def test_a_check_plays_the_cards_and_names_what_fails(tmp_path: Path) -> None:
    deck = tmp_path / "drills" / "say.yaml"
    deck.parent.mkdir()
    source = (SCENARIOS / "drills" / "say.yaml").read_text(encoding="utf-8")
    deck.write_text(source.replace(SAID[0].model, "Ok."), encoding="utf-8")
    judge_model = rehearsal(Moments(scenarios_in(folders.scenario_places()), meaning()))
    _, faults = check_cards(deck, rehearsal=judge_model)
    assert [fault.rule for fault in faults] == ["model-fails"]
    assert check_cards(deck)[1] == []  # without playing, nobody knows


def test_scenarios_are_made_ready_before_their_cards_come_each_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    class Noted(Readiness):
        def __init__(self, scenario: Scenario, meaning: Meaning | None) -> None:
            made.append(scenario.id)
            super().__init__(scenario, meaning)

    monkeypatch.setattr("trainer.drills.dry_run.Readiness", Noted)
    moment_of = Moments(scenarios_in((SCENARIOS,)), meaning())
    gone, choice = replace(CARD, scenario="not_here"), Card("y", DrillKind.NO_MEANS, Skill.NO_MEANS, 1, "")
    moment_of.get_ready([choice, gone, CARD, replace(CARD, id="z", after=())])
    assert made == ["coffee_neighbour"]
    assert moment_of(CARD).says == shown().says
    assert made == ["coffee_neighbour", "coffee_neighbour"], "one more, of the moment to compare with"
    with pytest.raises(TrainerError, match="not_here"):
        moment_of(gone)
