"""Drawings made to take long, each as large as the bound on work lets it be, and how long painting them takes.

`python -m tests.nasty_drawings N` makes N of them and paints each in a child process: the slowest is told, in milliseconds
of its processor, with the memory it took. A time is no test, since another program may slow it down; the bound is
(`tests/test_drawings.py`).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from trainer.packs.drawings import LARGEST_DRAWING, examine

ROOT = Path(__file__).parent.parent
#: Milliseconds and megabytes that one drawing may take.
LONGEST, MOST_MEMORY = 50, 100
_PAINT = """
import sys, time
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from trainer.gui.kit.portrait_file import Drawn
from trainer.packs.drawings import examine
def memory(what):
    rows = open("/proc/self/status").read().split("\\n")
    return next(int(row.split()[1]) for row in rows if row.startswith(what)) / 1000
app = QGuiApplication([])
for path in sys.argv[1:]:
    data = open(path, "rb").read()
    image = QImage(256, 256, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    frame = examine(data).frame
    open("/proc/self/clear_refs", "w").write("5")
    before, began = memory("VmRSS"), time.process_time()
    drawn = Drawn(data, frame)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawn.paint(painter, "open", QRectF(0, 0, 256, 256))
    painter.end()
    took = 1000 * (time.process_time() - began)
    print(path, took, memory("VmHWM") - before, flush=True)
"""


def _points(chance: random.Random, count: int, wide: float) -> str:
    """Points of a line: to and fro, anywhere, round and round, on a few rows, or in tiny steps."""
    kind = chance.choice(("to-and-fro", "anywhere", "spiral", "rows", "steps", "far"))
    found: list[tuple[float, float]] = []
    x, y = chance.uniform(0, wide), chance.uniform(0, wide)
    for number in range(count):
        if kind == "to-and-fro":
            x, y = ((0, 0), (wide, wide))[number % 2]
        elif kind == "anywhere":
            x, y = chance.uniform(0, wide), chance.uniform(0, wide)
        elif kind == "spiral":
            x, y = wide * (number * 0.618 % 1), wide * (number * 0.382 % 1)
        elif kind == "rows":
            x, y = chance.uniform(0, wide), wide / 2 + chance.uniform(-0.01, 0.01) * wide
        elif kind == "steps":
            x, y = x + chance.uniform(-0.02, 0.02) * wide, y + chance.uniform(-0.02, 0.02) * wide
        else:
            x, y = chance.uniform(-19, 19) * wide, chance.uniform(-19, 19) * wide
        found.append((round(x, 2), round(y, 2)))
    return " ".join(f"{x:g} {y:g}" for x, y in found)


def _look(chance: random.Random, wide: float) -> str:
    """How shapes are filled and drawn."""
    fill = chance.choice(("none", "red", "url(#g)", "#00f8"))
    said = f'fill="{fill}" fill-rule="{chance.choice(("nonzero", "evenodd"))}"'
    if chance.random() < 0.75 or fill == "none":
        said += (
            f' stroke="{chance.choice(("red", "url(#g)"))}" stroke-width="{wide * 10 ** chance.uniform(-3, 0.3):.3g}"'
            f' stroke-linejoin="{chance.choice(("miter", "round", "bevel"))}" stroke-linecap="{chance.choice(("butt", "round", "square"))}"'
        )
        said += chance.choice(("", ' stroke-miterlimit="50"', ' stroke-opacity=".4"', ' opacity=".5"'))
    return said


def _path(chance: random.Random, count: int, wide: float) -> str:
    command = chance.choice(("L", "C", "Q", "T", "S", "A", "a", "M"))
    numbers = _points(chance, count * 3, wide).split()
    if command in "Aa":
        arcs = (
            f"{chance.choice('Aa')}{wide * chance.random():.2f} {wide * chance.random():.2f} {chance.randrange(360)} "
            f"{chance.randrange(2)}{chance.randrange(2)} {x} {y}"
            for x, y in zip(numbers[: 2 * count : 2], numbers[1 : 2 * count : 2], strict=False)
        )
        return f"M{wide / 2} {wide / 2}" + "".join(arcs)
    if command == "M":  # many short lines, with two ends each
        return "".join(
            f"M{x} {y}h{wide * 0.004:.3g}"
            for x, y in zip(numbers[: 2 * count : 2], numbers[1 : 2 * count : 2], strict=False)
        )
    takes = {"L": 2, "C": 6, "Q": 4, "T": 2, "S": 4}[command]
    return f"M0 0{command}{' '.join(numbers[: takes * count])}"


def _shapes(chance: random.Random, count: int, wide: float) -> str:
    """One shape of many points, or many shapes of few."""
    kind = chance.choice(("polyline", "polygon", "path", "path", "path", "circles", "rects", "groups", "small"))
    look = _look(chance, wide)
    if kind in ("polyline", "polygon"):
        return f'<{kind} {look} points="{_points(chance, count, wide)}"/>'
    if kind == "path":
        return f'<path {look} d="{_path(chance, count, wide)}"/>'
    if kind == "circles":
        return f'<circle {look} cx="{wide / 2}" cy="{wide / 2}" r="{wide * chance.uniform(0.05, 1):.3g}"/>' * count
    if kind == "rects":
        return f'<rect {look} width="{wide}" height="{wide}" rx="{wide * chance.random():.2g}"/>' * count
    if kind == "groups":
        return (
            f'<g opacity=".9"><g opacity=".5" transform="rotate({chance.randrange(90)})"><path {look} d="{_path(chance, 3, wide)}"/></g></g>'
            * count
        )
    return f"<g {look}>" + "".join(f'<path d="{_path(chance, 12, wide)}"/>' for _ in range(count)) + "</g>"


def nasty(seed: int) -> bytes:
    """A drawing that is taken in, with as many points as it may have."""
    best = b""
    low, high = 1, 12_000
    while low < high - 1:
        count = (low + high) // 2
        made = _drawing(seed, count)
        if len(made) <= LARGEST_DRAWING and not examine(made).fault:
            best, low = made, count
        else:
            high = count
    return best


def _drawing(seed: int, count: int) -> bytes:
    chance = random.Random(seed)
    wide = chance.choice((8.0, 24.0, 100.0, 512.0, 20_000.0))
    before, after = "", ""
    if chance.random() < 0.3:
        before, after = '<g id="base">', "</g>"
    if chance.random() < 0.3:
        scale = 10 ** chance.uniform(-3, 3)
        before, after, inner = before + f'<g transform="scale({scale:.4g})">', "</g>" + after, wide / scale
    else:
        inner = wide
    grows = chance.choice(("fx='.2'", "spreadMethod='reflect' r='.01'", "", "gradientTransform='rotate(30) scale(.1)'"))
    gradient = f'<defs><radialGradient id="g" {grows}><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity=".2"/></radialGradient></defs>'
    shapes = _shapes(chance, count, inner)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {wide:g}">{gradient}{before}{shapes}{after}</svg>'.encode()


def measured(seeds: range) -> list[tuple[int, float, float, float]]:
    """Return (seed, work, milliseconds, megabytes) of the drawings of some seeds, painted by a child."""
    with tempfile.TemporaryDirectory() as folder:
        made = {seed: nasty(seed) for seed in seeds}
        paths = {str(Path(folder) / f"{seed}.svg"): seed for seed, data in made.items() if data}
        for path, seed in paths.items():
            Path(path).write_bytes(made[seed])
        told = subprocess.run(
            [sys.executable, "-c", _PAINT, *paths],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        rows = (line.split() for line in told.stdout.splitlines())
        return [(paths[path], examine(made[paths[path]]).work, float(took), float(more)) for path, took, more in rows]


def main(count: int) -> int:
    """Tell the slowest ones. Return how many took longer or more than they may."""
    rows = [row for first in range(0, count, 50) for row in measured(range(first, min(count, first + 50)))]
    for seed, work, took, more in sorted(rows, key=lambda row: -row[2])[:8]:
        print(f"{seed:5}: {work:8.0f} counted, {took:6.1f} ms, {more:5.1f} MB")
    bad = sum(took > LONGEST or more > MOST_MEMORY for _, _, took, more in rows)
    print(
        f"{len(rows)} drawings, {bad} over {LONGEST} ms or {MOST_MEMORY} MB; memory at most {max(row[3] for row in rows):.0f} MB"
    )
    return bad


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]))))
