"""Where no window can be opened, that is said in a sentence; Ctrl+C in the terminal closes one that is open."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from trainer import display
from trainer.__main__ import main
from trainer.gui.shell import interrupts

from .conftest import ROOT

NAMES = ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_RUNTIME_DIR", "XDG_SESSION_TYPE")


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "no display here"),
        ({"DISPLAY": ""}, "no display here"),
        ({"QT_QPA_PLATFORM": "xcb"}, "no display here"),
        ({"DISPLAY": ":0"}, ""),
        ({"QT_QPA_PLATFORM": "offscreen"}, ""),
        ({"QT_QPA_PLATFORM": "offscreen:configfile=a"}, ""),
        ({"QT_QPA_PLATFORM": "nonsense"}, ""),
        ({"WAYLAND_DISPLAY": "wayland-7"}, "WAYLAND_DISPLAY=wayland-7"),
        ({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": "/run/me"}, "WAYLAND_DISPLAY=wayland-7"),
        ({"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": "/run/me"}, ""),
        ({"WAYLAND_DISPLAY": "/run/me/wayland-1"}, ""),
        ({"WAYLAND_SOCKET": "5"}, ""),
        ({"WAYLAND_DISPLAY": "wayland-7", "DISPLAY": ":0"}, ""),
        ({"WAYLAND_DISPLAY": "wayland-7", "DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland"}, "wayland-7"),
        ({"WAYLAND_DISPLAY": "wayland-7", "DISPLAY": ":0", "QT_QPA_PLATFORM": "wayland-egl;xcb"}, ""),
    ],
)
def test_what_can_be_told_of_a_display_before_qt_is_loaded(environment: dict[str, str], told: str) -> None:
    sentence = display.trouble(environment, lambda place: place == Path("/run/me/wayland-1"))
    assert told in sentence and bool(sentence) == bool(told)
    assert not sentence or "trainer play" in sentence


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
@pytest.mark.parametrize(
    "asked", ["", "DISPLAY=:99", "WAYLAND_DISPLAY=wayland-7", "QT_QPA_PLATFORM=nonsense", "QT_QPA_PLATFORM=wayland"]
)
def test_without_a_display_that_answers_there_is_a_sentence_and_no_core_dump(asked: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in NAMES}
    environment |= dict([asked.split("=")]) if asked else {}
    done = subprocess.run([sys.executable, "-m", "trainer"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == "" and len(done.stderr.splitlines()) == 1 and "trainer play" in done.stderr
    assert asked in done.stderr


def test_what_qt_says_later_is_heard_again() -> None:
    code = (
        "from trainer.gui.app import application; application(); from PySide6.QtCore import qWarning; qWarning('heard')"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # fmt: skip
    assert "heard" in done.stderr


def test_ctrl_c_ends_the_process_while_qt_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr("trainer.gui.app.run", lambda _: 7 if signal.getsignal(signal.SIGINT) is signal.SIG_DFL else 0)
    try:
        assert main([]) == 7
    finally:
        signal.signal(signal.SIGINT, before)


def test_one_ctrl_c_closes_once_where_signals_are_looked_for(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows; a window that warns of what is not saved is not closed by the next look."""
    monkeypatch.setattr(interrupts, "sys", SimpleNamespace(platform="win32"))
    monkeypatch.setattr(interrupts, "_LOOK", 20)
    window = QMainWindow()
    qtbot.addWidget(window)
    closed: list[int] = []
    monkeypatch.setattr(interrupts, "_leave", lambda _: closed.append(1))
    with interrupts.interrupts(window, lambda: None):
        qtbot.wait(60)
        assert closed == []
        signal.raise_signal(signal.SIGINT)
        qtbot.wait(120)
        assert closed == [1]
        signal.raise_signal(signal.SIGINT)
        qtbot.wait(120)
        assert closed == [1, 1]


WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox
from trainer.gui import app
build, kind = app.build, sys.argv[1]

def built(*given, **named):
    program = build(*given, **named)
    window = program.window

    def show():
        QTimer.singleShot(300, lambda: print("ready", flush=True))
        if kind == "boxes":
            box = QMessageBox(window)  # one that cannot be closed but by a button
            for word in "AB":
                box.addButton(word, QMessageBox.ButtonRole.ActionRole)
            QTimer.singleShot(100, lambda: QMessageBox.question(None, "one", "more"))
            box.exec()
            print("gone on", flush=True)
        elif kind == "file":
            print(QFileDialog.getSaveFileName(window, "a file"), flush=True)

    QTimer.singleShot(0, show)
    return program

app.build = built
from trainer.__main__ import main
sys.exit(main([]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal there ends the process")
@pytest.mark.parametrize(("kind", "said"), [("none", ""), ("boxes", "gone on\n"), ("file", "('', '')\n")])
def test_ctrl_c_in_the_terminal_closes_the_window(kind: str, said: str) -> None:
    program = [sys.executable, "-c", WINDOW, kind]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None and window.stdout.readline() == "ready\n"
        begin = time.monotonic()
        window.send_signal(signal.SIGINT)
        try:
            told, _ = window.communicate(timeout=20)
        finally:
            window.kill()
    assert (told, window.returncode) == (said, 130)
    assert time.monotonic() - begin < 5
