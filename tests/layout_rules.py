"""What must be true of every page and dialog, whatever is on it: measured on what can be seen, not on attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTextEdit,
    QWidget,
)

from trainer.gui.kit.widgets import FRAME, ScrollArea

#: Pixels that a font may be measured wrongly by.
_SPARE = 2
_CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractItemView)


def faults(window: QWidget) -> list[str]:
    """Return all that is wrong with a window, a sentence each."""
    found = [*_cut_texts(window), *_out_of_reach(window), *_silent_stops(window)]
    return list(dict.fromkeys(found))


def _seen(window: QWidget, *kinds: type[QWidget]) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if isinstance(widget, kinds) and widget.isVisible() and widget.window() is window and not _internal(widget):
            yield widget


def _internal(widget: QWidget) -> bool:
    """Parts that Qt makes by itself: scroll buttons of a tab bar, the button that shows hidden menus."""
    return widget.objectName().startswith("qt_") or type(widget.parentWidget()).__name__ in ("QTabBar", "QMenuBar")


def _told(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {widget.objectName() or ''} “{str(text)[:60]}”"


# -- texts ---------------------------------------------------------------------------------------------------------------


def _cut_texts(window: QWidget) -> Iterator[str]:
    """Labels, buttons, boxes and placeholders whose text is wider or higher than the room it has."""
    for widget in _seen(window, QLabel, QAbstractButton, QComboBox, QLineEdit, QTabBar, QListWidget):
        if isinstance(widget, QLabel):
            yield from _cut_label(widget)
        elif isinstance(widget, QTabBar):
            if widget.usesScrollButtons() and widget.sizeHint().width() > widget.width() + _SPARE:
                yield f"the tabs {[widget.tabText(n) for n in range(widget.count())]} do not all fit"
        elif isinstance(widget, QAbstractButton):
            if widget.text() and not _fits(widget.sizeHint(), widget.size()):
                yield f"{_told(widget)} needs {widget.sizeHint().toTuple()}, has {widget.size().toTuple()}"
        elif isinstance(widget, QComboBox):
            words = QFontMetrics(widget.font()).horizontalAdvance(widget.currentText())
            if words > _room_for_text(widget) + _SPARE and widget.objectName() not in _LONG_BOXES:
                yield f"{_told(widget)} cuts “{widget.currentText()}”"
        elif isinstance(widget, QLineEdit) and not widget.text():
            words = QFontMetrics(widget.font()).horizontalAdvance(widget.placeholderText())
            if words > widget.width() - 16 and widget.objectName() not in _LONG_FIELDS:
                yield f"{_told(widget)} cuts its placeholder “{widget.placeholderText()}”"


def _room_for_text(box: QComboBox) -> int:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(control, option, part, box).width()


#: Boxes of whole lines of talk, and fields that repeat in their placeholder what stands above them.
_LONG_BOXES = ("rewindBox", "workshopScenario")
_LONG_FIELDS = ("ownWords1", "ownWords2", "ownWords3", "commitment", "proposal")


def _cut_label(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    need = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    if label.height() + _SPARE < need:
        yield f"{_told(label)} needs a height of {need}, has {label.height()}"
    if not label.wordWrap() and label.width() + _SPARE < label.sizeHint().width():
        yield f"{_told(label)} needs a width of {label.sizeHint().width()}, has {label.width()}"
    longest = max(
        (QFontMetrics(label.font()).horizontalAdvance(word) for word in re.split(r"[\s\u200b]+", label.text())),
        default=0,
    )
    if longest > label.width() + _SPARE:
        yield f"{_told(label)} has a word of {longest} pixels in {label.width()}"


def _fits(need: QSize, room: QSize) -> bool:
    return need.width() <= room.width() + _SPARE and need.height() <= room.height() + _SPARE


# -- places --------------------------------------------------------------------------------------------------------------


def _out_of_reach(window: QWidget) -> Iterator[str]:
    """Controls and texts that lie outside the window, and that no scroll bar brings into it."""
    screen = window.screen().availableGeometry()
    if isinstance(window, QDialog) and not _fits(window.size(), screen.size()):
        yield f"the window needs {window.size().toTuple()}, the screen has {screen.size().toTuple()}"
    yield from _needless_bars(window, screen.height())
    for widget in _seen(window, *_CONTROLS, QLabel):
        area = _area_of(widget)
        if area is None:
            if isinstance(widget, QHeaderView):  # a part of its table, which is looked at
                continue
            seen = widget.visibleRegion().boundingRect().size()
            if not _fits(widget.size(), seen):
                yield f"{_told(widget)} is {widget.size().toTuple()}, of which {seen.toTuple()} can be seen"
            place = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
            if not window.rect().adjusted(-_SPARE, -_SPARE, _SPARE, _SPARE).contains(place):
                yield f"{_told(widget)} lies at {place.getRect()}, outside {window.size().toTuple()}"
            continue
        view = area.viewport()
        left = widget.mapTo(view, QPoint(0, 0)).x()
        if left < -_SPARE or left + widget.width() > view.width() + _SPARE:
            yield f"{_told(widget)} is cut at the side of its area: {left} to {left + widget.width()} of {view.width()}"
        place = QRect(area.mapTo(window, QPoint(0, 0)), area.size())
        if not window.rect().adjusted(-_SPARE, -_SPARE, _SPARE, _SPARE).contains(place):
            yield f"the area around {_told(widget)} lies outside the window"
        if area.height() < 60:
            yield f"the area around {_told(widget)} is only {area.height()} pixels high"


def _needless_bars(window: QWidget, room: int) -> Iterator[str]:
    """Dialogs that scroll although the screen has room for all of it. `room`: pixels of the screen's height."""
    for area in window.findChildren(ScrollArea) if isinstance(window, QDialog) else ():
        hidden = area.verticalScrollBar().maximum()
        if hidden and window.height() + hidden <= room - 2 * FRAME:
            yield f"the dialog scrolls for {hidden} pixels, and is {window.height()} of {room} high"


def _area_of(widget: QWidget) -> QScrollArea | None:
    """The outermost area that scrolls a widget now; one that has nothing to scroll reaches nothing."""
    found, parent = None, widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QScrollArea) and parent.verticalScrollBar().maximum():
            found = parent
        parent = parent.parentWidget()
    return found


# -- stops of the Tab key ------------------------------------------------------------------------------------------------


def stops(window: QWidget) -> list[QWidget]:
    """Return what the Tab key stops at, in no order."""
    return [
        widget
        for widget in _seen(window, QWidget)
        if widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    ]


def spoken(widget: QWidget) -> str:
    """Return the name a screen reader gives a control. A box is called by its value, so its label has to name it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is None:
        return ""
    if isinstance(widget, QComboBox):
        labels = [one for one, relation in interface.relations() if relation == QAccessible.RelationFlag.Label]
        return labels[0].text(QAccessible.Text.Name) if labels else ""
    return interface.text(QAccessible.Text.Name)


def _silent_stops(window: QWidget) -> Iterator[str]:
    for widget in stops(window):
        if isinstance(widget, ScrollArea) and not widget.verticalScrollBar().maximum():
            yield f"{_told(widget)} is a stop without anything to scroll"
        if not spoken(widget).strip():
            yield f"{_told(widget)} is a stop without a name"


def shows_focus(window: QWidget, widget: QWidget) -> bool:
    """Tell whether a stop looks another way when it has the keyboard."""
    other = next((one for one in stops(window) if one is not widget), None)
    if other is None:
        return True
    other.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    before = widget.grab().toImage()
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return bool(widget.grab().toImage() != before)
