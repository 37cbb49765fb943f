"""What stands beside the weighty part of a line and wants no answer of its own: announcements, repairs, a word of sympathy."""

from __future__ import annotations

import re

from .acts import ASKS, ASKS_MORE, FOLLOWS, NAMES, UNKNOWN
from .parts import Moment
from .points import Point

#: A word or two beside something else is hardly noticed.
WORD_OR_TWO = 2
#: Acts of somebody who owns up to something.
OWNS_UP = ("apology", "apology_push", "admission")
#: Acts that want to know something.
ASKING = (
    ASKS,
    FOLLOWS,
    UNKNOWN,
    ASKS_MORE,
    NAMES,
    "asks_worry",
    "asks_need",
    "asks_if_offer",
    "asks_if_helps",
    "asks_if_right",
)
#: What somebody says who puts something in other words: no apology to be taken up.
_REPAIRS = re.compile(
    r"\b(?:put|said|asked|phrased) (?:that|it|this) (?:so |very |really |rather |a bit )?(?:badly|wrong|wrongly|clumsily|poorly)\b|"
    r"\b(?:rephrase|say (?:that|it) again|start again|try (?:that )?again)\b|\bcame out (?:all )?(?:wrong|badly)\b"
)

#: "Oh no, I'm so sorry": who says no more than that feels with them.
_FEELS_WITH = re.compile(
    r"^(?:(?:oh|no|aw|ah|gosh|dear),? )*(?:i am )?(?:so |very |really |terribly )*sorry(?: for you| to hear (?:that|it))?(?: (?:that|this|it) (?:sounds?|seems?|must|feels?)\b.*)?$"
)


def leads_up(point: Point) -> bool:
    """Tell whether a point only leads up to the question in the same line: it announces it, or says that it is put again."""
    told = not point.segment.form.asks
    repairs = point.act in OWNS_UP and _REPAIRS.search(point.segment.said) is not None
    feels = point.act in ("apology", "apology_push") and _FEELS_WITH.match(point.segment.said) is not None
    return point.act in ("asks_leave", "protest") or (told and (point.act == "what_meant" or repairs or feels))


def is_moved(now: Moment, point: Point) -> bool:
    """Tell whether "I'm so sorry" is said of what they have just told."""
    told = now.state.memory.topic.startswith(("fact:", "concern:"))
    return told and _FEELS_WITH.match(point.segment.said) is not None and point.segment.size > WORD_OR_TWO
