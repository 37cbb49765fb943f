"""`make icons`: the icon as PNG in every size a desktop asks for, and packed for Windows (.ico) and macOS (.icns)."""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from trainer import folders

#: Signs on controls, as paths in a square of 20, and the colour of each theme: light and dark.
SIGNS = {
    "check": ("M4 10.5 L8.2 14.7 L16 6", ("#FFFFFF", "#10151A")),
    "down": ("M4.5 7.5 L10 13 L15.5 7.5", ("#59606B", "#A9B1BB")),
}
SIGN = 40
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
#: Sizes in the .ico; larger ones are not known there.
WINDOWS = (16, 24, 32, 48, 64, 128, 256)
#: The kinds of entry in the .icns that hold a PNG, and their sizes; ic11 to ic14 are for screens of double density.
MAC = {
    "icp4": 16, "icp5": 32, "icp6": 64, "ic07": 128, "ic08": 256, "ic09": 512,
    "ic11": 32, "ic12": 64, "ic13": 256, "ic14": 512,
}  # fmt: skip


def png(drawing: QSvgRenderer, size: int) -> bytes:
    """The drawing as a PNG, clear where it draws nothing."""
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    drawing.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())


def signs(folder: Path) -> None:
    """Draw the signs of check boxes and combo boxes, for both themes, large enough for any text size."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (path, colours) in SIGNS.items():
        for theme, colour in zip(("light", "dark"), colours, strict=True):
            drawn = (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><path d="{path}" fill="none" stroke="{colour}" '
                'stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>'
            )
            (folder / f"{name}-{theme}.png").write_bytes(png(QSvgRenderer(drawn.encode()), SIGN))


def ico(pictures: dict[int, bytes]) -> bytes:
    """A directory of 16 bytes an entry, then the PNGs; 256 is written as 0."""
    place = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for size, data in pictures.items():
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), place + len(body))
        body += data
    return head + body


def icns(pictures: dict[int, bytes]) -> bytes:
    """Entries of a kind, a length that counts its own eight bytes, and a PNG."""
    body = b"".join(
        kind.encode() + struct.pack(">I", 8 + len(pictures[size])) + pictures[size] for kind, size in MAC.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def make(folder: Path) -> None:
    """Make all files anew beside the drawing."""
    drawing = QSvgRenderer(str(folder / "safe-no.svg"))
    pictures = {size: png(drawing, size) for size in SIZES}
    for size, data in pictures.items():
        (folder / f"safe-no-{size}.png").write_bytes(data)
    (folder / "safe-no.ico").write_bytes(ico({size: pictures[size] for size in WINDOWS}))
    (folder / "safe-no.icns").write_bytes(icns(pictures))


if __name__ == "__main__":
    app = QGuiApplication([])
    make(folders.assets() / "icon")
    signs(folders.assets() / "controls")
