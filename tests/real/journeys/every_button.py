"""Every page walked through with Tab: each stop has a name and can be seen, and Enter does something on each button."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from .. import names
from ..eyes import Node
from ..journey import Journey, Step, Trip
from ..program import ROOT
from ..waiting import DeadKey, Failed, until
from .first_start import LINES, outcome, say

#: Stops of one page; more means that Tab does not come round.
MOST = 90
#: Pixels of a stop that must change when the keyboard comes to it.
SEEN = 8


@dataclass(slots=True)
class Page:
    """`reach`: brings it up from anywhere, by keys. `stops`: what Tab stops at, filled by the walk."""

    name: str
    reach: Callable[[Trip], None]
    stops: list[Node] = field(default_factory=list)


# -- pages -------------------------------------------------------------------------------------------------------------


def tidy(trip: Trip) -> None:
    """Close menus, dialogs and other windows that a button has opened."""
    for how in ("Escape", "Escape", "close"):
        tops = [node for node in trip.eyes.nodes() if node.above < 0]
        if len(tops) <= 1:
            return
        windows = sorted(trip.eyes.windows(), key=lambda one: one.id)
        if how == "close":
            for one in windows[1:]:
                trip.hands.close(one.id)
        else:
            if len(windows) > 1:
                trip.hands.activate(windows[-1].id)
            trip.hands.press(how)
        trip.settled(1)


def by_key(key: str) -> Callable[[Trip], None]:
    """A page that a shortcut shows, from another one, so that its own first stop has the keyboard."""

    def reach(trip: Trip) -> None:
        tidy(trip)
        trip.hands.press("ctrl+comma" if key != "ctrl+comma" else "ctrl+4")
        trip.settled(1)
        trip.hands.press(key)
        trip.settled(1)

    return reach


def a_card(trip: Trip) -> None:
    by_key("ctrl+5")(trip)
    trip.hands.press("space")
    trip.settled(1)


def as_it_is(trip: Trip) -> None:
    trip.settled()


# -- walking -----------------------------------------------------------------------------------------------------------


def stop(trip: Trip) -> tuple[Node | None, bool]:
    """Press Tab; where the keyboard is then, and whether that can be seen there."""
    picture = trip.display.picture()
    node = trip.tab()
    if node is None:
        return None, False
    x, y, width, height = node.box
    area = (x - 4, y - 4, width + 8, height + 8)
    before = picture.part(*area)
    return node, any(trip.display.picture().part(*area).differs(before) >= SEEN for _ in _moments(0.4))


def _moments(seconds: float) -> Iterator[None]:
    """Every now and then for a while: painting comes after the keyboard has moved."""
    end = time.monotonic() + seconds
    yield
    while time.monotonic() < end:
        time.sleep(0.03)
        yield


def walk(trip: Trip, page: Page) -> None:
    """Walk round once. Raises Failed for stops without a name, unseen ones, and for a walk that does not come round."""
    page.reach(trip)
    bad: list[str] = []
    for _ in range(MOST):
        node, visible = stop(trip)
        if node is not None and page.stops and (node.role, node.called, node.box) == _key(page.stops[0]):
            break
        if node is None or not node.called:
            bad.append(f"a stop without a name ({node.role if node else 'the keyboard is nowhere'})")
        elif node.role in names.BOX and not node.label:
            bad.append(f"a box without a name but its value “{node.name}”")
        elif not visible:
            bad.append(f"{node} cannot be seen to have the keyboard")
        if node is not None:
            page.stops.append(node)
    else:
        bad.append(f"{MOST} × Tab do not come round")
    trip.notes.append(
        f"{page.name}: {len(page.stops)} stops: {', '.join(node.called[:24] or '–' for node in page.stops)}"
    )
    if bad:
        raise Failed("; ".join(dict.fromkeys(bad)))


def _key(node: Node) -> tuple[str, str, tuple[int, int, int, int]]:
    return node.role, node.called, node.box


def buttons(page: Page) -> list[tuple[int, Node]]:
    """(how many Tabs to it, button) of the buttons to try, each name once."""
    found: dict[str, tuple[int, Node]] = {}
    for place, node in enumerate(page.stops, start=1):
        idle = "checked" in node.states and node.called in {name for tab in names.TABS.values() for name in tab.names}
        if (
            node.role in names.BUTTON_ROLES
            and not idle
            and not node.called.startswith((*names.DESTRUCTIVE, *names.NOT_TRIED))
        ):
            found.setdefault(node.called, (place, node))
    return list(found.values())


def to_button(trip: Trip, page: Page, tabs: int, wanted: Node) -> None:
    """Bring the page up and the keyboard to a button."""
    page.reach(trip)
    trip.hands.press(*["Tab"] * tabs)
    trip.settled(1)
    node = trip.eyes.focused()
    for _ in range(len(page.stops) + 2):
        if node is not None and (node.role, node.called) == (wanted.role, wanted.called):
            return
        node = trip.tab()
    raise Failed(f"{wanted} is not reached a second time")


def enter(trip: Trip, page: Page) -> None:
    """Enter on every button. Raises Failed with those on which nothing happened."""
    bad: list[str] = []
    for tabs, node in buttons(page):
        try:
            to_button(trip, page, tabs, node)
            trip.press("Return")
        except DeadKey:
            bad.append(f"“{node.called}”")
        except Failed as error:
            bad.append(str(error))
        if not trip.program.running():
            raise Failed(f"the program ended with {trip.program.process.returncode} after Enter on {node}")
    tidy(trip)
    if bad:
        raise Failed(f"Enter does nothing on {len(bad)} of {len(buttons(page))} buttons: {', '.join(bad)}")


# -- the steps ---------------------------------------------------------------------------------------------------------


def invented(trip: Trip) -> None:
    """Start with some invented talks in the file, made by the program's own command."""
    path = trip.display.folder / "data" / "safe-no" / "history.sqlite"
    path.parent.mkdir(parents=True)
    command = [sys.executable, "-m", "trainer", "demo-data", "--db", str(path), "--sessions", "9"]
    trip.must("demo-data fills a file", trip.display.start(command, cwd=ROOT).wait(60) == 0)
    trip.start()


def a_talk(trip: Trip) -> None:
    """A talk of one line, so that the page has something to press."""
    trip.hands.press("space")
    trip.eyes.wait_for(names.COMPOSER)
    say(trip, LINES[0])
    trip.settled()


def ended(trip: Trip) -> None:
    """The talk is ended, so that there is a debrief."""
    by_key("ctrl+2")(trip)
    trip.hands.press("ctrl+e")
    trip.settled(1)
    if not outcome(trip) and not trip.eyes.find(names.AGAIN):  # a question is asked first
        trip.hands.press("Return")
    trip.eyes.wait_for(names.AGAIN)


def a_workshop(trip: Trip) -> None:
    by_key("ctrl+6")(trip)
    trip.must_focus(names.WORKSHOP_BEGIN)
    trip.hands.press("space")
    until("a workshop is stored", trip.program.workshop)


def _page(page: Page, also_enter: bool = True) -> list[Step]:
    found = [Step(f"{page.name}: each stop of Tab has a name and is seen", partial(walk, page=page))]
    if also_enter:
        found.append(Step(f"{page.name}: Enter does something on each button", partial(enter, page=page)))
    return found


def talk_pages() -> list[Step]:
    return [
        Step("it starts", invented, vital=True),
        *_page(Page("welcome", as_it_is), also_enter=False),
        Step("a talk begins", a_talk_from_welcome, vital=True),
        *_page(Page("practice", by_key("ctrl+2"))),
        *_page(Page("library", by_key("ctrl+1"))),
        *_page(Page("own talk", by_key("ctrl+n"))),
        Step("the talk is ended", ended),
        *_page(Page("debrief", by_key("ctrl+l"))),
    ]


def a_talk_from_welcome(trip: Trip) -> None:
    trip.tab_to(names.BEGIN_FIRST)
    a_talk(trip)


def other_pages() -> list[Step]:
    return [
        Step("it starts", invented, vital=True),
        *_page(Page("drills", by_key("ctrl+5"))),
        *_page(Page("drill card", a_card)),
        *_page(Page("progress", by_key("ctrl+3"))),
        *_page(Page("evidence", by_key("ctrl+4"))),
        *_page(Page("settings", by_key("ctrl+comma"))),
        *_page(Page("workshop start", by_key("ctrl+6")), also_enter=False),
        Step("a workshop begins", a_workshop, vital=True),
        *_page(Page("console", by_key("ctrl+6"))),
    ]


BUTTONS_TALK = Journey("buttons-talk", "Tab and Enter on the pages of a talk", talk_pages, begin=False, seconds=150)
BUTTONS_MORE = Journey("buttons-more", "Tab and Enter on the other pages", other_pages, begin=False, seconds=150)
