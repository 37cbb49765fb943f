"""Papers of a workshop: cards to vote with, the facilitator's notes, a page for the room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPdfWriter, QTextDocument

from ...coach.evidence import cards
from ...language import MoveKind, read
from ...language.flipping.flip import flip
from ...scenario import Scenario
from ...session import Session
from ...workshop.state import LETTERS, Workshop
from ..kit.line_by_line import Script
from ..kit.paper import save_document, save_pages
from ..kit.style import BODY, LEAD, LIGHT, SMALL, TITLE


def save_cards(path: Path) -> None:
    """Four pages, a letter each, to be held up: told apart from the last row, by shape of the frame as well as by letter."""
    save_pages(path, "Cards A to D", _paint_cards)


def _paint_cards(writer: QPdfWriter) -> None:
    painter = QPainter(writer)
    for number, letter in enumerate(LETTERS):
        if number:
            writer.newPage()
        area = QRectF(0, 0, writer.width(), writer.height())
        pen = painter.pen()
        pen.setWidthF(area.width() / 40)
        pen.setColor(QColor(LIGHT.ink))
        pen.setStyle(
            (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)[number]
        )
        painter.setPen(pen)
        edge = area.width() / 30
        painter.drawRoundedRect(area.adjusted(edge, edge, -edge, -edge), edge * 2, edge * 2)
        font = QFont()
        font.setBold(True)
        font.setPixelSize(round(area.width() * 0.8))
        painter.setFont(font)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)
    painter.end()


def save_notes(path: Path, scenario: Scenario) -> None:
    """The facilitator's notes of a scenario."""
    _save(path, scenario.title, lambda script: _write_notes(script, scenario))


def _write_notes(script: Script, scenario: Scenario) -> None:
    c = LIGHT
    script.paragraph("Facilitator's notes: not for the audience", SMALL, c.quiet)
    script.paragraph(scenario.title, TITLE, bold=True)
    script.paragraph(scenario.brief, BODY, above=8)
    if scenario.note is not None:
        script.paragraph("What it is good for", LEAD, bold=True, above=14)
        script.paragraph(scenario.note.text, BODY)
        script.paragraph("For the debrief", LEAD, bold=True, above=14)
        for question in scenario.note.questions:
            script.paragraph(f"–  {question}", BODY)
    script.paragraph("Their worries", LEAD, bold=True, above=14)
    for concern in scenario.concerns:
        script.paragraph(f"–  {concern.thought}", BODY)
    for title, lines in (("Good lines", scenario.model_lines), ("Tempting lines", scenario.tempting_lines)):
        script.paragraph(title, LEAD, bold=True, above=14)
        for line in lines:
            script.paragraph(f"–  {line}", BODY)
    script.paragraph(
        "The technique is a craft hypothesis (grade C). Do not use it to corner anybody.", SMALL, c.quiet, above=18
    )


def save_handout(path: Path, workshop: Workshop, sessions: list[Session]) -> None:
    """What the room tried, for those who were there: votes, lines, curves, flips worth remembering, what is known."""
    _save(path, sessions[0].scenario.title, lambda script: _write_handout(script, workshop, sessions))


def _write_handout(script: Script, workshop: Workshop, sessions: list[Session]) -> None:
    c = LIGHT
    script.paragraph("What we tried", TITLE, bold=True)
    script.paragraph(sessions[0].scenario.title, LEAD, c.quiet)
    for number, done in enumerate(workshop.rounds, start=1):
        script.paragraph(f"Vote {number}", LEAD, bold=True, above=14)
        for place, candidate in enumerate(done.candidates):
            mark = "  ← played" if place == done.played else ""
            script.paragraph(
                f"{LETTERS[place]}   {candidate.first} → {candidate.second}   {candidate.line}{mark}", BODY
            )
        turns = sessions[done.attempt].turns
        if done.turn <= len(turns):
            turn = turns[done.turn - 1]
            script.paragraph(
                f"Resistance {turn.before.resistance} → {turn.after.resistance}. “{turn.reply}”", BODY, c.calm
            )
    for place in workshop.told_attempts():
        look = sessions[place].debrief()
        word = "Team" if workshop.team else "Attempt"
        script.paragraph(f"{word} {place + 1}: {look.headline}", LEAD, bold=True, above=14)
        script.paragraph(" → ".join(str(point) for point in look.curve), BODY)
        if look.ending:
            script.paragraph(look.ending, BODY)
    flips = _flips(workshop)
    if flips:
        script.paragraph("Worth remembering", LEAD, bold=True, above=14)
        for line, better in flips:
            script.paragraph(f"“{line}”", BODY, c.quiet)
            script.paragraph(f"→ “{better}”", BODY)
    card = cards()[0]
    script.paragraph(f"{card.title} (grade {card.grade})", LEAD, bold=True, above=14)
    for text in (card.what, card.known, f"Limits: {card.limits}", f"When not to use it: {card.leave}"):
        script.paragraph(text, BODY)


def _flips(workshop: Workshop) -> list[tuple[str, str]]:
    """Yes-oriented lines of the room with their no-oriented versions."""
    lines = dict.fromkeys(candidate.line for done in workshop.rounds for candidate in done.candidates)
    found = [(line, flip(line)) for line in lines if read(line).kind is MoveKind.YES_ORIENTED_ASK]
    return [(line, flips[0]) for line, flips in found if flips][:6]


def _save(path: Path, title: str, write: Callable[[Script], None]) -> None:
    document = QTextDocument()
    write(Script(document, LIGHT, 100))
    save_document(path, title, document)
