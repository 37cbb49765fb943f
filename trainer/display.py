"""Whether a window can be opened here, as far as that can be told before Qt is loaded.

Without a display Qt ends the process with a core dump. Nothing is connected to here, since no part of the program opens
a socket: a server that does not answer is found out by Qt, and `gui/app.py` says so then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

#: The end of every sentence about a window that cannot be opened.
WAY_ON = "“trainer play coffee_new_acquaintance” practises in the terminal."
NOTHING = f"There is no display here to open a window on. {WAY_ON}"


def trouble(environment: Mapping[str, str], exists: Callable[[Path], bool]) -> str:
    """Return the sentence why no window can be opened on Linux and its kin; "" where one can, or where only Qt knows.

    `exists`: whether there is something at a path.
    """
    wanted = _platforms(environment)
    if not wanted:
        return NOTHING
    told = [_trouble_of(platform, environment, exists) for platform in wanted]
    return told[-1] if all(told) else ""


def unreachable(environment: Mapping[str, str]) -> str:
    """Return the sentence for a display that Qt could not open, with what was asked for."""
    names = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")
    asked = ", ".join(f"{name}={environment[name]}" for name in names if environment.get(name))
    return f"No window can be opened on this display ({asked or 'none is named'}). {WAY_ON}"


def _platforms(environment: Mapping[str, str]) -> list[str]:
    """What Qt would try, by the names of its plugins."""
    named = environment.get("QT_QPA_PLATFORM")
    if named:
        return [platform.partition(":")[0] for platform in named.split(";")]
    found = ["xcb"] if environment.get("DISPLAY") else []
    if environment.get("WAYLAND_DISPLAY") or environment.get("WAYLAND_SOCKET"):
        found.append("wayland")
    return found


def _trouble_of(platform: str, environment: Mapping[str, str], exists: Callable[[Path], bool]) -> str:
    if platform == "xcb":
        return "" if environment.get("DISPLAY") else NOTHING
    if platform.partition("-")[0] == "wayland" and not environment.get("WAYLAND_SOCKET"):
        place = Path(environment.get("XDG_RUNTIME_DIR", ""), environment.get("WAYLAND_DISPLAY") or "wayland-0")
        if not (place.is_absolute() and exists(place)):  # an absolute second part stands for itself
            return unreachable(environment)
    return ""
