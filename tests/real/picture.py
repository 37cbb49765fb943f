"""The screen as Xvfb keeps it in a file: compared, and saved as PNG, without any library of pictures."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of four bytes a pixel: blue, green, red, nothing."""

    width: int
    height: int
    rows: tuple[bytes, ...]

    @classmethod
    def read(cls, path: Path) -> Picture:
        """An XWD file: a head of big-endian numbers, a name, colours of 12 bytes each, then the rows."""
        data = path.read_bytes()
        head = struct.unpack_from(">25I", data)
        width, height, stride, begin = head[4], head[5], head[12], head[0] + 12 * head[19]
        rows = tuple(data[begin + y * stride : begin + y * stride + 4 * width] for y in range(height))
        return cls(width, height, rows)

    def part(self, x: int, y: int, width: int, height: int) -> Picture:
        """A piece of it, as far as it reaches."""
        x, y = max(0, x), max(0, y)
        right, bottom = min(self.width, x + width), min(self.height, y + height)
        return Picture(
            max(0, right - x), max(0, bottom - y), tuple(row[4 * x : 4 * right] for row in self.rows[y:bottom])
        )

    def differs(self, other: Picture) -> int:
        """How many pixels differ; those of the larger one where the sizes do."""
        if (self.width, self.height) != (other.width, other.height):
            return max(self.width * self.height, other.width * other.height)
        changed = 0
        for mine, theirs in zip(self.rows, other.rows, strict=True):
            if mine != theirs:
                changed += sum(mine[at : at + 3] != theirs[at : at + 3] for at in range(0, len(mine), 4))
        return changed

    def colours(self) -> int:
        """How many colours there are, looked for at every fourth pixel: one or two on an empty area."""
        return len({row[at : at + 3] for row in self.rows[::4] for at in range(0, len(row), 16)})

    def brightness(self) -> float:
        """0 for black to 255 for white, of every fourth pixel."""
        sample = [row[at + 1] for row in self.rows[::4] for at in range(0, len(row), 16)]
        return sum(sample) / max(1, len(sample))

    def save(self, path: Path) -> None:
        """Write it as PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = bytearray()
        for row in self.rows:
            line = bytearray(3 * self.width)
            line[0::3], line[1::3], line[2::3] = row[2::4], row[1::4], row[0::4]
            lines += b"\0" + line
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines), 1)), (b"IEND", b""))
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
