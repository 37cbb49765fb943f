"""A talk as a text document: for the debrief on the page, for its print and its PDF. Text is never markup here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from ...progress.talk_debrief import DebriefLine, TalkDebrief, figures
from ...safe_text import signed, visible, visible_places
from .style import BODY, LEAD, LOOK, SMALL, TITLE, Colours
from .underlines import in_utf16, underlined


class Script:
    """Writes into a document. `colours`: of the theme, or of paper. `turns`: number of the turn → number of its first block."""

    def __init__(self, document: QTextDocument, colours: Colours, percent: int) -> None:
        document.clear()
        self.turns: dict[int, int] = {}
        self._document, self._colours, self._percent = document, colours, percent
        self._cursor = QTextCursor(document)
        self._first = True

    def _format(self, size: int, colour: str, bold: bool = False) -> QTextCharFormat:
        shown = QTextCharFormat()
        shown.setFontPointSize(size * self._percent / 100)
        shown.setForeground(QColor(colour))
        shown.setFontWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return shown

    def paragraph(
        self, text: str, size: int = BODY, colour: str = "", bold: bool = False, above: int = 4, indent: int = 0
    ) -> int:
        """Add a paragraph; the number of its block. `above`: pixels of space."""
        layout = QTextBlockFormat()
        layout.setTopMargin(above)
        layout.setLeftMargin(indent)
        if self._first:
            self._cursor.setBlockFormat(layout)
            self._first = False
        else:
            self._cursor.insertBlock(layout)
        self._cursor.insertText(visible(text), self._format(size, colour or self._colours.ink, bold))
        return self._cursor.blockNumber()

    def line(self, look: DebriefLine, name: str) -> None:
        """One line with its underlined words, its effect, and the reply."""
        c = self._colours
        change = f"{look.before} → {look.after} ({signed(look.change)})"
        self.turns[look.number] = self.paragraph(f"{look.number}", SMALL, c.quiet, above=14)
        self._cursor.insertText("   You", self._format(SMALL, c.quiet))
        self.paragraph("", LEAD, c.ink, above=0)
        begin = self._cursor.position()
        said = visible(look.line).replace("\n", "\u2028")
        self._cursor.insertText(said, self._format(LEAD, c.ink, bold=True))
        self._underline(begin, said, look)
        self.paragraph(change, BODY, c.calm if look.change <= 0 else c.warm, bold=True, above=2)
        told = " · ".join(f"{cause} {signed(delta)}" for cause, delta in look.causes)
        if told:
            self._cursor.insertText(f"   {told}", self._format(SMALL, c.quiet))
        self.paragraph(f"{name}: {look.reply}", BODY, c.ink, above=4, indent=24)

    def _underline(self, begin: int, said: str, look: DebriefLine) -> None:
        end, places = self._cursor.position(), visible_places(look.line)
        for mark in look.marks:
            self._cursor.setPosition(begin + in_utf16(said, places[mark.start]))
            self._cursor.setPosition(begin + in_utf16(said, places[mark.end]), QTextCursor.MoveMode.KeepAnchor)
            self._cursor.mergeCharFormat(underlined(mark.row))
        self._cursor.setPosition(end)


def write_lines(document: QTextDocument, back: TalkDebrief) -> dict[int, int]:
    """The lines of a talk for the page; where each turn begins."""
    script = Script(document, LOOK.colours, LOOK.percent)
    script.paragraph(f"{back.name}: {back.opening}", BODY, indent=24)
    for look in back.lines:
        script.line(look, back.name)
    return script.turns


def write_paper(
    document: QTextDocument, back: TalkDebrief, answers: Sequence[tuple[str, str]], colours: Colours
) -> None:
    """All of a debrief for paper. `answers`: (question, answer in the learner's words)."""
    script = Script(document, colours, 100)
    script.paragraph(back.title, SMALL, colours.quiet)
    script.paragraph(back.look.headline, TITLE, bold=True)
    script.paragraph(back.look.meaning, LEAD)
    if back.look.ending:
        script.paragraph(back.look.ending, BODY, above=8)
    script.paragraph("Resistance: " + " → ".join(str(point) for point in back.look.curve), BODY, above=10)
    for fact in figures(back.look):
        script.paragraph(fact, BODY)
    for question, answer in answers:
        script.paragraph(question, BODY, bold=True, above=10)
        script.paragraph(answer, BODY)
    script.paragraph("Line by line", LEAD, bold=True, above=18)
    script.paragraph(f"{back.name}: {back.opening}", BODY, indent=24)
    for look in back.lines:
        script.line(look, back.name)
    script.paragraph(
        "Safe No. The technique is a craft hypothesis (grade C): no controlled test of it is known.",
        SMALL,
        colours.quiet,
        above=18,
    )
