"""The keyboard, as a table: shown by F1, used by the menus, kept complete by a test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """`name`: the request it makes of the window. `menu`: where it stands; "" for keys that need no menu."""

    name: str
    keys: str
    menu: str
    text: str


KEYS = (
    Key("show_library", "Ctrl+1", "Go", "Scenarios"),
    Key("show_practice", "Ctrl+2", "Go", "The talk"),
    Key("show_progress", "Ctrl+3", "Go", "Your progress"),
    Key("toggle_thoughts", "Ctrl+T", "Talk", "Show or hide their thoughts"),
    Key("use_better", "Ctrl+U", "Talk", "Use the coach's line"),
    Key("end_talk", "Ctrl+E", "Talk", "End the talk"),
    Key("text_larger", "Ctrl++", "View", "Larger text"),
    Key("text_smaller", "Ctrl+-", "View", "Smaller text"),
    Key("text_usual", "Ctrl+0", "View", "Usual text size"),
    Key("show_keys", "F1", "Help", "Keys"),
    Key("show_about", "", "Help", "About Safe No"),
    Key("quit", "Ctrl+Q", "Go", "Quit"),
)

#: Keys of single widgets, for the list that F1 shows.
OTHER_KEYS = (
    ("Enter", "in the list: start; in the composer: say the line"),
    ("Shift+Enter", "a new row in the composer"),
    ("Tab", "to the next control; it also leaves the composer"),
)
