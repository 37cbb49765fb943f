"""Whether a picture may be shown: its kind, its size and, for drawings, what they hold. Nothing is decoded here."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from .drawings import examine

#: In bytes, and pixels of a side. A face on a projector has 400.
LARGEST_PICTURE, LONGEST_SIDE = 1024 * 1024, 1024
ENDINGS = (".png", ".jpg", ".jpeg", ".svg")
_PNG = b"\x89PNG\r\n\x1a\n"
#: Bytes of a chunk around what it holds: its length, its kind, a checksum.
_AROUND = 12
_DAMAGED = "it is damaged"
#: Bytes behind the rows that a careless program may have packed with them.
_SPARE = 64 * 1024
#: The head of a PNG, where in it its colour type stands, and the one of colours that stand in a palette.
_HEAD = struct.Struct(">IIBBBBB")
_COLOUR, _BY_PALETTE = 9, 3
#: Of a colour type of a PNG: the numbers for a pixel, and the bits of each there can be.
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
#: The passes of an interlaced PNG: the first column and row of each, and the steps between them.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
#: Markers of a JPEG: the frames, which are followed by the size, of the kinds that are decoded; those that no length
#: follows; and those before which there has to be a frame.
_FRAMES = frozenset([0xC0, 0xC1, 0xC2, 0xC9, 0xCA])
_ALONE = frozenset([0x01, *range(0xD0, 0xD8)])
_NOT_BEFORE = frozenset([0x00, *range(0xC0, 0xD0), 0xD8, 0xD9, 0xDA]) - {0xC4, 0xCC}
#: Bits of a colour in a JPEG that is decoded.
_BITS = 8
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
    if ending == ".png":
        return _png_fault(data)
    if data.count(_PASS) > MOST_PASSES:
        return f"it is drawn in more than {MOST_PASSES} passes"
    return ""


def without_extras(data: bytes) -> bytes:
    """Return a PNG with nothing in it but the picture: no texts, no colour profiles, nothing behind its end."""
    return _PNG + b"".join(whole for kind, whole in _chunks(data) if kind in _SEEN)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG up to its end, each with its kind first: all of it, length and checksum included."""
    place = len(_PNG)
    while place + _AROUND <= len(data):
        end = place + _AROUND + struct.unpack(">I", data[place : place + 4])[0]
        kind = data[place + 4 : place + 8]
        yield kind, data[place:end]
        place = len(data) if kind == b"IEND" else end


def _png_size(data: bytes) -> tuple[int, int] | None:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 33:
        return None
    return struct.unpack(">II", data[16:24])


def _png_fault(data: bytes) -> str:
    """Return why a PNG of a size that is allowed cannot be shown, or only with work that nobody sees; "" if it can."""
    found: dict[bytes, list[bytes]] = {}
    for kind, whole in _chunks(data):
        if kind not in _SEEN:
            continue
        found.setdefault(kind, []).append(whole[8:-4])
        if zlib.crc32(whole[4:-4]) != struct.unpack(">I", whole[-4:])[0]:
            return _DAMAGED
    twice = any(len(parts) > 1 for kind, parts in found.items() if kind != b"IDAT")
    head, rows = found[b"IHDR"][0], b"".join(found.get(b"IDAT", []))
    if twice or len(head) != _HEAD.size or b"IEND" not in found:
        return _DAMAGED
    if head[_COLOUR] == _BY_PALETTE and b"PLTE" not in found:
        return _DAMAGED
    return _fault_of_rows(rows, _size_of_rows(head))


def _fault_of_rows(packed: bytes, size: int) -> str:
    """Unpack no more than the picture: what goes on behind its rows could be a thousand times as much."""
    unpacking = zlib.decompressobj()
    try:
        rows = unpacking.decompress(packed, size + _SPARE) if size else b""
    except zlib.error:
        return _DAMAGED
    if not rows or len(rows) < size:
        return _DAMAGED
    return "" if unpacking.eof else "it holds more than the picture that is seen"


def _size_of_rows(head: bytes) -> int:
    """Return how many bytes the rows of a PNG have, unpacked; 0 for a head that says what there is not."""
    width, height, depth, colour, packing, filtering, interlaced = _HEAD.unpack(head)
    if depth not in _DEPTHS.get(colour, ()) or packing or filtering or interlaced > 1:
        return 0
    bits = depth * _CHANNELS[colour]
    found = 0
    for left, top, across, down in _PASSES if interlaced else ((0, 0, 1, 1),):
        columns, rows = max(0, -(-(width - left) // across)), max(0, -(-(height - top) // down))
        found += rows * (1 + -(-columns * bits // 8)) if columns else 0
    return found


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height from the first frame, skipping what stands before it as decoders do; None if there is none."""
    place = 2
    while data.startswith(b"\xff\xd8") and place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF or marker in _ALONE:
            place += 1 if marker == 0xFF else 2
            continue
        length = struct.unpack(">H", data[place + 2 : place + 4])[0]
        if marker in _FRAMES and data[place + 4] == _BITS:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        if length < 2 or marker in _NOT_BEFORE:
            return None
        place += 2 + length
    return None
