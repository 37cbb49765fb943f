"""A protest ("you haven't answered me") → what was asked before it, answered by the next best of what can be said."""

from __future__ import annotations

from dataclasses import replace

from .facts import of_fact, of_follow_up
from .parts import Moment, Part
from .points import Point
from .segments import segments
from .sides import asked_for, sides_table, turns
from .understand import line_key
from .words import act_texts


def answered_again(now: Moment) -> Part | None:
    """Return an answer to the question that waits for one, None if there is none or nothing else fits it."""
    line, sides = now.state.memory.line, now.matcher.sides
    asked = segments(line, now.scenario.counterpart.name)
    # What they had said before it was asked first, the opening before the first line; what that spoke of nobody knows any more.
    since = dict(zip(reversed(now.state.heard), reversed(now.state.said[: len(now.state.heard)]), strict=False))
    before = since.get(line_key(line))
    if not asked or sides is None or before is None:
        return None
    place, turn = list(turns(asked, before, "", now.state.said).items())[-1]
    point = asked_for(sides, turn, Point("", "", "talk", "", 0.0, asked[place]), sides_table()["limits"]["again"])
    kind = point.topic.partition(":")[0]
    part = of_fact(now, point) if kind == "fact" else of_follow_up(now, point) if kind == "concern" else None
    lead = act_texts(now.scenario, now.state, "says_again")
    return replace(part, text=f"{lead} {part.text}".strip(), pool=f"{part.pool}, again") if part else None
