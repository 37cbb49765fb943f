"""How the moves of a line are underlined: in the composer, in the debrief, on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QTextCharFormat

from .as_it_stands import for_tip
from .style import LOOK

if TYPE_CHECKING:
    from ...coach.marks import MarkRow

_LINES = {
    "solid": QTextCharFormat.UnderlineStyle.SingleUnderline,
    "dash": QTextCharFormat.UnderlineStyle.DashUnderline,
    "dot": QTextCharFormat.UnderlineStyle.DotLine,
    "dash-dot": QTextCharFormat.UnderlineStyle.DashDotLine,
    "dash-dot-dot": QTextCharFormat.UnderlineStyle.DashDotDotLine,
    "wave": QTextCharFormat.UnderlineStyle.WaveUnderline,
}


def underlined(row: MarkRow) -> QTextCharFormat:
    """How a kind of move is shown: its own line in its own colour."""
    c = LOOK.colours
    shown = QTextCharFormat()
    shown.setUnderlineStyle(_LINES[row.line])
    shown.setUnderlineColor(QColor({"calm": c.calm, "warm": c.warm, "plain": c.quiet}[row.tone]))
    if row.tinted:
        shown.setBackground(QColor(c.raised))
    shown.setToolTip(for_tip(f"{row.word}: {row.does}"))
    return shown


def in_utf16(text: str, place: int) -> int:
    """A place in characters as Qt counts it: what lies beyond the basic plane takes two."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
