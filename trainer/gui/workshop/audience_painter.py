"""Draws a scene, and nothing else, into any painter, at any size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPicture, QPolygonF

from ...counterpart.bands import band, is_calm
from ...safe_text import visible
from ...workshop.audience import Option, Scene
from ...workshop.state import SMALLEST, STEP
from ..kit.portrait_file import Face, face_of
from ..kit.style import DARK, Colours

#: Heights of text as shares of the height of the audience window: at 1080 the smallest is 38 pixels, which is 28 points.
LEAST, BODY, LEAD, TITLE, HUGE = 0.0352, 0.040, 0.046, 0.062, 0.14
_MARGIN = 0.045
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
_PENS = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine)


class AudienceText:
    """Text for the audience: made smaller until it fits, though never smaller than the back row can read. `size`: in percent."""

    def __init__(self) -> None:
        self.base, self.size_percent = QFont(), 100
        self._drawn: list[int] = []
        #: A text of the last painting had too little room; the height of the window, in pixels.
        self.cut, self._window = False, 0.0

    def least_drawn(self) -> int:
        """The smallest text of the last painting, in pixels."""
        return min(self._drawn, default=0)

    def _font(self, share: float, height: float, bold: bool = False) -> QFont:
        font = QFont(self.base)
        font.setPixelSize(max(6, round(share * height * self.size_percent / 100)))
        self._drawn.append(font.pixelSize())
        font.setBold(bold)
        return font

    def _text(
        self,
        painter: QPainter,
        place: QRectF,
        text: str,
        share: float,
        colour: str,
        bold: bool = False,
        centred: bool = False,
    ) -> float:
        """A wrapped text, made smaller until it fits, though never smaller than the back row can read; its height.

        `centred`: in the middle between top and bottom.
        """
        text = visible(text)
        while True:
            font = self._font(share, self._height(painter, place), bold)
            bounds = QFontMetricsF(font).boundingRect(place, _WRAP, text)
            if bounds.height() <= place.height() or share <= LEAST:
                break
            share = max(LEAST, share - 0.002)
        self.cut |= bounds.height() > place.height() + 1 or bounds.width() > place.width() + 1
        painter.setFont(font)
        painter.setPen(QColor(colour))
        spare = max(0.0, place.height() - bounds.height())
        painter.drawText(place.adjusted(0, spare / 2 if centred else 0, 0, 0), _WRAP, text)
        return min(bounds.height(), place.height())

    def _height(self, painter: QPainter, place: QRectF) -> float:
        return self._window or place.height()

    def _word(self, painter: QPainter, place: QRectF, align: Qt.AlignmentFlag, text: str) -> None:
        """Draw a word or number in the font of the painter."""
        self.cut |= painter.fontMetrics().horizontalAdvance(text) > place.width() + 1
        painter.drawText(place, align, text)


class AudienceOptions(AudienceText):
    """The lines the room proposed, each with both of its votes."""

    def _choices(self, painter: QPainter, place: QRectF, options: Sequence[Option], c: Colours) -> None:
        each = place.height() / max(1, len(options))
        for number, option in enumerate(options):
            self._option(
                painter, QRectF(place.left(), place.top() + number * each, place.width(), each * 0.92), option, c
            )

    def _option(self, painter: QPainter, place: QRectF, option: Option, c: Colours) -> None:
        height = self._height(painter, place)
        painter.setPen(QPen(QColor(c.calm if option.chosen else c.rule), 4 if option.chosen else 1.5))
        painter.setBrush(QColor(c.surface))
        painter.drawRoundedRect(place, 12, 12)
        letter = QRectF(place.left(), place.top(), height * 0.09, place.height())
        painter.setFont(self._font(TITLE, height, bold=True))
        painter.setPen(QColor(c.calm))
        painter.drawText(letter, Qt.AlignmentFlag.AlignCenter, option.letter)
        votes = option.first is not None or option.second is not None
        wide = height * 0.30 if votes else 0
        text = QRectF(
            letter.right(),
            place.top() + height * 0.008,
            place.width() - letter.width() - wide - height * 0.02,
            place.height() - height * 0.012,
        )
        self._text(painter, text, option.line, LEAD, c.ink, centred=True)
        if votes:
            self._shares(painter, QRectF(place.right() - wide, place.top(), wide, place.height()), option, c)

    def _shares(self, painter: QPainter, place: QRectF, option: Option, c: Colours) -> None:
        """Both votes under each other: the first thin and grey, the second full."""
        height = self._height(painter, place)
        rows = [
            (share, colour) for share, colour in ((option.first, c.quiet), (option.second, c.calm)) if share is not None
        ]
        each = place.height() / (len(rows) + 0.4)
        for number, (share, colour) in enumerate(rows):
            top = place.top() + each * (number + 0.2)
            bar = QRectF(place.left(), top + each * 0.2, (place.width() - height * 0.15) * share, each * 0.6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(bar, 4, 4)
            painter.setFont(self._font(LEAST, height, bold=True))
            painter.setPen(QColor(c.ink))
            painter.drawText(
                QRectF(place.right() - height * 0.15, top, height * 0.14, each),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                f"{share:.0%}",
            )


class AudiencePainter(AudienceOptions):
    """`timer`: gives seconds left, 0 for no timer."""

    def __init__(self, timer: Callable[[], float]) -> None:
        super().__init__()
        self._timer = timer
        self.view, self.colours = Scene(), DARK
        self._faces: dict[Path, Face] = {}

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw the view into an area of any painter; a text size at which something would be cut is made smaller."""
        wanted, self._window = self.size_percent, area.height()
        for size in range(wanted, SMALLEST - 1, -STEP):
            self.size_percent, self.cut = size, False
            trial = QPicture()
            measuring = QPainter(trial)
            self._draw(measuring, area)
            measuring.end()
            if not self.cut:
                break
        self._draw(painter, area)
        self.size_percent = wanted

    def _draw(self, painter: QPainter, area: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._drawn = []
        c, view = self.colours, self.view
        painter.fillRect(area, QColor("#000000" if view.blank else c.page))
        if view.blank:
            return
        margin = area.height() * _MARGIN
        inside = area.adjusted(margin, margin, -margin, -margin)
        top = self._head(painter, inside, c)
        rest = QRectF(inside.left(), top, inside.width(), inside.bottom() - top)
        if view.text:
            self._text(painter, rest, view.text, LEAD, c.ink)
        elif view.curves:
            self._compare(painter, rest, c)
        else:
            self._talk(painter, rest, c)

    def _head(self, painter: QPainter, inside: QRectF, c: Colours) -> float:
        """The person, the team, the timer; where the rest begins."""
        view, height = self.view, self._height(painter, inside)
        side = height * 0.15
        left = inside.left()
        if view.name:
            self._portrait(painter, QRectF(left, inside.top(), side, side))
            left += side * 1.15
        wide = inside.right() - left - height * 0.34
        title = view.name or view.title
        self._text(
            painter,
            QRectF(left, inside.top(), wide, side * 0.5),
            title,
            TITLE,
            c.ink,
            bold=True,
        )
        below = view.heading or view.role
        self._text(
            painter,
            QRectF(left, inside.top() + side * 0.52, wide, side * 0.5),
            below,
            BODY,
            c.calm if view.heading else c.quiet,
        )
        left_over = self._timer()
        corner = [
            text
            for text in (view.team, f"{int(left_over) // 60}:{int(left_over) % 60:02d}" if left_over > 0 else "")
            if text
        ]
        place = QRectF(inside.right() - height * 0.32, inside.top(), height * 0.32, side)
        painter.setFont(self._font(TITLE, height, bold=True))
        painter.setPen(QColor(c.warm))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, "   ".join(corner))
        return inside.top() + side * 1.12

    def _portrait(self, painter: QPainter, place: QRectF) -> None:
        path = face_of(self.view.name, self.view.portrait)
        self._faces.setdefault(path, Face(path)).paint(painter, self.view.mood, place)

    def _talk(self, painter: QPainter, rest: QRectF, c: Colours) -> None:
        view = self.view
        meter = view.resistance is not None
        beside = meter or bool(view.causes)
        wide = rest.width() * (0.70 if beside else 1.0)
        talk = QRectF(rest.left(), rest.top(), wide - (rest.width() * 0.02 if beside else 0), rest.height())
        side = QRectF(
            rest.left() + wide, rest.top(), rest.width() - wide, rest.height() * (0.29 if view.options else 1.0)
        )
        if meter:
            self._meter(painter, side, c)
        elif beside:
            self._text(painter, side, "\n".join(view.causes), BODY, c.quiet)
        if view.options:
            # Candidates need the whole width; above them the last line stands beside the number.
            above = QRectF(talk.left(), talk.top(), talk.width(), rest.height() * 0.29)
            self._bubbles(painter, above, c, last=1)
            below = QRectF(rest.left(), above.bottom(), rest.width(), rest.bottom() - above.bottom())
            self._choices(painter, below, view.options, c)
        else:
            thought = talk.height() * 0.2 if view.thought else 0.0
            self._bubbles(painter, QRectF(talk.left(), talk.top(), talk.width(), talk.height() - thought), c, last=3)
            if view.thought:
                place = QRectF(talk.left(), talk.bottom() - thought, talk.width(), thought)
                painter.setPen(QPen(QColor(c.quiet), 2, Qt.PenStyle.DashLine))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place, 14, 14)
                pad = thought * 0.12
                self._text(painter, place.adjusted(pad, pad, -pad, -pad), f"({view.thought})", BODY, c.quiet)

    def _bubbles(self, painter: QPainter, place: QRectF, c: Colours, last: int) -> None:
        """The end of the talk, the newest line last; each bubble gets the room its words need."""
        height = self._height(painter, place)
        pad = height * 0.014
        shown = list(self.view.bubbles[-last:])
        font = self._font(BODY, height)
        least = self._font(LEAST, height)
        while shown:
            for used in (font, least):
                width = place.width() * 0.9 - 2 * pad
                heights = [
                    QFontMetricsF(used).boundingRect(QRectF(0, 0, width, 10_000), _WRAP, visible(text)).height()
                    for _, text in shown
                ]
                if sum(heights) + len(shown) * 3.2 * pad <= place.height():
                    self._draw_bubbles(painter, place, c, shown, heights, used)
                    return
            if len(shown) == 1:
                self._draw_bubbles(painter, place, c, shown, [place.height() - 3 * pad], least)
                return
            shown = shown[1:]

    def _draw_bubbles(
        self,
        painter: QPainter,
        place: QRectF,
        c: Colours,
        shown: list[tuple[str, str]],
        heights: list[float],
        font: QFont,
    ) -> None:
        pad = self._height(painter, place) * 0.014
        top = place.top()
        for (who, text), tall in zip(shown, heights, strict=True):
            mine = who == "You"
            left = place.left() + (place.width() * 0.1 if mine else 0)
            box = QRectF(left, top, place.width() * 0.9, tall + 2 * pad)
            painter.setPen(QPen(QColor(c.rule), 1.5))
            painter.setBrush(QColor(c.raised if mine else c.surface))
            painter.drawRoundedRect(box, 14, 14)
            painter.setFont(font)
            painter.setPen(QColor(c.ink))
            painter.drawText(box.adjusted(pad, pad, -pad, -pad), _WRAP, visible(text))
            top = box.bottom() + pad * 1.2

    def _meter(self, painter: QPainter, place: QRectF, c: Colours) -> None:
        view, height = self.view, self._height(painter, place)
        value = view.resistance or 0
        colour = c.calm if is_calm(value) else c.warm
        # Above candidates there is less room: the number makes room, so that the word below it stays whole.
        word = height * 0.08 * max(1.0, self.size_percent / 100)
        tall = min(height * 0.17, place.height() - word - height * 0.01)
        painter.setFont(self._font(min(HUGE, tall / height * 0.82), height, bold=True))
        painter.setPen(QColor(c.ink))
        self._word(
            painter, QRectF(place.left(), place.top(), place.width(), tall), Qt.AlignmentFlag.AlignVCenter, str(value)
        )
        if view.change:
            painter.setFont(self._font(TITLE, height, bold=True))
            painter.setPen(QColor(c.calm if view.change < 0 else c.warm))
            change = f"{'▼' if view.change < 0 else '▲'} {abs(view.change)}"
            self._word(
                painter,
                QRectF(place.left(), place.top(), place.width(), tall),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                change,
            )
        painter.setFont(self._font(TITLE, height, bold=True))
        painter.setPen(QColor(colour))
        self._word(
            painter,
            QRectF(place.left(), place.top() + tall, place.width(), word),
            Qt.AlignmentFlag.AlignVCenter,
            band(value),
        )
        if place.height() < tall + word + height * 0.04:
            return
        bar = QRectF(place.left(), place.top() + tall + word + height * 0.01, place.width(), height * 0.022)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.raised))
        painter.drawRoundedRect(bar, bar.height() / 2, bar.height() / 2)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(
            QRectF(bar.left(), bar.top(), max(bar.height(), bar.width() * value / 100), bar.height()),
            bar.height() / 2,
            bar.height() / 2,
        )
        if view.causes:
            below = QRectF(
                place.left(), bar.bottom() + height * 0.03, place.width(), place.bottom() - bar.bottom() - height * 0.03
            )
            self._text(painter, below, "\n".join(view.causes), BODY, c.quiet)

    def _compare(self, painter: QPainter, rest: QRectF, c: Colours) -> None:
        view, height = self.view, self._height(painter, rest)
        area = QRectF(
            rest.left() + height * 0.09,
            rest.top() + height * 0.03,
            rest.width() * 0.55 - height * 0.1,
            rest.height() - height * 0.12,
        )
        painter.setFont(self._font(LEAST, height))
        for level in (0, 50, 100):
            y = area.bottom() - area.height() * level / 100
            painter.setPen(QPen(QColor(c.rule), 2))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(c.quiet))
            painter.drawText(
                QRectF(rest.left(), y - height * 0.03, height * 0.08, height * 0.06),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                str(level),
            )
        longest = max(len(points) for _, points in view.curves)
        for number, (_, points) in enumerate(view.curves):
            step = area.width() / max(1, longest - 1)
            places = [
                QPointF(area.left() + i * step, area.bottom() - area.height() * p / 100) for i, p in enumerate(points)
            ]
            painter.setPen(QPen(QColor((c.calm, c.warm, c.quiet)[number]), height * 0.006, _PENS[number]))
            painter.drawPolyline(QPolygonF(places))
        told = QRectF(rest.left() + rest.width() * 0.58, rest.top(), rest.width() * 0.42, rest.height())
        each = told.height() / max(1, len(view.endings))
        for number, ending in enumerate(view.endings):
            place = QRectF(told.left(), told.top() + number * each, told.width(), each * 0.94)
            painter.setPen(QPen(QColor((c.calm, c.warm, c.quiet)[number]), height * 0.006, _PENS[number]))
            painter.drawLine(
                QPointF(place.left(), place.top() + height * 0.012),
                QPointF(place.left() + height * 0.1, place.top() + height * 0.012),
            )
            self._text(painter, place.adjusted(0, height * 0.03, 0, 0), ending, BODY, c.ink)
