"""What the bench says of its figures; the figures themselves are measured by `make bench`, never in a test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .bench import __main__ as bench
from .bench.figures import FIGURES


def test_a_ratio_that_grew_by_more_than_half_is_told_and_a_smaller_one_is_not() -> None:
    stored = {"cold_start_ratio": 2.0, "bundle_mb": 100.0}
    assert bench.grown({"cold_start_ratio": 2.9, "bundle_mb": 140.0, "new": 9.0}, stored) == []
    assert bench.grown({"cold_start_ratio": 3.1, "bundle_mb": 90.0}, stored) == ["cold_start_ratio: 3.1, stored 2"]


def test_times_are_compared_with_the_yardstick_of_their_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def part() -> dict[str, float]:
        return {"debrief_ms": 30.0, "cold_start_ratio": 2.0, "turn_p99_ms": 3.0}

    monkeypatch.setattr(bench, "PARTS", (part,))
    monkeypatch.setattr(bench, "yardstick", lambda: 15.0)
    figures, ratios = bench.measured()
    assert figures == part() and ratios == {"debrief_ms": 2.0, "cold_start_ratio": 2.0}


def test_the_table_goes_into_the_readme_and_nothing_else_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    page = tmp_path / "README.md"
    page.write_text(f"before\n{bench._BEGIN}\nformer figures\n{bench._END}\nafter\n", encoding="utf-8")
    bench.into_readme(bench.table({"cold_start_ratio": 1.234, "spacy_ratio": 25.0}, "1 May 2026"))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith(f"{bench._END}\nafter\n"), text
    assert "former" not in text
    assert "| 1.23 × | ≤ 2 × |" in text and "| 25.0 × | ≥ 20 × |" in text


def test_what_is_stored_is_what_is_compared() -> None:
    stored = json.loads(bench.STORED.read_text(encoding="utf-8"))
    assert set(stored) <= {figure.name for figure in FIGURES if figure.compared} and len(stored) >= 15
