"""Packs of strangers: what they hold is told first, nothing leads out of them, and they go without trace."""

from __future__ import annotations

import io
import json
import os
import random
import shlex
import stat
import struct
import sys
import unicodedata
import warnings
import zipfile
import zlib
from pathlib import Path

import pytest

from trainer import folders
from trainer.__main__ import main
from trainer.errors import TrainerError
from trainer.packs import (
    install,
    install_here,
    installed,
    json_of_pack,
    look_into,
    look_into_here,
    pack_of,
    remove,
)
from trainer.packs.archive import HIGHEST_RATIO, LARGEST_PACK, LARGEST_TOTAL, MOST_FILES
from trainer.packs.pictures import LONGEST_SIDE, fault_of
from trainer.safe_text import as_argument
from trainer.scenario import check, files, find, load
from trainer.scenario.catalogue import load_catalogue
from trainer.scenario.limits import LONGEST, LONGEST_SENTENCE, MOST_ROWS

from .conftest import ROOT

SOUND = (ROOT / "tests" / "sound.yaml").read_bytes()
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="base"><circle r="4" fill="url(#a)"/></g></svg>'
)
CARDS = b"""title: Flip
kind: no_means
cards:
  - id: stranger-1
    skill: no_means
    difficulty: 1
    explanation: A plain no refuses it.
    prompt: Can we meet on Tuesday?
    answer: refuse
"""


def png(width: int = 4, height: int = 4) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\xff\x80\x40" * width for _ in range(height)))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zipped(path: Path, contents: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in contents.items():
            archive.writestr(zipfile.ZipInfo(name), data, how)
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    portrait = SOUND.replace(b"  role: a neighbour\n", b"  role: a neighbour\n  portrait: ida.png\n")
    return zipped(
        tmp_path / "Long Walks.zip",
        {
            "Long Walks/pack.yaml": "title: Long walks\nauthor: Åsa \"A.\" Lind\nabout: Two walks.\nlicence: CC BY 4.0\n".encode(),
            "Long Walks/walk.yaml": portrait,
            "Long Walks/second_walk.yaml": SOUND,
            "Long Walks/drills/no.yaml": CARDS,
            "Long Walks/portraits/ida.png": png(),
            "Long Walks/portraits/drawn.svg": DRAWING,
            "Long Walks/notes.txt": b"hello",
            "__MACOSX/Long Walks/._walk.yaml": b"\0",
            "Long Walks/.DS_Store": b"\0",
        },
    )  # fmt: skip


def everything(folder: Path) -> set[Path]:
    return set(folder.rglob("*")) if folder.exists() else set()


# -- looked through, taken in, taken away


def test_a_pack_tells_what_it_holds(good: Path) -> None:
    pack = look_into(good)
    assert pack.faults == ()
    assert pack.told() == [
        "Long walks by Åsa \"A.\" Lind", "Two walks.", "CC BY 4.0", "",
        "Scenario: “A short walk” (coffee, easy)", "Scenario: “A short walk” (coffee, easy)",
        "Drills: “Flip” (1 card)", "Portrait: portraits/ida.png", "Portrait: portraits/drawn.svg", "Left out: .DS_Store",
        "Left out: __MACOSX", "Left out: notes.txt",
    ]  # fmt: skip


def test_a_pack_is_taken_in_played_and_taken_away_without_trace(good: Path) -> None:
    before = everything(folders.data())
    place = install_here(look_into(good))
    assert place == folders.packs() / "long-walks"
    assert {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()} == {
        "pack.yaml", "walk.yaml", "second_walk.yaml", "drills/no.yaml", "portraits/ida.png", "portraits/drawn.svg"
    }  # fmt: skip
    scenario = load(find("walk", folders.scenario_places()))
    assert scenario.counterpart.portrait == str(place / "portraits" / "ida.png")
    assert [pack.told() for pack in installed(folders.packs())] == [
        'Long walks by Åsa "A." Lind: 2 scenarios, 1 set of drills'
    ]
    assert "pack.yaml" not in {path.name for path in files(folders.scenario_places())}
    remove("long-walks", folders.packs())
    assert everything(folders.data()) == before


def test_the_catalogue_of_the_library_forgets_a_pack_that_is_taken_away(good: Path) -> None:
    place = install_here(look_into(good))
    known = load_catalogue(folders.catalogue())
    known.listed(files(folders.scenario_places()))
    known.keep()
    assert str(place) in folders.catalogue().read_text(encoding="utf-8")
    assert main(["remove", "long-walks"]) == 0
    kept = folders.catalogue().read_text(encoding="utf-8")
    assert "long-walks" not in kept and "coffee_neighbour" in kept


def test_a_pack_of_the_same_name_is_replaced_whole(good: Path, tmp_path: Path) -> None:
    install_here(look_into(good))
    (tmp_path / "other").mkdir()
    newer = zipped(tmp_path / "other" / "long walks.zip", {"walk.yaml": SOUND})
    place = install_here(look_into(newer))
    assert [path.name for path in place.iterdir()] == ["walk.yaml"]


def test_a_disk_that_refuses_leaves_the_old_pack(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = install_here(look_into(good))
    before = everything(folders.packs())
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if str(self).endswith(".new"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    (tmp_path / "other").mkdir()
    with pytest.raises(TrainerError, match="nothing has changed"):
        install_here(look_into(zipped(tmp_path / "other" / "long-walks.zip", {"walk.yaml": SOUND})))
    assert everything(folders.packs()) == before
    assert (place / "second_walk.yaml").exists()


def test_a_window_is_told_the_first_of_very_many_things(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "many.yaml"
    path.write_bytes(SOUND + b"".join(b"k%d: x #y\n" % number for number in range(3_000)))
    pack = look_into(path)
    assert len(pack.faults) == 3_000 and len(pack.told()) > 3_000
    rows = pack.told_in_short()
    assert sum(row.startswith("Fault: ") for row in rows) == MOST_ROWS
    assert rows[-1] == f"… and 2,950 more. “trainer check {path}” in a terminal tells them all."
    again = pack_of(json.loads(json.dumps(json_of_pack(pack))))
    assert again.told_in_short() == rows and len(again.faults) == MOST_ROWS
    assert main(["check", str(path)]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 3_000

    full = look_into(zipped(tmp_path / "full.zip", {f"walk-{number}.yaml": SOUND for number in range(130)}))
    told = full.told_in_short()
    assert len(told) == MOST_ROWS + 3 and told[-1] == "Scenario: … and 80 more"


def test_whatever_a_pack_says_of_itself_is_as_short_as_its_place(tmp_path: Path) -> None:
    long = b"x" * 150_000
    about = b"title: %s\nauthor: %s\nabout: %s\nlicence: %s\n" % (long, long, long, long)
    cards = CARDS.replace(b"stranger-1", long).replace(b"title: Flip", b"title: " + long)
    contents = {"pack.yaml": about, "drills/a.yaml": cards, "drills/b.yaml": cards, "walk.yaml": SOUND}
    path = zipped(tmp_path / "long.zip", contents, zipfile.ZIP_STORED)
    pack = look_into_here(path)
    assert max(map(len, pack.told())) < LONGEST_SENTENCE + 100 and any("[double-id]" in fault for fault in pack.faults)
    place = install(look_into(zipped(tmp_path / "short.zip", {"walk.yaml": SOUND})), folders.packs())
    (place / "pack.yaml").write_bytes(about)  # by hand
    assert [len(one.title) for one in installed(folders.packs())] == [LONGEST["title"] + 1]


def test_one_scenario_file_is_a_pack_of_one(tmp_path: Path) -> None:
    (tmp_path / "evening walk.yaml").write_bytes(SOUND)
    place = install_here(look_into(tmp_path / "evening walk.yaml"))
    assert place.name == "evening-walk"
    assert find("evening walk", folders.scenario_places()).parent == place


def test_ids_that_are_here_already_are_refused(tmp_path: Path) -> None:
    shipped = files([folders.scenarios()])[0]
    with pytest.raises(TrainerError, match=f"scenario “{shipped.stem}” already"):
        install_here(look_into(zipped(tmp_path / "one.zip", {shipped.name: SOUND})))
    install_here(look_into(zipped(tmp_path / "two.zip", {"drills/a.yaml": CARDS})))
    with pytest.raises(TrainerError, match="card “stranger-1” already"):
        install_here(look_into(zipped(tmp_path / "three.zip", {"drills/b.yaml": CARDS})))
    with pytest.raises(TrainerError, match=r"drills/b.yaml: error: the card “stranger-1” is twice .* drills/a.yaml"):
        install_here(look_into(zipped(tmp_path / "four.zip", {"drills/a.yaml": CARDS, "drills/b.yaml": CARDS})))
    assert [pack.name for pack in installed(folders.packs())] == ["two"]


def test_every_fault_of_a_pack_names_its_file_and_place(tmp_path: Path) -> None:
    pack = look_into(
        zipped(
            tmp_path / "bad.zip",
            {
                "a.yaml": SOUND.replace(b"level: easy", b"level: esay"),
                "drills/b.yaml": CARDS.replace(b"answer: refuse", b"answer: accept"),
                "pack.yaml": b"tilte: x",
                "portraits/c.png": b"GIF89a",
                "d.yaml": SOUND.replace(b"  role: a neighbour\n", b"  role: a neighbour\n  portrait: none.png\n"),
            },
        )
    )
    told = "\n".join(pack.faults)
    for start in ("a.yaml:3:8: error", "drills/b.yaml:4:5: error", "pack.yaml:1:1: error", "portraits/c.png: error", "d.yaml:11:13: error"):  # fmt: skip
        assert start in told, told
    with pytest.raises(TrainerError, match="has a fault and was not installed"):
        install(pack, folders.packs())
    assert not folders.packs().exists()


# -- hostile


def link(tmp_path: Path) -> Path:
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("walk.yaml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../walk.yaml", "a/../../walk.yaml", "/walk.yaml", "//host/share/walk.yaml", "C:walk.yaml", "C:/walk.yaml", "c:\\walk.yaml",
        "..\\walk.yaml", "drills/../walk.yaml", "./walk.yaml", "walk.yaml.", "walk .yaml /x.yaml", "con.yaml", "LPT1.yaml", "nul",
        "a\nb.yaml", "a\x1b[2Jb.yaml", "a\u202eb.yaml", "-rf.yaml", "~rf.yaml", "a/b/c/d/e.yaml", "a" * 200 + ".yaml", "~/walk.yaml",
        "walk.yaml:stream", "a|b.yaml", "a*b.yaml", "a?b.yaml", 'a"b.yaml', "a\ue000b.yaml", "\u3000a.yaml", "Com¹.yaml",
        "__MACOSX/../../walk.yaml", ".git/../../walk.yaml", "/.git/walk.yaml", ".git//walk.yaml", ".git/a\x1b[2Jb", "C:/.git/walk.yaml",
        "~/.git/walk.yaml", ".git/..\\..\\walk.yaml", "语" * 81 + ".yaml",
    ],
)  # fmt: skip
def test_a_name_that_leads_out_or_that_no_file_can_have_refuses_the_whole_pack(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "out.zip", {name: SOUND, "walk.yaml": SOUND})
    before = everything(tmp_path)
    with pytest.raises(TrainerError, match=r"out\.zip: .*nothing was installed") as caught:
        look_into(path)
    assert everything(tmp_path) == before
    assert all(char.isprintable() for char in str(caught.value))


def test_links_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match="is a link or no plain file"):
        look_into(link(tmp_path))


def test_bombs_are_refused_by_ratio_by_total_and_by_a_lying_list(tmp_path: Path) -> None:
    with pytest.raises(TrainerError, match=f"grows more than {HIGHEST_RATIO} times"):
        look_into(zipped(tmp_path / "ratio.zip", {"a.yaml": b"a" * 3_000_000}))
    each = LARGEST_TOTAL // 60
    many = {f"a{n}.txt": random.Random(n).randbytes(each // 50) + bytes(each - each // 50) for n in range(61)}
    with pytest.raises(TrainerError, match=r"Unpacked, .* is larger than"):
        look_into(zipped(tmp_path / "total.zip", many))
    # The list says 10 bytes, the file holds more.
    data = bytearray(zipped(tmp_path / "lie.zip", {"a.yaml": SOUND}).read_bytes())
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(mark) + place
        data[at : at + 4] = struct.pack("<I", 10)
    (tmp_path / "lie.zip").write_bytes(data)
    with pytest.raises(TrainerError, match=r"not what the list says|can be read"):
        look_into(tmp_path / "lie.zip")


def test_a_list_of_very_many_files_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "many.zip", {f"{n}.txt": b"" for n in range(MOST_FILES + 1)}, zipfile.ZIP_STORED)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was read"))
    with pytest.raises(TrainerError, match=f"more than {MOST_FILES} files"):
        look_into(path)
    data = path.read_bytes()
    (tmp_path / "long.zip").write_bytes(
        data[:-22] + b"PK\x06\x07" + bytes(16) + data[-22:-14] + b"\1\0\1\0" + data[-10:]
    )
    with pytest.raises(TrainerError, match=r"long form \(zip64\).*please pack it as a plain \.zip"):
        look_into(tmp_path / "long.zip")


@pytest.mark.parametrize("kind", ["nothing", "text", "half", "folder", "large", "locked", "twice", "lzma", "flipped"])
def test_what_is_no_pack_ends_in_a_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "it.zip"
    data = zipped(tmp_path / "sound.zip", {"walk.yaml": SOUND}).read_bytes()
    if kind == "text":
        path.write_text("hello" * 100)
    elif kind == "half":
        path.write_bytes(data[: len(data) // 2])
    elif kind == "folder":
        path.mkdir()
    elif kind == "large":
        with path.open("wb") as file:
            file.truncate(LARGEST_PACK + 1)
    elif kind == "locked":
        locked = bytearray(data)
        locked[6] |= 1
        locked[data.index(b"PK\x01\x02") + 8] |= 1
        path.write_bytes(locked)
    elif kind == "twice":
        zipped(path, {"walk.yaml": SOUND, "Walk.yaml": SOUND})
    elif kind == "lzma":
        zipped(path, {"walk.yaml": SOUND}, zipfile.ZIP_LZMA)
    elif kind == "flipped":
        flipped = bytearray(data)
        flipped[60] ^= 0xFF
        path.write_bytes(flipped)
    with pytest.raises(TrainerError, match=r"it\.zip"):
        look_into(path)


# -- pictures


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.png", png(), ""),
        ("a.png", png(LONGEST_SIDE + 1, 1), "pixels"),
        ("a.png", png()[:20], "no PNG"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 0, 5) + bytes(20), "pixels"),
        ("a.png", png() + bytes(1024 * 1024), "larger than"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x40\x00\x30", ""),
        ("a.jpg", b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\x00\x30", "pixels"),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x00", "no JPG"),
        ("a.jpeg", png(), "no JPEG"),
        ("a.svg", DRAWING, ""),
        ("a.svg", (ROOT / "assets" / "portraits" / "face-1.svg").read_bytes(), ""),
        ("a.svg", DRAWING.replace(b"<circle", b"<script/><circle"), "<script>"),
        ("a.svg", DRAWING.replace(b"<circle", b"<image href='file:///etc/passwd'/><circle"), "<image>"),
        ("a.svg", DRAWING.replace(b"<circle", b"<foreignObject/><circle"), "<foreignObject>"),
        ("a.svg", DRAWING.replace(b"url(#a)", b"url(http://x/y)"), "outside"),
        ("a.svg", DRAWING.replace(b"url(#a)", b"url(#a) url(http://x/y)"), "outside"),
        ("a.svg", DRAWING.replace(b"fill=", b"onload="), "outside"),
        ("a.svg", b"<!DOCTYPE s [<!ENTITY a 'b'>]>" + DRAWING, "type of document"),
        ("a.svg", b"<svg viewBox='0 0 9 9'>" + b"<g>" * 20 + b"</g>" * 20 + b"</svg>", "too many"),
        ("a.svg", b"<svg viewBox='0 0 9 9'>" + b"<g/>" * 3000 + b"</svg>", "too many"),
        ("a.svg", b"<svg", "no SVG"),
        ("a.svg", b" " * 200_000, "larger than"),
    ],
)  # fmt: skip
def test_pictures_are_taken_in_within_limits(name: str, data: bytes, told: str) -> None:
    found = fault_of(name, data)
    assert (told in found) if told else found == ""


def test_a_portrait_lies_beside_its_scenario_and_is_none_elsewhere(tmp_path: Path) -> None:
    text = SOUND.replace(b"  role: a neighbour\n", b"  role: a neighbour\n  portrait: ida.png\n")
    (tmp_path / "walk.yaml").write_bytes(text)
    assert [fault.rule for fault in check(tmp_path / "walk.yaml")[1]] == ["unknown-value"]
    (tmp_path / "portraits").mkdir()
    (tmp_path / "portraits" / "ida.png").write_bytes(png())
    scenario, faults = check(tmp_path / "walk.yaml")
    assert scenario is not None and faults == []


# -- commands


def test_the_commands_ask_first_list_and_take_away(
    good: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert main(["install", str(good)]) == 1
    assert "Scenario: “A short walk”" in (said := capsys.readouterr().out) and "Nothing was installed." in said
    assert not folders.packs().exists()
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert main(["install", str(good)]) == 0
    assert main(["packs"]) == 0
    assert "long-walks: Long walks by" in capsys.readouterr().out
    assert main(["install", "--yes", str(good)]) == 0
    assert main(["remove", "long-walks"]) == 0
    assert "Talks you practised are still in your file." in capsys.readouterr().out
    assert main(["packs"]) == 0
    assert "No packs" in capsys.readouterr().out
    assert main(["remove", "long-walks"]) == 2
    assert "The ones here: none" in capsys.readouterr().err


def test_checking_looks_a_pack_through(good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(good)]) == 0
    bad = zipped(tmp_path / "bad.zip", {"a.yaml": SOUND.replace(b"level: easy", b"level: esay")})
    assert main(["check", str(bad)]) == 1
    assert f"{bad}/a.yaml:3:8: error:" in capsys.readouterr().out


# -- names in any script


NAMES = [
    unicodedata.normalize("NFD", "Café"), "नमस्ते", "قَهوة", "می‌خواهم", "กาแฟดี", "私の 散歩", "walk#2", "walk!", "50% off", "x – y", "_draft", "“walk”",
    "a=b;c@d$e", "walk · 2", "语" * 70,
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_has_a_name_in_any_script(tmp_path: Path, name: str) -> None:
    kept = unicodedata.normalize("NFC", name)
    pack = look_into(zipped(tmp_path / "walks.zip", {f"{name}.yaml": SOUND, f"drills/{name}.yaml": CARDS}))
    assert pack.faults == () and [part.id for part in pack.scenarios] == [kept]
    place = install_here(pack)
    assert load(find(kept, folders.scenario_places())).id == kept and (place / "drills" / f"{kept}.yaml").is_file()
    remove(pack.name, folders.packs())
    (tmp_path / f"{name}.yaml").write_bytes(SOUND)
    single = look_into(tmp_path / f"{name}.yaml")
    assert single.faults == () and list(single.files) == [f"{kept}.yaml"]
    assert single.name.replace("-", "") or not any(char.isalpha() for char in kept)


def test_a_name_that_a_mac_writes_without_saying_so_is_read_as_it_is_meant(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Café.yaml")
    data = zipped(tmp_path / "mac.zip", {name: SOUND}).read_bytes()
    # The flag that says that names are in UTF-8, in both places where it stands.
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + place
        data = data[:at] + struct.pack("<H", struct.unpack("<H", data[at : at + 2])[0] & ~0x800) + data[at + 2 :]
    (tmp_path / "mac.zip").write_bytes(data)
    assert [part.id for part in look_into(tmp_path / "mac.zip").scenarios] == ["Café"]


def test_what_systems_and_programs_put_beside_is_left_out_and_named(tmp_path: Path) -> None:
    others = [
        "walks/.gitignore", "walks/.git/objects/ab/cd/ef/0123", "walks/.git/HEAD", "walks/.hidden.yaml", "walks/drills/._no.yaml", "walks/Thumbs.db",
        "walks/~$notes.docx", "__MACOSX/walks/._walk.yaml", "walks/_notes.txt", "walks/50%.txt", "walks/x – y.txt",
    ]  # fmt: skip
    pack = look_into(zipped(tmp_path / "walks.zip", {"walks/walk.yaml": SOUND, **dict.fromkeys(others, b"hello")}))
    assert pack.faults == () and list(pack.files) == ["walk.yaml"]
    assert set(pack.left_out) == {
        ".gitignore", ".git", ".hidden.yaml", "drills/._no.yaml", "Thumbs.db", "~$notes.docx", "__MACOSX", "_notes.txt", "50%.txt", "x – y.txt",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../walk.yaml", "leads out of the pack"), ("walk?.yaml", "holds “[?]”"), ("con.yaml", "keeps for a device"), ("a\nb.yaml", "acts instead"),
        ("-rf.yaml", "begins with “-”"), ("a" * 90 + ".yaml", "longer than 80"), ("a/b/c/d/e.yaml", "more than 3 folders"), ("walk.", "full stop"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_is_wrong_with_a_name(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(TrainerError, match=why):
        look_into(zipped(tmp_path / "walks.zip", {name: SOUND}))


@pytest.mark.parametrize(
    "pair", [("a.yaml", "A.yaml"), ("é.yaml", "e\u0301.yaml"), ("ab.yaml", "a\u200db.yaml"), ("a.yaml", "a.yaml")]
)
def test_names_that_a_disk_or_an_eye_takes_for_one_are_refused(tmp_path: Path, pair: tuple[str, str]) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that is there already
        for name in pair:
            archive.writestr(zipfile.ZipInfo(name), SOUND)
    with pytest.raises(TrainerError, match=r"twice|two names"):
        look_into(path)


# -- checked as it is installed


def test_checking_finds_what_keeps_a_pack_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = files([folders.scenarios()])[0].name
    install_here(look_into(zipped(tmp_path / "there.zip", {"drills/a.yaml": CARDS})))
    cases = {
        "twice.zip": ({"a.yaml": SOUND, "a.yml": SOUND}, "a.yml: error: the scenario “a” is twice in this pack, also in a.yaml"),
        "cards.zip": ({"drills/c.yaml": CARDS.replace(b"stranger", b"x"), "drills/d.yaml": CARDS.replace(b"stranger", b"x")}, "card “x-1” is twice"),
        "here.zip": ({shipped: SOUND}, "here already"),
        "card.zip": ({"drills/b.yaml": CARDS}, "drills/b.yaml: error: there is a card “stranger-1” here already"),
    }  # fmt: skip
    for name, (contents, told) in cases.items():
        path = zipped(tmp_path / name, contents)
        assert main(["check", str(path)]) == 1, name
        assert f"{path}/" in (said := capsys.readouterr().out) and told in said
        before = everything(folders.data())
        assert main(["install", "--yes", str(path)]) == 2 and told in capsys.readouterr().out
        assert everything(folders.data()) == before
    assert main(["check", str(tmp_path / "there.zip")]) == 0  # it would replace itself


@pytest.mark.parametrize("rule", ["spam-wins", "level-not-winnable"])
def test_the_scenarios_of_a_pack_are_played_as_single_ones_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str
) -> None:
    data = (ROOT / "tests" / "broken" / f"{rule}.yaml").read_bytes()
    path = zipped(tmp_path / "walks.zip", {"walk.yaml": data})
    assert main(["check", str(path)]) == 1
    assert f"{path}/walk.yaml:1:1: error: " in (said := capsys.readouterr().out) and f"[{rule}]" in said
    assert main(["check", "--quick", str(path)]) == 0


def test_warnings_of_a_pack_are_shown_and_keep_it_from_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contents = {
        "pack.yaml": b"title: x #1\n",
        "walk.yaml": SOUND.replace(b'opening: "Hello, you."', b"opening: See you in room #4"),
    }
    path = zipped(tmp_path / "walks.zip", contents)
    assert main(["check", "--json", str(path)]) == 0
    rows = json.loads(capsys.readouterr().out)["faults"]
    assert [row["severity"] for row in rows] == ["warning"] * 2
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr().out
    assert (
        f"{path}/pack.yaml:1:8: warning:" in said
        and f"{path}/walk.yaml:15:10: warning:" in said
        and "All is well" not in said
    )
    assert main(["install", "--yes", str(path)]) == 0
    assert "Warning: walk.yaml:15:10: warning:" in capsys.readouterr().out
    assert [pack.title for pack in installed(folders.packs())] == ["x"]


# -- one broken thing keeps no other from being read


def test_broken_cards_of_the_learner_keep_no_pack_out_and_blind_no_check(tmp_path: Path) -> None:
    drills = folders.own_scenarios() / "drills"
    drills.mkdir(parents=True)
    (drills / "bad.yaml").write_text("x: 1", encoding="utf-8")
    install_here(look_into(zipped(tmp_path / "cards.zip", {"drills/a.yaml": CARDS})))
    (drills / "own.yaml").write_bytes(
        CARDS.replace(b"stranger-1", b"mine-1").replace(b"difficulty: 1", b"difficulty: 7")
    )
    with pytest.raises(TrainerError, match="card “mine-1” already"):
        install_here(
            look_into(zipped(tmp_path / "more.zip", {"drills/b.yaml": CARDS.replace(b"stranger-1", b"mine-1")}))
        )


@pytest.mark.skipif(sys.platform == "win32", reason="links of this kind")
def test_a_link_that_cannot_be_followed_hides_no_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install_here(look_into(zipped(tmp_path / "pk.zip", {"walk.yaml": SOUND})))
    (folders.packs() / "a-link").symlink_to("x" * 300)  # as one into a folder that may not be looked into
    (folders.packs() / "b-link").symlink_to("nowhere")
    assert find("walk", folders.scenario_places()).parent == folders.packs() / "pk"
    assert main(["packs"]) == 0
    said = capsys.readouterr().out
    assert (
        "pk: pk: 1 scenario" in said
        and f"{folders.packs() / 'a-link'} cannot be looked into (File name too long)" in said
    )
    assert f"{folders.packs() / 'b-link'} is a link to a place where nothing is" in said
    with pytest.raises(TrainerError, match="scenario “walk” already"):
        install_here(look_into(zipped(tmp_path / "other.zip", {"walk.yaml": SOUND})))


def test_folders_without_rights_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = (zipped(tmp_path / f"{name}.zip", {f"{name}.yaml": SOUND}) for name in ("one", "two"))
    place = install_here(look_into(one))
    install_here(look_into(two))
    closed(monkeypatch, place)
    assert main(["packs"]) == 0
    said = capsys.readouterr().out
    assert "two: two: 1 scenario" in said and f"{place} cannot be looked into (Permission denied)" in said
    closed(monkeypatch, folders.packs())
    assert main(["packs"]) == 0
    assert (
        capsys.readouterr().out
        == f"{folders.packs()} cannot be looked into (Permission denied); what is in it is left out.\n"
    )


def closed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Take the rights of a folder away, also from an administrator."""
    scan = os.scandir

    def refuse(path: Path) -> object:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_whatever_comes_with_a_pack_is_its_owner_s_alone(good: Path, tmp_path: Path) -> None:
    place = tmp_path / "new" / "data" / "packs"
    install(look_into(good), place)
    made = everything(tmp_path / "new")
    assert {"drills", "portraits"} <= {path.name for path in made}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in made if path.is_file()} == {0o600}


def test_no_pack_brings_more_cards_than_are_read_in_a_moment(tmp_path: Path) -> None:
    head, _, rest = CARDS.partition(b"cards:")
    many = b"".join(rest.replace(b"stranger-1", f"s-{number}".encode()) for number in range(40))
    files = {
        f"drills/{number}.yaml": head + b"cards:" + many.replace(b"s-", f"d{number}-".encode()) for number in range(30)
    }
    pack = look_into(zipped(tmp_path / "many.zip", files))
    assert any("1,200 cards" in fault and "1,000 are the most" in fault for fault in pack.faults)


def test_packs_whose_long_names_differ_only_at_the_end_are_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "Negotiation practice for the workplace, part {}"
    for part in "12":
        path = zipped(
            tmp_path / f"{name.format(part)}.zip",
            {f"walk_{part}.yaml": SOUND, "pack.yaml": f"title: Part {part}".encode()},
        )
        assert main(["install", "--yes", str(path)]) == 0
        assert "in place of" not in capsys.readouterr().out
    assert {one.title for one in installed(folders.packs())} == {"Part 1", "Part 2"}
    assert all(len(one.name) <= 40 for one in installed(folders.packs()))
    assert main(["install", "--yes", str(path)]) == 0
    assert "It is installed, in place of the one that is here: Part 2: 1 scenario." in capsys.readouterr().out


def test_cards_are_checked_whatever_their_file_is_called(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "drills").mkdir()
    (tmp_path / "pack.yaml").write_bytes(b"title: x\n")
    (tmp_path / "drills" / "pack.yaml").write_bytes(CARDS.replace(b"difficulty: 1", b"difficulty: 7"))
    assert main(["check", str(tmp_path)]) == 1
    assert f"{tmp_path / 'drills' / 'pack.yaml'}:" in capsys.readouterr().out


def test_what_to_type_is_told_so_that_it_can_be_typed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "my talks"
    folder.mkdir()
    (folder / "it's mine.yaml").write_bytes(SOUND.replace(b"level: easy", b"level: esay"))
    assert main(["play", str(folder / "it's mine.yaml")]) == 2
    said = capsys.readouterr().err
    advice = said[said.index("“trainer ") + len("“trainer ") : said.rindex("”")]
    assert shlex.split(advice) == ["check", str(folder / "it's mine.yaml")]
    assert main(shlex.split(advice)) == 1
    assert shlex.split(as_argument("-x.yaml")) == ["./-x.yaml"] and as_argument("/a/b.yaml") == "/a/b.yaml"


SAY = """title: Say
kind: say
cards:
  - id: stranger-say
    skill: next_line
    difficulty: 1
    situation: You meet.
    scenario: SCENARIO
    model: MODEL
    explanation: It names what worries them.
"""


def _told_of(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    main(["check", str(path)])
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("scenario", "model", "told"),
    [
        ("walk", "It sounds like you're busy and short of time.", ""),
        ("coffee_neighbour", "You must be worn out after all those night shifts.", ""),
        ("walk", "You owe me that, so decide today.", "the model answer does not pass"),
        ("nowhere", "It sounds like a free hour is rare for you.", "There is no scenario “nowhere” here"),
    ],
)
def test_cards_of_a_pack_are_played_in_its_own_scenarios_and_in_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scenario: str, model: str, told: str
) -> None:
    deck = SAY.replace("SCENARIO", scenario).replace("MODEL", model).encode()
    # Cards come first here: they wait for the scenarios all the same.
    path = zipped(tmp_path / "say.zip", {"drills/say.yaml": deck, "walk.yaml": SOUND})
    out = _told_of(path, capsys)
    assert (told in out) if told else ("error" not in out), out
