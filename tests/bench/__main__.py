"""`make bench`: measures everything, writes bench.json and the table in the README, fails where a ratio has grown.

`--keep` stores the ratios of this run as what later runs are compared with.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

from .data import library, progress_page
from .engine import first_reading, reading, talks
from .figures import FIGURES, Figure
from .start import bundle, cold_start, memory
from .timing import ROOT, yardstick
from .window import console_to_audience, enter_to_reply, key_to_paint, looking_back

STORED = ROOT / "tests" / "bench" / "ratios.json"
#: A ratio may grow so much before it is called a regression: machines differ, and so do two runs on one.
MOST_GROWTH = 1.5
_BEGIN, _END = "<!-- measured by make bench -->", "<!-- end -->"
PARTS = (
    cold_start, memory, first_reading, reading, talks, enter_to_reply, key_to_paint, looking_back, console_to_audience, progress_page, library,
    bundle,
)  # fmt: skip


def measured() -> tuple[dict[str, float], dict[str, float]]:
    """Name → figure, and name → the ratio by which it is compared. The yardstick is laid on before every part."""
    figures: dict[str, float] = {}
    ratios: dict[str, float] = {}
    for part in PARTS:
        measure = yardstick()
        found = part()
        measure = (measure + yardstick()) / 2
        figures |= found
        for figure in FIGURES:
            if figure.name in found and figure.compared:
                value = found[figure.name]
                ratios[figure.name] = value if figure.compared == "ratio" else value / measure
        print(f"{part.__name__:16} " + "  ".join(f"{name} {value:.3g}" for name, value in found.items()), flush=True)
    return figures, ratios


def grown(ratios: Mapping[str, float], stored: Mapping[str, float]) -> list[str]:
    """A sentence for every ratio that is more than half as large again as the stored one."""
    return [
        f"{name}: {ratios[name]:.3g}, stored {stored[name]:.3g}"
        for name in ratios
        if name in stored and ratios[name] > MOST_GROWTH * stored[name]
    ]


def table(figures: Mapping[str, float], day: str) -> str:
    """The rows of the README."""
    rows = [f"Measured on {day}, on a shared machine of two cores; each figure is the median of five runs or more.", ""]
    rows += ["| what | measured | target |", "|---|---:|---:|"]
    rows += [_row(figure, figures[figure.name]) for figure in FIGURES if figure.name in figures]
    return "\n".join(rows)


def _row(figure: Figure, value: float) -> str:
    digits = 2 if value < 10 else 1 if value < 100 else 0
    target = "" if figure.target is None else f"{'≥' if figure.at_least else '≤'} {figure.target:g} {figure.unit}"
    return f"| {figure.told} | {value:,.{digits}f} {figure.unit} | {target} |"


def into_readme(rows: str) -> None:
    path = ROOT / "README.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
    path.write_text(f"{before}{_BEGIN}\n{rows}\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")


def main() -> int:
    figures, ratios = measured()
    now = datetime.now(UTC)
    kept = {"measured": now.isoformat(timespec="seconds"), "figures": figures, "ratios": ratios}
    (ROOT / "bench.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    into_readme(table(figures, f"{now:%d %B %Y}".lstrip("0")))
    if "--keep" in sys.argv:
        STORED.write_text(
            json.dumps({name: float(f"{ratio:.3g}") for name, ratio in ratios.items()}, indent=1) + "\n",
            encoding="utf-8",
        )
        return 0
    worse = grown(ratios, json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {})
    print("\n".join(f"Grown by more than half: {sentence}" for sentence in worse) or "No ratio has grown by half.")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
