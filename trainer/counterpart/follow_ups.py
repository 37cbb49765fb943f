"""A question right after a reply → the follow-up that it asks, of what has just been spoken of.

"And when was that?" means nothing by itself, so follow-ups are looked for only among those of the last topics; and there
a question need not be half as near to one as to a fact that comes out of the blue. (Of a fact that a line names, its
follow-ups are sides like any other: `facts.py`.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..scenario import Scenario, Side
from .acts import ASKS_MORE, FOLLOWS, MEETS, MIRRORS, NAMES, TELLS, UNKNOWN
from .matcher import Matcher, of_another_kind
from .points import Point
from .segments import Segment
from .state import State
from .topics import given_back
from .word_lists import word_list

#: Of how many topics, the last first, follow-ups are looked for; and what each step back costs (0–1).
_LATELY, _EARLIER = 3, 0.10
#: How near (0–1) a follow-up has to be where only what has been told already would be told again, and where nothing else
#: was heard; where something else was, how near it has to be and how much farther than that it may be, or so near that
#: it may be much farther. Set by hand to the lines of tests/lines/follow_ups.jsonl.
_AGAIN = 0.25
_ALONE, _BESIDE, _FARTHER, _NEARLY, _MUCH_FARTHER = 0.30, 0.30, 0.25, 0.45, 0.35
#: How near it has to be if the line has first told something, which is what the question is about then.
_TURNED = 0.55
#: How much nearer (0–1) a question is that points back to what was said: "did he mind it".
_POINTS_BACK = 0.08
#: How somebody turns to another subject.
_ELSEWHERE = re.compile(
    r"(?:(?:and|so|but|oh|well|now|,) )*(?:by the way|btw|changing the subject|apart from that|on another note)\b"
)
#: A statement of more words than this gives no words of theirs back.
_ECHO = 5
#: What is about what stands in the way, and so weightier than what follows up.
_MATTERS = (NAMES, MEETS, "asks_worry", "asks_need", "asks_if_right", "asks_if_helps")
#: What is heard where nothing is known.
_NOTHING = (ASKS_MORE, UNKNOWN, MIRRORS, "asks_back", "what_meant")


def topics_lately(state: State) -> tuple[str, ...]:
    """Return what was spoken of last, the latest first."""
    return tuple(dict.fromkeys(reversed(state.memory.told)))[:_LATELY]


def followed_up(
    scenario: Scenario, matcher: Matcher, segment: Segment, topics: Iterable[str], last: frozenset[str]
) -> Point | None:
    """Return the nearest follow-up of these topics that a segment can be, None if it can be none.

    `last`: the words of their last reply; a few words without a question give some of them back ("a spoon!").
    """
    if _ELSEWHERE.match(segment.said) or (
        not segment.form.asks and not (segment.size <= _ECHO and given_back(segment, last))
    ):
        return None
    best = max(_near(scenario, matcher, segment, topics), default=None)
    if best is None:
        return None
    near, topic, example = best
    points_back = not word_list("points_back").isdisjoint(segment.words)
    near += _POINTS_BACK * points_back
    return Point(FOLLOWS, topic, "talk", example, near, segment)


def outdoes(scenario: Scenario, follow: Point, other: Point, after: Iterable[Point] = ()) -> bool:
    """Tell whether a follow-up is likelier than what the segment says by itself, and `after` what the line has said so far."""
    turned = any(not point.segment.form.asks and point.segment.size > _ECHO for point in after)
    if other.asks_goal or (turned and follow.score < _TURNED):
        return False
    if other.topic == follow.topic and _asks_the_same(scenario, other):
        return follow.score >= _AGAIN
    helps_nobody = other.act == "asks_if_helps" and not any(not point.segment.form.asks for point in after)
    if other.act in _MATTERS and not helps_nobody:
        return follow.score >= max(_NEARLY, other.score)
    if helps_nobody or other.act in _NOTHING or (other.act == TELLS and not other.topic):
        return follow.score >= _ALONE
    farther = _MUCH_FARTHER if follow.score >= _NEARLY else _FARTHER
    return follow.score >= _BESIDE and follow.score + farther >= other.score


def _asks_the_same(scenario: Scenario, point: Point) -> bool:
    """Tell whether a point asks for what has been told of a topic, rather than for a detail of it."""
    if point.act in _NOTHING:
        return False
    fact = next((fact for fact in scenario.facts if f"fact:{fact.id}" == point.topic), None)
    return fact is not None and point.example in fact.main.examples


def _near(
    scenario: Scenario, matcher: Matcher, segment: Segment, topics: Iterable[str]
) -> Iterator[tuple[float, str, str]]:
    for place, topic in enumerate(topics):
        examples = [example for side in _follow_ups(scenario, topic) for example in side.examples]
        for near, example in zip(matcher.answering(segment.said, examples), examples, strict=True):
            yield near - place * _EARLIER - of_another_kind(segment.form, example), topic, example


def _follow_ups(scenario: Scenario, topic: str) -> tuple[Side, ...]:
    kind, _, name = topic.partition(":")
    if kind == "fact":
        return next((fact.follow_ups for fact in scenario.facts if fact.id == name), ())
    if kind == "concern":
        return next((concern.follow_ups for concern in scenario.concerns if concern.id == name), ())
    return ()
