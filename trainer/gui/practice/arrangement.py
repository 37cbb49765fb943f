"""How the practice page is laid out: the counterpart, the talk and the coach, in three columns or in two."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ..kit.style import LOOK, PAD, WIDE
from ..kit.widgets import scrolled
from .coach_panel import CoachPanel
from .person_panel import PersonPanel

#: Pixels of width, at 100 % text, below which three columns are too many.
_THREE_COLUMNS = 860
#: Pixels of height, at 100 % text, below which the portrait and the composer are made smaller.
_LOW = 560
#: Pixels of height, at 100 % text, below which what they are gives way to how they are.
_VERY_LOW = 260
_SHARES = {True: (6, 8, 0), False: (4, 8, 4)}


class Arrangement(QWidget):
    """Where three columns would be too narrow to read, the coach stands below the counterpart.

    The head of the counterpart, with the meter and the last change, never scrolls.
    """

    def __init__(self, person: PersonPanel, talk: QVBoxLayout, coach: CoachPanel) -> None:
        super().__init__()
        self.setObjectName("column")
        self._person, self._coach = person, coach
        below, self._below = _column(person)
        self._below.addStretch(1)
        right, self._right = _column(coach)
        self._coach_area = scrolled(right, "Coach")
        left = QVBoxLayout()
        left.setSpacing(PAD)
        left.addWidget(person.head)
        left.addWidget(scrolled(below, "More about them"), 1)
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(WIDE)
        self._columns.addLayout(left)
        self._columns.addLayout(talk)
        self._columns.addWidget(self._coach_area)

    def arrange(self, width: int, height: int) -> bool:
        """Fit the columns to a page of this size in pixels. Return whether it is low, so that the composer is made smaller."""
        narrow = not LOOK.roomy(width, _THREE_COLUMNS)
        low = not LOOK.roomy(height, _LOW)
        self._person.head.set_compact(low or narrow)
        self._person.head.role.setVisible(LOOK.roomy(height, _VERY_LOW))
        if narrow and self._coach_area.isVisibleTo(self):
            self._below.insertWidget(1, self._coach)
        elif not narrow and not self._coach_area.isVisibleTo(self):
            self._right.addWidget(self._coach)
        self._coach_area.setVisible(not narrow)
        self._columns.setSpacing(PAD if narrow else WIDE)
        for place, share in enumerate(_SHARES[narrow]):
            self._columns.setStretch(place, share)
        return low


def _column(panel: QWidget) -> tuple[QWidget, QVBoxLayout]:
    held = QWidget()
    held.setObjectName("column")
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(PAD)
    column.addWidget(panel)
    return held, column
