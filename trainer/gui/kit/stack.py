"""Pages on top of each other, of which one is seen."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget


class Stack(QStackedWidget):
    """A stack that is as wide as the page in hand needs, not as the widest that was ever made."""

    def addWidget(self, page: QWidget) -> int:
        """Add a page; return its place."""
        place = super().addWidget(page)
        self._let(page, self.currentWidget() is page)
        return place

    def setCurrentWidget(self, page: QWidget) -> None:
        if (before := self.currentWidget()) is not None:
            self._let(before, False)
        self._let(page, True)
        super().setCurrentWidget(page)

    @staticmethod
    def _let(page: QWidget, counts: bool) -> None:
        policy = QSizePolicy.Policy.Preferred if counts else QSizePolicy.Policy.Ignored
        page.setSizePolicy(policy, policy)
