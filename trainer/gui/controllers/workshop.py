"""Serves the workshop page and the audience window: steps, keys, displays, papers."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QWindow

from ..bridge.workshop import WorkshopModel
from ..frame.dialogs import Dialogs
from ..frame.messages import Messages
from ..frame.navigator import Navigator
from ..workshop.audience_window import Audience, AudienceWindow
from ..workshop.console_keys import ConsoleKeys, is_modal
from ..workshop.hiding_keys import HidingKeys
from ..workshop.page import WorkshopPage

_SWAP = "The audience's picture is hidden while they change places; B shows it again."
_WAYLAND = (
    "Here a program cannot move its own window. Move this window to the other display; the audience window follows."
)


class WorkshopController(QObject):
    """`choices`: the file of chosen displays, None to forget them."""

    def __init__(
        self, model: WorkshopModel, navigator: Navigator, messages: Messages, dialogs: Dialogs, choices: Path | None
    ) -> None:
        super().__init__()
        self._model, self._navigator, self._messages, self._dialogs = model, navigator, messages, dialogs
        self._running, self._choices = model.running, choices
        self._window: QWindow | None = None

    def serve(self, page: WorkshopPage) -> None:
        self.page = page
        console = page.console
        self.audience = Audience(self._running, console, self._choices)
        self.keys = ConsoleKeys(console, console.do, self._in_hand)
        self.hiding = HidingKeys(console, self.hide_audience, self.running, self._in_hand, lambda: self.audience.window)
        self.audience.window_shown = self._watch
        self._model.changed.connect(self._changed)
        self._model.trouble_told.connect(self._tell)
        page.entered.connect(self._entered)
        page.start.begin_asked.connect(self._begin)
        page.start.resume_asked.connect(self._resume)
        console.open_asked.connect(self.audience.open)
        console.swap_asked.connect(self._swap)
        self.audience.displays_told.connect(console.audience.displays.say)
        self.audience.covered.connect(lambda: self._running.show(blank=True))
        console.notes.paper_asked.connect(self._save_paper)
        console.notes.end_asked.connect(self._end)
        self.audience.place()

    def _tell(self, sentence: str) -> None:
        self.page.notice.say_for_now(sentence)  # the start's, or the console's

    # -- keys --------------------------------------------------------------------------------------------------------

    def _in_hand(self) -> bool:
        """Tell whether the keys are the console's."""
        return self._running.workshop is not None and self._navigator.current == "workshop" and not is_modal()

    def _entered(self) -> None:
        window = self.page.window().windowHandle()
        if window is not None and window is not self._window:
            self._window = window
            self._watch_window(window)
            window.screenChanged.connect(self.audience.displays_changed)
        self.page.refresh()

    def _watch(self, window: AudienceWindow) -> None:
        if (handle := window.windowHandle()) is not None:
            self._watch_window(handle)

    def _watch_window(self, window: QWindow) -> None:
        for keys in (self.keys, self.hiding):
            keys.watch(window)

    def hide_audience(self) -> None:
        """Hide the audience window's picture at once, from whatever page is in hand; or show it again."""
        self._running.toggle("blank")

    def running(self) -> bool:
        """Tell whether a workshop is going on."""
        return self._running.workshop is not None

    def let_go_of_erased(self) -> bool:
        """End a workshop that another window has erased, and offer none of those to be resumed; tell whether one was ended."""
        gone = self._model.let_go_of_erased()
        if not self.running() and self._navigator.current == "workshop" and not gone:
            self.page.refresh()
        return gone

    def undo(self) -> None:
        """Take back that the talk was rewound."""
        self._running.undo()

    # -- begin, follow, end --------------------------------------------------------------------------------------------

    def _begin(self, scenario: str, level: str, plan: int) -> None:
        self._running.begin(scenario, level, random.randrange(2**31), plan)
        if self._running.workshop is None:  # a talk that was listed may be gone
            self.page.refresh()

    def _resume(self) -> None:
        self._running.resume()
        if self._running.workshop is not None:
            self.audience.open()

    def _changed(self) -> None:
        self.page.refresh()
        if self._running.workshop is None:
            self.audience.close()
            self.page.focus_first()
        else:
            self.audience.refresh()

    def _end(self) -> None:
        keep, erase, back = "Keep them", "Erase for good", "Back to the workshop"
        answer = self._dialogs.choose(
            "End the workshop", "Keep this workshop's talks?", (keep, erase, back), safe=0, told="They hold no names.",
            on_escape=2,
        )  # fmt: skip
        if answer != 2:
            self._running.end(erase=answer == 1)

    # -- displays and papers -------------------------------------------------------------------------------------------

    def _swap(self) -> None:
        """Swap the displays, after a question: the console holds what the audience must not see."""
        new = self.audience.other_display()
        if new is None:
            self.page.notice.say_for_now("There is nothing to swap: it takes two displays and an open audience window.")
        elif QGuiApplication.platformName().startswith("wayland") and self.audience.covers_console(new):
            self.page.notice.say_for_now(_WAYLAND)
        elif self._dialogs.confirm(
            "Swap displays", f"Show the audience window on “{new}”?", do="Swap", keep="Leave it", told=_SWAP
        ):
            self._running.show(blank=True)
            self.audience.swap()

    def _save_paper(self, name: str) -> None:
        from ..workshop import handouts

        session, workshop = self._running.session, self._running.workshop
        if session is None or workshop is None:
            return
        path = self._dialogs.save_file("Save the paper", f"{name}.pdf", "PDF (*.pdf)")
        if path is None:
            return
        save: dict[str, Callable[[Path], None]] = {
            "cards": handouts.save_cards,
            "notes": lambda to: handouts.save_notes(to, session.scenario),
            "handout": lambda to: handouts.save_handout(to, workshop, self._running.sessions),
        }
        self._messages.save(path, save[name])

    def leave(self) -> None:
        """The program closes: the audience window goes, the workshop can be resumed."""
        self.audience.close()
