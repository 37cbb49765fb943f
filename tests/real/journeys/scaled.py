"""A small screen at 150 % scaling, and the largest text: the window stays on the screen, whatever page is shown."""

from __future__ import annotations

from ..display import Monitor
from ..journey import Journey, Step, Trip
from ..names import COMPOSER
from .first_start import LINES, begin, begin_by_space, say

SMALL = Monitor("SMALL", 1024, 768)
#: How often the text is made larger, from 100 to 200 percent.
_STEPS = 10
#: Keys of the pages, each with words that stand on it.
PAGES = {
    "ctrl+1": "What would you like to ask for?", "ctrl+3": "Drills", "ctrl+4": "Your progress", "ctrl+5": "Workshop",
    "ctrl+6": "The evidence", "ctrl+comma": "Settings", "ctrl+n": "Your own talk",
}  # fmt: skip


def on_screen(trip: Trip) -> None:
    """No corner of the window lies beyond the screen."""
    trip.settled()
    for shown in trip.eyes.windows():
        x, y, width, height = shown.box
        inside = x >= 0 and y >= 0 and x + width <= SMALL.width and y + height <= SMALL.height
        trip.must(f"“{shown.title}” lies on the screen, not at {shown.box}", inside)


def start(trip: Trip) -> None:
    trip.start(QT_SCALE_FACTOR="1.5")
    on_screen(trip)


def largest(trip: Trip) -> None:
    for _ in range(_STEPS):
        trip.press("ctrl+plus")
    on_screen(trip)


def talk(trip: Trip) -> None:
    """A line is said, and the composer is still in sight for the next."""
    begin(trip)
    on_screen(trip)
    say(trip, LINES[0])
    trip.until_stored("a line is stored", "turns", 1)
    on_screen(trip)
    trip.must_focus(COMPOSER)


def every_page(trip: Trip) -> None:
    for key, words in PAGES.items():
        trip.press(key)
        trip.must_read(words)
        on_screen(trip)


def steps() -> list[Step]:
    return [
        Step("the first window lies on the screen", start, vital=True),
        Step("the largest text makes it no wider", largest),
        Step("a talk neither", talk, begin_by_space),
        Step("nor any other page", every_page),
    ]


SCALED = Journey("scaled", "a scaled screen and the largest text", steps, (SMALL,), begin=False, seconds=60)
