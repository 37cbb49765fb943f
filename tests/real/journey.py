"""A journey: steps on one display, each told when it fails, with a picture; keys that did nothing are counted."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .display import Display, Monitor
from .eyes import Eyes, Node, keyboard
from .hands import Hands
from .names import Control
from .picture import Picture
from .program import ROOT, Program
from .waiting import SOON, DeadKey, Failed, until

PICTURES = ROOT / "build" / "real"
#: Seconds in which a key has done what it does.
ACTS = 1.2
#: Pixels that a blinking text cursor may change.
CURSOR = 120


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a key can change, but for the picture."""

    nodes: tuple[Node, ...]
    active: int
    stored: tuple[tuple[str, int, int], ...]


class Trip:
    """What a step works with: one program on one display."""

    def __init__(self, display: Display, begin: bool = True) -> None:
        self.display, self.eyes, self.hands = display, Eyes(display), Hands(display)
        self.dead: list[str] = []
        self.notes: list[str] = []
        #: What went wrong within the step in hand, and was helped over.
        self.helped: list[str] = []
        self._program: Program | None = None
        if begin:
            self.start()

    @property
    def program(self) -> Program:
        if self._program is None:
            raise Failed("the program was not started")
        return self._program

    def use(self, program: Program) -> None:
        """Go on with this run of the program."""
        self._program = program

    def start(self, *arguments: str, **more: str) -> None:
        """Start the program and wait for its window."""
        self._program = Program(self.display, *arguments, more=more)
        until("the window is open and has the keyboard", self._open, 20)

    def _open(self) -> bool:
        if not self.program.running():
            raise Failed(
                f"the program ended by itself with {self.program.process.returncode}: {self.program.said()[-300:]}"
            )
        return bool(self.eyes.active_title()) and self.eyes.focused() is not None

    # -- looking -----------------------------------------------------------------------------------------------------------

    def seen(self) -> Seen:
        return Seen(tuple(self.eyes.nodes()), self.eyes.active(), tuple(self.program.traces()))

    def settled(self, seconds: float = SOON) -> Seen:
        """What is seen once nothing moves any more."""
        last = self.seen()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(0.08)
            now = self.seen()
            if now == last:
                break
            last = now
        return last

    def until(self, what: str, ready: Callable[[], object], seconds: float = SOON) -> None:
        until(what, ready, seconds)

    def until_stored(self, what: str, table: str, rows: int) -> None:
        """Wait until a table of the learner's file has so many rows."""
        until(f"{what} is stored", lambda: self.program.count(table) == rows)

    def must(self, what: str, true: object) -> None:
        """Raises Failed with `what` when it is not so."""
        if not true:
            raise Failed(f"not so: {what}")

    def must_read(self, words: str, seconds: float = SOON) -> None:
        """Wait until these words can be read."""
        until(f"“{words}” can be read", lambda: self.eyes.says(words), seconds)

    def must_focus(self, control: Control, seconds: float = SOON) -> None:
        """Wait until the keyboard is in that control."""

        def there() -> bool:
            node = self.eyes.focused()
            return node is not None and control.means(node.role, node.name, node.label)

        try:
            until("", there, seconds)
        except Failed:
            raise Failed(f"the keyboard is in {self.eyes.focused() or 'nothing'}, not in {control}") from None

    # -- doing -------------------------------------------------------------------------------------------------------------

    def press(self, key: str, instead: Callable[[], None] | None = None) -> None:
        """Press a key that should do something. Raises DeadKey when nothing changed: no object, window, file or picture.

        `instead`: what gets one on when the key is dead; the step goes on and fails at its end.
        """
        before, picture = self.seen(), self.display.picture()
        self.hands.press(key)
        if self._changed(before, picture, ACTS):
            return
        self.dead.append(key)
        told = f"{key} did nothing; the keyboard was in {_keyboard(before)} of “{self.eyes.active_title()}”"
        if instead is None:
            raise DeadKey(told)
        self.helped.append(told)
        instead()

    def _changed(self, before: Seen, picture: Picture, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.program.running() or self.seen() != before:
                return True
            time.sleep(0.04)
        return self.display.picture().differs(picture) > CURSOR

    def press_all(self, *keys: str) -> None:
        """Keys that each should do something."""
        for key in keys:
            self.press(key)

    def type(self, text: str) -> None:
        """Type a text that should appear somewhere. Raises DeadKey when nothing changed."""
        before, picture = self.seen(), self.display.picture()
        self.hands.type(text)
        if not self._changed(before, picture, ACTS):
            self.dead.append(f"“{text}”")
            raise DeadKey(
                f"typing “{text}” did nothing; the keyboard was in {_keyboard(before)} of “{self.eyes.active_title()}”"
            )

    def click(self, control: Control) -> None:
        """Click a control that is on the page; one out of sight is brought there with the wheel."""
        node = self._in_sight(control)
        before, picture = self.seen(), self.display.picture()
        self.hands.click(node)
        if not self._changed(before, picture, ACTS):
            raise Failed(f"a click on {control} did nothing")

    def _in_sight(self, control: Control) -> Node:
        for _ in range(12):
            node = self.eyes.wait_for(control)
            frame = next(one for one in self.eyes.nodes() if one.above < 0 and one.window == node.window)
            x, y, width, height = frame.box
            if y < node.middle[1] < y + height:
                return node
            self.hands.point(x + width // 2, y + height // 2)
            self.hands.wheel(3 if node.middle[1] > y else -3)
            self.settled(1)
        raise Failed(f"{control} cannot be brought into sight with the wheel")

    def tab(self, key: str = "Tab") -> Node | None:
        """Press Tab and wait until the keyboard is somewhere else; where it is then. It may stay where it is, after a while."""
        before = self.eyes.focused()
        self.hands.press(key)
        end = time.monotonic() + 0.6
        while (node := self.eyes.focused()) == before and time.monotonic() < end:
            time.sleep(0.03)
        return node

    def tab_to(self, control: Control, most: int = 60) -> None:
        """Walk to a control by keyboard alone."""
        node = self.eyes.focused()
        for _ in range(most):
            if node is not None and control.means(node.role, node.name, node.label):
                return
            node = self.tab()
        raise Failed(f"{control} cannot be reached with {most} × Tab; the keyboard is in {node or 'nothing'}")


def _keyboard(seen: Seen) -> str:
    return str(keyboard(seen.nodes) or "nothing")


@dataclass(frozen=True, slots=True)
class Step:
    """`text`: what is promised. `rescue`: gets the journey on when it failed. `vital`: without it nothing could follow."""

    text: str
    do: Callable[[Trip], None]
    rescue: Callable[[Trip], None] | None = None
    vital: bool = False


@dataclass(frozen=True, slots=True)
class Journey:
    """`seconds`: what it may take at most; what is left then is not reached. `begin`: whether it starts the program itself."""

    name: str
    text: str
    steps: Callable[[], Sequence[Step]]
    monitors: tuple[Monitor, ...] = ()
    begin: bool = True
    seconds: float = 120.0


@dataclass(slots=True)
class Outcome:
    """What came of a journey."""

    journey: Journey
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    #: (seconds, text) of each step that was tried.
    took: list[tuple[float, str]] = field(default_factory=list)
    seconds: float = 0.0


def travel(journey: Journey) -> Outcome:
    """Go on a journey to its end, or as far as one comes."""
    outcome, begun = Outcome(journey), time.monotonic()
    steps = list(journey.steps())
    try:
        with Display(*journey.monitors) as display:
            trip = Trip(display, journey.begin)
            _walk(trip, steps, outcome, begun + journey.seconds)
            outcome.dead, outcome.notes = trip.dead, trip.notes
    except Failed as error:
        outcome.failed.append(f"{journey.name}: it did not begin: {error}")
        outcome.unreached += [step.text for step in steps]
    outcome.seconds = time.monotonic() - begun
    return outcome


def _walk(trip: Trip, steps: Sequence[Step], outcome: Outcome, end: float) -> None:
    for place, step in enumerate(steps):
        if time.monotonic() > end:
            outcome.unreached += [one.text for one in steps[place:]]
            return
        begun = time.monotonic()
        going = _try(trip, step, outcome)
        outcome.took.append((time.monotonic() - begun, step.text))
        if not going:
            outcome.unreached += [one.text for one in steps[place + 1 :]]
            return


def _try(trip: Trip, step: Step, outcome: Outcome) -> bool:
    """Try a step; whether the journey can go on."""
    try:
        _do(trip, step)
    except Failed as error:
        outcome.failed.append(_told(outcome.journey, step, error, _kept(trip, outcome.journey, step)))
        return _rescued(trip, step) or not step.vital
    outcome.passed += 1
    return True


def _do(trip: Trip, step: Step) -> None:
    trip.helped = []
    step.do(trip)
    if trip.helped:
        others = f" (and {len(trip.helped) - 1} more like it)" if len(trip.helped) > 1 else ""
        raise Failed(f"{trip.helped[0]}{others}")


def _rescued(trip: Trip, step: Step) -> bool:
    if step.rescue is None:
        return False
    try:
        step.rescue(trip)
    except Failed:
        return False
    return True


def _told(journey: Journey, step: Step, error: Failed, picture: str) -> str:
    return f"{journey.name}: {step.text}: {error}{f' [{picture}]' if picture else ''}"


def _kept(trip: Trip, journey: Journey, step: Step) -> str:
    """A picture of the screen as it is; where it is, from the root of the checkout."""
    path = PICTURES / f"{journey.name}-{re.sub('[^a-z0-9]+', '-', step.text.casefold())[:60].strip('-')}.png"
    try:
        trip.display.picture().save(path)
    except (OSError, ValueError):
        return ""
    return str(Path(path).relative_to(ROOT))
