"""Whether a picture may be shown: its kind, its size and, for drawings, nothing but shapes. Nothing is decoded here."""

from __future__ import annotations

import struct
from pathlib import PurePosixPath
from xml.parsers import expat

from ..errors import TrainerError
from ..plain_files import FileRefused, understood

#: In bytes, and pixels of a side. A face on a projector has 400.
LARGEST_PICTURE, LONGEST_SIDE = 1024 * 1024, 1024
LARGEST_DRAWING, MOST_SHAPES, DEEPEST = 128 * 1024, 2_000, 12
ENDINGS = (".png", ".jpg", ".jpeg", ".svg")
_PNG = b"\x89PNG\r\n\x1a\n"
#: Markers of a JPEG that are followed by its size: the frames, without those that are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SHAPES = frozenset(
    [
        "svg",
        "g",
        "path",
        "circle",
        "ellipse",
        "rect",
        "line",
        "polyline",
        "polygon",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "title",
        "desc",
    ]
)


def fault_of(name: str, data: bytes) -> str:
    """Return why a picture is refused, as the end of a sentence; "" if it is not."""
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".svg":
        return _fault_of_drawing(data)
    if len(data) > LARGEST_PICTURE:
        return f"it is larger than {LARGEST_PICTURE >> 20} MB"
    size = _png_size(data) if ending == ".png" else _jpeg_size(data)
    if size is None:
        return f"it is no {ending[1:].upper()} picture"
    if not all(0 < side <= LONGEST_SIDE for side in size):
        return f"it has {size[0]} × {size[1]} pixels; {LONGEST_SIDE} a side are enough"
    return ""


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 33:
        return None
    return struct.unpack(">II", data[16:24])


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height from the first frame, skipping the segments before it; None if there is none."""
    place = 2
    while data.startswith(b"\xff\xd8") and place + 9 <= len(data) and data[place] == 0xFF:
        marker, length = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        if length < 2:
            return None
        place += 2 + length
    return None


class _Refused(TrainerError):
    pass


def _fault_of_drawing(data: bytes) -> str:
    """Return why a drawing is refused, "" if it holds only shapes and colours.

    Not allowed are scripts, text, pictures and references to anything outside.
    """
    if len(data) > LARGEST_DRAWING:
        return f"it is larger than {LARGEST_DRAWING >> 10} KB"
    parser = expat.ParserCreate()
    counts = {"shapes": 0, "depth": 0}

    def start(tag: str, attributes: dict[str, str]) -> None:
        counts["shapes"] += 1
        counts["depth"] += 1
        if tag not in _SHAPES:
            raise _Refused(f"it holds <{tag[:20]}>, and a drawing of ours only shapes")
        if counts["shapes"] > MOST_SHAPES or counts["depth"] > DEEPEST:
            raise _Refused("it holds too many shapes")
        for name, value in attributes.items():
            _check_attribute(name, value)

    def end(_tag: str) -> None:
        counts["depth"] -= 1

    def declared(*_: object) -> None:
        raise _Refused("it declares a type of document")

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, end, declared
    try:
        understood(lambda: parser.Parse(data, True), "it is no SVG drawing")
    except _Refused as refused:
        return str(refused)
    except FileRefused:
        return "it is no SVG drawing"
    return ""


def _check_attribute(name: str, value: str) -> None:
    inside = value.replace(" ", "").lower()
    refers = "url(" in inside and (not inside.startswith("url(#") or inside.count("url(") > 1)
    if name.startswith("on") or name.endswith("href") or refers:
        raise _Refused(f"its “{name[:20]}” refers to something outside")
