"""The journeys, the longest first, so that two at a time end together."""

from .first_start import FIRST_START

JOURNEYS = (FIRST_START,)
