"""How long a shape of a drawing takes to paint, at most: counted by its edges, its corners and the area it covers.

The unit is a millionth of a second on an ordinary computer, for a picture of `SIDE` pixels. A painter follows every edge
through every pixel it crosses; where many cross one row, each has to find its place among them. Bézier curves cross no
line more often than the polygon of their points does, so that the polygon is counted. `tests/nasty_drawings.py` measures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from ..plain_files import FileRefused
from .path_data import Piece, Point, numbers, pieces

#: The side in pixels of the picture that work is counted for.
SIDE = 256
#: How far a shape, and how wide a line, may reach out of the picture, in sides of it.
FARTHEST, WIDEST = 20, 2
#: What an edge takes in one pixel, and more of it in a row full of edges; a piece of a shape.
_ALONE, _CROWDED, _PIECE = 0.15, 0.75, 1.0
#: What a whole picture takes to be filled with one colour, and with colours that run into each other.
_PLAIN, _RUNNING = 40, 120
#: What a piece of a line takes besides: its sides and corners are worked out, for the picture and for its bounds.
_DRAWN = 3.0
#: The rule of refusals whose sentence is for the person.
TOLD = "drawing"
_UNITS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_LENGTH = re.compile(r"\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*([a-z%]*)\s*")
_MOVED = re.compile(r"[\s,]*(\w+)\s*\(([^()]*)\)[\s,]*")
#: x' = a·x + c·y + e, y' = b·x + d·y + f.
Matrix = tuple[float, float, float, float, float, float]
SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def refused(sentence: str) -> FileRefused:
    """Return a refusal whose sentence says of a drawing why it is not shown."""
    return FileRefused(sentence, TOLD)


def length(text: str, otherwise: float = 0.0) -> float:
    """Return a length in units of its element; `otherwise` where nothing is said."""
    if not text.strip():
        return otherwise
    found = _LENGTH.fullmatch(text)
    if found is None or found[2] not in _UNITS:
        raise refused(f"“{text[:20]}” is no length it can be drawn by")
    return float(found[1]) * _UNITS[found[2]]


# -- where a shape lies


def times(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the matrix that does what `inner` does, and then what `outer` does."""
    a, b, c, d, e, f = outer
    p, q, r, s, t, u = inner
    return (a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f)


def moved(text: str) -> Matrix:
    """Return the matrix of a list of transforms. Raises FileRefused for what is none."""
    found, place = SAME, 0
    while place < len(text.rstrip()):
        step = _MOVED.match(text, place)
        if step is None:
            raise refused(f"“{text[:20]}” is no transform")
        found, place = times(found, _step(step[1], numbers(step[2]))), step.end()
    return found


def _step(name: str, said: list[float]) -> Matrix:
    match name, said:
        case "matrix", [a, b, c, d, e, f]:
            return (a, b, c, d, e, f)
        case "translate", [x] | [x, _]:
            return (1, 0, 0, 1, x, said[1] if said[1:] else 0)
        case "scale", [x] | [x, _]:
            return (x, 0, 0, said[-1], 0, 0)
        case "rotate", [angle]:
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            return (cos, sin, -sin, cos, 0, 0)
        case "rotate", [angle, x, y]:
            return times(times((1, 0, 0, 1, x, y), _step("rotate", [angle])), (1, 0, 0, 1, -x, -y))
        case "skewX", [angle]:
            return (1, 0, math.tan(math.radians(angle)), 1, 0, 0)
        case "skewY", [angle]:
            return (1, math.tan(math.radians(angle)), 0, 1, 0, 0)
    raise refused(f"“{name[:20]}” is no transform")


def onto_picture(frame: tuple[float, float, float, float]) -> Matrix:
    """Return the matrix that lays a frame (left, top, width, height) over the whole picture."""
    left, top, width, height = frame
    return (SIDE / width, 0, 0, SIDE / height, -left * SIDE / width, -top * SIDE / height)


# -- what a shape is made of


def pieces_of(tag: str, said: Mapping[str, str]) -> Iterator[Piece]:
    """Yield the pieces of a shape in its own units, one by one."""
    get = {name: length(said.get(name, "")) for name in ("cx", "cy", "r", "rx", "ry", "x", "y", "width", "height")}
    if tag == "path":
        yield from pieces(said.get("d", ""))
    elif tag in ("polyline", "polygon"):
        yield from _joined(numbers(said.get("points", "")))
    elif tag == "line":
        yield from _joined([length(said.get(name, "")) for name in ("x1", "y1", "x2", "y2")])
    elif tag == "rect":
        x, y, right, below = get["x"], get["y"], get["x"] + get["width"], get["y"] + get["height"]
        edges = list(_joined([x, y, right, y, right, below, x, below]))
        yield from edges if not (get["rx"] or get["ry"]) else edges * 2  # round corners are pieces of their own
    else:
        rx, ry = get["r"] or get["rx"] or get["ry"], get["r"] or get["ry"] or get["rx"]
        x, y = get["cx"], get["cy"]
        ends = [(x + rx, y), (x, y + ry), (x - rx, y), (x, y - ry), (x + rx, y)]
        for begin, end in pairwise(ends):
            yield begin, (begin[0] + end[0] - x, begin[1] + end[1] - y), end


def _joined(said: list[float]) -> Iterator[Piece]:
    points: list[Point] = list(zip(said[::2], said[1::2], strict=False))
    yield from pairwise(points)
    if points:
        yield points[-1], points[0]


# -- its work


class Shape:
    """Adds up the work of one shape. `said`: how it is filled and drawn; `onto`: where it lies in the picture."""

    def __init__(self, said: Mapping[str, str], onto: Matrix) -> None:
        self._onto, self._said = onto, said
        self._filled, self._drawn = said["fill"].strip() != "none", said["stroke"].strip() != "none"
        self._wide = abs(length(said["stroke-width"], 1.0)) * math.hypot(*onto[:4]) if self._drawn else 0.0
        if not self._wide <= WIDEST * SIDE:
            raise refused("it holds a line that is far too wide")
        sharp = max(1.0, abs(length(said["stroke-miterlimit"], 4.0)) / 2) if "miter" in said["stroke-linejoin"] else 1.0
        self._corner = 4 * min(2 * SIDE, self._wide * sharp)
        self._pieces, self._inside, self._sides = 0, 0.0, 0.0
        self._left = self._top = math.inf
        self._right = self._bottom = -math.inf

    def add(self, piece: Piece) -> None:
        """Count a piece. Raises FileRefused for one that is far away."""
        a, b, c, d, e, f = self._onto
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in piece]
        if not all(abs(x) <= FARTHEST * SIDE and abs(y) <= FARTHEST * SIDE for x, y in points):  # NaN is not, either
            raise refused("it reaches far out of its frame")
        self._pieces += 1
        for (x, y), (to_x, to_y) in pairwise(points):
            self._inside += abs(_in_sight(to_x) - _in_sight(x)) + abs(_in_sight(to_y) - _in_sight(y)) + 1
            self._sides += min(SIDE, abs(to_x - x)) + min(SIDE, abs(to_y - y)) + 1
        self._left, self._right = min(self._left, *(x for x, _ in points)), max(self._right, *(x for x, _ in points))
        self._top, self._bottom = min(self._top, *(y for _, y in points)), max(self._bottom, *(y for _, y in points))

    def work(self) -> float:
        """Return the work of all pieces so far."""
        if not self._pieces:
            return 0.0
        done = self._pieces * _PIECE
        if self._filled:
            done += self._painted("fill", self._inside, 0.0, math.inf)
        if self._drawn:
            corners = self._pieces * self._corner
            done += self._painted("stroke", 2 * self._sides + corners, self._wide, (self._sides + corners) * self._wide)
            done += self._pieces * _DRAWN
        return done

    def _painted(self, name: str, pixels: float, around: float, held: float) -> float:
        """Return the work of an outline that crosses so many pixels, and of the `held` ones in it, if it holds so many."""
        across = _in_sight(self._right + around) - _in_sight(self._left - around) + 1
        down = _in_sight(self._bottom + around) - _in_sight(self._top - around) + 1
        crowd = min(1.0, pixels / SIDE, across / SIDE)
        filled = (_RUNNING if "url" in self._said[name] else _PLAIN) * min(held, across * down) / SIDE**2
        return pixels * (_ALONE + _CROWDED * crowd) + filled


def _in_sight(place: float) -> float:
    return min(float(SIDE), max(0.0, place))
