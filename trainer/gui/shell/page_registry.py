"""The table of pages. A new page is one row here and one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..frame.page import Page

if TYPE_CHECKING:
    from ...scenario.catalogue import Catalogue
    from ..bridge.workshop import WorkshopModel


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What pages are made with. `folders`: of scenarios; `catalogue`: what is known of them, one for all
    pages: so none of them reads what another has read.
    """

    folders: list[Path]
    catalogue: Catalogue
    workshop: Callable[[], WorkshopModel]


@dataclass(frozen=True, slots=True)
class PageRow:
    """`name`: for code; `title`: on the tab and in the menu, "" for a page without a tab; `keys`: its shortcut.

    `tab`: the name of the tab it belongs to. `needs`: what must be there before it can be shown, "" or "talk".
    """

    name: str
    title: str
    keys: str
    make: Callable[[Ingredients], Page]
    tab: str = ""
    needs: str = ""


def _library(given: Ingredients) -> Page:
    from ..library.page import LibraryPage

    return LibraryPage(given.folders, given.catalogue)


def _practice(_given: Ingredients) -> Page:
    from ..practice.page import PracticePage

    return PracticePage(0)


def _drills(_given: Ingredients) -> Page:
    from ..drills.page import DrillPage

    return DrillPage()


def _progress(_given: Ingredients) -> Page:
    from ..progress.page import ProgressPage

    return ProgressPage()


def _workshop(given: Ingredients) -> Page:
    from ..workshop.page import WorkshopPage

    return WorkshopPage(given.workshop().running, given.folders, given.catalogue)


def _evidence(_given: Ingredients) -> Page:
    from ..settings.evidence import EvidencePage

    return EvidencePage()


def _settings(_given: Ingredients) -> Page:
    from ..settings.page import SettingsPage

    return SettingsPage()


def _own_talk(_given: Ingredients) -> Page:
    from ..library.own_talk import OwnTalkPage

    return OwnTalkPage()


def _debrief(_given: Ingredients) -> Page:
    from ..debrief.page import DebriefPage

    return DebriefPage()


def _welcome(_given: Ingredients) -> Page:
    from ..library.welcome import WelcomePage

    return WelcomePage()


#: In the order of the tabs.
PAGES = (
    PageRow("library", "Scenarios", "Ctrl+1", _library),
    PageRow("practice", "Practice", "Ctrl+2", _practice, needs="talk"),
    PageRow("drills", "Drills", "Ctrl+3", _drills),
    PageRow("progress", "Progress", "Ctrl+4", _progress),
    PageRow("workshop", "Workshop", "Ctrl+5", _workshop),
    PageRow("evidence", "Evidence", "Ctrl+6", _evidence),
    PageRow("settings", "Settings", "Ctrl+,", _settings),
    PageRow("own_talk", "", "", _own_talk, tab="library"),
    PageRow("debrief", "", "", _debrief, tab="practice", needs="talk"),
    PageRow("welcome", "", "", _welcome, tab="library"),
)
