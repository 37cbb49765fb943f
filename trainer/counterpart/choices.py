"""A question that leaves a choice of what stands in the way: "is it the price, is it spring, or is it Colin?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .acts import NAMES
from .points import Point
from .segments import Form

#: How each part of such a question begins.
_IS_IT = re.compile(
    r"^(?:(?:so|and|but|or|now|then|well|ok|,) )*is it (?!(?:true|ok|okay|all right|far|open|still|possible|right)\b)"
)


def with_choices(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return the points with the parts of such a question as one that asks for the worry; one part alone is none.

    A part that names a worry stands for all: the answer is about that.
    """
    parts = [point for point in points if point.segment.form.asks and _IS_IT.match(point.segment.said)]
    if len(parts) < 2:
        return tuple(points)
    named = next((point for point in parts if point.act == NAMES), None)
    whole = replace(parts[0], act="asks_worry", topic="", by="words", score=1.0)
    if named is not None:
        # Which of them it is has no yes.
        whole = replace(named, segment=replace(named.segment, form=Form.WHAT))
    return tuple(whole if point is parts[0] else point for point in points if point is parts[0] or point not in parts)
