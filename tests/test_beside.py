"""Work beside the window: in order, told in the window's thread, and nothing of Qt goes in another one."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from trainer.gui.background.beside import Beside


def test_tasks_are_done_in_order_and_told_in_the_window_s_thread(qtbot: QtBot) -> None:
    told: list[tuple[int, str, str]] = []

    def work(task: int) -> tuple[int, str]:
        return task, threading.current_thread().name

    parent = QObject()
    beside: Beside[int, tuple[int, str]] = Beside(
        parent, work, lambda found: told.append((*found, threading.current_thread().name))
    )
    beside.begin(range(5))
    beside.first(3)
    qtbot.wait(50)
    assert told == []
    beside.run()
    qtbot.waitUntil(lambda: len(told) == 5)
    assert [number for number, _, _ in told] == [3, 0, 1, 2, 4]
    assert {(done, heard) for _, done, heard in told} == {("beside", "MainThread")}
    beside.end()


def test_garbage_is_taken_away_by_the_window_s_thread_only(qtbot: QtBot) -> None:
    gone: list[str] = []

    class Thing:
        def __init__(self) -> None:
            self.itself = self  # a ring: only the collector finds it

        def __del__(self) -> None:
            gone.append(threading.current_thread().name)

    def work(task: int) -> int:
        for _ in range(3_000):
            Thing()
        return task

    told: list[int] = []
    parent = QObject()
    beside: Beside[int, int] = Beside(parent, work, told.append)
    beside.begin(range(6))
    beside.run()
    assert not gc.isenabled()
    qtbot.waitUntil(lambda: len(told) == 6)
    qtbot.waitUntil(gc.isenabled)
    gc.collect()
    assert len(gone) == 18_000 and set(gone) == {"MainThread"}
    beside.end()


def test_work_ends_with_the_window_it_is_done_for(qtbot: QtBot) -> None:
    parent = QObject()
    beside: Beside[int, int] = Beside(parent, lambda task: task, lambda _: None)
    beside.begin(range(10_000))
    beside.run()
    qtbot.wait(20)
    before = [thread for thread in threading.enumerate() if thread.name == "beside"]
    assert before
    del beside
    parent.deleteLater()
    qtbot.waitUntil(lambda: not any(thread.is_alive() for thread in before))
    assert gc.isenabled()


def test_a_bug_of_the_work_is_told_where_bugs_are_told(qtbot: QtBot) -> None:
    def work(_: int) -> int:
        raise LookupError("a bug")

    parent = QObject()
    beside: Beside[int, int] = Beside(parent, work, lambda _: None)
    with qtbot.captureExceptions() as caught:
        beside.begin([1])
        beside.run()
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is LookupError
    beside.end()


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_was_ended_does_nothing_more(qtbot: QtBot, when: str) -> None:
    told: list[int] = []
    parent = QObject()
    beside: Beside[int, int] = Beside(parent, lambda task: task, told.append)
    if when == "after":
        beside.run()
        beside.begin([1])
        qtbot.waitUntil(lambda: told == [1])
    beside.end()
    beside.begin([2])
    beside.run()
    qtbot.wait(80)
    assert 2 not in told
