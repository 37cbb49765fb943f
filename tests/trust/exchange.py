"""Histories that are exchanged both ways, in any order, while talks go on in each: every line and note is kept once.

People say the same again, so some lines are of the same words; what tells these apart is only where and when they were said.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from trainer.history import History
from trainer.history.merge import merge
from trainer.session import Session

from ..everything import coffee
from .outcome import Outcome

_BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
_FILES, _STEPS = 3, 40
#: How often a line is one that was said before as well, and its words.
_AGAIN, _SAME = 0.35, "The same words again."
#: The lines of a talk from its first one on, in one of the ways it took.
Way = tuple[str, ...]


class Exchange:
    """Some files, and for each the ways that must be in it. `said`: all that was said so far anywhere, way by way."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.files = [folder / f"{number}.sqlite" for number in range(_FILES)]
        self.chance, self.lines = chance, 0
        self.ways: list[set[Way]] = [set() for _ in self.files]
        self.said: set[Way] = {()}
        self.notes: list[set[str]] = [set() for _ in self.files]

    def step(self) -> str:
        """Do something by chance in one file. Return what is wrong then, "" for nothing."""
        place = self.chance.randrange(_FILES)
        acts: tuple[Callable[[History, int], str], ...] = (
            self.begin,
            self.go_on,
            self.try_another,
            self.take_in,
            self.note,
        )
        act = self.chance.choices(acts, (2, 6, 4, 4, 1))[0]
        with closing(History.open(self.files[place])) as history:
            told = act(history, place)
            history.writes.changed = False  # no backup
        return told or next((fault for one in range(_FILES) if (fault := self.fault_of(one))), "")

    def say(self, history: History, place: int, talk: int, before: Way) -> None:
        """Say a line in a talk. `before`: what was said in it up to there."""
        session = Session(coffee(), 3)
        for line in before:
            if session.outcome is None:
                session.say(line)
        if session.outcome is None:
            self.lines += 1
            words = _SAME if self.chance.random() < _AGAIN else f"Line number {self.lines}."
            way = (*before, words)
            history.add_turn(talk, session.say(way[-1]), self.now())
            self.ways[place].add(way)
            self.said |= {way[:number] for number in range(len(way) + 1)}

    def now(self) -> datetime:
        return _BEGUN + timedelta(seconds=self.lines)

    def begin(self, history: History, place: int) -> str:
        self.say(history, place, history.start(Session(coffee(), 3), self.now()), ())
        return ""

    def go_on(self, history: History, place: int) -> str:
        if talks := [row.id for row in history.sessions() if row.outcome is None]:
            talk = self.chance.choice(talks)
            self.say(history, place, talk, _way(history, talk))
        return ""

    def try_another(self, history: History, place: int) -> str:
        """Try another line somewhere in a talk."""
        if talks := [row.id for row in history.sessions() if row.turns]:
            talk = self.chance.choice(talks)
            way = _way(history, talk)
            number = self.chance.randint(1, len(way))
            session = Session(coffee(), 3)
            for line in way[: number - 1]:
                session.say(line)
            self.say(history, place, history.start(session, self.now(), talk, number), way[: number - 1])
        return ""

    def note(self, history: History, place: int) -> str:
        """Answer a question of the debrief, each time another one, so that no answer replaces another."""
        if talks := [row.id for row in history.sessions()]:
            self.lines += 1
            history.notes.reflect(self.chance.choice(talks), {f"{self.lines}": f"Note {self.lines}."}, self.now())
            self.notes[place].add(f"Note {self.lines}.")
        return ""

    def take_in(self, history: History, place: int) -> str:
        """Take in another file, twice; one that is not there yet is made as a copy of this one."""
        other = self.chance.choice([one for one in range(_FILES) if one != place])
        if not self.files[other].exists():
            self.files[other].write_bytes(self.files[place].read_bytes())
            self.ways[other], self.notes[other] = set(self.ways[place]), set(self.notes[place])
            return ""
        merge(history, self.files[other])
        self.ways[place] |= self.ways[other]
        self.notes[place] |= self.notes[other]
        again = merge(history, self.files[other]).told()
        return f"new the second time: {again}" if again else ""

    def fault_of(self, place: int) -> str:
        """Return what is wrong with a file, "" for nothing."""
        if not self.files[place].exists():
            return ""
        with closing(History.open(self.files[place])) as history:
            talks = [row.id for row in history.sessions()]
            found = {_way(history, talk) for talk in talks}
            numbers = [[turn.number for turn in history.turns(talk)] for talk in talks]
            notes = [row["answer"] for row in history.raw.query("select answer from reflections order by answer")]
            twice = history.raw.query("select line from turns group by line, said_at having count(*) > 1")
        if wrong := next((one for one in numbers if one != list(range(1, len(one) + 1))), None):
            return f"the lines of a talk are numbered {wrong}"
        there = {way[:number] for way in found for number in range(len(way) + 1)}
        if twice:
            return f"said once, and stored twice: {twice[0]['line']}"
        if notes != sorted(self.notes[place]):
            return f"notes: {notes} instead of {sorted(self.notes[place])}"
        if not found <= self.said:
            return f"never said so: {sorted(found - self.said)[0]}"
        lost = sorted(self.ways[place] - there)
        return f"lost: {lost[0]}" if lost else ""


def _way(history: History, talk: int) -> Way:
    return tuple(turn.line for turn in history.turns(talk))


def run(seed: int, count: int) -> Outcome:
    """Go so many walks."""
    outcome = Outcome()
    for number in range(seed, seed + count):
        with tempfile.TemporaryDirectory() as folder:
            exchange, told = Exchange(Path(folder), random.Random(number)), ""
            for step in range(_STEPS):
                told = told or (f"{number}, step {step}: {fault}" if (fault := exchange.step()) else "")
            outcome.count(told)
            outcome.wanted += sum(map(len, exchange.ways))
            outcome.got += 0 if told else sum(map(len, exchange.ways))
    return outcome
