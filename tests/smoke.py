"""`make smoke`: the bundled program on a display of its own, seen from outside. No tool but Xvfb is needed.

Starts Xvfb with its picture in a file, starts the program in an empty home, waits until it has drawn its window, keeps a
picture of it beside the bundle, asks it to end, and looks whether it ended well and complained of nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtGui import QImage

WIDTH, HEIGHT = 1280, 860
#: Seconds: until the display is there, until the window is drawn, until the program has ended.
DISPLAY, WINDOW, END = 5.0, 10.0, 4.0
#: More than a grey area with a frame has.
COLOURS = 40
#: Words on standard error that no good run says.
BAD = ("Traceback", "could not load the Qt platform plugin", "cannot open shared object", "ModuleNotFoundError")


class Failed(Exception):
    """What went wrong, in one sentence."""


def picture(path: Path) -> QImage:
    """The screen, from the XWD file that Xvfb keeps: a head of 25 numbers, a name, colours of 12 bytes, then the rows."""
    data = path.read_bytes()
    head = struct.unpack_from(">25I", data)
    width, height, row, colours = head[4], head[5], head[12], head[19]
    if head[11] != 32 or len(data) < head[0] + 12 * colours + row * height:
        raise Failed("Xvfb keeps a picture that is not understood here.")
    begin = head[0] + 12 * colours
    return QImage(data[begin : begin + row * height], width, height, row, QImage.Format.Format_RGB32).copy()


def colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)})


T = TypeVar("T")


def until(seconds: float, what: str, ready: Callable[[], T]) -> T:
    """Ask again until there is an answer. Raises Failed when there is none in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = ready()
        if answer:
            return answer
        time.sleep(0.1)
    raise Failed(f"{what} within {seconds:.0f} seconds.")


def stop(process: subprocess.Popen[bytes], how: int = signal.SIGTERM) -> int:
    if process.poll() is None:
        process.send_signal(how)
        try:
            process.wait(END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise Failed(f"{process.args!r} did not end when it was asked to.") from None
    return process.returncode


def display(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Xvfb on a number that it finds free itself."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder), "-nolisten", "tcp"],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    os.set_blocking(reading, False)

    def number() -> str:
        try:
            return os.read(reading, 16).decode().strip()
        except BlockingIOError:
            return ""

    try:
        return server, f":{until(DISPLAY, 'Xvfb named no display', number)}"
    except Failed:
        stop(server)
        raise
    finally:
        os.close(reading)


def surroundings(home: Path, shown_on: str) -> dict[str, str]:
    """Of a person who starts the program for the first time; nothing of whoever runs this is read or written."""
    own = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "DISPLAY": shown_on, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        own[f"XDG_{name}_HOME"] = str(home / name.casefold())
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    return own | {"XDG_RUNTIME_DIR": str(runtime)}


def watch(program: Path, folder: Path, shot: Path) -> str:
    """Run the program once; what was seen. Raises Failed."""
    server, shown_on = display(folder)
    screen, said = folder / "Xvfb_screen0", folder / "said.txt"
    try:
        with said.open("wb") as file:
            begun = time.monotonic()
            running = subprocess.Popen([str(program)], env=surroundings(folder, shown_on), stdout=file, stderr=file)
            try:
                until(
                    WINDOW,
                    "No window was drawn",
                    lambda: running.poll() is not None or colours(picture(screen)) > COLOURS,
                )
                took = time.monotonic() - begun
                if running.poll() is not None:
                    raise Failed(f"The program ended by itself with {running.returncode}.")
                time.sleep(1)  # what comes after the first paint
                image = picture(screen)
                image.save(str(shot))
            finally:
                code = stop(running)
    finally:
        stop(server)
        complaint = said.read_text(encoding="utf-8", errors="replace") if said.exists() else ""
        if complaint:
            print(complaint, file=sys.stderr, end="")
    if code not in (0, -signal.SIGTERM, 128 + signal.SIGTERM):
        raise Failed(f"The program ended with {code}.")
    if any(word in complaint for word in BAD):
        raise Failed("The program complained on standard error.")
    return f"window after {took:.1f} s, {colours(image)} colours, ended with {code}; see {shot}"


def main(program: Path) -> int:
    if shutil.which("Xvfb") is None:
        print("Smoke test skipped: there is no Xvfb here.")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        try:
            print(f"Smoke test: {watch(program, Path(folder), program.parent.parent / 'smoke.png')}.")
        except Failed as error:
            print(f"Smoke test failed: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist/trainer/trainer")))
