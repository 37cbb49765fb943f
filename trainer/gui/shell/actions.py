"""Everything that can be asked for by key, menu or name, as a table: used by menus, palette and F1, kept complete by tests."""

from __future__ import annotations

from dataclasses import dataclass

from ..workshop.console_keys import CONSOLE_KEYS
from .page_registry import PAGES


@dataclass(frozen=True, slots=True)
class Action:
    """`name`: of the request it makes. `menu`: where it stands. `needs`: "" or what must be there: a talk that goes on."""

    name: str
    keys: str
    menu: str
    text: str
    needs: str = ""


MENUS = ("&Go", "&Talk", "&Data", "&View", "&Help")

_GO = tuple(Action(f"show_{row.name}", row.keys, "&Go", row.title, row.needs) for row in PAGES if row.title)

ACTIONS = (
    *_GO,
    Action("show_own_talk", "Ctrl+N", "&Go", "Prepare your own talk …"),
    Action("quit", "Ctrl+Q", "&Go", "Quit"),
    Action("toggle_thoughts", "Ctrl+T", "&Talk", "Show or hide their thoughts", "practising"),
    Action("toggle_details", "Ctrl+I", "&Talk", "Show or hide details", "practising"),
    Action("next_hint", "Ctrl+H", "&Talk", "A hint for the next line", "going"),
    Action("use_better", "Ctrl+U", "&Talk", "Use the coach's line", "going"),
    Action("step_back", "Ctrl+Z", "&Talk", "Undo the last line, to try another"),
    Action("next_attempt", "Ctrl+Tab", "&Talk", "Next attempt at this talk", "practising"),
    Action("end_talk", "Ctrl+E", "&Talk", "End the talk", "going"),
    Action("show_debrief", "Ctrl+L", "&Talk", "Debrief", "talk"),
    Action("choose_profile", "", "&Data", "Switch learner …"),
    Action("save_report", "", "&Data", "Report for my coach …"),
    Action("import_file", "", "&Data", "Import practice data …"),
    Action("restore_backup", "", "&Data", "Restore a backup …"),
    Action("show_packs", "", "&Data", "Scenario packs …"),
    Action("erase_profile", "", "&Data", "Erase all of this learner …"),
    Action("erase_all", "", "&Data", "Erase everything …"),
    Action("text_larger", "Ctrl++", "&View", "Larger text"),
    Action("text_smaller", "Ctrl+-", "&View", "Smaller text"),
    Action("text_usual", "Ctrl+0", "&View", "Reset text size"),
    Action("hide_audience", "F9", "&View", "Hide or show the audience window's picture", "workshop"),
    Action("show_palette", "Ctrl+K", "&Help", "Command palette"),
    Action("show_keys", "F1", "&Help", "Keys"),
    Action("show_about", "", "&Help", "About Safe No"),
)

#: Keys of single widgets, for the list that F1 shows.
OTHER_KEYS = (
    ("Enter", "press the button in hand; in the list: start; in the composer: say the line"),
    ("Shift+Enter", "a new row in the composer"),
    ("Ctrl+Z", "in the composer: undo what was typed, while there is something to undo"),
    ("Left, Right", "on the curve: from line to line"),
    ("A, R, N", "in a drill: “no” grants it, refuses it, neither"),
    ("1 to 4", "in a drill: the line"),
    ("Esc", "in a drill: stop here"),
    *((key.shown, f"in a workshop: {key.text}") for key in CONSOLE_KEYS if key.shown),
    ("Tab", "to the next control; it also leaves the composer"),
)
