"""Every control by the name that a person or a screen reader gives it; the one place to change when a name changes."""

from __future__ import annotations

from dataclasses import dataclass

#: Roles of what can be pressed; a tab of the window may be any of them.
PRESSED = (
    "push button",
    "button",
    "check box",
    "toggle button",
    "radio button",
    "page tab",
    "push button menu",
    "link",
)
FIELD = ("text", "entry")
BOX = ("combo box",)


@dataclass(frozen=True, slots=True)
class Control:
    """`names`: any of these; "x*" means whatever begins with x. `roles`: empty for any."""

    names: tuple[str, ...]
    roles: tuple[str, ...] = ()

    def means(self, role: str, name: str, label: str) -> bool:
        """Whether an object is this control."""
        if self.roles and role not in self.roles:
            return False
        return any(_is(called, wanted) for called in (name, label) for wanted in self.names)

    def __str__(self) -> str:
        return f"“{self.names[0]}”"


def _is(called: str, wanted: str) -> bool:
    return called.startswith(wanted[:-1]) if wanted.endswith("*") else called == wanted


def press(*names: str) -> Control:
    return Control(names, PRESSED)


def field(*names: str) -> Control:
    return Control(names, FIELD)


# The window and its pages
WINDOW_TITLE = "Safe No"
TABS = {
    "library": press("Scenarios"), "practice": press("Practice"), "drills": press("Drills"),
    "progress": press("Progress"), "workshop": press("Workshop"),
    "evidence": press("Evidence"), "settings": press("Settings"),
}  # fmt: skip

# The welcome
BEGIN_FIRST = press("Begin with a coffee")

# The library
SCENARIOS = Control(("Scenarios",), ("list", "list box", "tree", "table"))

# A talk
COMPOSER = field("Your line")
SAY_IT = press("Say it")
DEBRIEF = press("Debrief")
OUTCOME_AGREED = Control(("Outcome: Agreed",))

# The debrief
AGAIN = press("Try it again")
COMMITMENT = field("One thing I will do*")

# Drills
DRILLS_BEGIN = press("Begin")
DRILL_FIELD = field("Your answer")
CHECK = press("Check")
NEXT_CARD = press("Next card", "Finish")
DRILL_CHOICES = {
    "accept": press("A   grants it"), "refuse": press("R   turns it down"),
    "none": press("N   neither"),
}  # fmt: skip

# Settings
THEME = Control(("Colours",), BOX)
TEXT_SIZE = Control(("Text size",), BOX)
DARK = Control(("dark",), ("list item", "menu item"))

# A workshop
WORKSHOP_BEGIN = press("Begin")
OPEN_WALL = press("Open the audience window")
PROPOSAL = field("Add a line from the room")
GUESS = field("The room's guess*")
CANDIDATES = Control(("Candidates",), ("list", "list box", "table", "tree"))
WALL_TITLE = "Safe No – audience"

BUTTON_ROLES = ("push button", "button", "push button menu", "toggle button")
#: Buttons that end what the walk needs, or that other journeys press; the beginning of their names.
NOT_TRIED = ("End the talk", "S  Swap displays", "Begin")
DESTRUCTIVE = ("Erase", "Quit", "Remove", "End the workshop")
