"""What is on the screen: the accessibility tree, the windows, the picture."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .display import Display
from .names import Control
from .picture import Picture
from .waiting import Failed, until

_LISTENER = Path(__file__).with_name("listener.py")
#: The Python that Debian's bindings belong to.
_PYTHON = "/usr/bin/python3"


@dataclass(frozen=True, slots=True)
class Node:
    """One object of the tree. `help`: its description; `label`: the name that a label beside it gives."""

    role: str
    name: str
    help: str
    label: str
    text: str
    states: frozenset[str]
    box: tuple[int, int, int, int]
    window: int
    above: int

    @property
    def called(self) -> str:
        """What a screen reader would call it."""
        return self.label or self.name

    @property
    def middle(self) -> tuple[int, int]:
        x, y, width, height = self.box
        return x + width // 2, y + height // 2

    def __str__(self) -> str:
        return f"{self.role} “{self.called[:60]}”"


#: Parts of a list, a table or a row of tabs. Qt says of the current one that it has the keyboard, even when its list has not.
PARTS = ("list item", "table cell", "tree item", "page tab", "table column header")


def keyboard(nodes: Sequence[Node]) -> Node | None:
    """Which of them has the keyboard. The inside of a field says so too, and has no name: then the field is meant.

    A window in the background remembers where its keyboard was: only the active one counts.
    """
    active = {node.window for node in nodes if node.above < 0 and "active" in node.states}
    found: dict[int, Node] = {}
    for place, node in enumerate(nodes):
        here = "focused" in node.states and node.window in active
        if here and (node.role not in PARTS or node.above in found):
            found[place] = node
    named = [node for node in found.values() if node.called]
    return next(reversed(named or list(found.values())), None)


@dataclass(frozen=True, slots=True)
class Shown:
    """A top-level window, as the window manager knows it."""

    id: int
    title: str
    box: tuple[int, int, int, int]
    full: bool


class Eyes:
    """Looks at one display."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._listener = display.start([_PYTHON, str(_LISTENER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    # -- the tree --------------------------------------------------------------------------------------------------------

    def nodes(self) -> list[Node]:
        """Every object that is showing, of all windows; outermost first."""
        asked, answers = self._listener.stdin, self._listener.stdout
        assert asked is not None and answers is not None
        asked.write(b"tree\n")
        asked.flush()
        line = answers.readline()
        if not line:
            raise Failed("the accessibility tree cannot be read any more")
        return [
            Node(**{**one, "states": frozenset(one["states"]), "box": tuple(one["box"])}) for one in json.loads(line)
        ]

    def see(self) -> list[tuple[str, str, str]]:
        """(role, name, text) of everything showing."""
        return [(node.role, node.called, node.text) for node in self.nodes()]

    def says(self, words: str) -> bool:
        """Whether these words can be read somewhere."""
        return any(words in part for node in self.nodes() for part in (node.name, node.text))

    def focused(self) -> Node | None:
        """Where the keyboard is."""
        return keyboard(self.nodes())

    def find(self, control: Control) -> Node | None:
        """The control of that name, None while there is none showing. One that can be used goes before one that cannot."""
        found = [node for node in self.nodes() if control.means(node.role, node.name, node.label)]
        found.sort(key=lambda node: "enabled" not in node.states)
        return found[0] if found else None

    def wait_for(self, control: Control, seconds: float = 4.0) -> Node:
        """The control, once it shows."""
        return until(f"{control} is on the page", lambda: self.find(control), seconds)

    # -- windows ---------------------------------------------------------------------------------------------------------

    def windows(self) -> list[Shown]:
        """All windows a person could pick, with their titles."""
        found = []
        for line in self._display.ask("wmctrl", "-lG").splitlines():
            number, _, *box, _, title = [*line.split(None, 7), ""][:8]
            state = self._display.ask("xprop", "-id", number, "_NET_WM_STATE")
            x, y, width, height = (int(part) for part in box)
            found.append(Shown(int(number, 16), title.strip(), (x, y, width, height), "FULLSCREEN" in state))
        return found

    def active(self) -> int:
        """The id of the window that has the keyboard, 0 for none."""
        found = re.search(r"# (0x[0-9a-f]+)", self._display.ask("xprop", "-root", "_NET_ACTIVE_WINDOW"))
        return int(found[1], 16) if found else 0

    def active_title(self) -> str:
        """The title of the window that has the keyboard."""
        active = self.active()
        return next((one.title for one in self.windows() if one.id == active), "")

    def picture(self) -> Picture:
        return self._display.picture()
