"""Faults of a scenario that only playing it reveals: a level nobody can win, an easy one that needs no listening."""

from __future__ import annotations

from ..scenario import Fault, Level, Outcome, Scenario
from .run import Talk, talk

#: Talks in which a listener must reach an agreement; and talks in which each of the others must not.
TRIES, SPAM_TRIES = 16, 6
#: This many agreements of a player who does not listen are no accident.
TOO_MANY = 2
_SPAM = ("one_phrase", "parrot", "pushy", "gibberish", "brief")
_WON = (Outcome.AGREED, Outcome.AGREED_IN_PART)


def trial(scenario: Scenario) -> list[Fault]:
    """Return every fault that playing reveals, at the file's first place. Takes some tenths of a second."""
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


def _is_won(scenario: Scenario, one: Talk) -> bool:
    """Tell whether a talk ended in an agreement that was won: taking a first offer as it stands takes no listening."""
    taken = scenario.bargain is not None and 0 < one.state.terms <= scenario.bargain.offer
    return one.outcome in _WON and not taken


def _won(scenario: Scenario, player: str, tries: int, enough: int) -> bool:
    """Tell whether at least `enough` talks of a player end in agreement; stop as soon as that is known."""
    won = 0
    for seed in range(tries):
        won += _is_won(scenario, talk(scenario, player, seed))
        if won >= enough:
            return True
    return False
