"""Whether a picture may be shown: its kind, its size and, for drawings, what they hold. Nothing is decoded here."""

from __future__ import annotations

import struct
from pathlib import PurePosixPath

from .drawings import examine

#: In bytes, and pixels of a side. A face on a projector has 400.
LARGEST_PICTURE, LONGEST_SIDE = 1024 * 1024, 1024
ENDINGS = (".png", ".jpg", ".jpeg", ".svg")
_PNG = b"\x89PNG\r\n\x1a\n"
#: Markers of a JPEG that are followed by its size: the frames, without those that are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: A pass of a JPEG goes over the whole picture, whatever it adds; programs write about ten.
_PASS, MOST_PASSES = b"\xff\xda", 30
#: What of a PNG is needed to see it. What is left out can unpack to a thousand times its size.
_SEEN = frozenset([b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"])


def fault_of(name: str, data: bytes) -> str:
    """Return why a picture is refused, as the end of a sentence; "" if it is not."""
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".svg":
        return examine(data).fault
    if len(data) > LARGEST_PICTURE:
        return f"it is larger than {LARGEST_PICTURE >> 20} MB"
    size = _png_size(data) if ending == ".png" else _jpeg_size(data)
    if size is None:
        return f"it is no {ending[1:].upper()} picture"
    if not all(0 < side <= LONGEST_SIDE for side in size):
        return f"it has {size[0]} × {size[1]} pixels; {LONGEST_SIDE} a side are enough"
    if ending != ".png" and data.count(_PASS) > MOST_PASSES:
        return f"it is drawn in more than {MOST_PASSES} passes"
    return ""


def without_extras(data: bytes) -> bytes:
    """Return a PNG with nothing in it but the picture: no texts, no colour profiles, nothing behind its end."""
    kept, place = [_PNG], len(_PNG)
    while place + 12 <= len(data):
        end = place + 12 + struct.unpack(">I", data[place : place + 4])[0]
        if (kind := data[place + 4 : place + 8]) in _SEEN:
            kept.append(data[place:end])
        place = len(data) if kind == b"IEND" else end
    return b"".join(kept)


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
