"""Builds the program and starts it: the only place that connects models, controllers and the window."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from .. import display, folders
from ..errors import TrainerError
from ..safe_text import visible
from ..scenario.catalogue import load_catalogue
from ..standard_streams import tell
from ..whole_folders import put_right
from .bridge.history import HistoryModel
from .bridge.practice import PracticeModel
from .bridge.settings import SettingsModel
from .controllers.appearance import DRESS, AppearanceController
from .controllers.debrief import DebriefController
from .controllers.erased import ErasedController
from .controllers.library import LibraryController
from .controllers.packs import PackController
from .controllers.talk import TalkController
from .frame.dialogs import Dialogs
from .frame.messages import Messages, TakeBack
from .frame.navigator import Navigator
from .kit import style
from .shell.bug_report import tell_of_bug
from .shell.geometry import restore_geometry, save_geometry
from .shell.interrupts import interrupts
from .shell.page_registry import PAGES, Ingredients
from .shell.window import Window

if TYPE_CHECKING:
    from .bridge.workshop import WorkshopModel
    from .controllers.data_file import DataFileController
    from .controllers.drills import DrillController
    from .controllers.learner_data import LearnerDataController
    from .controllers.workshop import WorkshopController
    from .shell.help import Help

#: Milliseconds after the first paint in which the history and what the first line needs are loaded.
_SOON = 50


class Program:
    """The parts of the running program, each made and connected here."""

    def __init__(
        self,
        database: Path | None,
        places: list[Path],
        settings: Path | None,
        pause: int | None,
        seeds: Callable[[], int],
    ) -> None:
        """`database`, `settings`: files, None for memory. `places`: folders of scenarios, the learner's own last.

        `pause`: milliseconds before a reply, None for the setting. `seeds`: where the seed of a talk comes from.
        """
        self.places, self._keeps_files = places, settings is not None
        #: What was last said not to be saved, and how much had been written by then.
        self._told_unsaved: tuple[str, tuple[int, int]] | None = None
        #: What takes back what was said while memory stands in for the file.
        self._unsaved_told: list[TakeBack] = []
        self.stored = HistoryModel(database)
        self.practice = PracticeModel(self.stored, seeds)
        self.settings = SettingsModel(settings)
        self._workshop_model: WorkshopModel | None = None
        self._workshop: WorkshopController | None = None
        catalogue = load_catalogue(folders.catalogue() if settings is not None else None)
        given = Ingredients(places, catalogue, self.workshop_model)
        self.navigator = Navigator({row.name: partial(row.make, given) for row in PAGES})
        self.navigator.going.connect(lambda _: self.stored.look())
        self.messages, self.dialogs = Messages(self.navigator, "library"), Dialogs()
        self._make_controllers(pause)
        self._serve_pages()
        self.window = self._make_window()
        self.dialogs.parent = self.window
        self.packs.take_drops_on(self.window)

    def _make_controllers(self, pause: int | None) -> None:
        navigator, messages, dialogs = self.navigator, self.messages, self.dialogs
        self.talk = TalkController(self.practice, self.settings, navigator, messages, self.places, pause)
        self.library = LibraryController(self.practice, navigator, messages, self.talk)
        self.debrief = DebriefController(
            self.practice, self.settings, navigator, messages, dialogs, self.talk.scenario, self.talk.try_from
        )
        self.packs = PackController(navigator, messages, dialogs, self.places, self._cards_changed)
        self.erased = ErasedController(
            self.practice, navigator, messages, self.debrief, lambda: self.drills, lambda: self._workshop
        )
        self.appearance = AppearanceController(self.settings, navigator)
        self.settings.trouble_told.connect(messages.tell)
        for model in (self.stored, self.practice):
            model.trouble_told.connect(self._tell_of_file)
        self.stored.standing_in.connect(self._take_back_unsaved)

    def _tell_of_file(self, sentence: str) -> None:
        take_back = self.messages.tell(sentence)
        if self.stored.keeper.trouble:
            self._unsaved_told.append(take_back)

    def _take_back_unsaved(self, standing_in: bool) -> None:
        """Once everything is saved, no page says any more that it is not."""
        while not standing_in and self._unsaved_told:
            self._unsaved_told.pop()()

    def _serve_pages(self) -> None:
        """Say who serves which page: it is called when the page is made."""
        for name, server in (
            ("library", self.library.serve),
            ("welcome", self.talk.serve_welcome),
            ("own_talk", self.talk.serve_own_talk),
            ("practice", self.talk.serve_practice),
            ("debrief", self.debrief.serve),
            ("drills", lambda page: self.drills.serve(page)),  # noqa: PLW0108 – made when it is needed
            ("progress", lambda page: self.data.serve_progress(page)),  # noqa: PLW0108 – made when it is needed
            ("settings", self.appearance.serve_settings),
            ("workshop", self._serve_workshop),
        ):
            self.navigator.serve(name, server)

    @cached_property
    def drills(self) -> DrillController:
        """The controller of the drills, made on first use: reading cards takes a quarter of a start."""
        from .controllers.drills import DrillController

        return DrillController(self.stored, self.settings, self.navigator, self.places)

    @cached_property
    def data(self) -> LearnerDataController:
        """The controller of what is stored, made on first use."""
        from .controllers.learner_data import LearnerDataController

        return LearnerDataController(
            self.practice, self.navigator, self.messages, self.dialogs, self.debrief, self._in_workshop
        )

    @cached_property
    def data_file(self) -> DataFileController:
        """The controller of the file itself, made on first use."""
        from .controllers.data_file import DataFileController

        return DataFileController(self.practice, self.navigator, self.messages, self.dialogs, self._in_workshop)

    def _cards_changed(self) -> None:
        if "drills" in self.__dict__:
            self.drills.forget_cards()

    def workshop_model(self) -> WorkshopModel:
        """Return the workshop, made on first use: the first window does not need it."""
        if self._workshop_model is None:
            from .bridge.workshop import WorkshopModel

            self._workshop_model = WorkshopModel(self.stored, self.places)
            self._workshop_model.changed.connect(lambda: self.window.refresh())  # noqa: PLW0108 – made later
        return self._workshop_model

    def _serve_workshop(self, page: Any) -> None:
        from .controllers.workshop import WorkshopController

        choices = folders.displays() if self._keeps_files else None
        self._workshop = WorkshopController(self.workshop_model(), self.navigator, self.messages, self.dialogs, choices)
        self._workshop.serve(page)
        self.workshop_model().changed.connect(self.erased.workshop_changed)

    def _in_workshop(self) -> bool:
        return self._workshop is not None and self._workshop.running()

    @property
    def workshop(self) -> WorkshopController:
        """The controller of the workshop; its page is made for it."""
        self.navigator.page("workshop")
        assert self._workshop is not None
        return self._workshop

    # -- the window ----------------------------------------------------------------------------------------------------

    def _make_window(self) -> Window:
        window = Window(self.navigator, self._requests(), self._ready(), self.may_close)
        for fact in (
            self.practice.session_started,
            self.practice.turn_added,
            self.practice.session_ended,
            self.practice.let_go,
        ):
            fact.connect(lambda _: window.refresh())
        self.stored.standing_in.connect(window.unsaved.setVisible)
        self.stored.standing_in.connect(lambda _: window.refresh())
        window.refresh()
        return window

    def _requests(self) -> dict[str, Callable[[], object]]:
        """What each action does, by its name in the table of actions."""
        talk, look = self.talk, self.appearance

        def data(name: str) -> Callable[[], object]:
            return lambda: getattr(self.data, name)()  # noqa: PLW0108 – made with the first of them

        def file(name: str) -> Callable[[], object]:
            return lambda: getattr(self.data_file, name)()  # noqa: PLW0108 – made with the first of them

        shown = {f"show_{row.name}": partial(self.navigator.go, row.name) for row in PAGES}
        return {
            **shown,
            "show_debrief": self.debrief.show_current,
            "quit": lambda: self.window.close(),  # noqa: PLW0108 – made later
            "toggle_thoughts": talk.toggle_thoughts,
            "toggle_details": talk.toggle_details,
            "next_hint": talk.next_hint,
            "use_better": talk.use_better,
            "step_back": self._step_back,
            "next_attempt": talk.next_attempt,
            "end_talk": talk.end_talk,
            "choose_profile": data("choose_profile"),
            "save_report": data("save_report"),
            **{
                name: file(name)
                for name in ("import_file", "export_data", "back_up", "restore_backup", "save_memory", "open_folder")
            },
            "show_packs": self.packs.show_packs,
            "erase_profile": data("erase_profile"),
            "erase_all": data("erase_all"),
            "text_larger": look.text_larger,
            "text_smaller": look.text_smaller,
            "text_usual": look.text_usual,
            "hide_audience": lambda: self.workshop.hide_audience(),  # noqa: PLW0108 – made later
            "show_palette": lambda: self._help().show_palette(),
            "show_keys": lambda: self._help().show_keys(),
            "show_about": lambda: self._help().show_about(),
        }

    def _help(self) -> Help:
        from .shell.help import Help

        return Help(self.window)

    def _step_back(self) -> None:
        """Take back the last step of what is in hand: a line of the talk, a rewind of the workshop."""
        if self.navigator.current == "workshop" and self._in_workshop():
            self.workshop.undo()
        else:
            self.talk.step_back()

    def _ready(self) -> dict[str, Callable[[], bool]]:
        """Whether a need of the tables of actions and pages is met."""
        return {
            "talk": lambda: self.practice.session is not None,
            "practising": self.talk.practising,
            "going": self.talk.going,
            "workshop": self._in_workshop,
            "lost": self.stored.is_lost,
        }

    def _may_leave_unsaved(self) -> bool:
        """Have everything saved that can be. False where something is not, once: whoever closes again, with nothing done
        meanwhile, means it.
        """
        trouble, refused = self.stored.unsaved(), ""
        if not trouble or (trouble, self.stored.changes()) == self._told_unsaved:
            return True
        if self.stored.is_lost():
            leave, refused = self.data_file.may_leave()
            if leave or not refused:
                return leave
        self._told_unsaved = trouble, self.stored.changes()
        self.messages.tell(f"Some of today's work is not saved: {trouble} {refused} {self.stored.told_of_quitting()}")
        return False

    def may_close(self) -> bool:
        """End everything, because the window closes. False, once, where something of today is not saved."""
        self.window.keep_typed()  # now, so that it counts among what is not saved
        if not self._may_leave_unsaved():
            return False
        self.end()
        return True

    def end(self) -> None:
        """Keep what is typed, end what runs beside the window, and close the file: the one way to the end, which asks nothing."""
        try:
            self.window.keep_typed()
            if self._keeps_files:
                save_geometry(self.window, folders.window())
            for page in self.navigator.pages():
                page.close_down()
            if self._workshop is not None:
                self._workshop.leave()
            self.packs.leave()
        finally:
            self.stored.close()


def application() -> QApplication:
    """Return the one QApplication, made on first use."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        before = qInstallMessageHandler(_tell_of_display)
        app = QApplication(sys.argv[:1])
        qInstallMessageHandler(before)
        app.setApplicationName("Safe No")
        app.setDesktopFileName("safe-no")  # by it a desktop finds the icon and the name in the menu
    return app


def _tell_of_display(kind: QtMsgType, _context: object, _told: str) -> None:
    """Say in one sentence that Qt found no display it can use, and end: after this message it would abort.

    What it says before is about its plugins, and ends in the advice to install the program again.
    """
    if kind is QtMsgType.QtFatalMsg:
        tell(visible(display.unreachable(os.environ)))
        os._exit(2)


def icon() -> QIcon:
    """Return the icon of the windows; its files are read when a size is asked for."""
    made = QIcon()
    for size in (16, 32, 48, 128):
        made.addFile(str(folders.assets() / "icon" / f"safe-no-{size}.png"))
    return made


def build(database: Path | None, pause: int | None = None, settings: Path | None = None) -> Program:
    """Build the program with its scenarios listed; the history is not loaded yet."""
    put_right(folders.packs())
    program = Program(database, list(folders.scenario_places()), settings, pause, lambda: random.randrange(2**31))
    program.navigator.page("library").fill()
    return program


def prepare(database: Path) -> Program:
    """Build the program for a person: dressed as they set it, the first page shown, and the rest loaded soon after."""
    app = application()
    style.apply(app)
    sys.excepthook = tell_of_bug
    program = build(database, settings=folders.settings())
    app.styleHints().colorSchemeChanged.connect(lambda _: program.appearance.apply())
    if any(name in program.settings.values.values for name in DRESS):
        program.appearance.apply()
    window = program.window
    # Whatever else is open: with the main window the program ends.
    window.closed.connect(app.quit)
    restore_geometry(window, folders.window())
    program.talk.show_first()
    window.show()
    # The history costs a tenth of a second to load: after the first paint.
    QTimer.singleShot(0, program.library.offer_resume)
    QTimer.singleShot(0, lambda: app.setWindowIcon(icon()))
    QTimer.singleShot(_SOON, program.practice.warm_up)
    return program


def run(database: Path) -> int:
    """Open the window and stay until it is closed. Return the exit code."""
    app = application()
    program = prepare(database)  # held here for as long as the program runs
    with interrupts(program.window, program.end) as seen:
        code = int(app.exec())
    return 128 + seen[0] if seen else code  # as a shell counts


def build_for_test() -> None:
    """Build the window off screen once, as the self-test does. Raises TrainerError when it lists nothing."""
    app = application()
    style.apply(app, style.LIGHT)
    from .bundle_check import check_late_parts
    from .progress.page import SKILLS
    from .settings.about import About

    program = build(None, pause=0)
    program.navigator.go("progress")
    # Directly: an error behind a signal would only be printed.
    program.navigator.page("progress").show_part(SKILLS, program.stored.history)
    program.drills.greet()
    if not program.navigator.page("library").list.count():
        raise TrainerError("The self-test built a window without scenarios.")
    About(program.window)
    check_late_parts()
    program.window.close()
    program.window.deleteLater()
