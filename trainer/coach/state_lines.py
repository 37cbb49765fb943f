"""The state of the counterpart in words, a row each: for the practice page and the facilitator's console."""

from __future__ import annotations

from ..counterpart import ConcernStatus, State
from ..scenario import Level, Scenario


def state_lines(scenario: Scenario, state: State) -> list[str]:
    """Return rows for trust, patience and the worries.

    A worry nobody has voiced yet is only counted, and on the hard level not even that.
    """
    rows = [f"Trust {state.trust} of 100", f"Patience {state.patience} of 100"]
    for concern_id, status in state.concerns:
        if status is not ConcernStatus.HIDDEN:
            rows.append(f"{str(status).capitalize()}: “{scenario.concern(concern_id).thought}”")
    hidden = len(state.having(ConcernStatus.HIDDEN))
    if hidden and scenario.level is not Level.HARD:
        rows.append(f"{hidden} worr{'y' if hidden == 1 else 'ies'} still unspoken")
    return rows
