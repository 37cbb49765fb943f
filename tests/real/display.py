"""A display of one's own: Xvfb, a window manager, a message bus, and monitors that can be taken away."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .picture import Picture
from .waiting import Failed, until

#: Programs that must be there, each with the Debian package that brings it.
NEEDED = {
    "Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "wmctrl": "wmctrl", "xrandr": "x11-xserver-utils",
    "xprop": "x11-utils", "dbus-daemon": "dbus",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Monitor:
    """A piece of the screen that programs take for a monitor."""

    name: str
    width: int
    height: int
    x: int = 0

    @property
    def geometry(self) -> str:
        """As xrandr wants it; 96 dots an inch, so that nothing is scaled."""
        return f"{self.width}/{self.width * 254 // 960}x{self.height}/{self.height * 254 // 960}+{self.x}+0"


LAPTOP = Monitor("LAPTOP", 1366, 768)
DESK = Monitor("DESK", 1280, 900)
PROJECTOR = Monitor("PROJECTOR", 1920, 1080, 1366)


class Display:
    """Use it in a `with`. `monitors`: the first one is the one programs start on."""

    def __init__(self, *monitors: Monitor) -> None:
        self.monitors = monitors or (DESK,)
        self._held = tempfile.TemporaryDirectory(prefix="safe-no-real-")
        self.folder = Path(self._held.name)
        self._running: list[subprocess.Popen[bytes]] = []
        self.number, self.bus = "", ""

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def _begin(self) -> None:
        width = max(one.x + one.width for one in self.monitors)
        height = max(one.height for one in self.monitors)
        server = ["Xvfb", "-displayfd", "{}", "-screen", "0", f"{width}x{height}x24", "-fbdir", str(self.folder)]
        # Without -noreset the monitors would go with the first program that leaves.
        self.number = f":{self._start_and_read([*server, '-nolisten', 'tcp', '-noreset'])}"
        self.bus = self._start_and_read(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address={}"])
        for monitor in self.monitors:
            self.plug(monitor)
        # New windows come up where the pointer is: on the first monitor, out of the way of its buttons.
        self.ask("xdotool", "mousemove", "3", str(self.monitors[0].height - 3))
        self.start(["openbox", "--sm-disable"])
        until("a window manager runs", lambda: "id #" in self.ask("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), 10)

    def environment(self) -> dict[str, str]:
        """For every program on this display; nothing of whoever runs the tests is read or written."""
        own = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "HOME": str(self.folder)}
        own |= {"DISPLAY": self.number, "DBUS_SESSION_BUS_ADDRESS": self.bus} if self.number else {}
        for name in ("DATA", "CONFIG", "CACHE", "STATE"):
            own[f"XDG_{name}_HOME"] = str(self.folder / name.casefold())
        runtime = self.folder / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        return own | {"XDG_RUNTIME_DIR": str(runtime)}

    def start(self, command: list[str], **also: object) -> subprocess.Popen[bytes]:
        """Run a program here until the display ends. It is given a group of its own, so that what it starts ends with it."""
        nothing = subprocess.DEVNULL
        how: dict[str, Any] = {
            "stdin": nothing,
            "stdout": nothing,
            "stderr": nothing,
            "env": self.environment(),
            **also,
        }
        made = subprocess.Popen(command, start_new_session=True, **how)
        self._running.append(made)
        return made

    def _start_and_read(self, command: list[str]) -> str:
        """Start a program that writes one line to a descriptor; `{}` stands for it. That line."""
        reading, writing = os.pipe()
        try:
            self.start([part.replace("{}", str(writing)) for part in command], pass_fds=[writing])
        finally:
            os.close(writing)
        os.set_blocking(reading, False)
        try:
            return until(f"{command[0]} says where it is", lambda: _read(reading), 15)
        finally:
            os.close(reading)

    def ask(self, *command: str) -> str:
        """What a tool prints about this display; "" where it finds nothing."""
        done = subprocess.run(command, env=self.environment(), capture_output=True, timeout=20, check=False)
        return done.stdout.decode("utf-8", "replace")

    def plug(self, monitor: Monitor) -> None:
        """Give a monitor; the first one takes the place of the screen as a whole."""
        output = "screen" if monitor.x == 0 else "none"
        self.ask("xrandr", "--setmonitor", monitor.name, monitor.geometry, output)
        if f" {monitor.name} " not in self.ask("xrandr", "--listmonitors").replace("+", "").replace("*", "") + " ":
            raise Failed(f"xrandr gave no monitor {monitor.name}")

    def unplug(self, monitor: Monitor) -> None:
        """Take a monitor away."""
        self.ask("xrandr", "--delmonitor", monitor.name)

    def picture(self) -> Picture:
        """What is on the whole screen now."""
        return Picture.read(self.folder / "Xvfb_screen0")

    def end(self) -> None:
        """End what was started here, the last one first."""
        for process in reversed(self._running):
            end_group(process)
        self._running.clear()
        self._held.cleanup()


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process of ours and what it started, by the group it was given."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            break
        try:
            process.wait(3)
            break
        except subprocess.TimeoutExpired:
            continue
    process.poll()


def _read(descriptor: int) -> str:
    try:
        return os.read(descriptor, 1000).decode().strip()
    except BlockingIOError:
        return ""
