"""The keyboard, as a table: shown by F1, used by the menus and the palette, kept complete by a test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """`name`: the request it makes of the window. `menu`: where it stands."""

    name: str
    keys: str
    menu: str
    text: str


KEYS = (
    Key("show_library", "Ctrl+1", "Go", "Scenarios"),
    Key("show_practice", "Ctrl+2", "Go", "The talk"),
    Key("show_drills", "Ctrl+5", "Go", "Drills"),
    Key("show_progress", "Ctrl+3", "Go", "Your progress"),
    Key("show_workshop", "Ctrl+6", "Go", "Workshop"),
    Key("show_evidence", "Ctrl+4", "Go", "What is known"),
    Key("show_options", "Ctrl+,", "Go", "Settings"),
    Key("show_own_talk", "Ctrl+N", "Go", "Your own talk …"),
    Key("quit", "Ctrl+Q", "Go", "Quit"),
    Key("toggle_thoughts", "Ctrl+T", "Talk", "Show or hide their thoughts"),
    Key("toggle_details", "Ctrl+I", "Talk", "Show or hide more about how they are"),
    Key("next_hint", "Ctrl+H", "Talk", "A hint for the next line"),
    Key("use_better", "Ctrl+U", "Talk", "Use the coach's line"),
    Key("step_back", "Ctrl+Z", "Talk", "Back by one line, to try another"),
    Key("next_way", "Ctrl+Tab", "Talk", "Another way of this talk"),
    Key("end_talk", "Ctrl+E", "Talk", "End the talk"),
    Key("look_back", "Ctrl+L", "Talk", "Look back"),
    Key("choose_profile", "", "Data", "Whose is it …"),
    Key("save_report", "", "Data", "A page for my coach …"),
    Key("take_in", "", "Data", "Take in another file …"),
    Key("restore_backup", "", "Data", "Restore a backup …"),
    Key("show_packs", "", "Data", "Scenario packs …"),
    Key("erase_profile", "", "Data", "Erase all of this learner …"),
    Key("erase_all", "", "Data", "Erase everything …"),
    Key("text_larger", "Ctrl++", "View", "Larger text"),
    Key("text_smaller", "Ctrl+-", "View", "Smaller text"),
    Key("text_usual", "Ctrl+0", "View", "Usual text size"),
    Key("show_palette", "Ctrl+K", "Help", "Do anything by its name"),
    Key("show_keys", "F1", "Help", "Keys"),
    Key("show_about", "", "Help", "About Safe No"),
)

#: Keys of single widgets, for the list that F1 shows.
OTHER_KEYS = (
    ("Enter", "in the list: start; in the composer: say the line"),
    ("Shift+Enter", "a new row in the composer"),
    ("Ctrl+Z", "in the composer: undo what was typed, while there is something to undo"),
    ("Left, Right", "on the curve: from line to line"),
    ("A, R, N", "in a drill: “no” grants it, refuses it, neither"),
    ("1 to 4", "in a drill: the line"),
    ("Esc", "in a drill: stop here"),
    ("PgDn, PgUp", "in a workshop: next and back, as a presenter remote sends them; also Right and Left"),
    ("B, F, S", "in a workshop: blank the wall, freeze it, change the displays over"),
    ("T, M, C, L", "in a workshop: thoughts, meter, causes, light or dark"),
    ("1 to 4, +, −", "in a workshop: count votes"),
    ("Ctrl+Up, Ctrl+Down, F2, Del", "in a workshop: move, edit, take away a line"),
    ("Tab", "to the next control; it also leaves the composer"),
)
