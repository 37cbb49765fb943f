"""Going from page to page. A page is made when it is first shown, so that the first window waits for none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ...debug_log import note
from ..kit.stack import Stack
from ..kit.widgets import bring_into_view, scrolled
from .page import Page


class Navigator(QObject):
    """Holds the pages in a stack. `changed` tells the name of the page that is shown now."""

    changed = Signal(str)
    #: A page is about to be shown, and will read what is stored.
    going = Signal(str)

    def __init__(self, makers: Mapping[str, Callable[[], Page]]) -> None:
        """`makers`: name of a page → what makes it."""
        super().__init__()
        self.stack = Stack()
        self._makers = dict(makers)
        self._pages: dict[str, Page] = {}
        self._areas: dict[str, QWidget] = {}
        self._served: dict[str, Callable[[Any], None]] = {}
        self.current = ""

    def serve(self, name: str, server: Callable[[Any], None]) -> None:
        """Call `server` with a page as soon as it is made: it connects the page to what it needs."""
        self._served[name] = server

    def page(self, name: str) -> Any:
        """Return a page, made now if it is not there yet. Raises KeyError for a name that is in no row."""
        if name not in self._pages:
            made = self._pages[name] = self._makers[name]()
            # The last resort of a page that cannot be made as low as the window: it scrolls as a whole.
            self._areas[name] = scrolled(made, "The whole page")
            self.stack.addWidget(self._areas[name])
            if name in self._served:
                self._served[name](made)
        return self._pages[name]

    def made(self, name: str) -> bool:
        """Tell whether a page is there already."""
        return name in self._pages

    def pages(self) -> Iterator[Page]:
        """Iterate over the pages that are there."""
        yield from self._pages.values()

    @property
    def shown(self) -> Page | None:
        """The page in hand."""
        return self._pages.get(self.current)

    def go(self, name: str) -> None:
        """Show a page, bring it up to date, and put the keyboard on it."""
        page = self.page(name)
        self.current = name
        note("page", name=name)
        self.stack.setCurrentWidget(self._areas[name])
        self.going.emit(name)
        page.entered.emit()
        page.focus_first()
        bring_into_view(page.focusWidget())
        self.changed.emit(name)
