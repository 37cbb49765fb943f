"""For the self-test: the parts of Qt that are loaded late. A bundle that lacks one would tell nobody until it is needed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QIcon, QImage, QImageReader, QPainter, QPdfWriter, QTextDocument

from .. import folders
from ..errors import TrainerError
from ..licences import own_licence, shown

_SIDE = 32


def check_late_parts() -> None:
    """Use each once. Raises TrainerError with the first that does not work."""
    for name, works in _PARTS.items():
        try:
            fine = works()
        except (ImportError, OSError) as error:
            raise TrainerError(f"The self-test cannot use {name}: {error}") from error
        if not fine:
            raise TrainerError(f"The self-test cannot use {name}; the program is not installed completely.")


def _portraits() -> bool:
    """Every face draws something."""
    from PySide6.QtSvg import QSvgRenderer

    faces = sorted((folders.assets() / "portraits").glob("*.svg"))
    return bool(faces) and all(_drawn(QSvgRenderer(str(face))) for face in faces)


def _drawn(drawing: object) -> bool:
    from PySide6.QtSvg import QSvgRenderer

    assert isinstance(drawing, QSvgRenderer)
    picture = QImage(_SIDE, _SIDE, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    drawing.render(painter, QRectF(0, 0, _SIDE, _SIDE))
    painter.end()
    return any(picture.pixelColor(x, _SIDE // 2).alpha() for x in range(_SIDE))


def _icon() -> bool:
    return not QIcon(str(folders.assets() / "icon" / "safe-no-48.png")).pixmap(_SIDE).isNull()


def _pictures() -> bool:
    kinds = {bytes(kind.data()).decode() for kind in QImageReader.supportedImageFormats()}
    return {"png", "svg", "jpeg", "ico"} <= kinds


def _pdf() -> bool:
    """Through the same two ways as a debrief: a PDF file, and a printer that prints into a file."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    document = QTextDocument("A page.")
    with tempfile.TemporaryDirectory() as folder:
        written, printed = Path(folder) / "written.pdf", Path(folder) / "printed.pdf"
        writer = QPdfWriter(str(written))
        document.print_(writer)
        del writer
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer)
        del dialog  # before its printer
        printer.setOutputFileName(str(printed))
        document.print_(printer)
        del printer
        return all(path.read_bytes().startswith(b"%PDF") for path in (written, printed))


def _licences() -> bool:
    texts = [own_licence(), *(text for _, text in shown())]
    return len(texts) > 5 and all(texts)


_PARTS: dict[str, Callable[[], bool]] = {
    "drawings (SVG)": _portraits,
    "the icon": _icon,
    "pictures": _pictures,
    "PDF and print": _pdf,
    "the licences": _licences,
}
