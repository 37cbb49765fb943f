"""A start that must fail says so in a sentence; Ctrl+C in the terminal ends the program."""

from __future__ import annotations

from ..journey import Journey, Step, Trip
from ..program import Program
from ..waiting import Failed, until
from .first_start import LINES, begin_by_space, say


def _one_sentence(program: Program) -> None:
    said = [line for line in program.said().splitlines() if line.strip()]
    if len(said) != 1:
        raise Failed(
            f"one sentence on standard error is promised, there are {len(said)} lines: {' / '.join(said)[:300]}"
        )


def no_server(trip: Trip) -> None:
    """DISPLAY names a server that is not there."""
    trip.use(Program(trip.display, without=("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"), more={"DISPLAY": ":4999"}))
    trip.program.must_end(2, 10)
    _one_sentence(trip.program)


def no_display(trip: Trip) -> None:
    """DISPLAY is not set at all."""
    trip.use(Program(trip.display, without=("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")))
    trip.program.must_end(2, 10)
    _one_sentence(trip.program)


def interrupted(trip: Trip) -> None:
    """SIGINT while the window stands idle: it ends, without a traceback."""
    trip.start()
    trip.settled()
    trip.program.interrupt()
    until("the program ends after SIGINT", lambda: not trip.program.running(), 5)
    if trip.program.process.returncode not in (0, 130):
        raise Failed(f"it ended with {trip.program.process.returncode}, not 0 or 130")
    trip.program.must_not_complain()


def terminated(trip: Trip) -> None:
    """SIGTERM, as when the session is closed: what was stored is sound, and it ends."""
    if trip.program.running():
        trip.program.process.kill()
    trip.start()
    begin_by_space(trip)
    say(trip, LINES[0])
    trip.until_stored("a line is stored", "turns", 1)
    trip.program.process.terminate()
    until("the program ends after SIGTERM", lambda: not trip.program.running(), 5)
    faults = trip.program.rows("pragma integrity_check")
    trip.must(f"the file is sound: {faults}", faults == [{"integrity_check": "ok"}])
    trip.must("the line is in it", trip.program.count("turns") == 1)


def steps() -> list[Step]:
    return [
        Step("DISPLAY without a server: exit code 2 and one sentence", no_server),
        Step("no DISPLAY: exit code 2 and one sentence", no_display),
        Step("SIGINT ends the program", interrupted),
        Step("SIGTERM ends it, the file is sound", terminated),
    ]


REFUSALS = Journey("refusals", "starts that are refused, and signals", steps, begin=False, seconds=60)
