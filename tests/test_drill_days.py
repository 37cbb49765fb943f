"""The learner's day, which turns at four, and what the end of a sitting says of the days to come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from fsrs import Rating

from trainer.drills import Card, DrillKind, Skill
from trainer.drills.day import beginning_of, day_of, told
from trainer.drills.queue import Queue, queue
from trainer.drills.schedule import day_due, due, gap, is_due, review
from trainer.drills.sitting import Sitting
from trainer.drills.summary import summary
from trainer.drills.wording import explained, hint

NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Put the system into another time zone."""

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("zone_name", "moment", "day"),
    [
        ("UTC", "2026-11-24T03:59:59+00:00", "2026-11-23"),
        ("UTC", "2026-11-24T04:00:00+00:00", "2026-11-24"),
        ("UTC", "2027-01-01T02:00:00+00:00", "2026-12-31"),
        ("Europe/Berlin", "2026-11-24T02:59:00+00:00", "2026-11-23"),
        ("Europe/Berlin", "2026-11-24T03:00:00+00:00", "2026-11-24"),
        ("Asia/Kolkata", "2026-11-23T22:30:00+00:00", "2026-11-24"),
        ("America/New_York", "2026-11-24T08:59:00+00:00", "2026-11-23"),
        # the nights when clocks change: four on the wall is four
        ("Europe/Berlin", "2026-03-29T01:59:00+00:00", "2026-03-28"),
        ("Europe/Berlin", "2026-03-29T02:00:00+00:00", "2026-03-29"),
        ("Europe/Berlin", "2026-10-25T02:59:00+00:00", "2026-10-24"),
        ("Europe/Berlin", "2026-10-25T03:00:00+00:00", "2026-10-25"),
    ],
)
def test_the_day_turns_at_four_by_the_clock_on_the_wall(
    zone: Callable[[str], None], zone_name: str, moment: str, day: str
) -> None:
    zone(zone_name)
    assert day_of(datetime.fromisoformat(moment)) == date.fromisoformat(day)
    begins = beginning_of(date.fromisoformat(day))
    assert day_of(begins) == date.fromisoformat(day) != day_of(begins - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("days", "words"),
    [(-3, "today"), (0, "today"), (1, "tomorrow"), (2, "on Thursday"), (6, "on Monday"), (7, "on 1 December"),
     (400, "on 29 December 2027")],
)  # fmt: skip
def test_a_day_is_told_as_people_say_it(days: int, words: str) -> None:
    today = date(2026, 11, 24)  # a Tuesday
    assert told(today + timedelta(days=days), today) == words


def learned(when: datetime, times: int = 1) -> dict[str, object]:
    """Return the memory of a card that was answered rightly, quickly, some times on one day after another."""
    memory = None
    for _ in range(times):
        memory = review(memory, Rating.Easy, when)
        when = due(memory)
    assert memory is not None
    return memory


def test_a_learned_card_comes_from_the_morning_of_its_day(zone: Callable[[str], None]) -> None:
    zone("UTC")
    memory = learned(datetime(2026, 11, 24, 22, 0, tzinfo=UTC))
    first = beginning_of(day_due(memory))
    assert first.hour == 4 and first < due(memory)
    assert is_due(memory, first) and not is_due(memory, first - timedelta(minutes=1))


def test_a_missed_card_comes_again_in_its_minutes_not_at_once(zone: Callable[[str], None]) -> None:
    zone("UTC")
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    memory = review(None, Rating.Again, now)
    assert not is_due(memory, now) and is_due(memory, due(memory))


def test_ten_new_cards_belong_to_one_evening_that_goes_past_midnight(zone: Callable[[str], None]) -> None:
    zone("UTC")
    late, after = NEW_YEAR.replace(hour=23, minute=50), NEW_YEAR + timedelta(minutes=45)
    assert beginning_of(day_of(after)) <= late, "the ten of 23:50 count at 00:15"


def test_the_gap_between_two_answers_is_counted_in_days(zone: Callable[[str], None]) -> None:
    zone("UTC")
    before = review(None, Rating.Easy, NEW_YEAR)
    after = review(before, Rating.Good, NEW_YEAR + timedelta(days=12, hours=4))
    assert gap(before, after) == 12


# -- the end of a sitting

CARD = Card("a", DrillKind.NO_MEANS, Skill.NO_MEANS, 1, "", prompt="Can we meet?", answer="refuse")
LABEL = replace(CARD, id="b", skill=Skill.LABEL, prompt="It sounds like rain.", answer="none")


def sat(answers: dict[str, bool], memories: dict[str, dict[str, object]], now: datetime) -> Sitting:
    """Answer the two cards, each once or twice."""
    cards = tuple(card for card in (CARD, LABEL) if card.id in answers)
    sitting = Sitting.of(Queue(cards, len(memories)), memories, set())
    while sitting.card is not None:
        card = sitting.card
        again = any(one.card.id == card.id for one in sitting.done)
        sitting.answer(card.answer if answers[card.id] or again else "accept", 30.0, False, now)
    return sitting


def test_the_end_says_what_was_learned_and_when_the_cards_come_again(zone: Callable[[str], None]) -> None:
    zone("UTC")
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    known = {"a": learned(now - timedelta(days=20))}
    sitting = sat({"a": True, "b": False}, known, now)
    found = summary(sitting.done, sitting.memories, (CARD, LABEL), now)
    assert (found.right, found.answered, found.missed) == (2, 3, (LABEL,))
    assert found.learned == (
        "Telling what a “no” does: 1 of 1 right", "Naming a feeling: 1 of 2 right",
        "1 card met for the first time", "1 card still known, after up to 20 days",
    )  # fmt: skip
    again = day_due(sitting.memories["a"])
    minutes = -(-(due(sitting.memories["b"]) - now) // timedelta(minutes=1))
    assert found.coming[0] == f"These cards come again: 1 in {minutes} minutes, 1 {told(again, day_of(now))}."
    assert found.more is any(is_due(memory, now) for memory in sitting.memories.values())


def test_the_end_says_when_there_is_something_to_do_again(zone: Callable[[str], None]) -> None:
    zone("UTC")
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    sitting = sat({"a": True}, {"a": learned(now - timedelta(days=20))}, now)
    first = summary(sitting.done, sitting.memories, (CARD,), now).coming[-1]
    assert first == f"The next 1 card comes {told(day_due(sitting.memories['a']), day_of(now))}."
    fresh = summary(sitting.done, sitting.memories, (CARD, LABEL), now).coming[-1]
    assert fresh.endswith("; new ones come tomorrow.")
    waiting = {**sitting.memories, "b": learned(now - timedelta(days=40))}
    heap = summary(sitting.done, waiting, (CARD, LABEL), now)
    assert heap.more and heap.coming[-1] == "1 card more is due now."
    # what belongs to a card that is gone waits for nobody
    assert not summary(sitting.done, waiting, (CARD,), now).more


def test_a_queue_holds_what_is_due_today_from_four_on(zone: Callable[[str], None]) -> None:
    zone("UTC")
    memory = learned(datetime(2026, 11, 24, 22, 0, tzinfo=UTC))
    morning = beginning_of(day_due(memory)) + timedelta(hours=3)
    assert queue((CARD,), {"a": memory}, morning).due == 1


# -- words on a card


def test_a_hint_tells_more_than_the_prompt_does() -> None:
    flip = Card(
        "f",
        DrillKind.FLIP,
        Skill.NO_ORIENTED_ASK,
        1,
        "",
        prompt="Can we meet?",
        model="Would it be a bad idea to meet?",
    )
    assert hint(flip) == "It could begin: “Would it be a …”"
    condition = replace(flip, prompt="If it rains, can we meet?", model="If it rains, would it be a bad idea to meet?")
    assert hint(condition) == "It could begin: “If it rains, would it be a …”"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Which line is the label?", ["Label"]),
        ("Which line is the accusation audit?", ["Accusation audit"]),
        ("The audit says it first; labels come later.", ["Audit", "Label"]),
        ("A no-oriented ask is not a yes-oriented ask.", ["Yes-oriented ask", "No-oriented ask"]),
        ("Their resistance falls.", ["Resistance"]),
        ("What would a plain “no” do?", []),
        ("The labelling machine", []),
    ],
)
def test_the_terms_on_a_card_are_explained_each_once(text: str, terms: list[str]) -> None:
    found = explained(text)
    assert [row.split(":")[0] for row in found] == terms
    assert all(len(row) > len(row.split(":")[0]) + 10 for row in found)
