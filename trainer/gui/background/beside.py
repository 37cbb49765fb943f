"""Work beside the window: in a thread that knows nothing of Qt, so that neither outlives the other wrongly."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from threading import Condition, Thread
from time import sleep
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

Task = TypeVar("Task")
Result = TypeVar("Result")
#: Milliseconds between two looks at what is done; seconds of rest after each task, so that the window comes first.
_LOOK, _REST = 30, 0.02


class _Worker(Generic[Task, Result]):
    """Does its tasks one after the other while it may; results and bugs wait in `done`."""

    def __init__(self, work: Callable[[Task], Result]) -> None:
        self._work = work
        self.todo: list[Task] = []
        self.done: SimpleQueue[Result | Exception] = SimpleQueue()
        self.change = Condition()
        self.running, self.ended, self.busy = False, False, False
        self._thread: Thread | None = None

    def wake(self) -> None:
        """Go on where there is something to do."""
        if self._thread is None:
            # Whoever works beside the window gives way to it within a millisecond rather than five.
            sys.setswitchinterval(0.001)
            self._thread = Thread(target=self._loop, name="beside", daemon=True)
            self._thread.start()
        with self.change:
            self.change.notify()

    def wanted(self) -> bool:
        """Whether there is something to do, or being done."""
        return not self.ended and (self.busy or (self.running and bool(self.todo)))

    def end(self) -> None:
        """For good; the task in hand is finished first."""
        with self.change:
            self.ended = True
            self.change.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _loop(self) -> None:
        while (task := self._next()) is not None:
            try:
                self.done.put(self._work(task))
            except Exception as error:  # a bug: raised again where it is told
                self.done.put(error)
            self.busy = False
            sleep(_REST)

    def _next(self) -> Task | None:
        with self.change:
            self.change.wait_for(lambda: self.ended or (self.running and bool(self.todo)))
            self.busy = not self.ended
            return None if self.ended else self.todo.pop()


class _Garbage:
    """Python takes garbage away in whichever thread runs just then, and what belongs to Qt may only go in the window's.

    So nothing is taken away by itself while somebody works beside the window; the window's thread does it.
    """

    def __init__(self) -> None:
        self._workers: set[int] = set()

    def keep(self, worker: object) -> None:
        self._workers.add(id(worker))
        gc.disable()

    def let_go(self, worker: object) -> None:
        self._workers.discard(id(worker))
        if not self._workers:
            gc.enable()

    def take_away(self) -> None:
        """What Python would have taken away by now."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = [age for age in range(3) if limits[age] and counts[age] > limits[age]]
        if due:
            gc.collect(max(due))


_garbage = _Garbage()


class Beside(QObject, Generic[Task, Result]):
    """Has tasks done beside the window. `work`: what is done to each; `told`: who gets each result, in the window's thread."""

    def __init__(self, parent: QObject, work: Callable[[Task], Result], told: Callable[[Result], None]) -> None:
        super().__init__(parent)
        self._worker, self._told = _Worker(work), told
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)
        # Whoever forgets to end it: the work ends with the window it is done for.
        worker = self._worker
        self.destroyed.connect(lambda: _end(worker))

    def begin(self, tasks: Iterable[Task]) -> None:
        """Do these, in their order, in place of what is left to do."""
        with self._worker.change:
            self._worker.todo = list(tasks)[::-1]
        self._wake()

    def first(self, task: Task) -> None:
        """Do this one next, if it is to be done at all."""
        with self._worker.change:
            if task in self._worker.todo:
                self._worker.todo.remove(task)
                self._worker.todo.append(task)

    def run(self, running: bool = True) -> None:
        """Go on, or stand still."""
        with self._worker.change:
            self._worker.running = running
        self._wake()

    def end(self) -> None:
        """For good; the task in hand is finished first."""
        self._timer.stop()
        _end(self._worker)

    def _wake(self) -> None:
        if self._worker.wanted():
            _garbage.keep(self._worker)
            self._worker.wake()
            self._timer.start()

    def _look(self) -> None:
        """Tell what is done; a bug of the work is raised here, where bugs are told."""
        _garbage.take_away()
        if not self._worker.wanted():
            self._timer.stop()
            _garbage.let_go(self._worker)
        try:
            while True:
                found = self._worker.done.get_nowait()
                if isinstance(found, Exception):
                    raise found
                self._told(found)
        except Empty:
            pass


def _end(worker: _Worker[Task, Result]) -> None:
    worker.end()
    _garbage.let_go(worker)
