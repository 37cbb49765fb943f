"""What is measured, how it is told, what it should be, and how it is compared from one run to the next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`compared`: as the ratio it is ("ratio"), against the yardstick of the same run ("yardstick"), or not (p99s jump)."""

    name: str
    told: str
    unit: str
    target: float | None = None
    compared: str = ""
    at_least: bool = False


FIGURES = (
    Figure("cold_start_ratio", "cold start to the first window, against a bare PySide6 window", "×", 2.0, "ratio"),
    Figure("memory_ratio", "memory with the first window, against a bare one", "×", 1.8, "ratio"),
    Figure("first_reading_ms", "the first line read after a start, tables included", "ms", 50, "yardstick"),
    Figure("reading_median_ms", "reading a line, median", "ms", 0.25, "yardstick"),
    Figure("reading_p99_ms", "reading a line, p99", "ms", 1.0),
    Figure("reading_10000_characters_ms", "reading 10,000 characters", "ms", 20, "yardstick"),
    Figure("spacy_ratio", "spaCy over the same lines, against ours", "×", 20, "", at_least=True),
    Figure("turn_median_ms", "a turn: reading, answer, remarks, median", "ms", None, "yardstick"),
    Figure("turn_p99_ms", "a turn, p99", "ms"),
    Figure("simulate_1008_runs_s", "1,008 simulated talks of one scenario", "s", None, "yardstick"),
    Figure("enter_to_reply_median_ms", "Enter to the reply painted and stored, median", "ms", None, "yardstick"),
    Figure("enter_to_reply_p99_ms", "Enter to the reply painted and stored, p99", "ms", 16.7),
    Figure("key_to_paint_median_ms", "key to paint in a line of 2,000 characters, median", "ms", None, "yardstick"),
    Figure("key_to_paint_p99_ms", "key to paint, p99", "ms", 16.7),
    Figure("debrief_ms", "the debrief of a talk of thirty lines", "ms", None, "yardstick"),
    Figure(
        "console_to_audience_median_ms",
        "a key on the console to the painted audience window, median",
        "ms",
        None,
        "yardstick",
    ),
    Figure("console_to_audience_p99_ms", "a key on the console to the painted audience window, p99", "ms", 16.7),
    Figure("progress_100_ms", "progress page, 100 talks", "ms", None, "yardstick"),
    Figure("progress_1000_ms", "progress page, 1,000 talks", "ms", None, "yardstick"),
    Figure("progress_10000_ms", "progress page, 10,000 talks", "ms", 150, "yardstick"),
    Figure("filter_10000_ms", "filtering 10,000 talks", "ms", None, "yardstick"),
    Figure("library_10_ms", "library of 10 files, first time", "ms", None, "yardstick"),
    Figure("library_100_ms", "library of 100 files, first time", "ms", None, "yardstick"),
    Figure("library_1000_ms", "library of 1,000 files, first time", "ms", 1000, "yardstick"),
    Figure("library_1000_again_ms", "library of 1,000 files, from its catalogue", "ms", 150, "yardstick"),
    Figure("library_jank_p99_ms", "a turn of the window while those files are read, p99", "ms", 16.7),
    Figure("bundle_mb", "the bundle", "MB", 130, "ratio"),
    Figure("bundle_start_ratio", "start of the bundle, against the source", "×", 1.5, "ratio"),
)
