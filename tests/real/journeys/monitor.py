"""The projector is pulled out and put in again in the middle of a workshop."""

from __future__ import annotations

from ..display import LAPTOP, PROJECTOR
from ..journey import Journey, Step, Trip
from ..waiting import Failed, until
from .workshop import (
    begin,
    begin_by_space,
    console,
    fills_projector,
    in_phase,
    key,
    keys_again,
    open_by_space,
    open_wall,
    wall,
)


def out(trip: Trip) -> None:
    """Within 5 s the audience window is a window on the laptop; the program goes on, the workshop stands where it stood."""
    state = trip.program.workshop()
    trip.display.unplug(PROJECTOR)

    def there() -> bool:
        found = wall(trip)
        return found is not None and not found.full and found.box[0] < LAPTOP.width

    try:
        until("", there, 5)
    except Failed:
        raise Failed(f"the audience window is {wall(trip)}") from None
    trip.must("the program runs", trip.program.running())
    trip.must("the stored workshop is the same", trip.program.workshop() == state)


def in_sight(trip: Trip) -> None:
    """All of it can be seen and moved, not only a corner."""
    found = wall(trip)
    trip.must("there is an audience window", found is not None)
    assert found is not None
    x, y, width, height = found.box
    inside = x >= 0 and y >= 0 and x + width <= LAPTOP.width and y + height <= LAPTOP.height
    trip.must(f"the audience window lies on the laptop as a whole, not at {found.box}", inside)


def said(trip: Trip) -> None:
    trip.must_read("Only one display found")


def back_in(trip: Trip) -> None:
    trip.display.plug(PROJECTOR)
    until(
        "the audience window fills the projector again",
        lambda: (found := wall(trip)) is not None and found.full and found.box[0] == PROJECTOR.x,
        6,
    )
    fills_projector(trip)


def on(phase: str) -> Step:
    return Step(
        f"PgDn goes on to {phase}",
        lambda trip: key(trip, "Next", in_phase(phase)),
        lambda trip: keys_again(trip, "Next"),
    )


def console_stays(trip: Trip) -> None:
    """The console is on the laptop all the time, with nothing of it on the projector."""
    x, _, width, _ = console(trip).box
    trip.must(f"the console is on the laptop, not at {console(trip).box}", x >= 0 and x + width <= LAPTOP.width)


def close(trip: Trip) -> None:
    """Closing the console ends everything: no window stays behind on the projector."""
    trip.hands.close(console(trip).id)
    trip.program.must_end()
    trip.program.must_not_complain()


def steps() -> list[Step]:
    return [
        Step("Enter begins the workshop", begin, begin_by_space, vital=True),
        Step("Tab and Enter open the audience window", open_wall, open_by_space, vital=True),
        Step("it fills the projector", fills_projector),
        on("talk"),
        Step("the projector is taken away: the audience window becomes a window", out),
        Step("it lies on the laptop as a whole", in_sight),
        Step("the console says that there is one display", said),
        on("propose"),
        Step("the projector is back: the audience window fills it", back_in),
        Step("the console stayed on the laptop", console_stays),
        Step("closing the console ends the program within 5 s, with 0", close),
    ]


MONITOR = Journey("monitor", "a monitor taken away and given back", steps, (LAPTOP, PROJECTOR), seconds=90)
