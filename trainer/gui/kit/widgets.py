"""Small widgets: text that is never markup, buttons, fields, cards, areas that scroll, the resistance meter."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPaintDevice, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ...safe_text import visible
from .as_it_stands import for_caption
from .style import BIG, GAP, LOOK, PAD, SMALL, WIDE

#: Pixels that a window manager may put around a window.
FRAME = 24


#: A word no line is long enough for, the pieces it may be broken into, and the character that allows it.
_LONG_WORD, _PIECE, _BREAK = re.compile(r"\S{25,}"), re.compile(r"\S{1,12}"), "\u200b"


class Text(QLabel):
    """A label that shows its text as it stands. `role`: title, display, lead, strong, quiet, calm or warm."""

    def __init__(self, text: str = "", role: str = "", name: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if role:
            self.setProperty("role", role)
        if name:
            self.setObjectName(name)
        self.say(text)

    def say(self, text: str) -> None:
        shown = visible(text)
        broken = breakable(shown)
        self.setText(broken)
        # What a screen reader is told, and whoever copies it from there, is free of the breaks.
        self.setAccessibleName(shown if broken != shown else "")
        # Without a parent "visible" would mean a window of its own.
        if not text or self.parent() is not None:
            self.setVisible(bool(text))

    def recolour(self, role: str) -> None:
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)


def breakable(text: str) -> str:
    """Return a text whose very long words may be broken: an address, a key held down. All others stay as they are."""
    return _LONG_WORD.sub(lambda found: _BREAK.join(_PIECE.findall(found[0])), text)


def label_for(widget: QWidget, title: str = "", role: str = "strong") -> Text:
    """Return a label that belongs to a control: a screen reader calls the control by it. It must stand beside it."""
    made = Text(for_caption(title or widget.accessibleName()), role=role)
    made.setBuddy(widget)
    return made


def button(text: str, name: str = "", main: bool = False) -> QPushButton:
    """A push button with a text as it stands; `main`: the one thing most people want here."""
    made = QPushButton(for_caption(text))
    made.setAutoDefault(True)  # so that Enter presses it too, not only the space bar
    made.setProperty("main", main)
    if name:
        made.setObjectName(name)
    return made


class ComboBox(QComboBox):
    """A box to choose from. The wheel scrolls the page and never changes what is chosen."""

    def __init__(self, name: str, spoken: str, described: str = "") -> None:
        """`name`: of the widget; `spoken`, `described`: for a screen reader."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(described)
        # A long row must not make the box, and with it the page, wider than the window.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def card(*children: QWidget, name: str = "", gap: int = GAP) -> QFrame:
    """A framed column; `gap`: pixels between its parts."""
    frame = QFrame()
    frame.setProperty("card", True)
    if name:
        frame.setObjectName(name)
    column = QVBoxLayout(frame)
    column.setContentsMargins(PAD, PAD, PAD, PAD)
    column.setSpacing(gap)
    for child in children:
        column.addWidget(child)
    if not any(child.sizePolicy().expandingDirections() & Qt.Orientation.Vertical for child in children):
        column.addStretch(1)  # a card that is taller than its content keeps its title at the top
    return frame


def fill_column(panel: QWidget, *parts: QWidget) -> QVBoxLayout:
    """Lay the parts of a panel out below each other. Return the column."""
    panel.setObjectName("column")
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(PAD)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return column


class ScrollArea(QScrollArea):
    """An area that scrolls when its column is too long, and is a stop of the Tab key only then."""

    def __init__(self, column: QWidget, spoken: str) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("area", True)
        self.setAccessibleName(spoken)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(column)
        self.verticalScrollBar().rangeChanged.connect(self._range_changed)

    def _range_changed(self, _lowest: int, highest: int) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if highest else Qt.FocusPolicy.NoFocus)
        held = QApplication.focusWidget()
        typed = Qt.WidgetAttribute.WA_InputMethodEnabled
        if held is not None and held.testAttribute(typed) and self.isAncestorOf(held):
            bring_into_view(held)  # what is typed stays in sight when something above it grows

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self._measure()
            self.updateGeometry()  # the column needs another width now, so this area does too
        return super().eventFilter(watched, event)

    def _measure(self) -> None:
        """Let the height of wrapped texts be that for the width there is: for what Qt takes as least it would scroll too soon."""
        column = self.widget()
        if column is None:
            return
        layout, policy = column.layout(), column.sizePolicy()
        wraps = layout is not None and layout.hasHeightForWidth()
        wanted = QSizePolicy.Policy.Ignored if wraps else QSizePolicy.Policy.Preferred
        if policy.verticalPolicy() is not wanted:
            policy.setVerticalPolicy(wanted)
            column.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """As wide as the column has to be: it is never cut at the side."""
        held, bar = self.widget(), self.verticalScrollBar().sizeHint().width()
        width = held.minimumSizeHint().width() if held is not None else 0
        return QSize(width + bar, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """It takes what is left, and never makes what is around it scroll."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())


def scrolled(column: QWidget, spoken: str = "This page") -> ScrollArea:
    """A column that scrolls when it is too long, so that nothing is cut at large text sizes."""
    return ScrollArea(column, spoken)


class _Body(QWidget):
    """What a page shows; no wider than its text is easy to read, at any text size."""

    def __init__(self, widest: int) -> None:
        super().__init__()
        self.setObjectName("column")
        self._widest = widest
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:  # the text size is part of the style sheet
            self._fit()

    def _fit(self) -> None:
        if self._widest:
            self.setMaximumWidth(LOOK.pixels(self._widest))


def scrolling_column(page: QWidget, widest: int = 0) -> QVBoxLayout:
    """Fill a page with a column that scrolls, and return the column. `widest`: pixels at 100 % text, 0 for the whole page."""
    body = _Body(widest)
    column = QVBoxLayout(body)
    column.setContentsMargins(BIG, WIDE, BIG, BIG)
    column.setSpacing(PAD)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(scrolled(body))
    return column


def to_top(page: QWidget) -> None:
    """Scroll a page to its beginning."""
    for area in page.findChildren(ScrollArea):
        area.verticalScrollBar().setValue(0)


def bring_into_view(widget: QWidget | None) -> None:
    """Scroll every area around a widget so that it can be seen, once everything is laid out."""
    if widget is not None:
        QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    """No further than it has to be: of a list the row in hand is looked for, of a field not only its cursor, as Qt would."""
    wanted = widget.rect()
    if isinstance(widget, QAbstractItemView) and (row := widget.currentIndex()).isValid():
        wanted = widget.visualRect(row)
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea) and (column := parent.widget()) is not None:
            for corner in (wanted.bottomLeft(), wanted.topLeft()):
                place = widget.mapTo(column, corner)
                parent.ensureVisible(place.x(), place.y(), 0, GAP)
        parent = parent.parentWidget()


def fit_to_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window this size in pixels, or less where its screen is smaller."""
    screen = window.screen()
    room = screen.availableGeometry().size() if screen is not None else QSize(width, height)
    window.resize(min(width, room.width() - FRAME), min(height, room.height() - 2 * FRAME))


def chart_painter(paper: QPaintDevice) -> QPainter:
    """A painter for a chart, on the screen or in a file: smooth lines, small text."""
    painter = QPainter(paper)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(LOOK.font(SMALL))
    return painter


def focus_ring(painter: QPainter, widget: QWidget) -> None:
    """Draw the frame that shows which hand-painted widget has the keyboard."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(LOOK.colours.calm), 2))
    painter.drawRoundedRect(QRectF(1, 1, widget.width() - 2, widget.height() - 2), 6, 6)


def centred(painter: QPainter, top: QPointF, text: str) -> None:
    """A text under a point, as wide as it needs to be at any text size."""
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(text) + 4
    painter.drawText(QRectF(top.x() - width / 2, top.y(), width, metrics.height()), Qt.AlignmentFlag.AlignCenter, text)


class Notice(QFrame):
    """One sentence for the person, with what they can do; hidden while there is none.

    A passing one stands in front of it: once it is taken back, what stood there before is seen again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("notice", True)
        self.setObjectName("notice")
        row = QHBoxLayout(self)
        row.setContentsMargins(PAD, GAP, PAD, GAP)
        self.text = Text(name="noticeText")
        row.addWidget(self.text, 1)
        self._standing = self._passing = ""
        self.setVisible(False)

    def say(self, sentence: str) -> None:
        """Say a sentence that stands until the next one; an empty one takes it away, and leaves a passing one."""
        self._standing = sentence
        self._passing = "" if sentence else self._passing
        self._show()

    def say_for_now(self, sentence: str) -> None:
        """Say a passing sentence."""
        self._passing = sentence
        self._show()

    def take_back(self, sentence: str | None = None) -> None:
        """Take this sentence away if it is still there, or whatever is passing; any other one stays."""
        if sentence in (None, self._passing):
            self._passing = ""
        if sentence == self._standing:
            self._standing = ""
        self._show()

    def hand_over(self, other: Notice) -> None:
        """Have another one say what stands here; what is passing ends here."""
        other.take_back()
        other.say(self._standing)
        self._standing = self._passing = ""
        self._show()

    def _show(self) -> None:
        shown = self._passing or self._standing
        self.text.say(shown)
        self.setVisible(bool(shown))
