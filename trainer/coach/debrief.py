"""The debrief after a session, made from what happened in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..language import MoveKind
from ..scenario import Outcome, Scenario

#: Outcome → its name on screen, and what it says about the session.
OUTCOMES = {
    Outcome.AGREED: ("Agreed", "They said yes, and they meant it."),
    Outcome.AGREED_IN_PART: ("Agreed in part", "Part of it is agreed."),
    Outcome.POSTPONED: ("Postponed", "Not today. The door stays open."),
    Outcome.COUNTERFEIT_YES: ("Counterfeit yes", "It sounded like yes. It was a way to end the talk."),
    Outcome.REFUSED: ("Refused", "They said no."),
    Outcome.WALKED_AWAY: ("Walked away", "They ended the talk."),
    Outcome.WITHDRAWN: (
        "Let go",
        "You let the request go with good grace. That is good judgement, and it keeps the door open.",
    ),
    Outcome.UNFINISHED: ("Unfinished", "The talk stopped before there was an answer."),
}


@dataclass(frozen=True, slots=True)
class Debrief:
    """What the debrief shows. `curve`: resistance at the opening and after each line, 0–100 points."""

    outcome: Outcome
    headline: str
    meaning: str
    ending: str
    curve: tuple[int, ...]
    no_oriented: int
    yes_oriented: int
    settled: tuple[str, ...]
    unsaid: tuple[str, ...]
    best_line: str
    best_delta: int


def debrief(
    scenario: Scenario,
    outcome: Outcome | None,
    curve: Sequence[int],
    lines: Sequence[tuple[str, MoveKind]],
    concerns: Sequence[tuple[str, str]],
    terms: float = 0.0,
    swaps: Sequence[str] = (),
) -> Debrief:
    """Make the debrief of a session, finished or not.

    `lines`: the learner's lines with their main kinds; `concerns`: (id, status) at the end; `terms`: the amount agreed,
    0 for none; `swaps`: ids of other things they gave.
    """
    ended = outcome or Outcome.UNFINISHED
    headline, meaning = OUTCOMES[ended]
    falls = [(after - before, text) for before, after, (text, _) in zip(curve, curve[1:], lines, strict=False)]
    best = min(falls, default=(0, ""), key=lambda fall: fall[0])
    return Debrief(
        outcome=ended,
        headline=headline,
        meaning=f"{meaning} {_terms(scenario, terms, swaps)}".rstrip(),
        ending=scenario.endings.get(ended, ""),
        curve=tuple(curve),
        no_oriented=sum(kind is MoveKind.NO_ORIENTED_ASK for _, kind in lines),
        yes_oriented=sum(kind is MoveKind.YES_ORIENTED_ASK for _, kind in lines),
        settled=tuple(scenario.concern(cid).thought for cid, status in concerns if status == "settled"),
        unsaid=tuple(scenario.concern(cid).thought for cid, status in concerns if status == "hidden"),
        best_line=best[1] if best[0] < 0 else "",
        best_delta=min(best[0], 0),
    )


def _terms(scenario: Scenario, terms: float, swaps: Sequence[str]) -> str:
    """Say what was agreed, how much more they could have given, and what else they gave."""
    bargain = scenario.bargain
    if bargain is None or not terms:
        return ""
    left = bargain.limit - terms
    agreed = f"You agreed on {bargain.shown(terms)}."
    more = f" They could have gone to {bargain.shown(bargain.limit)}." if left > 0 else " That was all they could do."
    other = f" On top of it: {', '.join(swap.replace('_', ' ') for swap in swaps)}." if swaps else ""
    return agreed + more + other
