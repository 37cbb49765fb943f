"""Reads the accessibility tree, as a screen reader would. Run by Debian's Python, which has the bindings; no part of the tests.

Each line on standard input asks for the tree; the answer is one line of JSON: every object that is showing, outermost first.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

MOST = 4000


def label(one: Any, role: str) -> str:
    """The name a label beside it gives it; asked only of what needs one, as each question costs a turn of the program."""
    if role not in ("combo box", "text", "entry", "spin button", "list", "slider", "progress bar"):
        return ""
    for relation in one.get_relation_set() or ():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY and relation.get_n_targets():
            return relation.get_target(0).get_name() or ""
    return ""


def text(one: Any, role: str) -> str:
    """What stands in a field."""
    if role not in ("text", "entry", "password text", "document text"):
        return ""
    part = one.get_text_iface()
    return Atspi.Text.get_text(part, 0, min(4000, Atspi.Text.get_character_count(part))) if part else ""


def facts(one: Any, states: list[str], window: int, above: int) -> dict[str, Any]:
    """What is known of one object. `above`: the place of its parent in the answer."""
    role, box = one.get_role_name(), one.get_extents(Atspi.CoordType.SCREEN)
    return {
        "role": role, "name": one.get_name() or "", "help": (one.get_description() or "") if role not in ("filler", "label") else "", "label": label(one, role),
        "text": text(one, role), "states": states, "box": [box.x, box.y, box.width, box.height],
        "window": window, "above": above,
    }  # fmt: skip


def walk(one: Any, window: int, above: int, found: list[dict[str, Any]]) -> None:
    """Add an object and what is in it, as far as it is showing."""
    states = [state.value_nick for state in one.get_state_set().get_states()]
    if "showing" not in states or len(found) >= MOST:
        return
    place = len(found)
    found.append(facts(one, states, window, above))
    for number in range(one.get_child_count()):
        child = one.get_child_at_index(number)
        if child is not None:
            walk(child, window, place, found)


def tree() -> list[dict[str, Any]]:
    """Every showing object of every window of every program on this display."""
    found: list[dict[str, Any]] = []
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(number)
        if program is None:
            continue
        program.set_cache_mask(Atspi.Cache.NONE)  # nothing remembered: what is on the screen now is asked for
        for place in range(program.get_child_count()):
            window = program.get_child_at_index(place)
            if window is not None:
                walk(window, place, -1, found)
    return found


def main() -> None:
    """Answer until the other side closes. What vanishes while it is read is left out: the answer is then an empty list."""
    Atspi.set_timeout(3000, 3000)
    for _ in sys.stdin:
        while GLib.MainContext.default().iteration(False):
            pass
        try:
            answer = tree()
        except GLib.Error:
            answer = []
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
