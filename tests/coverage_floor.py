"""How much of the core the tests run, against a floor for each part: `make coverage`. Exit 1 where one is below its floor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOLD = ROOT / "build" / "coverage.json"
#: Percent of statements, a little below what was measured. The window is looked at by tests of its own kind.
FLOORS = {
    "language": 97, "counterpart": 98, "coach": 97, "session.py": 99, "drills": 98, "workshop": 97, "history": 96,
}  # fmt: skip


def measured() -> dict[str, float]:
    """Percent of statements that were run, by part of the core."""
    files = json.loads(TOLD.read_text(encoding="utf-8"))["files"]
    shares = {}
    for part in FLOORS:
        whole = [told["summary"] for name, told in files.items() if Path(name).parts[1] == part]
        shares[part] = 100 * sum(one["covered_lines"] for one in whole) / sum(one["num_statements"] for one in whole)
    return shares


def main() -> int:
    TOLD.parent.mkdir(exist_ok=True)
    python = [sys.executable, "-m", "coverage"]
    failed = subprocess.run([*python, "run", "-m", "pytest"], cwd=ROOT, check=False).returncode
    subprocess.run([*python, "json", "--quiet", "-o", str(TOLD)], cwd=ROOT, check=True)
    shares = measured()
    for part, share in shares.items():
        print(f"trainer/{part}: {share:.1f} % (floor {FLOORS[part]} %){'' if share >= FLOORS[part] else '  TOO LOW'}")
    return failed or any(share < FLOORS[part] for part, share in shares.items())


if __name__ == "__main__":
    sys.exit(main())
