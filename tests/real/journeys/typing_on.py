"""Whoever types on while the talk ends presses nothing by it, and does not lose the half line."""

from __future__ import annotations

from .. import names
from ..journey import Journey, Step, Trip
from ..waiting import Failed
from .first_start import LINES, begin, begin_by_space, outcome, say

HALF = "And would you like to see the old maps on"


def nearly(trip: Trip) -> None:
    for line in LINES[:-1]:
        say(trip, line)
    trip.must("the talk goes on", not outcome(trip))


def last(trip: Trip) -> None:
    """The last line, and at once the beginning of another one, slower than the natural pause before a reply."""
    trip.type(LINES[-1])
    trip.hands.press("Return")
    trip.hands.type(HALF, 70)
    trip.until("the talk has ended with “agreed”", lambda: outcome(trip) == "agreed")
    reply = trip.program.rows("select reply from turns order by id desc limit 1")[0]["reply"]
    trip.must_read(reply, 6)
    trip.settled()


def nothing_pressed(trip: Trip) -> None:
    if trip.eyes.find(names.AGAIN):
        raise Failed("the debrief was opened by the space bar")
    trip.must("the window is the only one", len(trip.eyes.windows()) == 1)
    trip.must("the transcript is still there", trip.eyes.says(LINES[-1]))
    trip.must(
        "one talk of four lines is stored", (trip.program.count("sessions"), trip.program.count("turns")) == (1, 4)
    )


def half_line(trip: Trip) -> None:
    whole = any(HALF in node.text + node.name for node in trip.eyes.nodes())
    trip.must(f"“{HALF}” is still to be read whole", whole)


def more(trip: Trip) -> None:
    """Afterwards too: another few letters and a space."""
    trip.hands.type(" a Sunday ", 40)
    trip.settled()
    nothing_pressed(trip)


def steps() -> list[Step]:
    return [
        Step("the welcome leads into the talk", begin, begin_by_space, vital=True),
        Step("three lines, the talk goes on", nearly, vital=True),
        Step("the last line ends it while another is typed", last),
        Step("nothing was pressed by typing on", nothing_pressed, vital=True),
        Step("the half line can still be read", half_line),
        Step("typing after the end presses nothing either", more),
    ]


TYPING_ON = Journey("typing-on", "typing on while the talk ends", steps, seconds=45)
