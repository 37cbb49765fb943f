"""The program once more without a window: it answers in lines, and can be ended at any moment."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

#: Milliseconds to wait for a process that was killed; it needs about one.
_MOMENT = 500
#: Bytes of an answer; more is babble.
_MOST = 64 * 1024 * 1024
#: Where `-m trainer` finds the program, whatever folder the window was started in.
_PLACE = Path(__file__).parents[3]


def command(*arguments: str) -> list[str]:
    """Return the command line that runs this program, bundled or not, with some arguments."""
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "trainer"]
    return [*start, *arguments]


class Child(QObject):
    """A process whose lines come as signals, from `start` on. `parent`: who it ends with."""

    #: A line of its standard output, without its end.
    said = Signal(bytes)
    #: It has ended, or could not be started. (the exit code, -1 where there is none; what it said on standard error)
    gone = Signal(int, str)

    def __init__(self, parent: QObject, line: list[str]) -> None:
        super().__init__(parent)
        self._parts: list[bytes] = []
        self._length = 0
        process = self._process = QProcess(self)
        process.setProgram(line[0])
        process.setArguments(line[1:])
        process.setWorkingDirectory(str(_PLACE))
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        # Whoever forgets to end it: Qt would wait for it, and complain.
        self.destroyed.connect(lambda: _end(process))

    def start(self) -> None:
        self._process.start()

    def ask(self, line: str) -> None:
        """Write a line to its standard input. Raises UnicodeError for what is neither UTF-8 nor the name of a file."""
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.write(f"{line}\n".encode("utf-8", "surrogateescape"))

    def ask_once(self, text: str) -> None:
        """Write a text to its standard input, and end that. Raises UnicodeError as `ask` does."""
        self._process.write(text.encode("utf-8", "surrogateescape"))
        self._process.closeWriteChannel()

    def end(self) -> None:
        """End it at once; it says nothing more."""
        self.blockSignals(True)
        _end(self._process)
        self.deleteLater()

    def _read(self) -> None:
        *whole, rest = bytes(self._process.readAllStandardOutput().data()).split(b"\n")
        for line in whole:
            self._parts.append(line)
            told, self._parts, self._length = b"".join(self._parts), [], 0
            self.said.emit(told)
        self._parts.append(rest)
        self._length += len(rest)
        if self._length > _MOST:
            self._process.kill()

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        told = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        self.gone.emit(code if status is QProcess.ExitStatus.NormalExit else -1, told)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:  # otherwise it is told as its end
            self.gone.emit(-1, "")


def _end(process: QProcess) -> None:
    if process.state() is not QProcess.ProcessState.NotRunning:
        process.kill()
        process.waitForFinished(_MOMENT)
