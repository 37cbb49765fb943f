"""A file filled by the real engine, to try things out and to measure: simulated learners who improve with time."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from .coach import Feedback
from .counterpart import respond
from .drills import Card
from .drills.schedule import Result, grade, review
from .history import History
from .history.reviews import ReviewRow
from .language import read
from .scenario import Level, Outcome, Scenario
from .session import Session, Turn
from .simulate import PLAYERS, Player

#: The players a learner is, from the first session to the last; and how many cards are answered for each session.
_PLAYERS = ("pushy", "polite_yes", "improving", "skilled")
REVIEWS_A_SESSION = 5
#: Sessions a day, and sessions written in one transaction.
_A_DAY, _BATCH = 3, 200
_LONGEST = 20


def fill(
    history: History, scenarios: Sequence[Scenario], cards: Sequence[Card], sessions: int, seed: int, now: datetime
) -> None:
    """Write `sessions` sessions and some reviews, the last at `now`. Only the seed decides what is said."""
    chance = random.Random(seed)
    done = 0
    while done < sessions:
        with history.batch():
            for number in range(done, min(done + _BATCH, sessions)):
                begun = now - timedelta(days=(sessions - number) / _A_DAY)
                _talk(history, chance, scenarios, number / max(1, sessions - 1), begun)
                if cards:
                    _answers(history, chance, cards, number / max(1, sessions - 1), begun)
        done += _BATCH


def _talk(
    history: History, chance: random.Random, scenarios: Sequence[Scenario], skill: float, begun: datetime
) -> None:
    scenario = chance.choice(scenarios).at_level(chance.choice(list(Level)))
    session = Session(scenario, chance.randrange(2**31))
    stage = skill * (len(_PLAYERS) - 1) + chance.uniform(-0.6, 0.6)
    name = _PLAYERS[min(len(_PLAYERS) - 1, max(0, round(stage)))]
    session_id = history.start(session, begun)
    moment = begun
    for turn in _turns(session, name, chance):
        moment += timedelta(seconds=chance.randrange(10, 60))
        history.add_turn(session_id, turn, moment)
    if session.outcome is None:
        history.end(session_id, Outcome.UNFINISHED, moment)


def _turns(session: Session, name: str, chance: random.Random) -> Iterator[Turn]:
    """Yield the turns of a simulated player, answered but without feedback."""
    player = Player(session.scenario.goal.what, str(session.scenario.kind), random.Random(chance.random()))
    replies = [session.scenario.opening]
    while session.outcome is None and len(replies) <= _LONGEST:
        line = PLAYERS[name](player, replies)
        before = session.state
        reading = read(line, after=replies[-1])
        response = respond(session.scenario, before, reading)
        turn = Turn(
            before.turn + 1, line, reading, before, response.state, response.causes, response.decision, response.reply,
            response.thought, Feedback(()),
        )  # fmt: skip
        session.turns.append(turn)
        replies.append(response.reply)
        yield turn


def _answers(history: History, chance: random.Random, cards: Sequence[Card], skill: float, begun: datetime) -> None:
    chosen = chance.sample(cards, REVIEWS_A_SESSION)
    memories = history.reviews.memories_of(card.id for card in chosen)
    for number, card in enumerate(chosen):
        right = chance.random() < 0.55 + 0.4 * skill
        result = Result(right, chance.uniform(3, 40))
        rating = grade(card.kind, result)
        moment = begun + timedelta(minutes=20 + number)
        memory = review(memories.get(card.id), rating, moment)
        history.reviews.add(
            ReviewRow(
                card.id,
                str(card.kind),
                str(card.skill),
                right,
                "" if right else "wrong",
                result.seconds,
                False,
                int(rating),
                moment,
            ),
            memory,
        )
