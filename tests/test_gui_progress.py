"""Drills and progress with real keys, off screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from trainer.demo import fill
from trainer.drills import DrillKind
from trainer.drills.load import load_cards
from trainer.drills.queue import Queue
from trainer.gui.drills.answers import TypedAnswer
from trainer.gui.kit import style
from trainer.gui.progress.charts import Chart
from trainer.gui.progress.page import PHRASES, SKILLS, TALKS
from trainer.gui.progress.plot import Plot, round_ticks, tick_texts
from trainer.history import History
from trainer.progress.skills import Point, Series
from trainer.scenario import Scenario, load

from .conftest import SCENARIOS
from .gui import Answers, Gui, child, opened, press, say, seen

NOW = datetime.now(UTC)


@pytest.fixture
def practised(qtbot: QtBot, tmp_path: Path, coffee: Scenario) -> Iterator[Gui]:
    path = tmp_path / "history.sqlite"
    history = History.open(path)
    scenarios: list[Scenario] = [coffee, load(SCENARIOS / "coffee_competitor.yaml")]
    fill(history, scenarios, load_cards((SCENARIOS / "drills",))[:30], 24, 1, NOW)
    history.close()
    made = opened(qtbot, path)
    yield made
    made.close()


def answer_rightly(qtbot: QtBot, gui: Gui) -> None:
    """Answer the card in hand by keyboard, as its author would."""
    page = gui.drills
    card = gui.sitting.card
    assert card is not None
    if card.kind is DrillKind.NO_MEANS:
        qtbot.keyClick(page, {"accept": Qt.Key.Key_A, "refuse": Qt.Key.Key_R, "none": Qt.Key.Key_N}[card.answer])
    elif card.kind is DrillKind.SPOT:
        qtbot.keyClick(page, getattr(Qt.Key, f"Key_{card.answer}"))
    else:
        answer = page.view.answers[card.kind]
        assert isinstance(answer, TypedAnswer)
        field = answer.field
        qtbot.keyClicks(field, card.model)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert page.view.verdict.text() and page.next.isVisible()


def test_a_sitting_of_drills_by_keyboard_alone(qtbot: QtBot, gui: Gui) -> None:
    press(gui, Qt.Key.Key_3, control=True)
    page = gui.drills
    assert page.greeting.text() == "10 cards are new."
    qtbot.waitUntil(page.start.hasFocus)
    qtbot.keyClick(page.start, Qt.Key.Key_Space)
    kinds = set()
    for _ in range(10):
        card = gui.sitting.card
        assert card is not None
        kinds.add(card.kind)
        answer_rightly(qtbot, gui)
        opens_up = card.kind is DrillKind.SAY and "opens up" in page.view.verdict.text()
        assert page.view.verdict.text() == "Right." or opens_up
        qtbot.keyClick(page.next, Qt.Key.Key_Space)
    assert kinds == set(DrillKind)
    assert page.greeting.text() == "Done for now: 10 of 10 right."
    told = "\n".join(seen(gui.window))
    assert "10 cards met for the first time" in told and "These cards come again: " in told
    assert "Worth another look" not in told  # nothing was missed
    assert len(gui.history.reviews.all()) == 10
    gui.go("drills")
    assert "no new cards" in page.greeting.text()


@pytest.mark.parametrize("kind", [DrillKind.SPOT, DrillKind.NO_MEANS])
def test_the_right_option_and_the_chosen_one_are_marked_until_the_next_card(gui: Gui, kind: DrillKind) -> None:
    gui.go("drills")
    one = next(card for card in gui.program.drills.cards if card.kind is kind)
    gui.program.drills.begin_with(Queue((one,), 1, 0))
    keys = {"accept": "A", "refuse": "R", "none": "N"} if kind is DrillKind.NO_MEANS else {n: n for n in "1234"}
    wrong = next(value for value in keys if value != one.answer)
    press(gui, getattr(Qt.Key, f"Key_{keys[wrong]}"))
    read = "\n".join([*seen(gui.window), *(made.text() for made in gui.drills.view.answer.buttons)])
    assert read.count("✓") == read.count("✗") == 1
    for value, sign in ((one.answer, "✓"), (wrong, "✗")):
        assert re.search(rf"^{keys[value]}\b[^\n]*{sign}", read, re.MULTILINE), read
    assert "Card 1 of 2; this one comes again" in read
    gui.drills.next.click()
    again = "\n".join([*seen(gui.window), *(made.text() for made in gui.drills.view.answer.buttons)])
    assert "Card 2 of 2" in again and not {"✓", "✗"} & set(again)


def test_a_sitting_of_which_no_card_can_be_played_tells_why_and_sums_nothing_up(gui: Gui) -> None:
    gui.go("drills")
    say_it = next(card for card in gui.program.drills.cards if card.kind is DrillKind.SAY)
    gui.program.drills.begin_with(Queue((replace(say_it, scenario="not_here"),), 0))
    told = "\n".join(seen(gui.window))
    assert "A card is left out. There is no scenario “not_here” here." in told
    assert "0 of 0" not in told and gui.drills.start.isVisible()


def test_a_sitting_can_be_left_at_any_card_and_nothing_is_lost(qtbot: QtBot, gui: Gui) -> None:
    gui.go("drills")
    page = gui.drills
    page.start.click()
    answer_rightly(qtbot, gui)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.greeting.text() == "9 cards are new." and len(gui.history.reviews.all()) == 1


@pytest.mark.parametrize(("key", "right"), [(Qt.Key.Key_Y, True), (Qt.Key.Key_N, False)])
def test_an_answer_in_doubt_is_decided_by_the_learner_and_by_no_enter(gui: Gui, key: Qt.Key, right: bool) -> None:
    gui.go("drills")
    page = gui.drills
    card = next(card for card in gui.program.drills.cards if card.id == "flip-uncle-story")
    gui.program.drills.begin_with(Queue((card,), 1, 0))
    child(page.view.answer, QLineEdit).setText(
        "Would you mind if I published your stories about the old days for the children?"
    )
    press(gui, Qt.Key.Key_Return)
    assert page.view.verdict.text().startswith("Your call:") and "For example:" in page.view.model.text()
    press(gui, Qt.Key.Key_Return)
    assert page.view.decision.isVisible() and not page.next.isVisible() and gui.history.reviews.all() == []
    press(gui, key)
    assert page.next.isVisible() and not page.view.decision.isVisible()
    (last,) = gui.history.reviews.all()
    assert last.right is right and "your call" in page.view.verdict.text()


def test_a_hint_and_the_clock_count(qtbot: QtBot, gui: Gui) -> None:
    moment = [0.0]
    gui.program.settings.set("drill_clock", "on")
    gui.go("drills")
    page = gui.drills
    page._clock = lambda: moment[0]
    page.start.click()
    while (card := gui.sitting.card) is not None and not card.typed:
        answer_rightly(qtbot, gui)
        page.next.click()
    page.hint.click()
    assert "could begin" in page.view.model.text()
    answer_rightly(qtbot, gui)
    assert gui.history.reviews.all()[-1].hinted and gui.history.reviews.all()[-1].rating == 2
    page.next.click()
    moment[0] += 16
    qtbot.waitUntil(page.next.isVisible)
    assert page.view.verdict.text().startswith("Time is up.")
    last = gui.history.reviews.all()[-1]
    assert (last.right, last.failed, last.rating) == (False, "late", 1)


def test_a_card_against_the_clock_that_is_left_is_not_missed(qtbot: QtBot, gui: Gui) -> None:
    moment = [0.0]
    gui.program.settings.set("drill_clock", "on")
    gui.go("drills")
    gui.drills._clock = lambda: moment[0]
    gui.drills.start.click()
    press(gui, Qt.Key.Key_1, control=True)
    moment[0] += 60
    qtbot.wait(600)
    assert gui.history.reviews.all() == [] and gui.shown == "library"


def test_a_page_in_the_background_reads_nothing_when_the_text_grows(gui: Gui, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its file may be closed: after a failed write memory stands in for it."""
    gui.go("progress")
    shown = gui.progress._history
    assert shown is not None
    gui.go("library")
    with monkeypatch.context() as closed:
        closed.setattr(shown, "figures", None)
        gui.program.appearance.text_larger()
    gui.go("progress")
    assert gui.progress.totals.text()


def test_ones_own_ask_comes_back_as_a_card(qtbot: QtBot, gui: Gui) -> None:
    gui.library.start.click()
    say(qtbot, gui, "Can we have a coffee on Tuesday?")
    queue = gui.program.drills.waiting()
    assert any(card.prompt == "Can we have a coffee on Tuesday?" for card in gui.program.drills._all_cards())
    assert queue.cards


def test_progress_by_keyboard(qtbot: QtBot, practised: Gui) -> None:
    press(practised, Qt.Key.Key_4, control=True)
    page = practised.progress
    assert "24 talks" in page.totals.text() and page.suggestion.text()
    page.heat.setFocus()
    qtbot.keyClick(page.heat, Qt.Key.Key_Up)
    assert "talk" in page.day.text()
    page.parts.setCurrentIndex(SKILLS)
    chart = page.charts["shareChart"]
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert "% of asks (n = " in chart.told.text()
    page.parts.setCurrentIndex(PHRASES)
    assert "asked with" in page._phrases.text()


def test_talks_are_filtered_sorted_compared_and_opened(qtbot: QtBot, practised: Gui) -> None:
    practised.go("progress")
    page = practised.progress
    page.parts.setCurrentIndex(TALKS)
    view = page.sessions
    qtbot.keyClicks(view.words, "framer")
    assert 0 < len(view.model.shown) < 24 and all("framer" in line.title for line in view.model.shown)
    view.words.clear()
    view.model.sort(3, Qt.SortOrder.AscendingOrder)
    assert [line.turns for line in view.model.shown] == sorted(line.turns for line in view.model.shown)
    view.compare.click()
    assert "Choose two" in view.count.text()
    page.compare_asked.emit(view.model.shown[0].uid, view.model.shown[1].uid)
    assert practised.debrief.curve.other and practised.shown == "debrief"
    page.session_chosen.emit(view.model.shown[0].uid)
    assert practised.debrief.debrief is not None and practised.debrief.debrief.session_id == view.model.shown[0].id


@pytest.mark.parametrize("ending", ["png", "svg", "csv"])
def test_every_chart_can_be_kept(practised: Gui, tmp_path: Path, ending: str) -> None:
    practised.go("progress")
    practised.progress.parts.setCurrentIndex(SKILLS)
    for chart in practised.progress.findChildren(Chart):
        path = tmp_path / f"{chart.objectName()}.{ending}"
        chart.save(path)
        assert path.stat().st_size > 20


@pytest.mark.parametrize("answer", ["Keep it", Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_erasing_asks_in_words_and_every_way_but_one_keeps_it(practised: Gui, answer: str | Qt.Key) -> None:
    practised.go("progress")
    uid = practised.history.raw.uid_of(1)
    with Answers(answer) as answers:
        practised.program.data.erase_session(uid)
    assert "Erase" in answers.said[0] and "cannot be undone" in " ".join(answers.said)
    assert practised.history.session(1) is not None
    with Answers("Erase for good"):
        practised.program.data.erase_session(uid)
    assert practised.history.session(1) is None


def test_another_learner_sees_their_own_progress(practised: Gui) -> None:
    practised.go("progress")
    with Answers("A new learner …", "Ada"):
        practised.program.data.choose_profile()
    assert practised.progress.who.text() == "Ada" and practised.progress.empty.isVisible()
    with Answers("A new learner …", "Ada"):
        practised.program.data.choose_profile()
    assert "already" in practised.progress.notice.text.text()


def test_each_nameless_workshop_is_another_one(gui: Gui) -> None:
    for _ in range(2):
        with Answers("A workshop, without names …"):
            gui.program.data.choose_profile()
        assert not gui.progress.notice.isVisible()
    made = [one for one in gui.history.profiles.all() if one.kind == "workshop"]
    assert len({one.name for one in made}) == 2 and gui.history.profile == made[-1].id
    with Answers("A new learner …", Qt.Key.Key_Return):  # no name is no wish for a workshop
        gui.program.data.choose_profile()
    assert "1 to" in gui.progress.notice.text.text() and len(gui.history.profiles.all()) == 3


@pytest.mark.parametrize("name", ["review.html", "review.pdf"])
def test_a_page_for_a_coach_only_on_order(
    practised: Gui, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / name), ""))
    practised.program.data.save_report()
    assert (tmp_path / name).stat().st_size > 500


def curve(name: str, values: list[float]) -> Series:
    points = (Point(f"{2020 + n // 12}-{n % 12 + 1:02d}", value, 1) for n, value in enumerate(values))
    return Series(name, "points", tuple(points))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([40.0, 88.0], ["0", "25", "50", "75", "100"]),
        ([0.2, 1.3], ["0.0", "0.5", "1.0", "1.5"]),
        ([-8.0, 4.0], ["-10", "-5", "0", "5"]),
        ([-0.04], ["-0.04", "-0.03", "-0.02", "-0.01", "0.00"]),
        ([0.0, 0.0], ["0", "1"]),
        ([100.0], ["0", "25", "50", "75", "100"]),
    ],
)
def test_ticks_are_round_and_hold_zero(values: list[float], told: list[str]) -> None:
    ticks = round_ticks(values)
    assert tick_texts(ticks) == told
    assert ticks[0] <= min(values) and ticks[-1] >= max(values)


def test_a_chart_is_walked_from_end_to_end(qtbot: QtBot) -> None:
    chart = Chart("someChart", "Something")
    qtbot.addWidget(chart)
    chart.show_series([curve("labels", [1.0, 2.0, 3.0, 4.0]), curve("offers", [5.0, 6.0]), curve("none", [])])
    assert len(chart.series) == 2 and chart.plot.months == ("2020-01", "2020-02", "2020-03", "2020-04")
    for key, month, told in (
        (Qt.Key.Key_Left, 3, "2020-04: labels 4.0 points (n = 1)"),
        (Qt.Key.Key_Left, 2, "2020-03: labels 3.0 points (n = 1)"),
        (Qt.Key.Key_Home, 0, "2020-01: labels 1.0 points (n = 1); offers 5.0 points (n = 1)"),
        (Qt.Key.Key_Left, 0, "2020-01"),
        (Qt.Key.Key_Right, 1, "2020-02"),
        (Qt.Key.Key_End, 3, "2020-04"),
        (Qt.Key.Key_Right, 3, "2020-04"),
    ):
        qtbot.keyClick(chart, key)
        assert chart.told.text().startswith(told) and chart.plot.chosen == month
    assert "2020-02 2.0 1 6.0 1" in chart.accessibleDescription()
    chart.show_series([])
    assert chart.told.text() == "Nothing to show yet." and not chart.plot.isVisibleTo(chart)


def shades(plot: Plot) -> set[str]:
    picture = plot.grab().toImage()
    return {picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(picture.height())}


@pytest.mark.parametrize("months", [1, 12, 70])
@pytest.mark.parametrize("percent", [100, 200])
def test_every_curve_is_drawn_at_any_length_and_text_size(qtbot: QtBot, months: int, percent: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    try:
        for colours in (style.LIGHT, style.DARK):
            style.apply(app, colours, percent)
            plot = Plot()
            qtbot.addWidget(plot)
            curves = [curve(name, [float(place)] * months) for place, name in enumerate("abcd", 1)]
            plot.resize(420, 300)
            plot.show_series(curves, [point.month for point in curves[0].points])
            drawn = shades(plot)
            for colour in (colours.surface, colours.rule, colours.calm, colours.warm, colours.ink, colours.quiet):
                assert colour.lower() in drawn, (colours, colour)
    finally:
        style.apply(app, style.LIGHT)
