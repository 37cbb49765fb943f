"""What is painted for a file: A4 pages, pictures, drawings. All of it is painted in memory and then written whole.

Qt would wait for ever at a pipe, leave half a file on a full disk, and let everybody read it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QPixmap, QTextDocument

from ...errors import TrainerError
from ...plain_files import write_chosen

#: Millimetres at every edge.
_MARGIN = 18


def save_painted(path: Path, paint: Callable[[QIODevice], object]) -> None:
    """Write what `paint` writes into a device. Raises TrainerError when it cannot be written there."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    paint(held)
    held.close()
    if held.data().isEmpty():
        raise TrainerError(f"{path} was not written: there is nothing to show yet.")
    write_chosen(path, bytes(held.data().data()))


def save_pages(path: Path, title: str, write: Callable[[QPdfWriter], object]) -> None:
    """Write a PDF of A4 pages, painted by `write`. Raises TrainerError when it cannot be written there."""

    def paint(device: QIODevice) -> None:
        writer = QPdfWriter(device)
        _lay_out(writer, title)
        write(writer)

    save_painted(path, paint)


def save_document(path: Path, title: str, document: QTextDocument) -> None:
    """Write a text as a PDF of A4 pages. Raises TrainerError when it cannot be written there."""
    save_pages(path, title, document.print_)


def save_picture(path: Path, picture: QPixmap) -> None:
    """Write a picture as a PNG. Raises TrainerError when it cannot be written there."""
    save_painted(path, lambda device: picture.save(device, "PNG"))


def _lay_out(writer: QPdfWriter, title: str) -> None:
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
