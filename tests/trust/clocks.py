"""Clocks that are wrong: for a day or a year, ahead or behind, up to sixty years, in any zone."""

from __future__ import annotations

import os
import random
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fsrs import Rating

from trainer.drills.schedule import is_due, review
from trainer.history import History
from trainer.history.backups import DAILY, found
from trainer.history.holdings import contains
from trainer.history.restoration import chosen
from trainer.history.reviews import ReviewRow

from ..everything import talk
from .outcome import Outcome

_BEGUN = datetime(2026, 11, 24, 9, tzinfo=UTC)
_OFF = (1, 2, 7, 30, 365, 3_650, 21_900)
_ZONES = (
    "UTC",
    "Europe/Berlin",
    "Asia/Tokyo",
    "America/Los_Angeles",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "Asia/Kathmandu",
)
CARD = "card-a"


class Walk:
    """Days of use with a clock that is wrong now and then. `true`: what the time really is; `now`: what the clock says."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        self.path, self.chance = path, chance
        self.true, self.off, self.days_right = _BEGUN, timedelta(0), 0

    @property
    def now(self) -> datetime:
        return self.true + self.off

    def next_day(self) -> None:
        """Let a day go by, or a few; the clock goes wrong, or is put right."""
        self.true += timedelta(days=self.chance.choice((1, 1, 1, 2, 9)), minutes=self.chance.randrange(600))
        if self.chance.random() < 0.3:
            away = timedelta(days=self.chance.choice(_OFF)) * self.chance.choice((-1, 1))
            self.off = self.chance.choice((timedelta(0), away))
        self.days_right = 0 if self.off else self.days_right + 1
        os.environ["TZ"] = self.chance.choice(_ZONES)
        time.tzset()

    def use(self) -> str:
        """Say a line, answer a card, and close. Return what is wrong then, "" for nothing."""
        history = History.open(self.path)
        talk(history, f"Said on {self.true:%Y-%m-%d %H:%M}.", now=self.now, seed=self.chance.randrange(10**6))
        memory = review(history.reviews.memories().get(CARD), Rating.Good, self.now)
        history.reviews.add(ReviewRow(CARD, "flip", "no_oriented_ask", True, "", 4.5, False, 3, self.now), memory)
        made = history.back_up(self.now.astimezone().date())
        held = history.holdings()
        history.close(backed_up=False)
        if not made.exists():
            return "today's backup was deleted in the same breath"
        if not contains(chosen(self.path)[0].held, held):
            return "restore would not choose the backup that holds all"
        with closing(History.open(self.path)) as again:
            kept = again.reviews.memories()[CARD]
        # Two dozen right answers give an interval of some years by themselves.
        after = self.true + timedelta(days=8 * 365)
        return "" if is_due(kept, after) or is_due(kept, self.true) else f"the card comes back after {kept['due']}"


def run(seed: int, count: int, days: int = 25) -> Outcome:
    """Walk through `days` of use, `count` times."""
    outcome, zone = Outcome(), os.environ.get("TZ")
    try:
        for number in range(seed, seed + count):
            with tempfile.TemporaryDirectory() as name:
                walk = Walk(Path(name) / "history.sqlite", random.Random(f"clock {number}"))
                for day in range(days):
                    walk.next_day()
                    fault = walk.use()
                    outcome.count(f"walk {number}, day {day}: {fault}" if fault else "")
                if walk.days_right >= DAILY and len(found(walk.path)) < DAILY:
                    outcome.count(
                        f"walk {number}: only {len(found(walk.path))} backups after {walk.days_right} right days"
                    )
    finally:
        os.environ.pop("TZ", None) if zone is None else os.environ.__setitem__("TZ", zone)
        time.tzset()
    return outcome
