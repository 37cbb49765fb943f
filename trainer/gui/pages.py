"""The pages that the first window does not need: each is built when it is first shown, and told whom to ask."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from .desk import Desk

if TYPE_CHECKING:
    from .drilling import Drilling
    from .drills import DrillPage
    from .ending import EndPage
    from .evidence import EvidencePage
    from .looking import Looking
    from .options import OptionsPage
    from .own_talk import OwnTalkPage
    from .practice import PracticePage
    from .progress import ProgressPage
    from .welcome import WelcomePage
    from .window import Window
    from .workshop import WorkshopPage

#: Setting → milliseconds before a reply appears.
PAUSES = {"natural": 700, "short": 250, "off": 0}


class Pages:
    """Builds pages into the window's stack. `pause`: milliseconds that overrule the setting, None for none."""

    def __init__(self, window: Window, desk: Desk, pause: int | None) -> None:
        self._window, self._desk, self._pause = window, desk, pause
        self._built: set[str] = set()

    def _add(self, page: QWidget, name: str) -> None:
        self._window.pages.addWidget(page)
        self._built.add(name)

    @cached_property
    def practice(self) -> PracticePage:
        from .practice import PracticePage
        from .voice import system_voice

        page, window = PracticePage(0), self._window
        page.voice = system_voice()
        page.line_said.connect(self._desk.say)
        page.end_asked.connect(self._desk.give_up)
        page.look_back_asked.connect(window.talk.look_back)
        page.another_way_asked.connect(window.talk.try_from)
        page.way_chosen.connect(self._desk.choose_way)
        page.hint_asked.connect(window.talk.next_hint)
        self._add(page, "practice")
        self._set_up(page)
        return page

    @cached_property
    def ending(self) -> EndPage:
        from .ending import EndPage

        page, window = EndPage(), self._window
        page.again_asked.connect(self._desk.again)
        page.library_asked.connect(window.show_library)
        page.progress_asked.connect(window.show_progress)
        page.another_way_asked.connect(window.talk.try_from)
        self._add(page, "ending")
        return page

    @cached_property
    def looking(self) -> Looking:
        from .looking import Looking

        return Looking(self.ending, self._desk, self._window.tell)

    @cached_property
    def progress(self) -> ProgressPage:
        from .progress import ProgressPage

        page = ProgressPage()
        page.session_chosen.connect(self._window.talk.look_back_at)
        page.compare_asked.connect(self._window.talk.compare)
        page.erase_asked.connect(self._window.data.erase_session)
        page.report_asked.connect(self._window.data.save_report)
        page.profiles_asked.connect(self._window.data.choose_profile)
        page.go_asked.connect(lambda name: self._window.request(f"show_{name}"))
        self._add(page, "progress")
        return page

    @cached_property
    def drills(self) -> DrillPage:
        from .drills import DrillPage

        page = DrillPage()
        page.left.connect(self._window.show_drills)
        page.library_asked.connect(self._window.show_library)
        self._add(page, "drills")
        return page

    @cached_property
    def drilling(self) -> Drilling:
        from .drilling import Drilling

        return Drilling(self.drills, self._desk, self._window.folders)

    def forget_cards(self) -> None:
        """Files of cards have come or gone."""
        if "drilling" in self.__dict__:
            self.drilling.look_again()

    @cached_property
    def workshop(self) -> WorkshopPage:
        from .. import folders
        from .workshop import WorkshopPage

        kept = folders.displays() if self._desk.keeps_files else None
        page = WorkshopPage(self._desk, self._window.folders, kept)
        self._add(page, "workshop")
        return page

    def in_workshop(self) -> bool:
        """Whether a workshop is going on."""
        return "workshop" in self._built and self.workshop.stage.workshop is not None

    def forget(self) -> None:
        """The file is changed for another one: what was read from it is not looked at again."""
        if "progress" in self._built:
            self.progress.forget()

    def leave(self) -> None:
        """The program closes."""
        if "workshop" in self._built:
            self.workshop.leave()

    @cached_property
    def evidence(self) -> EvidencePage:
        from .evidence import EvidencePage

        page = EvidencePage()
        self._add(page, "evidence")
        return page

    @cached_property
    def options(self) -> OptionsPage:
        from .options import OptionsPage

        page = OptionsPage()
        page.changed.connect(self._desk.set)
        self._add(page, "options")
        return page

    @cached_property
    def own_talk(self) -> OwnTalkPage:
        from .own_talk import OwnTalkPage

        page = OwnTalkPage()
        page.talk_made.connect(self._window.talk.make_own_talk)
        page.left.connect(self._window.show_library)
        self._add(page, "own_talk")
        return page

    @cached_property
    def welcome(self) -> WelcomePage:
        from .welcome import WelcomePage

        page = WelcomePage()
        page.begin_asked.connect(self._window.talk.begin_first)
        page.look_asked.connect(self._window.look_around)
        self._add(page, "welcome")
        return page

    def apply_settings(self) -> None:
        """Pass what is set on to the pages that are there."""
        if "practice" in self._built:
            self._set_up(self.practice)
        if "options" in self._built:
            absent = () if self.practice.voice is not None else ("speak_replies",)
            self.options.show_settings(self._desk.settings, absent)

    def _set_up(self, page: PracticePage) -> None:
        settings = self._desk.settings
        page.live = settings["live_reading"] == "on"
        page.say_first = settings["say_first"] == "on"
        page.speaks = settings["speak_replies"] == "on"
        page.pause = self._pause if self._pause is not None else _calm(PAUSES[settings["pause"]])

    def dress_again(self) -> None:
        """Fit what is drawn or sized by hand to another theme or text size."""
        if "practice" in self._built:
            self.practice.resize_text()
        if "ending" in self._built:
            self.ending.dress_again()
        if "progress" in self._built:
            self.progress.dress_again()


def _calm(pause: int) -> int:
    """No waiting where the system asks for reduced motion."""
    hints = QApplication.styleHints()
    reduced = getattr(hints, "accessibility", None)
    motion = reduced() if reduced is not None else None
    if motion is not None and getattr(motion, "motionPreference", lambda: None)() is not None:
        preference = motion.motionPreference()
        return 0 if getattr(preference, "name", "") == "ReducedMotion" else pause
    return pause
