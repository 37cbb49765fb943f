"""Fields for text, and what is said where a text has no room in one: nothing is cut without a word."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from .widgets import Text, bring_into_view


class Room(QObject):
    """Says right below a field what had no room in it, for as long as the text stands as it was cut."""

    def __init__(self, field: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(field)
        self._field, self._cut = field, ""
        self.told: Text | None = None
        field.textChanged.connect(self._changed)

    def say(self, sentence: str) -> None:
        """Say it, where the keyboard is and to a screen reader."""
        if self.told is None:
            self.told = Text(role="warm", name="roomTold")
            self._field.destroyed.connect(self.told.deleteLater)  # as the field of a row is, once the row is edited
            _put_below(self._field, self.told)
        self._cut = self._text()
        self.told.say(sentence)
        bring_into_view(self.told)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, sentence))

    def _text(self) -> str:
        return self._field.text() if isinstance(self._field, QLineEdit) else self._field.toPlainText()

    def _changed(self) -> None:
        if self.told is not None and self._text() != self._cut:
            self.told.say("")


class LineField(QLineEdit):
    """A field for one line of at most `longest` characters. What the program puts into it is shown whole, however long."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self._longest = longest
        self.setMaxLength(longest)
        self.room = Room(self)
        self.inputRejected.connect(self._tell)

    def setText(self, text: str | None) -> None:
        """Put a text into the field in the place of what stands there."""
        length = len((text or "").encode("utf-16-le", "surrogatepass")) // 2  # as Qt counts
        self.setMaxLength(max(length, self.maxLength()))
        super().setText(text)
        self.setMaxLength(max(length, self._longest))

    def _tell(self) -> None:
        """Something was typed, pasted or dropped that had no room, or not all of it."""
        self.room.say(
            f"There is room for {self.maxLength():,} characters here. What you entered beyond that is left out."
        )


def line_field(name: str, spoken: str, placeholder: str = "", longest: int = 1_000) -> LineField:
    """A field for one line. `longest`: characters."""
    made = LineField(longest)
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setPlaceholderText(placeholder)
    return made


def _put_below(field: QWidget, told: QWidget) -> None:
    """Put a text below a field, in the nearest column that holds it."""
    inner, outer = field, field.parentWidget()
    while outer is not None:
        layout = outer.layout()
        found = _place_in(layout, inner) if layout is not None else None
        if found is not None:
            column, place = found
            column.insertWidget(place + 1, told)
            return
        inner, outer = outer, outer.parentWidget()


def _place_in(layout: QLayout, widget: QWidget) -> tuple[QVBoxLayout, int] | None:
    """Return the innermost column of a layout that holds a widget, and where; None for none."""
    for place, item in enumerate(_items(layout)):
        inside = item.layout()
        if item.widget() is widget or (inside is not None and _holds(inside, widget)):
            deeper = _place_in(inside, widget) if inside is not None else None
            return deeper or ((layout, place) if isinstance(layout, QVBoxLayout) else None)
    return None


def _holds(layout: QLayout, widget: QWidget) -> bool:
    items = _items(layout)
    insides = [inside for item in items if (inside := item.layout()) is not None]
    return any(item.widget() is widget for item in items) or any(_holds(inside, widget) for inside in insides)


def _items(layout: QLayout) -> list[QLayoutItem]:
    return [item for place in range(layout.count()) if (item := layout.itemAt(place)) is not None]
