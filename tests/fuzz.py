"""Files as nobody would write them: sound ones, bent a little, so that they get far before they fail.

`python -m tests.fuzz N` tries N of them in all, in slices of children whose memory is bounded; `make fuzz` tries 20,000.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from trainer import settings
from trainer.commands.doctor import examine
from trainer.drills.load import check_cards
from trainer.errors import TrainerError
from trainer.gui.kit.portrait_file import Face
from trainer.history import History
from trainer.packs import look_into
from trainer.packs.pictures import fault_of
from trainer.safe_text import acting
from trainer.scenario import check, glance
from trainer.scenario.catalogue import load_catalogue
from trainer.scenario.faults import Fault
from trainer.session import Session

from .everything import exported

ROOT = Path(__file__).parent.parent
#: Seconds one file may take, and bytes all of it may take.
LONGEST, MOST_MEMORY = 1.0, 300 * 1024 * 1024
SLICE = 500
#: What strangers, editors and half-finished copies put into files.
PIECES = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\x1b[2J", "\u202e".encode(), b"&a ", b"*a", b"!x ", b"!!python/object:os.system ", b"---\n", b"...\n",
    b"? ", b"- ", b": ", b"\t", b"\r", b"\n\n", b"  ", b"{", b"}", b"[", b"]", b'"', b"'", b"|\n", b">\n", b"#", b"%YAML 1.1\n", b"%YAML 1.3\n", b'"\\Uffffffff"', b"9" * 5_000, b"<<: ", b"~",
    b"null", b"-1", b"1e309", b"9" * 400, "²".encode(), "١".encode(), b"0x", b"0-100", b"{amount}", b"\xed\xa0\x80", b"\\u0000", b"../", b"PK\x05\x06",
)  # fmt: skip


def bent(data: bytes, chance: random.Random, times: int) -> bytes:
    """The same bytes, changed at some places: cut, doubled, moved, overwritten, or with a piece put in."""
    made = bytearray(data)
    for _ in range(times):
        if not made:
            return bytes(made)
        place = chance.randrange(len(made))
        length = min(chance.choice((1, 2, 8, 60, 900)), len(made) - place)
        how = chance.randrange(7)
        if how == 0:
            del made[place : place + length]
        elif how == 1:
            made[place:place] = made[place : place + length] * chance.choice((1, 2, 30))
        elif how == 2:
            made[place:place] = chance.choice(PIECES) * chance.choice((1, 1, 1, 40))
        elif how == 3:
            made[place] = chance.randrange(256)
        elif how == 4:
            made[place] ^= 1 << chance.randrange(8)
        elif how == 5:
            other = chance.randrange(len(made))
            made[place : place + length] = made[other : other + length]
        else:
            del made[place : len(made) if chance.random() < 0.2 else place + 1]
    return bytes(made[: 2 * 1024 * 1024])


def _bent_rows(data: bytes, chance: random.Random, times: int) -> bytes:
    """Rows moved, doubled, taken out, deeper or less deep: still like YAML."""
    rows = data.split(b"\n")
    for _ in range(times):
        place = chance.randrange(len(rows))
        how = chance.randrange(5)
        if how == 0:
            del rows[place : place + chance.choice((1, 1, 5))]
        elif how == 1:
            rows[place:place] = rows[place : place + chance.choice((1, 3, 40))] * chance.choice((1, 1, 20))
        elif how == 2:
            rows[place] = b"  " * chance.randrange(4) + rows[place].lstrip()
        elif how == 3:
            key, colon, value = rows[place].partition(b":")
            rows[place] = key + colon + b" " + chance.choice((*PIECES, value * 30))
        else:
            rows.insert(place, rows[chance.randrange(len(rows))])
        rows = rows or [b""]
    return b"\n".join(rows)[: 2 * 1024 * 1024]


def _bend_text(data: bytes, chance: random.Random) -> bytes:
    bend = chance.choice((bent, _bent_rows))
    return bend(data, chance, chance.choice((1, 1, 2, 5, 20)))


def _told(faults: list[Fault]) -> None:
    """Every refusal names its place, and nothing in it acts."""
    for fault in faults:
        assert fault.line >= 1 and fault.column >= 1 and fault.sentence and fault.rule, fault
        assert not acting(fault.shown("file.yaml").replace("\n", "")), fault


def scenario_file(folder: Path, chance: random.Random) -> None:
    path = folder / "bent.yaml"
    path.write_bytes(_bend_text(chance.choice(SCENARIOS), chance))
    glance(path)
    scenario, faults = check(path)
    assert (scenario is None) == any(fault.is_error for fault in faults)
    _told(faults)
    if scenario is not None:  # what is sound can be played
        session = Session(scenario, chance.randrange(99))
        for line in ("Can we meet?", "It sounds like time is short.", "Would it be a bad idea to meet?"):
            if session.outcome is None:
                session.say(line)


def drill_file(folder: Path, chance: random.Random) -> None:
    path = folder / "cards.yaml"
    path.write_bytes(_bend_text(chance.choice(DRILLS), chance))
    cards, faults = check_cards(path, heard=chance.random() < 0.3)
    assert not (cards and any(fault.is_error for fault in faults))
    _told(faults)


def pack_file(folder: Path, chance: random.Random) -> None:
    path = folder / "pack.zip"
    if chance.random() < 0.5:
        path.write_bytes(bent(PACK, chance, chance.choice((1, 1, 2, 5))))
    else:
        contents = dict(CONTENTS)
        for name in chance.sample(sorted(contents), 2):
            contents[name] = _bend_text(contents[name], chance)
        path.write_bytes(zipped(contents))
    try:
        pack = look_into(path)
    except TrainerError as error:
        assert str(path) in str(error)
        return
    for row in pack.told():
        assert not acting(row) and "\n" not in row, row
    for fault in pack.faults:
        assert ".yaml:" in fault or "portraits/" in fault or "There is no scenario" in fault, fault


def picture_file(folder: Path, chance: random.Random) -> None:
    from PySide6.QtGui import QImage, QPainter

    name = chance.choice(sorted(PICTURES))
    path = folder / f"face{Path(name).suffix}"
    path.write_bytes(bent(PICTURES[name], chance, chance.choice((1, 2, 8))))
    fault_of(path.name, path.read_bytes())
    image = QImage(60, 60, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    Face(path).paint(painter, "open", image.rect().toRectF())
    painter.end()


def settings_file(folder: Path, chance: random.Random) -> None:
    path = folder / "settings.json"
    path.write_bytes(bent(SETTINGS, chance, chance.choice((1, 2, 8))))
    found = settings.load(path)
    for name in settings.table():
        assert found[name] in dict(settings.table()[name].choices)
    settings.save(found, path)
    path = folder / "library.json"
    path.write_bytes(bent(CATALOGUE, chance, chance.choice((1, 2, 8))))
    load_catalogue(path)


def database_file(folder: Path, chance: random.Random) -> None:
    path = folder / "history.sqlite"
    for beside in folder.glob("history.sqlite*"):
        beside.unlink()
    path.write_bytes(bent(DATABASE, chance, chance.choice((1, 1, 2, 8, 40))))
    before = path.read_bytes()
    with contextlib.suppress(TrainerError):
        examine(path, io.StringIO())
    try:
        with closing(History.open(path)) as history:
            history.sessions()
            history.resumable()
            history.tables()
            exported(history)
    except TrainerError as error:
        assert str(path) in str(error)
        assert path.read_bytes()[:100] == before[:100]


KINDS: dict[str, Callable[[Path, random.Random], None]] = {
    "scenario": scenario_file, "drills": drill_file, "pack": pack_file, "picture": picture_file, "settings": settings_file,
    "database": database_file,
}  # fmt: skip


def zipped(contents: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return kept.getvalue()


def _small_database() -> bytes:
    """A file with talks, answers, notes."""
    from datetime import UTC, datetime

    from trainer.demo import fill
    from trainer.drills.load import load_cards
    from trainer.scenario import load

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite"
        with closing(History.open(path)) as history:
            cards = load_cards((ROOT / "scenarios" / "drills",))
            fill(history, [load(ROOT / "tests" / "sound.yaml")], cards, 6, 1, datetime(2026, 11, 24, tzinfo=UTC))
        return path.read_bytes()


def _pictures() -> dict[str, bytes]:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QImageWriter

    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(0xFF8040)
    found = {"a.svg": (ROOT / "assets" / "portraits" / "face-1.svg").read_bytes()}
    for kind in ("png", "jpg"):
        kept = QBuffer()
        kept.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(kept, QByteArray(kind.encode())).write(image)
        found[f"a.{kind}"] = bytes(kept.data().data())
    return found


SOUND = (ROOT / "tests" / "sound.yaml").read_bytes()
SCENARIOS = [SOUND, SOUND, (ROOT / "scenarios" / "salary_yearly_review.yaml").read_bytes()]
DRILLS = [
    path.read_bytes()[:6_000].rpartition(b"\n  - ")[0] + b"\n"
    for path in sorted((ROOT / "scenarios" / "drills").glob("*.yaml"))
]
SETTINGS = json.dumps({row.name: row.choices[-1][0] for row in settings.table().values()}).encode()
CATALOGUE = b'["1 0.1.0", [[1, 2, "/a/b.yaml", "Title", "coffee", "easy", "Brief", "", false, true]]]'
PICTURES = _pictures()
CONTENTS = {
    "pack.yaml": b"title: Walks\nauthor: Somebody\n", "walk.yaml": SOUND, "second.yaml": SOUND, "drills/a.yaml": DRILLS[0],
    "portraits/a.svg": PICTURES["a.svg"], "portraits/b.png": PICTURES["a.png"], "note.txt": b"hello" * 20,
}  # fmt: skip
PACK = zipped(CONTENTS)
DATABASE = _small_database()


def run(kind: str, seed: int, count: int) -> float:
    """Try files of a kind; the seconds of the slowest. Raises AssertionError, or whatever a file ended in, with its seed."""
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(seed, seed + count):
            start = time.perf_counter()
            try:
                KINDS[kind](Path(folder), random.Random(f"{kind} {number}"))
            except Exception as error:
                raise AssertionError(f"{kind} {number}: {type(error).__name__}: {error}") from error
            slowest = max(slowest, time.perf_counter() - start)
    return slowest


def memory() -> int:
    """The most this process has taken, in bytes."""
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(total: int) -> int:
    """Slices in children: what ends one of them is told with its seed, and the others go on."""
    each = {"scenario": 0.4, "drills": 0.1, "pack": 0.2, "picture": 0.05, "settings": 0.1, "database": 0.15}
    bad = 0
    for kind, share in each.items():
        count, slowest, most = round(total * share), 0.0, 0
        for seed in range(0, count, SLICE):
            size = min(SLICE, count - seed)
            child = subprocess.run(
                [sys.executable, "-m", "tests.fuzz", kind, str(seed), str(size)],
                check=False,
                cwd=ROOT,
                capture_output=True,
                text=True,
            )
            if child.returncode:
                bad += 1
                print(f"{kind} from {seed}: exit {child.returncode}\n{child.stderr[-3000:]}")
                continue
            seconds, taken = child.stdout.split()
            slowest, most = max(slowest, float(seconds)), max(most, int(taken))
        print(f"{kind:9} {count:6} files, the slowest {slowest:.2f} s, memory at most {most / 1e6:.0f} MB", flush=True)
        bad += slowest > LONGEST or most > MOST_MEMORY
    return bad


if __name__ == "__main__":
    if len(sys.argv) == 4:
        print(run(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])), memory())
    else:
        sys.exit(main(int(sys.argv[1])))
