"""Everything that can be asked for by key, menu or name, as a table: used by menus, palette and F1, kept complete by tests."""

from __future__ import annotations

from dataclasses import dataclass

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
    Action("export_data", "", "&Data", "Export …"),
    Action("back_up", "", "&Data", "Back up now"),
    Action("restore_backup", "", "&Data", "Restore a backup …"),
    Action("save_memory", "", "&Data", "Save what is in memory …", "lost"),
    Action("open_folder", "", "&Data", "Open the data folder"),
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
