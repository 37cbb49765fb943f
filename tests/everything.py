"""A file with rows in all tables, made through the program itself, and a look at everything that can be read of one."""

from __future__ import annotations

import contextlib
import json
import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from fsrs import Rating

from trainer.drills.schedule import review
from trainer.errors import TrainerError
from trainer.gui.progress.talks_table import cells
from trainer.history import History, backups
from trainer.history.reviews import ReviewRow
from trainer.progress import glance, phrases, skills
from trainer.progress.exports import export
from trainer.progress.report import report
from trainer.progress.talk_debrief import of_stored
from trainer.scenario import Outcome, Scenario, load
from trainer.session import Session
from trainer.workshop import Workshop

from .conftest import ROOT

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@cache
def coffee() -> Scenario:
    return load(ROOT / "scenarios" / "coffee_new_acquaintance.yaml")


def exported(history: History) -> dict[str, Any]:
    """What `trainer export` writes as JSON."""
    made = export(history, "json", NOW.date())
    return dict(json.loads(made.files["export.json"]))


def backup_of(path: Path, day: date) -> Path:
    """The backup of a file that was made on a day, by its name."""
    (found,) = [file for made, number, file in backups.found(path) if made == day and number == 1]
    return found


def gone_of(days: Iterable[date]) -> set[date]:
    """The days whose backups are deleted when that of the last of them is made, each holding more than the one before."""
    known = [
        backups.Backup(Path(day.isoformat()), day, held={("talk", "one"): number})
        for number, day in enumerate(sorted(days), start=1)
    ]
    return {one.day for one in backups.superseded(known, known[-1], known[-1].day)}


def talk(history: History, *lines: str, now: datetime = NOW, seed: int = 3) -> tuple[int, Session]:
    session = Session(coffee(), seed)
    session_id = history.start(session, now)
    for line in lines:
        history.add_turn(session_id, session.say(line), now)
    return session_id, session


def practise(history: History, day: int, name: str = "") -> None:
    """What one learner does on a day: a talk in two ways, words about it, two cards, and for nobody a workshop."""
    now = NOW + timedelta(days=day)
    mine = history.profile
    if name:
        known = {profile.name: profile.id for profile in history.profiles.all()}
        history.profiles.choose(known.get(name) or history.profiles.add(name, "learner", now).id)
    session_id, session = talk(history, f"Hello on day {day}!", "Can we have a coffee?", now=now, seed=day)
    branch = session.branch(2)
    way = history.start(branch, now + timedelta(minutes=1), session_id, 2)
    history.add_turn(way, branch.say("Would it be a bad idea to have a coffee?"), now + timedelta(minutes=1), 2, "warm")
    history.end(session_id, Outcome.UNFINISHED, now)
    history.notes.reflect(session_id, {"what": f"I asked on day {day}.", "next": "I will wait."}, now)
    history.notes.commit(session_id, f"On day {day} I will call.", now)
    made = history.notes.open_commitment()
    assert made is not None
    history.notes.answer_commitment(made.id, "done", "It went well.", now + timedelta(hours=1))
    for card in ("card-a", "card-b"):
        memory = review(history.reviews.memories().get(card), Rating.Good, now)
        history.reviews.add(ReviewRow(card, "flip", "no_oriented_ask", True, "", 4.5, False, 3, now), memory)
    history.profile = mine


def hold_workshop(history: History, day: int) -> None:
    now = NOW + timedelta(days=day)
    owner = history.profiles.add(f"Workshop of day {day}", "workshop", now).id
    mine, history.profile = history.profile, owner
    session_id, _ = talk(history, "Hello from the room!", now=now, seed=100 + day)
    history.profile = mine
    state = Workshop("coffee_new_acquaintance", "easy", 1, started=now.timestamp()).said("Hello from the room!")
    history.workshops.begin(owner, state.stored_as(session_id).as_dict(), now)


def fill_all(path: Path, days: int = 2) -> None:
    history = History.open(path)
    for day in range(days):
        practise(history, day)
        practise(history, day, "Ada")
    hold_workshop(history, 0)
    history.close(backed_up=False)


def look_at_all(history: History) -> None:
    """Every reading function of the history, for every learner, and what the progress pages make of it."""
    history.faults()
    history.tables()
    exported(history)
    unfinished = history.workshops.unfinished()
    if unfinished is not None:
        with contextlib.suppress(KeyError, TypeError, ValueError):  # as the stage does, which says so
            Workshop.from_dict(unfinished[2])
    for profile in history.profiles.all():
        history.profiles.choose(profile.id)
        history.profiles.current()
        _look_at_talks(history)
        _look_at_answers(history)
        _look_at_progress(history)


def _look_at_talks(history: History) -> None:
    for row in history.sessions():
        history.turns(row.id)
        history.last_state(row.id)
        history.session(row.id)
        history.notes.reflections(row.id)
        history.notes.commitment_of(row.id)
        if row.scenario == "coffee_new_acquaintance":
            of_stored(history, row, coffee())
            if row.outcome is None:
                with contextlib.suppress(TrainerError):  # "please start it anew"
                    history.resume(row, coffee())
    history.resumable()
    history.notes.open_commitment()
    history.notes.last_commitment()
    history.figures.own_asks(40)


def _look_at_answers(history: History) -> None:
    reviews = history.reviews
    memories = reviews.memories()
    assert reviews.memories_of(memories).keys() <= memories.keys()
    for card, memory in memories.items():
        reviews.last(card)
        review(memory, Rating.Good, NOW)
    for one in reviews.all():
        assert one.reviewed.tzinfo is not None
    reviews.last_time()
    reviews.first_met_between(NOW, NOW)


def _look_at_progress(history: History) -> None:
    figures, long_ago = history.figures, NOW - timedelta(days=370)
    days, effects, outcomes = figures.days(long_ago), figures.effects(long_ago), figures.outcomes()
    months = figures.sessions_by_month()
    glance.heat_map(days, NOW.date())
    glance.suggest(effects, sum(months.values()), 1, any(held for held, _, _ in outcomes))
    everything = [skills.share_of_asks(effects), skills.retention_of(figures.answers_by_month())]
    everything += [skills.effect_of(figures.effects(), move) for move in skills.SHOWN]
    everything += [skills.use_per_session(effects, months, move) for move in skills.SHOWN]
    skills.table_of(everything)
    figures.asks()
    for line in figures.sessions():
        cells(line)
    phrases.count_fillers(figures.lines_since(long_ago))
    figures.families_since(long_ago)
    report(history, "me", date(2026, 11, 24))


def flipped(data: bytes, seed: int, flips: int, begin: int = 0) -> bytes:
    """The same bytes with some bits turned over."""
    changed, chance = bytearray(data), random.Random(seed)
    for _ in range(flips):
        changed[chance.randrange(begin, len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)
