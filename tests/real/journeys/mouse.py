"""Mouse alone; the keyboard only types into fields."""

from __future__ import annotations

from .. import names
from ..cards import Answers, OnScreen
from ..journey import Journey, Step, Trip
from ..names import press
from ..waiting import Failed
from .first_start import LINES, MORE, outcome


def begin(trip: Trip) -> None:
    trip.click(names.BEGIN_FIRST)
    trip.eyes.wait_for(names.COMPOSER)


def talk(trip: Trip) -> None:
    for line in (*LINES, *MORE):
        if outcome(trip):
            break
        said = trip.program.count("turns")
        trip.click(names.COMPOSER) if said else trip.eyes.wait_for(names.COMPOSER)
        trip.type(line)
        trip.click(names.SAY_IT)
        trip.until_stored(f"“{line}”", "turns", said + 1)
        trip.must_read(trip.program.rows("select reply from turns order by id desc limit 1")[0]["reply"], 6)
    trip.must(f"the talk ends with “agreed”, not “{outcome(trip)}”", outcome(trip) == "agreed")


def debrief(trip: Trip) -> None:
    trip.click(names.DEBRIEF)
    trip.eyes.wait_for(names.AGAIN)


def to_drills(trip: Trip) -> None:
    trip.click(names.TABS["drills"])
    trip.click(names.DRILLS_BEGIN)
    trip.must_read("Card 1 of")


def answer(trip: Trip, card: OnScreen) -> None:
    """Answer one card by its buttons."""
    done = trip.program.count("reviews")
    if card.typed:
        trip.click(names.DRILL_FIELD)
        trip.type(card.answer)
        if trip.eyes.find(names.CHECK):
            trip.click(names.CHECK)
        else:
            trip.helped.append("there is no button to check a typed answer with")
            trip.hands.press("Return")
    elif card.kind == "spot":
        trip.click(press(card.answer, f"{card.answer}*"))
    else:
        trip.click(names.DRILL_CHOICES[card.answer])
    trip.until_stored(f"the answer to “{card.id}”", "reviews", done + 1)


def drill(trip: Trip) -> None:
    answers, met = Answers(), set[str]()
    for _ in range(12):
        trip.settled()
        card = answers.card(trip.eyes)
        if card is None or len(met) == 5:
            break
        answer(trip, card)
        met.add(card.kind)
        trip.click(names.NEXT_CARD)
    if len(met) < 5:
        raise Failed(f"only these kinds of card came up: {', '.join(sorted(met))}")


def drilled(trip: Trip) -> None:
    wrong = [row["card"] for row in trip.program.rows("select card from reviews where right = 0")]
    trip.must(f"right answers by mouse count as right; wrong: {wrong}", not wrong)


def dark(trip: Trip) -> None:
    trip.click(names.TABS["settings"])
    bright = trip.display.picture().brightness()
    trip.click(names.THEME)
    trip.click(names.DARK)
    trip.until("settings.json says dark", lambda: trip.program.settings().get("theme") == "dark")
    trip.until("the window is dark", lambda: trip.display.picture().brightness() < bright / 2)


def close(trip: Trip) -> None:
    windows = trip.eyes.windows()
    trip.hands.close(next(one for one in windows if one.title == names.WINDOW_TITLE).id)
    trip.program.must_end()


def one_window(trip: Trip) -> None:
    """No card opens a window of its own."""
    titles = [one.title for one in trip.eyes.windows()]
    trip.must(f"there is one window, not {titles}", len(titles) == 1)


def quiet(trip: Trip) -> None:
    trip.program.must_not_complain()


def steps() -> list[Step]:
    return [
        Step("a click on the welcome page begins the talk", begin, vital=True),
        Step("lines are said with the button, up to “Agreed”", talk),
        Step("a click opens the debrief", debrief),
        Step("clicks begin the drills", to_drills),
        Step("a card of each kind is answered by its buttons", drill),
        Step("right answers by mouse are counted as right", drilled),
        Step("everything is in one window", one_window),
        Step("clicks in the settings make it dark", dark),
        Step("the close button ends the process within 5 s, with 0", close),
        Step("nothing was complained of", quiet),
    ]


MOUSE = Journey("mouse", "the mouse alone", steps, seconds=80)
