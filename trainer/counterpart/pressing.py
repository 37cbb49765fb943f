"""Whether a line presses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..language import Move, MoveKind, Reading
from .acts import ASKS, acts
from .matcher import Matcher
from .points import Point
from .segments import Form
from .word_lists import word_list

#: Acts that press, if plain words for it are there; rules of pressure that no other meaning excuses; and from
#: which nearness on something else is meant, unless that can be pressing, too.
_PRESSING = ("threatens", "insults", "bribe")
_PLAIN_PRESSURE = frozenset(("insult", "name_calling", "ultimatum", "go_away", "you_have_to"))
#: What is rude in any question.
_RUDE = frozenset(("insult", "name_calling"))
#: Rules whose words are also those of friendly lines ("that's kind of you"); from this nearness to pressing on they count.
_DOUBTFUL = frozenset(("sarcasm", "comparison", "identity", "expectation", "consequences", "guilt", "rule_for_all"))
_LIKE_PRESSURE = 0.56
_KNOWN, _SURELY, _COULD_PRESS = (
    0.5,
    0.7,
    ("presses", "yes_or_no", "asks_goal_coffee", "asks_goal_meeting", "asks_goal_pay", "misses", "free_to_refuse"),
)


def presses(matcher: Matcher, reading: Reading, points: tuple[Point, ...]) -> bool:
    """Tell whether a line presses: by a rule of the reader, unless it is about something harmless; or by plain words.

    A demand is one of *them*: "something I must say" and "why, for heaven's sake?" press nobody.
    """
    for move in reading.moves:
        if move.kind is not MoveKind.PRESSURE or _guesses(reading, move):
            continue
        if not _is_harmless(matcher, move, point_at(points, move.start)):
            return True
    if any(point.act in _PRESSING and acts()[point.act].surely(point.segment.said) for point in points):
        return True
    # A demand presses whatever it demands, also the goal: "you have to have a coffee with me".
    return any(acts()["presses"].surely(point.segment.said) for point in points if not point.segment.form.asks)


def _guesses(reading: Reading, move: Move) -> bool:
    """Tell whether a "must" guesses how somebody is, rather than demands anything: "you must be tired"."""
    follows = re.match(r"\W*(?:\w+ly\W+|have\W+(?=been))?(\w+)", reading.text[move.end :].lower())
    return move.rule == "you_have_to" and follows is not None and follows[1] in word_list("states")


def _is_harmless(matcher: Matcher, move: Move, about: Point | None) -> bool:
    if about is None:
        return False
    asks = about.segment.form.asks
    if asks and about.act == "asks_if_offer":
        return True
    # "You never came into my shop" says how it was, unless it is as near to pressing as "you never listen".
    says_how_it_was = re.match(r"(?i)you (?:never|always)\b", move.cue) is not None
    if move.rule in _PLAIN_PRESSURE and not says_how_it_was:
        # "Where did you grow up?", "and you have to be there for it?", "are you always this calm?" ask how things are.
        kindly = about.act not in (*_PRESSING, *_COULD_PRESS) and about.score >= _SURELY
        known = about.act == ASKS or move.rule == "you_have_to" or kindly
        unlike = matcher.by_meaning and _nearness(matcher, about) < _LIKE_PRESSURE
        return asks and move.rule not in _RUDE and (known or unlike)
    open_question = asks and (about.segment.form is not Form.YES_NO or move.rule in _DOUBTFUL)
    of_themselves = re.match(r"(?i)i(?:['’]m| am| must| have)?\b", move.cue) is not None
    known = about.act not in _PRESSING and about.score >= _KNOWN and about.act not in _COULD_PRESS
    doubtful = (
        (move.rule in _DOUBTFUL or says_how_it_was)
        and matcher.by_meaning
        and _nearness(matcher, about) < _LIKE_PRESSURE
    )
    return open_question or of_themselves or known or doubtful


def _nearness(matcher: Matcher, about: Point) -> float:
    """Return how near a segment is to the examples of pressing."""
    return max(matcher.nearness(about.segment.said, "act", act) for act in ("presses", *_PRESSING))


def point_at(points: Iterable[Point], place: int) -> Point | None:
    return next((point for point in points if point.segment.start <= place < point.segment.end), None)
