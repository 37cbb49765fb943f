"""`python -m tests.trust [SHARE]`: every kind of trial, by the thousand; SHARE of them, 1 by default. Exits with 1 if one failed.

In slices of children, so that one that ends in a crash is told with its numbers and the others go on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module

from ..conftest import ROOT
from .outcome import Outcome

#: Kind → how many trials there are of it, and how many one child does.
KINDS = {
    "identity": (1_000, 100), "damage": (2_000, 100), "strangers": (2_000, 100), "clocks": (60, 10), "exchange": (500, 50), "killed_restore": (1, 1), "special_files": (117, 30),
}  # fmt: skip


def _added(one: Outcome, other: dict[str, object]) -> Outcome:
    made = Outcome(**other)  # type: ignore[arg-type]
    return Outcome(
        one.tried + made.tried, one.held + made.held, one.wanted + made.wanted, one.got + made.got,
        max(one.slowest, made.slowest), one.failures + made.failures,
    )  # fmt: skip


def child(kind: str, seed: int, count: int) -> None:
    """Do a slice, and write what became of it as JSON."""
    run = import_module(f"{__package__}.{kind}").run
    print(json.dumps(asdict(run(seed, count))))


def main(share: float) -> int:
    """Do all of them, and write a line for each kind."""
    with (
        tempfile.TemporaryDirectory() as folder
    ):  # what cannot be saved elsewhere goes into these, and not into one's own
        os.environ |= dict.fromkeys(
            ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "TMPDIR"), folder
        )
        failed = _all_kinds(share)
    return min(failed, 1)


def _all_kinds(share: float) -> int:
    """Return how many trials failed."""
    failed = 0
    for kind, (most, size) in KINDS.items():
        whole = Outcome()
        for seed in range(0, max(1, round(most * share)), size):
            done = subprocess.run(
                [sys.executable, "-m", "tests.trust", "child", kind, str(seed), str(size)],
                check=False, cwd=ROOT, capture_output=True, text=True,
            )  # fmt: skip
            if done.returncode:
                whole.count(f"{kind} from {seed}: exit {done.returncode}: {done.stderr[-500:]}")
            else:
                whole = _added(whole, json.loads(done.stdout.splitlines()[-1]))
        print(whole.told(kind), flush=True)
        failed += whole.tried - whole.held
    return failed


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 1.0))
