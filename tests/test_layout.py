"""Every state of the gallery, measured: nothing is cut, nothing out of reach, no stop is silent, no window is a stray."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from trainer.gui.kit import style
from trainer.gui.shell.page_registry import PAGES
from trainer.gui.workshop.audience_window import AudienceWindow

from .gallery.opening import State, dressed, opened_state
from .gallery.states import STATES
from .layout_rules import faults, shows_focus, stops

SIZES = ((1024, 700), (1366, 768))
#: The windows that fit these screens at 150 % scaling, in the pixels that a program counts.
SCALED = ((659, 418), (886, 464))


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def _usual_look() -> Iterator[None]:
    """The next test finds the look that every program begins with."""
    yield
    dressed(style.LIGHT, 100)


def test_every_page_has_states_in_the_gallery() -> None:
    assert {row.name for row in PAGES} <= {state.page for state in STATES}
    assert len({state.id for state in STATES}) == len(STATES)


@pytest.mark.usefixtures("small_screen")
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.id)
def test_nothing_is_cut_or_out_of_reach(state: State, percent: int) -> None:
    dressed(style.LIGHT, percent)
    with opened_state(state, SIZES[0]) as (gui, shown):
        assert gui.window.size().toTuple() == SIZES[0], "it grew by itself"
        for size in SIZES:
            if state.page != "dialogs":
                shown.resize(*size)
                QApplication.processEvents()
            assert faults(shown) == [], (size, percent)
            assert shown.size().toTuple() == size or state.page == "dialogs"
        titles = sorted(one.windowTitle() for one in QApplication.topLevelWidgets() if one.isVisible())
        assert titles == sorted(state.windows)
        assert gui.window.isVisible()


@pytest.mark.usefixtures("scaled_screen")
@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("state", [state for state in STATES if state.page != "audience"], ids=lambda state: state.id)
def test_nothing_is_cut_on_a_scaled_screen(state: State, percent: int) -> None:
    dressed(style.LIGHT, percent)
    with opened_state(state, SCALED[0]) as (gui, shown):
        assert gui.window.size().toTuple() == SCALED[0], "it grew by itself"
        for size in SCALED:
            if state.page != "dialogs":
                shown.resize(*size)
                QApplication.processEvents()
            assert faults(shown) == [], (size, percent)
            assert shown.size().toTuple() == size or state.page == "dialogs"


@pytest.mark.usefixtures("small_screen")
@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1920, 1080)], ids=str)
@pytest.mark.parametrize("state", [state for state in STATES if state.page == "audience"], ids=lambda state: state.id)
def test_nothing_is_cut_for_the_audience(state: State, size: tuple[int, int]) -> None:
    with opened_state(state, SIZES[0]) as (_, shown):
        assert isinstance(shown, AudienceWindow)
        shown.resize(*size)
        shown.view.grab()
        assert not shown.view.painter.cut


@pytest.mark.usefixtures("small_screen")
@pytest.mark.parametrize("state", [state for state in STATES if state.page != "audience"], ids=lambda state: state.id)
def test_every_stop_shows_that_it_has_the_keyboard(state: State) -> None:
    dressed(style.LIGHT, 100)
    with opened_state(state, SIZES[1]) as (_, shown):
        shown.activateWindow()
        QApplication.processEvents()
        assert [one.objectName() or type(one).__name__ for one in stops(shown) if not shows_focus(shown, one)] == []
