"""Whether a drawing may be shown: nothing but shapes and colours, and no more of them than are painted in a moment.

How long a painter takes is no matter of bytes or of shapes: one line of 14,000 round corners takes seconds. So what each
shape asks for is counted (`drawing_work.py`) while the drawing is read, and a drawing is refused as soon as it is too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.parsers import expat

from ..plain_files import FileRefused, understood
from .drawing_work import SAME, TOLD, Matrix, Shape, length, moved, onto_picture, pieces_of, refused, times
from .path_data import numbers

LARGEST_DRAWING, MOST_SHAPES, DEEPEST = 128 * 1024, 2_000, 12
#: In millionths of a second on an ordinary computer; and lines and curves of all shapes, which take their time to count.
MOST_WORK, MOST_PIECES = 25_000, 6_000
_TOO_LONG = "it takes too long to paint: it needs fewer or simpler shapes"
#: Sides of a frame in its own units; beyond them painters count curves too roughly or too finely.
_SMALLEST_FRAME, _LARGEST_FRAME = 8, 20_000
_SHAPES = frozenset({
    "path", "circle", "ellipse", "rect", "line", "polyline", "polygon",
})  # fmt: skip
_ELEMENTS = _SHAPES | frozenset({
    "svg", "g", "defs", "linearGradient", "radialGradient", "stop", "title", "desc",
})  # fmt: skip
#: What asks for work that nobody counts, or puts a shape or a line's width where nobody looks.
_UNCOUNTED = frozenset({
    "stroke-dasharray", "filter", "mask", "clip-path", "marker", "marker-start", "marker-mid", "marker-end", "mix-blend-mode",
    "vector-effect", "transform-origin", "transform-box",
})  # fmt: skip
#: What says where a shape is; a style may not.
_PLACES = frozenset({
    "d", "points", "x", "y", "x1", "y1", "x2", "y2",
    "cx", "cy", "r", "rx", "ry", "width", "height", "transform", "viewBox",
})  # fmt: skip
#: What groups pass on to all that is in them, with what holds where nothing is said.
_PASSED_ON = {
    "fill": "black", "stroke": "none", "stroke-width": "1", "stroke-linejoin": "miter", "stroke-miterlimit": "4"
}  # fmt: skip
#: Words that may stand before a bracket.
_FUNCTIONS = frozenset({
    "url", "rgb", "rgba", "hsl", "hsla", "matrix", "translate", "scale", "rotate", "skewX", "skewY",
})  # fmt: skip
_CALLED, _LOCAL = re.compile(r"(?<![\w-])([\w-]+)\s*\("), re.compile(r"url\(\s*(['\"]?)#[\w.:-]+\1\s*\)")
_Frame = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is known of a drawing. `fault`: why it is refused, as the end of a sentence, "" if it is not.

    `frame`: left, top, width and height of what is to be seen, in its own units. `work`: in millionths of a second.
    """

    fault: str = ""
    frame: _Frame | None = None
    work: float = 0.0


def examine(data: bytes) -> Drawing:
    """Look a drawing through without painting it."""
    if len(data) > LARGEST_DRAWING:
        return Drawing(f"it is larger than {LARGEST_DRAWING >> 10} KB")
    reader = _Reader()
    try:
        understood(lambda: reader.read(data), "it is no SVG drawing")
    except FileRefused as refusal:
        return Drawing(refusal.sentence if refusal.rule == TOLD else "it is no SVG drawing")
    return Drawing("", reader.frame, reader.work)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a group passes on: where its units lie in the picture, and how its shapes are filled and drawn."""

    onto: Matrix
    said: Mapping[str, str]

    def inside(self, attributes: Mapping[str, str]) -> _Look:
        """Return the look of what stands in this one and says some things itself."""
        own = {name: value for name, value in attributes.items() if name in _PASSED_ON and value.strip() != "inherit"}
        return _Look(times(self.onto, moved(attributes.get("transform", ""))), {**self.said, **own})


class _Reader:
    """Reads the elements one by one and adds up the work of the shapes."""

    def __init__(self) -> None:
        self.work = 0.0
        self.frame: _Frame | None = None
        self._count, self._pieces, self._around = 0, 0, [_Look(SAME, MappingProxyType(_PASSED_ON))]

    def read(self, data: bytes) -> None:
        """Read a whole drawing. Raises FileRefused where it may not be shown."""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler, parser.ProcessingInstructionHandler = _declares, _instructs
        parser.Parse(data, True)

    def _start(self, tag: str, written: dict[str, str]) -> None:
        self._count += 1
        if tag not in _ELEMENTS or (tag == "svg") is not (self._count == 1):
            raise refused(f"it holds <{tag[:20]}>, and a drawing of ours only shapes")
        if self._count > MOST_SHAPES or len(self._around) > DEEPEST:
            raise refused("it holds too many shapes")
        attributes = _attributes(written)
        if tag == "svg":
            self.frame = _frame(attributes)
            self._around[0] = _Look(onto_picture(self.frame), self._around[0].said)
        look = self._around[-1].inside(attributes if tag in _SHAPES or tag in ("svg", "g") else {})
        self._around.append(look)
        if tag in _SHAPES:
            self._add(tag, attributes, look)

    def _end(self, _tag: str) -> None:
        self._around.pop()

    def _add(self, tag: str, attributes: Mapping[str, str], look: _Look) -> None:
        shape = Shape(look.said, look.onto)
        for piece in pieces_of(tag, attributes):
            self._pieces += 1
            if self._pieces > MOST_PIECES:
                raise refused(_TOO_LONG)
            shape.add(piece)
        self.work += shape.work()
        if self.work > MOST_WORK:
            raise refused(_TOO_LONG)


def _declares(*_: object) -> None:
    raise refused("it declares a type of document")


def _instructs(target: str, _data: str) -> None:
    raise refused(f"it holds <?{target[:20]}, and a drawing of ours only shapes")


def _frame(attributes: Mapping[str, str]) -> _Frame:
    """Return what is to be seen. Raises FileRefused where it is not said: painters would look for it in every line."""
    if "slice" in attributes.get("preserveAspectRatio", ""):
        raise refused("it wants to be cut (preserveAspectRatio)")
    if "viewBox" in attributes:
        said = numbers(attributes["viewBox"])
    elif "width" in attributes and "height" in attributes:
        said = [0.0, 0.0, length(attributes["width"]), length(attributes["height"])]
    else:
        raise refused("it does not say how large it is (viewBox)")
    if len(said) != 4 or not all(_SMALLEST_FRAME <= side <= _LARGEST_FRAME for side in said[2:]):
        raise refused(f"its frame has no sides from {_SMALLEST_FRAME} to {_LARGEST_FRAME:,}")
    return said[0], said[1], said[2], said[3]


# -- what an element says


def _attributes(written: Mapping[str, str]) -> dict[str, str]:
    """Return what an element says, with what its style says. Raises FileRefused for what may not be said."""
    found: dict[str, str] = {}
    for full, value in written.items():
        if full.startswith("xmlns"):
            continue
        name = full.rpartition(":")[2]  # some programs look at the end of a name only
        _check(name, value)
        if name in found:
            raise refused(f"it says “{name[:20]}” twice")
        found[name] = value
    for name, value in _styled(found.get("style", "")):
        if name in _PLACES:
            raise refused(f"its style says “{name[:20]}”")
        _check(name, value)
        found[name] = _stronger(name, found.get(name, ""), value)
    return found


def _styled(style: str) -> Iterator[tuple[str, str]]:
    for said in style.split(";"):
        name, _, value = said.partition(":")
        if name.strip():
            yield name.strip().lower(), value.replace("!important", "").strip()


def _stronger(name: str, one: str, other: str) -> str:
    """Return what means more work, of two things said of the same: programs differ in which of them holds."""
    if not one or not other or "inherit" in (one.strip(), other.strip()):
        return one or other if "inherit" not in one else other
    if name in ("stroke-width", "stroke-miterlimit"):
        return max(one, other, key=length)
    if name == "stroke-linejoin":
        return one if "miter" in one else other
    return other if one.strip() == "none" else one


def _check(name: str, value: str) -> None:
    """Raise FileRefused for what acts, refers to anything outside, hides what it says, or asks for work nobody counts."""
    small = value.lower()
    refers = "url" in small and "url" in _LOCAL.sub("", small)
    calls = name != "d" and {found[1] for found in _CALLED.finditer(value)} - _FUNCTIONS
    hides = "\\" in value or "/*" in value or (name == "style" and any(char in value for char in "@{}"))
    if name.startswith("on") or name.endswith("href") or refers or calls or hides:
        raise refused(f"its “{name[:20]}” refers to something outside")
    if name in _UNCOUNTED and small.strip() not in ("", "none", "normal", "inherit"):
        raise refused(f"its “{name[:20]}” is more than a drawing of ours can say")
