"""A4 pages in a PDF file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter

from ...errors import TrainerError

#: Millimetres at every edge.
_MARGIN = 18


def pdf(path: Path, title: str) -> QPdfWriter:
    """Begin a PDF of A4 pages. Raises TrainerError when the disk refuses."""
    try:
        path.touch()
    except OSError as error:
        raise TrainerError(f"{path} cannot be written ({error.strerror}). Please choose another place.") from error
    writer = QPdfWriter(str(path))
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN), QPageLayout.Unit.Millimeter)
    return writer
