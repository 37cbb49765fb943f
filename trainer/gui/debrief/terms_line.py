"""The terms of a bargain on a line between the two limits."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ...progress.talk_debrief import Terms
from ..kit.style import LOOK
from ..kit.widgets import centred, chart_painter


class TermsLine(QWidget):
    """Their first offer on the left, the most they could do on the right, what was agreed in between."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("termsLine")
        self.terms: Terms | None = None

    def show_terms(self, terms: Terms | None) -> None:
        self.terms = terms
        self.setVisible(terms is not None)
        if terms is None:
            return
        offer, agreed, limit = terms.shown
        told = f"agreed on {agreed}" if agreed else "nothing agreed"
        self.setAccessibleName("Terms")
        self.setAccessibleDescription(f"First offer {offer}, {told}, the most they could do {limit}")
        self.fit()
        self.update()

    def fit(self) -> None:
        """Take the height that the text size in use needs."""
        self.setFixedHeight(round(LOOK.font(10).pointSizeF() * 8 + 24))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.terms is None:
            return
        c = LOOK.colours
        painter = chart_painter(self)
        height = painter.fontMetrics().height()
        middle, side = self.height() / 2, 70.0
        left, right = QPointF(side, middle), QPointF(self.width() - side, middle)
        painter.setPen(QPen(QColor(c.rule), 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(left, right)
        offer, agreed, limit = self.terms.shown
        painter.setPen(QColor(c.quiet))
        for place, word, amount in ((left, "their first offer", offer), (right, "the most they could do", limit)):
            width = painter.fontMetrics().horizontalAdvance(word)
            shift = max(0.0, width / 2 - place.x()) - max(0.0, place.x() + width / 2 - self.width())
            centred(painter, QPointF(place.x() + shift, middle + 10), amount)
            centred(painter, QPointF(place.x() + shift, middle + 10 + height), word)
        if agreed:
            there = QPointF(left.x() + (right.x() - left.x()) * min(1.0, max(0.0, self.terms.place())), middle)
            painter.setPen(QPen(QColor(c.calm), 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(left, there)
            painter.setBrush(QColor(c.calm))
            painter.setPen(QPen(QColor(c.surface), 2))
            painter.drawEllipse(QRectF(there.x() - 9, there.y() - 9, 18, 18))
            painter.setPen(QColor(c.ink))
            centred(painter, QPointF(there.x(), middle - 16 - height), f"agreed: {agreed}")
        else:
            centred(painter, QPointF(self.width() / 2, middle - 16 - height), "nothing was agreed")
        painter.end()
