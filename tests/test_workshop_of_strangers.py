"""A stored workshop is one that this program can have made, or it is left out; what is taken can be run to its end."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trainer.errors import TrainerError
from trainer.history import History
from trainer.history.fallback import Keeper
from trainer.history.merge import merge
from trainer.history.valid_rows import workshop_of
from trainer.history.workshop_limits import MOST_ATTEMPTS, MOST_LINES
from trainer.workshop import Phase, Workshop, steps
from trainer.workshop.plan import pace, plans
from trainer.workshop.running import RunningWorkshop

from .conftest import SCENARIOS
from .everything import NOW

Step = Callable[[Workshop], Workshop]
LINES = st.one_of(
    st.text(max_size=150), st.sampled_from(["Hello?", "Any objections?", "\ud800", "\u3164", "a" * 139 + " b"])
)
PLACES = st.integers(-2, 5)


def begun() -> Workshop:
    return Workshop("coffee_neighbour", "medium", 3, started=1.7e9)


def full() -> Workshop:
    """One that has a value in every field, with two attempts."""
    workshop = begun().proposed("Hello?").proposed("Any objections?").voting().voted(1, 3).at(Phase.DISCUSS).voting()
    workshop = workshop.voted(1, 4).choosing(1).guessed(-8).said("Any objections?").played().rewound(1)
    workshop = workshop.with_teams(True).timed(1.7e9 + 60).in_part(1).proposed("How are you?").proposed("Hello?")
    return workshop.voting().at(Phase.VOTE_AGAIN).choosing(0).guessed(5)


def played(workshop: Workshop) -> Workshop:
    if not 0 <= workshop.chosen < len(workshop.candidates):
        return workshop
    return workshop.said(workshop.candidates[workshop.chosen].line).played()


def said_now(place: int, workshop: Workshop) -> Workshop:
    if not 0 <= place < len(workshop.candidates):
        return workshop
    return workshop.said(workshop.candidates[place].line).said_without_vote()


STEPS: st.SearchStrategy[Step] = st.one_of(
    st.sampled_from([
        steps.forward, steps.forward, steps.back, played, lambda w: w.at(Phase.COMPARE), lambda w: w.with_teams(not w.team),
        lambda w: w.in_part(w.part + 1), lambda w: w.timed(1.7e9), lambda w: w.stored_as(7), lambda w: w.timed(0.0),
        lambda w: w.on_attempt((w.attempt + 1) % len(w.attempts)),
    ]),
    st.builds(lambda line: lambda w: w.proposed(line), LINES),
    st.builds(lambda place, line: lambda w: w.edited(place, line), PLACES, LINES),
    st.builds(lambda place, by: lambda w: w.moved(place, by), PLACES, st.sampled_from([-1, 1])),
    st.builds(lambda place, by: lambda w: w.voted(place, by), PLACES, st.sampled_from([-1, 1, 10**9])),
    st.builds(lambda points: lambda w: w.guessed(points), st.integers()),
    st.builds(lambda number: lambda w: w.rewound(number), st.integers(0, 4)),
    st.builds(lambda place: partial(said_now, place), PLACES),
    st.builds(lambda by: lambda w: w.showing(size=w.shown.resized(by), dark=by > 0), st.integers(-9, 9)),
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(STEPS, max_size=40))
def test_whatever_the_steps_make_can_be_stored_and_comes_back(made: list[Step]) -> None:
    workshop = begun()
    for step in made:
        try:
            workshop = step(workshop)
        except TrainerError:
            continue
        assert Workshop.from_dict(workshop_of(json.dumps(workshop.as_dict()))) == workshop


def test_a_workshop_that_is_full_says_so() -> None:
    workshop = begun()
    for _ in range(MOST_LINES):
        workshop = workshop.said("Hello?")
    workshop_of(json.dumps(workshop.as_dict()))
    with pytest.raises(TrainerError, match="full"):
        workshop.said("Hello?")
    with pytest.raises(TrainerError, match="full"):
        workshop.rewound(2)
    workshop = begun().said("Hello?")
    for _ in range(MOST_ATTEMPTS - 1):
        workshop = workshop.rewound(1).said("Hello?")
    with pytest.raises(TrainerError, match="full"):
        workshop.rewound(1)


def places_in(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value, as the keys that lead there."""
    found = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in found:
        yield (*before, key)
        yield from places_in(held, (*before, key))


def garbled(state: dict[str, Any], place: tuple[Any, ...], change: Callable[[Any, Any], None]) -> dict[str, Any]:
    made = deepcopy(state)
    held: Any = made
    for key in place[:-1]:
        held = held[key]
    change(held, place[-1])
    return made


FULL = json.loads(json.dumps(full().as_dict()))
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 9), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5), st.sampled_from(["x" * 3000, "", [], {}, [[""]], [["Hello?"]] * 60, "../x", "predict", "brief", "\u202e"]),
)  # fmt: skip


class Straight:
    """Stores in a file that is there throughout."""

    def __init__(self, path: Path) -> None:
        self.keeper = Keeper(path, lambda _: None)

    @property
    def history(self) -> History:
        return self.keeper.history


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Straight]:
    made = Straight(tmp_path / "x.sqlite")
    yield made
    made.history.close(backed_up=False)


def run_through(running: RunningWorkshop) -> None:
    """Do whatever a page can ask for, and look at the audience's picture after each."""
    asked: list[Callable[[], object]] = [
        running.forward, running.forward, lambda: running.step(lambda w: w.edited(0, "")), running.forward, running.back,
        lambda: running.step(lambda w: w.moved(0, 1)), lambda: running.step(lambda w: w.voted(0, 1)), running.play,
        lambda: running.rewind(1), running.undo, running.freeze, running.freeze, lambda: running.start_timer(60),
        lambda: running.show(blank=False, size=running.workshop and running.workshop.shown.resized(1)),
        lambda: running.step(lambda w: w.on_attempt((w.attempt + 1) % len(w.attempts))), lambda: running.say_now(0),
        lambda: running.step(lambda w: w.in_part(w.part + 1)), lambda: running.step(lambda w: w.at(Phase.COMPARE)),
    ]  # fmt: skip
    for ask in asked:
        ask()
        workshop = running.workshop
        assert workshop is not None
        running.scene()
        assert running.session is not None and running.timer_left() >= 0
        assert all(pace(plan, workshop.part, (1.7e9 - workshop.started) / 60) for plan in plans())
        workshop_of(json.dumps(workshop.as_dict()))


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(list(places_in(FULL))), odd=ODD, way=st.sampled_from(["put", "taken", "added"]))
def test_a_garbled_workshop_is_refused_or_runs(storage: Straight, place: tuple[Any, ...], odd: Any, way: str) -> None:
    changes: dict[str, Callable[[Any, Any], None]] = {
        "put": lambda held, key: held.__setitem__(key, odd),
        "taken": lambda held, key: held.__delitem__(key),
        "added": lambda held, _: held.append(odd) if isinstance(held, list) else held.__setitem__("more", odd),
    }
    state = garbled(FULL, place, changes[way])
    try:
        workshop_of(json.dumps(state))
    except (ValueError, TypeError):
        with pytest.raises((ValueError, TypeError)):
            Workshop.from_dict(state)
        return
    if place == ("scenario",) or way == "added":
        return  # another scenario that is not there: that is told when it is resumed
    storage.history.erasing.everything()
    storage.history.workshops.begin(storage.history.profiles.add_nameless(NOW).id, state, NOW)
    told: list[str] = []
    running = RunningWorkshop(storage, [SCENARIOS], lambda: None, told.append, lambda: 1.7e9)
    running.resume()
    assert not told
    run_through(running)


@pytest.mark.parametrize(
    "change",
    [
        {"wall": {**FULL["wall"], "size": "huge"}}, {"wall": {**FULL["wall"], "size": 10**9}}, {"timer_ends": "soon"},
        {"timer_ends": 1e300}, {"started": "x"}, {"way": 5}, {"chosen": 99}, {"guess": "many"}, {"seed": 1.5}, {"team": 3},
        {"candidates": [{"line": f"l{number}", "first": 1, "second": 0} for number in range(50)]}, {"ways": []},
        {"candidates": [{"line": 5, "first": "a", "second": None}] * 3}, {"ways": [[""], []]}, {"ways": [["x" * 3000], []]},
        {"ways": [[5, None], []]}, {"ids": [0]}, {"ways": [["Hello?"]] * 60, "ids": [0] * 60}, {"phase": "lunch"},
        {"rounds": [{**FULL["rounds"][0], "turn": 0}]}, {"rounds": [{**FULL["rounds"][0], "way": 7}]}, {"part": -7},
    ],
)  # fmt: skip
def test_a_workshop_that_could_not_be_run_is_left_out_of_an_import(tmp_path: Path, change: dict[str, Any]) -> None:
    theirs = tmp_path / "theirs.sqlite"
    with closing(History.open(theirs)) as history:
        number = history.workshops.begin(history.profiles.add_nameless(NOW).id, FULL, NOW)
        history.close(backed_up=False)
    connection = sqlite3.connect(theirs)
    connection.execute("update workshops set state = ? where id = ?", [json.dumps({**FULL, **change}), number])
    connection.commit()
    connection.close()
    with closing(History.open(tmp_path / "ours.sqlite")) as history:
        taken = merge(history, theirs)
        assert (taken.workshops, taken.left_out) == (0, 1)
    with closing(History.open(theirs)) as history:  # as an older version may have taken it in
        assert history.workshops.unfinished() is None
        assert history.workshops.like(FULL) is None


def test_rounds_as_older_versions_wrote_them_are_read() -> None:
    older = {**FULL, "rounds": [{**FULL["rounds"][0], "attempt": 0}]}
    assert Workshop.from_dict(workshop_of(json.dumps(older))) == full()


@pytest.mark.parametrize("error", [ValueError, IndexError, TypeError, OverflowError, TrainerError])
def test_a_workshop_that_cannot_be_taken_up_again_is_not_left_half_running(
    storage: Straight, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fails(*_: object) -> None:
        raise error("It does not work.")

    storage.history.workshops.begin(storage.history.profiles.add_nameless(NOW).id, FULL, NOW)
    told: list[str] = []
    running = RunningWorkshop(storage, [SCENARIOS], lambda: None, told.append, lambda: 1.7e9)
    with monkeypatch.context() as patched:
        patched.setattr("trainer.workshop.running.sessions_of", fails)
        running.resume()
    assert (running.workshop, running.scenario, running.sessions, len(told)) == (None, None, [], 1)
    assert running.unfinished()
    running.resume()
    assert running.workshop is not None and len(told) == 1


def test_a_workshop_that_cannot_be_stored_does_not_begin(storage: Straight, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise TrainerError("It cannot be stored.")

    told: list[str] = []
    running = RunningWorkshop(storage, [SCENARIOS], lambda: None, told.append, lambda: 1.7e9)
    monkeypatch.setattr("trainer.workshop.stored.StoredWorkshop.begin", fails)
    running.begin("coffee_neighbour", "easy", 1)
    assert running.workshop is None and told == ["It cannot be stored."]
