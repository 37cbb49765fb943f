"""A question right after a reply → the follow-up that it asks, of what has just been spoken of.

"And when was that?" means nothing by itself, so follow-ups are looked for only among those of the last topics; and there
a question need not be half as near to one as to a fact that comes out of the blue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..scenario import Scenario, Side
from .acts import ASKS_MORE, FOLLOWS, MIRRORS, TELLS, UNKNOWN
from .matcher import Matcher
from .points import Point
from .segments import Form, Segment, segments
from .state import State

#: Of how many topics, the last first, follow-ups are looked for; and what each step back costs (0–1).
_LATELY, _EARLIER = 3, 0.05
#: How near (0–1) a follow-up has to be where nothing else was heard, and where something was; how much farther than that
#: it may be; and what it costs to ask for another kind of thing (who, when).
_ALONE, _BESIDE, _FARTHER, _OTHER_KIND = 0.42, 0.50, 0.10, 0.15
#: Kinds of question that cannot have the same answer.
_APART = (Form.WHO, Form.WHEN, Form.WHERE, Form.WHY, Form.HOW_MUCH)
#: A statement of more words than this gives no words of theirs back.
_ECHO = 5
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
    if not segment.form.asks and not (segment.size <= _ECHO and _gives_back(segment, last)):
        return None
    best = max(_near(scenario, matcher, segment, topics), default=None)
    if best is None:
        return None
    near, topic, example = best
    return Point(FOLLOWS, topic, "talk", example, near, segment)


def outdoes(follow: Point, other: Point) -> bool:
    """Tell whether a follow-up is likelier than what the segment says by itself."""
    nothing = other.act in _NOTHING or (other.act == TELLS and not other.topic)
    if nothing:
        return follow.score >= _ALONE
    return follow.score >= _BESIDE and follow.score + _FARTHER >= other.score and not other.asks_goal


def side_of(scenario: Scenario, topic: str, example: str) -> Side | None:
    """Return the follow-up of a topic that an example belongs to."""
    return next((side for side in _follow_ups(scenario, topic) if example in side.examples), None)


def _near(
    scenario: Scenario, matcher: Matcher, segment: Segment, topics: Iterable[str]
) -> Iterator[tuple[float, str, str]]:
    for place, topic in enumerate(topics):
        examples = [example for side in _follow_ups(scenario, topic) for example in side.examples]
        for near, example in zip(matcher.answering(segment.said, examples), examples, strict=True):
            form = _form_of(example)
            apart = form is not segment.form and (form in _APART or segment.form in _APART)
            yield near - place * _EARLIER - apart * _OTHER_KIND, topic, example


def _follow_ups(scenario: Scenario, topic: str) -> tuple[Side, ...]:
    kind, _, name = topic.partition(":")
    if kind == "fact":
        return next((fact.follow_ups for fact in scenario.facts if fact.id == name), ())
    if kind == "concern":
        return next((concern.follow_ups for concern in scenario.concerns if concern.id == name), ())
    return ()


def _gives_back(segment: Segment, last: frozenset[str]) -> bool:
    words = segment.said.replace(",", " ").split()
    return any(word in last for word in words if len(word) > 3)


@lru_cache(maxsize=16384)
def _form_of(example: str) -> Form:
    return next((part.form for part in segments(example) if part.form.asks), Form.STATEMENT)
