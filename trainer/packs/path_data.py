"""The data of an SVG path → its pieces: the points each line or curve goes by, the first and the last it touches.

Anything that the grammar of SVG does not allow is refused, so that what is counted here is what will be painted.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from ..plain_files import FileRefused

Point = tuple[float, float]
Piece = tuple[Point, ...]

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_BETWEEN = re.compile(r"[\s,]*")
#: How many numbers each command takes.
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
#: The two numbers of an arc that are a single digit, which may stand without anything between.
_FLAGS = (3, 4)


class _Cut:
    """Reads a text from left to right."""

    def __init__(self, text: str) -> None:
        self._text, self._place = text, 0
        self._skip()

    def _skip(self) -> None:
        found = _BETWEEN.match(self._text, self._place)
        self._place = found.end() if found else self._place

    def next(self) -> str:
        """The character that stands next, "" at the end."""
        return self._text[self._place : self._place + 1]

    def letter(self) -> str:
        """Take the next character."""
        found = self.next()
        self._place += 1
        self._skip()
        return found

    def number(self) -> float:
        """Take a number. Raises FileRefused where there is none."""
        found = _NUMBER.match(self._text, self._place)
        if found is None:
            raise FileRefused("it is no path")
        self._place = found.end()
        self._skip()
        return float(found[0])

    def flag(self) -> float:
        """Take a single 0 or 1."""
        found = self.letter()
        if found not in ("0", "1"):
            raise FileRefused("it is no path")
        return float(found)


def numbers(text: str) -> list[float]:
    """Return the numbers of a list. Raises FileRefused for anything else in it."""
    cut, found = _Cut(text), []
    while cut.next():
        found.append(cut.number())
    return found


def pieces(data: str) -> Iterator[Piece]:
    """Yield the pieces of a path one by one; filled outlines are closed. Raises FileRefused where it is no path."""
    cut, pen = _Cut(data), _Pen()
    while cut.next():
        name = cut.letter()
        command = name.upper()
        if command == "Z":
            yield pen.closed()
            continue
        if command not in _TAKES:
            raise FileRefused("it is no path")
        while True:
            taken = [cut.flag() if command == "A" and n in _FLAGS else cut.number() for n in range(_TAKES[command])]
            yield from pen.drawn(command, taken, relative=name.islower())
            command = "L" if command == "M" else command  # what follows a move without a letter are lines
            if not cut.next() or cut.next().isalpha():
                break
    yield pen.closed()


class _Pen:
    """Where the path has got to, and the last point a curve was bent by."""

    def __init__(self) -> None:
        self._at: Point = (0.0, 0.0)
        self._start: Point = (0.0, 0.0)
        self._bent: Point = (0.0, 0.0)
        self._last = ""
        self._draw: dict[str, Callable[[list[Point]], Iterator[Piece]]] = {
            "M": self._move, "L": self._through, "C": self._through, "Q": self._through, "S": self._smooth,
            "T": self._smooth,
        }  # fmt: skip

    def closed(self) -> Piece:
        """Return the line back to where the outline began."""
        made, self._at, self._last = (self._at, self._start), self._start, "Z"
        return made

    def drawn(self, command: str, taken: list[float], relative: bool) -> Iterator[Piece]:
        """Yield what a command draws. `taken`: its numbers, in the units of the path."""
        across, down = self._at if relative else (0.0, 0.0)
        if command in ("H", "V"):
            x, y = self._at
            point = (across + taken[0], y) if command == "H" else (x, down + taken[0])
            yield from self._through([point])
        elif command == "A":
            yield from self._arc(taken, (across + taken[5], down + taken[6]))
        else:
            points = [(across + x, down + y) for x, y in zip(taken[::2], taken[1::2], strict=True)]
            yield from self._draw[command](points)
        self._last = command

    def _move(self, points: list[Point]) -> Iterator[Piece]:
        yield self._at, self._start  # a filled outline is closed before the next begins
        self._at = self._start = points[0]
        yield (self._at,)

    def _through(self, points: list[Point]) -> Iterator[Piece]:
        yield (self._at, *points)
        self._bent, self._at = points[-2] if len(points) > 1 else points[-1], points[-1]

    def _smooth(self, points: list[Point]) -> Iterator[Piece]:
        """Bend a curve by the last one's point, mirrored."""
        (x, y), (bent_x, bent_y) = self._at, self._bent
        goes_on = self._last in ("C", "S") if len(points) > 1 else self._last in ("Q", "T")
        yield from self._through([(2 * x - bent_x, 2 * y - bent_y) if goes_on else self._at, *points])

    def _arc(self, taken: list[float], end: Point) -> Iterator[Piece]:
        begin, self._at = self._at, end
        yield from arc(begin, abs(taken[0]), abs(taken[1]), taken[2], taken[3] != taken[4], taken[4] == 1, end)


def arc(begin: Point, rx: float, ry: float, turned: float, one_side: bool, sweep: bool, end: Point) -> Iterator[Piece]:
    """Yield an arc of an ellipse as curves of a quarter at most. `turned`: degrees; `one_side`: large and sweep differ.

    Source: SVG 1.1, appendix F.6.5, and Riškus, Approximation of a cubic Bézier curve by circular arcs, 2006.
    """
    if not rx or not ry or begin == end:
        yield begin, end
        return
    cos, sin = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    half_x, half_y = (begin[0] - end[0]) / 2, (begin[1] - end[1]) / 2
    x, y = (cos * half_x + sin * half_y) / rx, (cos * half_y - sin * half_x) / ry  # on a circle of radius 1
    apart = math.hypot(x, y)
    if apart > 1:  # an ellipse that is too small grows until it reaches
        rx, ry, x, y = rx * apart, ry * apart, x / apart, y / apart
    off = math.sqrt(max(0.0, 1 / max(x * x + y * y, 1e-30) - 1)) * (1 if one_side else -1)
    middle_x, middle_y = off * y, -off * x
    first = math.atan2(y - middle_y, x - middle_x)
    whole = (math.atan2(-y - middle_y, -x - middle_x) - first) % math.tau - (0 if sweep else math.tau)
    parts = max(1, math.ceil(abs(whole) / (math.pi / 2) - 1e-9))
    centre = (begin[0] + end[0]) / 2, (begin[1] + end[1]) / 2
    for part in range(parts):
        yield tuple(
            (
                centre[0] + cos * rx * (px + middle_x) - sin * ry * (py + middle_y),
                centre[1] + sin * rx * (px + middle_x) + cos * ry * (py + middle_y),
            )
            for px, py in _quarter(first + whole * part / parts, first + whole * (part + 1) / parts)
        )


def _quarter(one: float, other: float) -> tuple[Point, ...]:
    """Return the points of a curve along a circle of radius 1, from one angle to another."""
    reach = 4 / 3 * math.tan((other - one) / 4)
    cos, sin, then_cos, then_sin = math.cos(one), math.sin(one), math.cos(other), math.sin(other)
    return (
        (cos, sin), (cos - reach * sin, sin + reach * cos), (then_cos + reach * then_sin, then_sin - reach * then_cos),
        (then_cos, then_sin),
    )  # fmt: skip
