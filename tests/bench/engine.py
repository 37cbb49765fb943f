"""Reading lines and playing talks, without a window."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from .timing import ROOT, RUNS, percentile, timed
from .window import LINES

FIRST = """
import time
from trainer.language import read
start = time.perf_counter()
read("Would it be a bad idea to meet on Tuesday?")
print((time.perf_counter() - start) * 1000)
"""


def first_reading() -> dict[str, float]:
    """The first line after the start of a program, tables included."""
    taken = [
        float(subprocess.run([sys.executable, "-c", FIRST], check=True, cwd=ROOT, capture_output=True).stdout)
        for _ in range(RUNS)
    ]
    return {"first_reading_ms": statistics.median(taken)}


def reading() -> dict[str, float]:
    """Everyday lines, each read once, and ten thousand characters of them."""
    from trainer.language import read

    lines = (ROOT / "tests" / "lines" / "everyday.txt").read_text(encoding="utf-8").splitlines()
    taken = [timed(partial(read, line), 1)[0] for line in lines if len(line) <= 300]
    long = " ".join(lines)[:10_000]
    figures = {
        "reading_median_ms": statistics.median(taken),
        "reading_p99_ms": percentile(taken, 0.99),
        "reading_10000_characters_ms": statistics.median(timed(lambda: read(long), 7)),
    }
    short = [line for line in lines if len(line) <= 300]
    return figures | spacy_beside(short[:600])


#: Reads the lines of standard input once each; milliseconds a line.
EACH = """
import statistics, sys, time
from trainer.language import read
lines = sys.stdin.read().splitlines()
read("Would it be a bad idea to meet on Tuesday?")
taken = []
for line in lines:
    start = time.perf_counter()
    read(line)
    taken.append((time.perf_counter() - start) * 1000)
print(statistics.median(taken))
"""


def spacy_beside(lines: list[str]) -> dict[str, float]:
    """How many times longer spaCy takes for the same lines, in the environment that SPACY_PYTHON names, or in this one.

    Both in programs of their own and by turns: neither knows a word from before, and both meet the same load.
    """
    python = os.environ.get("SPACY_PYTHON", sys.executable)
    theirs, ours = [], []
    for _ in range(3):
        found = _said_of(lines, [python, str(Path(__file__).with_name("spacy_beside.py"))])
        if found is None:
            return {}
        theirs.append(found)
        ours.append(_said_of(lines, [sys.executable, "-c", EACH]) or 0.0)
    return {"spacy_ratio": statistics.median(theirs) / statistics.median(ours)}


def _said_of(lines: list[str], command: list[str]) -> float | None:
    done = subprocess.run(command, input="\n".join(lines), check=True, capture_output=True, text=True, cwd=ROOT)
    return float(done.stdout.split()[0]) if done.stdout else None


def talks() -> dict[str, float]:
    """A thousand mixed runs of one scenario, and a whole turn."""
    from trainer.scenario import Level, load
    from trainer.session import Session
    from trainer.simulate import PLAYERS, simulate

    scenario = load(ROOT / "scenarios" / "salary_yearly_review.yaml")
    start = time.perf_counter()
    for level in Level:
        for player in PLAYERS:
            simulate(scenario.at_level(level), player, 42)
    taken: list[float] = []
    for seed in range(40):
        session = Session(scenario, seed)
        for line in LINES:
            if session.outcome is None:
                taken += timed(partial(session.say, line), 1)
    return {
        "simulate_1008_runs_s": time.perf_counter() - start,
        "turn_median_ms": statistics.median(taken),
        "turn_p99_ms": percentile(taken, 0.99),
    }
