"""A point about a worry → what is said to it: named rightly, met or missed, asked for, and what stands in the way."""

from __future__ import annotations

from dataclasses import replace

from ..language import MoveKind
from ..language.topics import spoken_of
from ..scenario import Event
from .acts import MEETS, NAMES
from .facts import by_act, of_unknown
from .giving import FIRST_PERSON
from .matcher import WORRIES
from .parts import Moment, Part
from .points import Point
from .segments import Form
from .state import ConcernStatus
from .words import act_texts, fresh, line_for, source

#: From this nearness on (0–1) a worry is surely named.
_SURELY = 0.62


def of_naming(now: Moment, point: Point) -> Part | None:
    concern = now.scenario.concern(point.id)
    if now.state.status(concern.id) is ConcernStatus.SETTLED:
        if not point.segment.form.asks:
            return by_act(now, point, "agrees")
        return by_act(now, point, "named_settled") if point.segment.form is Form.YES_NO else of_unknown(now, point)
    if point.segment.form.asks and (point.segment.form is not Form.YES_NO or point.segment.leaves_a_choice):
        # "Is it the price, or is it the others?" has no yes.
        return explained(now, concern.id, Event.ANSWER)
    guesses = now.reading.has(MoveKind.LABEL) or WORRIES.search(point.segment.said) is not None
    if not now.state.asked_for_goal and point.score < _SURELY and not guesses:
        # What they would say to a guess at a worry makes no sense before there is anything to worry about.
        return of_unknown(now, point) if point.segment.form.asks else by_act(now, point, "unknown_feels")
    said = fresh(now.state, concern.confirmed, "confirmed")
    voiced = concern.id if now.state.status(concern.id) is ConcernStatus.HIDDEN else ""
    said = said or line(now, Event.ACKNOWLEDGE, concern.id)
    return Part(said, "confirmed", f"concern:{concern.id}", voiced)


def of_reading_back(now: Moment, point: Point) -> Part | None:
    """Say whether they have been understood: with their worry, if the line has named one."""
    named = next((cid for cid in now.heard.named if now.state.status(cid) is not ConcernStatus.SETTLED), "")
    if named:
        return of_naming(now, replace(point, act=NAMES, topic=f"concern:{named}", score=1.0))
    return by_act(now, point, "asks_if_right")


def of_meeting(now: Moment, point: Point) -> Part | None:
    met = point.id if point.id in now.heard.met else next(iter(now.heard.met), "")
    if met and not now.state.asked_for_goal:
        # "I'd be there as a person, then" makes no sense before they know what for.
        return by_act(now, point, "reassures") if FIRST_PERSON.search(point.segment.said) else None
    # Nobody is relieved of what they have not spoken of.
    foreseen = act_texts(now.scenario, now.state, "foreseen") if met and met not in now.heard.settled else ""
    if foreseen:
        return Part(foreseen, "act foreseen", f"concern:{met}")
    if met:
        return Part(line(now, Event.SETTLE, met), "event settle", f"concern:{met}")
    if now.state.status(point.id) is ConcernStatus.SETTLED:
        return by_act(now, point, "reassures")
    if not now.state.asked_for_goal:
        return None  # what does not meet a worry that nobody knows of is no offer yet
    return Part(line(now, Event.OFFER), "event offer", f"concern:{point.id}")


def of_whether_it_helps(now: Moment, point: Point) -> Part | None:
    """Say whether what was offered meets what stands in the way."""
    if now.heard.met:
        return of_meeting(now, replace(point, act=MEETS, topic=f"concern:{now.heard.met[0]}"))
    if not now.state.having(ConcernStatus.VOICED, ConcernStatus.ACKNOWLEDGED):
        return by_act(now, point, "asks_if_helps")
    return Part(line(now, Event.OFFER), "event offer")


def of_missing(now: Moment, point: Point) -> Part | None:
    """Answer a line that brushes a worry aside: say it again in other words."""
    if now.state.status(point.id) is ConcernStatus.SETTLED:
        return by_act(now, point, "backchannel")
    return explained(now, point.id)


def of_worry(now: Moment, point: Point) -> Part | None:
    """Say what stands in the way: the next worry, or more about one."""
    hidden = now.state.having(ConcernStatus.HIDDEN)
    said = now.state.having(ConcernStatus.VOICED, ConcernStatus.ACKNOWLEDGED)
    known = now.state.asked_for_goal or bool(spoken_of(now.reading.text, now.scenario.goal.cues))
    if known and hidden and (not said or point.act == "asks_worry"):
        cid = hidden[0]
        return Part(line(now, Event.VOICE, cid), "event voice", f"concern:{cid}", voiced=cid)
    if said:
        cid = source(now.state, "worry").choice(said)
        return Part(line(now, Event.ANSWER, cid), "event answer", f"concern:{cid}")
    return by_act(now, point, "asks_need_early" if not now.state.asked_for_goal else "agrees")


def explained(now: Moment, cid: str, first: Event | None = None) -> Part:
    """Say more about a worry: what an open question asks for (`first`), or what they mean by it."""
    concern = now.scenario.concern(cid)
    lines = [line.say for line in now.scenario.lines if line.event is Event.ANSWER and line.concern == cid]
    both = (lines, concern.explained) if first else (concern.explained, lines)
    said = next((text for texts in both if (text := fresh(now.state, texts, "explained"))), "")
    said = said or line(now, Event.ANSWER, cid)
    voiced = cid if now.state.status(cid) is ConcernStatus.HIDDEN else ""
    return Part(said, "explained", f"concern:{cid}", voiced)


def line(now: Moment, event: Event, concern: str = "") -> str:
    """Return what they say to an event, in this moment."""
    return line_for(now.scenario, now.state, event, concern, heard=now.reading.text)
