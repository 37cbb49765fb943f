"""Reading → Response: the state after a line, the reply, and the thought behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..debug_log import note
from ..language import MoveKind, Reading
from ..scenario import AMOUNT, Event, Level, Outcome, Scenario
from .bands import band
from .causes import Cause
from .dynamics import Step, nearly, step
from .listen import Heard, listen
from .state import ConcernStatus, Decision, State
from .words import knows, line_for, particle, source

#: The event a line without an ask is answered as, by its moves; the first that fits counts.
_BY_MOVE = (
    (MoveKind.MIRROR, Event.MIRROR),
    (MoveKind.ACCUSATION_AUDIT, Event.AUDIT),
    (MoveKind.AUTONOMY, Event.AUTONOMY),
    (MoveKind.OFFER, Event.OFFER),
    (MoveKind.ACKNOWLEDGEMENT, Event.THANKS),
    (MoveKind.REASON, Event.REASON),
)
#: How often (0–1) they return to a concern that was voiced rather than voice the next; and, close to agreeing, say so.
_COMES_BACK, _SAYS_NEARLY = 0.4, 0.3
#: How often (0–1) a repeated question is answered by noticing the repetition.
_NOTICES = 0.5
#: Once the goal is known, a line of more than this many words about the two of them counts as a reason for it.
_FEW, _ABOUT_US = 4, re.compile(r"(?i)\b(?:you|your|we|us|our|my)\b")
_WORDS_OF = {
    Decision.AGREE: Event.AGREE,
    Decision.COUNTERFEIT: Event.COUNTERFEIT,
    Decision.REFUSE: Event.REFUSE,
    Decision.POSTPONE: Event.POSTPONE,
    Decision.WALK_AWAY: Event.WALK_AWAY,
    Decision.WITHDRAW: Event.WITHDRAW,
    Decision.SIDE_ASK: Event.SIDE_ASK,
    Decision.COUNTER_OFFER: Event.COUNTER_OFFER,
    Decision.TOO_HIGH: Event.TOO_HIGH,
    Decision.TRADE: Event.TRADE,
    Decision.LAST_OFFER: Event.LAST_OFFER,
    Decision.PART: Event.PART,
}


@dataclass(frozen=True, slots=True)
class Response:
    """Everything that follows from one line. `thought`: shown only on request."""

    state: State
    causes: tuple[Cause, ...]
    decision: Decision
    reply: str
    thought: str

    @property
    def outcome(self) -> Outcome | None:
        return self.state.outcome


def respond(scenario: Scenario, state: State, reading: Reading) -> Response:
    """Answer a line. Pure: equal arguments give an equal Response, byte for byte."""
    heard = listen(scenario, state, reading)
    taken = step(scenario, state, reading, heard)
    note(
        "decision", decision=taken.decision, kind=reading.kind, heard=heard.kinds(), causes=[c.id for c in taken.causes]
    )
    reply, concern, new = _reply(scenario, taken, reading, heard)
    if any(cause.id == "setback" for cause in taken.causes) and new.outcome is None:
        reply = f"{reply} {scenario.setback}"
    if state.firm_no:
        new = new.counted("after_no")
    new = replace(new, said=(*new.said, reply))
    return Response(new, taken.causes, taken.decision, reply, _thought(scenario, new, concern, taken))


def _reply(scenario: Scenario, taken: Step, reading: Reading, heard: Heard) -> tuple[str, str, State]:
    """Return (reply, id of the concern it speaks of, state with what was voiced)."""
    if taken.decision is Decision.NONE:
        return _reply_to_move(scenario, taken, reading, heard)
    ask = heard.goal or heard.side
    opener = particle(taken.decision, ask, taken.state, trailing=not heard.met) if ask else ""
    no_means = str(ask.no_means) if ask else ""
    if taken.decision is Decision.SWAP:
        return _swap(scenario, taken.swap), "", taken.state
    if taken.decision is not Decision.NOT_YET:
        event = _WORDS_OF[taken.decision]
        said = line_for(scenario, taken.state, event, no_means=no_means, heard=reading.text)
        return _joined(opener, _with_amount(scenario, taken.state, said)), "", taken.state
    if heard.repeated and source(taken.state, "repeated").random() < _NOTICES:
        return line_for(scenario, taken.state, Event.REPEAT), "", taken.state
    parts = [opener]
    if heard.met:
        parts.append(line_for(scenario, taken.state, Event.SETTLE, heard.met[0]))
    said, concern, state = _what_is_missing(scenario, taken.state, no_means)
    return _joined(*parts, said), concern, state


def _with_amount(scenario: Scenario, state: State, said: str) -> str:
    """Put the amount that is agreed, or else on offer, into a line."""
    if scenario.bargain is None or AMOUNT not in said:
        return said
    return said.replace(AMOUNT, scenario.bargain.shown(state.terms or state.offer))


def _swap(scenario: Scenario, swap_id: str) -> str:
    assert scenario.bargain is not None
    return next(swap.say for swap in scenario.bargain.swaps if swap.id == swap_id)


def _what_is_missing(scenario: Scenario, state: State, no_means: str) -> tuple[str, str, State]:
    """Return a reply that says what still stands in the way, as `_reply` does.

    The author's first concern is voiced first. After it they return to a voiced one or voice another, by chance. Close
    to agreeing they may say just that.
    """
    hidden, said = state.having(ConcernStatus.HIDDEN), state.having(ConcernStatus.VOICED, ConcernStatus.ACKNOWLEDGED)
    chance = source(state, "missing")
    if said and nearly(scenario, state) and chance.random() < _SAYS_NEARLY:
        return line_for(scenario, state, Event.NOT_YET, "", no_means), "", state
    if hidden and (not said or chance.random() >= _COMES_BACK):
        concern = chance.choice(hidden) if said else hidden[0]
        return (
            line_for(scenario, state, Event.VOICE, concern),
            concern,
            state.with_status(concern, ConcernStatus.VOICED),
        )
    concern = chance.choice(said) if said else ""
    return line_for(scenario, state, Event.NOT_YET, concern, no_means), concern, state


def _reply_to_move(scenario: Scenario, taken: Step, reading: Reading, heard: Heard) -> tuple[str, str, State]:
    event, concern = _event(scenario, taken, reading, heard)
    if event is Event.OPEN_ANSWER and heard.asks_worry:
        return _what_worries(scenario, taken.state)
    said = line_for(scenario, taken.state, event, concern, heard=reading.text)
    return said, concern, taken.state


def _what_worries(scenario: Scenario, state: State) -> tuple[str, str, State]:
    """Answer "what makes you hesitate?": voice the next concern, or say more about a voiced one."""
    hidden, said = state.having(ConcernStatus.HIDDEN), state.having(ConcernStatus.VOICED, ConcernStatus.ACKNOWLEDGED)
    if hidden:
        return (
            line_for(scenario, state, Event.VOICE, hidden[0]),
            hidden[0],
            state.with_status(hidden[0], ConcernStatus.VOICED),
        )
    concern = source(state, "worry").choice(said) if said else ""
    return line_for(scenario, state, Event.ANSWER if said else Event.OPEN_ANSWER, concern), concern, state


def _event(scenario: Scenario, taken: Step, reading: Reading, heard: Heard) -> tuple[Event, str]:
    """Return the event that a line is answered as, and the concern it is about. The first that fits counts."""
    if reading.has(MoveKind.PRESSURE):
        return Event.PRESSURE, ""
    if heard.repeated:
        return Event.REPEAT, ""
    if heard.unclear:
        return Event.UNCLEAR, ""
    if heard.met:
        return Event.SETTLE, heard.met[0]
    known = knows(scenario, taken.state, reading.text)
    if known and (heard.question or reading.has(MoveKind.OPEN_QUESTION)):
        return Event.FACT, ""
    if heard.question and heard.named and taken.state.status(heard.named[0]) is not ConcernStatus.SETTLED:
        return Event.ACKNOWLEDGE, heard.named[0]  # "Is it the money?" – it is
    if reading.has(MoveKind.OPEN_QUESTION):
        return (Event.ANSWER, heard.named[0]) if heard.named else (Event.OPEN_ANSWER, "")
    if heard.named and reading.has(MoveKind.LABEL, MoveKind.SUMMARY, MoveKind.ACCUSATION_AUDIT):
        return Event.ACKNOWLEDGE, (taken.named_now or heard.named)[0]
    if heard.wrong_label and not reading.has(MoveKind.ACCUSATION_AUDIT):
        return Event.WRONG_LABEL, ""
    if heard.question and not heard.gives:
        return Event.QUESTION, ""
    if known:
        return Event.FACT, ""
    if heard.answers and not reading.has(MoveKind.OFFER, MoveKind.ACCUSATION_AUDIT):
        return Event.TOLD, ""
    for kind, event in _BY_MOVE:
        if reading.has(kind):
            return event, ""
    if reading.has(MoveKind.LABEL, MoveKind.SUMMARY):
        return Event.MIRROR, ""
    if heard.gives:
        return Event.OFFER, ""
    if taken.state.asked_for_goal and len(reading.text.split()) > _FEW and _ABOUT_US.search(reading.text):
        return Event.REASON, ""
    return Event.SMALL_TALK, ""


def _thought(scenario: Scenario, state: State, concern: str, taken: Step) -> str:
    """Return the thought: that of the concern just spoken of, or else of the first that is not settled.

    The hard level shows only what was just spoken of. Without a concern, or after an end in agreement, the mood speaks.
    """
    if scenario.level is Level.HARD and not concern:
        return _MOODS[mood(state)]
    on_mind = concern or next(
        iter(state.having(ConcernStatus.VOICED, ConcernStatus.HIDDEN, ConcernStatus.ACKNOWLEDGED)), ""
    )
    if (
        taken.decision in (Decision.AGREE, Decision.WITHDRAW)
        or not on_mind
        or state.status(on_mind) is ConcernStatus.SETTLED
    ):
        return _MOODS[mood(state)]
    return scenario.concern(on_mind).thought


_MOODS = {
    "open": "I can say what I like here.",
    "listening": "I'm listening.",
    "guarded": "Careful now.",
    "annoyed": "This is getting tiresome.",
    "leaving": "I want to get away from here.",
}


def mood(state: State) -> str:
    """Return the band of resistance as a word: open, listening, guarded, annoyed or leaving."""
    if state.outcome is Outcome.WALKED_AWAY:
        return "leaving"
    return band(state.resistance)


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
