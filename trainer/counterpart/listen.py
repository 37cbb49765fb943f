"""What a reading means to this counterpart, now: which worries it speaks of, whether it asks for the goal, what repeats."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import Ask, MoveKind, NoMeans, Reading
from ..language.cues import makes_sense, spoken_of, stems
from ..scenario import Scenario
from .state import ConcernStatus, State

#: Moves in which the learner gives something: these can settle a worry.
_GIVING = (
    MoveKind.OFFER,
    MoveKind.REASON,
    MoveKind.AUTONOMY,
    MoveKind.STATEMENT,
    MoveKind.NO_ORIENTED_ASK,
    MoveKind.ACKNOWLEDGEMENT,
)
_PUSHING = (MoveKind.PRESSURE, MoveKind.YES_ORIENTED_ASK)
#: Up to so many words a proposal says too little to be about something else.
_SHORT_PROPOSAL = 2
_BACK_REFERENCES = ("it", "that", "this", "one", "so", "then")


@dataclass(frozen=True, slots=True)
class Heard:
    """`goal`: the ask for the goal; `side`: an ask for something else. `named`: worries a label, question, audit or
    summary speaks of. `settled`: worries laid to rest now; `foreseen`: hidden ones met before they are said.
    `wrong_label`: a label that meets none of their worries. `repeated`: the same words as before.
    `lets_go`: the learner accepts a no.
    """

    goal: Ask | None
    side: Ask | None
    named: tuple[str, ...]
    settled: tuple[str, ...]
    foreseen: tuple[str, ...]
    wrong_label: bool
    repeated: bool
    unclear: bool
    lets_go: bool
    why: bool


def listen(scenario: Scenario, state: State, reading: Reading) -> Heard:
    """Reading → Heard. Pure."""
    ask = reading.ask
    for_goal = ask is not None and _is_goal(scenario, state, reading, ask)
    giving = (
        reading.has(*_GIVING) and not reading.has(MoveKind.PRESSURE) and reading.kind is not MoveKind.YES_ORIENTED_ASK
    )
    met = tuple(c.id for c in scenario.concerns if giving and spoken_of(reading.text, c.settled_by))
    open_now = state.having(ConcernStatus.VOICED, ConcernStatus.ACKNOWLEDGED)
    named = _named(scenario, reading)
    labels = reading.has(MoveKind.LABEL)
    return Heard(
        goal=ask if for_goal else None,
        side=ask if ask is not None and not for_goal else None,
        named=named,
        settled=tuple(cid for cid in met if cid in open_now),
        foreseen=tuple(
            cid for cid in met if cid in state.having(ConcernStatus.HIDDEN) and not state.count(f"foreseen:{cid}")
        ),
        wrong_label=labels and not named,
        repeated=line_key(reading.text) in state.heard,
        unclear=not makes_sense(reading.text) and not reading.terms,
        lets_go=_lets_go(state, reading),
        why=_asks_why(reading),
    )


def _is_goal(scenario: Scenario, state: State, reading: Reading, ask: Ask) -> bool:
    """The proposal names the goal; or nothing is named and the goal has been before; or the line as a whole names it."""
    proposal = reading.proposal
    if ask.no_means is NoMeans.NONE:
        return False
    if proposal and spoken_of(proposal, scenario.goal.cues):
        return True
    if proposal is None or len(stems(proposal)) <= _SHORT_PROPOSAL:
        return state.asked_for_goal or bool(spoken_of(reading.text, scenario.goal.cues))
    # Once the goal is known, "can we do it on Sunday then?" is about it.
    return state.asked_for_goal and bool(spoken_of(proposal, _BACK_REFERENCES)) and not _about_talk(proposal)


def _about_talk(proposal: str) -> bool:
    return bool(spoken_of(proposal, ("ask", "question", "tell", "say", "know", "explain")))


def _named(scenario: Scenario, reading: Reading) -> tuple[str, ...]:
    if not reading.has(
        MoveKind.LABEL, MoveKind.OPEN_QUESTION, MoveKind.ACCUSATION_AUDIT, MoveKind.SUMMARY, MoveKind.MIRROR
    ):
        return ()
    return tuple(concern.id for concern in scenario.concerns if spoken_of(reading.text, concern.cues))


def _lets_go(state: State, reading: Reading) -> bool:
    """The learner lets the request go. After a firm no a plain "fair enough" does; before, it must be said in words."""
    if reading.asks or reading.has(MoveKind.PRESSURE, MoveKind.OPEN_QUESTION) or not state.asked_for_goal:
        return False
    rules = {"letting_go", "accepts_no"} if state.firm_no else {"letting_go"}
    return any(move.rule in rules for move in reading.moves)


def _asks_why(reading: Reading) -> bool:
    return any(move.kind is MoveKind.OPEN_QUESTION and move.cue.lower().startswith("why") for move in reading.moves)


def line_key(text: str) -> str:
    """How a line is remembered, so that saying it again with other marks or endings is noticed."""
    return " ".join(stems(text))
