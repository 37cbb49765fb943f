"""The journeys, the longest first, so that two at a time end together."""

from .every_button import BUTTONS_CONSOLE, BUTTONS_MORE, BUTTONS_TALK
from .first_start import FIRST_START
from .monitor import MONITOR
from .mouse import MOUSE
from .refusals import REFUSALS
from .scaled import SCALED
from .typing_on import TYPING_ON
from .wayland import WAYLAND
from .workshop import WORKSHOP, WORKSHOP_ONE

JOURNEYS = (
    BUTTONS_CONSOLE,
    BUTTONS_TALK,
    WORKSHOP,
    BUTTONS_MORE,
    WORKSHOP_ONE,
    FIRST_START,
    MOUSE,
    TYPING_ON,
    WAYLAND,
    MONITOR,
    REFUSALS,
    SCALED,
)
