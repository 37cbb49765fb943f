"""A debrief on paper: printed, as a PDF, and its curve as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QWidget

from ...errors import TrainerError
from ..kit.line_by_line import write_paper
from ..kit.paper import pdf
from ..kit.style import LIGHT

if TYPE_CHECKING:
    from ...progress.talk_debrief import TalkDebrief


def save_pdf(path: Path, back: TalkDebrief, answers: Sequence[tuple[str, str]]) -> None:
    """Write the debrief as an A4 PDF. Raises TrainerError when the disk refuses."""
    document = QTextDocument()
    write_paper(document, back, answers, LIGHT)
    document.print_(pdf(path, back.title))


def save_picture(path: Path, curve: QWidget) -> None:
    """Save the curve as it is on the page, as a PNG. Raises TrainerError when the disk refuses."""
    if not curve.grab().save(str(path), "PNG"):
        raise TrainerError(f"{path} cannot be written. Please choose another place.")


def print_out(parent: QWidget, back: TalkDebrief, answers: Sequence[tuple[str, str]]) -> None:
    """Ask for a printer and print the debrief."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # only for those who print

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    if dialog.exec() == QDialog.DialogCode.Accepted:
        document = QTextDocument()
        write_paper(document, back, answers, LIGHT)
        document.print_(printer)
