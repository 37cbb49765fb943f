"""Packs are looked through by a program beside the window, which may die, hang or babble without harm."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from trainer.gui.background.pack_reader import PackReader
from trainer.packs import json_of_pack, look_into, pack_of

from .test_packs import good

__all__ = ["good"]


class Reading:
    """A reader with what it told; `code`: a program in place of the real one, given the file."""

    def __init__(self, code: str = "", limit: int = 20_000) -> None:
        self.parent = QObject()
        self.reader = PackReader(self.parent, [sys.executable, "-c", code] if code else (), limit)
        self.told: list[object] = []
        self.reader.found.connect(self.told.append)

    def has_more_than(self, before: int) -> bool:
        return len(self.told) > before


Make = Callable[..., Reading]


@pytest.fixture
def reading() -> Iterator[Make]:
    made: list[Reading] = []

    def make(code: str = "", limit: int = 20_000) -> Reading:
        made.append(Reading(code, limit))
        return made[-1]

    yield make
    for one in made:
        one.reader.end()


def test_a_pack_comes_whole_from_the_other_program(qtbot: QtBot, reading: Make, good: Path) -> None:
    one = reading()
    one.reader.look_into(good)
    qtbot.waitUntil(lambda: len(one.told) == 1, timeout=20_000)
    assert one.told == [look_into(good)]
    assert pack_of(json.loads(json.dumps(json_of_pack(look_into(good))))) == look_into(good)


def test_a_file_that_is_none_is_told_in_the_sentence_of_the_command(
    qtbot: QtBot, reading: Make, tmp_path: Path
) -> None:
    (tmp_path / "no.zip").write_bytes(b"hello")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.yaml")
        os.mkfifo(tmp_path / "pipe.zip")
    one = reading()
    for name in ("no.zip", "none.zip", *(path.name for path in tmp_path.glob("pipe.*"))):
        before = len(one.told)
        one.reader.look_into(tmp_path / name)
        qtbot.waitUntil(partial(one.has_more_than, before), timeout=20_000)
        assert isinstance(one.told[-1], str) and name in one.told[-1] and one.told[-1].endswith(".")
        assert "looked through" not in one.told[-1]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import os; os._exit(9)", "looked through"),
        ("raise LookupError('a bug')", "looked through"),
        ("import os, signal; os.kill(os.getpid(), 9)", "looked through"),
        ("print('hello'); print('{}'); print('[' * 100_000)", "looked through"),
        ("import sys; sys.exit('a sentence')", "looked through"),
        ("import sys; print('a sentence', file=sys.stderr); sys.exit(2)", "a sentence"),
        ("import time; time.sleep(60)", "too long"),
    ],
)  # fmt: skip
def test_whatever_the_other_program_does_there_is_a_sentence(qtbot: QtBot, reading: Make, code: str, told: str) -> None:
    one = reading(code, 700)
    one.reader.look_into(Path("walk.zip"))
    qtbot.waitUntil(lambda: len(one.told) == 1)
    assert told in str(one.told[0])
    assert one.reader._child is None


def test_another_file_takes_the_place_of_the_one_in_hand(qtbot: QtBot, reading: Make) -> None:
    one = reading(
        "import sys, time; file = sys.stdin.read(); time.sleep(0.5 * ('slow' in file)); print(file, file=sys.stderr); sys.exit(2)"
    )
    one.reader.look_into(Path("/slow.zip"))
    one.reader.look_into(Path("/quick.zip"))
    qtbot.waitUntil(lambda: len(one.told) == 1)
    qtbot.wait(900)
    assert len(one.told) == 1 and "quick.zip" in str(one.told[0])


def test_nothing_is_told_after_its_end(qtbot: QtBot, reading: Make) -> None:
    one = reading("print(1)")
    one.reader.look_into(Path("walk.zip"))
    one.reader.end()
    qtbot.wait(200)
    assert one.told == []
