"""Scenario files are read by a program beside the window, which may die, hang or babble without harm."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from trainer.gui.background.child import Child, command
from trainer.gui.background.scenario_checker import ScenarioChecker
from trainer.scenario import Entry, glance

from .conftest import ROOT

SOUND = (ROOT / "tests" / "sound.yaml").read_text(encoding="utf-8")
#: A checker that does what the name of the file says. It notes what it was asked.
FAKE = """
import json, os, sys, time
from pathlib import Path
noted = open(sys.argv[1], "a", encoding="utf-8")

def answer(file, *faults):
    print(json.dumps({"file": file, "faults": [
        {"line": 1, "column": 1, "severity": severity, "sentence": word, "rule": "r"} for severity, word in faults]}), flush=True)

for line in sys.stdin:
    file = json.loads(line)
    name = Path(file).stem
    noted.write(name + "\\n")
    noted.flush()
    if name.startswith("dies"):
        if name != "dies-once" or not Path(file + ".died").exists():
            Path(file + ".died").touch()
            os._exit(3)
    if name.startswith("hangs"):
        time.sleep(60)
    if name.startswith("babbles"):
        print("hello")
        print("[1, 2]")
        print('{"file": 5}')
        print(json.dumps({"file": file, "faults": [{"line": "x"}]}))
        print(json.dumps({"file": file, "faults": 7}))
        sys.stdout.flush()
        sys.stdout.buffer.write(b"\\xff\\xfe\\n" + b"[" * 100_000 + b"\\n")
        sys.stdout.flush()
        answer("/elsewhere.yaml", ("error", "of another file"))
    if name.startswith("late"):
        answer(str(Path(file).with_name("earlier.yaml")), ("error", "of an earlier file"))
    time.sleep(0.005)
    faults = [("warning", "only that"), ("error", "it is bad")] if name.startswith("bad") else [("warning", "only that")]
    answer(file, *faults)
"""


class Checked:
    """A checker with what it said, run by the fake or by the real program."""

    def __init__(self, folder: Path, line: list[str] | None = None, limit: int = 5_000) -> None:
        self.parent, self.folder, self.notes = QObject(), folder, folder / "notes.txt"
        (folder / "fake.py").write_text(FAKE, encoding="utf-8")
        self.fake = [sys.executable, str(folder / "fake.py"), str(self.notes)]
        self.checker = ScenarioChecker(self.parent, line or self.fake, limit)
        self.said: list[Entry] = []
        self.checker.examined.connect(self.said.append)

    def begin(self, *names: str) -> None:
        self.checker.begin(Entry(self.folder / f"{name}.yaml", name) for name in names)

    def told(self) -> dict[str, tuple[str, bool]]:
        return {entry.title: (entry.fault, entry.whole) for entry in self.said}

    def asked(self) -> list[str]:
        return self.notes.read_text(encoding="utf-8").splitlines() if self.notes.exists() else []


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


Make = Callable[..., Checked]


@pytest.fixture
def checked(tmp_path: Path) -> Iterator[Make]:
    made: list[Checked] = []

    def make(line: list[str] | None = None, limit: int = 5_000) -> Checked:
        made.append(Checked(tmp_path, line, limit))
        return made[-1]

    yield make
    for one in made:
        one.checker.end()


def test_files_are_read_in_their_order_the_one_in_sight_first(qtbot: QtBot, checked: Make) -> None:
    one = checked()
    one.begin("a", "bad", "c", "d")
    one.checker.first(Entry(one.folder / "d.yaml", "d"))
    one.checker.first(Entry(one.folder / "nobody.yaml", "nobody"))
    qtbot.wait(80)
    assert one.asked() == []  # it stands still until it is told to run
    one.checker.run()
    qtbot.waitUntil(lambda: len(one.said) == 4)
    assert [entry.title for entry in one.said] == ["d", "a", "bad", "c"]
    assert one.told() == {
        "a": ("", True), "bad": ("bad.yaml:1:1: error: it is bad [r]", True), "c": ("", True), "d": ("", True)
    }  # fmt: skip


def test_it_stands_still_between_files_while_nobody_looks(qtbot: QtBot, checked: Make) -> None:
    one = checked()
    one.checker.run()
    one.begin(*(str(number) for number in range(200)))
    qtbot.waitUntil(lambda: len(one.said) > 3)
    one.checker.run(False)
    qtbot.wait(60)
    before = len(one.said)
    qtbot.wait(100)
    assert len(one.said) == before < 200
    one.checker.run()
    qtbot.waitUntil(lambda: len(one.said) == 200)
    assert one.asked()[1:] == [str(number) for number in range(200)]


def test_a_file_that_stops_it_once_is_read_again_and_one_that_does_so_twice_has_a_fault(
    qtbot: QtBot, checked: Make
) -> None:
    one = checked()
    one.checker.run()
    one.begin("a", "dies", "dies-once", "b")
    qtbot.waitUntil(lambda: len(one.said) == 4)
    fault, whole = one.told()["dies"]
    assert "stopped the checker twice" in fault and "dies.yaml" in fault and not whole
    assert {name: one.told()[name] for name in ("a", "dies-once", "b")} == dict.fromkeys(
        ("a", "dies-once", "b"), ("", True)
    )
    assert [name for name in one.asked() if name != "is anybody there"] == [
        "a",
        "dies",
        "dies",
        "dies-once",
        "dies-once",
        "b",
    ]
    one.begin("dies")  # the library is listed anew
    qtbot.waitUntil(lambda: len(one.said) == 5)
    assert one.asked().count("dies") == 4


def test_a_file_that_is_read_for_ever_has_a_fault_and_the_others_are_read(qtbot: QtBot, checked: Make) -> None:
    one = checked(limit=700)
    one.checker.run()
    one.begin("hangs", "b")
    qtbot.waitUntil(lambda: len(one.said) == 2, timeout=20_000)
    assert "twice" in one.told()["hangs"][0] and one.told()["b"] == ("", True)


def test_stray_lines_and_answers_about_other_files_are_passed_over(qtbot: QtBot, checked: Make) -> None:
    one = checked()
    one.checker.run()
    one.begin("earlier", "babbles", "late", "bad")
    qtbot.waitUntil(lambda: len(one.said) == 4)
    assert [entry.title for entry in one.said] == ["earlier", "babbles", "late", "bad"]
    assert [bool(entry.fault) for entry in one.said] == [False, False, False, True]


@pytest.mark.parametrize(
    ("line", "limit"),
    [
        (["/nowhere/at/all"], 60_000),
        ([sys.executable, "-c", "raise SystemExit(1)"], 60_000),
        ([sys.executable, "-c", "import time; time.sleep(60)"], 400),
    ],
)
def test_a_checker_that_cannot_start_is_no_fault_of_any_file(
    qtbot: QtBot, checked: Make, line: list[str], limit: int
) -> None:
    one = checked(line, limit)
    one.checker.run()
    one.begin("a", "b")
    qtbot.waitUntil(lambda: one.checker._failures == 2)
    qtbot.wait(100)
    assert one.said == [] and one.checker._child is None
    one.checker._line, one.checker._limit = one.fake, QTimer(one.parent)
    one.begin("a", "b")  # the library is listed anew
    qtbot.waitUntil(lambda: len(one.said) == 2)


@pytest.mark.parametrize("when", ["before", "while"])
def test_it_ends_at_once_and_for_good(qtbot: QtBot, checked: Make, when: str) -> None:
    one = checked()
    if when == "while":
        one.checker.run()
        one.begin("hangs", "b")
        qtbot.waitUntil(lambda: "hangs" in one.asked())
        assert one.checker._child is not None
        process = one.checker._child._process
        number = process.processId()
    one.checker.end()
    assert when == "before" or not alive(number)
    one.begin("c")
    one.checker.run()
    qtbot.wait(80)
    assert one.said == [] and one.checker._child is None


def test_it_ends_with_the_window_it_works_for(qtbot: QtBot, checked: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = checked()
    one.checker.run()
    one.begin("hangs")
    qtbot.waitUntil(lambda: "hangs" in one.asked())
    assert one.checker._child is not None
    number = one.checker._child._process.processId()
    monkeypatch.setattr(one.checker, "end", lambda: None)
    one.parent.deleteLater()
    qtbot.waitUntil(lambda: not alive(number))


def test_the_program_itself_checks_files(qtbot: QtBot, checked: Make, tmp_path: Path) -> None:
    names = {"good.yaml": SOUND, "broken.yaml": SOUND.replace("tone: warm", "tone: wram"), "größe 日本.yaml": SOUND}
    for name, text in names.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9"))
    odd.mkdir()
    (odd / "inside.yaml").write_text(SOUND, encoding="utf-8")
    one = checked(command("check", "--quick", "--json", "--quoted", "-"), limit=20_000)
    one.checker.begin(glance(path) for path in [*(tmp_path / name for name in names), odd / "inside.yaml"])
    one.checker.run()
    qtbot.waitUntil(lambda: len(one.said) == 4, timeout=20_000)
    assert all(entry.whole for entry in one.said)
    assert [entry.path.name for entry in one.said if entry.fault] == ["broken.yaml"]
    assert "[unknown-value]" in one.said[1].fault and one.said[1].fault.startswith("broken.yaml:")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_a_file_of_any_name_is_checked(qtbot: QtBot, checked: Make, tmp_path: Path) -> None:
    names = [
        f"{name}.yaml" for name in ("two\nlines", "a\rb", '"quoted"', " led by a space", "back\\slash", "\u2028", "-")
    ]
    for name in names:
        (tmp_path / name).write_text(SOUND.replace("tone: warm", "tone: wram"), encoding="utf-8")
    one = checked(command("check", "--quick", "--json", "--quoted", "-"), limit=20_000)
    one.checker.begin(Entry(tmp_path / name, "") for name in names)
    one.checker.run()
    qtbot.waitUntil(lambda: len(one.said) == len(names), timeout=20_000)
    for entry, name in zip(one.said, names, strict=True):
        assert entry.path.name == name and entry.whole and "[unknown-value]" in entry.fault
        assert len(entry.fault.splitlines()) == len(glance(entry.path).title.splitlines()) == 1


def test_a_child_that_says_too_much_is_ended(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainer.gui.background.child._MOST", 1_000_000)
    parent = QObject()
    child = Child(parent, [sys.executable, "-c", "while True: print('x' * 1000, end='')"])
    with qtbot.waitSignal(child.gone) as ended:
        child.start()
    assert ended.args is not None and ended.args[0] == -1
    child.end()
