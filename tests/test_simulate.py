"""The players and their table: what is shown, that the seed decides, and what each way of asking comes to."""

from __future__ import annotations

import io
import json

import pytest

from trainer.commands.simulate import simulate_all
from trainer.errors import TrainerError
from trainer.language import MoveKind, read
from trainer.scenario import Level, load
from trainer.simulate import PLAYERS, simulate
from trainer.simulate.players import bank
from trainer.simulate.run import talk

from .conftest import SCENARIOS

MANAGER = load(SCENARIOS / "meeting_busy_manager.yaml")
RUNS = 40


def test_the_bank_is_rich_and_every_player_finds_its_lines() -> None:
    general = [line for key, lines in bank().items() if key not in ("topic", "likely") for line in lines]
    topical = [line for topic in bank()["topic"] for line in (*topic.labels, *topic.offers, *topic.questions)]
    assert len({*general, *topical}) >= 150
    known = {topic.id for topic in bank()["topic"]}
    assert all(set(likely) <= known for likely in bank()["likely"].values())


@pytest.mark.parametrize("player", PLAYERS)
def test_the_seed_decides_a_talk(player: str) -> None:
    assert talk(MANAGER, player, 7) == talk(MANAGER, player, 7)


def test_shares_add_up_to_one() -> None:
    row, spoken = simulate(MANAGER, "improving", 10)
    ends = (
        "agreed",
        "agreed_in_part",
        "postponed",
        "counterfeit_yes",
        "refused",
        "walked_away",
        "withdrawn",
        "unfinished",
    )
    assert sum(row.as_dict()[end] for end in ends) == pytest.approx(1)
    assert spoken <= {line.id for line in MANAGER.lines}


def test_listening_pays_and_nothing_else_does() -> None:
    agreed = {player: simulate(MANAGER, player, RUNS)[0].agreed for player in PLAYERS}
    assert agreed["skilled"] >= 0.8
    assert max(agreed[player] for player in ("pushy", "one_phrase", "parrot", "gibberish", "brief")) <= 0.05
    assert agreed["polite_yes"] <= 0.35


def test_harder_levels_are_harder() -> None:
    easy, medium, hard = (simulate(MANAGER.at_level(level), "skilled", RUNS)[0] for level in Level)
    assert easy.agreed >= medium.agreed > hard.agreed >= 0.4
    assert easy.mean_turns < hard.mean_turns


def test_no_reply_is_said_twice_in_a_talk() -> None:
    for number in range(RUNS):
        replies = talk(MANAGER, "skilled", number).replies
        assert len(set(replies)) == len(replies)


def test_the_pushy_lines_press_and_the_polite_ones_do_not() -> None:
    heard = [read(line.format(goal=MANAGER.goal.what)).kind for line in bank()["no_asks"]]
    assert heard.count(MoveKind.NO_ORIENTED_ASK) / len(heard) >= 0.9
    polite = [read(line.format(goal=MANAGER.goal.what)).kind for line in bank()["yes_asks"]]
    assert MoveKind.PRESSURE not in polite


def test_the_command_prints_for_people_and_as_json() -> None:
    out = io.StringIO()
    simulate_all([MANAGER], [Level.EASY], "parrot", 2, 0, False, out)
    assert "parrot" in out.getvalue() and "never spoken" in out.getvalue() and "waiting for a word" in out.getvalue()
    out = io.StringIO()
    simulate_all([MANAGER], [Level.EASY, Level.HARD], "parrot", 2, 0, True, out)
    rows = [json.loads(row) for row in out.getvalue().splitlines()]
    assert [row["level"] for row in rows] == ["easy", "hard"]
    assert {"scenario", "player", "runs", "agreed", "mean_turns", "mean_resistance"} <= set(rows[0])


def test_an_unknown_player_and_no_runs_get_a_sentence() -> None:
    with pytest.raises(TrainerError, match="skilled"):
        simulate_all([MANAGER], [Level.EASY], "nobody", 2, 0, True, io.StringIO())
    with pytest.raises(TrainerError, match="at least 1"):
        simulate_all([MANAGER], [Level.EASY], None, 0, 0, True, io.StringIO())


def test_who_listens_and_asks_for_a_plain_yes_gets_it_now_and_then_and_who_hurries_never() -> None:
    listens, hurries = (simulate(MANAGER.at_level(Level.MEDIUM), name, 20)[0] for name in ("plain_yes", "hasty"))
    assert 0 < listens.agreed < 1
    assert hurries.agreed == 0
