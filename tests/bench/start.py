"""The first window: its time and memory against a bare one; and the bundle."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from .timing import ROOT, RUNS

BARE = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""

OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
sys.argv = ["trainer"]
from trainer.gui.kit import style
from trainer.gui.app import application, build
app = application()
style.apply(app)
program = build(Path(sys.argv[0] + "-bench.sqlite"))
program.navigator.go("library")
program.window.show()
library = program.navigator.page("library")
assert library.list.count() >= 3 and library.start.isEnabled()
QTimer.singleShot(0, app.quit)
app.exec()
import os
os._exit(0)
"""

#: The most memory the process has taken, in megabytes. (What getrusage tells, a child has from its parent.)
PEAK = """
import re
from pathlib import Path
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024, flush=True)
"""
BUNDLE = ROOT / "dist" / "trainer"


def seconds(code: str) -> float:
    """Wall time of a whole Python process that runs `code`."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
    )
    return time.perf_counter() - start


def cold_start() -> dict[str, float]:
    """Bare window and ours by turns, so that both meet the same load."""
    bare, ours = [], []
    for _ in range(RUNS):
        bare.append(seconds(BARE))
        ours.append(seconds(OURS))
    one, two = statistics.median(bare), statistics.median(ours)
    return {"bare_window_s": one, "our_window_s": two, "cold_start_ratio": two / one}


def memory() -> dict[str, float]:
    """The most memory each has taken when its window is on the screen; Linux only."""
    if not Path("/proc/self/status").exists():
        return {}

    def peak(code: str) -> float:
        done = subprocess.run(
            [sys.executable, "-c", code],
            check=True, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True, text=True,
        )  # fmt: skip
        return float(done.stdout.split()[-1])

    ours = OURS.replace("import os\nos._exit(0)\n", PEAK + "import os\nos._exit(0)\n")
    one = statistics.median(peak(BARE + PEAK) for _ in range(5))
    two = statistics.median(peak(ours) for _ in range(5))
    return {"bare_window_mb": one, "our_window_mb": two, "memory_ratio": two / one}


def bundle() -> dict[str, float]:
    """Size and start of the bundle, where it was built; both starts by turns."""
    if not BUNDLE.is_dir():
        return {}
    size = sum(path.lstat().st_size for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink())
    source, built = [], []
    for _ in range(RUNS):
        source.append(_runs([sys.executable, "-m", "trainer", "--self-test"]))
        built.append(_runs([str(BUNDLE / "trainer"), "--self-test"]))
    return {"bundle_mb": size / 1e6, "bundle_start_ratio": statistics.median(built) / statistics.median(source)}


def _runs(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(
        command, check=True, cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, capture_output=True
    )
    return time.perf_counter() - start
