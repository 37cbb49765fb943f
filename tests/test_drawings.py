"""Drawings and pictures of strangers: what they may hold, how much work they may be, and how seldom they are painted."""

from __future__ import annotations

import math
import os
import random
import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter, QPainterPath

from trainer import folders
from trainer.gui.kit import portrait_file, style
from trainer.gui.kit.portrait_file import Drawn, Face
from trainer.packs.drawings import LARGEST_DRAWING, MOST_WORK, Drawing, examine
from trainer.packs.path_data import Piece, arc, numbers, pieces
from trainer.packs.pictures import LONGEST_SIDE, MOST_PASSES, fault_of, without_extras
from trainer.plain_files import FileRefused

from .nasty_drawings import nasty
from .test_packs import png

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'


def drawing(inside: str, begin: str = OPEN) -> Drawing:
    return examine(f"{begin}{inside}</svg>".encode())


def line(count: int, look: str = 'stroke="red" stroke-width="5" stroke-linejoin="round"') -> str:
    return f'<polyline {look} points="{"0 0 100 100 " * (count // 2)}"/>'


#: A line of many corners a hundredth as large.
SMALL = line(2_000, 'stroke="red" stroke-width=".05"').replace("100", "1")
#: A line of few edges and many corners, without what it is drawn with.
TREMBLES = f'd="M50 50{"h1h-1" * 150}" stroke-linejoin="round"'
#: Each of them kept a window waiting, or would: (what is in the drawing, what is said of it).
TOO_MUCH = {
    "corners": (line(14_000), "too long to paint"),
    "corners, passed on": (f'<g stroke="red" stroke-width="50"><g>{line(2_000, "")}</g></g>', "too long to paint"),
    "corners, by style": (line(2_000, 'style="stroke:red;stroke-width:50px"'), "too long to paint"),
    "corners, said twice": (line(2_000, 'stroke="none" style="stroke:red;stroke-width:50"'), "too long to paint"),
    "corners, miter": (line(2_000, 'stroke="red" stroke-miterlimit="100" fill="none"'), "too long to paint"),
    "corners of a line that trembles": (f'<path fill="none" stroke="red" stroke-width="90" {TREMBLES}/>', "too long to paint"),
    "corners of a style": (f'<path stroke="none" stroke-width="1" style="stroke:red;stroke-width:90" {TREMBLES}/>', "too long to paint"),
    "corners, grown": (f'<g transform="scale(10) scale(10)">{SMALL}</g>', "too long to paint"),
    "edges": (line(14_000, ""), "too long to paint"),
    "path": (f'<path d="M0 0{"L100 100 0 0" * 6_000}"/>', "too long to paint"),
    "path, without letters": (f'<path d="M0 0 {"100,100 0,0 " * 6_000}"/>', "too long to paint"),
    "path, relative": (f'<path d="M0 0{"l99-99-99 99" * 6_000}"/>', "too long to paint"),
    "path, to and fro": (f'<path d="M0 0{"H99V99H0V0" * 6_000}"/>', "too long to paint"),
    "curves": (f'<path d="M0 0{"C99 0 0 99 99 99S0 0 0 0" * 3_000}"/>', "too long to paint"),
    "arcs": (f'<path d="M50 50{"a40 40 0 1 1 1 1" * 6_000}"/>', "too long to paint"),
    "arcs, written close": (f'<path d="M50 50{"a40 40 0 111 1" * 6_000}"/>', "too long to paint"),
    "ends": (f'<path stroke="red" stroke-linecap="round" stroke-width="90" d="{"M50 50h1" * 9_000}"/>', "too long to paint"),
    "circles": ('<circle cx="50" cy="50" r="49" stroke="red" stroke-width="9"/>' * 1_900, "too long to paint"),
    "whole pictures": ('<rect width="100" height="100" fill="url(#a)"/>' * 1_900, "too long to paint"),
    "in defs": (f"<defs>{line(14_000)}</defs>", "too long to paint"),
    "wide": (line(4, 'stroke="red" stroke-width="30000"'), "far too wide"),
    "far": ('<path d="M0 0C-100000 99 100000 0 50 99999"/>', "far out"),
    "far, moved": ('<g transform="matrix(1 0 0 1 1e7 0)"><path d="M0 0h1"/></g>', "far out"),
    "far, nowhere": ('<path d="M1e999 0h1"/>', "far out"),
    "dashes": (line(2, 'stroke="red" stroke-dasharray=".001"'), "stroke-dasharray"),
    "dashes, by style": (line(2, 'style="stroke:red;stroke-dasharray:.001"'), "stroke-dasharray"),
    "dashes, of a group": ('<g stroke-dasharray=".001"/>', "stroke-dasharray"),
    "filter": ('<g filter="url(#a)"/>', "filter"),
    "mask": ('<g mask="url(#a)"/>', "mask"),
    "clip": ('<g clip-path="url(#a)"/>', "clip-path"),
    "blending": ('<g style="mix-blend-mode:multiply"/>', "mix-blend-mode"),
    "width of the screen": (line(2, 'stroke="red" stroke-width="500" vector-effect="non-scaling-stroke"'), "vector-effect"),
    "turned elsewhere": ('<g transform-origin="900 900" transform="rotate(9)"/>', "transform-origin"),
    "said by two names": (f'<g xmlns:a="b"><path d="M0 0{"L100 100 0 0" * 6_000}" a:d="M0 0"/></g>', "twice"),
    "drawing in it": ('<svg viewBox="0 0 1 1"/>', "<svg>"),
    **{tag: (f"<{tag}/>", f"<{tag}>") for tag in ("use", "symbol", "pattern", "filter", "mask", "clipPath", "marker", "text", "image", "style", "switch", "a", "animate", "set")},
    "path that is none": ('<path d="M0 0 L 5 x"/>', "no SVG"),
    "path cut": ('<path d="M0 0 C 5 5"/>', "no SVG"),
    "path with a flag that is none": ('<path d="M0 0a1 1 0 2 0 3 3"/>', "no SVG"),
    "length": ('<circle r="5em"/>', "no length"),
    "transform": ('<g transform="scale(2"/>', "no transform"),
    "transform, unknown": ('<g transform="grow(2)"/>', "outside"),
}  # fmt: skip


@pytest.mark.parametrize("name", TOO_MUCH)
def test_a_drawing_that_would_take_long_is_refused_in_a_sentence(name: str) -> None:
    inside, told = TOO_MUCH[name]
    assert told in drawing(inside).fault


@pytest.mark.parametrize(
    "inside",
    [
        '<g style="fill:u\\72l(file:///etc/hostname)"/>', '<g fill="u\\72l(file:///etc/hostname)"/>', '<g style="fill:/**/url(file:///a)"/>',
        '<g fill="url(\nfile:///a)"/>', '<g fill="url(#a) url(file:///b)"/>', '<g fill="URL(file:///a)"/>', '<g fill="url( \'file:///a\' )"/>',
        '<g fill="&#117;rl(file:///a)"/>', '<g style="@import \'a\'"/>', '<g fill="image(file:///a)"/>', '<g fill="src(file:///a)"/>',
        '<g href="a"/>', '<g style="fill:\\72 ed"/>', '<g fill="\\75rl\\28 file:///a)"/>', '<g xmlns:x="y" x:href="a"/>', '<g fill="url (file:///a)"/>', '<g fill="url(file:///a"/>', '<g onclick="a()"/>',
    ],
)  # fmt: skip
def test_a_drawing_refers_to_nothing_outside_however_it_is_written(inside: str) -> None:
    assert "outside" in drawing(inside).fault


@pytest.mark.parametrize(
    ("begin", "told"),
    [
        ('<?xml version="1.0" encoding="UTF-8"?>' + OPEN, ""),
        ('<?xml version="1.0"?><?xml-stylesheet href="http://a/b.css"?>' + OPEN, "<?xml-stylesheet"),
        ("<?php a?>" + OPEN, "<?php"),
        (OPEN + "<?a b?>", "<?a"),
        ("<!-- drawn by hand -->" + OPEN, ""),
        (OPEN.replace("0 0 100 100", "0 0 .001 .001"), "sides from"),
        (OPEN.replace("0 0 100 100", "0 0 1e9 1e9"), "sides from"),
        (OPEN.replace("0 0 100 100", "0 0 100"), "sides from"),
        ("<svg>", "how large"),
        ('<svg width="30" height="20mm">', ""),
        (OPEN.replace("viewBox", 'preserveAspectRatio="xMidYMid slice" viewBox'), "cut"),
        ("<g>", "<g>"),
    ],
)
def test_a_drawing_says_how_large_it_is_and_instructs_nobody(begin: str, told: str) -> None:
    end = "</g>" if begin == "<g>" else "</svg>"
    found = examine(f'{begin}<circle r="9"/>{end}'.encode())
    assert (told in found.fault) if told else (found.fault == "" and found.frame is not None)


def test_our_own_faces_are_taken_in_and_leave_room() -> None:
    for path in sorted((folders.assets() / "portraits").glob("*.svg")):
        found = examine(path.read_bytes())
        assert found.fault == "" and 1_000 < found.work < MOST_WORK * 0.8, path.name


#: Some 125,000 characters each, which a careless pattern would read again from every one of them.
LONG = {
    "word": f'<g fill="{"a" * 125_000}"/>', "spaces": f'<g fill="a{" " * 125_000}b"/>', "digits": f'<circle r="{"1" * 125_000}x"/>',
    "transform": f'<g transform="{"a" * 125_000}"/>', "transforms": f'<g transform="{"scale(1)" * 15_000}"/>', "style": f'<g style="{"a:b;" * 31_000}"/>',
    "references": f'<g fill="{"url(#a)" * 17_000}"/>', "brackets": f'<g fill="{"url(" * 31_000}"/>', "nothing": f'<path d="M0 0{"z" * 125_000}"/>',
    "dots": f'<path d="M{"1." * 62_000}"/>', "signs": f'<path d="M{"+" * 125_000}"/>', "commas": f'<path d="M{"," * 125_000}0"/>',
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_in_a_drawing_is_read_in_one_go(name: str) -> None:
    """Twice the length takes about twice the time; where it takes four times as long, this takes minutes."""
    assert isinstance(drawing(LONG[name]).fault, str)


@pytest.mark.parametrize("seed", range(24))
def test_no_nasty_drawing_is_larger_than_the_bound(seed: int) -> None:
    """What the bound means in milliseconds is shown by `python -m tests.nasty_drawings`."""
    data = nasty(seed)
    assert len(data) <= LARGEST_DRAWING and (not data or 0 < examine(data).work <= MOST_WORK)


# -- pieces of a path


def drawn_by_qt(begin: tuple[float, float], to: tuple[float, float], said: str) -> QImage:
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><path stroke="red" fill="none" d="M{begin[0]} {begin[1]}{said}{to[0]} {to[1]}"/></svg>'
    Drawn(text.encode(), (0, 0, 200, 200)).paint(painter, "open", QRectF(0, 0, 200, 200))
    painter.end()
    return image


def drawn_by_us(made: list[Piece]) -> QImage:
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    path = QPainterPath()
    path.moveTo(*made[0][0])
    for piece in made:
        if len(piece) == 4:
            path.cubicTo(*piece[1], *piece[2], *piece[3])
        else:
            path.lineTo(*piece[-1])
    painter = QPainter(image)
    painter.setPen(Qt.GlobalColor.red)
    painter.drawPath(path)
    painter.end()
    return image


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("seed", range(30))
def test_an_arc_goes_where_it_is_painted(seed: int) -> None:
    chance = random.Random(seed)
    begin, to = ((chance.uniform(60, 140), chance.uniform(60, 140)) for _ in range(2))
    rx, ry, turned = chance.uniform(1, 50), chance.uniform(1, 50), chance.uniform(0, 360)
    large, sweep = chance.randrange(2), chance.randrange(2)
    painted = drawn_by_qt(begin, to, f"A{rx} {ry} {turned} {large} {sweep} ")
    ours = drawn_by_us(list(arc(begin, rx, ry, turned, large != sweep, bool(sweep), to)))
    near = [(x, y) for x in range(200) for y in range(200) if ours.pixelColor(x, y).alpha()]
    for x in range(200):
        for y in range(200):
            if painted.pixelColor(x, y).alpha() > 200:
                assert any(abs(x - a) <= 2 and abs(y - b) <= 2 for a, b in near), (x, y)


def test_the_pieces_of_a_path_are_those_of_the_grammar() -> None:
    with pytest.raises(FileRefused):  # one number is left over
        list(pieces("M1 2 3"))
    smooth = list(pieces("M0 0C0 10 10 10 10 0S20-10 20 0T30 0"))
    assert smooth[3][1] == (10, -10)  # mirrored
    assert smooth[4][1] == (20, 0)  # a curve of another kind before it: nothing to mirror
    assert numbers("1,2 -3.5e1.5+6") == [1, 2, -35, 0.5, 6]


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("M1 2l3,4", [(0, 0), (1, 2), (4, 6), (1, 2)]),
        ("m1 2 3 4", [(0, 0), (1, 2), (4, 6), (1, 2)]),
        ("M1 2H9v-2z", [(0, 0), (1, 2), (9, 2), (9, 0), (1, 2), (1, 2)]),
        ("M1 2L.5.5-1-1", [(0, 0), (1, 2), (0.5, 0.5), (-1, -1), (1, 2)]),
        ("M1 1a1 1 0 0110 0", [(0, 0), (1, 1), (6, -4), (11, 1), (1, 1)]),
    ],
)
def test_a_path_goes_where_its_letters_say(said: str, ends: list[tuple[float, float]]) -> None:
    found = [piece[-1] for piece in pieces(said)]
    assert len(found) == len(ends)
    assert all(math.dist(one, other) < 1e-6 for one, other in zip(found, ends, strict=True))


# -- pictures


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_what_a_picture_does_not_need_is_never_unpacked() -> None:
    """Compressed texts and profiles of a PNG of 848 KB took half a minute and 4 GB."""
    plain = png()
    extras = b"".join(
        chunk(kind, b"a\0\0" + zlib.compress(bytes(1_000))) for kind in (b"zTXt", b"iTXt", b"iCCP", b"tEXt", b"abCd")
    )
    assert without_extras(plain) == plain
    assert without_extras(plain[:33] + extras + plain[33:] + b"behind it") == plain
    assert without_extras(plain[:40]) == plain[:33]


def png_of(rows: bytes, depth: int, colour: int, interlaced: int = 0, before: bytes = b"") -> bytes:
    """A picture of 5 × 3 pixels, with whatever is said to be its rows."""
    head = struct.pack(">IIBBBBB", 5, 3, depth, colour, 0, 0, interlaced)
    return PNG + chunk(b"IHDR", head) + before + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


PNG, PALETTE = b"\x89PNG\r\n\x1a\n", chunk(b"PLTE", bytes(6))


@pytest.mark.parametrize(("depth", "colour", "interlaced", "size"), [
    (8, 2, 0, 48), (16, 6, 0, 123), (1, 0, 0, 6), (2, 3, 0, 9), (4, 3, 0, 12), (8, 4, 0, 33),
    # In passes, the fifth of them has a row of 3, the sixth two of 2 and so on; a pass without a column has no rows.
    (8, 0, 1, 22), (1, 0, 1, 14), (16, 2, 1, 97),
])  # fmt: skip
def test_a_picture_is_unpacked_as_far_as_it_is_seen_and_no_further(
    depth: int, colour: int, interlaced: int, size: int
) -> None:
    """A PNG of 4 × 4 pixels held a gigabyte behind its rows, and the window for three seconds."""
    before = PALETTE if colour == 3 else b""
    whole, short, more = (
        png_of(bytes(length), depth, colour, interlaced, before) for length in (size, size - 1, 10_000_000)
    )
    assert fault_of("a.png", whole) == "" and not QImage.fromData(without_extras(whole)).isNull()
    assert fault_of("a.png", short) == "it is damaged"
    assert fault_of("a.png", more) == "it holds more than the picture that is seen"


def test_no_more_is_unpacked_than_the_picture_and_a_little(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[int] = []
    real = zlib.decompressobj

    class Counted:
        def __init__(self) -> None:
            self._real = real()

        @property
        def eof(self) -> bool:
            return self._real.eof

        def decompress(self, data: bytes, most: int) -> bytes:
            found = self._real.decompress(data, most)
            unpacked.append(len(found))
            return found

    data = png_of(bytes(90_000_000), 8, 2)
    monkeypatch.setattr(zlib, "decompressobj", Counted)
    assert fault_of("a.png", data) != "" and sum(unpacked) < 100_000


@pytest.mark.parametrize("data", [
    PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)) + bytes(40),  # a wrong checksum
    png()[:-1], png()[:-12], png()[:-20], png().replace(b"IDAT", b"IDAX"),
    png_of(bytes(48), 3, 2), png_of(bytes(48), 8, 7), png_of(bytes(48), 8, 2, 2), png_of(bytes(18), 8, 3),
    png_of(bytes(48), 8, 2, 0, PALETTE * 30_000), png_of(bytes(48), 8, 2).replace(b"x\x9c", b"x\x9d"),
    PNG + chunk(b"IHDR", bytes([0, 0, 0, 4, 0, 0, 0, 4, 8])) + png()[33:],
])  # fmt: skip
def test_a_picture_that_cannot_be_decoded_is_told_before_it_is_taken_in(data: bytes) -> None:
    assert fault_of("a.png", data) == "it is damaged"


def jpeg(width: int, height: int) -> bytes:
    image, held = QImage(width, height, QImage.Format.Format_RGB32), QBuffer()
    image.fill(0x336699)
    held.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(held, QByteArray(b"jpg")).write(image)
    return bytes(held.data().data())


def test_a_jpeg_is_as_large_as_a_decoder_takes_it_for() -> None:
    large, frame = jpeg(LONGEST_SIDE + 1, 9), b"\xff\xc0\x00\x11\x08\x00\x10\x00\x10"
    assert fault_of("a.jpg", jpeg(9, 9)) == "" and "pixels" in fault_of("a.jpg", large)
    for lie in (b"\xff\x01\xff\xe1", b"\xff\xd3\xff\xe1", b"\xff\xff\xe1"):  # no length follows what stands first
        hidden = lie + struct.pack(">H", 40) + bytes(38)
        told = fault_of("a.jpg", b"\xff\xd8" + hidden + large[2:])
        assert "pixels" in told, lie
    assert fault_of("a.jpg", b"\xff\xd8\xff\x01" + struct.pack(">H", 0xFFE1) + bytes(0xFFDF) + frame + large[2:])
    for begin in (b"\xff\xd8", b"\xff\xd9", b"\xff\xda\x00\x02", b"\xff\xc3" + frame[2:], b"\xff\x00"):
        assert "no JPG" in fault_of("a.jpg", b"\xff\xd8" + begin + frame + bytes(30))


@pytest.mark.qt_log_ignore("Empty JPEG image")
def test_a_face_that_cannot_be_decoded_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x10\x00\x10" + bytes(30))
    face, image = Face(tmp_path / "a.jpg"), QImage(9, 9, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    face.paint(painter, "open", QRectF(0, 0, 9, 9))
    painter.end()
    assert face.fault == "it cannot be decoded"


def test_a_picture_is_not_drawn_in_any_number_of_passes() -> None:
    begin = b"\xff\xd8\xff\xc2\x00\x11\x08\x00\x40\x00\x30" + bytes(20)
    assert fault_of("a.jpg", begin + b"\xff\xda\x00\x02" * MOST_PASSES) == ""
    assert "passes" in fault_of("a.jpg", begin + b"\xff\xda\x00\x02" * (MOST_PASSES + 1))


# -- painted once


class Paints:
    """Counts how often a drawing is painted, or read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.painted: list[str] = []
        self.read = 0
        paint, init = Drawn.paint, Drawn.__init__

        def counted(drawn: Drawn, painter: QPainter, mood: str, place: QRectF) -> None:
            self.painted.append(mood)
            paint(drawn, painter, mood, place)

        def noted(drawn: Drawn, data: bytes, frame: tuple[float, float, float, float] | None) -> None:
            self.read += 1
            init(drawn, data, frame)

        monkeypatch.setattr(Drawn, "paint", counted)
        monkeypatch.setattr(Drawn, "__init__", noted)
        monkeypatch.setattr(portrait_file, "_kept", type(portrait_file._kept)())


def paint(face: Face, mood: str = "open", side: int = 60, ratio: float = 1.0) -> QImage:
    image = QImage(round(side * ratio), round(side * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    face.paint(painter, mood, QRectF(0, 0, side, side))
    painter.end()
    return image


@pytest.mark.usefixtures("qapp")
def test_a_face_is_painted_once_for_each_mood_size_screen_theme_and_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "face.svg"
    whole = (folders.assets() / "portraits" / "face-1.svg").read_bytes()
    path.write_bytes(whole)
    counted, face = Paints(monkeypatch), Face(path)
    first = paint(face)
    for _ in range(5):
        assert paint(face) == first == paint(Face(path))  # whoever asks
    assert counted.painted == ["open"] and counted.read == 1
    assert paint(face, "annoyed") != first
    paint(face, side=61)
    paint(face, ratio=2.0)
    assert counted.painted == ["open", "annoyed", "open", "open"] and counted.read == 1
    monkeypatch.setattr(style.LOOK, "colours", style.DARK)
    paint(face)
    assert len(counted.painted) == 5 and len(portrait_file._kept) == 1  # those of another theme are gone
    path.write_bytes(whole.replace(b"#8FB0AC", b"#FF0000"))
    os.utime(path, ns=(1, 1))
    assert paint(face) != first and len(counted.painted) == 6 and counted.read == 2 and len(portrait_file._kept) == 1
    path.unlink()
    paint(face)
    assert "cannot be read" in face.fault


@pytest.mark.usefixtures("qapp")
def test_no_more_faces_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portrait_file, "_MOST_KEPT", 3 * 60 * 60)
    Paints(monkeypatch)
    face = Face(folders.assets() / "portraits" / "face-2.svg")
    for mood in ("open", "listening", "guarded", "open", "annoyed"):
        paint(face, mood)
    assert [key[2] for key in portrait_file._kept] == ["guarded", "open", "annoyed"]
    paint(face, side=2_000)
    assert [key[3] for key in portrait_file._kept] == [1_024]  # one is kept, whatever its size


@pytest.mark.usefixtures("qapp")
def test_a_face_says_why_it_is_not_shown(tmp_path: Path) -> None:
    for name, data, told in (
        ("a.svg", f"{OPEN}{line(14_000)}</svg>".encode(), "too long to paint"),
        ("b.png", b"none", "no PNG"),
        ("c.svg", b" " * 200_000, "larger"),
        ("d.svg", b"<svg><g id='base'/></svg>", "how large"),
        (
            "e.svg",
            b"<svg viewBox='0 0 9 9'><g id='base'/><path xml:a='b' c:d='e'/></svg>",
            "no SVG",
        ),  # a name nobody declared
    ):
        (tmp_path / name).write_bytes(data)
        face = Face(tmp_path / name)
        paint(face)
        assert told in face.fault


@pytest.mark.usefixtures("qapp")
def test_a_mood_stays_where_it_belongs(tmp_path: Path) -> None:
    """Qt alone would stretch each part over the whole face."""
    path = tmp_path / "face.svg"
    path.write_text(
        f'{OPEN}<g id="base"><rect x="0" y="0" width="100" height="100" fill="#0000ff"/></g>'
        '<g id="open"><rect x="10" y="20" width="20" height="10" fill="#ff0000"/></g></svg>'
    )
    shown = paint(Face(path), side=100)
    assert shown.pixelColor(20, 25).name() == "#ff0000"
    assert {shown.pixelColor(*place).name() for place in ((5, 25), (35, 25), (20, 15), (20, 35), (90, 90))} == {
        "#0000ff"
    }
