"""`make gallery`: every state in both themes, three sizes and two text sizes, as pictures and as a contact sheet each.

`python -m tests.gallery [--only WORD] [--quick]`: only the states whose name holds a word; only one size and theme.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

ROOT = Path(__file__).parent.parent.parent
OUT = ROOT / "build" / "gallery"
SIZES = ((1024, 700), (1366, 768), (1920, 1080))
TEXTS = (100, 200)
#: Pixels of a picture on a sheet, and of the words above it.
_WIDE, _HIGH, _WORDS = 640, 440, 22
#: How hard the pictures are packed: lightly, which takes half the time of hard.
_PACKED = 90


def draw(size: tuple[int, int], only: str, quick: bool) -> None:
    """Draw every state at one size; run in a process whose screen has that size."""
    from trainer.gui.app import application
    from trainer.gui.kit import style

    from .opening import dressed, opened_state
    from .states import STATES

    application()
    OUT.mkdir(parents=True, exist_ok=True)
    for theme in (style.LIGHT,) if quick else (style.LIGHT, style.DARK):
        for percent in TEXTS:
            dressed(theme, percent)
            for state in STATES:
                if only and only not in state.id:
                    continue
                with opened_state(state, size) as (_, shown):
                    path = OUT / f"{_file(state.id)}--{size[0]}-{percent}-{theme.name}.png"
                    shown.grab().save(str(path), quality=_PACKED)


def _file(name: str) -> str:
    return re.sub(r"[^\w-]+", "_", name)


def sheets(only: str) -> None:
    """Put the pictures of each state on a contact sheet, small, in rows of light and dark."""
    pictures: dict[str, list[Path]] = {}
    for path in sorted(OUT.glob("*--*.png")):
        pictures.setdefault(path.name.split("--")[0], []).append(path)
    for name, paths in pictures.items():
        if only and _file(only) not in name:
            continue
        _sheet(paths).save(str(OUT / f"sheet-{name}.png"))


def _sheet(paths: Sequence[Path]) -> QImage:
    columns = 3
    rows = -(-len(paths) // columns)
    sheet = QImage(columns * (_WIDE + 8), rows * (_HIGH + _WORDS), QImage.Format.Format_RGB32)
    sheet.fill(QColor("#8899AA"))
    painter = QPainter(sheet)
    for place, path in enumerate(paths):
        left, top = place % columns * (_WIDE + 8), place // columns * (_HIGH + _WORDS)
        painter.drawText(
            QRect(left, top, _WIDE, _WORDS), Qt.AlignmentFlag.AlignVCenter, f"  {path.stem.split('--')[1]}"
        )
        picture = QImage(str(path)).scaled(
            _WIDE, _HIGH, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage(left, top + _WORDS, picture)
    painter.end()
    return sheet


def _in_processes(sizes: Iterable[tuple[int, int]], arguments: list[str], folder: Path) -> int:
    """Draw each size in a process of its own, on a screen of that size; the sum of their exit codes."""
    running = []
    for number, (width, height) in enumerate(sizes):
        screen = folder / f"screen{number}.json"
        shape = {
            "name": "Screen",
            "x": 0,
            "y": 0,
            "width": width,
            "height": height,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
        screen.write_text(json.dumps({"screens": [shape]}), encoding="utf-8")
        data = folder / f"data{number}"
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
            "QT_LOGGING_RULES": "*.warning=false",
        }
        environment |= {f"XDG_{name}_HOME": str(data) for name in ("DATA", "STATE", "CACHE")}
        command = [sys.executable, "-m", "tests.gallery", "--size", f"{width}x{height}", *arguments]
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment))
    return sum(process.wait() for process in running)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--size")
    options = parser.parse_args()
    if options.size:
        width, height = options.size.split("x")
        draw((int(width), int(height)), options.only, options.quick)
        return 0
    begun = time.monotonic()
    for old in OUT.glob("*.png"):
        if not options.only or _file(options.only) in old.name:
            old.unlink()
    arguments = [*(["--only", options.only] if options.only else []), *(["--quick"] if options.quick else [])]
    with tempfile.TemporaryDirectory() as folder:
        failed = _in_processes(SIZES[:1] if options.quick else SIZES, arguments, Path(folder))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication([])  # for the words on the sheets
    sheets(options.only)
    del app
    print(f"{len(list(OUT.glob('sheet-*.png')))} sheets in {OUT.relative_to(ROOT)}, {time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
