"""The journeys, the longest first, so that two at a time end together."""

from .first_start import FIRST_START
from .monitor import MONITOR
from .mouse import MOUSE
from .refusals import REFUSALS
from .typing_on import TYPING_ON
from .workshop import WORKSHOP, WORKSHOP_ONE

JOURNEYS = (WORKSHOP, WORKSHOP_ONE, FIRST_START, MOUSE, MONITOR, TYPING_ON, REFUSALS)
