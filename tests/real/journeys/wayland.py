"""The program on Wayland: Weston with two outputs, itself on the X display, so that its windows get real keys."""

from __future__ import annotations

import shutil

from .. import names
from ..display import Monitor, end_group
from ..eyes import Shown
from ..journey import Journey, Step, Trip
from ..waiting import Failed, until
from .workshop import begin, begin_by_space

_SOCKET = "safe-no-real"
_WIDTH, _HEIGHT = 1280, 800


def _outputs(trip: Trip) -> list[Shown]:
    """The windows in which Weston shows its outputs, the first output first."""
    return sorted(trip.eyes.windows(), key=lambda one: one.title)


def _frames(trip: Trip) -> int:
    """Windows of the program; on Wayland only the accessibility tree knows them."""
    return sum(node.above < 0 for node in trip.eyes.nodes())


def _weston(trip: Trip) -> bool:
    """Start Weston; whether it shows its outputs. Now and then it waits for ever for a window manager that has answered."""
    size = [f"--width={_WIDTH}", f"--height={_HEIGHT}"]
    command = [
        "weston",
        "--backend=x11-backend.so",
        "--use-pixman",
        "--output-count=2",
        f"--socket={_SOCKET}",
        "--idle-time=0",
    ]
    weston = trip.display.start([*command, *size])
    try:
        until("", lambda: len(_outputs(trip)) == 2, 5)
    except Failed:
        end_group(weston)
        return False
    return True


def compositor(trip: Trip) -> None:
    if shutil.which("weston") is None:
        raise Failed("there is no weston; “sh .ci/real-libs” as root installs it")
    if not any(_weston(trip) for _ in range(4)):
        raise Failed("Weston shows no two outputs in four tries")
    for place, one in enumerate(_outputs(trip)):
        trip.display.ask("wmctrl", "-i", "-r", hex(one.id), "-e", f"0,{place * (_WIDTH + 20)},20,-1,-1")
    trip.hands.activate(_outputs(trip)[0].id)


def window(trip: Trip) -> None:
    trip.start(WAYLAND_DISPLAY=_SOCKET, QT_QPA_PLATFORM="wayland")
    trip.must_focus(names.BEGIN_FIRST)


def open_wall(trip: Trip) -> None:
    trip.tab_to(names.OPEN_WALL)
    trip.press("Return")
    trip.until("the program has two windows", lambda: _frames(trip) == 2)


def open_by_space(trip: Trip) -> None:
    trip.hands.press("space")
    trip.until("the program has two windows", lambda: _frames(trip) == 2)


def survives(trip: Trip) -> None:
    """S, B, B, PgDn, whichever window has the keyboard: what they do is another journey, here the program lives."""
    for key in ("s", "s", "b", "b", "Next", "Prior"):
        trip.hands.press(key)
        trip.settled(1.5)
        trip.must(
            f"the program runs after {key}; it ended with {trip.program.process.returncode}", trip.program.running()
        )
    until("the program answers", trip.eyes.nodes, 3)
    trip.program.must_not_complain()


def leave(trip: Trip) -> None:
    """Ctrl+Q; where the keyboard is in the audience window, after changing to the console as Weston does it."""
    trip.hands.press("ctrl+q")
    trip.settled(1)
    if trip.program.running():
        trip.hands.press("super+Tab")
        trip.hands.press("ctrl+q")
    trip.program.must_end()
    trip.program.must_not_complain()


def steps() -> list[Step]:
    return [
        Step("Weston runs, with two outputs", compositor, vital=True),
        Step("the program opens its window on Wayland", window, vital=True),
        Step("Enter begins a workshop", begin, begin_by_space, vital=True),
        Step("Tab and Enter open the audience window", open_wall, open_by_space, vital=True),
        Step("the program survives S, B and PgDn", survives),
        Step("Ctrl+Q ends the process within 5 s, with 0", leave),
    ]


WAYLAND = Journey(
    "wayland", "a workshop on Wayland", steps, (Monitor("WESTON", 2 * _WIDTH + 40, 900),), begin=False, seconds=60
)
