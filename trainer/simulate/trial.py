"""Faults of a scenario that only playing it shows: a level nobody can win, an easy one that needs no listening."""

from __future__ import annotations

from ..scenario import Fault, Level, Outcome, Scenario
from .run import talk

#: Talks a listener gets to reach an agreement in, and talks each of the others gets to reach none.
TRIES, SPAM_TRIES = 16, 6
#: So many agreements of one who does not listen are no accident.
TOO_MANY = 2
_SPAM = ("one_phrase", "parrot", "pushy", "gibberish", "brief")
_WON = (Outcome.AGREED, Outcome.AGREED_IN_PART)


def trial(scenario: Scenario) -> list[Fault]:
    """Every fault that talks with this counterpart show, at the file's first place. Some tenths of a second."""
    faults = [
        _fault(
            "level-not-winnable",
            f"On the {level} level a good listener reached no agreement in {TRIES} talks; lower 'resistance' or "
            "'pride', or let more words settle the concerns.",
        )
        for level in Level
        if not _won(scenario.at_level(level), "skilled", TRIES, enough=1)
    ]
    faults += [
        _fault(
            "spam-wins",
            f"On the easy level the player '{player}', who listens to nothing, reached an agreement more than once in "
            f"{SPAM_TRIES} talks; raise 'resistance', or make the words that settle a concern less common.",
        )
        for player in _SPAM
        if _won(scenario.at_level(Level.EASY), player, SPAM_TRIES, enough=TOO_MANY)
    ]
    return faults


def _fault(rule: str, sentence: str) -> Fault:
    return Fault(1, 1, "error", sentence, rule)


def _won(scenario: Scenario, player: str, tries: int, enough: int) -> bool:
    """Whether so many talks of a player end agreed; stops as soon as that is known."""
    won = 0
    for seed in range(tries):
        won += talk(scenario, player, seed).outcome in _WON
        if won >= enough:
            return True
    return False
