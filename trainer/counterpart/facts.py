"""A point about a fact of their life → what they say of it; and honest answers to what nothing is known about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..scenario import Event, Fact, Side
from .acts import FOLLOWS, REMARKS, acts
from .parts import Moment, Part
from .points import Point
from .segments import Form
from .sides import TURN
from .thing import thing_of
from .topics import name_of, topic_now
from .unknowns import unknown
from .words import act_texts, lead, line_for, said_much_the_same, source, was_said

#: From this nearness on (0–1) a text answers a question that nobody foresaw.
_ANSWERS_IT = 0.60
#: How near (0–1) a line has to be to what they affirm, or deny, for a yes or a no; if they do both, on this matter, as near
#: as the second, and so much nearer than to the other.
_NEAR, _NEAR_OF_TWO, _AHEAD = 0.52, 0.59, 0.03
#: How often (0–1) they say what a question was about before they answer that they know little.
_NAMES_IT = 0.4
#: From this nearness on (0–1) a fact is so surely the one asked for that its yes or no can be said.
_SURELY = 0.55
#: A statement of fewer words guesses nothing.
_NOD = 4
#: How a statement begins that guesses something about them.
_OF_THEM = re.compile(r"(?:(?:so|and|then|ah|oh|but|i guess|i suppose|i bet) )*(?:you|your)\b")
#: What it costs a side (0–1) that it has been told; from where on a follow-up is asked for after that, and before, when it
#: has to be so much nearer than all else.
_TOLD, _LEAST, _LEAST_UNLED, _AHEAD_UNLED = 0.10, 0.15, 0.45, 0.05
#: How surely it is the fact, and how near to what they affirm or deny, right after it was spoken of: there is little else
#: it can be about then.
_SURELY_LED, _NEAR_LED = 0.36, 0.44
#: How much a question that wants a yes or a no is drawn to examples that have one (0–1).
_DRAWN = 0.05


def of_fact(now: Moment, point: Point) -> Part | None:
    """Answer what asks about a fact, or remarks on it; None for a remark on what has been told."""
    fact = now.scenario.fact(point.id)
    side = _side_of(now, point, fact)
    told = point.topic in now.state.memory.told
    said = best(now, point, side.say)
    if not said and told:
        said = best(now, point, (*fact.more, *fact.main.say))
    if not said and point.act == REMARKS:
        return None
    # All has been told: the same once more, rather than nothing.
    said = said or source(now.state, point.topic).choice(side.say)
    return Part(_joined(_yes_or_no(now, point, side), said), "fact", point.topic)


def _side_of(now: Moment, point: Point, fact: Fact) -> Side:
    """Return the side of a fact that a point asks for: that of the example which is nearest beyond what all have in common.

    What has been told is hardly asked for again; a follow-up that nothing led to has to be plainly meant.
    """
    sides = (fact.main, *fact.details, *fact.follow_ups)
    meant = next((side for side in sides if point.by == TURN and point.example in side.examples), None)
    if meant or len(sides) == 1:
        return meant or fact.main
    told = point.topic in now.state.memory.told
    near = _near_sides(now, point, sides)
    near[0] -= _TOLD * told
    own, later = near[: 1 + len(fact.details)], near[1 + len(fact.details) :]
    follow, best = max(later, default=-1.0), max(own)
    least, ahead = (_LEAST, 0.0) if told else (_LEAST_UNLED, _AHEAD_UNLED)
    if follow >= max(least, best + ahead):
        return fact.follow_ups[later.index(follow)]
    return (fact.main, *fact.details)[own.index(best)]


def _near_sides(now: Moment, point: Point, sides: Sequence[Side]) -> list[float]:
    """Return how near a point is to each side, beyond what they all have in common."""
    examples = [example for side in sides for example in side.examples]
    near = iter(now.matcher.apart(point.segment.said, point.segment.form, examples))
    drawn = _DRAWN if point.segment.form is Form.YES_NO else 0.0
    found = []
    for side in sides:
        asked = [next(near) for _ in side.asked]
        closed = [next(near) + drawn for _ in (*side.yes_to, *side.no_to)]
        found.append(max((*asked, *closed), default=-1.0))
    return found


def _nearest(now: Moment, point: Point, examples: Sequence[str]) -> float:
    return max(now.matcher.answering(point.segment.said, examples), default=-1.0)


def _yes_or_no(now: Moment, point: Point, side: Side) -> str:
    """Return the yes or no before an answer; "" where none is due, or it is not plain which."""
    said = point.segment.said
    if point.segment.form not in (Form.YES_NO, Form.STATEMENT) or not (side.yes_to or side.no_to):
        return ""
    led = point.act == FOLLOWS or point.topic in now.state.memory.told
    if point.score < (_SURELY_LED if led else _SURELY) or point.segment.leaves_a_choice:
        return ""
    yes, no = _nearest(now, point, side.yes_to), _nearest(now, point, side.no_to)
    near = _NEAR_OF_TWO if side.yes_to and side.no_to else _NEAR_LED if led else _NEAR
    # A statement that does not begin with them, or is nearer to an open remark, guesses nothing.
    of_them = _OF_THEM.match(said) is not None and point.segment.size > _NOD
    guesses = point.segment.form.asks or (of_them and max(yes, no) >= _nearest(now, point, side.asked))
    if max(yes, no) < near or abs(yes - no) < _AHEAD or not guesses:
        return ""
    return lead(now.scenario, now.state, "says_yes" if yes > no else "says_no")


def best(now: Moment, point: Point, texts: Sequence[str]) -> str:
    """Return the text that answers a segment best, of those not said yet; "" if there is none.

    One that says much the same as something said before comes only after all others.
    """
    unsaid = [text for text in texts if not was_said(now.state, text)]
    unsaid = [text for text in unsaid if not said_much_the_same(now.state, text)] or unsaid
    if len(unsaid) == 1:
        return unsaid[0]
    scores = now.matcher.answering(point.segment.said, unsaid)
    return max(zip(scores, unsaid, strict=True), key=lambda pair: pair[0])[1] if unsaid else ""


def more_of_fact(now: Moment, point: Point, name: str) -> Part | None:
    """Tell more of a fact; to who, when, where and how much only what is known of it."""
    fact = now.scenario.fact(name)
    closed = (Form.WHO, Form.WHEN, Form.WHERE, Form.HOW_MUCH)
    new = point.topic not in now.state.memory.told
    side = _side_of(now, point, fact)
    asked_for = side is not fact.main and _nearest(now, point, side.examples) >= _SURELY
    texts = fact.main.say if new else () if point.segment.form in closed else (*fact.more, *fact.main.say)
    said = best(now, point, side.say if asked_for else texts)
    if said:
        return Part(said, "fact", point.topic)
    return _unknown(now, point, fact.about)


def of_follow_up(now: Moment, point: Point) -> Part | None:
    """Answer what is asked about what has just been spoken of; None if that was said already."""
    kind, _, name = point.topic.partition(":")
    if kind == "fact":
        side = _side_of(now, point, now.scenario.fact(name))
    else:
        sides = now.scenario.concern(name).follow_ups
        near = _near_sides(now, point, sides)
        meant = (side for side in sides if point.by == TURN and point.example in side.examples)
        side = next(meant, sides[near.index(max(near))])
    said = best(now, point, side.say)
    return Part(_joined(_yes_or_no(now, point, side), said), "follow-up", point.topic) if said else None


def of_unknown(now: Moment, point: Point) -> Part | None:
    """Answer a question that is about no known topic: by what would answer it all the same, or honestly by its kind."""
    about = name_of(now.scenario, topic_now(now.scenario, now.state))
    for said in (f"{about} {point.segment.said}" if about else "", point.segment.said):
        near, fact, text = now.matcher.best_answer(said) if said else (0.0, "", "")
        if near >= _ANSWERS_IT and not was_said(now.state, text):
            return Part(text, "fact by its answer", f"fact:{fact}")
    return _unknown(now, point, thing_of(now.reading.text[point.segment.start : point.segment.end]))


def _unknown(now: Moment, point: Point, thing: str) -> Part | None:
    """Answer honestly what nothing is known about, by the kind of question; now and then with the thing's name first."""
    part = by_act(now, point, unknown(point.segment), thing)
    if (
        part is None
        or not thing
        or thing.lower() in part.text.lower()
        or source(now.state, "thing").random() >= _NAMES_IT
    ):
        return part
    return replace(part, text=f"{thing[0].upper()}{thing[1:]}? {part.text}")


def by_act(now: Moment, point: Point, act: str, thing: str = "") -> Part | None:
    """Answer an act in their own words, or in those of the bank for their tone, or as the event it counts as."""
    time = next((term.text for term in now.reading.terms if term.what in ("time", "date", "day", "duration")), "")
    bargain, on_offer = now.scenario.bargain, now.state.offer
    said = act_texts(now.scenario, now.state, act, thing, time, bargain.shown(on_offer) if bargain and on_offer else "")
    if said:
        return Part(said, f"act {act}", point.topic)
    row = acts().get(act)
    event = row.event if row else Event.QUESTION if act == "unknown_yes_no" else Event.OPEN_ANSWER
    return Part(line_for(now.scenario, now.state, event, heard=now.reading.text), f"event {event}", point.topic)


def _joined(first: str, second: str) -> str:
    return f"{first} {second}" if first else second
