"""What becomes of what is on the screen once something of it was erased, by another window or with a workshop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..bridge.practice import PracticeModel, after_erasing
from ..frame.messages import Messages
from ..frame.navigator import Navigator
from .debrief import DebriefController

if TYPE_CHECKING:
    from .drills import DrillController
    from .workshop import WorkshopController

_ERASED = "was erased in another window meanwhile, so it is not here any more."
_ERASED_BOTH = "were erased in another window meanwhile, so they are not here any more."
_LEFT = "Another window has erased something meanwhile. This page shows what there is now."
_NOBODY = "The learner in use was erased in another window. “Data, Switch learner” goes on as another one."
#: Pages that show what is stored, and come up to date when they are entered.
_SHOWING = ("library", "progress")


class ErasedController:
    """Lets go of what is not in the file any more, has the page in hand show what is left, and says why."""

    def __init__(
        self,
        practice: PracticeModel,
        navigator: Navigator,
        messages: Messages,
        debrief: DebriefController,
        drills: Callable[[], DrillController],
        workshop: Callable[[], WorkshopController | None],
    ) -> None:
        """`drills`, `workshop`: give their controllers, which are made on first use."""
        self._practice, self._stored, self._navigator, self._messages = practice, practice.stored, navigator, messages
        self._debrief, self._drills, self._workshop = debrief, drills, workshop
        #: What there was of the learner in use when the page in hand was entered.
        self._there: tuple[int, ...] = ()
        self._stored.erased_elsewhere.connect(self._erased_elsewhere)
        navigator.changed.connect(self._entered)

    def _entered(self, _: str) -> None:
        if self._stored.opened:  # the first window does not wait for the file
            self._there = self._stored.figures()

    def _erased_elsewhere(self) -> None:
        workshop, lost = self._workshop(), self._stored.figures() != self._there
        workshop_gone = workshop is not None and workshop.let_go_of_erased()
        gone = [title for title in (self._practice.let_go_of_erased(), self._debrief.let_go_of_erased()) if title]
        nobody = not self._stored.history.profiles.is_there()
        self._show_what_is_left(lost or nobody)
        if workshop_gone and self._navigator.current != "workshop":  # there it has said so itself
            gone.append("the workshop")
        if gone:
            named = [one if one == "the workshop" else f"“{one}”" for one in dict.fromkeys(gone)]
            told = " and ".join(named)
            self._messages.tell(f"{told[0].upper()}{told[1:]} {_ERASED if len(named) == 1 else _ERASED_BOTH}")
        elif nobody:
            self._messages.tell(_NOBODY)
        elif lost and self._navigator.current in (*_SHOWING, "drills"):
            self._messages.tell(_LEFT)

    def _show_what_is_left(self, lost: bool) -> None:
        """Have the page in hand show what there is now; one that lost nothing is left as it stands."""
        current, shown = self._navigator.current, self._navigator.shown
        if (current == "practice" and self._practice.session is None) or (
            current == "debrief" and not self._debrief.shows()
        ):
            self._navigator.go("library")
        elif current in _SHOWING and lost and shown is not None:
            shown.entered.emit()
        elif current == "drills" and lost:
            self._drills().let_go_of_erased()
        self._entered("")

    def workshop_changed(self) -> None:
        """A workshop may have ended, and been erased with a learner that was in use, as who one goes on."""
        workshop = self._workshop()
        if workshop is None or workshop.running():
            return
        name = after_erasing(self._practice)
        if name:
            self._messages.tell(f"The learner in use was erased. You go on as “{name}”.")
