"""The first start by keyboard alone: a talk, the look back, drills, settings, and out."""

from __future__ import annotations

from .. import names
from ..cards import Answers
from ..journey import Journey, Step, Trip

#: Lines that settle her worries one by one and then ask.
LINES = (
    "What do you do all week?",
    "It sounds like your weeks are full.",
    "I could bring the old maps, half an hour is plenty.",
    "Would it be a bad idea to have a coffee?",
)
MORE = (
    "You don't have to talk, and you can call it off on the day.",
    "Just coffee, no strings.",
    "Would it be a bad idea to have that coffee one Saturday?",
    "Feel free to say no: would it be strange to have a coffee after the market?",
)
PROMISE = "On Monday I ask her with a way out."
#: Answers with one word put for another, of which no words tell whether they ask for the same; by the cards of a first sitting.
IN_DOUBT = {
    "flip-bathroom-weekend": "Would it be a bad idea to paint the kitchen next weekend instead?",
    "flip-bike-hallway": "Would you mind if I sold my bike in the hallway?",
}


def begin(trip: Trip) -> None:
    trip.must_focus(names.BEGIN_FIRST)
    trip.press("Return")
    trip.eyes.wait_for(names.COMPOSER)


def begin_by_space(trip: Trip) -> None:
    trip.press("space")
    trip.eyes.wait_for(names.COMPOSER)


def outcome(trip: Trip) -> str:
    """How the newest talk has ended, "" while it goes on."""
    found = trip.program.rows("select outcome from sessions order by id desc limit 1")
    return (found[0]["outcome"] or "") if found else ""


def say(trip: Trip, line: str) -> None:
    """Type a line, Enter, and wait for the reply."""
    said = trip.program.count("turns")
    trip.must_focus(names.COMPOSER)
    trip.type(line)
    trip.press("Return")
    trip.until_stored(f"“{line}”", "turns", said + 1)
    reply = trip.program.rows("select reply from turns order by id desc limit 1")[0]["reply"]
    trip.must_read(reply, 6)


def talk(trip: Trip) -> None:
    for line in (*LINES, *MORE):
        if outcome(trip):
            break
        say(trip, line)
    trip.must(f"the talk ends with “agreed”, not “{outcome(trip)}”", outcome(trip) == "agreed")
    trip.notes.append(f"agreed after {trip.program.count('turns')} lines")


def debrief(trip: Trip) -> None:
    trip.must_focus(names.DEBRIEF, 6)
    trip.press("Return")
    trip.eyes.wait_for(names.AGAIN)


def debrief_by_space(trip: Trip) -> None:
    trip.press("ctrl+l")
    trip.eyes.wait_for(names.AGAIN)


def how_it_went(trip: Trip) -> None:
    trip.eyes.wait_for(names.OUTCOME_AGREED)


def commit(trip: Trip) -> None:
    trip.tab_to(names.COMMITMENT)
    trip.type(PROMISE)
    trip.press("Tab")
    trip.until(
        "the commitment is stored", lambda: trip.program.rows("select 1 from commitments where text = ?", PROMISE)
    )


def to_drills(trip: Trip) -> None:
    trip.press("ctrl+3")
    trip.must_focus(names.DRILLS_BEGIN)
    trip.press("Return")
    trip.must_read("Card 1 of")


def drills_by_space(trip: Trip) -> None:
    trip.press("space")
    trip.must_read("Card 1 of")


def drill(trip: Trip) -> None:
    """Every card by keys: what is typed with Enter, A, R, N, 1 to 4; Enter goes on."""
    answers, decided = Answers(), False
    for _ in range(30):
        trip.settled()
        one = answers.card(trip.eyes)
        done = trip.program.count("reviews")
        if one is None:
            break
        if one.id in IN_DOUBT and not decided:
            decided = decide(trip, IN_DOUBT[one.id], done)
        elif one.typed:
            trip.must_focus(names.DRILL_FIELD)
            trip.type(one.answer)
            trip.press("Return")
        else:
            trip.press(one.key)
        trip.until_stored(f"the answer to “{one.id}”", "reviews", done + 1)
        trip.must_focus(names.NEXT_CARD)
        trip.press("Return", lambda: trip.hands.press("space"))
    trip.must("an answer in doubt was decided", decided)
    trip.must_read("Done for now")


def decide(trip: Trip, answer: str, stored: int) -> bool:
    """Answer so that the judge cannot know, press Enter to no effect, and decide by Y."""
    trip.must_focus(names.DRILL_FIELD)
    trip.type(answer)
    trip.press("Return")
    trip.must_read("Your call:")
    trip.hands.press("Return")
    trip.settled()
    trip.must("Enter decided nothing", trip.program.count("reviews") == stored)
    trip.press("y")
    trip.must_read("Counted as right: your call.")
    return True


def back_to_the_window(trip: Trip) -> None:
    """Bring the main window to the front, where another one has taken the keyboard."""
    trip.hands.activate(min(one.id for one in trip.eyes.windows()))
    trip.settled()


def drilled(trip: Trip) -> None:
    found = trip.program.rows("select kind, count(*) as n, sum(right) as right from reviews group by kind")
    kinds = {row["kind"]: (row["n"], row["right"]) for row in found}
    trip.must(f"all kinds of card were answered: {kinds}", set(kinds) == {"flip", "name", "no_means", "spot", "say"})
    wrong = {kind: f"{n - right} of {n}" for kind, (n, right) in kinds.items() if n != right}
    trip.must(f"right answers count as right; counted wrong: {wrong}", not wrong)


def dark(trip: Trip) -> None:
    trip.press("ctrl+comma")
    trip.must_focus(names.THEME)
    bright = trip.display.picture().brightness()
    trip.press_all("Down", "Down")
    trip.until("settings.json says dark", lambda: trip.program.settings().get("theme") == "dark")
    trip.until("the window is dark", lambda: trip.display.picture().brightness() < bright / 2)


def larger(trip: Trip) -> None:
    trip.tab_to(names.TEXT_SIZE, 3)
    trip.press_all("Down", "Down")
    trip.until("settings.json says 150", lambda: trip.program.settings().get("text_size") == "150")


def leave(trip: Trip) -> None:
    trip.hands.press("ctrl+q")
    trip.program.must_end()


def stored(trip: Trip) -> None:
    talks = trip.program.rows("select * from sessions")
    trip.must("one talk is stored, with coffee_new_acquaintance, easy, agreed", len(talks) == 1)
    row = talks[0]
    trip.must(
        f"it is the first talk: {row['scenario']}, {row['level']}",
        (row["scenario"], row["level"]) == ("coffee_new_acquaintance", "easy"),
    )
    lines = [turn["line"] for turn in trip.program.rows("select line from turns order by number")]
    trip.must(f"the lines are stored as typed: {lines}", lines == list((*LINES, *MORE)[: len(lines)]))
    trip.must("the commitment is stored", trip.program.rows("select 1 from commitments where text = ?", PROMISE))
    trip.must("the welcome is not shown again", trip.program.settings().get("welcomed") == "yes")


def quiet(trip: Trip) -> None:
    trip.program.must_not_complain()


def steps() -> list[Step]:
    return [
        Step("Enter on the welcome page begins the talk", begin, begin_by_space, vital=True),
        Step("lines and Enter bring the talk to “Agreed”", talk, vital=True),
        Step("Enter on the debrief button opens the debrief", debrief, debrief_by_space),
        Step("the debrief says “Agreed”", how_it_went),
        Step("Tab reaches the commitment; it is stored when the field is left", commit),
        Step("Ctrl+5 and Enter begin the drills", to_drills, drills_by_space),
        Step("every card is answered by keys, Enter goes on to the end", drill, back_to_the_window),
        Step("four kinds of card, right answers counted as right", drilled),
        Step("Ctrl+, and Down make it dark", dark),
        Step("Tab and Down make the text 150 %", larger),
        Step("Ctrl+Q ends the process within 5 s, with 0", leave),
        Step("the file holds what was done", stored),
        Step("nothing was complained of", quiet),
    ]


FIRST_START = Journey("first-start", "the first start by keyboard alone", steps)
