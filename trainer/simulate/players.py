"""The players: ten ways of leading a talk, each a choice of lines from `players.toml`.

A player sees the brief, the goal and what the counterpart says: no state, no concerns, no causes. Its lines were
written by somebody who had not seen the counterpart's tables.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ..language import read
from ..language.topics import spoken_of

#: After this many lines a player gives up.
LONGEST_TALK = 34
#: How often (0–1, as below) a listener asks about a worry before naming it.
_ASKS_FIRST = 0.5
#: After this many asks, or turns for the polite one, a player may let the request go.
_ENOUGH = 6
#: After this many figures a player takes what is on offer.
_COUNTERED_ENOUGH = 5
#: How many words the parrot gives back.
_ECHO = 5
#: After this many lines the improving player listens.
_LEARNS_AT = 3
#: How often the pushy player begins at twice the amount, and how often the improving one falls back.
_TWICE, _LAPSES = 0.5, 0.35
#: How often the polite player, after _ENOUGH turns, lets the request go.
_LETS_GO = 0.35
#: How often a listener who has heard no worry yet asks about a likely one.
_GUESSES = 0.4
#: How often a listener whose ask was not granted gives no more than a free choice.
_LEAVES_FREE = 0.2
#: After this many lines the hasty player gives up.
_HASTY_LINES = 2
#: How often an offer is accepted by asking for it.
_ASKS_TO_CLOSE = 0.5


@dataclass(frozen=True, slots=True)
class Topic:
    """A worry as any listener knows it. `hears`: words that reveal it; the other fields: what can be said to it."""

    id: str
    hears: tuple[str, ...]
    labels: tuple[str, ...]
    offers: tuple[str, ...]
    questions: tuple[str, ...]


@cache
def bank() -> dict[str, Any]:
    """Return all lines of the players, and the topics under "topic"."""
    with Path(__file__).with_name("players.toml").open("rb") as file:
        table = tomllib.load(file)
    table["topic"] = tuple(
        Topic(row["id"], *map(tuple, (row["hears"], row["labels"], row["offers"], row["questions"])))
        for row in table["topic"]
    )
    return table


@dataclass
class Player:
    """One talk of one player. `goal`: what is to be agreed; `chance`: the only source of variety.

    `lapses`: how often (0–1) an ask comes out yes-oriented.
    """

    goal: str
    kind: str
    chance: random.Random
    used: set[str] = field(default_factory=set)
    labelled: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)
    questioned: list[str] = field(default_factory=list)
    asked: int = 0
    given: int = 0
    countered: int = 0
    lapses: float = 0.0

    def pick(self, lines: Sequence[str]) -> str:
        """Choose a line that was not said yet, if there is one, and fill in the goal."""
        fresh = [line for line in lines if line not in self.used] or list(lines)
        line = self.chance.choice(fresh)
        self.used.add(line)
        return line.format(goal=self.goal)

    def from_bank(self, key: str) -> str:
        return self.pick(bank()[key])


Speak = Callable[[Player, Sequence[str]], str]


def skilled(player: Player, replies: Sequence[str]) -> str:
    """Listen: name what is heard, offer what answers it, and ask so that a no is safe."""
    turn = len(replies)
    if turn == 1:
        return player.from_bank("audits")
    figure = _figure(replies[-1])
    # What they give back of one's own request is no offer.
    if figure and not _amounts(figure) & _amounts(player.goal) and player.asked:
        return _bargain(player, figure)
    heard = [topic for topic in _topics(replies[-1], player.kind) if topic.id not in player.answered]
    known = [topic for topic in heard if topic.id in player.labelled]
    if known:
        player.answered.append(known[0].id)
        return player.pick(known[0].offers)
    if heard and player.chance.random() < _ASKS_FIRST and heard[0].id not in player.questioned:
        player.questioned.append(heard[0].id)
        return player.pick(heard[0].questions)
    if heard:
        player.labelled.append(heard[0].id)
        return player.pick(heard[0].labels)
    open_ends = [topic for topic in _all_topics() if topic.id in player.labelled and topic.id not in player.answered]
    if open_ends:
        player.answered.append(open_ends[0].id)
        return player.pick(open_ends[0].offers)
    if turn == 2 or (not player.answered and turn % 2 == 0):
        guesses = player.chance.random() < _GUESSES
        return (
            player.pick(player.chance.choice(_likely(player.kind)).questions) if guesses else player.from_bank("open")
        )
    if player.asked >= _ENOUGH:
        return player.from_bank("letting_go")
    if player.asked > player.given:
        # Asked and not granted: give them something before the next ask.
        player.given += 1
        if player.chance.random() < _LEAVES_FREE:
            return player.from_bank("autonomy")
        return player.pick(player.chance.choice(_likely(player.kind)).offers)
    return _ask(player)


def _likely(kind: str) -> list[Topic]:
    return [topic for topic in _all_topics() if topic.id in bank()["likely"][kind]]


def _bargain(player: Player, figure: str) -> str:
    """Answer a figure with something in favour of more, until it has moved often enough or stops; then take it."""
    moved = figure not in player.used
    player.used.add(figure)
    player.countered += moved
    if moved and player.countered <= _COUNTERED_ENOUGH:
        topics = [topic for topic in _all_topics() if topic.id in player.answered] or _likely(player.kind)
        return f"{player.pick(player.chance.choice(topics).offers)} {player.from_bank('no_asks')}"
    if player.chance.random() < _ASKS_TO_CLOSE:
        return player.pick([line.replace("{goal}", figure) for line in bank()[_asks(player)]])
    return player.chance.choice(["I can live with that.", "That works for me. Agreed."]) + f" {figure}, then."


def _asks(player: Player) -> str:
    """Return the bank for the player's next ask."""
    return "yes_asks" if player.lapses and player.chance.random() < player.lapses else "no_asks"


def _ask(player: Player) -> str:
    player.asked += 1
    bank_of_asks = _asks(player)
    asked = player.from_bank(bank_of_asks)
    if bank_of_asks == "yes_asks":
        return asked
    return f"{player.from_bank('autonomy')} {asked}" if player.asked % 2 else asked


def polite_yes(player: Player, replies: Sequence[str]) -> str:
    """Be kind and friendly, but make every ask yes-oriented."""
    turn = len(replies)
    if turn == 1:
        return player.from_bank("greetings")
    if turn > _ENOUGH and player.chance.random() < _LETS_GO:
        return player.from_bank("letting_go")
    return player.from_bank("yes_asks" if turn % 2 == 0 else player.chance.choice(["reasons", "thanks", "reasons"]))


def pushy(player: Player, replies: Sequence[str]) -> str:
    """Press from the first line on; if there is an amount, sometimes ask for twice as much."""
    if len(replies) == 1 and player.chance.random() < _TWICE:
        twice = _twice(player.goal)
        if twice != player.goal:
            return player.pick([line.replace("{goal}", twice) for line in bank()["no_asks"]])
    return player.from_bank("pushy" if len(replies) % 3 else "yes_asks")


def _twice(goal: str) -> str:
    """Return the goal with its amounts doubled, unchanged if it names none."""
    for term in reversed(read(goal).terms):
        if term.what in ("money", "percent") and term.value:
            twice = re.sub(r"\d[\d,.]*\d|\d+|^\w+", f"{2 * term.value:,.0f}", term.text, count=1)
            goal = goal[: term.start] + twice + goal[term.end :]
    return goal


def one_phrase(player: Player, replies: Sequence[str]) -> str:
    """Repeat one good question for ever."""
    if not player.used:
        player.from_bank("no_asks")
    (line,) = player.used
    return line.format(goal=player.goal)


def parrot(player: Player, replies: Sequence[str]) -> str:
    """Give back the last words, whatever they are."""
    words = re.findall(r"[\w'’-]+", re.split(r"(?<=[.!?])\s+", replies[-1].strip())[-1])
    return " ".join(words[-_ECHO:]).capitalize() + "?" if words else "Hm?"


def gibberish(player: Player, replies: Sequence[str]) -> str:
    """Make no sense."""
    return player.from_bank("gibberish")


def brief(player: Player, replies: Sequence[str]) -> str:
    """Say two words a turn."""
    return player.from_bank("brief")


def improving(player: Player, replies: Sequence[str]) -> str:
    """Begin with yes-oriented asks, then listen."""
    if len(replies) <= _LEARNS_AT:
        return polite_yes(player, replies)
    player.lapses = _LAPSES
    return skilled(player, replies)


def plain_yes(player: Player, replies: Sequence[str]) -> str:
    """Listen as well as the skilled one, but ask for a plain yes every time."""
    player.lapses = 1.0
    return skilled(player, replies)


def hasty(player: Player, replies: Sequence[str]) -> str:
    """Ask at once so that a no grants it, with an offer, and once more; nothing else, and then give up."""
    if len(replies) > _HASTY_LINES:
        return player.from_bank("letting_go")
    offered = player.pick(player.chance.choice(_likely(player.kind)).offers)
    return f"{offered} {player.from_bank('no_asks')}"


PLAYERS: dict[str, Speak] = {
    "skilled": skilled,
    "polite_yes": polite_yes,
    "pushy": pushy,
    "one_phrase": one_phrase,
    "parrot": parrot,
    "gibberish": gibberish,
    "brief": brief,
    "improving": improving,
    "plain_yes": plain_yes,
    "hasty": hasty,
}


@lru_cache(maxsize=2048)
def _amounts(text: str) -> frozenset[float]:
    """Return the amounts that a text names."""
    return frozenset(term.value for term in read(text).terms if term.what in ("money", "percent") and term.value)


@lru_cache(maxsize=2048)
def _figure(reply: str) -> str:
    """Return the last amount a reply names, "" for none."""
    named = [term.text for term in read(reply).terms if term.what in ("money", "percent") and term.value]
    return named[-1] if named else ""


@lru_cache(maxsize=2048)
def _topics(reply: str, kind: str) -> tuple[Topic, ...]:
    """Return the topics a reply reveals, of those likely in this kind of scenario; most revealing first."""
    likely = bank()["likely"][kind]
    found = [(len(spoken_of(reply, topic.hears)), topic) for topic in _all_topics() if topic.id in likely]
    return tuple(topic for hits, topic in sorted(found, key=lambda pair: -pair[0]) if hits)


def _all_topics() -> tuple[Topic, ...]:
    return bank()["topic"]  # type: ignore[no-any-return]
