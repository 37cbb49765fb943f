"""Every page walked through with Tab: each stop has a name and can be seen, and Enter does something on each button."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from .. import names
from ..eyes import PARTS, Node
from ..journey import Journey, Step, Trip
from ..program import ROOT
from ..waiting import DeadKey, Failed
from .first_start import LINES, outcome, say

#: Stops of one page; more means that Tab does not come round.
MOST = 90
#: Pixels of a stop that must change when the keyboard comes to it.
SEEN = 8


@dataclass(slots=True)
class Page:
    """`keys`: they bring it up from anywhere, none for the page that is there. `stops`: what Tab stops at, filled by the walk."""

    name: str
    keys: tuple[str, ...] = ()
    stops: list[Node] = field(default_factory=list)

    def reach(self, trip: Trip, tabs: int = 0) -> None:
        """Bring it up and press Tab so many times. Another page comes first, so that its own first stop has the keyboard."""
        if self.keys:
            tidy(trip)
            trip.hands.press("ctrl+6" if self.keys[0] != "ctrl+6" else "ctrl+comma", *self.keys, *["Tab"] * tabs)
        trip.settled(1.5)


# -- pages -------------------------------------------------------------------------------------------------------------


def tidy(trip: Trip) -> None:
    """Close menus, dialogs and other windows that a button has opened."""
    trip.hands.press("Escape")  # the menu of a button is nowhere in the tree
    for how in ("Escape", "Escape", "close"):
        if sum(node.above < 0 for node in trip.eyes.nodes()) <= 1:
            return
        others = sorted(trip.eyes.windows(), key=lambda one: one.id)[1:]
        if how == "close" or any(one.title == names.WALL_TITLE for one in others):
            for one in others:
                trip.hands.close(one.id)
        else:
            if others:
                trip.hands.activate(others[-1].id)
            trip.hands.press(how)
        trip.settled(1)


# -- walking -----------------------------------------------------------------------------------------------------------


def stop(trip: Trip) -> tuple[Node | None, bool]:
    """Press Tab; where the keyboard is then, and whether that can be seen there."""
    picture = trip.display.picture()
    node = trip.tab()
    if node is None:
        return None, False
    x, y, width, height = _frame(trip, node)
    area = (x - 4, y - 4, width + 8, height + 8)
    before = picture.part(*area)
    return node, any(trip.display.picture().part(*area).differs(before) >= SEEN for _ in _moments(0.4))


def _frame(trip: Trip, node: Node) -> tuple[int, int, int, int]:
    """Where it can be seen that something has the keyboard: of a row of a list, at the list."""
    return trip.eyes.nodes()[node.above].box if node.role in PARTS and node.above >= 0 else node.box


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
    page.reach(trip, tabs)
    node = trip.eyes.focused()
    for _ in range(len(page.stops) + 2):
        if node is not None and (node.role, node.called) == (wanted.role, wanted.called):
            return
        node = trip.tab()
    raise Failed(f"{wanted} is not reached a second time")


def enter(trip: Trip, page: Page) -> None:
    """Enter on every button. Raises Failed with those on which nothing happened."""
    bad, gone = list[str](), list[str]()
    for tabs, node in buttons(page):
        try:
            to_button(trip, page, tabs, node)
            trip.press("Return")
        except DeadKey:
            bad.append(f"“{node.called}”")
        except Failed as error:
            there = any((one.role, one.called) == (node.role, node.called) for one in trip.eyes.nodes())
            (bad if there else gone).append(str(error))
        if not trip.program.running():
            raise Failed(f"the program ended with {trip.program.process.returncode} after Enter on {node}")
    tidy(trip)
    trip.notes.append(
        f"{page.name}: Enter on {len(buttons(page)) - len(gone)} buttons" + "".join(f"; {one}" for one in gone)
    )
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
    tidy(trip)
    trip.hands.press("ctrl+2", "ctrl+e")
    trip.settled(1)
    if not outcome(trip) and not trip.eyes.find(names.AGAIN):  # a question is asked first
        trip.hands.press("Return")
    trip.eyes.wait_for(names.AGAIN)


def a_workshop(trip: Trip) -> None:
    """A workshop with a line on the list, so that each button has something to do."""
    trip.hands.press("ctrl+5")
    trip.must_focus(names.WORKSHOP_BEGIN)
    trip.hands.press("space")
    trip.until("a workshop is stored", trip.program.workshop)
    trip.tab_to(names.PROPOSAL)
    trip.hands.type(LINES[0])
    trip.hands.press("Return")
    trip.until("a line is on the list", lambda: trip.program.workshop()["candidates"])


def a_talk_from_welcome(trip: Trip) -> None:
    trip.tab_to(names.BEGIN_FIRST)
    a_talk(trip)


def _page(page: Page, also_enter: bool = True) -> list[Step]:
    found = [Step(f"{page.name}: each stop of Tab has a name and is seen", partial(walk, page=page))]
    if also_enter:
        found.append(Step(f"{page.name}: Enter does something on each button", partial(enter, page=page)))
    return found


def talk_pages() -> list[Step]:
    return [
        Step("it starts", invented, vital=True),
        *_page(Page("welcome"), also_enter=False),
        Step("a talk begins", a_talk_from_welcome, vital=True),
        *_page(Page("practice", ("ctrl+2",))),
        *_page(Page("library", ("ctrl+1",))),
        *_page(Page("own talk", ("ctrl+n",))),
        Step("the talk is ended", ended),
        *_page(Page("debrief", ("ctrl+l",))),
    ]


def other_pages() -> list[Step]:
    return [
        Step("it starts", invented, vital=True),
        *_page(Page("drills", ("ctrl+3",)), also_enter=False),
        *_page(Page("drill card", ("ctrl+3", "space"))),
        *_page(Page("progress", ("ctrl+4",))),
        *_page(Page("evidence", ("ctrl+6",))),
        *_page(Page("settings", ("ctrl+comma",))),
        *_page(Page("workshop start", ("ctrl+5",)), also_enter=False),
    ]


def console_page() -> list[Step]:
    return [Step("a workshop begins", a_workshop, vital=True), *_page(Page("console", ("ctrl+5",)))]


BUTTONS_TALK = Journey("buttons-talk", "Tab and Enter on the pages of a talk", talk_pages, begin=False)
BUTTONS_MORE = Journey("buttons-more", "Tab and Enter on the other pages", other_pages, begin=False)
BUTTONS_CONSOLE = Journey("buttons-console", "Tab and Enter on the console", console_page, seconds=150)
