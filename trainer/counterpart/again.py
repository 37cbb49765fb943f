"""A protest ("you haven't answered me") → what was asked before it, answered by the next best of what can be said."""

from __future__ import annotations

from dataclasses import replace

from .facts import of_fact, of_follow_up
from .parts import Moment, Part
from .points import Point
from .segments import segments
from .sides import asked_for, turns
from .words import act_texts

#: How likely (0–1) what is said then has to be: the first choice was wrong, so less than otherwise.
_LIKELY = 0.08


def answered_again(now: Moment) -> Part | None:
    """Return an answer to the question of the line before, None if there was none or nothing else fits it."""
    line, sides = now.state.memory.line, now.matcher.sides
    if not line or sides is None:
        return None
    said = now.state.said
    asked = segments(line, now.scenario.counterpart.name)
    # What they have just said did not answer it, and what was spoken of before that, nobody knows any more.
    turn = list(turns(asked, said[-2] if len(said) > 1 else "", "").items())[-1:]
    for place, one in turn:
        nothing = Point("", "", "talk", "", 0.0, asked[place])
        point = asked_for(sides, replace(one, told=said), nothing, _LIKELY)
        if point is nothing or point.topic.startswith("reaction:"):
            return None
        part = of_fact(now, point) if point.topic.startswith("fact:") else of_follow_up(now, point)
        lead = act_texts(now.scenario, now.state, "says_again")
        return replace(part, text=f"{lead} {part.text}".strip(), pool=f"{part.pool}, again") if part else None
    return None
