"""The debrief: how a talk went, its curve over its lines, the learner's own words. Also for stored talks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QResizeEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QTextBrowser, QTextEdit, QWidget

from ...progress.talk_debrief import TalkDebrief, figures
from ...scenario import Outcome
from ..frame.page import Page
from ..kit.flow import flow
from ..kit.line_by_line import write_lines
from ..kit.style import GAP, LOOK, PAD
from ..kit.widgets import Text, button, card, scrolling_column, to_top
from .curve import Curve
from .reflection_form import ReflectionForm
from .terms_line import TermsLine

#: Pixels at 100 % text; longer lines are hard to read on a wide screen.
_WIDEST = 1240
#: Pixels of width, at 100 % text, from which on two columns can be read.
_TWO_COLUMNS = 780
_GLAD = (Outcome.AGREED, Outcome.AGREED_IN_PART, Outcome.WITHDRAWN, Outcome.POSTPONED)


class DebriefPage(Page):
    """The debrief of one talk. `words_kept` is told when the field of an answer, or of the commitment, was left."""

    again_asked = Signal()
    library_asked = Signal()
    progress_asked = Signal()
    another_try_asked = Signal(int)
    pdf_asked = Signal()
    print_asked = Signal()
    picture_asked = Signal()
    words_kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("debrief")
        self.debrief: TalkDebrief | None = None
        self._blocks: dict[int, int] = {}
        self.title, self.headline = Text(role="quiet"), Text(role="display", name="outcome")
        self.meaning, self.ending = Text(role="lead"), Text(role="lead", name="ending")
        self.figures, self.curve, self.terms = Text(name="figures"), Curve(), TermsLine()
        self.other = Text(role="quiet", name="otherAttempt")
        self.reflection = ReflectionForm()
        self.reflection.kept.connect(self.words_kept)
        self.script = QTextBrowser()
        self.script.setObjectName("script")
        self.script.setAccessibleName("Line by line")
        self.script.setOpenLinks(False)
        self.script.setTabChangesFocus(True)
        self.curve.turn_chosen.connect(self._show_turn)
        self._build()

    def _build(self) -> None:
        column = scrolling_column(self, _WIDEST)
        for part in (self.notice, self.title, self.headline, self.meaning, self.ending):
            column.addWidget(part)
        column.addWidget(self._buttons())
        self.again_here = button("", "anotherTryHere")
        self.again_here.clicked.connect(lambda: self.another_try_asked.emit(max(1, self.curve.chosen)))
        curve = card(
            Text("Resistance, line by line", role="strong"),
            self.curve,
            self.other,
            self.again_here,
            name="curveCard",
        )
        lines = card(Text("The lines", role="strong"), self.script)
        self._walk = QHBoxLayout()
        self._walk.setSpacing(PAD)
        self._walk.addWidget(curve, 1)
        self._walk.addWidget(lines, 1)
        column.addLayout(self._walk)
        self.terms_card = card(Text("The terms", role="strong"), self.terms)
        column.addWidget(self.terms_card)
        self._below = QHBoxLayout()
        self._below.setSpacing(PAD)
        self._below.addWidget(card(Text("What the lines did", role="strong"), self.figures), 1)
        self._below.addWidget(self.reflection, 1)
        column.addLayout(self._below)
        column.addStretch(1)

    def _buttons(self) -> QWidget:
        self.again = button("Try it again", "againButton", main=True)
        self.again.clicked.connect(self.again_asked)
        row: list[QWidget] = [self.again]
        for text, name, told in (
            ("Other scenarios", "toLibraryButton", self.library_asked),
            ("Your progress", "toProgressButton", self.progress_asked),
        ):
            made = button(text, name)
            made.clicked.connect(told)
            row.append(made)
        keep = button("Save or print", "keepButton")
        keep.setAccessibleDescription("As a PDF, as a picture of the curve, or on paper")
        menu = QMenu(keep)
        for text, name, told in (
            ("Save as PDF …", "pdf", self.pdf_asked),
            ("Save the curve as a picture …", "picture", self.picture_asked),
            ("Print …", "print", self.print_asked),
        ):
            action = menu.addAction(text)
            action.setObjectName(name)
            action.triggered.connect(lambda _=False, told=told: told.emit())
        keep.setMenu(menu)
        return flow(*row, keep)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room for them, else one."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = LOOK.roomy(self.width(), _TWO_COLUMNS)
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        for row in (self._walk, self._below):
            row.setDirection(way)

    def show_debrief(
        self, debrief: TalkDebrief, repeatable: bool, other: tuple[str, Sequence[int], str] = ("", (), "")
    ) -> None:
        """`repeatable`: it can be played again from here. `other`: (name, curve, ending) of another attempt at this talk."""
        self.debrief = debrief
        look = debrief.look
        self.title.say(debrief.title)
        self.headline.say(look.headline)
        self.headline.setAccessibleName(f"Outcome: {look.headline}")
        self.meaning.say(look.meaning)
        self.meaning.recolour("calm" if look.outcome in _GLAD else "warm")
        self.ending.say(look.ending)
        name, curve, ended = other
        self.curve.show_curve(look.curve, curve)
        self.other.say(f"Dashed: {name}. {ended}" if name else "")
        self.figures.say("\n".join(figures(look)))
        self.terms.show_terms(debrief.terms)
        self.terms_card.setVisible(debrief.terms is not None)
        self.again.setVisible(repeatable)
        self.again_here.setVisible(repeatable and bool(debrief.lines))
        self._show_place(0)
        self.restyle()
        to_top(self)

    def let_go(self) -> None:
        """Hold no talk any more, and nothing that was written about one."""
        self.debrief = None
        self.script.clear()
        self.reflection.show_form("short", {}, "")

    def show_words(self, form: str, answers: Mapping[str, str], commitment: str) -> None:
        self.reflection.show_form(form, answers, commitment)

    def restyle(self) -> None:
        """Write the lines, and arrange the page, in the theme and text size in use."""
        if self.debrief is None:
            return
        self._arrange()
        self.curve.fit()
        self.terms.fit()
        self._blocks = write_lines(self.script.document(), self.debrief)
        self.script.setMinimumHeight(LOOK.pixels(280))
        self.script.moveCursor(QTextCursor.MoveOperation.Start)
        self.script.setExtraSelections([])

    def _show_place(self, number: int) -> None:
        """Tell which line would be tried again: the one chosen on the curve, else the first."""
        self.again_here.setText(
            f"Try another line in place of line {number}" if number > 1 else "Try another first line"
        )

    def _show_turn(self, number: int) -> None:
        """Bring the line of this turn into view and mark it: the curve and the lines walk together."""
        self._show_place(number)
        block = self.script.document().findBlockByNumber(self._blocks.get(number, 0))
        following = self.script.document().findBlockByNumber(self._blocks.get(number + 1, -1))
        last = following.previous() if following.isValid() else self.script.document().lastBlock()
        if number == 0:
            last = block
        cursor = QTextCursor(block)
        cursor.setPosition(last.position() + last.length() - 1, QTextCursor.MoveMode.KeepAnchor)
        here = QTextEdit.ExtraSelection()
        here.cursor = cursor
        here.format.setBackground(QColor(LOOK.colours.raised))
        here.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
        self.script.setExtraSelections([here])
        place = self.script.document().documentLayout().blockBoundingRect(block).top()
        self.script.verticalScrollBar().setValue(round(place) - GAP)

    def focus_first(self) -> None:
        (self.again if self.again.isVisibleTo(self) else self.curve).setFocus()
