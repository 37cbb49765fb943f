"""A debrief on paper: printed, as a PDF, and its curve as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QWidget

from ...errors import TrainerError
from ..kit.line_by_line import write_paper
from ..kit.paper import save_document, save_picture
from ..kit.style import LIGHT

if TYPE_CHECKING:
    from ...progress.talk_debrief import TalkDebrief


def save_pdf(path: Path, back: TalkDebrief, answers: Sequence[tuple[str, str]]) -> None:
    """Write the debrief as an A4 PDF. Raises TrainerError when it cannot be written there."""
    document = QTextDocument()
    write_paper(document, back, answers, LIGHT)
    save_document(path, back.title, document)


def save_curve(path: Path, curve: QWidget) -> None:
    """Save the curve as it is on the page, as a PNG. Raises TrainerError when it cannot be written there."""
    save_picture(path, curve.grab())


def print_out(parent: QWidget, back: TalkDebrief, answers: Sequence[tuple[str, str]]) -> None:
    """Ask for a printer and print the debrief. Raises TrainerError where there is none."""
    from PySide6.QtPrintSupport import (  # only for those who print
        QAbstractPrintDialog,
        QPrintDialog,
        QPrinter,
        QPrinterInfo,
    )

    if not QPrinterInfo.availablePrinterNames():
        raise TrainerError(
            "No printer is known here. “Save as PDF” in the same menu makes a file that can be printed elsewhere."
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    # Files are made under “Save as PDF”: Qt would write into a pipe, and let everybody read the file.
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)  # the audience window can always be hidden
    if dialog.exec() == QDialog.DialogCode.Accepted:
        document = QTextDocument()
        write_paper(document, back, answers, LIGHT)
        document.print_(printer)
