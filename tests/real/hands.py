"""Keys and clicks, through the server as from a real keyboard and mouse."""

from __future__ import annotations

from .display import Display
from .eyes import Node


class Hands:
    """Works on one display, on whatever window has the keyboard."""

    def __init__(self, display: Display) -> None:
        self._display = display

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as xdotool names them: Return, Next, ctrl+3."""
        self._display.ask("xdotool", "key", "--delay", "15", *keys)

    def type(self, text: str, pause: int = 8) -> None:
        """Type a text. `pause`: milliseconds between two keys."""
        self._display.ask("xdotool", "type", "--delay", str(pause), "--", text)

    def click(self, node: Node) -> None:
        """Click into the middle of something."""
        x, y = node.middle
        self.click_at(x, y)

    def click_at(self, x: int, y: int) -> None:
        self._display.ask("xdotool", "mousemove", str(x), str(y), "click", "1")

    def point(self, x: int, y: int) -> None:
        """Move the pointer there."""
        self._display.ask("xdotool", "mousemove", str(x), str(y))

    def wheel(self, down: int) -> None:
        """Turn the wheel where the pointer is; up where negative."""
        button = "5" if down > 0 else "4"
        self._display.ask("xdotool", "click", "--repeat", str(abs(down)), "--delay", "20", button)

    def activate(self, window: int) -> None:
        """Bring a window to the front, as Alt+Tab or the task bar do."""
        self._display.ask("wmctrl", "-i", "-a", hex(window))

    def close(self, window: int) -> None:
        """The close button of a window."""
        self._display.ask("wmctrl", "-i", "-c", hex(window))
