"""A whole workshop by the keys of a presenter remote, digits and typing alone, wherever the keyboard happens to be."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from .. import names
from ..display import LAPTOP, PROJECTOR
from ..eyes import Shown
from ..journey import Journey, Step, Trip
from ..waiting import Failed, until

LINES = ("Would it be a bad idea to look at it together?", "Can we meet on Tuesday?")
HALF = "Would it be out of line"
State = dict[str, Any]


# -- the two windows ---------------------------------------------------------------------------------------------------


def console(trip: Trip) -> Shown:
    """The window of the facilitator: the one that was there first."""
    return min(trip.eyes.windows(), key=lambda one: one.id)


def wall(trip: Trip) -> Shown | None:
    """The window of the room, None while it is not open."""
    first = console(trip)
    return next((one for one in trip.eyes.windows() if one.id != first.id), None)


def hidden(trip: Trip) -> bool:
    """Whether the room sees nothing of the talk."""
    return bool(trip.program.workshop()["wall"]["blank"]) or wall(trip) is None


# -- doing -------------------------------------------------------------------------------------------------------------


def begin(trip: Trip) -> None:
    trip.press("ctrl+5")
    trip.must_focus(names.WORKSHOP_BEGIN)
    trip.press("Return")
    trip.until("a workshop is stored", trip.program.workshop)


def begin_by_space(trip: Trip) -> None:
    trip.hands.press("space")
    trip.until("a workshop is stored", trip.program.workshop)


def open_wall(trip: Trip) -> None:
    trip.tab_to(names.OPEN_WALL)
    trip.press("Return")
    trip.until("the audience window is open", lambda: wall(trip))


def open_by_space(trip: Trip) -> None:
    trip.hands.press("space")
    trip.until("the audience window is open", lambda: wall(trip))
    trip.settled()


def two_titles(trip: Trip) -> None:
    found = wall(trip)
    titles = (console(trip).title, found.title if found else "")
    trip.must(
        f"the titles are {names.WINDOW_TITLE} and {names.WALL_TITLE}, not {titles}",
        titles == (names.WINDOW_TITLE, names.WALL_TITLE),
    )


def fills_projector(trip: Trip) -> None:
    place = (PROJECTOR.x, 0, PROJECTOR.width, PROJECTOR.height)

    def there() -> bool:
        found = wall(trip)
        return found is not None and found.full and found.box == place

    try:
        until("", there)
    except Failed:
        raise Failed(f"the audience window does not fill the projector, it is {wall(trip)}") from None
    room = trip.display.picture().part(*place)
    trip.must("something is drawn there", room.colours() > 20)


def is_window(trip: Trip) -> None:
    found = wall(trip)
    trip.must(f"with one display the audience window is a window, not {found}", found is not None and not found.full)


# -- keys --------------------------------------------------------------------------------------------------------------


def key(trip: Trip, name: str, stored: Callable[[State], bool]) -> None:
    """Press a key; then the stored workshop is as promised, and the keyboard is in one of the two windows."""
    trip.press(name)
    until(
        f"after {name} the stored workshop is as promised; it is {_short(trip)}",
        lambda: stored(trip.program.workshop()),
        2,
    )
    if trip.eyes.active() not in {one.id for one in trip.eyes.windows()}:
        raise Failed(f"after {name} the keyboard is in no window")


def keys(trip: Trip, pressed: str, stored: Callable[[State], bool]) -> None:
    """Several keys; only then the workshop is as promised."""
    trip.press_all(*pressed.split()[:-1])
    key(trip, pressed.split()[-1], stored)


def line(trip: Trip, text: str, stored: Callable[[State], bool]) -> None:
    """Type and Enter, without having put the keyboard anywhere."""
    trip.type(text)
    key(trip, "Return", stored)


def to_the_list(trip: Trip) -> None:
    """What a person does today when a key is dead: bring the console to the front and click the list of candidates."""
    trip.hands.activate(console(trip).id)
    trip.settled(1)
    trip.hands.click(trip.eyes.wait_for(names.CANDIDATES, 1))
    trip.settled(1)


def keys_again(trip: Trip, pressed: str) -> None:
    to_the_list(trip)
    for one in pressed.split():
        trip.hands.press(one)
        trip.settled(1)
        to_the_list(trip)


def line_again(trip: Trip, text: str, control: names.Control) -> None:
    trip.hands.activate(console(trip).id)
    trip.settled(1)
    trip.hands.click(trip.eyes.wait_for(control, 1))
    trip.hands.press("ctrl+a")
    trip.hands.type(text)
    trip.hands.press("Return")
    trip.settled(1)


def in_phase(*phases: str) -> Callable[[State], bool]:
    return lambda state: state["phase"] in phases


def votes(which: str, *wanted: int) -> Callable[[State], bool]:
    return lambda state: [one[which] for one in state["candidates"]] == list(wanted)


def lines_are(*wanted: str) -> Callable[[State], bool]:
    return lambda state: [one["line"] for one in state["candidates"]] == list(wanted)


def blank(on: bool) -> Callable[[State], bool]:
    return lambda state: state["wall"]["blank"] is on


def _short(trip: Trip) -> str:
    state = trip.program.workshop()
    candidates = [(one["line"][:12], one["first"], one["second"]) for one in state["candidates"]]
    return f"{state['phase']}, {candidates}, blank {state['wall']['blank']}, guess {state['guess']}, {len(state['ways'][0])} lines"


# -- hiding the wall ---------------------------------------------------------------------------------------------------


def hide_while_typing(trip: Trip) -> None:
    """With half a line typed: Esc hides the wall, or leaves the field so that B does. Again: it is shown, the half line is kept."""
    trip.type(HALF)
    trip.press("Escape")
    pressed = "Escape"
    if not hidden(trip):
        trip.press("b")
        pressed = "b"
    until("Esc, or Esc and B, hide the wall while a line is typed", lambda: hidden(trip), 2)
    trip.press("F5" if wall(trip) is None else pressed)
    until("the same key shows the wall again", lambda: not hidden(trip), 2)
    trip.must("the half line is still there", trip.eyes.says(HALF) and not trip.eyes.says(f"{HALF}b"))


def shown_and_empty(trip: Trip) -> None:
    """Get the wall back and the field empty, by mouse."""
    to_the_list(trip)
    if trip.program.workshop()["wall"]["blank"]:
        trip.hands.press("b")
        trip.settled(1)
    trip.hands.click(trip.eyes.wait_for(names.PROPOSAL, 1))
    trip.hands.press("ctrl+a", "BackSpace")
    to_the_list(trip)


def empty_field(trip: Trip) -> None:
    """Take the half line away again, by keyboard."""
    node = trip.eyes.find(names.PROPOSAL)
    if node is not None and node.text:
        trip.type(" then")
        trip.hands.press("ctrl+a", "BackSpace")
        trip.until("the field is empty", lambda: not (trip.eyes.find(names.PROPOSAL) or node).text, 2)


def end_and_start(trip: Trip) -> None:
    """Esc takes the talk off the wall, F5 puts it there again, as the start and stop button of a remote does."""
    trip.press("Escape")
    until("after Esc the room sees nothing of the talk", lambda: hidden(trip), 2)
    trip.press("F5")
    until("after F5 the wall shows the talk", lambda: not hidden(trip), 3)


def wall_again(trip: Trip) -> None:
    """Get the wall back, shown."""
    if wall(trip) is None:
        trip.hands.activate(console(trip).id)
        trip.click(names.OPEN_WALL)
    shown_and_empty(trip)


def from_the_wall(trip: Trip) -> None:
    """After somebody has clicked the audience window: B, B, PgUp, PgDn. It may keep the keyboard or give it back at once."""
    found = wall(trip)
    trip.must("the audience window is open", found is not None)
    assert found is not None
    phase = trip.program.workshop()["phase"]
    for name, stored in (
        ("b", blank(True)),
        ("b", blank(False)),
        ("Prior", in_phase("brief")),
        ("Next", in_phase(phase)),
    ):
        trip.hands.activate(found.id)
        trip.settled(1)
        key(trip, name, stored)


def room_is_black(trip: Trip) -> None:
    """What the room sees while the wall is blank, from the picture of the projector."""
    trip.press("b")
    place = (PROJECTOR.x, 0, PROJECTOR.width, PROJECTOR.height)
    until("the projector shows one colour", lambda: trip.display.picture().part(*place).colours() <= 2, 2)
    trip.press("b")
    until("the projector shows the talk again", lambda: trip.display.picture().part(*place).colours() > 20, 2)


def still_two(trip: Trip) -> None:
    trip.must("there are two windows", len(trip.eyes.windows()) == 2)
    trip.program.must_not_complain()


# -- the steps ---------------------------------------------------------------------------------------------------------


def _key(text: str, pressed: str, stored: Callable[[State], bool]) -> Step:
    return Step(text, partial(keys, pressed=pressed, stored=stored), partial(keys_again, pressed=pressed))


def _line(text: str, typed: str, stored: Callable[[State], bool], control: names.Control = names.PROPOSAL) -> Step:
    return Step(text, partial(line, text=typed, stored=stored), partial(line_again, text=typed, control=control))


def beginning(two: bool) -> list[Step]:
    placed = (
        Step("the audience window fills the projector", fills_projector)
        if two
        else Step("the audience window is a window", is_window)
    )
    return [
        Step("Enter begins the workshop", begin, begin_by_space, vital=True),
        Step("Tab and Enter open the audience window", open_wall, open_by_space, vital=True),
        Step("the two windows have different titles", two_titles),
        placed,
    ]


def round_of_votes() -> list[Step]:
    return [
        _key("PgDn: from the brief to the talk", "Next", in_phase("talk")),
        _key("PgUp: back to the brief", "Prior", in_phase("brief")),
        _key("PgDn: the talk again", "Next", in_phase("talk")),
        _key("PgDn: proposals", "Next", in_phase("propose")),
        _line("a line is typed, Enter puts it on the list", LINES[0], lines_are(LINES[0])),
        _line("a second line, Enter", LINES[1], lines_are(*LINES)),
        Step("the wall is hidden and shown while a line is typed", hide_while_typing, shown_and_empty),
        Step("the half line can be taken away", empty_field, shown_and_empty),
        _key("PgDn: the vote, out of the field", "Next", in_phase("vote")),
        _key("digits 1, 1, 2 are counted", "1 1 2", votes("first", 2, 1)),
        _key("B blanks the wall", "b", blank(True)),
        _key("B shows it", "b", blank(False)),
        _key("the full stop blanks it", "period", blank(True)),
        _key("the full stop shows it", "period", blank(False)),
        _key("PgDn: the discussion", "Next", in_phase("discuss")),
        _key("PgDn: the second vote", "Next", in_phase("vote_again")),
        _key("digits 2, 2, 1 are counted", "2 2 1", votes("second", 1, 2)),
        _key("PgUp: the discussion again", "Prior", in_phase("discuss")),
        _key("PgDn: the second vote, its votes kept", "Next", lambda state: in_phase("vote_again")(state) and votes("second", 1, 2)(state)),
        _key("PgDn: the prediction", "Next", lambda state: state["phase"] == "predict" and state["chosen"] == 1),
        _line("-5 and Enter: the room's guess", "-5", lambda state: state["guess"] == -5, names.GUESS),
        _key("PgDn: the answer", "Next", lambda state: state["phase"] == "reveal" and state["ways"][0] == [LINES[1]]),
        _key("PgDn: the talk again", "Next", in_phase("talk")),
    ]  # fmt: skip


def ending(two: bool) -> list[Step]:
    black = [Step("B makes the projector black, B again shows the talk", room_is_black)] if two else []
    return [
        *black,
        Step("Esc and F5 take the talk off the wall and put it there", end_and_start, wall_again),
        Step("B, PgUp, PgDn work with the keyboard in the audience window", from_the_wall),
        Step("two windows, and nothing was complained of", still_two),
    ]


def on_two() -> list[Step]:
    return [*beginning(True), *round_of_votes(), *ending(True)]


def on_one() -> list[Step]:
    return [*beginning(False), *round_of_votes(), *ending(False)]


WORKSHOP = Journey("workshop", "a whole workshop on two monitors", on_two, (LAPTOP, PROJECTOR), seconds=150)
WORKSHOP_ONE = Journey("workshop-one", "a whole workshop on one monitor", on_one, (LAPTOP,), seconds=150)
