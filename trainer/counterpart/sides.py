"""A line in its talk → what, of all that this person can say, it asks for: one side of one fact, worry or reaction.

Whatever can be said is ranked at once: what has just been spoken of, what the line names, and what follows up either.
The line is read together with their last reply, so that "and did he mind?" finds who he is. How much each way of
comparing counts was fitted to the labelled turns of tests/lines/turns.jsonl (`sides.toml`, tests/fit_sides.py).
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..scenario import Scenario, Side
from .acts import ASKS, ASKS_MORE, FOLLOWS, MEETS, MIRRORS, NAMES, REMARKS, TELLS, UNKNOWN, acts
from .examples import form_of, plain
from .points import Point
from .segments import Form, Segment
from .shared_words import SharedWords
from .words import said_before

if TYPE_CHECKING:
    from ..meaning.nearest import InTalk, Meaning

#: How many of the nearest sides are compared in every way.
_COMPARED = 60
#: A question of so few words beside another one only exclaims: "Really? Since when do they?".
_EXCLAIMED = 2
#: Kinds of question that cannot have the same answer.
_APART = (Form.WHO, Form.WHEN, Form.WHERE, Form.WHY, Form.HOW_MUCH)


@dataclass(frozen=True, slots=True)
class Sayable:
    """One thing they can say. `kind`: main, detail or follow_up (of a fact), worry (one of its follow-ups), named, met or
    reaction; `topic`: as in `Point.topic`; `side`: what asks for it, and what is said."""

    kind: str
    topic: str
    side: Side


@dataclass(frozen=True, slots=True)
class Meant:
    """The side that a line asks for. `likely`: 0–1, among all sides and that it asks for none; `example`: its nearest."""

    sayable: Sayable
    likely: float
    example: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A segment in its talk. `said`: the words of as much of the line as it is understood with; `own`: its own; `form`: of what
    it asks; `after`: their last reply in plain spelling, "" before the first; `topic`: what that spoke of; `told`: all that they
    have said."""

    said: str
    own: str
    form: Form
    after: str = ""
    topic: str = ""
    told: tuple[str, ...] = ()


class Sides:
    """All that a person can say, to be compared with lines."""

    def __init__(self, scenario: Scenario, meaning: Meaning) -> None:
        from ..meaning.nearest import Texts

        self.sayables = tuple(sayables(scenario))
        self._examples = [tuple(plain(one) for one in each.side.examples) for each in self.sayables]
        self._answers = [tuple(plain(one) for one in each.side.say) for each in self.sayables]
        both = list(zip(self._examples, self._answers, strict=True))
        self._near = meaning.among([Texts(*texts) for texts in both])
        self._words = SharedWords([(" ".join((*asked, *said)),) for asked, said in both])
        self._forms = [frozenset(map(form_of, each.side.examples)) for each in self.sayables]

    def meant(self, turn: Turn) -> Meant | None:
        """Return the side that is likeliest asked for, None if none is likelier than that none is."""
        weights, spent = sides_table()["weights"], sides_table()["costs"]["spent"]
        rows = self.features(turn)
        scores = [
            (sum(weights[name] * value for name, value in row.items()) - spent * self._is_spent(turn, place), -place)
            for place, row in rows.items()
        ]
        if not scores:
            return None
        best, place = max(scores)
        total = sum(math.exp(score - best) for score, _ in scores) + math.exp(weights["nothing"] - best)
        example = self._near.example(turn.said, -place, turn.after)
        return Meant(self.sayables[-place], 1 / total, self.sayables[-place].side.examples[example])

    def _is_spent(self, turn: Turn, place: int) -> bool:
        """Tell whether all that a side has to say was said in this talk."""
        say = self.sayables[place].side.say
        return bool(say) and all(said_before(turn.told, text) for text in say)

    def features(self, turn: Turn) -> dict[int, dict[str, float]]:
        """Return in which ways a turn is near to each of the nearest sides, by its place."""
        from ..meaning.nearest import InTalk

        weights = sides_table()["weights"]
        ways = InTalk(*(weights[name] for name in InTalk._fields))
        near = dict(self._near.first((turn.said, turn.after), turn.own, ways, _COMPARED))
        words, covered = self._words.scores(turn.said), self._words.covered(turn.said)
        topic, own_topic = self._by_topic(near, "example"), self._by_topic(near, "own_example")
        return {
            place: self._of_itself(turn, place, each)
            | {
                "words": words.get(place, 0.0),
                "covered": covered.get(place, 0.0),
                "topic": topic[self.sayables[place].topic],
                "own_topic": own_topic[self.sayables[place].topic],
            }
            for place, each in near.items()
        }

    def _by_topic(self, near: dict[int, InTalk], way: str) -> dict[str, float]:
        """Return how near the nearest side of each topic is."""
        best: dict[str, float] = {}
        for place, each in near.items():
            topic = self.sayables[place].topic
            best[topic] = max(best.get(topic, 0.0), getattr(each, way))
        return best

    def _of_itself(self, turn: Turn, place: int, near: InTalk) -> dict[str, float]:
        sayable, forms = self.sayables[place], self._forms[place]
        follows, here = sayable.kind in ("follow_up", "worry"), sayable.topic == turn.topic
        far = all(form is not turn.form and (form in _APART or turn.form in _APART) for form in forms)
        told = here and any(text in turn.after for text in self._answers[place])
        flags = {
            sayable.kind: True,
            "here": here,
            "follows_here": here and follows,
            "just_said": told,
            "asks_alike": any(form.asks == turn.form.asks for form in forms),
            "other_form": far,
        }
        return near._asdict() | {name: 1.0 for name, holds in flags.items() if holds}


#: How a point is known that a turn asks for.
TURN = "turn"
#: What only goes on with what was just spoken of; and what is about something known.
_FURTHER = (ASKS_MORE, MIRRORS, "asks_back", "what_meant")
_KNOWN = (ASKS, REMARKS, FOLLOWS)
#: What is about what stands in the way, and so weightier than what is known of their life.
_MATTERS = (NAMES, MEETS, "asks_worry", "asks_need", "asks_if_right", "asks_if_helps", "asks_if_offer")


def asked_for(sides: Sides, turn: Turn, point: Point, least: float | None = None) -> Point:
    """Return what a turn asks for as a point; the point that its segment is by itself, unless that is less likely.

    `least`: how likely it has to be, in place of what `sides.toml` says.
    """
    meant = sides.meant(turn)
    if meant is None or meant.sayable.kind == "met":
        return point
    if meant.likely < (_least(point, meant.sayable.kind) if least is None else least):
        return point
    asks = point.segment.form.asks
    of_fact = ASKS if asks else REMARKS
    act = {"worry": FOLLOWS, "named": NAMES, "reaction": TELLS}.get(meant.sayable.kind, of_fact)
    return Point(act, meant.sayable.topic, TURN, meant.example, meant.likely, point.segment)


def _least(point: Point, kind: str) -> float:
    """Return how likely something of a kind has to be to be heard in place of a point."""
    limits, row = sides_table()["limits"], acts().get(point.act)
    if point.asks_goal:
        return limits["goal"]
    if point.act == UNKNOWN or (point.act == TELLS and not point.topic):
        taken_for = "nothing"
    elif point.act in _FURTHER:
        taken_for = "further"
    elif point.act in _MATTERS:
        taken_for = "matter"
    else:
        taken_for = "known" if point.act in _KNOWN else "act"
    least = limits[f"{taken_for}_{'asked' if point.segment.form.asks else 'told'}"]
    if row is not None and row.surely(point.segment.said):
        least = max(least, limits["plainly"])
    # Whoever is credited with a guess at a worry has to have made it, and what was told has to have been told.
    surer = {"named": limits["named"], "reaction": limits["nothing_told"]}
    return max(least, surer.get(kind, 0.0))


def sayables(scenario: Scenario) -> Iterator[Sayable]:
    """Yield all that somebody can be asked for, or told, in a scenario."""
    for fact in scenario.facts:
        topic = f"fact:{fact.id}"
        yield Sayable("main", topic, fact.main)
        yield from (Sayable("detail", topic, side) for side in fact.details)
        yield from (Sayable("follow_up", topic, side) for side in fact.follow_ups)
    for concern in scenario.concerns:
        topic = f"concern:{concern.id}"
        if concern.named_by:
            yield Sayable("named", topic, Side(concern.named_by, (*concern.confirmed, *concern.explained)))
        if concern.met_by:
            yield Sayable("met", topic, Side(concern.met_by, ()))
        yield from (Sayable("worry", topic, side) for side in concern.follow_ups)
    for reaction in scenario.reactions:
        yield Sayable("reaction", f"reaction:{reaction.id}", Side(reaction.to, reaction.say))


def turns(line: Sequence[Segment], after: str, topic: str, told: tuple[str, ...] = ()) -> dict[int, Turn]:
    """Return what is asked or told by a line, by the place of the segment that does it.

    Each question is understood with what was told before it; if there is but one, with the whole line. `after`: their last
    reply; `topic`: what that spoke of; `told`: all that they have said.
    """
    asking = [place for place, segment in enumerate(line) if segment.form.asks]
    asking = [place for place in asking if line[place].size > _EXCLAIMED] or asking[-1:]
    if len(asking) > 1:
        begins = [0, *(place + 1 for place in asking)]
        parts = {place: line[first : place + 1] for first, place in zip(begins, asking, strict=False)}
    else:
        most = max(range(len(line)), key=lambda place: line[place].size, default=0)
        parts = {asking[0] if asking else most: line} if line else {}
    last = plain(after)
    return {
        place: Turn(" ".join(one.said for one in part), line[place].said, line[place].form, last, topic, told)
        for place, part in parts.items()
    }


@cache
def sides_table() -> dict[str, dict[str, float]]:
    """Return how much each way of comparing counts, and how likely a side has to be."""
    with Path(__file__).with_name("sides.toml").open("rb") as file:
        return tomllib.load(file)
