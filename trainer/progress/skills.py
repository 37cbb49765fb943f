"""What each move was used for and what it did, by month, with the count behind every figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..history.figures import Effect

#: The moves that are shown, in order, with their names.
SHOWN = {
    "no_oriented_ask": "no-oriented asks",
    "yes_oriented_ask": "yes-oriented asks",
    "label": "labels",
    "open_question": "open questions",
    "accusation_audit": "audits",
    "offer": "offers",
    "autonomy": "leaving them free",
    "pressure": "pressure",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One month. `value`: the figure; `count`: how many lines (or reviews) it is made from."""

    month: str
    value: float
    count: int


@dataclass(frozen=True, slots=True)
class Series:
    """A curve over months. `unit`: that of its values."""

    name: str
    unit: str
    points: tuple[Point, ...]


def share_of_asks(effects: Iterable[Effect], held_back: bool | None = None) -> Series:
    """Return the share of asks that were no-oriented, in percent, by month.

    `held_back`: True for held-back scenarios only, False for the others only, None for all.
    """
    asks: dict[str, list[int]] = {}
    for effect in effects:
        if held_back is not None and effect.held_back is not held_back:
            continue
        if effect.kind in ("no_oriented_ask", "yes_oriented_ask"):
            month = asks.setdefault(effect.month, [0, 0])  # no-oriented, yes-oriented
            month[effect.kind == "yes_oriented_ask"] += effect.lines
    points = tuple(Point(month, 100 * no / (no + yes), no + yes) for month, (no, yes) in sorted(asks.items()))
    name = {None: "no-oriented asks", False: "practised scenarios", True: "scenarios kept for testing"}[held_back]
    return Series(name, "% of asks", points)


def use_per_session(effects: Iterable[Effect], sessions: Mapping[str, int], move: str) -> Series:
    """Return how often a move was made per session, by month."""
    made: dict[str, int] = {}
    for effect in effects:
        if move in effect.moves or effect.kind == move:
            made[effect.month] = made.get(effect.month, 0) + effect.lines
    points = tuple(
        Point(month, made.get(month, 0) / n, made.get(month, 0)) for month, n in sorted(sessions.items()) if n
    )
    return Series(SHOWN[move], "per talk", points)


def effect_of(effects: Iterable[Effect], move: str) -> Series:
    """Return what lines with a move did to resistance on average, in points, by month; down is good."""
    changed: dict[str, list[int]] = {}
    for effect in effects:
        if move in effect.moves or effect.kind == move:
            month = changed.setdefault(effect.month, [0, 0])
            month[0] += effect.change
            month[1] += effect.lines
    points = tuple(Point(month, change / lines, lines) for month, (change, lines) in sorted(changed.items()) if lines)
    return Series(SHOWN[move], "points of resistance", points)


def retention_of(answers: Sequence[tuple[str, str, int, int]]) -> Series:
    """Return the share of cards met before that were still known, in percent. `answers`: (month, skill, reviews,
    right).
    """
    months: dict[str, list[int]] = {}
    for month, _, answered, right in answers:
        known = months.setdefault(month, [0, 0])
        known[0] += answered
        known[1] += right
    points = tuple(Point(month, 100 * right / n, n) for month, (n, right) in sorted(months.items()) if n)
    return Series("cards still known", "% of answers", points)


def table_of(series: Sequence[Series]) -> list[tuple[str, ...]]:
    """Return series as rows of text, for screen readers and CSV: month, then value and count of each series."""
    months = sorted({point.month for one in series for point in one.points})
    head = ("month", *(cell for one in series for cell in (f"{one.name} ({one.unit})", f"{one.name}: count")))
    by_month = [{point.month: point for point in one.points} for one in series]
    rows = [head]
    for month in months:
        cells = [month]
        for points in by_month:
            point = points.get(month)
            cells += [f"{point.value:.1f}", str(point.count)] if point else ["", ""]
        rows.append(tuple(cells))
    return rows
